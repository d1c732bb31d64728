// Learning from a stream: that each batch is a step by the textbook's slope, and that a run goes on from its checkpoint.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardize } from '../../../src/data/index.js'
import { add, div, log, type Tensor, tensor, zeros } from '../../../src/index.js'
import {
  type LinearParams,
  linearRegression,
  logisticRegression,
  type PartialState,
  poissonRegression,
  type ScoreModel,
  type SoftmaxModel,
  softmaxRegression,
} from '../../../src/models/index.js'
import { adam, checkpointText, fromCheckpoint, type Optimizer, sgd } from '../../../src/optim/index.js'
import { matrix, type Rows, rows, slope } from '../regressions.js'

type Model = SoftmaxModel | ScoreModel

/** One regression of each family as functions of plain numbers: y are classes from 0 to 2, or what stands for them. */
interface Learner {
  readonly y: (r: Rows) => number[]
  readonly start: (r: Rows, optimizer: Optimizer) => PartialState<Model>
  readonly next: (r: Rows, state: PartialState<Model>, at: Batch) => PartialState<Model>
  readonly resume: (r: Rows, text: string, optimizer: Optimizer) => PartialState<Model>
  readonly fit: (r: Rows) => Model
}
type Batch = { readonly x: Tensor; readonly y: readonly number[]; readonly more?: object }

const optionsOf = ({ l2, bias }: Rows) => ({ l2, bias })
const whole = (y: readonly number[]) => tensor([...y], { dtype: 'int32' })
const numbers = (y: readonly number[]) => tensor([...y])

const LEARNERS: Readonly<Record<'softmax' | 'logistic' | 'linear' | 'Poisson', Learner>> = {
  softmax: learner(softmaxRegression, whole, ({ classes }) => [...classes], { classes: ['a', 'b', 'c'] }),
  logistic: learner(logisticRegression, whole, ({ classes }) => classes.map(c => Math.min(c, 1)), {
    classes: ['a', 'b'],
  }),
  linear: learner(linearRegression, numbers, ({ classes, x }) => classes.map((c, i) => c - x[i]![0]!), {}),
  Poisson: learner(poissonRegression, numbers, ({ classes }) => [...classes], {}),
}

function learner<M extends Model>(
  make: (options: ReturnType<typeof optionsOf>) => {
    start(options: never): PartialState<M>
    resume(checkpoint: PartialState<M>['checkpoint'], optimizer: Optimizer): PartialState<M>
    partialFit(state: PartialState<M>, x: Tensor, y: Tensor, more?: object): PartialState<M>
    fit(x: Tensor, y: Tensor, more?: never): M
  },
  tensorOf: (y: readonly number[]) => Tensor,
  y: Learner['y'],
  names: object,
): Learner {
  const start = (r: Rows, optimizer: Optimizer) =>
    make(optionsOf(r)).start({ ...names, features: r.x[0]!.length, optimizer } as never)
  return {
    y,
    start,
    next: (r, state, batch) =>
      make(optionsOf(r)).partialFit(state as PartialState<M>, batch.x, tensorOf(batch.y), batch.more),
    resume: (r, text, optimizer) =>
      make(optionsOf(r)).resume(fromCheckpoint(text, start(r, optimizer).checkpoint), optimizer),
    fit: r =>
      make({ ...optionsOf(r), tolerance: 1e-11 } as never).fit(matrix(r.x), tensorOf(y(r)), names as never),
  }
}
const NAMES = Object.keys(LEARNERS) as (keyof typeof LEARNERS)[]

const valuesOf = ({ theta, bias }: LinearParams) => [...theta.data, ...(bias?.data ?? [])]

