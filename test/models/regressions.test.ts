// Softmax, logistic, linear and Poisson regression: that a fit is at the optimum, whatever the units, weights and penalties.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, cast, mul, type Tensor, tensor } from '../../src/index.js'
import {
  inferenceOf,
  linearRegression,
  logisticRegression,
  modelFromJSON,
  poissonRegression,
  type ScoreModel,
  type SoftmaxModel,
  softmaxRegression,
} from '../../src/models/index.js'
import { matrix, type Rows, rows, slope } from './regressions.js'

const TOLERANCE = 1e-9

/** One regression of each family: its fit on rows, and the responses that it is fitted to. */
const FAMILIES = {
  softmax: {
    y: ({ classes }: Rows) => classes.map(c => [0, 1, 2].map(k => (k === c ? 1 : 0))),
    learn: (r: Rows, x: Tensor, standardize = false) =>
      softmaxRegression({ ...asked(r), standardize }).fit(
        x,
        tensor(r.classes, { dtype: 'int32' }),
        weighted(r),
      ),
  },
  logistic: {
    y: ({ classes }: Rows) => classes.map(c => [Math.min(c, 1)]),
    learn: (r: Rows, x: Tensor, standardize = false) =>
      logisticRegression({ ...asked(r), standardize }).fit(x, column(FAMILIES.logistic.y(r)), weighted(r)),
  },
  linear: {
    y: ({ classes, x }: Rows) => classes.map((c, i) => [c - 2 * x[i]![0]!]),
    learn: (r: Rows, x: Tensor, standardize = false) =>
      linearRegression({ ...asked(r), standardize }).fit(x, column(FAMILIES.linear.y(r)), weighted(r)),
  },
  Poisson: {
    y: ({ classes }: Rows) => classes.map(c => [c]),
    learn: (r: Rows, x: Tensor, standardize = false) =>
      poissonRegression({ ...asked(r), standardize }).fit(x, column(FAMILIES.Poisson.y(r)), weighted(r)),
  },
}
const NAMES = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[]

const asked = ({ l1, l2, bias }: Rows) => ({ l1, l2, bias, tolerance: TOLERANCE })
const weighted = ({ weights }: Rows) => (weights === undefined ? {} : { weights })
const column = (y: readonly (readonly number[])[]): Tensor => tensor(y.flat())

/** θ as d rows of k and the bias, in the units of the rows. */
function found(model: SoftmaxModel | ScoreModel) {
  const { coefficients } = model
  const [d, k = 1] = coefficients.shape
  const values = [...coefficients.data]
  const bias = 'intercepts' in model ? [...model.intercepts.data] : [model.intercept]
  return { theta: Array.from({ length: d! }, (_, j) => values.slice(j * k, (j + 1) * k)), bias }
}

