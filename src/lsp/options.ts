// What a client may set when it starts the server; what makes no sense is as if it were not there.
import type { Budget } from '../verify/index.js'

/** How the server checks. */
export interface ServerOptions {
  /** Decides the cases that are drawn. */
  readonly seed: number
  /** What an equality may cost: an editor waits less than a command does. */
  readonly budget: Budget
  /** Whether formulas that nobody checks are told, as hints. */
  readonly unchecked: boolean
}

/** Seconds that an equality may take, unless set. */
const SECONDS = 10

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The options in what a client sends. */
export function readOptions(sent: unknown): ServerOptions {
  const { seed, budget, unchecked } = isRecord(sent) ? sent : {}
  const { entries, bytes, seconds } = isRecord(budget) ? budget : {}
  const count = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
  return {
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : 1,
    budget: {
      ...(count(entries) ? { entries } : {}),
      ...(count(bytes) ? { bytes } : {}),
      seconds: typeof seconds === 'number' && seconds > 0 ? seconds : SECONDS,
    },
    unchecked: unchecked === true,
  }
}
