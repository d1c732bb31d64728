// A document of the collection checked, and what became of each of its displays.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type CheckedPaper, checkPaper, type Rule, type Verdict } from '../../../../src/verify/index.js'
import { type Mark, marksIn } from './marks.js'
import { type Mended, mended } from './mended.js'
import { isMeant } from './rules.js'

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
  /** The rule that it names. */
  readonly rule: Rule | undefined
  /** Whether that is the rule that the author of the document names. */
  readonly explained: boolean
  /** The formula with the repair in it, and what became of that. */
  readonly patched: string | undefined
  readonly repair: Mended | undefined
  readonly milliseconds: number
}

const ORDER = ['unread', 'refuted', 'inconclusive', 'nonsmooth', 'unrefuted', 'holds'] as const

/** A document, and what became of its displays. */
export interface Checked {
  readonly file: string
  readonly paper: CheckedPaper
  readonly displays: readonly Judged[]
  /** How long it took to check. */
  readonly seconds: number
}

/** Checks a document of the collection. */
export function checkDocument(path: string): Checked {
  const file = basename(path)
  const text = readFileSync(path, 'utf8')
  const started = performance.now()
  const paper = checkPaper(file, text)
  const seconds = (performance.now() - started) / 1000
  const marks = marksIn(text)
  const judged = marks.map((mark, i) => {
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
    const rule = diagnosis?.rule
    const display: Omit<Judged, 'repair'> = {
      file,
      line: text.slice(0, mark.end).split('\n').length + 1,
      source: worst?.source ?? text.slice(mark.end, mark.end + 80),
      mark,
      read: !verdicts.includes('unread') && claims.length > 0,
      verdict,
      reason: reason ?? paper.trouble?.reason,
      explanation: diagnosis && `${diagnosis.kind} [${diagnosis.rule}]: ${diagnosis.message}`,
      rule,
      explained: rule !== undefined && isMeant(rule, mark.rule),
      patched: diagnosis?.repair?.patched,
      milliseconds: claims.reduce((sum, { report }) => sum + (report?.milliseconds ?? 0), 0),
    }
    return { display, claim: worst, step }
  })
  const repairs = mended(
    file,
    text,
    paper,
    judged.flatMap(({ display: { mark }, claim, step }) => {
      const repair = step?.diagnoses[0]?.repair
      return step === undefined || repair === undefined || mark.truth
        ? []
        : [{ claim: claim!, step, repair, right: mark.right }]
    }),
  )
  const displays = judged.map(({ display, claim }) => ({
    ...display,
    repair: claim && repairs.get(claim),
  }))
  return { file, paper, displays, seconds }
}