describe.each(NAMES)('%s regression', name => {
  const { y, learn } = FAMILIES[name]

  it('ends where the slope of its loss is 0, or held by |θ|', () => {
    fc.assert(
      fc.property(rows, r => {
        const model = learn(r, matrix(r.x))
        expect(model.reason, model.message).toBe('gradient')
        const { theta, bias } = found(model)
        const slopes = slope(name, r, y(r), theta, bias)
        // The tolerance holds for columns of deviation 1 and losses in units of y; here no column spreads by more than 8 nor y by 100.
        const allowed = 1e4 * TOLERANCE
        for (const [j, row] of slopes.entries()) {
          for (const [c, g] of row.entries()) {
            const t = theta[j]?.[c]
            if (t === undefined) {
              if (r.bias) expect(Math.abs(g)).toBeLessThanOrEqual(allowed)
            } else if (Math.abs(t) > 1e-9)
              expect(Math.abs(g + r.l1 * Math.sign(t))).toBeLessThanOrEqual(allowed)
            else expect(Math.abs(g)).toBeLessThanOrEqual(r.l1 + allowed)
          }
        }
        if (!r.bias) expect(bias.every(b => b === 0)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('takes a weight of 2 for the row twice', () => {
    fc.assert(
      fc.property(rows, fc.nat(8), (r, i) => {
        const weights = r.classes.map((_, at) => (at === i ? 2 : 1))
        const once = learn({ ...r, weights }, matrix(r.x))
        const twice = {
          ...r,
          x: [...r.x, r.x[i]!],
          classes: [...r.classes, r.classes[i]!],
          weights: undefined,
        }
        close(learn(twice, matrix(twice.x)), once)
      }),
      { numRuns: 20 },
    )
  })

  it('finds the same line whatever the units of a column, without a penalty that would know them', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(1e-6, 1e-3, 1, 1e3, 1e6),
        fc.constantFrom(0, 0, 2000),
        (r, unit, from) => {
          // A penalty on columns of deviation 1 does not know units either.
          const free = { ...r, bias: true }
          const [plain, moved] = [matrix(r.x), add(mul(matrix(r.x), unit), from * unit)]
          const [one, other] = [learn(free, plain, true), learn(free, moved, true)]
          const [h, g] = [one.decisionFunction(plain), other.decisionFunction(moved)]
          for (let i = 0; i < h.size; i++) expect(g.data[i]).toBeCloseTo(h.data[i]!, 5)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (r, standardize) => {
        const model = learn(r, matrix(r.x), standardize)
        const back = modelFromJSON(JSON.stringify(model))
        expect(back.constructor).toBe(model.constructor)
        expect(back.decisionFunction(matrix(r.x)).toArray()).toEqual(
          model.decisionFunction(matrix(r.x)).toArray(),
        )
        expect(JSON.stringify(back)).toBe(JSON.stringify(model))
        expect(back.reason).toBe('loaded')
      }),
      { numRuns: 10 },
    )
  })
})

/** The same parameters up to what the tolerance of two fits leaves open: l2 ≥ 1/16 bends every direction but the bias. */
function close(a: SoftmaxModel | ScoreModel, b: SoftmaxModel | ScoreModel): void {
  const [one, other] = [found(a), found(b)]
  for (const [j, row] of one.theta.entries())
    for (const [c, t] of row.entries()) expect(t).toBeCloseTo(other.theta[j]![c]!, 6)
}

describe('logistic regression', () => {
  it('is softmax regression of two classes with half the penalty, as the difference of their scores', () => {
    fc.assert(
      fc.property(rows, r => {
        const two = { ...r, l1: 0, classes: r.classes.map(c => Math.min(c, 1)) }
        const one = FAMILIES.logistic.learn(two, matrix(r.x))
        const x = matrix(r.x)
        const both = softmaxRegression({ ...asked(two), l2: 2 * r.l2 }).fit(
          x,
          tensor(two.classes, { dtype: 'int32' }),
          weighted(r),
        )
        const [h, g] = [one.decisionFunction(x), both.scores(x)]
        for (let i = 0; i < h.size; i++)
          expect(g.data[2 * i + 1]! - g.data[2 * i]!).toBeCloseTo(h.data[i]!, 6)
        const [p, q] = [one.predictProba(x), both.predictProba(x)]
        for (let i = 0; i < p.size; i++) expect(p.data[i]).toBeCloseTo(q.data[i]!, 6)
      }),
      { numRuns: 30 },
    )
  })

  it('keeps logarithms of probabilities that are too small for numbers', () => {
    const model = modelFromJSON(
      JSON.stringify({
        ...logisticRegression({ l2: 1 })
          .fit(tensor([[0], [1]]), tensor([0, 1]))
          .toJSON(),
        params: { theta: { dtype: 'float64', shape: [1], values: [1] } },
      }),
    )
    const far = tensor([[1000], [-1000]])
    if (!('predictLogProba' in model)) throw new Error('no classifier')
    expect(model.predictProba(far).toArray()).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(model.predictLogProba(far).toArray()).toEqual([
      [-1000, 0],
      [0, -1000],
    ])
  })
})

describe('class weights', () => {
  it('are weights of rows: balanced, each class has its share of all', () => {
    fc.assert(
      fc.property(rows, r => {
        const own = r.weights ?? r.classes.map(() => 1)
        const sums = [0, 1, 2].map(c => own.reduce((sum, w, i) => sum + (r.classes[i] === c ? w : 0), 0))
        const total = own.reduce((a, b) => a + b, 0)
        const weights = own.map((w, i) => (w * total) / (3 * sums[r.classes[i]!]!))
        const [x, y] = [matrix(r.x), tensor(r.classes, { dtype: 'int32' })]
        const balanced = softmaxRegression({ ...asked(r), classWeights: 'balanced' }).fit(x, y, weighted(r))
        close(balanced, softmaxRegression(asked(r)).fit(x, y, { weights }))
        const named = softmaxRegression({ ...asked(r), classWeights: { 1: 3 } }).fit(x, y, weighted(r))
        const tripled = own.map((w, i) => (r.classes[i] === 1 ? 3 * w : w))
        close(named, softmaxRegression(asked(r)).fit(x, y, { weights: tripled }))
      }),
      { numRuns: 10 },
    )
  })
})

describe('a fit without a penalty', () => {
  const clouds = tensor([
    [0, 5],
    [1, 4],
    [2, 5],
    [7, 4],
    [8, 5],
    [9, 4],
  ])

  it('names the column that separates the classes, by one score and by two', () => {
    const names = { classes: ['low', 'high'], featureNames: ['size', 'noise'] }
    for (const regression of [logisticRegression(), softmaxRegression()]) {
      const model = regression.fit(clouds, tensor([0, 0, 0, 1, 1, 1], { dtype: 'int32' }), names)
      expect([model.converged, model.reason]).toEqual([false, 'separated'])
      expect(model.message).toContain("Column 'size' separates the classes 'low' and 'high' completely")
      expect(model.score(clouds, tensor([0, 0, 0, 1, 1, 1]))).toBe(1)
    }
  })

  it('has an optimum where one row lies on the wrong side, or a penalty holds it', () => {
    const sizes = tensor([[0], [1], [2], [7], [8], [9]])
    expect(logisticRegression().fit(sizes, tensor([0, 0, 1, 0, 1, 1])).reason).toBe('gradient')
    expect(logisticRegression({ l2: 1e-6 }).fit(clouds, tensor([0, 0, 0, 1, 1, 1])).reason).toBe('gradient')
  })
})

describe('inference of a model', () => {
  it('is what its kind has, in the units of the rows, whatever scale the model keeps', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (r, standardize) => {
        const free = { ...r, l1: 0, l2: 0, bias: true }
        const [x, counts] = [matrix(r.x), tensor(r.classes.map(c => c + 1))]
        const model = poissonRegression({ ...asked(free), standardize }).fit(x, counts, weighted(r))
        const { coefficients } = inferenceOf(model, x, counts, weighted(r))
        expect(coefficients.map(({ name }) => name)).toEqual([
          '(intercept)',
          ...r.x[0]!.map((_, j) => `x${j}`),
        ])
        const own = [model.intercept, ...model.coefficients.data]
        for (const [i, { estimate }] of coefficients.entries()) expect(estimate).toBe(own[i])
      }),
      { numRuns: 10 },
    )
  })

  it('is the same for a logistic regression and the softmax regression of its two classes', () => {
    const x = tensor([[0.5], [0.75], [1], [1.25], [1.5], [1.75], [2], [2.5], [3], [3.5], [4], [4.5]])
    const y = tensor([0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1])
    const one = inferenceOf(logisticRegression().fit(x, y), x, y)
    const two = inferenceOf(softmaxRegression().fit(x, cast(y, 'int32')), x, y)
    for (const [i, { estimate, standardError }] of one.coefficients.entries()) {
      expect(two.coefficients[i]!.estimate).toBeCloseTo(estimate, 6)
      expect(two.coefficients[i]!.standardError).toBeCloseTo(standardError!, 6)
    }
    expect(one.logLikelihood).toBeCloseTo(two.logLikelihood, 9)
  })
})

describe('a fit', () => {
  it('finds in blocks what it finds in all rows at once, whatever the blocks', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), fc.boolean(), (r, size, standardize) => {
        const blocks = function* () {
          for (let from = 0; from < 9; from += size) {
            const part = <T>(list: readonly T[]) => list.slice(from, from + size)
            const weights = r.weights === undefined ? {} : { weights: tensor(part(r.weights)) }
            yield { x: matrix(part(r.x)), y: tensor(part(r.classes), { dtype: 'int32' }), ...weights }
          }
        }
        const options = { ...asked(r), standardize }
        const classes = ['a', 'b', 'c']
        const softmax = softmaxRegression({ ...options, classWeights: 'balanced' })
        const labels = tensor(r.classes, { dtype: 'int32' })
        close(
          softmax.fitBlocks(blocks, { classes }),
          softmax.fit(matrix(r.x), labels, { classes, ...weighted(r) }),
        )
        close(
          poissonRegression(options).fitBlocks(blocks),
          FAMILIES.Poisson.learn(r, matrix(r.x), standardize),
        )
      }),
      { numRuns: 20 },
    )
  })

  const x = tensor([[0], [1], [2], [3]])
  const counts = tensor([1, 2, 4, 9])

  it('adds an offset to the scores, and learns the rest', () => {
    // A rate in counts a year, over other times: ln of the years is the offset.
    const years = [1, 2, 4, 8]
    const offset = tensor(years.map(Math.log))
    const model = poissonRegression({ tolerance: 1e-12 }).fit(x, tensor([2, 4, 8, 16]), { offset })
    expect(model.coefficients.data[0]).toBeCloseTo(0, 9)
    expect(Math.exp(model.intercept)).toBeCloseTo(2, 9)
  })

  it('goes on from a model, and then has less to do', () => {
    const regression = poissonRegression({ tolerance: 1e-10 })
    const first = regression.fit(x, counts)
    const again = regression.fit(x, counts, { start: first })
    expect(first.history.length).toBeGreaterThan(4)
    expect(again.history.length).toBeLessThanOrEqual(2)
  })

  it('says why it ended', () => {
    const model = poissonRegression({ maxIterations: 1 }).fit(x, counts)
    expect([model.converged, model.reason]).toEqual([false, 'iterations'])
    expect(poissonRegression({ onEpoch: ({ epoch }) => epoch < 2 }).fit(x, counts).reason).toBe('stopped')
  })

  it('gives a column of one value a coefficient of 0', () => {
    const constant = tensor([
      [0, 5],
      [1, 5],
      [2, 5],
      [3, 5],
    ])
    const [plain, more] = [poissonRegression().fit(x, counts), poissonRegression().fit(constant, counts)]
    expect(more.coefficients.data[1]).toBe(0)
    expect(more.coefficients.data[0]).toBeCloseTo(plain.coefficients.data[0]!, 7)
  })

  it.each([
    [
      'weights must be finite and ≥ 0, got -1 in row 1',
      () => linearRegression().fit(x, counts, { weights: [1, -1, 1, 1] }),
    ],
    [
      'wants a weight for each of 4 rows, got [3]',
      () => linearRegression().fit(x, counts, { weights: [1, 1, 1] }),
    ],
    ['every row has weight 0', () => linearRegression().fit(x, counts, { weights: [0, 0, 0, 0] })],
    [
      'wants an offset for each score, [4], got [2]',
      () => linearRegression().fit(x, counts, { offset: tensor([1, 2]) }),
    ],
    [
      'responses of Poisson regression are counts, got -1 in row 0',
      () => poissonRegression().fit(x, tensor([-1, 1, 1, 1])),
    ],
    [
      'responses must be finite, got NaN in row 2',
      () => linearRegression().fit(x, tensor([1, 1, Number.NaN, 1])),
    ],
    ['wants two classes, got 3', () => logisticRegression().fit(x, tensor([0, 1, 2, 0]))],
    ['l1 must be a finite number ≥ 0, got -1', () => linearRegression({ l1: -1 })],
    ['learningRate is for descent', () => softmaxRegression({ method: 'lbfgs', learningRate: 1 })],
    ['descent does not know l1', () => softmaxRegression({ learningRate: 1, l1: 1 })],
    [
      'name "maybe", which is none of the classes',
      () =>
        logisticRegression({ classWeights: { maybe: 2 } }).fit(x, tensor([0, 1, 1, 0]), {
          classes: ['no', 'yes'],
        }),
    ],
    ['lie too far apart', () => linearRegression().fit(tensor([[-1e308], [1e308], [0], [1]]), counts)],
  ])('refuses: %s', (message, act) => {
    expect(act).toThrow(message)
  })
})
