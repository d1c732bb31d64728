// What the check of a page has found, as a client shows it: each thing at its place, in the document that holds it.
import { type Diagnostic, DiagnosticSeverity, type Location } from 'vscode-languageserver'
import {
  briefText,
  type CheckedClaim,
  declarationsIn,
  type Misreading,
  type Span,
  type StepReport,
} from '../verify/index.js'
import type { Checked } from './checks.js'
import type { Page } from './page.js'

/** How diagnostics are made. */
export interface DiagnosticSettings {
  /** Whether the client can show a place beside a diagnostic. */
  readonly related: boolean
  /** Whether formulas that nobody checks are told. */
  readonly unchecked: boolean
}

/** A diagnostic at a stretch of the file. */
interface Found extends Pick<Diagnostic, 'severity' | 'code' | 'message' | 'relatedInformation'> {
  readonly span: Span
}

const { Error: WRONG, Warning, Information, Hint } = DiagnosticSeverity

/** The diagnostics of each of a page's documents, by address; a document without any has an empty list. */
export function diagnosticsOf(
  { page, paper }: Checked,
  settings: DiagnosticSettings,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>(page.documents.map(({ uri }) => [uri, []]))
  const { trouble, given, claims, unchecked } = paper
  for (const { span, ...rest } of [
    ...(trouble === undefined ? [] : [troubleWith(trouble)]),
    ...given.map(troubleWith),
    ...claims.flatMap(claim => foundIn(claim, page, settings)),
    ...(settings.unchecked ? unchecked : []).map(({ offset, source }) => ({
      span: { start: offset, end: Math.min(offset + source.length, page.text.length) },
      severity: Hint,
      code: 'unchecked',
      message: 'not checked',
    })),
  ]) {
    const place = page.place(span)
    if (place !== undefined) found.get(place.uri)?.push({ range: place.range, source: 'chainrule', ...rest })
  }
  return found
}

const unreadText = ({ reason, ways }: Pick<Misreading, 'reason' | 'ways'>): string =>
  [`not read: ${reason}`, ...ways].join('\n')

/** What is wrong with the file or its given block. What is wrong with all of a file has no place: many a text claims nothing. */
const troubleWith = (trouble: Misreading): Found => ({
  span: trouble.span,
  severity: trouble.span.end > trouble.span.start ? WRONG : Information,
  code: 'unread',
  message: unreadText(trouble),
})

function foundIn(claim: CheckedClaim, page: Page, { related }: DiagnosticSettings): readonly Found[] {
  const { map, report, unread, expected, source } = claim
  const at = (span: Span): Span => map.editFor(span, '').span
  if (unread !== undefined)
    return [{ span: at(unread.span), severity: WRONG, code: 'unread', message: unreadText(unread) }]
  if (report === undefined) return []
  const { verdict } = report
  const known = expected === verdict
  const strange = expected !== undefined && !known
  if (verdict === 'holds')
    return strange
      ? [
          {
            span: at({ start: 0, end: source.length }),
            severity: WRONG,
            code: verdict,
            message: `holds, but a mark expects: ${expected}`,
          },
        ]
      : []
  return report.steps.flatMap((step, i) => {
    if (step.verdict === 'holds') return []
    const span = at(placeOf(step))
    const aside = known ? ' (as a mark expects)' : strange ? ` (but a mark expects: ${expected})` : ''
    return [
      {
        span,
        severity: known ? Hint : strange || step.verdict === 'refuted' ? WRONG : Warning,
        code: step.verdict,
        message: briefText(report, i) + aside,
        ...(related ? relatedTo(page, step, at) : {}),
      },
    ]
  })
}

/** What to underline of a step: what is to blame, or the right side; a place between characters cannot be seen. */
export function placeOf({ blame, right }: StepReport): Span {
  return blame !== undefined && blame.end > blame.start ? blame : right
}

/** Where shapes do not fit, the lines that declare them. */
function relatedTo(
  page: Page,
  step: StepReport,
  at: (span: Span) => Span,
): Pick<Diagnostic, 'relatedInformation'> {
  if (step.verdict !== 'refuted' || step.counterexample !== undefined) return {}
  const sides = { start: at(step.left).start, end: at(step.right).end }
  const relatedInformation = declarationsIn(page.file, page.text, sides).flatMap(({ span, text }) => {
    const location: Location | undefined = span && page.place(span)
    return location === undefined ? [] : [{ location, message: text }]
  })
  return relatedInformation.length === 0 ? {} : { relatedInformation }
}
