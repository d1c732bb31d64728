// Random rows for regressions, and the slope of each loss by its textbook formula, in plain loops: the oracle of a fit.
import fc from 'fast-check'
import { fromData } from '../../src/create.js'
import type { Tensor } from '../../src/index.js'
import { grid } from '../support/arbitrary.js'

/** Rows, responses of all kinds, and what may be asked of a fit. */
export interface Rows {
  readonly x: readonly (readonly number[])[]
  /** Classes from 0 to 2. */
  readonly classes: readonly number[]
  readonly weights: readonly number[] | undefined
  readonly l1: number
  readonly l2: number
  readonly bias: boolean
}

const sixteenths = (low: number, high: number) => fc.integer({ min: low, max: high }).map(k => k / 16)

/** 9 rows of 1 to 4 columns; each class occurs, and there is some penalty, so that there is one optimum. */
export const rows: fc.Arbitrary<Rows> = fc.integer({ min: 1, max: 4 }).chain(d =>
  fc.record({
    x: fc.array(fc.array(grid, { minLength: d, maxLength: d }), { minLength: 9, maxLength: 9 }),
    classes: fc
      .array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 })
      .map(some => [0, 1, 2, ...some]),
    weights: fc.option(fc.array(sixteenths(1, 64), { minLength: 9, maxLength: 9 }), { nil: undefined }),
    l1: fc.constantFrom(0, 0, 1 / 16, 1 / 4),
    l2: sixteenths(1, 32),
    bias: fc.boolean(),
  }),
)

export const matrix = (x: readonly (readonly number[])[]): Tensor =>
  fromData(Float64Array.from(x.flat()), [x.length, x[0]!.length])

/** What each family expects of a row, from its scores. */
export const expected = {
  softmax: (h: readonly number[]) => {
    const e = h.map(v => Math.exp(v - Math.max(...h)))
    return e.map(v => v / e.reduce((a, b) => a + b, 0))
  },
  logistic: ([h]: readonly number[]) => [1 / (1 + Math.exp(-h!))],
  linear: ([h]: readonly number[]) => [h!],
  Poisson: ([h]: readonly number[]) => [Math.exp(h!)],
}

/**
 * Σ w(μ(h) − y)x / Σ w + l2·θ, with an x of 1 for the bias, which has no penalty: the slope of the penalised mean loss but for |θ|.
 * theta : d rows of k; y : n rows of k → d + 1 rows of k
 */
export function slope(
  family: keyof typeof expected,
  { x, weights, l2 }: Pick<Rows, 'x' | 'weights' | 'l2'>,
  y: readonly (readonly number[])[],
  theta: readonly (readonly number[])[],
  bias: readonly number[],
): number[][] {
  const total = weights?.reduce((a, b) => a + b, 0) ?? x.length
  const out = [...theta.map(row => row.map(v => l2 * v)), bias.map(() => 0)]
  x.forEach((row, i) => {
    const h = bias.map((b, c) => row.reduce((sum, v, j) => sum + v * theta[j]![c]!, b))
    const apart = expected[family](h).map((m, c) => ((m - y[i]![c]!) * (weights?.[i] ?? 1)) / total)
    for (const [j, v] of [...row, 1].entries()) for (const [c, a] of apart.entries()) out[j]![c]! += v * a
  })
  return out
}
