// What became of a paper, as a good compiler would say it: the place, the formula, what is wrong, what would be right.

import { assumptionOf, openIn } from './assumed.js'
import { caught, claimLines, reserve } from './claimText.js'
import { excerpt, placeText, safe } from './excerpt.js'
import { counted, counts, gapsText, isAsExpected, isGood, UNCHECKED, VERDICT_TEXTS } from './outcome.js'
import { type Paint, type Style, unpainted } from './paint.js'
import type { Assumed, Misreading, PaperClaim, PaperReport, UncheckedFormula } from './report.js'

/** A paper's report, with the file's text where its lines are to be shown. */
export type Shown = PaperReport & { readonly text?: string }

/** The report as text for a terminal, with the closing line. */
export function renderPaper(report: Shown, paint: Paint = unpainted): string {
  const parts = [
    ...(report.trouble === undefined ? [] : [troubleLines(report, report.trouble, paint)]),
    ...(report.assumed === undefined ? [] : [assumedLines(report.file, report.assumed, paint)]),
    ...report.given.map(flaw => troubleLines(report, flaw, paint)),
    ...report.claims.map(claim => linesOf(report, claim, paint)),
    ...(report.strict ? report.unchecked.map(formula => uncheckedLines(report.file, formula, paint)) : []),
  ]
  // Claims of one line stand together; longer reports have air about them.
  const body = parts.flatMap((lines, i) => {
    const alone = i > 0 && (lines.length > 1 || parts[i - 1]!.length > 1)
    return alone ? ['', ...lines] : lines
  })
  const air = body.length > 0 ? [''] : []
  return [...body, ...air, paint('strong', summaryLine(report)), ''].join('\n')
}

/** `paper.md: 3 claims: 2 hold, 1 refuted; 2 formulas not checked, lines 12 and 30` */
export function summaryLine(report: PaperReport): string {
  const { claims, trouble, file } = report
  const said = claims.length === 0 ? [] : [counted(claims.length, 'claim')]
  const parts = [...(trouble === undefined ? [] : ['the file cannot be checked as it is']), ...counts(claims)]
  const under = report.assumed === undefined ? [] : ['under a given block that was assumed']
  const all = [parts.join(', ') || 'no claims', ...gapsText(report), ...under]
  return [safe(file), ...said, all.join('; ')].join(': ')
}

const heading = (paint: Paint, place: string, style: Style, verdict: string, tag?: string): string =>
  `${paint('place', place)}: ${paint(style, verdict)}${tag === undefined ? '' : `  [${safe(tag)}]`}`

function troubleLines({ file, text = '' }: Shown, trouble: NonNullable<Shown['trouble']>, paint: Paint) {
  const { span, cell } = trouble
  const place = text === '' ? safe(file) : placeText(file, trouble)
  // The lines of a cell count for themselves.
  const line = cell === undefined ? 1 : undefined
  return [
    heading(paint, place, 'unread', 'not read'),
    ...(text === '' || span.end <= span.start ? [] : excerpt(text, span, { line, paint })),
    ...reasonLines(trouble, paint),
  ]
}

/** The given block that is assumed, and what it leaves open. */
const assumedLines = (file: string, assumed: Assumed, paint: Paint): readonly string[] => [
  `${paint('place', safe(file))}: there is no given block; this one is assumed`,
  ...assumed.block.split('\n').map(line => `  ${safe(line)}`.trimEnd()),
  ...openIn(assumed).map(question => `  ${paint('help', '= open:')} ${question}`),
]

const uncheckedLines = (file: string, formula: UncheckedFormula, paint: Paint): readonly string[] => [
  heading(paint, placeText(file, formula), 'unread', `not checked: ${UNCHECKED[formula.kind]}`),
  ...excerpt(formula.source, undefined, { line: formula.line, paint }),
]

function reasonLines({ reason, ways }: Misreading, paint: Paint): readonly string[] {
  const [first, ...rest] = ways.map(safe)
  return [
    `  ${safe(reason).replaceAll('\n', '\n  ')}`,
    ...(first === undefined ? [] : [`  ${paint('help', '= help:')} ${first}`]),
    ...rest.map(way => `          ${way}`),
  ]
}

function linesOf({ file, assumed }: Shown, claim: PaperClaim, paint: Paint): readonly string[] {
  const { line, tag, source, report, unread, expected } = claim
  const place = placeText(file, claim)
  if (report === undefined) {
    return [
      heading(paint, place, 'unread', 'not read', tag),
      ...excerpt(source, unread?.span, { line, paint }),
      ...(unread === undefined ? [] : reasonLines(unread, paint)),
    ]
  }
  const { verdict } = report
  const known = isAsExpected(claim)
  const marked = expected === undefined ? '' : known ? ', as expected' : `, but expected: ${expected}`
  const words = (assumed === undefined ? '' : ' under the assumed shapes') + marked
  const condition = assumptionOf(claim, assumed)
  const note = condition === undefined ? [] : [`  ${paint('help', '= note:')} ${safe(condition)}`]
  const style = expected !== undefined && !known ? 'refuted' : verdict
  const head = heading(paint, place, style, VERDICT_TEXTS[verdict] + words, tag)
  if (isGood(report)) return [`${head}${reserve(report, ' ')}${caught(report, '  ')}`, ...note]
  return [head, ...claimLines(report, { paint, line }), ...note]
}
