// A node's values, with tensors and in 31 digits, compared entry by entry within the bound that evaluation carries.
import { Digits } from '../../../src/verify/evaluate/digits.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import { kindIn } from '../../../src/verify/given/index.js'
import type { Node } from '../../../src/verify/meaning/node.js'
import type { Problem } from '../../../src/verify/meaning/problem.js'
import {
  abs,
  add,
  compare,
  doubleDouble,
  exp,
  finite,
  mul,
  ONE,
  plain,
  sub,
  text,
} from '../../../src/verify/numbers/doubleDouble/index.js'

const EPS = 2 ** -52
/** The bound is of first order, and libraries are good to a few ulp. */
const MARGIN = 4
/** What float64 rounds to 0 is not said to be in error. */
const UNDERFLOW = 1e-290
/** Digits round as well, to some 2⁻¹⁰⁴: what tensors know exactly, as log eˣ − x, they know to this much of the largest terms. */
const DIGITS = 2 ** -96

/**
 * A derivative's bound is an estimate, which knows nothing of the cosine of 10¹⁴. What moves so much with the last bits of its
 * inputs, no evaluation in float64 gets better than by about as much: it rounds dozens of times where this moves once.
 */
const MOVED = 64

/** A point whose values are moved by four units in the last place, up or down. */
function shaken(problem: Problem, { sizes, values }: Point, turn: number): Point {
  const move = (v: number, e: number): number => v * (1 + (((e + 1) * turn) % 3 === 1 ? 4 : -4) * EPS)
  const moved = Object.entries(values).map(([name, of]) => [
    name,
    kindIn(problem, name).movable ? of.map(move) : of,
  ])
  return { sizes, values: Object.fromEntries(moved) }
}

/** A position by its number, in row-major order. */
function positionOf(e: number, shape: readonly number[]): readonly number[] {
  let rest = e
  return shape
    .map((_, axis) => shape[shape.length - 1 - axis]!)
    .map(extent => {
      const at = rest % extent
      rest = Math.floor(rest / extent)
      return at
    })
    .reverse()
}

/** Where tensors and digits differ at a point, and how many entries they both have. */
export function compared(problem: Problem, node: Node, point: Point, slack: number) {
  const { c, scale, error } = new Evaluation(problem, point, true).full(node)
  const digits = new Digits(problem, point)
  const nearby = [1, 2, 3, 4].map(turn => new Digits(problem, shaken(problem, point, turn)))
  const { labels } = node.type
  // Products of three values of the point are as large as anything that cancels in these formulas.
  const largest = Math.max(1, ...Object.values(point.values).flatMap(of => [...of].map(Math.abs))) ** 3
  const faults: string[] = []
  let [entries, sharp] = [0, 0]
  for (let e = 0; e < c.size; e++) {
    const at = positionOf(e, c.shape)
    const positions = new Map(labels.map((label, axis) => [label, at[axis]! + 1] as const))
    const [row, col] = at.slice(labels.length)
    const [value, power, bound] = [c.data[e]!, scale?.data[e] ?? 0, MARGIN * EPS * error!.data[e]!]
    const is = plain(digits.entry(node, positions, row, col))
    if (!finite(is) || !Number.isFinite(value) || !Number.isFinite(bound)) continue
    entries++
    if (bound <= 1e-9 * Math.max(1e-3, Math.abs(value))) sharp++
    const factor = exp(doubleDouble(power))
    const apart = abs(sub(is, mul(doubleDouble(value), factor)))
    const tiny = mul(doubleDouble(UNDERFLOW), compare(factor, ONE) > 0 ? factor : ONE)
    const rounding = bound === 0 ? Math.max(slack, DIGITS) : slack
    const cancelled = mul(doubleDouble(rounding), add(abs(is), doubleDouble(largest)))
    const allowed = mul(doubleDouble(bound), factor)
    if (compare(apart, add(add(allowed, tiny), cancelled)) <= 0) continue
    const moved = slack > 0 && nearby.map(near => abs(sub(plain(near.entry(node, positions, row, col)), is)))
    if (!moved || moved.every(by => finite(by) && compare(apart, mul(doubleDouble(MOVED), by)) > 0))
      faults.push(`at ${at}: digits ${text(is)}, tensors (${value} ± ${bound})·e^${power}`)
  }
  return { faults, entries, sharp }
}
