// What the check of a page has found, as a client shows it: each thing at its place, in the document that holds it.
import { type Diagnostic, DiagnosticSeverity, type Location } from 'vscode-languageserver'
import {
  type Assumed,
  assumptionOf,
  briefText,
  type CheckedClaim,
  declarationsIn,
  type Misreading,
  openIn,
  type Place,
  type Span,
  type StepReport,
  type Verdict,
} from '../verify/index.js'
import type { Checked } from './checks.js'
import { includesOf } from './includes.js'
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

/** How bad it is that a step comes out so. */
const SEVERITY: Readonly<Record<Exclude<Verdict, 'holds'>, DiagnosticSeverity>> = {
  refuted: WRONG,
  inconclusive: Warning,
  nonsmooth: Warning,
  // Nothing was found, and nothing is proven.
  unrefuted: Hint,
}

/** The diagnostics of each of a page's documents, by address; a document without any has an empty list. */
export function diagnosticsOf(
  { page, paper }: Checked,
  settings: DiagnosticSettings,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>(page.documents.map(({ uri }) => [uri, []]))
  const { trouble, given, claims, unchecked } = paper
  for (const { span, ...rest } of [
    ...(trouble === undefined ? [] : [told(trouble, troubleWith(trouble))]),
    ...(paper.assumed === undefined ? [] : [assumedAt(paper.assumed)]),
    ...given.map(flaw => told(flaw, troubleWith(flaw))),
    ...claims.flatMap(claim => foundIn(claim, { page, paper }, settings).map(found => told(claim, found))),
    ...unchecked
      .filter(({ file }) => settings.unchecked && file === undefined)
      .map(({ offset, source }) => ({
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

/** What stands in a file that is included is told where this one begins. */
const told = ({ file, line, column }: Place, found: Found): Found =>
  file === undefined
    ? found
    : { ...found, span: { start: 0, end: 0 }, message: `${file}:${line}:${column}: ${found.message}` }

/** A given block that was drafted, for a text that has none. */
const assumedAt = (assumed: Assumed): Found => ({
  span: { start: 0, end: 0 },
  severity: Information,
  code: 'assumed',
  message: ['there is no given block: this one is assumed', assumed.block, ...openIn(assumed)].join('\n'),
})

const unreadText = ({ reason, ways }: Pick<Misreading, 'reason' | 'ways'>): string =>
  [`not read: ${reason}`, ...ways].join('\n')

/** What is wrong with the file or its given block. What is wrong with all of a file has no place: many a text claims nothing. */
const troubleWith = (trouble: Misreading): Found => ({
  span: trouble.span,
  severity: trouble.span.end > trouble.span.start ? WRONG : Information,
  code: 'unread',
  message: unreadText(trouble),
})

function foundIn(
  claim: CheckedClaim,
  { page, paper }: Checked,
  { related }: DiagnosticSettings,
): readonly Found[] {
  const { map, report, unread, expected, source } = claim
  const at = (span: Span): Span => map.editFor(span, '').span
  if (unread !== undefined)
    return [{ span: at(unread.span), severity: WRONG, code: 'unread', message: unreadText(unread) }]
  if (report === undefined) return []
  const { verdict } = report
  const known = expected === verdict
  const note = assumptionOf(claim, paper.assumed)
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
        severity: known ? Hint : strange ? WRONG : SEVERITY[step.verdict],
        code: step.verdict,
        message: [briefText(report, i) + aside, ...(note === undefined ? [] : [note])].join('\n'),
        ...(related && claim.file === undefined ? relatedTo(page, step, at) : {}),
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
  const relatedInformation = declarationsIn(page.file, page.text, sides, includesOf(page.uri)).flatMap(
    ({ span, text }) => {
      const location: Location | undefined = span && page.place(span)
      return location === undefined ? [] : [{ location, message: text }]
    },
  )
  return relatedInformation.length === 0 ? {} : { relatedInformation }
}
