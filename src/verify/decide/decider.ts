// One entry of two sides, decided by 31 digits where float64 cannot.

import { Digits, type Point, TooLong } from '../evaluate/index.js'
import { type Label, type Node, nameOf, type Problem } from '../meaning/index.js'
import {
  abs,
  add,
  type DoubleDouble,
  doubleDouble,
  finite,
  mul,
  compare as order,
  plain,
  type Real,
  sub,
  text,
  toNumber,
} from '../numbers/doubleDouble/index.js'

/** 31 digits, less what conditioning takes. */
const DIGITS = 2 ** -92
/** Times what noise of 2⁻¹⁰⁰ moves: all draws may be small by chance. */
const SPREAD = 256

/** Both sides of an entry. */
export interface Values {
  readonly left: number
  readonly right: number
  readonly difference: number
  /** Both in digits, where float64 cannot tell them apart. */
  readonly texts?: { readonly left: string; readonly right: string }
}

/** The position of an entry, for each label, row and column, from 1. */
export type Position = Readonly<Record<string, number>>

/** What digits say of an entry, with both sides where they differ. */
interface Decided {
  readonly outcome: 'agree' | 'differ' | 'blurred' | 'unknown'
  readonly values?: Values
}

/** Two sides as float64 has them, and in digits where it has the same for both. */
function inNumbers(a: DoubleDouble, b: DoubleDouble): Values {
  const [left, right] = [toNumber(a), toNumber(b)]
  const numbers = { left, right, difference: toNumber(plain(sub(b, a))) }
  return left === right ? { ...numbers, texts: { left: text(a, 25), right: text(b, 25) } } : numbers
}

/** Decides entries by 31 digits. */
export class Decider {
  readonly #digits: Digits
  readonly #noisy: readonly Digits[]

  constructor(
    problem: Problem,
    point: Point,
    readonly left: Node,
    readonly right: Node,
    readonly labels: readonly Label[],
  ) {
    this.#digits = new Digits(problem, point)
    this.#noisy = [1, 2, 3].map(noise => new Digits(problem, point, noise))
  }

  /** What digits say of an entry: `blurred` where rounding is as large as the difference even so. */
  decide(at: Position, size: Real): Decided {
    try {
      const [a, b] = this.#sides(this.#digits, at)
      if (!finite(a) || !finite(b)) return { outcome: 'blurred' }
      const apart = plain(abs(sub(b, a)))
      const allowed = plain(mul(doubleDouble(DIGITS), add(size, add(abs(a), abs(b)))))
      if (order(apart, allowed) <= 0) return { outcome: 'agree' }
      // Cancellation may have left less than rounding did: then noise moves the difference as much as it is large.
      const moved = this.#noisy.map(digits => {
        const [c, d] = this.#sides(digits, at)
        return plain(abs(sub(sub(d, c), sub(b, a))))
      })
      const most = moved.reduce((x, y) => (order(x, y) > 0 ? x : y))
      const differ = order(apart, plain(mul(doubleDouble(SPREAD), most))) > 0
      return differ ? { outcome: 'differ', values: inNumbers(a, b) } : { outcome: 'blurred' }
    } catch (error) {
      if (error instanceof TooLong) return { outcome: 'unknown' }
      throw error
    }
  }

  #sides(digits: Digits, at: Position): readonly [DoubleDouble, DoubleDouble] {
    const positions = new Map(this.labels.map(label => [label, at[nameOf(label)]!] as const))
    const [row, col] = [(at['row'] ?? 1) - 1, (at['column'] ?? 1) - 1]
    return [
      plain(digits.entry(this.left, positions, row, col)),
      plain(digits.entry(this.right, positions, row, col)),
    ]
  }
}
