// Offsets in inference: beside R's glm, multinom and lm, and what an offset that is linear in a column must do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matmul, mul, type Tensor, tensor } from '../../../src/index.js'
import {
  inferenceOf,
  linearRegression,
  logisticRegression,
  softmaxRegression,
} from '../../../src/models/index.js'
import { softmaxInference } from '../../../src/models/inference/index.js'
import { matrix, rows } from '../regressions.js'
import figures from './figures.json' with { type: 'json' }

/**
 * R 4.2.2 with nnet 7.3-18, on the tables of figures.R. `glm(case ~ x + offset(sin(1:248)), binomial)` of infert,
 * `multinom(race ~ x + offset(cbind(0, sin(1:189), (1:189 %% 5) / 4)))` of birthwt, with `~ 1` in place of `~ x` for `null`, at
 * tolerances of 1e-15 and 1e-20; `lm(mpg ~ wt + hp + offset(sin(1:32)))` of mtcars.
 */
const R = {
  logistic: {
    estimates: [
      -2.78025320532961, 0.0458090629098099, -0.728460806062831, 1.22452829188312, 2.06822634263636,
    ],
    errors: [1.04489589951124, 0.0315107449860493, 0.190435420004764, 0.29980426821073, 0.309735314528494],
    logLik: -141.731034650782,
    null: -170.894950243901,
  },
  multinomial: {
    estimates: [
      0.384066634726705, -0.15889057259536, 0.0159534466593783, -0.994326660451678, 4.08808242900149,
      -0.0726421341035721, -0.0207527128519761, -1.94350397687527,
    ],
    logLik: -167.011162832046,
    null: -194.656210620119,
  },
  linear: {
    estimates: [36.4596009091731, -3.78954822814629, -0.0285669150621243],
    errors: [1.68872479843592, 0.668326914840219, 0.00953766169041789],
    // 1 less the sum of squares over that of `mpg ~ 1 + offset(…)`; summary.lm counts the offset as explained.
    r2: 0.794583107112062,
    logLik: -76.0774696927127,
  },
}

const sine = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i + 1))
const tableOf = ({ x, rows: n }: { readonly x: readonly number[]; readonly rows: number }) =>
  matrix(Array.from({ length: n }, (_, i) => x.slice((i * x.length) / n, ((i + 1) * x.length) / n)))

/** Fits to 1e-10 of the slope are right to 8 digits here, and R's are given with 15. */
const near = (got: readonly (number | undefined)[], want: readonly number[], digits: number) => {
  expect(got.length).toBe(want.length)
  got.forEach((v, i) => {
    expect(v! / want[i]!).toBeCloseTo(1, digits)
  })
}

