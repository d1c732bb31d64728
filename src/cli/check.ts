// `chainrule check`: the claims of papers decided, one after the other, and reported as text, Markdown or JSON.
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { ArgumentError, DataError } from '../errors.js'
import { readStream, readWhole } from '../models/node/read.js'
import { checkPlace, writeWhole } from '../models/node/write.js'
import {
  type Budget,
  type CheckedPaper,
  checkPaper,
  isReplayPath,
  paperJSON,
  renderHandback,
  renderPaper,
  summaryLine,
  unavailable,
} from '../verify/index.js'
import { paintFor } from './colors.js'
import { exitWith } from './exit.js'
import { PAPER } from './files.js'

/** The options of `chainrule check`. */
export interface CheckOptions {
  readonly json?: boolean
  readonly format: 'text' | 'markdown'
  readonly seed: number
  readonly path?: string
  readonly strict?: boolean
  readonly budgetEntries?: number
  readonly budgetBytes?: number
  readonly budgetSeconds?: number
  readonly out?: string
}

/** What an equality may cost, as far as options say so. */
const budgetOf = ({ budgetEntries, budgetBytes, budgetSeconds }: CheckOptions): Budget => ({
  ...(budgetEntries === undefined ? {} : { entries: budgetEntries }),
  ...(budgetBytes === undefined ? {} : { bytes: budgetBytes }),
  ...(budgetSeconds === undefined ? {} : { seconds: budgetSeconds }),
})

/** Checks papers; the exit code says how they came out. */
export async function check(files: readonly string[], options: CheckOptions): Promise<void> {
  const { out, path } = options
  if (path !== undefined && !isReplayPath(path))
    throw new ArgumentError(
      'check',
      `--path ${path} is none. It must be numbers with colons between, as in 0:1:4`,
    )
  if (out !== undefined) {
    if (files.some(file => file !== '-' && isSameFile(file, out)))
      throw new ArgumentError('check', `--out ${out} would overwrite a paper that is checked`)
    // Before the work, so that it is not lost for a path that was mistyped.
    await checkPlace(out)
  }
  const reports: CheckedPaper[] = []
  for (const file of files) {
    const report = await checked(file, options)
    reports.push(report)
    exitWith(report.exitCode)
    const between = reports.length > 1 ? separator(options) : ''
    if (out === undefined) process.stdout.write(between + rendered(report, options))
  }
  if (out !== undefined) {
    await writeWhole(out, reports.map(report => rendered(report, options, true)).join(separator(options)))
    console.log([...reports.map(summaryLine), `Wrote ${out}.`].join('\n'))
  }
  replayed(reports, options)
}

/** A path that shows nothing is of another paper, or another seed. */
function replayed(reports: readonly CheckedPaper[], { path, seed }: CheckOptions): void {
  const steps = reports.flatMap(({ claims }) => claims.flatMap(({ report }) => report?.steps ?? []))
  if (path === undefined || steps.some(({ counterexample }) => counterexample?.path === path)) return
  throw new ArgumentError('check', `no claim here fails at --path ${path} under --seed ${seed}`)
}

/** Between two reports; JSON is one line for each file. */
const separator = ({ json }: CheckOptions): string => (json ? '' : '\n')

function rendered(report: CheckedPaper, { json, format }: CheckOptions, toFile = false): string {
  if (json) return `${JSON.stringify(paperJSON(report))}\n`
  if (format === 'markdown') return renderHandback(report)
  return renderPaper(report, toFile ? undefined : paintFor(process.stdout))
}

async function checked(file: string, options: CheckOptions): Promise<CheckedPaper> {
  const { seed, path, strict = false } = options
  const name = file === '-' ? '<stdin>' : file
  const progress = progressOf(name)
  try {
    const bytes = file === '-' ? await readStream(name, process.stdin, PAPER) : await readWhole(file, PAPER)
    const { onProgress } = progress
    const replayed = path === undefined ? {} : { path }
    return checkPaper(name, bytes, { seed, strict, budget: budgetOf(options), onProgress, ...replayed })
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return unavailable(name, error.message.slice(error.source.length + 2), seed)
  } finally {
    progress.clear()
  }
}

function isSameFile(a: string, b: string): boolean {
  const real = (path: string): string => {
    try {
      return realpathSync(path)
    } catch {
      return resolve(path)
    }
  }
  return real(a) === real(b)
}

/** A line that is overwritten as displays are checked, where there is a terminal, and it takes longer than a second. */
function progressOf(name: string) {
  let next = Date.now() + 1000
  let shown = false
  return {
    onProgress(done: number, total: number): void {
      if (!process.stderr.isTTY || Date.now() < next || done === total) return
      process.stderr.write(`\r\x1b[K${name}: display ${done + 1} of ${total}`)
      shown = true
      next = Date.now() + 100
    },
    clear(): void {
      if (shown) process.stderr.write('\r\x1b[K')
    },
  }
}
