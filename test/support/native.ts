// The sources as Node itself loads them. Vite's runner reads every import through an object and a getter, at each use; on this
// code, which is many small functions in many files, that costs a quarter of the time that the tests take.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { buildSync } from 'esbuild'
import type { Plugin } from 'vitest/config'

/** Where the sources lie as JavaScript, a folder for each run. Node loads what is below it. */
export const NATIVE = /\/out\/native-[^/]+\//

/**
 * Tests import `src/x.ts` as the JavaScript that esbuild makes of it, file by file, as Vite would.
 * Where files are watched or coverage is measured Vite has to see the sources, and is left alone.
 */
export function native(root: string): Plugin {
  const sources = join(root, 'src') + sep
  let whole = true
  let built: string | undefined
  return {
    name: 'chainrule:native',
    enforce: 'pre',
    configureVitest({ vitest }) {
      whole = vitest.config.watch || vitest.config.coverage.enabled
    },
    async resolveId(id, importer) {
      if (whole || importer === undefined) return null
      const found = await this.resolve(id, importer, { skipSelf: true })
      if (found === null || !found.id.startsWith(sources) || !found.id.endsWith('.ts')) return null
      built ??= build(root)
      return join(built, found.id.slice(sources.length).replace(/ts$/, 'js'))
    },
  }
}

function build(root: string): string {
  mkdirSync(join(root, 'out'), { recursive: true })
  const folder = mkdtempSync(join(root, 'out/native-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  buildSync({
    entryPoints: [join(root, 'src/**/*.ts')],
    outdir: folder,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    tsconfig: join(root, 'tsconfig.json'),
  })
  return folder
}
