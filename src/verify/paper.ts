// Papers checked by this verifier: the document reader and the engine put together.

import { type CheckedPaper, draftOf, type PaperOptions, checkPaper as withEngine } from './documents/index.js'
import { defining, recoverGiven } from './meaning/index.js'
import { verifyEach } from './verify.js'

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
  return withEngine(
    file,
    text,
    { recover: recoverGiven, verifyAll: verifyEach, defining, draft: draftOf },
    options,
  )
}
