// Fitting: how it descends, that it is deterministic, what it reaches, and what it refuses.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { readLabelledCsv } from '../../src/data/index.js'
import {
  arrayEqual,
  ChainruleError,
  expandDims,
  mean,
  neg,
  oneHot,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.js'
import { softmaxRegression } from '../../src/models/index.js'
import { adam, DivergenceError } from '../../src/optim/index.js'
import { problems, tensorsOf } from './problem.js'

const iris = readLabelledCsv(readFileSync(new URL('../../examples/data/iris.csv', import.meta.url)))
const { features, labels } = iris

/** Four points of two classes, and a few wrong labels so that the best parameters are finite. */
const x = tensor([
  [0, 1],
  [1, 0],
  [2, 1],
  [1, 2],
  [0, 0],
])
const y = tensor([0, 1, 1, 0, 1])

describe('fit', () => {
  it('gets 95 of 100 irises right or more, by whole and small batches and one by one, standardized or not', () => {
    for (const options of [
      { standardize: true },
      { standardize: true, batchSize: 16, epochs: 100 },
      { standardize: true, batchSize: 1, epochs: 30 },
      { standardize: true, optimizer: adam({ learningRate: 0.05 }), epochs: 300 },
      { standardize: true, l2: 0.001 },
      { standardize: false },
    ]) {
      const model = softmaxRegression(options).fit(features, labels, iris)
      expect(model.score(features, labels), JSON.stringify(options)).toBeGreaterThanOrEqual(0.95)
      expect(model.classes).toEqual(['setosa', 'versicolor', 'virginica'])
      expect(model.featureNames).toEqual(iris.featureNames)
    }
  })

  it('never climbs by whole batches at the rate that it chooses', () => {
    fc.assert(
      fc.property(problems({ labels: ['hard', 'soft', 'free'], most: 7 }), fc.boolean(), (p, bias) => {
        const { x, y, l2 } = tensorsOf(p)
        if (classesIn(y) < 2) return
        const names = { classes: p.theta[0]!.map((_, c) => `class ${c}`) }
        const { history } = softmaxRegression({ l2, bias, epochs: 40, tolerance: 0 }).fit(x, y, names)
        for (let e = 1; e < history.length; e++) {
          const [before, after] = [history[e - 1]!.loss, history[e]!.loss]
          // Where the loss is at its least, rounding alone decides: some n + k roundings of its terms.
          expect(after).toBeLessThanOrEqual(before + 64 * 2 ** -52 * Math.max(1, before))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('gives the same model bit by bit under a seed, and another under another', () => {
    const learn = (seed: number, shuffle = true) =>
      softmaxRegression({ batchSize: 4, epochs: 5, seed, shuffle }).fit(features, labels)
    expect(JSON.stringify(learn(1))).toBe(JSON.stringify(learn(1)))
    expect(learn(1).history).toEqual(learn(1).history)
    expect(JSON.stringify(learn(1))).not.toBe(JSON.stringify(learn(2)))
    expect(JSON.stringify(learn(1, false))).toBe(JSON.stringify(learn(2, false)))
  })

  it('updates one sample at a time, in order, by w := w + α·x·(y − z)', () => {
    const [alpha, epochs, d, k] = [0.05, 2, 4, 3]
    const w = new Float64Array(d * k)
    const b = new Float64Array(k)
    for (let step = 0; step < epochs * labels.size; step++) {
      const i = step % labels.size
      const row = Array.from({ length: d }, (_, j) => features.data[i * d + j]!)
      const v = Array.from(b, (bias, c) => row.reduce((s, value, j) => s + w[j * k + c]! * value, bias))
      const V = v.reduce((s, value) => s + Math.exp(value), 0)
      for (let c = 0; c < k; c++) {
        const error = (labels.data[i] === c ? 1 : 0) - Math.exp(v[c]!) / V
        b[c]! += alpha * error
        for (let j = 0; j < d; j++) w[j * k + c]! += alpha * row[j]! * error
      }
    }
    const model = softmaxRegression({
      learningRate: alpha,
      batchSize: 1,
      shuffle: false,
      epochs,
      tolerance: 0,
    }).fit(features, labels)
    // 300 updates of numbers below 10, each rounded to eps·10 and then multiplied by contractions: 1e-12 is ample.
    for (const [got, wanted] of [
      [model.params.theta, w],
      [model.params.bias!, b],
    ] as const) {
      for (let e = 0; e < got.size; e++) expect(Math.abs(got.data[e]! - wanted[e]!)).toBeLessThan(1e-12)
    }
  })

  it('runs until the norm of the gradient is below the tolerance', () => {
    const { history, converged } = softmaxRegression({ l2: 0.1, epochs: 100_000, tolerance: 1e-10 }).fit(x, y)
    expect(converged).toBe(true)
    expect(history.at(-1)!.gradientNorm).toBeLessThan(1e-10)
    expect(history.at(-2)!.gradientNorm).toBeGreaterThanOrEqual(1e-10)
    expect(softmaxRegression({ epochs: 3 }).fit(x, y).converged).toBe(false)
  })

  it('starts at ln k, counts l2 for θ but not for the bias, and leaves out the bias when told', () => {
    const { history, params } = softmaxRegression({ l2: 1e6, epochs: 50 }).fit(x, y)
    expect(history[0]!.loss).toBeCloseTo(Math.LN2, 15)
    expect(Math.max(...params.theta.toTypedArray().map(Math.abs))).toBeLessThan(1e-5)
    expect(softmaxRegression({ bias: false, epochs: 3 }).fit(x, y).params.bias).toBeUndefined()
    // Only a bias without a penalty makes the probabilities average to the shares of the classes: 2 and 3 of 5.
    const model = softmaxRegression({ l2: 1, epochs: 5000, tolerance: 1e-9 }).fit(x, y)
    expect(mean(model.predictProba(x), { axis: 0 }).data[0]).toBeCloseTo(0.4, 8)
  })

  it('learns the same from classes, from rows of weights and from float32, up to rounding', () => {
    const options = { standardize: true, epochs: 50 }
    const hard = softmaxRegression(options).fit(features, labels)
    const soft = softmaxRegression(options).fit(features, oneHot(labels, 3))
    const single = softmaxRegression(options).fit(
      fromData(Float32Array.from(features.data), features.shape),
      labels,
    )
    expect(single.params.theta.dtype).toBe('float32')
    for (let e = 0; e < 12; e++) {
      const wanted = hard.params.theta.data[e]!
      expect(Math.abs(soft.params.theta.data[e]! - wanted)).toBeLessThan(1e-13)
      expect(Math.abs(single.params.theta.data[e]! - wanted)).toBeLessThan(1e-4)
    }
  })

  it('names classes by their numbers unless told, and keeps classes that no row has when told', () => {
    expect(softmaxRegression({ epochs: 1 }).fit(x, y).classes).toEqual(['0', '1'])
    const named = softmaxRegression({ epochs: 1 }).fit(x, y, { classes: ['no', 'yes', 'perhaps'] })
    expect(named.params.theta.shape).toEqual([2, 3])
  })

  it('stops when the loss runs away, naming the epoch and what to do', () => {
    const learn = () => softmaxRegression({ learningRate: 1e308 }).fit(features, labels)
    expect(learn).toThrow(DivergenceError)
    expect(learn).toThrow(/(loss|gradient) is (Infinity|NaN) after epoch 1; use a smaller learning rate/)
  })
})

describe('a fitted model', () => {
  const model = softmaxRegression({ standardize: true, epochs: 20 }).fit(features, labels, iris)

  it('gives probabilities that sum to 1, and predicts the largest', () => {
    const p = model.predictProba(features)
    expect(p.shape).toEqual([150, 3])
    for (const total of sum(p, { axis: 1 }).data) expect(total).toBeCloseTo(1, 14)
    const predicted = model.predict(features)
    expect(predicted.dtype).toBe('int32')
    for (let i = 0; i < 150; i++) {
      const row = Array.from({ length: 3 }, (_, c) => p.data[i * 3 + c]!)
      expect(predicted.data[i]).toBe(row.indexOf(Math.max(...row)))
    }
    const right = Array.from(predicted.data).filter((c, i) => c === labels.data[i]).length
    expect(model.score(features, labels)).toBe(right / 150)
  })

  it('predicts nothing for no rows, and the first of classes that tie', () => {
    expect(model.predict(zeros([0, 4])).shape).toEqual([0])
    const tie = softmaxRegression({ epochs: 0 }).fit(x, y)
    expect([...tie.predict(x).data]).toEqual([0, 0, 0, 0, 0])
  })

  it('prints as a line', () => {
    expect(String(model)).toMatch(
      /^SoftmaxModel: 4 features → 3 classes \(setosa, versicolor, virginica\), loss 0\.\d+ after 20 epochs$/,
    )
  })

  it('is not changed by anything: the same rows give the same', () => {
    const before = JSON.stringify(model)
    const first = model.predictProba(features)
    model.score(features, labels)
    expect(arrayEqual(model.predictProba(features), first)).toBe(true)
    expect(JSON.stringify(model)).toBe(before)
  })
})

describe('bad input is refused by what was got and wanted', () => {
  const model = softmaxRegression({ epochs: 1 }).fit(x, y)
  const learn = (a: Tensor, b: Tensor, names = {}) => softmaxRegression({ epochs: 1 }).fit(a, b, names)
  const weights = oneHot(tensor([0, 1, 0, 1, 0]), 2)
  const cases: Readonly<Record<string, () => unknown>> = {
    'ArgumentError: fit: features must be finite, got NaN in row 1, column 0; fill it in or remove the row':
      () => learn(tensor([[1], [Number.NaN]]), tensor([0, 1])),
    'ArgumentError: predict: features must be finite, got -Infinity in row 0, column 1': () =>
      model.predict(tensor([[1, -Infinity]])),
    'ShapeError: fit: wants features [n, d], got [2]; a single row is [1, d], as expandDims(x, 0) gives':
      () => learn(tensor([1, 2]), tensor([0, 1])),
    'ShapeError: predict: the model has 2 features, got rows of 3: [1, 3]': () =>
      model.predict(tensor([[1, 2, 3]])),
    'ShapeError: fit: wants at least one feature, got none': () => learn(zeros([3, 0]), tensor([0, 1, 0])),
    'ShapeError: fit: wants at least one row, got none': () => learn(zeros([0, 2]), zeros([0])),
    'ShapeError: score: wants at least one row, got none': () => model.score(zeros([0, 2]), zeros([0])),
    'ShapeError: fit: wants a label for each row, got 5 rows and 2 labels': () => learn(x, tensor([0, 1])),
    'ShapeError: fit: wants labels [n], or weights [n, k], got [5, 1, 1]': () => learn(x, zeros([5, 1, 1])),
    'ArgumentError: fit: labels must be whole numbers, got 0.5 in row 2': () =>
      learn(x, tensor([0, 1, 0.5, 1, 0])),
    'ArgumentError: fit: labels must be whole numbers, got NaN in row 3': () =>
      learn(x, tensor([0, 1, 1, Number.NaN, 0])),
    'ArgumentError: fit: label -1 in row 3 is out of range: there are 2 classes, 0 to 1': () =>
      learn(x, tensor([0, 1, 1, -1, 0])),
    'ArgumentError: fit: label 2 in row 4 is out of range: there are 2 classes, 0 to 1': () =>
      learn(x, tensor([0, 1, 1, 1, 2]), { classes: ['a', 'b'] }),
    'ArgumentError: score: label 2 in row 2 is out of range: there are 2 classes, 0 to 1': () =>
      model.score(x, tensor([0, 1, 2, 1, 0])),
    'ArgumentError: fit: the largest label is 1000000000 but no row has label 2; number classes from 0, or give their names as classes':
      () => learn(x, tensor([0, 1_000_000_000, 1, 1, 0])),
    'ArgumentError: fit: every label is 1: to learn takes at least two classes': () =>
      learn(x, tensor([1, 1, 1, 1, 1])),
    'ArgumentError: fit: every label is 0: to learn takes at least two classes': () =>
      learn(x, zeros([5]), { classes: ['a', 'b'] }),
    'ArgumentError: fit: every label is 0: to learn': () => learn(x, oneHot(zeros([5]), 3)),
    'ArgumentError: fit: every label is without weight': () => learn(x, zeros([5, 2])),
    'ArgumentError: fit: label weights must be finite and ≥ 0, got -1 in row 0, class 0': () =>
      learn(x, neg(weights)),
    'ShapeError: fit: wants weights [n, 3], one for each class, got [5, 2]': () =>
      learn(x, weights, { classes: ['a', 'b', 'c'] }),
    'ArgumentError: score: wants one class a row, got weights for each class': () => model.score(x, weights),
    'ArgumentError: fit: classes must differ, got "a" twice': () => learn(x, y, { classes: ['a', 'a'] }),
    'ArgumentError: fit: featureNames must be 2 texts, got an array of length 1': () =>
      learn(x, y, { featureNames: ['a'] }),
    'ArgumentError: softmaxRegression: give learningRate or an optimizer, not both': () =>
      softmaxRegression({ learningRate: 1, optimizer: adam() }),
    'ArgumentError: sgd: learningRate must be a positive number such as 0.1, got -1': () =>
      softmaxRegression({ learningRate: -1 }),
    'ArgumentError: softmaxRegression: l2 must be a finite number ≥ 0, got -1': () =>
      softmaxRegression({ l2: -1 }),
  }
  it.each(Object.entries(cases))('%s', (text, run) => {
    let error: unknown
    try {
      run()
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(ChainruleError)
    expect(String(error)).toContain(text)
  })

  it('a single row becomes rows with expandDims, as the error says', () => {
    expect(model.predict(expandDims(tensor([1, 2]), 0)).shape).toEqual([1])
  })
})

/** How many classes have a row, or weight. */
function classesIn(y: Tensor): number {
  const k = y.shape[1] ?? 1
  const found = new Set<number>()
  for (let i = 0; i < y.size; i++)
    if (y.rank === 1 || y.data[i] !== 0) found.add(y.rank === 1 ? y.data[i]! : i % k)
  return found.size
}
