// One case: both sides entry by entry, within the rounding of both; and what is blurred, decided by more digits.

import { Digits, TooLong } from '../evaluate/digits.js'
import { Evaluation } from '../evaluate/evaluation.js'
import type { Point } from '../evaluate/point.js'
import type { Problem } from '../meaning/lower.js'
import { type Label, type Node, nameOf } from '../meaning/node.js'
import { nodesWithin } from '../meaning/walk.js'
import {
  abs,
  add,
  type DoubleDouble,
  doubleDouble,
  exp,
  finite,
  mul,
  compare as order,
  plain,
  type Real,
  sub,
  text,
  toNumber,
} from '../numbers/doubleDouble/index.js'

/** An equality of two nodes, and conditions that choose the entries it is for. */
export interface Equality {
  readonly left: Node
  readonly right: Node
  readonly masks: readonly Node[]
}

/** An entry at which sides differ. */
export interface Difference {
  /** The position of each label, and of row and column, from 1. */
  readonly at: Readonly<Record<string, number>>
  readonly left: number
  readonly right: number
  readonly difference: number
  /** Whether 31 digits say so too. */
  readonly confirmed: boolean
  /** Both sides in digits, where float64 cannot tell them apart. */
  readonly texts?: { readonly left: string; readonly right: string }
}

/** What became of a case. */
export interface Comparison {
  readonly outcome:
    | 'agree'
    | 'differ'
    /** Nothing can be said: digits ran out, or took too long. */
    | 'unclear'
    /** No entry is defined on both sides, or no entry is meant. */
    | 'empty'
    /** The left side has values, the right side has none. */
    | 'undefined'
  readonly entries: number
  readonly worst: Difference | undefined
  /** The smallest relative mistake that would have shown. */
  readonly resolution: number
  /** Entries at which the left side has a value, and the right side has none; and the first of them. */
  readonly lost: number
  readonly missing: Difference | undefined
}

/** Float64's precision. */
const EPS = 2 ** -52
/** Times the first-order bound of rounding: what is neglected is far smaller, and libraries are good to a few ulp. */
const MARGIN = 4
/** Where conditions are met only nearly, what is left of them moves both sides. */
const NEARLY = 1e5
/** 31 digits, less what conditioning takes. */
const DIGITS = 2 ** -92
/** Values that agree only because their bounds are as large as they are have not been shown to agree. */
const ROUGHLY = 2 ** -10
/** So many times its tolerance apart, two sides differ by more than rounding. */
const CLEAR = 1e6
/** Times what noise of 2⁻¹⁰⁰ moves: all draws may be small by chance. */
const SPREAD = 256
/** So many entries that agree are looked at once more where numbers are written that float64 does not hold. */
const LITERAL = 2
/** At most so many entries are decided by digits. */
const DECIDED = 24
const BLURRED = 4

/** Compares two sides at a case. */
export function compareAt(
  problem: Problem,
  point: Point & { readonly exact?: boolean },
  { left, right, masks }: Equality,
): Comparison {
  const evaluation = new Evaluation(problem, point, true)
  const pair = evaluation.pair(left, right)
  const { shape, labels } = pair
  const [p, q] = [pair.left.c.data, pair.right.c.data]
  const [dp, dq] = [pair.left.error!.data, pair.right.error!.data]
  const meant = evaluation.meant(masks, labels, shape)
  const nearly = point.exact === false ? NEARLY : 1
  const suspects: { readonly e: number; readonly ratio: number }[] = []
  const literal = nodesWithin([left, right]).some(isLiteral)
  const agreeing: number[] = []
  let [entries, lost, resolution, gone] = [0, 0, Infinity, -1]
  for (let e = 0; e < p.length; e++) {
    if (meant[e] === 0) continue
    const [a, b] = [p[e]!, q[e]!]
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      if (Number.isFinite(a) && lost++ === 0) gone = e
      continue
    }
    entries++
    const tolerance = MARGIN * EPS * nearly * (dp[e]! + dq[e]!)
    const apart = Math.abs(a - b)
    const sure = apart <= tolerance && apart <= ROUGHLY * Math.max(Math.abs(a), Math.abs(b))
    if (sure || apart === 0) {
      if (literal && agreeing.length < LITERAL) agreeing.push(e)
      // What is exactly 0 on both sides would show any mistake, but none that is relative.
      if (a !== 0) resolution = Math.min(resolution, Math.max(tolerance, EPS * Math.abs(a)) / Math.abs(a))
    } else suspects.push({ e, ratio: apart / tolerance })
  }
  const entryAt = (e: number): Difference => {
    const [a, b] = [p[e]!, q[e]!].map(
      (value, i) => value * Math.exp((i === 0 ? pair.left : pair.right).scale?.data[e] ?? 0),
    )
    return {
      at: positionOf(e, shape, labels, [left, right]),
      left: a!,
      right: b!,
      difference: b! - a!,
      confirmed: false,
    }
  }
  const missing = gone < 0 ? undefined : entryAt(gone)
  const nothing = { entries, worst: undefined, resolution, lost, missing }
  const decider = new Decider(problem, point, left, right, labels)
  const decided = (e: number) => {
    const at = entryAt(e)
    const scale = exp(doubleDouble(pair.left.scale?.data[e] ?? 0))
    const size = mul(doubleDouble(dp[e]! + dq[e]! + Math.abs(p[e]!) + Math.abs(q[e]!)), scale)
    const { outcome, values } = decider.decide(at, size)
    return { outcome, worst: { ...at, ...values, confirmed: outcome === 'differ' } }
  }
  if (point.exact !== false)
    for (const e of agreeing) {
      const { outcome, worst } = decided(e)
      if (outcome === 'differ') return { outcome, entries, worst, resolution, lost, missing }
    }
  if (suspects.length === 0) {
    if (entries > 0) return { outcome: 'agree', ...nothing }
    return { outcome: lost > 0 ? 'undefined' : 'empty', ...nothing }
  }
  suspects.sort((a, b) => b.ratio - a.ratio)
  // The largest difference is the one to show.
  const largest = suspects.reduce((best, s) =>
    Math.abs(p[s.e]! - q[s.e]!) > Math.abs(p[best.e]! - q[best.e]!) ? s : best,
  )
  if (point.exact === false) {
    // Digits would see that conditions are not quite met. What lies within the bound agrees as far as can be told.
    const clear = suspects.some(({ ratio }) => ratio > 1)
    return clear
      ? { outcome: 'differ', entries, worst: entryAt(largest.e), resolution, lost, missing }
      : { outcome: 'agree', ...nothing }
  }
  let [unclear, blind] = [false, 0]
  const blurred = suspects.filter(({ ratio }) => ratio <= 1)
  const apart = suspects.filter(({ ratio }) => ratio > 1)
  for (const { e, ratio } of new Set([largest, ...apart.slice(0, DECIDED), ...blurred.slice(0, BLURRED)])) {
    const { outcome, worst } = decided(e)
    const found = { outcome: 'differ', entries, worst, resolution, lost, missing } as const
    if (outcome === 'differ') return found
    if (outcome === 'unknown' && ratio > CLEAR) return found
    if (outcome === 'unknown') unclear = true
    // Rounding of what cancels there, and nothing else, or 0 where there is something very small: the entry tells nothing.
    if (outcome === 'blurred') blind++
  }
  const outcome = unclear ? 'unclear' : blind === entries ? 'empty' : 'agree'
  return { outcome, entries, worst: undefined, resolution, lost, missing }
}

