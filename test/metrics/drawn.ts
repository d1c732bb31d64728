// Rows as the properties draw them: labels, scores with ties, probabilities that sum to 1, weights.
import fc from 'fast-check'
import { fromData } from '../../src/create.js'
import type { Tensor } from '../../src/index.js'

/** Rows of k classes. */
export interface Drawn {
  readonly n: number
  readonly k: number
  readonly labels: readonly number[]
  /** Multiples of 1/4, so that there are ties. */
  readonly scores: readonly (readonly number[])[]
  /** Multiples of 1/64 that sum to 1 exactly. */
  readonly probabilities: readonly (readonly number[])[]
  /** Whole, some of them 0. */
  readonly weights: readonly number[]
}

export const vector = (values: readonly number[]): Tensor<readonly [number]> =>
  fromData(Float64Array.from(values), [values.length])

export const matrix = (rows: readonly (readonly number[])[]): Tensor<readonly [number, number]> =>
  fromData(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length])

/** Cuts of 0 … 64 in k parts. */
const parts = (k: number) =>
  fc.array(fc.integer({ min: 0, max: 64 }), { minLength: k - 1, maxLength: k - 1 }).map(cuts => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 64]
    return edges.slice(1).map((edge, i) => (edge - edges[i]!) / 64)
  })

/** Rows of two to four classes unless k is given, of which at least two occur with weight. */
export const drawn = (k?: number): fc.Arbitrary<Drawn> =>
  (k === undefined ? fc.integer({ min: 2, max: 4 }) : fc.constant(k))
    .chain(k => {
      const row = fc.record({
        label: fc.nat({ max: k - 1 }),
        scores: fc.array(
          fc.integer({ min: -6, max: 6 }).map(q => q / 4),
          { minLength: k, maxLength: k },
        ),
        probabilities: parts(k),
        weight: fc.integer({ min: 0, max: 3 }),
      })
      return fc.array(row, { minLength: 2, maxLength: 25 }).map(rows => ({
        n: rows.length,
        k,
        labels: rows.map(({ label }) => label),
        scores: rows.map(({ scores }) => scores),
        probabilities: rows.map(({ probabilities }) => probabilities),
        weights: rows.map(({ weight }) => weight),
      }))
    })
    .filter(({ labels, weights }) => new Set(labels.filter((_, i) => weights[i]! > 0)).size > 1)
