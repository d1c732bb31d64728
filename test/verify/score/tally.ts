// Outcomes counted.
import type { Choice } from './choose.js'
import type { Outcome } from './judge.js'

/** How a group of mistakes fared. */
export interface Row {
  readonly name: string
  readonly planted: number
  readonly equivalent: number
  readonly refuted: number
  readonly named: number
  /** Repairs that give back the very formula that the mistake was planted into. */
  readonly restored: number
}

/** Median and 95th percentile. */
export interface Times {
  readonly median: number
  readonly slow: number
}

/** Everything that was found. */
export interface Score {
  readonly seed: number
  readonly seconds: number
  readonly claims: number
  readonly losses: number
  /** How often true claims were verified, and which of these did not hold. */
  readonly runs: number
  readonly failed: readonly Outcome[]
  readonly kinds: readonly Row[]
  readonly singles: Row
  readonly doubles: Row
  readonly unrefuted: readonly Outcome[]
  readonly unnamed: readonly Outcome[]
  /** Mistakes for which a wrong repair was offered, beside a right one or without. */
  readonly misled: readonly Outcome[]
  readonly unread: Choice['unread']
  readonly trueTimes: Times
  readonly wrongTimes: Times
}

const isRefuted = ({ verdict }: Outcome): boolean => verdict === 'refuted'

/** Counts of a group. */
export const rowOf = (name: string, outcomes: readonly Outcome[], equivalent: number): Row => ({
  name,
  planted: outcomes.length,
  equivalent,
  refuted: outcomes.filter(isRefuted).length,
  named: outcomes.filter(({ named }) => named !== undefined).length,
  restored: outcomes.filter(({ restored }) => restored).length,
})

/** Counts by kind. */
export const rowsOf = (outcomes: readonly Outcome[], equivalent: Choice['equivalent']): readonly Row[] =>
  [...new Set([...outcomes.map(({ kinds }) => kinds[0]!), ...equivalent.keys()])].map(kind =>
    rowOf(
      kind,
      outcomes.filter(({ kinds }) => kinds[0] === kind),
      equivalent.get(kind) ?? 0,
    ),
  )

export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((a, b) => a + b, 0)

/** How long claims took. */
export function timesOf(outcomes: readonly Outcome[]): Times {
  const sorted = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { median: at(0.5), slow: at(0.95) }
}

export const unrefuted = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.filter(outcome => !isRefuted(outcome))
export const unnamed = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.filter(outcome => isRefuted(outcome) && outcome.named === undefined)
export const misled = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.filter(outcome => outcome.false.length > 0)