describe.each(NAMES)('learning %s regression batch by batch', name => {
  const { y, start, next, resume, fit: fitted } = LEARNERS[name]
  const each = (labels: readonly number[]) =>
    name === 'softmax' ? labels.map(c => [0, 1, 2].map(k => (k === c ? 1 : 0))) : labels.map(v => [v])
  const k = name === 'softmax' ? 3 : 1

  it("is the optimizer's steps along the slope of the textbook", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.integer({ min: 1, max: 9 }), (r, isAdam, size) => {
        const optimizer = isAdam ? adam({ learningRate: 0.1 }) : sgd({ learningRate: 0.01, momentum: 0.5 })
        const d = r.x[0]!.length
        let state = start(r, optimizer)
        let params: LinearParams = { theta: zeros(k === 1 ? [d] : [d, 3]) }
        if (r.bias) params = { ...params, bias: zeros(k === 1 ? [] : [3]) }
        let carried = optimizer.init(params)
        for (let from = 0; from < 9; from += size) {
          const part = <T>(list: readonly T[]) => list.slice(from, from + size)
          const batch = { x: part(r.x), y: part(y(r)) }
          const weights = r.weights === undefined ? undefined : part(r.weights)
          const theta = Array.from({ length: d }, (_, j) => [...params.theta.data].slice(j * k, (j + 1) * k))
          const bias = params.bias === undefined ? new Array<number>(k).fill(0) : [...params.bias.data]
          // The textbook's mean is over weights, and that of a step over rows.
          const share = (weights?.reduce((a, b) => a + b, 0) ?? batch.x.length) / batch.x.length
          const flat = { x: batch.x, weights, l2: 0 }
          const slopes = slope(name, flat, each(batch.y), theta, bias).map(row => row.map(g => g * share))
          const bent = slopes.map((row, j) => row.map((g, c) => g + (j < d ? r.l2 * theta[j]![c]! : 0)))
          const gradient = {
            theta: tensor(k === 1 ? bent.slice(0, d).flat() : bent.slice(0, d)),
            ...(r.bias ? { bias: k === 1 ? tensor(bent[d]![0]!) : tensor(bent[d]!) } : {}),
          }
          const step = optimizer.step(params, gradient as never, carried)
          params = step.params
          carried = step.state
          const more = weights === undefined ? {} : { weights }
          state = next(r, state, { x: matrix(batch.x), y: batch.y, more })
        }
        const own = valuesOf(state.checkpoint.params)
        // Both slopes are right to 1e-14 or so. Adam makes a slope of rounding, which should be 0, a step of 0.1·1e-14/ε, ε = 1e-8.
        valuesOf(params).forEach((v, i) => {
          expect(own[i]).toBeCloseTo(v, isAdam ? 6 : 9)
        })
        expect(state.checkpoint.optimizer.steps).toBe(Math.ceil(9 / size))
        expect(state.model.reason).toBe('partial')
      }),
      { numRuns: 20 },
    )
  })

  it('is the same in one call with batchSize as in a call a batch, and resumes from a text bit for bit', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 10 }), (r, batchSize) => {
        const optimizer = adam({ learningRate: step => div(0.1, add(step, 1)) })
        const truth = y(r)
        const once = next(r, start(r, optimizer), { x: matrix(r.x), y: truth, more: { batchSize } })
        let state = start(r, optimizer)
        let loss = 0
        for (let from = 0; from < 9; from += batchSize) {
          const x = matrix(r.x.slice(from, from + batchSize))
          state = next(r, state, { x, y: truth.slice(from, from + batchSize) })
          loss += (state.loss! * x.shape[0]!) / 9
          state = resume(r, checkpointText(state.checkpoint), optimizer)
        }
        expect(checkpointText(state.checkpoint)).toBe(checkpointText(once.checkpoint))
        expect(state.loss).toBeUndefined()
        expect(once.loss).toBeCloseTo(loss, 12)
        expect(JSON.stringify(state.model)).toBe(JSON.stringify(once.model))
      }),
      { numRuns: 10 },
    )
  })

  it("comes ever closer to fit's optimum where the rate decays", () => {
    const r: Rows = {
      x: [[0.5], [-1], [1.25], [0], [-0.5], [1], [-1.25], [0.25], [0.75]],
      classes: [0, 1, 2, 1, 0, 2, 1, 0, 1],
      weights: undefined,
      l1: 0,
      l2: 0.25,
      bias: true,
    }
    const best = fitted(r)
    const optimum = [...best.coefficients.data]
    const truth = y(r)
    // η = 8/(t + 16) is above 1/(2·0.2·t) and below 1/2, for the loss bends between 0.2 and 2 here: the error falls as 1/t.
    let state = start(r, sgd({ learningRate: step => div(8, add(step, 16)) }))
    const distances: number[] = []
    for (let pass = 1; pass <= 300; pass++) {
      state = next(r, state, { x: matrix(r.x), y: truth, more: { batchSize: 3 } })
      if (pass === 30 || pass === 300) {
        const own = [...state.model.coefficients.data]
        distances.push(Math.hypot(...own.map((v, i) => v - optimum[i]!)))
      }
    }
    expect(distances[1]).toBeLessThan(distances[0]! / 5)
    expect(distances[1]).toBeLessThan(5e-3)
  })
})

