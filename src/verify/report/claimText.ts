// A claim's report as text: the formula with its mistake underlined, the counterexample, what would be right.
import type { Span } from '../text/index.js'
import { excerpt, safe } from './excerpt.js'
import { aligned, boxes, show, showApart, sideBySide } from './numbers.js'
import { failing, isGood, VERDICT_TEXTS } from './outcome.js'
import { type Paint, unpainted } from './paint.js'
import type { ClaimReport, Counterexample, Diagnosis, StepReport } from './report.js'

/** Lines are this wide, where what they show can be laid out at will. */
const WIDTH = 100

/** How a report is shown. */
export interface Showing {
  readonly paint: Paint
  /** The line of the file that the claim starts in. */
  readonly line?: number
}

/** A claim's report by itself, as a terminal without colours would show it. */
export function renderClaim(report: ClaimReport): string {
  const { verdict } = report
  if (isGood(report))
    return [
      `${VERDICT_TEXTS[verdict]}${reserve(report, ' ')}${caught(report, '; ')}`,
      ...excerpt(report.source, undefined),
    ].join('\n')
  return [VERDICT_TEXTS[verdict], ...claimLines(report, { paint: unpainted })].join('\n')
}

/** Where what holds does not: at kinks. */
export const reserve = ({ steps }: ClaimReport, lead = ''): string => {
  const reason = steps.find(step => step.verdict === 'holds' && step.reason !== undefined)?.reason
  return reason === undefined ? '' : lead + reason
}

/** What there is to say of a claim that does not hold, but for its verdict. */
export function claimLines(report: ClaimReport, showing: Showing): readonly string[] {
  const { paint } = showing
  const broken = failing(report)
  const seen = broken.find(({ step }) => step.counterexample !== undefined)?.step.counterexample
  const note = (name: string, text: string) => `  ${paint('help', `= ${name}:`)} ${text}`
  return [
    ...(broken.length === 0 ? excerpt(report.source, undefined, showing) : []),
    ...broken.flatMap(({ step, i }, order) => [
      ...(report.steps.length > 1 ? [`step ${i + 1} of ${report.steps.length}: ${step.verdict}`] : []),
      ...excerpt(report.source, spanOf(step), showing),
      ...(order === 0 && report.reading !== '' ? [note('read as', safe(report.reading))] : []),
      ...(step.reason === undefined ? [] : [note('reason', indented(safe(step.reason)))]),
      ...(step.counterexample === undefined
        ? []
        : counterexampleLines(step.counterexample, paint, step.relation)),
      ...step.diagnoses.flatMap((diagnosis, d) => help(diagnosis, d, note)),
    ]),
    ...(report.consequence === undefined ? [] : [note('note', indented(safe(report.consequence)))]),
    ...(report.verdict === 'refuted' || caught(report) === '' ? [] : [note('note', caught(report))]),
    note(
      'replay',
      seen === undefined ? `--seed ${report.seed}` : `--seed ${seen.seed} --path ${safe(seen.path)}`,
    ),
  ]
}

/** What to underline: what a repair replaces, or what is to blame, or the right side. */
const spanOf = ({ diagnoses, blame, right }: StepReport): Span =>
  diagnoses.find(({ repair }) => repair !== undefined)?.repair?.span ?? blame ?? right

/** At which sizes, if not at all, and how small a mistake would have been caught; nothing where nothing was compared. */
export function caught({ resolution, sizes }: Pick<ClaimReport, 'resolution' | 'sizes'>, lead = ''): string {
  const parts = [
    ...(sizes === undefined ? [] : [`for ${sizes}`]),
    ...(resolution > 0 && resolution < Infinity
      ? [`would have caught a relative error of ${resolution.toExponential(0)}`]
      : []),
  ]
  return parts.length === 0 ? '' : lead + parts.join('; ')
}

const indented = (text: string, by = 4): string => text.replaceAll('\n', `\n${' '.repeat(by)}`)

function help(
  { message, repair }: Diagnosis,
  order: number,
  note: (name: string, text: string) => string,
): readonly string[] {
  const patched = repair === undefined ? [] : safe(repair.patched).split('\n')
  return [
    note('help', (order === 0 ? '' : 'or ') + indented(safe(message))),
    ...patched.filter(line => line.trim() !== '').map(line => `      ${line.trim()}`),
  ]
}

/** The case: sizes, values, what follows from them, the entry, and the two sides there. */
export function counterexampleLines(
  found: Counterexample,
  paint: Paint,
  relation?: StepReport['relation'],
): readonly string[] {
  const named = (values: Readonly<Record<string, number>>) =>
    Object.entries(values)
      .map(([name, value]) => `${safe(name)} = ${show(value)}`)
      .join(', ')
  const laid = (values: Readonly<Record<string, unknown>>, lead: string) =>
    sideBySide(
      Object.entries(values).flatMap(([name, value]) => boxes(safe(name), value)),
      WIDTH - lead.length,
    ).map((line, i) => (i === 0 ? lead : ' '.repeat(lead.length)) + line)
  const sizes = named(found.sizes)
  const at = named(found.at)
  const [right, left] = showApart(found.claimed, found.actual)
  const equal = relation === undefined
  const numbers = aligned([...(equal ? [right, left] : [left, right]), show(found.difference)])
  const names = equal ? ['claimed', 'true', 'difference'] : ['left', 'right', 'difference']
  return [
    `  ${paint('strong', 'counterexample:')}${sizes === '' ? '' : ` ${sizes}`}`,
    ...laid(found.values, '    '),
    ...laid(found.derived, '    so  '),
    ...(at === '' ? [] : [`    at ${at}`]),
    ...names.map((name, i) => `    ${name.padEnd(10)}  ${numbers[i]}`.trimEnd()),
    ...(found.confirmed ? ['    30 digits say the same'] : []),
  ]
}
