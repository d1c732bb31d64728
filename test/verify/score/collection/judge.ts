// A document of the collection checked, and what became of each of its displays.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type CheckedPaper, checkPaper, type Verdict } from '../../../../src/verify/index.js'
import { type Mark, marksIn } from './marks.js'

/** What became of a display. */
export interface Judged {
  readonly file: string
  readonly line: number
  readonly source: string
  readonly mark: Mark
  /** All of its claims were read. */
  readonly read: boolean
  /** `holds` where all of them hold; else the worst. */
  readonly verdict: 'unread' | Verdict
  /** Why it was not read, or not decided. */
  readonly reason: string | undefined
  /** What is said of the mistake: kind and sentence of the likeliest explanation. */
  readonly explanation: string | undefined
  /** The formula with the repair in it. */
  readonly patched: string | undefined
  readonly milliseconds: number
}

const ORDER = ['unread', 'refuted', 'inconclusive', 'nonsmooth', 'unrefuted', 'holds'] as const

/** A document, and what became of its displays. */
export interface Checked {
  readonly file: string
  readonly paper: CheckedPaper
  readonly displays: readonly Judged[]
}

/** Checks a document of the collection. */
export function checkDocument(path: string): Checked {
  const file = basename(path)
  const text = readFileSync(path, 'utf8')
  const paper = checkPaper(file, text)
  const marks = marksIn(text)
  const displays = marks.map((mark, i) => {
    const end = marks[i + 1]?.end ?? text.length
    const claims = paper.claims.filter(({ offset }) => offset >= mark.end && offset < end)
    const verdicts = claims.map(({ report }) => report?.verdict ?? 'unread')
    const at = ORDER.findIndex(one => verdicts.includes(one))
    const verdict = claims.length === 0 ? 'unread' : ORDER[at]!
    const worst = claims[verdicts.indexOf(verdict)]
    const steps = worst?.report?.steps ?? []
    const step = steps.find(one => one.verdict === verdict)
    const diagnosis = step?.diagnoses[0]
    const reason = worst === undefined ? 'no claim was found' : (worst.unread?.reason ?? step?.reason)
    return {
      file,
      line: text.slice(0, mark.end).split('\n').length + 1,
      source: worst?.source ?? text.slice(mark.end, mark.end + 80),
      mark,
      read: !verdicts.includes('unread') && claims.length > 0,
      verdict,
      reason: reason ?? paper.trouble?.reason,
      explanation: diagnosis && `${diagnosis.kind} [${diagnosis.rule}]: ${diagnosis.message}`,
      patched: diagnosis?.repair?.patched,
      milliseconds: claims.reduce((sum, { report }) => sum + (report?.milliseconds ?? 0), 0),
    }
  })
  return { file, paper, displays }
}
