// One paper checked as the options of the command line say, with a line of progress where there is a terminal.
import { DataError } from '../../errors.js'
import { readStream, readWhole } from '../../models/node/read.js'
import {
  type Budget,
  type CheckedPaper,
  checkPaper,
  type FormatName,
  type Texts,
  unavailable,
} from '../../verify/index.js'
import { PAPER } from '../files.js'
import { readerBeside } from './inputs.js'

/** The options that decide what becomes of claims. */
export interface CheckingOptions {
  readonly from?: FormatName
  readonly seed: number
  readonly path?: string
  readonly strict?: boolean
  readonly budgetEntries?: number
  readonly budgetBytes?: number
  readonly budgetSeconds?: number
}

/** What an equality may cost, as far as options say so. */
const budgetOf = ({ budgetEntries, budgetBytes, budgetSeconds }: CheckingOptions): Budget => ({
  ...(budgetEntries === undefined ? {} : { entries: budgetEntries }),
  ...(budgetBytes === undefined ? {} : { bytes: budgetBytes }),
  ...(budgetSeconds === undefined ? {} : { seconds: budgetSeconds }),
})

/** A paper checked; one that cannot be read has a report that says so. */
export async function checked(file: string, options: CheckingOptions): Promise<CheckedPaper> {
  const name = file === '-' ? '<stdin>' : file
  const progress = progressOf(name)
  try {
    const bytes = file === '-' ? await readStream(name, process.stdin, PAPER) : await readWhole(file, PAPER)
    return checkedText(file, bytes, options, { onProgress: progress.onProgress })
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return unavailable(name, error.message.slice(error.source.length + 2), options.seed)
  } finally {
    progress.clear()
  }
}

/** The same of a text that is at hand, with other texts in place of files that it includes. */
export function checkedText(
  file: string,
  text: string | Uint8Array,
  options: CheckingOptions,
  more: { readonly texts?: Texts; readonly onProgress?: (done: number, total: number) => void } = {},
): CheckedPaper {
  const { from, seed, path, strict = false } = options
  const { texts, onProgress } = more
  const beside = readerBeside(file)
  return checkPaper(file === '-' ? '<stdin>' : file, text, {
    ...{ seed, strict, budget: budgetOf(options) },
    ...(from === undefined ? {} : { from }),
    ...(path === undefined ? {} : { path }),
    ...(onProgress === undefined ? {} : { onProgress }),
    read: named => texts?.get(named) ?? beside(named),
  })
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