/** The index of an entry along each axis, from 1. */
export function indicesAt(e: number, shape: readonly number[]): readonly number[] {
  let rest = e
  const inward = shape.toReversed().map(size => {
    const index = (rest % size) + 1
    rest = Math.floor(rest / size)
    return index
  })
  return inward.reverse()
}

/** The position of an entry, as a person would name it. */
function positionOf(
  e: number,
  shape: readonly number[],
  labels: readonly Label[],
  sides: readonly Node[],
): Readonly<Record<string, number>> {
  const indices = indicesAt(e, shape)
  const [row, column] = indices.slice(labels.length)
  return {
    ...Object.fromEntries(labels.map((label, axis) => [nameOf(label), indices[axis]!])),
    ...(sides.some(({ type }) => type.rows !== '1') ? { row: row! } : {}),
    ...(sides.some(({ type }) => type.cols !== '1') ? { column: column! } : {}),
  }
}

/** Whether a node is a number that float64 does not hold, such as 0.1 and π. */
const isLiteral = ({ operation }: Node): boolean =>
  operation.op === 'number' && operation.digits !== undefined

/** What digits say of an entry, with both sides where they differ. */
interface Decided {
  readonly outcome: 'agree' | 'differ' | 'blurred' | 'unknown'
  readonly values?: Pick<Difference, 'left' | 'right' | 'difference' | 'texts'>
}

/** Two sides as float64 has them, and in digits where it has the same for both. */
function inNumbers(a: DoubleDouble, b: DoubleDouble): NonNullable<Decided['values']> {
  const [left, right] = [toNumber(a), toNumber(b)]
  const numbers = { left, right, difference: toNumber(plain(sub(b, a))) }
  return left === right ? { ...numbers, texts: { left: text(a, 25), right: text(b, 25) } } : numbers
}

/** Decides entries by 31 digits. */
class Decider {
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
  decide({ at }: Difference, size: Real): Decided {
    try {
      const [a, b] = this.#sides(this.#digits, at)
      if (!finite(a) || !finite(b)) return { outcome: 'blurred' } as const
      const values = inNumbers(a, b)
      const apart = plain(abs(sub(b, a)))
      const allowed = plain(mul(doubleDouble(DIGITS), add(size, add(abs(a), abs(b)))))
      if (order(apart, allowed) <= 0) return { outcome: 'agree' } as const
      // Cancellation may have left less than rounding did: then noise moves the difference as much as it is large.
      const moved = this.#noisy.map(digits => {
        const [c, d] = this.#sides(digits, at)
        return plain(abs(sub(sub(d, c), sub(b, a))))
      })
      const most = moved.reduce((x, y) => (order(x, y) > 0 ? x : y))
      const differ = order(apart, plain(mul(doubleDouble(SPREAD), most))) > 0
      return differ ? ({ outcome: 'differ', values } as const) : ({ outcome: 'blurred' } as const)
    } catch (error) {
      if (error instanceof TooLong) return { outcome: 'unknown' } as const
      throw error
    }
  }

  #sides(digits: Digits, at: Difference['at']): readonly [DoubleDouble, DoubleDouble] {
    const positions = new Map(this.labels.map(label => [label, at[nameOf(label)]!] as const))
    const [row, col] = [(at['row'] ?? 1) - 1, (at['column'] ?? 1) - 1]
    return [
      plain(digits.entry(this.left, positions, row, col)),
      plain(digits.entry(this.right, positions, row, col)),
    ]
  }
}
