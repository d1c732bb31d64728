// The verifier needs no host: bundled for browsers, it runs in a context that has nothing of Node.
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

describe('in a browser', () => {
  it('papers are checked without anything of Node', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import { checkPaper, renderPaper } from './src/verify/index.ts'
          globalThis.check = text => renderPaper(checkPaper('paper.md', text))`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      minify: true,
      logLevel: 'silent',
    })
    const script = outputFiles[0]!.text
    // What a browser has and the language itself has not.
    const host = createContext({ performance, TextDecoder, TextEncoder, setTimeout, clearTimeout, console })
    runInContext(script, host)
    const paper = '```given\nx : real[n]\nS = \\|x\\|^2\n```\n\n$$ \\nabla_x S = x $$\n'
    const text: unknown = runInContext(`check(${JSON.stringify(paper)})`, host)
    expect(text).toContain('the factor 2 is missing')
    console.log(`the verifier, minified: ${(script.length / 1024).toFixed(0)} KB`)
  })
})
