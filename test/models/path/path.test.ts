// Paths over the penalty: where they begin, that each model is its penalty's optimum, and which one is chosen.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kFold } from '../../../src/data/index.js'
import { log, mul, softmax, type Tensor, take, tensor } from '../../../src/index.js'
import {
  chooseByOneStandardError,
  crossValidate,
  logLoss,
  meanSquaredError,
  poissonDeviance,
} from '../../../src/metrics/index.js'
import {
  linearRegression,
  logisticRegression,
  poissonRegression,
  type ScoreModel,
  type SoftmaxModel,
  softmaxRegression,
} from '../../../src/models/index.js'
import { expected, matrix, type Rows, rows } from '../regressions.js'
import glmnet from './glmnet.json' with { type: 'json' }

const REGRESSIONS = {
  softmax: softmaxRegression,
  logistic: logisticRegression,
  linear: linearRegression,
  Poisson: poissonRegression,
}
type Name = keyof typeof REGRESSIONS
const NAMES = Object.keys(REGRESSIONS) as Name[]

/** Responses of each family from classes 0 to 2. */
const responses = (name: Name, { classes, x }: Rows): number[] =>
  classes.map((c, i) => (name === 'logistic' ? Math.min(c, 1) : name === 'linear' ? c - 2 * x[i]![0]! : c))

const yOf = (name: Name, y: readonly number[]): Tensor =>
  tensor([...y], name === 'softmax' ? { dtype: 'int32' } : {})

const coefficients = (model: SoftmaxModel | ScoreModel): number[] => [...model.coefficients.data]

/** max |Σ w(μ − y)(x − x̄)| / Σ w / deviation, where μ is the mean of y: λ_max by its closed form, in plain loops. */
function largest(name: Name, r: Rows, y: readonly number[], standardize: boolean): number {
  const w = r.weights ?? r.classes.map(() => 1)
  const total = w.reduce((a, b) => a + b, 0)
  const k = name === 'softmax' ? 3 : 1
  const each = y.map(v => (name === 'softmax' ? [0, 1, 2].map(c => (c === v ? 1 : 0)) : [v]))
  const mean = (of: (i: number) => number) => w.reduce((sum, weight, i) => sum + weight * of(i), 0) / total
  const null0 = expected[name](new Array<number>(k).fill(0))
  const share = Array.from({ length: k }, (_, c) => (r.bias ? mean(i => each[i]![c]!) : null0[c]!))
  let most = 0
  for (let j = 0; j < r.x[0]!.length; j++) {
    const center = mean(i => r.x[i]![j]!)
    const deviation = standardize ? Math.sqrt(mean(i => (r.x[i]![j]! - center) ** 2)) || 1 : 1
    const from = standardize ? center : 0
    for (let c = 0; c < k; c++)
      most = Math.max(
        most,
        Math.abs(mean(i => (share[c]! - each[i]![c]!) * (r.x[i]![j]! - from)) / deviation),
      )
  }
  return most
}