describe('inference with an offset', () => {
  it('of logistic regression is that of glm', () => {
    const { table } = figures.logistic
    const [x, y, offset] = [tableOf(table), tensor(table.y), tensor(sine(248))]
    const model = logisticRegression({ tolerance: 1e-10 }).fit(x, y, { offset })
    const found = inferenceOf(model, x, y, { offset })
    near(
      found.coefficients.map(row => row.estimate),
      R.logistic.estimates,
      7,
    )
    near(
      found.coefficients.map(row => row.standardError),
      R.logistic.errors,
      7,
    )
    near([found.logLikelihood, found.nullLogLikelihood], [R.logistic.logLik, R.logistic.null], 11)
    expect(found.notes).toEqual([])
  })

  it('of softmax regression is that of multinom', () => {
    const { table } = figures.multinomial
    const [x, y] = [tableOf(table), tensor(table.y, { dtype: 'int32' })]
    const offset = tensor(sine(189).map((v, i) => [0, v, ((i + 1) % 5) / 4]))
    const model = softmaxRegression({ tolerance: 1e-10 }).fit(x, y, { offset })
    const found = inferenceOf(model, x, y, { offset })
    // multinom stops at seven digits of its estimates.
    near(
      found.coefficients.map(row => row.estimate),
      R.multinomial.estimates,
      5,
    )
    near([found.logLikelihood, found.nullLogLikelihood], [R.multinomial.logLik, R.multinomial.null], 9)
  })

  it('of linear regression is that of lm', () => {
    const { table } = figures.cars
    const x = tableOf(table)
    const two = matmul(
      x,
      tensor([
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    )
    const offset = tensor(sine(32))
    const model = linearRegression({ tolerance: 1e-12 }).fit(two, tensor(table.y), { offset })
    const found = inferenceOf(model, two, tensor(table.y), { offset })
    near(
      found.coefficients.map(row => row.estimate),
      R.linear.estimates,
      8,
    )
    near(
      found.coefficients.map(row => row.standardError),
      R.linear.errors,
      8,
    )
    near([found.logLikelihood, 'r2' in found ? found.r2 : 0], [R.linear.logLik, R.linear.r2], 9)
  })

  it('of linear regression counts nothing of itself as explained, in R² and in F', () => {
    // Without the offset F is 9 of 1 and 18 degrees, for a shift of 1 in residuals whose squares add up to 10.
    const known = Array.from({ length: 20 }, (_, i) => i + 1)
    const x = tensor(known.map(i => [(i + 1) % 2]))
    const y = tensor(known.map(i => i + ((i + 1) % 2) + [1, -1, 0, 2, -2][(i - 1) % 5]! / 2))
    const model = linearRegression({ tolerance: 1e-12 }).fit(x, y, { offset: tensor(known) })
    const found = inferenceOf(model, x, y, { offset: tensor(known) })
    if (found.kind !== 'linear') throw new Error(found.kind)
    near([found.r2, found.f!.statistic], [1 / 3, 9], 9)
  })

  it('that is a multiple of a column moves its coefficients, and nothing else', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 }),
        (r, by) => {
          const x = matrix(r.x)
          const y = tensor(r.classes, { dtype: 'int32' })
          const first = matrix(r.x.map(row => [row[0]!]))
          const offset: Tensor = mul(first, tensor(by.map(v => v / 4)))
          const weights = r.weights === undefined ? {} : { weights: r.weights }
          // Penalised, there is an optimum for any rows; what inference says holds at any coefficients.
          const model = softmaxRegression({ l2: 1, bias: r.bias }).fit(x, y, weights)
          const plain = inferenceOf(model, x, y, weights)
          const d = r.x[0]!.length
          const moved = Float64Array.from(model.coefficients.data, (v, at) => (at < 3 ? v - by[at]! / 4 : v))
          const design = {
            x: Float64Array.from(r.x.flat()),
            rows: 9,
            features: d,
            intercept: r.bias,
            ...(r.weights && { weights: Float64Array.from(r.weights) }),
          }
          const bias = r.bias ? { bias: Float64Array.from(model.intercepts.data) } : {}
          const found = softmaxInference(
            design,
            r.classes,
            ['0', '1', '2'],
            { theta: moved, ...bias },
            {
              offset: Float64Array.from(offset.data),
            },
          )
          expect(found.logLikelihood).toBeCloseTo(plain.logLikelihood, 10)
          expect(found.covariance === undefined).toBe(plain.covariance === undefined)
          found.covariance?.forEach((v, i) => {
            // Nine rows may be nearly collinear: of 16 digits 6 are left where the condition is 1e10.
            expect(Math.abs(v - plain.covariance![i]!)).toBeLessThanOrEqual(1e-6 * Math.abs(v) + 1e-9)
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('leaves classes without rows out of what intercepts alone say', () => {
    const design = { x: Float64Array.of(1, 3, 2, 5, 4, 1), rows: 6, features: 1 }
    const labels = [1, 2, 1, 2, 2, 1]
    const offset = Float64Array.from({ length: 18 }, (_, at) => Math.cos(at))
    const three = softmaxInference(
      design,
      labels,
      ['a', 'b', 'c'],
      { theta: new Float64Array(3), bias: Float64Array.of(0, 1, 1) },
      { offset, reference: 1 },
    )
    const pair = Float64Array.from({ length: 12 }, (_, at) => offset[3 * (at >> 1) + 1 + (at % 2)]!)
    const two = softmaxInference(
      design,
      labels.map(c => c - 1),
      ['b', 'c'],
      { theta: new Float64Array(2), bias: new Float64Array(2) },
      { offset: pair },
    )
    expect(three.nullLogLikelihood).toBeCloseTo(two.nullLogLikelihood, 12)
    // No offset is one of 0.
    const none = softmaxInference(
      design,
      labels,
      ['a', 'b', 'c'],
      { theta: new Float64Array(3), bias: new Float64Array(3) },
      { offset: new Float64Array(18) },
    )
    expect(none.nullLogLikelihood).toBeCloseTo(6 * Math.log(1 / 2), 12)
  })

  it('refuses offsets of another size, and those that are not finite', () => {
    const design = { x: Float64Array.of(1, 3), rows: 2, features: 1 }
    const at = { theta: new Float64Array(2), bias: new Float64Array(2) }
    const ask = (offset: number[]) => () => softmaxInference(design, [0, 1], ['a', 'b'], at, { offset })
    expect(ask([1])).toThrow('wants an offset for each of 2 rows and 2 classes, got 1')
    expect(ask([1, 2, Number.NaN, 3])).toThrow('offset must be finite, got NaN in row 1, class 0')
    const [x, y] = [tensor([[1], [2], [4]]), tensor([0, 1, 0])]
    const model = logisticRegression({ l2: 1 }).fit(x, y)
    expect(() => inferenceOf(model, x, y, { offset: tensor([1]) })).toThrow(
      'wants an offset for each score, [3], got [1]',
    )
  })
})
