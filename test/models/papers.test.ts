// Two programs that derivations of softmax regression end in, in plain loops, step by step beside the library's.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { readLabelledCsv, standardize } from '../../src/data/index.js'
import { concat, ones, type Tensor, valueAndGrad, zeros } from '../../src/index.js'
import { type SoftmaxParams, softmaxLoss, softmaxRegression } from '../../src/models/index.js'
import { descend, type EpochRecord, type Optimizer, sgd } from '../../src/optim/index.js'

const EPS = 2 ** -52
const range = (n: number) => Array.from({ length: n }, (_, i) => i)
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0)
const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs))

/** W [n, m] and b [n], as the program has them. */
interface Weights {
  readonly w: readonly number[][]
  readonly b: number[]
}

/** An optimizer that shows the parameters after each step. */
const shown = (inner: Optimizer, show: (params: SoftmaxParams) => void): Optimizer => ({
  init: params => inner.init(params),
  step(params, gradients, state) {
    const done = inner.step(params, gradients, state)
    show(done.params as SoftmaxParams)
    return done
  },
})

describe('the stochastic rule: one sample an update, in order, until convergence', () => {
  // Nine points of three classes on a grid. The last row of each class lies among those of another: no W gets all right, so the
  // loss has a minimum. n classes, m features.
  const [n, m] = [3, 2]
  const rows = [
    [1, 0.25],
    [0.75, -0.25],
    [-0.5, -1],
    [-0.5, 1],
    [-0.25, 0.75],
    [1, -0.25],
    [-0.75, -0.75],
    [-0.25, -1],
    [-0.5, 1.25],
  ]
  const classes = [0, 0, 0, 1, 1, 1, 2, 2, 2]
  const x = fromData(Float64Array.from(rows.flat()), [rows.length, m])
  const y = fromData(Int32Array.from(classes), [classes.length])

  /** w_ij := w_ij + α·x_j·[y′_i − e^(v_i)/V] with v = Wx + b and V = Σ e^(v_k), and the same for b with x_j = 1. */
  function* program(alpha: number): Generator<Weights> {
    const w = range(n).map(() => range(m).map(() => 0))
    const b = range(n).map(() => 0)
    for (let sample = 0; ; sample = (sample + 1) % rows.length) {
      const row = rows[sample]!
      const v = w.map((weights, i) => dot(weights, row) + b[i]!)
      const V = v.reduce((sum, vi) => sum + Math.exp(vi), 0)
      for (let i = 0; i < n; i++) {
        const error = (classes[sample] === i ? 1 : 0) - Math.exp(v[i]!) / V
        for (let j = 0; j < m; j++) w[i]![j]! += alpha * row[j]! * error
        b[i]! += alpha * error
      }
      yield { w, b }
    }
  }

  it('is sgd on softmaxLoss with batchSize 1 and shuffle false, after every one of its updates', () => {
    const alpha = 0.25
    const paper = program(alpha)
    let [step, size] = [0, 0]
    const compare = ({ theta, bias }: SoftmaxParams) => {
      step++
      const { w, b } = paper.next().value!
      size = Math.max(size, largest(theta.data), largest(bias!.data))
      // A step rounds each entry by eps/2·|w| and by α·|x| times the error of a probability, which is that of its score, at most
      // (m + n + 4)·eps·(1 + H), H = m·|x||w| + |b|. The loss of a sample is convex with curvature ≤ ½·‖(x, 1)‖² ≤ 1.5, so at
      // α ≤ 2/1.5 a step never widens a distance in ℓ², and the errors of the steps of both programs at most add up.
      const reach = 1.25
      const rounding = EPS * (size + alpha * reach * (m + n + 4) * (1 + (m * reach + 1) * size))
      const tolerance = 2 * step * Math.sqrt(n * (m + 1)) * rounding
      let apart = 0
      for (let i = 0; i < n; i++) {
        apart = Math.max(apart, Math.abs(bias!.data[i]! - b[i]!))
        for (let j = 0; j < m; j++) apart = Math.max(apart, Math.abs(theta.data[j * n + i]! - w[i]![j]!))
      }
      if (!(apart <= tolerance)) expect.fail(`step ${step}: ${apart} apart, allowed ${tolerance}`)
    }
    const epochs = 300
    softmaxRegression({
      optimizer: shown(sgd({ learningRate: alpha }), compare),
      batchSize: 1,
      shuffle: false,
      epochs,
      tolerance: 0,
    }).fit(x, y)
    expect(step).toBe(epochs * rows.length)
  })

  it('converges, which is to say that an epoch leaves W where it was, off the minimum by a multiple of α', () => {
    const least = softmaxRegression({ epochs: 20_000, tolerance: 1e-9 }).fit(x, y)
    expect(least.converged).toBe(true)
    const rates = [0.08, 0.04, 0.02]
    const [gaps, slopes] = [[] as number[], [] as number[]]
    for (const alpha of rates) {
      const steps = program(alpha)
      let former = range(n * (m + 1)).map(() => Number.NaN)
      let [change, epoch] = [Number.POSITIVE_INFINITY, 0]
      for (; !(change < 1e-10) && epoch < 10_000; epoch++) {
        for (let i = 1; i < rows.length; i++) steps.next()
        const { w, b } = steps.next().value as Weights
        const all = [...range(m).flatMap(j => w.map(weights => weights[j]!)), ...b]
        change = Math.hypot(...all.map((v, i) => v - former[i]!))
        former = all
      }
      expect(change, `α = ${alpha}, ${epoch} epochs`).toBeLessThan(1e-10)
      const theta = fromData(Float64Array.from(former.slice(0, m * n)), [m, n] as const)
      const params = { theta, bias: fromData(Float64Array.from(former.slice(m * n)), [n] as const) }
      const { value, gradient } = valueAndGrad(softmaxLoss)(params, x, y)
      gaps.push(value.item() - least.history.at(-1)!.loss)
      slopes.push(Math.hypot(...gradient.theta.data, ...gradient.bias!.data))
    }
    // Samples pull to and fro, each by α: W rests at a distance of a·α + O(α²), where the gradient is a multiple of α and the
    // loss one of α² above its least. At half the rate that is a half and a quarter, but for a relative O(α); measured, 3 and 5
    // in a hundred at α = 0.08, and half as much at 0.04.
    for (const i of [1, 2]) {
      expect(Math.abs((2 * slopes[i]!) / slopes[i - 1]! - 1)).toBeLessThan(rates[i - 1]!)
      expect(Math.abs((4 * gaps[i]!) / gaps[i - 1]! - 1)).toBeLessThan(rates[i - 1]!)
    }
    expect(slopes[2]!).toBeLessThan(0.01)
  })
})

