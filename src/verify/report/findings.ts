// What is wrong with a paper as a list of findings, each with its place in a file: for tools that show them beside lines.
import type { Span, TextEdit } from '../text/index.js'
import { counterexampleLines, spanOf } from './claimText.js'
import { besideOf, safe } from './excerpt.js'
import { failing, isAsExpected, UNCHECKED } from './outcome.js'
import { unpainted } from './paint.js'
import type { Misreading, PaperClaim, PaperReport, Place } from './report.js'

/** A paper's report with the texts of its files, and the way from each claim to them. */
export interface LocatedPaper extends PaperReport {
  /** The claims, each with the way to its file. */
  readonly claims: readonly LocatedClaim[]
  /** The text of the file. */
  readonly text: string
  /** The files that it includes. */
  readonly included: readonly IncludedText[]
}

/** A claim with the way to its file. */
export interface LocatedClaim extends PaperClaim {
  /** Leads from the claim's source to the file. */
  readonly map: {
    /** The change of the file by which a span of the source is replaced. */
    editFor(span: Span, replacement: string): TextEdit
  }
}

/** A file that a paper includes. */
export interface IncludedText {
  /** Its path from the paper's folder. */
  readonly file: string
  /** What is in it. */
  readonly text: string
}

/** What kind of finding it is. */
export type Rule = 'refuted' | 'inconclusive' | 'nonsmooth' | 'unexpected' | 'unread' | 'unchecked'

/** Something that is wrong, or was not decided. */
export interface Finding {
  readonly rule: Rule
  readonly level: 'error' | 'warning'
  /** In a few words. */
  readonly title: string
  readonly message: string
  /** The file that it is in, as seen from where the paper's name is. */
  readonly file: string
  /** In the text of the file, with its lines and columns. */
  readonly region: Region
  /** Changes that would be right, the likeliest first. */
  readonly fixes: readonly Fix[]
}

/** A change of the file that was verified. */
export interface Fix {
  readonly message: string
  readonly region: Region
  readonly text: string
}

/** A stretch of a file: lines and columns are counted from 1, in UTF-16 units; the end is behind the last character. */
export interface Region extends Span {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** All that is wrong with a paper, in the order of its report. */
export function findingsIn(paper: LocatedPaper): readonly Finding[] {
  const { trouble, given, claims, unchecked, strict } = paper
  const flaws = [...(trouble === undefined ? [] : [trouble]), ...given]
  return [
    ...flaws.map(flaw => unread(paper, flaw, flaw.span, flaw)),
    ...claims.flatMap(claim => findingsOf(paper, claim)),
    ...(strict ? unchecked : []).map(formula => {
      const span = { start: formula.offset, end: formula.offset + 1 }
      const message = `this formula is not checked: ${UNCHECKED[formula.kind]}`
      return finding(paper, formula, { rule: 'unchecked', title: 'not checked', message, span })
    }),
  ]
}

function findingsOf(paper: LocatedPaper, claim: LocatedClaim): readonly Finding[] {
  const { report, unread: misread, expected, tag, map } = claim
  const named = (words: string): string => (tag === undefined ? words : `${words} [${safe(tag)}]`)
  const spanIn = (span: Span): Span => map.editFor(span, '').span
  if (report === undefined)
    return misread === undefined
      ? []
      : [unread(paper, misread, spanIn(misread.span), claim, named('not read'))]
  if (isAsExpected(claim)) return []
  if (expected !== undefined) {
    const span = spanIn({ start: 0, end: claim.source.length })
    const message = `this claim ${verdictText(report.verdict)}, but a mark says that it ${verdictText(expected)}`
    return [finding(paper, claim, { rule: 'unexpected', title: named('not as expected'), message, span })]
  }
  return failing(report).map(({ step, i }) => {
    const { verdict, reason, counterexample, diagnoses } = step
    const rule = verdict === 'holds' || verdict === 'unrefuted' ? 'inconclusive' : verdict
    const count = report.steps.length > 1 ? `, step ${i + 1} of ${report.steps.length}` : ''
    const message = [
      `${named(verdict)}${count}: ${safe(claim.source.slice(step.left.start, step.right.end))}`,
      ...(reason === undefined ? [] : [safe(reason)]),
      ...(counterexample === undefined ? [] : counterexampleLines(counterexample, unpainted)),
      ...diagnoses.map(({ message }, d) => `${d === 0 ? 'help: ' : 'or: '}${safe(message)}`),
    ].join('\n')
    const fixes = diagnoses.flatMap(({ message, repair }) => {
      if (repair === undefined) return []
      const { span, text } = map.editFor(repair.span, repair.replacement)
      return [{ message: safe(message), text, region: regionIn(textOf(paper, claim), span) }]
    })
    return finding(paper, claim, { rule, title: named(verdict), message, span: spanIn(spanOf(step)), fixes })
  })
}

const verdictText = (verdict: string): string => (verdict === 'holds' ? 'holds' : `is ${verdict}`)

const unread = (
  paper: LocatedPaper,
  { reason, ways }: Pick<Misreading, 'reason' | 'ways'>,
  span: Span,
  place: Place,
  title = 'not read',
): Finding =>
  finding(paper, place, { rule: 'unread', title, message: safe([reason, ...ways].join('\n')), span })

function finding(
  paper: LocatedPaper,
  place: Place,
  said: Pick<Finding, 'rule' | 'title' | 'message'> & {
    readonly span: Span
    readonly fixes?: readonly Fix[]
  },
): Finding {
  const { rule, title, message, span, fixes = [] } = said
  const level = rule === 'inconclusive' || rule === 'nonsmooth' ? 'warning' : 'error'
  return {
    ...{ rule, level, title, message, fixes },
    file: besideOf(paper.file, place.file),
    region: regionIn(textOf(paper, place), span),
  }
}

const textOf = ({ text, included }: LocatedPaper, { file }: Place): string =>
  file === undefined ? text : (included.find(one => one.file === file)?.text ?? '')

/** Lines and columns of a stretch of a text. */
function regionIn(text: string, { start, end }: Span): Region {
  const first = placeIn(text, start)
  const last = placeIn(text, Math.max(start, end))
  return { start, end, ...first, endLine: last.line, endColumn: last.column }
}

/** A byte order mark takes no column. */
function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let [line, from] = [1, text.startsWith('\ufeff') ? 1 : 0]
  for (const { 0: end, index } of text.slice(0, offset).matchAll(/\r\n?|\n/g)) {
    line++
    from = index + end.length
  }
  return { line, column: Math.max(1, offset - from + 1) }
}
