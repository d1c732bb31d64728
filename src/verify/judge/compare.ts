// One case: both sides entry by entry, within the rounding of both; and what is blurred, decided by more digits.

import { Digits, TooLong } from '../evaluate/digits.js'
import { type Case, Evaluation } from '../evaluate/evaluation.js'
import {
  abs,
  add,
  exp,
  finite,
  mul,
  compare as order,
  plain,
  type Real,
  sub,
  toNumber,
  wide,
} from '../exact/index.js'
import type { Core, Label } from '../lower/core.js'
import type { Lowering } from '../lower/lower.js'

/** An equality of two nodes, and conditions that choose the entries it is for. */
export interface Equality {
  readonly left: Core
  readonly right: Core
  readonly masks: readonly Core[]
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
}

/** Float64's precision. */
const EPS = 2 ** -52
/** Times the first-order bound of rounding: what is neglected is far smaller, and libraries are good to a few ulp. */
const MARGIN = 4
/** Where conditions are met only nearly, what is left of them moves both sides. */
const NEARLY = 1e5
/** 31 digits, less what conditioning takes. */
const DIGITS = 2 ** -92
/** At most so many entries are decided by digits. */
const DECIDED = 24

/** Compares two sides at a case. */
export function compareAt(
  lowering: Lowering,
  point: Case & { readonly exact?: boolean },
  { left, right, masks }: Equality,
): Comparison {
  const evaluation = new Evaluation(lowering, point, true)
  const pair = evaluation.pair(left, right)
  const { shape, labels } = pair
  const [p, q] = [pair.left.c.data, pair.right.c.data]
  const [dp, dq] = [pair.left.error!.data, pair.right.error!.data]
  const meant = evaluation.meant(masks, labels, shape)
  const nearly = point.exact === false ? NEARLY : 1
  const suspects: { readonly e: number; readonly ratio: number }[] = []
  let [entries, lost, resolution] = [0, 0, Infinity]
  for (let e = 0; e < p.length; e++) {
    if (meant[e] === 0) continue
    const [a, b] = [p[e]!, q[e]!]
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      if (Number.isFinite(a)) lost++
      continue
    }
    entries++
    const tolerance = MARGIN * EPS * nearly * (dp[e]! + dq[e]!)
    const apart = Math.abs(a - b)
    if (apart <= tolerance || apart === 0) {
      // What is exactly 0 on both sides would show any mistake, but none that is relative.
      if (a !== 0) resolution = Math.min(resolution, Math.max(tolerance, EPS * Math.abs(a)) / Math.abs(a))
    } else suspects.push({ e, ratio: apart / tolerance })
  }
  const nothing = { entries, worst: undefined, resolution }
  if (suspects.length === 0) {
    if (entries > 0) return { outcome: 'agree', ...nothing }
    return { outcome: lost > 0 ? 'undefined' : 'empty', ...nothing }
  }
  suspects.sort((a, b) => b.ratio - a.ratio)
  const entryAt = (e: number): Difference => {
    const [a, b] = [p[e]!, q[e]!].map(
      (value, i) => value * Math.exp((i === 0 ? pair.left : pair.right).scale?.data[e] ?? 0),
    )
    return {
      at: positionOf(e, shape, labels, left, right),
      left: a!,
      right: b!,
      difference: b! - a!,
      confirmed: false,
    }
  }
  // The largest difference is the one to show.
  const largest = suspects.reduce((best, s) =>
    Math.abs(p[s.e]! - q[s.e]!) > Math.abs(p[best.e]! - q[best.e]!) ? s : best,
  )
  if (point.exact === false) return { outcome: 'differ', entries, worst: entryAt(largest.e), resolution }
  const digits = new Digits(lowering, point)
  let unclear = false
  for (const { e, ratio } of [largest, ...suspects].slice(0, DECIDED)) {
    const at = entryAt(e)
    const size = mul(
      wide(dp[e]! + dq[e]! + Math.abs(p[e]!) + Math.abs(q[e]!)),
      exp(wide(pair.left.scale?.data[e] ?? 0)),
    )
    const decided = decide(digits, left, right, labels, at, size)
    if (decided === undefined) {
      if (ratio > 1e6) return { outcome: 'differ', entries, worst: at, resolution }
      unclear = true
    } else if (decided.differ)
      return { outcome: 'differ', entries, worst: { ...at, ...decided.values, confirmed: true }, resolution }
  }
  return { outcome: unclear ? 'unclear' : 'agree', entries, worst: undefined, resolution }
}

/** The position of an entry, as a person would name it. */
function positionOf(
  e: number,
  shape: readonly number[],
  labels: readonly Label[],
  left: Core,
  right: Core,
): Readonly<Record<string, number>> {
  const at: Record<string, number> = {}
  let rest = e
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const index = (rest % shape[axis]!) + 1
    rest = Math.floor(rest / shape[axis]!)
    const label = labels[axis]
    if (label !== undefined) at[label.slice(0, label.lastIndexOf('|'))] = index
    else {
      const name = axis === labels.length ? 'row' : 'column'
      const dim = (side: Core): string => (name === 'row' ? side.type.rows : side.type.cols)
      if (dim(left) !== '1' || dim(right) !== '1') at[name] = index
    }
  }
  return Object.fromEntries(Object.entries(at).reverse())
}

function decide(
  digits: Digits,
  left: Core,
  right: Core,
  labels: readonly Label[],
  { at }: Difference,
  size: Real,
) {
  const positions = new Map(
    labels.map(label => [label, at[label.slice(0, label.lastIndexOf('|'))]!] as const),
  )
  const [row, col] = [(at['row'] ?? 1) - 1, (at['column'] ?? 1) - 1]
  try {
    const a = plain(digits.entry(left, positions, row, col))
    const b = plain(digits.entry(right, positions, row, col))
    if (!finite(a) || !finite(b)) return undefined
    const apart = abs(sub(b, a))
    const allowed = mul(wide(DIGITS), add(size, add(abs(a), abs(b))))
    const values = { left: toNumber(a), right: toNumber(b), difference: toNumber(plain(sub(b, a))) }
    return { differ: order(apart, allowed) > 0, values }
  } catch (error) {
    if (error instanceof TooLong) return undefined
    throw error
  }
}
