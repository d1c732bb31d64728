// A paper's report as plain JSON, for programs.
import type { Span } from '../text/source.js'
import type {
  Counterexample,
  Misreading,
  PaperClaim,
  PaperReport,
  PlacedMisreading,
  Repair,
  StepReport,
} from './report.js'
import {
  type ClaimJSON,
  type CounterexampleJSON,
  type NumberJSON,
  type PaperJSON,
  type PlacedUnreadJSON,
  SCHEMA,
  type StepJSON,
  type UnreadJSON,
  type ValueJSON,
} from './schema.js'

/** The report as an object that JSON can hold, as `schema/check-1.json` of this package describes it. */
export const paperJSON = ({
  file,
  seed,
  exitCode,
  milliseconds,
  strict,
  trouble,
  given,
  claims,
  unchecked,
}: PaperReport): PaperJSON => ({
  $schema: SCHEMA,
  file,
  seed,
  exitCode,
  milliseconds,
  strict,
  trouble: trouble === undefined ? null : placedJSON(trouble),
  given: given.map(placedJSON),
  claims: claims.map(claimJSON),
  unchecked: unchecked.map(({ kind, line, column, offset, source }) => ({
    kind,
    line,
    column,
    offset,
    source,
  })),
})

const placedJSON = (trouble: PlacedMisreading): PlacedUnreadJSON => ({
  ...unreadJSON(trouble),
  line: trouble.line,
  column: trouble.column,
})

const unreadJSON = ({ trouble, reason, span, ways }: Misreading): UnreadJSON => ({
  trouble,
  reason,
  span: spanJSON(span),
  ways,
})

const spanJSON = ({ start, end }: Span): Span => ({ start, end })

const claimJSON = ({
  line,
  column,
  offset,
  tag,
  source,
  expected,
  report,
  unread,
}: PaperClaim): ClaimJSON => ({
  line,
  column,
  offset,
  tag: tag ?? null,
  source,
  reading: report?.reading ?? null,
  verdict: report?.verdict ?? 'unread',
  expected: expected ?? null,
  steps: report?.steps.map(stepJSON) ?? [],
  broken: report?.broken ?? null,
  consequence: report?.consequence ?? null,
  resolution: report === undefined ? null : numberJSON(report.resolution),
  milliseconds: report?.milliseconds ?? null,
  unread: unread === undefined ? null : unreadJSON(unread),
})

const stepJSON = (step: StepReport): StepJSON => ({
  verdict: step.verdict,
  left: spanJSON(step.left),
  right: spanJSON(step.right),
  reason: step.reason ?? null,
  blame: step.blame === undefined ? null : spanJSON(step.blame),
  counterexample: step.counterexample === undefined ? null : counterexampleJSON(step.counterexample),
  diagnoses: step.diagnoses.map(({ kind, message, repair }) => ({
    kind,
    message,
    repair: repair === undefined ? null : repairJSON(repair),
  })),
  resolution: numberJSON(step.resolution),
  cases: step.cases,
  entries: step.entries,
})

const repairJSON = ({ span, original, replacement, patched }: Repair): Repair => ({
  span: spanJSON(span),
  original,
  replacement,
  patched,
})

const counterexampleJSON = (found: Counterexample): CounterexampleJSON => ({
  sizes: mapped(found.sizes, numberJSON),
  values: mapped(found.values, valueJSON),
  derived: mapped(found.derived, valueJSON),
  at: mapped(found.at, numberJSON),
  claimed: numberJSON(found.claimed),
  actual: numberJSON(found.actual),
  difference: numberJSON(found.difference),
  confirmed: found.confirmed,
  seed: found.seed,
  path: found.path,
})

function numberJSON(value: number): NumberJSON {
  if (Number.isNaN(value)) return 'NaN'
  return value === Infinity ? 'Infinity' : value === -Infinity ? '-Infinity' : value
}

function valueJSON(value: unknown): ValueJSON {
  if (Array.isArray(value)) return value.map(valueJSON)
  if (typeof value === 'number') return numberJSON(value)
  return value === undefined || value === null ? null : typeof value === 'boolean' ? value : String(value)
}

const mapped = <T, U>(
  record: Readonly<Record<string, T>>,
  write: (value: T) => U,
): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, write(value)]))