describe('learning batch by batch', () => {
  const x = tensor([
    [1, 2000],
    [2, 2001],
    [4, 2003],
    [3, 1999],
  ])
  const counts = tensor([1, 2, 5, 2])
  const optimizer = sgd({ learningRate: 0.1 })
  const classes = ['no', 'yes']

  it('stays where a fit ended, on the scale that is given', () => {
    const regression = poissonRegression({ l2: 0.1, tolerance: 1e-11 })
    // l2 is on coefficients of the columns as a model has them, so the fit is to columns on the scale.
    const scale = standardize(x)
    const fitted = regression.fit(scale.features, counts)
    const state = regression.start({ features: 2, optimizer, start: fitted })
    const after = regression.partialFit(state, scale.features, counts)
    valuesOf(fitted.params).forEach((v, i) => {
      expect(valuesOf(after.checkpoint.params)[i]).toBeCloseTo(v, 9)
    })
    // The same for rows as they are, with the scale in the state: the model predicts in the user's units.
    let own = regression.start({ features: 2, optimizer, scale })
    for (let step = 0; step < 400; step++) own = regression.partialFit(own, x, counts)
    const [a, b] = [own.model.predict(x), fitted.predict(scale.features)]
    for (let i = 0; i < 4; i++) expect(a.data[i]).toBeCloseTo(b.data[i]!, 6)
  })

  it('adds an offset, and lets a class wait for its first row', () => {
    const regression = poissonRegression()
    const offset = log(counts)
    const state = regression.start({ features: 2, optimizer, scale: standardize(x) })
    // Where the offset is all there is to say, no step is taken.
    expect(valuesOf(regression.partialFit(state, x, counts, { offset }).checkpoint.params)).toEqual([0, 0, 0])
    const softmax = softmaxRegression()
    const first = softmax.start({ features: 1, classes: ['a', 'b', 'c'], optimizer })
    const one = softmax.partialFit(first, tensor([[1]]), tensor([2], { dtype: 'int32' }))
    expect(one.model.predict(tensor([[1]])).toArray()).toEqual([2])
    const soft = softmax.partialFit(first, tensor([[1]]), tensor([[0, 0, 1]]))
    valuesOf(one.checkpoint.params).forEach((v, i) => {
      expect(valuesOf(soft.checkpoint.params)[i]).toBeCloseTo(v, 15)
    })
  })

  it('counts classes by the weights of their names', () => {
    const [one, two] = [logisticRegression(), logisticRegression({ classWeights: { yes: 2 } })]
    const given = { features: 2, classes, optimizer, scale: standardize(x) }
    const y = tensor([0, 1, 1, 0], { dtype: 'int32' })
    const plain = one.partialFit(one.start(given), x, y, { weights: [1, 2, 2, 1] })
    expect(two.partialFit(two.start(given), x, y).checkpoint).toEqual(plain.checkpoint)
  })

  it('leaves the state that it was given as it was', () => {
    const regression = linearRegression()
    const state = regression.start({ features: 2, optimizer, scale: standardize(x) })
    const [a, b] = [regression.partialFit(state, x, counts), regression.partialFit(state, x, counts)]
    expect(valuesOf(state.checkpoint.params)).toEqual([0, 0, 0])
    expect(a.checkpoint).toEqual(b.checkpoint)
    expect(a.model.message).toBe('learned from a stream in 1 step')
  })

  const logistic = logisticRegression()
  const state = logistic.start({ features: 2, classes, optimizer })
  const zero = tensor([0, 1, 0, 1], { dtype: 'int32' })

  it.each<readonly [string, () => unknown]>([
    [
      'partialFit: the model has 2 features, got rows of 3: [1, 3]',
      () => logistic.partialFit(state, tensor([[1, 2, 3]]), tensor([0])),
    ],
    [
      'partialFit: label 2 in row 3 is out of range: there are 2 classes, 0 to 1',
      () => logistic.partialFit(state, x, tensor([0, 1, 0, 2])),
    ],
    ['partialFit: wants the state that start', () => logistic.partialFit({} as never, x, zero)],
    ["partialFit: has no option 'weight'", () => logistic.partialFit(state, x, zero, { weight: 1 } as never)],
    [
      'batchSize must be a whole number ≥ 1, got 0',
      () => logistic.partialFit(state, x, zero, { batchSize: 0 }),
    ],
    ["start: has no option 'feature'", () => logistic.start({ feature: 2 } as never)],
    ['start: features must be how many columns', () => linearRegression().start({ features: 0, optimizer })],
    ['start: wants an optimizer such as', () => linearRegression().start({ features: 2 } as never)],
    ['start: wants classes, the names of all', () => logistic.start({ features: 2, optimizer } as never)],
    ['classes must be 2 texts', () => logistic.start({ features: 2, optimizer, classes: ['a', 'b', 'c'] })],
    [
      'a stream does not know its means',
      () => linearRegression({ standardize: true }).start({ features: 2, optimizer }),
    ],
    [
      'wants the mean of each of 3 features, [3], got [2]',
      () => linearRegression().start({ features: 3, optimizer, scale: standardize(x) }),
    ],
    [
      'the deviation of a scale must be finite and above 0, got 0 at 1',
      () =>
        linearRegression().start({
          features: 2,
          optimizer,
          scale: { mean: tensor([0, 0]), deviation: tensor([1, 0]) },
        }),
    ],
    ['do not know l1', () => linearRegression({ l1: 1 }).start({ features: 2, optimizer })],
    [
      'give classWeights by name',
      () => logisticRegression({ classWeights: 'balanced' }).start({ features: 2, classes, optimizer }),
    ],
    [
      'resume: the checkpoint is of logistic regression, and this is linear regression',
      () => linearRegression().resume(state.checkpoint, optimizer),
    ],
    [
      'resume: the checkpoint has a bias, and this regression has none',
      () => logisticRegression({ bias: false }).resume(state.checkpoint, optimizer),
    ],
    [
      'descent reads rows in an order of its own',
      () => softmaxRegression({ learningRate: 1 }).start({ features: 2, classes, optimizer }),
    ],
    [
      'partialFit: the loss is Infinity after 1 steps; use a smaller learning rate, or a scale',
      () => {
        const regression = poissonRegression()
        const first = regression.start({ features: 2, optimizer: sgd({ learningRate: 1 }) })
        return regression.partialFit(regression.partialFit(first, x, counts), x, counts)
      },
    ],
  ])('refuses: %s', (message, act) => {
    expect(act).toThrow(message)
  })
})
