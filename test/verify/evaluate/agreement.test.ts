// Tensors against plain recursion in 31 digits, entry by entry, on random formulas: within the bound that evaluation carries.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Digits, TooLong } from '../../../src/verify/evaluate/digits.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import type { Lane } from '../../../src/verify/given/kinds/index.js'
import { Problem } from '../../../src/verify/meaning/lower.js'
import type { Node } from '../../../src/verify/meaning/node.js'
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
import { drawPoint } from '../../../src/verify/points/draw.js'
import type { Expr } from '../../../src/verify/text/tree.js'
import { runs } from '../../support/part.js'
import { context, formulas, type Range, type Shape, shown } from './formulas.js'

const EPS = 2 ** -52
/** The bound is of first order, and libraries are good to a few ulp. */
const MARGIN = 4
/** What float64 rounds to 0 is not said to be in error. */
const UNDERFLOW = 1e-290

const LANES: readonly Lane[] = ['ordinary', 'wide', 'large', 'huge', 'zeros', 'ones', 'units', 'ties']
const SIZES = { m: 3, n: 2, k: 4 }
const SHAPES: readonly Shape[] = ['1', 'm', 'n', 'mn', 'mm']

const problem = new Problem(context)
const inputs = [...context.symbols.values()].filter(({ definition }) => definition === undefined)
const scope = problem.scopeFor([
  ['i', 'm'],
  ['j', 'n'],
])

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
function compared(node: Node, lane: Lane, seed: number, slack: number) {
  const names = inputs.map(({ name }) => name)
  const point = drawPoint(problem, names, SIZES, lane, seed)
  const { c, scale, error } = new Evaluation(problem, point, true).full(node)
  const digits = new Digits(problem, point)
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
    const cancelled = mul(doubleDouble(slack), add(abs(is), doubleDouble(largest)))
    if (compare(apart, add(add(mul(doubleDouble(bound), factor), tiny), cancelled)) > 0)
      faults.push(`at ${at}: digits ${text(is)}, tensors (${value} ± ${bound})·e^${power}`)
  }
  return { faults, entries, sharp }
}

/** The names of all operations in a node, definitions apart. */
function operationsIn({ operation, args }: Node, found: Set<string>): void {
  found.add(
    operation.op === 'unary' ? operation.fn : operation.op === 'reduce' ? operation.how : operation.op,
  )
  for (const arg of args) operationsIn(arg, found)
}

/** Formulas of a depth, with where to evaluate them. */
const evaluations = (range: Range, depth: number) =>
  fc.tuple(
    fc.constantFrom(...SHAPES).chain(shape => formulas(shape, depth, range)),
    fc.constantFrom(...LANES),
    fc.nat(1000),
  )

/** Compares a formula's values, and fails where they differ; without a result where digits cost too much. */
function agree(node: Node, expr: Expr, lane: Lane, seed: number, slack: number) {
  try {
    const found = compared(node, lane, seed, slack)
    if (found.faults.length === 0) return found
    throw new Error(`${shown(expr)}\n${lane}, seed ${seed}\n${found.faults.slice(0, 3).join('\n')}`)
  } catch (error) {
    if (error instanceof TooLong) return undefined
    throw error
  }
}

/** Checks random formulas of a depth. */
function check(range: Range, depth: number, numRuns: number, slack: number): void {
  fc.assert(
    fc.property(evaluations(range, depth), ([expr, lane, seed]) => {
      agree(problem.lower(expr, scope), expr, lane, seed, slack)
    }),
    { numRuns },
  )
}

/**
 * Checks the same formulas each time: 300, and then those with an operation that was in none so far, until all were. Returns the
 * operations of which no entry could be compared, and the share of entries whose bound is sharp.
 */
function survey(range: Range, depth: number, slack: number, operations: readonly string[]) {
  const missing = new Set(operations)
  let [all, telling] = [0, 0]
  for (let seed = 1; seed === 1 || (missing.size > 0 && seed <= 20); seed++) {
    for (const [expr, lane, values] of fc.sample(evaluations(range, depth), { seed, numRuns: 300 })) {
      const node = problem.lower(expr, scope)
      const used = new Set<string>()
      operationsIn(node, used)
      if (seed > 1 && ![...used].some(operation => missing.has(operation))) continue
      const { entries = 0, sharp = 0 } = agree(node, expr, lane, values, slack) ?? {}
      all += entries
      telling += sharp
      if (entries > 0) for (const operation of used) missing.delete(operation)
    }
  }
  return { missing: [...missing], sharp: telling / all }
}

const OPERATIONS =
  `number size label symbol add mul div matmul pow transpose diag trace total squares norm1 norm2 softmax
  logsumexp sum prod max min extremum compare or select onehot identity entry not exp log sqrt tanh sin cos erf sigmoid
  softplus relu sign abs`.split(/\s+/)

describe('tensors and digits', () => {
  // Autodiff's rounding is only estimated: terms that cancel within a derivative, as in z(1 − z) near 1, may hide from the bound.
  // A mistake in meaning is far larger than 2⁻³⁰ of the largest term.
  const SLACK = 2 ** -30

  it.each([
    ['without derivatives', { derivatives: false }, 3, 0, OPERATIONS],
    ['with derivatives', { derivatives: true }, 2, SLACK, [...OPERATIONS, 'derivative']],
  ] as const)('agree on every operation, in formulas %s', (_, range, depth, slack, operations) => {
    const { missing, sharp } = survey(range, depth, slack, operations)
    expect(missing).toEqual([])
    // A bound that allows everything would prove nothing.
    expect(sharp).toBeGreaterThan(0.9)
  })

  it('agree within the bound on formulas without derivatives, whatever is in them', () => {
    check({ derivatives: false }, 3, runs(700), 0)
  })

  it('agree on derivatives, by inputs and by what is defined, first and second', () => {
    check({ derivatives: true }, 2, runs(500), SLACK)
  })

  it('agree on deep formulas with derivatives', () => {
    check({ derivatives: true }, 3, runs(200), SLACK)
  })
})
