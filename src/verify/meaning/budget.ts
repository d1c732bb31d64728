// What a claim may cost: entries that are computed, bytes that are held, and seconds as the last guard.
import { ArgumentError, checkOptions, describe } from '../../errors.js'

/** What a claim may cost. Beyond it, it is too large to decide. */
export interface Budget {
  /**
   * Entries that may be computed to decide it, and as many again to explain it: 20,000,000 unless given. Counted before
   * they are computed, so that the same claim comes out the same on every machine.
   */
  readonly entries?: number
  /** Bytes that values of one case may take: 256 MiB unless given. */
  readonly bytes?: number
  /** Seconds that it may take in all: 60 unless given. Entries run out long before on an ordinary machine. */
  readonly seconds?: number
}

/** What a claim may cost unless it is said. */
const BUDGET: Required<Budget> = { entries: 20_000_000, bytes: 2 ** 28, seconds: 60 }

/** A budget with what was not said filled in. */
export function budgetOf(op: string, budget: Budget = {}): Required<Budget> {
  checkOptions(op, budget, ['entries', 'bytes', 'seconds'])
  const all = { ...BUDGET, ...budget }
  for (const [name, value] of Object.entries(all)) {
    if (!(typeof value === 'number' && value > 0))
      throw new ArgumentError(op, `budget.${name} must be a number above 0, got ${describe(value)}`)
  }
  return all
}

/** What something is spent on: a node, or a symbol whose values are drawn. */
type Item = { readonly id: number } | { readonly name: string }

/** Thrown in front of what would cost more than there is. */
export class TooLarge extends Error {
  constructor(
    /** What runs out, in words: "1,000,000,000 entries where 20,000,000 may be computed". */
    readonly what: string,
    /** What was to be computed. */
    readonly on: Item,
  ) {
    super(what)
  }
}

const counted = (n: number): string =>
  n < 1e15 ? Math.ceil(n).toLocaleString('en-US') : n.toExponential(0).replace('e+', '·10^')

/** What has been spent of a budget. */
export class Meter {
  #spent = 0

  constructor(
    readonly budget: Required<Budget>,
    readonly started = performance.now(),
  ) {}

  /** Entries that have been computed. */
  get spent(): number {
    return this.#spent
  }

  /** Takes note of entries that are about to be computed; throws a `TooLarge` where that is too many. */
  spend(entries: number, on: Item): void {
    const { budget } = this
    if (!(this.#spent + entries <= budget.entries)) {
      const before = this.#spent > 0 ? ` after ${counted(this.#spent)} others` : ''
      throw new TooLarge(
        `it takes ${counted(entries)} entries${before}, and ${counted(budget.entries)} may be computed`,
        on,
      )
    }
    this.#spent += entries
    if (performance.now() - this.started > 1000 * budget.seconds)
      throw new TooLarge(`it takes more than ${budget.seconds} s`, on)
  }

  /** Asks whether so many bytes may be held at once. */
  hold(bytes: number, on: Item): void {
    if (!(bytes <= this.budget.bytes))
      throw new TooLarge(
        `it takes ${counted(bytes)} bytes, and ${counted(this.budget.bytes)} may be held`,
        on,
      )
  }
}

/** A meter that never runs out. */
export const unlimited = (): Meter =>
  new Meter({
    entries: Number.POSITIVE_INFINITY,
    bytes: Number.POSITIVE_INFINITY,
    seconds: Number.POSITIVE_INFINITY,
  })

/** What a run comes to; something else where it costs too much. */
export function unlessTooLarge<T>(run: () => T, otherwise: (error: TooLarge) => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof TooLarge) return otherwise(error)
    throw error
  }
}
