// Papers checked by this verifier: the document reader and the engine put together.

import {
  type CheckedPaper,
  draftOf,
  type Engine,
  type PaperOptions,
  paperSteps as stepsWith,
  checkPaper as withEngine,
} from './documents/index.js'
import type { Context } from './given/index.js'
import { defining, recoverGiven } from './meaning/index.js'
import type { Memory } from './memory.js'
import { verifyAhead, verifyEach } from './verify.js'

const ENGINE: Engine<Context> = { recover: recoverGiven, verifyAll: verifyEach, defining, draft: draftOf }

/**
 * Checks a paper: Markdown, LaTeX or a notebook, with display math, of which every equation is a claim, and one `given` block, or
 * one that is drafted.
 *
 * A text without a block is checked under one that is drafted from it; the report has it as `assumed`.
 *
 * file : how the paper is called in the report; text : its contents, or its bytes in UTF-8. What cannot be understood
 * becomes an unread claim with its place, and the next is checked; nothing is thrown for what a paper says.
 *
 * @example
 * const report = checkPaper('paper.md', await readFile('paper.md'))
 * console.log(renderPaper(report))
 * process.exitCode = report.exitCode
 */
export function checkPaper(
  file: string,
  text: string | Uint8Array,
  options: PaperOptions = {},
): CheckedPaper {
  return withEngine(file, text, ENGINE, options)
}

/**
 * The same for an editor: it may be left between two claims, and of what a memory holds from texts before, only what
 * changed is decided. The report is that of `checkPaper`.
 */
export function paperSteps(
  file: string,
  text: string,
  memory: Memory,
  options: PaperOptions = {},
): Generator<undefined, CheckedPaper> {
  const engine: Engine<Context> = {
    ...ENGINE,
    verifyAll: (source, context, how) => verifyEach(source, context, how, memory),
    ahead: (source, context, how) => verifyAhead(source, context, how, memory),
  }
  return stepsWith(file, text, engine, options)
}
