// How a paper's claims came out together: what was expected, the counts, the exit code.
import { lineText } from './excerpt.js'
import type {
  ClaimReport,
  PaperClaim,
  PaperReport,
  Place,
  StepReport,
  UncheckedFormula,
  Verdict,
} from './report.js'

/** Whether a mark says what became of the claim. */
export const isAsExpected = ({ expected, report }: PaperClaim): boolean =>
  expected !== undefined && report?.verdict === expected

/**
 * 3 where something could not be read, be it a claim, the file, or what else counts as a gap; else 1 where a claim is refuted, or came out otherwise than a mark says; else 2
 * where a claim is inconclusive or nonsmooth; else 0. What came out as a mark says counts as it should be.
 */
export function exitCodeOf(
  claims: readonly PaperClaim[],
  trouble: PaperReport['trouble'],
  gaps = false,
): PaperReport['exitCode'] {
  if (gaps || trouble !== undefined || claims.some(({ report }) => report === undefined)) return 3
  const open = claims.filter(claim => !isAsExpected(claim))
  if (open.some(({ expected, report }) => expected !== undefined || report?.verdict === 'refuted')) return 1
  return open.some(({ report }) => report !== undefined && !isGood(report)) ? 2 : 0
}

/** Whether nothing is wrong with a claim as far as can be told. */
export const isGood = ({ verdict }: Pick<ClaimReport, 'verdict'>): boolean =>
  verdict === 'holds' || verdict === 'unrefuted'

/** The steps of a claim that do not hold, and which they are. */
export const failing = ({
  steps,
}: ClaimReport): readonly { readonly step: StepReport; readonly i: number }[] =>
  steps.map((step, i) => ({ step, i })).filter(({ step }) => !isGood(step))

/** All verdicts, in the order in which they are counted. */
export const VERDICTS: readonly Verdict[] = ['holds', 'unrefuted', 'refuted', 'inconclusive', 'nonsmooth']

/** Verdicts as reports name them. */
export const VERDICT_TEXTS: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  unrefuted: 'no counterexample found',
  refuted: 'refuted',
  inconclusive: 'inconclusive',
  nonsmooth: 'nonsmooth',
}

/** `2 hold`, `3 refuted (1 as expected)`, `1 not read`: what there is none of is not named. */
export function counts(claims: readonly PaperClaim[]): readonly string[] {
  const verdicts = VERDICTS.flatMap(verdict => {
    const these = claims.filter(({ report }) => report?.verdict === verdict)
    const known = verdict === 'holds' ? 0 : these.filter(isAsExpected).length
    const strange = these.filter(claim => claim.expected !== undefined && !isAsExpected(claim)).length
    const asides = [
      ...(known === 0 ? [] : [`${known} as expected`]),
      ...(strange === 0 ? [] : [`${strange} against what was expected`]),
    ]
    const name = verdict === 'holds' && these.length > 1 ? 'hold' : VERDICT_TEXTS[verdict]
    return these.length === 0
      ? []
      : [`${these.length} ${name}${asides.length === 0 ? '' : ` (${asides.join(', ')})`}`]
  })
  const unread = claims.filter(({ report }) => report === undefined).length
  return unread === 0 ? verdicts : [...verdicts, `${unread} not read`]
}

/** More lines than this are not named. */
const MOST_LINES = 8

/** `line 12`, `lines 12 and 30`, `lines 1, 2, … and 5 more`: each line once. */
function linesText(places: readonly Place[]): string {
  const lines = [...new Set(places.map(lineText))]
  const shown = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES) : lines.slice(0, -1)
  const last = lines.length > MOST_LINES ? `${lines.length - MOST_LINES} more` : String(lines.at(-1))
  return `line${lines.length === 1 ? '' : 's'} ${shown.length === 0 ? '' : `${shown.join(', ')} and `}${last}`
}

/** What was seen and not checked, and what was not read beside the claims: `2 formulas not checked, lines 12 and 30`. */
export function gapsText({ given, unchecked }: Pick<PaperReport, 'given' | 'unchecked'>): readonly string[] {
  const count = (places: readonly Place[], one: string, what: string) =>
    places.length === 0 ? [] : [`${counted(places.length, one)} ${what}, ${linesText(places)}`]
  return [...count(given, 'declaration', 'not read'), ...count(unchecked, 'formula', 'not checked')]
}

/** `1 claim`, `2 claims` */
export const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** Why a formula is not checked. */
export const UNCHECKED: Readonly<Record<UncheckedFormula['kind'], string>> = {
  inline: 'within a line of text',
  display: 'without a relation',
  skipped: 'marked to be skipped',
}
