// A paper's report as plain JSON, for programs.
import type {
  Counterexample,
  PaperClaim,
  PaperReport,
  Place,
  PlacedMisreading,
  StepReport,
} from './report.js'
import {
  type ClaimJSON,
  type CounterexampleJSON,
  type NumberJSON,
  type PaperJSON,
  SCHEMA,
  type StepJSON,
  type ValueJSON,
} from './schema.js'

/** The report as an object that JSON can hold, as `schema/check-1.json` of this package describes it. */
export const paperJSON = (report: PaperReport): PaperJSON => ({
  $schema: SCHEMA,
  file: report.file,
  seed: report.seed,
  exitCode: report.exitCode,
  milliseconds: report.milliseconds,
  strict: report.strict,
  trouble: report.trouble === undefined ? null : placedJSON(report.trouble),
  given: report.given.map(placedJSON),
  assumed: report.assumed ?? null,
  claims: report.claims.map(claimJSON),
  unchecked: report.unchecked,
})

const placeJSON = ({ file, cell, line, column }: Place): Place => ({
  ...(file === undefined ? {} : { file }),
  ...(cell === undefined ? {} : { cell }),
  line,
  column,
})

const placedJSON = ({ trouble, reason, span, ways, ...place }: PlacedMisreading): PlacedMisreading => ({
  trouble,
  reason,
  span,
  ways,
  ...placeJSON(place),
})

const claimJSON = (claim: PaperClaim): ClaimJSON => ({
  ...placeJSON(claim),
  offset: claim.offset,
  tag: claim.tag ?? null,
  source: claim.source,
  reading: claim.report?.reading ?? null,
  verdict: claim.report?.verdict ?? 'unread',
  expected: claim.expected ?? null,
  steps: claim.report?.steps.map(stepJSON) ?? [],
  broken: claim.report?.broken ?? null,
  consequence: claim.report?.consequence ?? null,
  resolution: claim.report === undefined ? null : numberJSON(claim.report.resolution),
  milliseconds: claim.report?.milliseconds ?? null,
  unread: claim.unread ?? null,
  restsOn: claim.restsOn ?? null,
})

const stepJSON = (step: StepReport): StepJSON => ({
  verdict: step.verdict,
  relation: step.relation ?? null,
  left: step.left,
  right: step.right,
  reason: step.reason ?? null,
  blame: step.blame ?? null,
  counterexample: step.counterexample === undefined ? null : counterexampleJSON(step.counterexample),
  diagnoses: step.diagnoses.map(({ kind, rule, message, repair }) => ({
    kind,
    rule: rule ?? null,
    message,
    repair: repair ?? null,
  })),
  resolution: numberJSON(step.resolution),
  cases: step.cases,
  entries: step.entries,
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
