// Comments in a paper that speak to the verifier: what is expected of the next display, and which one to leave out.

import { VERDICTS, type Verdict } from '../report/index.js'
import type { Span } from '../text/index.js'

/** What a comment says about the next display, or what is wrong with it; `undefined` where it is none of ours. */
export type Mark =
  | { readonly kind: 'expect'; readonly verdict: Verdict }
  | { readonly kind: 'skip' }
  | { readonly kind: 'wrong'; readonly reason: string; readonly ways: readonly string[] }

/** All marks before a display. */
export interface Pending {
  readonly span: Span
  readonly expected: Verdict | undefined
  readonly skip: boolean
}

/** A comment of Markdown. */
const htmlComment = (text: string): string => `<!-- ${text} -->`

/** What a comment says, by the text in it; `written` is how a comment is written. */
export function markOf(comment: string, written = htmlComment): Mark | undefined {
  const [, word, said] = /^\s*(expect|expected|chainrule)\s*:\s*(\S[\s\S]{0,60})?/i.exec(comment) ?? []
  if (word === undefined) return undefined
  const value = (said ?? '').trim().toLowerCase()
  if (word.toLowerCase() === 'chainrule') {
    return value === 'skip'
      ? { kind: 'skip' }
      : wrong(`'chainrule: ${value}' is not a mark`, [
          `To leave out the next display: ${written('chainrule: skip')}`,
        ])
  }
  const verdict = VERDICTS.find(known => known === value)
  return verdict === undefined
    ? wrong(value === '' ? 'this mark names no verdict' : `'${value}' is not a verdict`, [
        `One of these: ${VERDICTS.map(known => written(`expect: ${known}`)).join(', ')}`,
      ])
    : { kind: 'expect', verdict }
}

const wrong = (reason: string, ways: readonly string[]): Mark => ({ kind: 'wrong', reason, ways })