describe.each(NAMES)('a path of %s regression', name => {
  const regression = REGRESSIONS[name]
  const given = (r: Rows) => (r.weights === undefined ? {} : { weights: r.weights })

  it('begins at the least penalty at which all coefficients are 0, which has a closed form', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.constantFrom(1, 0.5), (r, standardize, l1Ratio) => {
        const y = responses(name, r)
        const slope = largest(name, r, y, standardize)
        fc.pre(slope > 1e-3)
        const options = { bias: r.bias, standardize, tolerance: 1e-10 }
        const [x, truth] = [matrix(r.x), yOf(name, y)]
        const [first, second] = regression(options).path(
          x,
          truth,
          { count: 2, ratio: 0.98, l1Ratio },
          given(r),
        )
        // Sums of 9 terms of at most 100 by weights up to 4 are right to 1e-12.
        expect(first!.penalty / (slope / l1Ratio)).toBeCloseTo(1, 8)
        expect(coefficients(first!.model).every(v => v === 0)).toBe(true)
        expect(coefficients(second!.model).some(v => v !== 0)).toBe(true)
        // From another start too: all 0 is the optimum just above, and not just below.
        const at = (penalty: number) =>
          regression({ ...options, l1: l1Ratio * penalty, l2: (1 - l1Ratio) * penalty })
        const above = at(first!.penalty * (1 + 1e-6)).fit(x, truth, given(r))
        expect(coefficients(above).every(v => v === 0)).toBe(true)
        const below = at(first!.penalty * 0.98).fit(x, truth, given(r))
        expect(coefficients(below).some(v => v !== 0)).toBe(true)
      }),
      { numRuns: 12 },
    )
  })

  it('is at each penalty where a fit from nothing ends', () => {
    fc.assert(
      fc.property(rows, r => {
        const [x, truth] = [matrix(r.x), yOf(name, responses(name, r))]
        const options = { bias: r.bias, tolerance: 1e-9 }
        const list = [1 / 64, 1, 1 / 8]
        const points = regression(options).path(x, truth, { penalties: list, l1Ratio: 0.5 }, given(r))
        expect(points.map(({ penalty }) => penalty)).toEqual([1, 1 / 8, 1 / 64])
        for (const { l1, l2, model } of points) {
          const cold = coefficients(regression({ ...options, l1, l2 }).fit(x, truth, given(r)))
          // An l2 of 1/128 bends the loss so much that gradients of 1e-9, in columns of deviation 8 at most and in units of y, leave 1e-5.
          coefficients(model).forEach((v, i) => {
            expect(v).toBeCloseTo(cold[i]!, 4)
          })
        }
      }),
      { numRuns: 5 },
    )
  })

  it('is that of glmnet on a table of cars', () => {
    for (const { standardize, lambda, alpha, theta, bias, ...path } of glmnet.paths) {
      if (path.regression !== name) continue
      const x = matrix(Array.from({ length: 32 }, (_, i) => glmnet.x.slice(5 * i, 5 * i + 5)))
      const y = glmnet.y[name]
      // glmnet divides a numeric y by its deviation, and its l2 is on coefficients in that unit.
      const mean = y.reduce((a, b) => a + b, 0) / 32
      const unit = name === 'linear' ? Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 32) : 1
      const truth = yOf(
        name,
        y.map(v => v / unit),
      )
      const points = regression({ standardize, tolerance: 1e-11 }).path(x, truth, {
        l1Ratio: alpha,
        count: 6,
        ratio: 0.05,
      })
      points.forEach(({ penalty }, i) => {
        // glmnet keeps the first as what is left of a fraction of it: 9 digits.
        expect((penalty * unit) / lambda[i]!).toBeCloseTo(1, 8)
      })
      const { model } = points.at(-1)!
      const own = coefficients(model)
      const largestOf = Math.max(...theta.map(Math.abs))
      // Coordinate descent of glmnet ends with changes of the objective below 1e-20: coefficients have half as many digits, and less
      // where columns go together as here.
      theta.forEach((v, i) => {
        expect(Math.abs(own[i]! * unit - v) / largestOf, `${name} ${alpha} ${standardize} ${i}`).toBeLessThan(
          2e-6,
        )
      })
      const biases = 'intercepts' in model ? [...model.intercepts.data] : [model.intercept * unit]
      const from = name === 'softmax' ? biases[0]! - bias[0]! : 0
      biases.forEach((b, c) => {
        expect(Math.abs(b - from - bias[c]!) / Math.abs(bias[c]!)).toBeLessThan(1e-5)
      })
    }
  })

  it('leads to the penalty that cross-validation by hand chooses', () => {
    const x = matrix(Array.from({ length: 32 }, (_, i) => glmnet.x.slice(5 * i, 5 * i + 5)))
    const truth = yOf(name, glmnet.y[name])
    const folds = kFold(32, { folds: 4, seed: 3 })
    const settings = { standardize: true, tolerance: 1e-9 }
    const classes = name === 'softmax' ? { classes: ['3', '4', '5'] } : {}
    const found = regression(settings).choosePenalty(x, truth, { count: 4, ratio: 0.01, folds }, classes)
    const lossOf = {
      softmax: (m: SoftmaxModel | ScoreModel, a: Tensor, b: Tensor) =>
        logLoss(b, softmax(m.decisionFunction(a))),
      logistic: (m: SoftmaxModel | ScoreModel, a: Tensor, b: Tensor) =>
        logLoss(b, 'predictProba' in m ? (m.predictProba as (x: Tensor) => Tensor)(a) : a),
      linear: (m: SoftmaxModel | ScoreModel, a: Tensor, b: Tensor) =>
        meanSquaredError(b, m.decisionFunction(a)),
      Poisson: (m: SoftmaxModel | ScoreModel, a: Tensor, b: Tensor) =>
        poissonDeviance(b, 'predict' in m ? (m.predict as (x: Tensor) => Tensor)(a) : a),
    }[name]
    const scores = found.penalties.map(
      l1 =>
        crossValidate(
          train => regression({ ...settings, l1 }).fit(take(x, train), take(truth, train), classes),
          folds,
          (model, test) => lossOf(model, take(x, test), take(truth, test)),
        ).scores,
    )
    scores.flat().forEach((score, at) => {
      expect(found.scores.flat()[at]).toBeCloseTo(score, 5)
    })
    const choice = chooseByOneStandardError(found.penalties, found.scores)
    expect(found).toMatchObject({ chosen: choice.chosen, best: choice.best, l1: choice.penalty, l2: 0 })
    const cold = coefficients(regression({ ...settings, l1: found.penalty }).fit(x, truth, classes))
    coefficients(found.model).forEach((v, i) => {
      expect(v).toBeCloseTo(cold[i]!, 6)
    })
  })
})