describe('six steps to solve for θ, on the irises', () => {
  const iris = readLabelledCsv(readFileSync(new URL('../../examples/data/iris.csv', import.meta.url)))
  // A column of ones stands for the bias.
  const X = concat([standardize(iris.features).features, ones([150, 1])], 1)
  const [m, d, k] = [150, 5, 3]
  const rows = range(m).map(i => range(d).map(j => X.data[i * d + j]!))
  const [alpha, l2, tolerance] = [0.4, 0.01, 1e-8]

  /** The program: forward, softmax, loss, gradient Xᵀ(Z − I)/m + l2·θ, its norm, and an update where that is not yet small. */
  function* program() {
    const theta = range(d).map(() => range(k).map(() => 0))
    for (let epoch = 0; ; epoch++) {
      const h = rows.map(row => range(k).map(c => row.reduce((sum, v, j) => sum + v * theta[j]![c]!, 0)))
      const Z = h.map(scores => {
        const total = scores.reduce((sum, v) => sum + Math.exp(v), 0)
        return scores.map(v => Math.exp(v) / total)
      })
      const penalty = (l2 / 2) * theta.flat().reduce((sum, t) => sum + t * t, 0)
      const loss = penalty - Z.reduce((sum, z, i) => sum + Math.log(z[iris.labels.data[i]!]!), 0) / m
      const gradient = theta.map((weights, j) =>
        weights.map((t, c) => {
          const pull = Z.reduce(
            (sum, z, i) => sum + rows[i]![j]! * (z[c]! - (iris.labels.data[i] === c ? 1 : 0)),
            0,
          )
          return pull / m + l2 * t
        }),
      )
      const gradientNorm = Math.hypot(...gradient.flat())
      yield { epoch, loss, gradientNorm, theta }
      if (gradientNorm < tolerance) return
      for (let j = 0; j < d; j++) for (let c = 0; c < k; c++) theta[j]![c]! -= alpha * gradient[j]![c]!
    }
  }

  it('is descend on softmaxLoss, record by record, until the norm of the gradient is below 1e-8', () => {
    const paper = program()
    let [size, apart] = [1, 0]
    // The loss is convex, its curvature between l2 and L ≤ ½·mean‖x‖² + l2 = 2.51, so that at α ≤ 2/(L + l2) a step brings two θ
    // nearer by 1 − α·l2. A step rounds θ by eps/2·|θ| and by α times the error of the gradient, a mean of m products:
    // (m + d + k + 8)·eps·max|x|·(1 + H), H = d·max|x|·|θ|. Two programs never part by more than twice that over α·l2.
    const reach = largest(X.data)
    const compare = (record: EpochRecord): void => {
      const ours = paper.next().value!
      size = Math.max(size, largest(ours.theta.flat()))
      const slope = (m + d + k + 8) * EPS * reach * (1 + d * reach * size)
      apart = ((2 * Math.sqrt(d * k)) / (alpha * l2)) * (EPS * size + alpha * slope)
      expect(ours.epoch).toBe(record.epoch)
      // The gradient moves by L times as much as θ does, the loss by its norm, which is below 1, times that.
      const allowed = 2.51 * apart + 2 * slope
      for (const part of ['loss', 'gradientNorm'] as const) {
        const error = Math.abs(ours[part] - record[part])
        if (!(error <= allowed))
          expect.fail(`${part}, epoch ${record.epoch}: ${error} apart, allowed ${allowed}`)
      }
    }
    const loss = (params: SoftmaxParams, batch: Tensor, labels: Tensor) =>
      softmaxLoss(params, batch, labels, { l2 })
    const schedule = { epochs: 20_000, tolerance, onEpoch: compare }
    const found = descend(
      loss,
      { theta: zeros([d, k]) },
      X,
      iris.labels,
      sgd({ learningRate: alpha }),
      schedule,
    )
    expect(apart).toBeLessThan(tolerance)
    expect(found.converged).toBe(true)
    expect(found.history.at(-1)!.gradientNorm).toBeLessThan(tolerance)
    // The program stops there too. Near 1e-8 the norm falls by 4e-11 an epoch, and the two, as measured, are 1e-15 apart.
    expect(paper.next().done).toBe(true)
  })
})
