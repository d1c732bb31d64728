// The entries: models and optimizers need no host, and the model is written with what users have.
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as chainrule from '../../src/index.js'

describe('chainrule/models and chainrule/optim', () => {
  it.each(['models', 'optim'])(
    'bundle %s for browsers, with nothing of Node and no side effects',
    async name => {
      const bundle = async (code: string) =>
        (
          await build({
            stdin: { contents: code, resolveDir: '.', loader: 'ts' },
            bundle: true,
            minify: true,
            format: 'esm',
            platform: 'browser',
            write: false,
            logLevel: 'silent',
          })
        ).outputFiles[0]!.text
      const all = await bundle(`export * from './src/${name}/index.js'`)
      // The compiler looks for workers where there is a process, and does without in a page.
      const asked =
        /\bprocess\??\.getBuiltinModule|\.process\?|process\.getBuiltinModule\(.node:worker_threads.\)|.node:worker_threads./g
      expect(all.replaceAll(asked, '')).not.toMatch(/node:|\bprocess\b|\bBuffer\b/)
      expect(await bundle(`import './src/${name}/index.js'`)).toBe('')
    },
  )

  it('write the loss of softmax regression with names that chainrule exports', () => {
    const source = readFileSync(new URL('../../src/models/softmaxLoss.ts', import.meta.url), 'utf8')
    const names = [...source.matchAll(/^import \{ (.*) \} from/gm)].flatMap(([, list]) => list!.split(', '))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(Object.keys(chainrule)).toContain(name)
    // Its derivative is written nowhere in it: of code, a page.
    expect(source.replace(/\/\*\*[\s\S]*?\*\//g, '')).not.toMatch(/softmax\(|transpose/)
    expect(source.split('\n').length).toBeLessThan(40)
  })
})
