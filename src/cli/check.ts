// `chainrule check`: the claims of papers decided, one after the other, and reported in one of several formats.
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { ArgumentError, DataError } from '../errors.js'
import { checkPlace, writeWhole } from '../models/node/write.js'
import {
  type CheckedPaper,
  isReplayPath,
  paperJSON,
  renderGitHub,
  renderHandback,
  renderPaper,
  sarifLog,
  summaryLine,
} from '../verify/index.js'
import { paintFor } from './colors.js'
import { exitWith, FAILED } from './exit.js'
import { type CheckingOptions, checked } from './papers/checking.js'
import { fixed } from './papers/fix.js'
import { inputsOf } from './papers/inputs.js'
import { changesOnDisk, rechecked } from './papers/watch.js'

/** The options of `chainrule check`. */
export interface CheckOptions extends CheckingOptions {
  readonly json?: boolean
  readonly format: 'text' | 'markdown' | 'github' | 'sarif' | 'json'
  readonly fix?: boolean
  readonly watch?: boolean
  readonly out?: string
  /** Of this program, for reports that name it. */
  readonly version: string
}

/** Checks papers; the exit code says how they came out. */
export async function check(named: readonly string[], given: CheckOptions): Promise<void> {
  const options: CheckOptions = given.json ? { ...given, format: 'json' } : given
  const { out, format } = options
  refuseMisuse(named, options)
  const { inputs, barren } = await inputsOf(named)
  if (out !== undefined) {
    if (inputs.some(({ path }) => path !== '-' && isSameFile(path, out)))
      throw new ArgumentError('check', `--out ${out} would overwrite a paper that is checked`)
    // Before the work, so that it is not lost for a path that was mistyped.
    await checkPlace(out)
  }
  for (const path of barren) complain(`${path}: holds no paper: no Markdown, LaTeX or notebook`)
  if (options.watch) return watched(named, options)
  const reports: CheckedPaper[] = []
  let passed = 0
  for (const { path, isFound } of inputs) {
    const report = await reportOn(path, options)
    if (isFound && report.isEmpty) {
      passed++
      continue
    }
    reports.push(report)
    exitWith(report.exitCode)
    const between = reports.length > 1 ? separator(options) : ''
    if (out === undefined && format !== 'sarif') process.stdout.write(between + rendered(report, options))
  }
  const log =
    format === 'sarif' ? `${JSON.stringify(sarifLog(reports, options.version), undefined, 2)}\n` : undefined
  if (out !== undefined) {
    const all = reports.map(report => rendered(report, options, true)).join(separator(options))
    await writeWhole(out, log ?? all)
    console.log([...reports.map(summaryLine), `Wrote ${out}.`].join('\n'))
  } else if (log !== undefined) process.stdout.write(log)
  if (passed > 0)
    console.error(`${passed} ${passed === 1 ? 'file holds' : 'files hold'} no formula in a display.`)
  replayed(reports, options)
}

function refuseMisuse(named: readonly string[], { path, fix, watch }: CheckOptions): void {
  if (path !== undefined && !isReplayPath(path))
    throw new ArgumentError(
      'check',
      `--path ${path} is none. It must be numbers with colons between, as in 0:1:4`,
    )
  if (named.includes('-') && (fix || watch))
    throw new ArgumentError('check', `--${fix ? 'fix' : 'watch'} wants files, and - is standard input`)
}

const complain = (line: string): void => {
  console.error(`chainrule: ${line}`)
  exitWith(FAILED)
}

/** A paper's report; with its repairs taken over first, where that is wanted. */
async function reportOn(path: string, options: CheckOptions): Promise<CheckedPaper> {
  const report = await checked(path, options)
  if (!options.fix) return report
  const say = options.format === 'text' ? console.log : console.error
  try {
    return await fixed(report, options, say)
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    complain(error.message)
    return report
  }
}

/** Checks again what changes, until the program is told to stop, which is no failure. */
async function watched(named: readonly string[], options: CheckOptions): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const changes = changesOnDisk(stop.signal)
  const list = async () => (await inputsOf(named)).inputs.map(({ path }) => path)
  const one = async (path: string): Promise<CheckedPaper> => {
    const report = await checked(path, options)
    if (!report.isEmpty) process.stdout.write(rendered(report, options) + separator(options))
    return report
  }
  await rechecked(list, one, changes)
  process.exitCode = 0
}

/** A path that shows nothing is of another paper, or another seed. */
function replayed(reports: readonly CheckedPaper[], { path, seed }: CheckOptions): void {
  const steps = reports.flatMap(({ claims }) => claims.flatMap(({ report }) => report?.steps ?? []))
  if (path === undefined || steps.some(({ counterexample }) => counterexample?.path === path)) return
  throw new ArgumentError('check', `no claim here fails at --path ${path} under --seed ${seed}`)
}

/** Between two reports; JSON is one line for each file, and so are commands. */
const separator = ({ format }: CheckOptions): string => (format === 'json' || format === 'github' ? '' : '\n')

function rendered(report: CheckedPaper, { format }: CheckOptions, toFile = false): string {
  if (format === 'json') return `${JSON.stringify(paperJSON(report))}\n`
  if (format === 'markdown') return renderHandback(report)
  if (format === 'github') return renderGitHub(report)
  return renderPaper(report, toFile ? undefined : paintFor(process.stdout))
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
