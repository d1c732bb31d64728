// The command `chainrule` as JavaScript, in a package of its own below node_modules: its dependencies are found, and nobody else's build is in the way.
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

/** Builds the package; returns its folder, which the caller removes. The command is `dist/cli/main.js` in it. */
export function buildCommand(): string {
  mkdirSync('node_modules/.cache', { recursive: true })
  const root = mkdtempSync(resolve('node_modules/.cache/chainrule-cli-'))
  buildSync({
    entryPoints: ['src/cli/main.ts'],
    outdir: join(root, 'dist/cli'),
    // What is imported on demand stays apart, as in the package.
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'es2022',
  })
  for (const name of ['package.json', 'examples']) symlinkSync(resolve(name), join(root, name))
  return root
}
