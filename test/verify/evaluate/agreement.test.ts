// Tensors against plain recursion in 31 digits, entry by entry, on random formulas: within the bound that evaluation carries.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawCase, type Lane } from '../../../src/verify/cases/draw.js'
import { Digits, TooLong } from '../../../src/verify/evaluate/digits.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import {
  abs,
  add,
  compare,
  exp,
  finite,
  mul,
  ONE,
  plain,
  sub,
  text,
  wide,
} from '../../../src/verify/exact/index.js'
import type { Expr } from '../../../src/verify/language/ast.js'
import type { Core } from '../../../src/verify/lower/core.js'
import { Lowering } from '../../../src/verify/lower/lower.js'
import { context, formulas, type Range, type Shape, shown } from './formulas.js'

const EPS = 2 ** -52
/** The bound is of first order, and libraries are good to a few ulp. */
const MARGIN = 4
/** What float64 rounds to 0 is not said to be in error. */
const UNDERFLOW = 1e-290

const LANES: readonly Lane[] = [
  'ordinary',
  'wide',
  'near 700',
  'near 10000',
  'zeros',
  'ones',
  'units',
  'ties',
]
const SIZES = { m: 3, n: 2, k: 4 }
const SHAPES: readonly Shape[] = ['1', 'm', 'n', 'mn', 'mm']

const lowering = new Lowering(context)
const inputs = [...context.symbols.values()].filter(({ definition }) => definition === undefined)
const scope = lowering.scopeFor([
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
function compared(node: Core, lane: Lane, seed: number, slack: number) {
  const names = inputs.map(({ name }) => name)
  const point = drawCase(lowering, names, SIZES, lane, seed)
  const { c, scale, error } = new Evaluation(lowering, point, true).full(node)
  const digits = new Digits(lowering, point)
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
    const factor = exp(wide(power))
    const apart = abs(sub(is, mul(wide(value), factor)))
    const tiny = mul(wide(UNDERFLOW), compare(factor, ONE) > 0 ? factor : ONE)
    const cancelled = mul(wide(slack), add(abs(is), wide(largest)))
    if (compare(apart, add(add(mul(wide(bound), factor), tiny), cancelled)) > 0)
      faults.push(`at ${at}: digits ${text(is)}, tensors (${value} ± ${bound})·e^${power}`)
  }
  return { faults, entries, sharp }
}

/** The names of all operations in a node, definitions apart. */
function operationsIn({ operation, args }: Core, found: Set<string>): void {
  found.add(
    operation.op === 'unary' ? operation.fn : operation.op === 'reduce' ? operation.how : operation.op,
  )
  for (const arg of args) operationsIn(arg, found)
}

/** Checks formulas of a depth; returns the operations that were in those of which an entry could be compared. */
function check(range: Range, depth: number, numRuns: number, slack: number): ReadonlySet<string> {
  const seen = new Set<string>()
  let [all, telling] = [0, 0]
  fc.assert(
    fc.property(
      fc.constantFrom(...SHAPES).chain(shape => formulas(shape, depth, range)),
      fc.constantFrom(...LANES),
      fc.nat(1000),
      (expr: Expr, lane, seed) => {
        const node = lowering.lower(expr, scope)
        try {
          const { faults, entries, sharp } = compared(node, lane, seed, slack)
          all += entries
          telling += sharp
          if (entries > 0) operationsIn(node, seen)
          if (faults.length > 0)
            throw new Error(`${shown(expr)}\n${lane}, seed ${seed}\n${faults.slice(0, 3).join('\n')}`)
        } catch (error) {
          if (!(error instanceof TooLong)) throw error
        }
      },
    ),
    { numRuns },
  )
  // A bound that allows everything would prove nothing.
  expect(telling / all).toBeGreaterThan(0.9)
  return seen
}

const OPERATIONS =
  `number size label symbol add mul div matmul pow transpose diag trace total squares norm1 norm2 softmax
  logsumexp sum prod max min extremum compare or select onehot identity entry not exp log sqrt tanh sin cos erf sigmoid
  softplus relu sign abs`.split(/\s+/)

describe('tensors and digits', () => {
  it('agree within the bound on formulas without derivatives, whatever is in them', () => {
    const seen = check({ derivatives: false }, 3, 1500, 0)
    expect(OPERATIONS.filter(op => !seen.has(op))).toEqual([])
  })

  // Autodiff's rounding is only estimated: terms that cancel within a derivative, as in z(1 − z) near 1, may hide from the bound.
  // A mistake in meaning is far larger than 2⁻³⁰ of the largest term.
  it('agree on derivatives, by inputs and by what is defined, first and second', () => {
    const seen = check({ derivatives: true }, 2, 1000, 2 ** -30)
    expect([...OPERATIONS, 'derivative'].filter(op => !seen.has(op))).toEqual([])
  })

  it('agree on deep formulas with derivatives', () => {
    check({ derivatives: true }, 3, 300, 2 ** -30)
  })
})