describe('a path', () => {
  const x = tensor([[1], [2], [4], [3], [0], [7]])
  const y = tensor([1, 2, 5, 2, 1, 9])

  it('begins where an offset leaves slopes, and counts it on rows set aside', () => {
    // Counts that are the exposure alone: with it as the offset nothing is left to learn.
    const exposure = tensor([1, 2, 4, 3, 1, 7])
    const offset = log(exposure)
    const regression = poissonRegression()
    expect(() => regression.path(x, exposure)).not.toThrow()
    expect(() => regression.path(x, mul(exposure, 2), {}, { offset })).toThrow(
      'no feature says anything of y',
    )
    const found = regression.choosePenalty(
      x,
      mul(exposure, 2),
      { penalties: [1, 1e-3], folds: 3 },
      { offset },
    )
    expect(found.means[0]).toBeLessThan(1e-12)
  })

  it('is shorter and ends higher where there are fewer rows than features', () => {
    const wide = tensor([
      [1, 0, 2],
      [0, 3, 1],
    ])
    const points = linearRegression().path(wide, tensor([1, 2]))
    expect(points.length).toBe(100)
    expect(points[0]!.penalty / points[99]!.penalty).toBeCloseTo(100, 8)
  })

  it('keeps ridge coefficients, from a λ as of an l1Ratio of 0.001 down', () => {
    const points = linearRegression().path(x, y, { l1Ratio: 0, count: 3 })
    const lasso = linearRegression().path(x, y, { count: 3 })
    expect(points[0]!.penalty).toBe(lasso[0]!.penalty / 1e-3)
    expect(points[0]).toMatchObject({ l1: 0, l2: points[0]!.penalty })
    expect(points[0]!.model.coefficients.data[0]).toBeGreaterThan(0)
  })

  it.each<readonly [string, () => unknown]>([
    ['path: goes through penalties of its own', () => linearRegression({ l2: 1 }).path(x, y)],
    [
      'path: l1Ratio must be a number from 0 to 1, got 2',
      () => linearRegression().path(x, y, { l1Ratio: 2 }),
    ],
    [
      'path: penalties must be finite numbers ≥ 0, got -1 at 1',
      () => linearRegression().path(x, y, { penalties: [1, -1] }),
    ],
    ['path: penalties must be at least one number', () => linearRegression().path(x, y, { penalties: [] })],
    [
      'path: count and ratio space penalties that are not given',
      () => linearRegression().path(x, y, { penalties: [1], count: 3 }),
    ],
    [
      'path: no feature says anything of y',
      () => linearRegression().path(x, tensor([1, 1, 1, 1, 1, 1]), { count: 3 }),
    ],
    ["path: has no option 'lambda'", () => linearRegression().path(x, y, { lambda: 1 } as never)],
    [
      "choosePenalty: has no option 'fold'",
      () => linearRegression().choosePenalty(x, y, { fold: 1 } as never),
    ],
    [
      'folds must be a number or at least two folds',
      () => linearRegression().choosePenalty(x, y, { folds: [] }),
    ],
    [
      'path: descent reads rows in an order of its own',
      () => softmaxRegression({ learningRate: 1 }).path(x, tensor([0, 0, 1, 0, 0, 1])),
    ],
    ['path: wants two classes, got 3', () => logisticRegression().path(x, tensor([0, 1, 2, 0, 1, 2]))],
    ['a response for each row, [6], got [2]', () => linearRegression().path(x, tensor([1, 2]))],
  ])('refuses: %s', (message, act) => {
    expect(act).toThrow(message)
  })
})
