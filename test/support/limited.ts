// A program in a process of its own, which ends where it takes too much processor time or memory: no clock decides, nor load.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

/** Seconds of processor time, and megabytes of JavaScript's heap. */
export interface Price {
  readonly seconds: number
  readonly megabytes: number
}

/** What a program in TypeScript prints, its imports seen from the root; throws where it fails or costs more than it may. */
export function runWithin(program: string, { seconds, megabytes }: Price): string {
  mkdirSync('node_modules/.cache', { recursive: true })
  const directory = mkdtempSync(resolve('node_modules/.cache/chainrule-limited-'))
  try {
    const outfile = join(directory, 'program.mjs')
    buildSync({
      stdin: { contents: program, resolveDir: '.', loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
    })
    const node = [process.execPath, `--max-old-space-size=${megabytes}`, outfile]
    const { status, signal, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -t ${seconds}; exec "$@"`, 'sh', ...node],
      { encoding: 'utf8' },
    )
    if (status === 0) return stdout
    const what = signal === null ? `exit code ${status}` : `${signal}, after ${seconds} s of processor time`
    throw new Error(`${what}, having printed:\n${stdout}\n${stderr.slice(-2000)}`)
  } finally {
    rmSync(directory, { recursive: true })
  }
}
