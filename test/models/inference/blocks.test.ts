// Inference from blocks of rows: what all rows together give, wherever blocks end; and what takes all rows is said, not guessed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromData } from '../../../src/create.js'
import { random } from '../../../src/index.js'
import {
  type AnyModel,
  inferenceOf,
  inferenceOfBlocks,
  inferenceText,
  linearRegression,
  logisticRegression,
  poissonRegression,
  type Rows,
  softmaxRegression,
} from '../../../src/models/index.js'
import { valuesOf } from '../../../src/tensor.js'

const [N, D] = [90, 3]

/** Rows whose columns lie far from 0 and are of unlike sizes, with a response that two of them say something of. */
function drawn(seed: number) {
  const stream = random(seed)
  const z = stream.normal([N, D]).data
  const noise = stream.normal([N]).data
  const x = Float64Array.from(z, (v, at) => (at % D === 0 ? 2000 + v : at % D === 1 ? 1e-3 * v : 50 * v + 7))
  const score = Array.from({ length: N }, (_, i) => 0.6 * z[D * i]! - 0.4 * z[D * i + 1]! + noise[i]!)
  const weights = Float64Array.from({ length: N }, (_, i) => i % 4)
  return { x: fromData(x, [N, D]), score, weights: fromData(weights, [N]) }
}

/** The rows in blocks of some size. */
const parted = (rows: Required<Pick<Rows, 'x' | 'y'>> & Pick<Rows, 'weights'>, size: number) =>
  function* (): Generator<Rows> {
    for (let from = 0; from < N; from += size) {
      const m = Math.min(size, N - from)
      yield {
        x: fromData(Float64Array.from(valuesOf(rows.x)).slice(from * D, (from + m) * D), [m, D]),
        y: fromData(Float64Array.from(valuesOf(rows.y)).slice(from, from + m), [m]),
        ...(rows.weights === undefined
          ? {}
          : { weights: fromData(Float64Array.from(valuesOf(rows.weights)).slice(from, from + m), [m]) }),
      }
    }
  }

const KINDS = ['linear', 'poisson', 'logistic', 'softmax'] as const

/** A response and a fit of each kind. */
function fitted(kind: (typeof KINDS)[number], seed: number, bias: boolean, weighted: boolean) {
  const { x, score, weights: all } = drawn(seed)
  const values = (f: (v: number) => number) => fromData(Float64Array.from(score, f), [N])
  const weights = weighted ? { weights: all } : {}
  const options = { bias }
  switch (kind) {
    case 'linear': {
      const y = values(v => 3 * v + 1)
      return { x, y, weights, model: linearRegression(options).fit(x, y, weights) as AnyModel }
    }
    case 'poisson': {
      const y = values(v => Math.max(0, Math.round(2 + v)))
      return { x, y, weights, model: poissonRegression(options).fit(x, y, weights) as AnyModel }
    }
    case 'logistic': {
      const y = values(v => (v > 0 ? 1 : 0))
      return { x, y, weights, model: logisticRegression(options).fit(x, y, weights) as AnyModel }
    }
    case 'softmax': {
      const y = values(v => (v > 0.5 ? 2 : v > -0.5 ? 1 : 0))
      return { x, y, weights, model: softmaxRegression(options).fit(x, y, weights) as AnyModel }
    }
  }
}

/** All numbers in what was found, by where they are. */
function numbersOf(value: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`))
}

describe('inference from blocks', () => {
  test('is that from all rows at once, for every kind of model, with weights and without an intercept', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.integer(),
        fc.integer({ min: 1, max: N }),
        fc.boolean(),
        fc.boolean(),
        (kind, seed, size, bias, weighted) => {
          const { x, y, weights, model } = fitted(kind, seed, bias, weighted)
          const whole = inferenceOf(model, x, y, weights)
          const inBlocks = inferenceOfBlocks(model, parted({ x, y, ...weights }, size))
          const [wanted, got] = [numbersOf(whole), numbersOf(inBlocks)]
          expect(got.map(([path]) => path)).toEqual(wanted.map(([path]) => path))
          // Columns lie up to 2000 of their deviations from 0, so that sums in another order differ by some 2000²·2⁻⁵³ of what
          // is summed, 4e-10 of it; covariances of the intercept and of a slope have that twice.
          const scale = (path: string) => (path.includes('covariance') ? size0(wanted) : 0)
          wanted.forEach(([path, value], at) => {
            // Powers of e of what is compared as it is.
            if (path.includes('.ratio.')) return
            const error = Math.abs(got[at]![1] - value)
            if (Number.isFinite(value))
              expect(error, path).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(value) + scale(path)))
          })
          expect(inBlocks.notes).toEqual(whole.notes)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('names a column that is a combination of others, and says where classes may be separated', () => {
    const { x, score } = drawn(1)
    const twice = fromData(
      Float64Array.from(x.data, (v, at) => (at % D === 1 ? 3 * x.data[at + 1]! : v)),
      [N, D],
    )
    const y = fromData(Float64Array.from(score), [N])
    const found = inferenceOfBlocks(linearRegression().fit(twice, y), parted({ x: twice, y }, 20))
    expect(found.notes).toEqual([
      'The information is singular, so there are no standard errors.',
      "Column 'x2' is constant, or a combination of the columns before it.",
    ])
    expect(found.coefficients[0]!.standardError).toBeUndefined()
    const apart = fromData(
      Float64Array.from({ length: N }, (_, i) => (x.data[D * i]! > 2000 ? 1 : 0)),
      [N],
    )
    const model = logisticRegression().fit(x, apart)
    const text = inferenceText(inferenceOfBlocks(model, parted({ x, y: apart }, 7)))
    expect(text).toContain(
      'or columns separate some classes, so that there is none: no standard errors are given',
    )
    expect(inferenceOfBlocks(model, parted({ x, y: apart }, 7), { penalized: true }).notes[0]).toContain(
      'penalised',
    )
  })

  test('refuses what are no such rows', () => {
    const { x, y, model } = fitted('logistic', 1, true, false)
    const two = fromData(new Float64Array(N).fill(2), [N])
    const narrow = fromData(new Float64Array(N), [N, 1])
    const refused = (rows: Rows) => () => inferenceOfBlocks(model, () => [rows])
    expect(refused({ x, y: two })).toThrow('inferenceOfBlocks: wants classes from 0 to 1 as responses')
    expect(refused({ x: narrow, y })).toThrow(/^inferenceOfBlocks: /)
    expect(refused({ x, y, offset: y })).toThrow('takes no offset')
    expect(() => inferenceOfBlocks(model, () => [])).toThrow('wants at least one row')
    const negative = fromData(new Float64Array(N).fill(-1), [N])
    const counts = fitted('poisson', 1, true, false)
    expect(() => inferenceOfBlocks(counts.model, () => [{ x, y: negative }])).toThrow(
      'counts must be ≥ 0, got -1',
    )
  })
})

/** The largest entry of the covariance. */
const size0 = (numbers: readonly (readonly [string, number])[]): number =>
  numbers.reduce(
    (most, [path, value]) => (path.includes('covariance') ? Math.max(most, Math.abs(value)) : most),
    0,
  )
