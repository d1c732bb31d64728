// Sampled softmax: its value and gradient beside plain loops, what accidental hits do, how the estimate converges, errors.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { withWatcher } from '../../src/graph/index.js'
import {
  allClose,
  arrayEqual,
  ChainruleError,
  full,
  grad,
  ones,
  random,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from '../../src/index.js'
import { sampleClasses, sampledSoftmaxLoss, softmaxLoss } from '../../src/models/index.js'
import { checkGradient } from '../../src/testing/index.js'
import { grid, listOf } from '../support/arbitrary.js'

const EPS = 2 ** -52
const int = { dtype: 'int32' } as const

/** A problem as nested arrays: n rows of d features, C classes of which K are drawn. */
interface Problem {
  /** n rows of d */
  readonly x: readonly (readonly number[])[]
  /** d rows of C */
  readonly theta: readonly (readonly number[])[]
  /** C, or none */
  readonly bias: readonly number[] | undefined
  /** n of 0 … C − 1 */
  readonly y: readonly number[]
  /** K of 0 … C − 1 */
  readonly drawn: readonly number[]
  /** K */
  readonly q: readonly number[]
  readonly keep: boolean
}

/**
 * Problems on a grid of sixteenths, with hits and repeats, whose extents mostly differ. A scale of 256 makes scores of 1e4.
 * A drawn class has one q, however often it was drawn.
 */
const problems = (scales: readonly number[] = [1, 16, 256]): fc.Arbitrary<Problem> =>
  fc
    .record({
      n: fc.integer({ min: 1, max: 5 }),
      d: fc.integer({ min: 1, max: 4 }),
      c: fc.integer({ min: 2, max: 7 }),
      k: fc.integer({ min: 1, max: 6 }),
      scale: fc.constantFrom(...scales),
    })
    .chain(({ n, d, c, k, scale }) =>
      fc
        .record({
          x: listOf(n, listOf(d, grid)),
          theta: listOf(
            d,
            listOf(
              c,
              grid.map(v => v * scale),
            ),
          ),
          bias: fc.option(
            listOf(
              c,
              grid.map(v => v * scale),
            ),
            { nil: undefined },
          ),
          y: listOf(n, fc.nat({ max: c - 1 })),
          drawn: listOf(k, fc.nat({ max: c - 1 })),
          each: listOf(
            c,
            fc.integer({ min: 1, max: 16 }).map(v => v / 16),
          ),
          keep: fc.boolean(),
        })
        .map(({ each, ...p }) => ({ ...p, q: p.drawn.map(j => each[j]!) })),
    )

const matrix = (rows: readonly (readonly number[])[]) =>
  fromData(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length] as const)
const vector = (values: readonly number[]) => fromData(Float64Array.from(values), [values.length] as const)
const indices = (values: readonly number[]) => fromData(Int32Array.from(values), [values.length] as const)

function tensorsOf(p: Problem) {
  const theta = matrix(p.theta)
  return {
    params: p.bias === undefined ? { theta } : { theta, bias: vector(p.bias) },
    x: matrix(p.x),
    y: indices(p.y),
    sample: { classes: indices(p.drawn), probabilities: vector(p.q) },
    options: { removeAccidentalHits: !p.keep },
  }
}

/**
 * The definition in plain loops: losses [n], the gradient of their mean, and how far another computation may lie from both.
 *
 * H = max Σ|x||θ| + |b| + |ln(K·q)|. An exponent z − ln(K·q) takes 2d + 3 roundings of numbers up to H and one of K·q: with
 * those of the other computation it is off by e ≤ (2d + 4)·eps·(1 + H). A probability is a quotient of such exponentials, its
 * divisor a sum of K + 1: relatively off by 2e + (K + 6)·eps; so is a loss by 2e + (K + 6)·eps·(1 + loss). A gradient is a sum
 * of n terms that cancel: M is its formula with every term added.
 */
function paper({ x, theta, bias, y, drawn, q, keep }: Problem) {
  const [n, d, c, k] = [x.length, theta.length, theta[0]!.length, drawn.length]
  const towardTheta = theta.map(row => row.map(() => ({ value: 0, m: 0 })))
  const towardBias = Array.from({ length: c }, () => ({ value: 0, m: 0 }))
  const losses: number[] = []
  let largest = 0
  x.forEach((row, i) => {
    const z = Array.from({ length: c }, (_, a) =>
      row.reduce((sum, v, j) => sum + v * theta[j]![a]!, bias === undefined ? 0 : bias[a]!),
    )
    const sizes = z.map((_, a) =>
      row.reduce((sum, v, j) => sum + Math.abs(v * theta[j]![a]!), Math.abs(bias?.[a] ?? 0)),
    )
    largest = Math.max(largest, ...sizes.map(h => h + Math.max(...q.map(v => Math.abs(Math.log(k * v))))))
    const terms = drawn.flatMap((a, s) =>
      a === y[i] && !keep ? [] : [{ a, exponent: z[a]! - Math.log(k * q[s]!) }],
    )
    const top = Math.max(z[y[i]!]!, ...terms.map(t => t.exponent))
    const total = terms.reduce((sum, t) => sum + Math.exp(t.exponent - top), Math.exp(z[y[i]!]! - top))
    losses.push(Math.log(total) + top - z[y[i]!]!)
    const towardScore = (a: number, value: number) => {
      const add = (cell: { value: number; m: number }, v: number) => {
        cell.value += v / n
        cell.m += Math.abs(v) / n
      }
      add(towardBias[a]!, value)
      for (let j = 0; j < d; j++) add(towardTheta[j]![a]!, row[j]! * value)
    }
    towardScore(y[i]!, Math.exp(z[y[i]!]! - top) / total)
    towardScore(y[i]!, -1)
    for (const t of terms) towardScore(t.a, Math.exp(t.exponent - top) / total)
  })
  const off = 2 * (2 * d + 4) * EPS * (1 + largest)
  const judged = (cells: readonly { value: number; m: number }[]) =>
    cells.map(({ value, m }) => ({ value, tolerance: m * (off + (k + n + 12) * EPS) + 1e-300 }))
  return {
    losses: losses.map(value => ({ value, tolerance: off + (k + 6) * EPS * (1 + Math.abs(value)) })),
    theta: judged(towardTheta.flat()),
    bias: judged(towardBias),
  }
}

function expectWithin(
  got: Tensor,
  wanted: readonly { readonly value: number; readonly tolerance: number }[],
  what: string,
): void {
  expect(got.size, what).toBe(wanted.length)
  wanted.forEach(({ value, tolerance }, i) => {
    const error = Math.abs(got.data[i]! - value)
    if (!(error <= tolerance))
      expect.fail(`${what}[${i}]: got ${got.data[i]}, wanted ${value}: ${error} apart, allowed ${tolerance}`)
  })
}

describe('sampledSoftmaxLoss', () => {
  it('is its definition in plain loops, to scores of ±1e4', () => {
    fc.assert(
      fc.property(problems(), p => {
        const { params, x, y, sample, options } = tensorsOf(p)
        const { losses } = paper(p)
        const each = sampledSoftmaxLoss(params, x, y, sample, { ...options, reduction: 'none' })
        expectWithin(each, losses, 'losses')
        const n = p.x.length
        const sum = losses.reduce((all, one) => ({
          value: all.value + one.value,
          tolerance: all.tolerance + one.tolerance + n * EPS * Math.abs(one.value),
        }))
        expectWithin(sampledSoftmaxLoss(params, x, y, sample, { ...options, reduction: 'sum' }), [sum], 'sum')
        const mean = { value: sum.value / n, tolerance: sum.tolerance + EPS * Math.abs(sum.value) }
        expectWithin(sampledSoftmaxLoss(params, x, y, sample, options), [mean], 'mean')
      }),
      { numRuns: 500 },
    )
  })

  it('has the gradient p̃_c − 1 for the true class, n_i·p̃_i/(K·q_i) for drawn ones, times x, and exactly 0 for others', () => {
    fc.assert(
      fc.property(problems(), p => {
        const { params, x, y, sample, options } = tensorsOf(p)
        const { theta, bias } = paper(p)
        const { gradient } = valueAndGrad(sampledSoftmaxLoss)(params, x, y, sample, options)
        expectWithin(gradient.theta, theta, 'theta')
        if (p.bias !== undefined) expectWithin(gradient.bias!, bias, 'bias')
        const c = p.theta[0]!.length
        for (let a = 0; a < c; a++) {
          if (p.y.includes(a) || p.drawn.includes(a)) continue
          for (let j = 0; j < p.theta.length; j++) expect(gradient.theta.data[j * c + a]).toBe(0)
          if (p.bias !== undefined) expect(gradient.bias!.data[a]).toBe(0)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('has the gradient that checkGradient finds, towards parameters and features', () => {
    fc.assert(
      fc.property(problems([1 / 16]), p => {
        const { params, x, y, sample, options } = tensorsOf(p)
        // Scores are small: where p̃ is 1e-10, f has more noise than slope.
        const report = checkGradient(
          (m: typeof params, f: Tensor) => sampledSoftmaxLoss(m, f, y, sample, options),
          params,
          x,
        )
        expect(report.verdict, report.message).toBe('holds')
      }),
      { numRuns: 40 },
    )
  })

  it('is, on paper, for z = (ln 2, 0, ln 3), c = 0, S = (2, 2, 1), q = (½, ½, ¼): p̃ = 2/(2 + 2·3/(3·½) + 1/(3·¼)) = 3/11', () => {
    const params = { theta: tensor([[Math.log(2), 0, Math.log(3), 5]]), bias: zeros([4]) }
    const sample = { classes: tensor([2, 2, 1], int), probabilities: tensor([0.5, 0.5, 0.25]) }
    const { value, gradient } = valueAndGrad(sampledSoftmaxLoss)(
      params,
      ones([1, 1]),
      zeros([1], int),
      sample,
    )
    // Six numbers of about 1, each through some ten roundings.
    const close = (got: number, wanted: number) => expect(Math.abs(got - wanted)).toBeLessThan(16 * EPS)
    close(value.item(), Math.log(11 / 3))
    // ∂/∂z_2 = 2·3/(22/3)/(3·½) = 6/11, ∂/∂z_1 = 1/(22/3)/(3·¼) = 2/11: together they undo 3/11 − 1.
    ;[3 / 11 - 1, 2 / 11, 6 / 11, 0].forEach((wanted, i) => {
      close(gradient.theta.data[i]!, wanted)
      close(gradient.bias!.data[i]!, wanted)
    })
  })

  it('is the loss of softmax regression where every other class was drawn once, at q = 1/(C − 1)', () => {
    const stream = random(3)
    const [n, d, c] = [1, 3, 6]
    const params = { theta: stream.normal([d, c] as const), bias: stream.normal([c] as const) }
    const x = stream.normal([n, d])
    const sample = { classes: tensor([0, 1, 3, 4, 5], int), probabilities: full([c - 1], 1 / (c - 1)) }
    const y = tensor([2], int)
    const ours = valueAndGrad(sampledSoftmaxLoss)(params, x, y, sample)
    const whole = valueAndGrad(softmaxLoss)(params, x, y)
    // Scores below 10 in some twenty roundings: 8·eps·(1 + H)·2 as in closedForm.ts.
    const close = (got: Tensor, wanted: Tensor) =>
      expect(allClose(got, wanted, { rtol: 0, atol: 16 * EPS * 11 })).toBe(true)
    close(ours.value, whole.value)
    close(ours.gradient.theta, whole.gradient.theta)
    close(ours.gradient.bias!, whole.gradient.bias!)
  })

  it('has finite losses and gradients at scores of ±1e4, and keeps the digits of a tiny loss', () => {
    const params = { theta: tensor([[1e4, -1e4, 0]]) }
    const x = ones([1, 1])
    const at = (y: number, drawn: number) =>
      valueAndGrad(sampledSoftmaxLoss)(params, x, tensor([y], int), {
        classes: tensor([drawn], int),
        probabilities: tensor([1]),
      })
    expect(at(1, 0).value.item()).toBe(2e4)
    expect(at(1, 0).gradient.theta.toArray()).toEqual([[1, -1, 0]])
    expect(at(0, 1).value.item()).toBe(0)
    expect(at(0, 1).gradient.theta.toArray()).toEqual([[0, 0, 0]])
    const small = { theta: tensor([[100, 0]]) }
    const tiny = sampledSoftmaxLoss(small, x, tensor([0], int), {
      classes: tensor([1], int),
      probabilities: tensor([1]),
    })
    // ln(1 + e⁻¹⁰⁰) = e⁻¹⁰⁰ to 1e-43, and exp is good to an ulp in its argument's last digit.
    expect(Math.abs(tiny.item() / Math.exp(-100) - 1)).toBeLessThan(4 * EPS)
  })

  it('computes nothing as long as the classes are many', () => {
    const c = 100_000
    const params = { theta: zeros([2, c]), bias: zeros([c]) }
    const sample = sampleClasses(ones([c]), 3, random(1))
    let longest = 0
    const ran = (_op: unknown, _inputs: unknown, output: Tensor) => {
      longest = Math.max(longest, output.size)
      return undefined
    }
    withWatcher({ ran }, () =>
      sampledSoftmaxLoss(params, ones([4, 2]), tensor([0, 1, 2, c - 1], int), sample),
    )
    // n·(K + 1) = 16 candidates.
    expect(longest).toBe(16)
  })

  it('keeps float32', () => {
    const params = { theta: zeros([2, 5], { dtype: 'float32' }), bias: zeros([5], { dtype: 'float32' }) }
    const sample = sampleClasses(ones([5]), 2, random(1))
    const x = ones([1, 2], { dtype: 'float32' })
    const { value, gradient } = valueAndGrad(sampledSoftmaxLoss)(params, x, tensor([4], int), sample)
    expect([value.dtype, gradient.theta.dtype, gradient.bias!.dtype]).toEqual([
      'float32',
      'float32',
      'float32',
    ])
  })
})

describe('accidental hits', () => {
  const params = { theta: tensor([[0.5, -1, 2]]) }
  const x = ones([2, 1])

  it('count 0 for the rows whose class was drawn, and stay for the others', () => {
    const sample = { classes: tensor([0, 1], int), probabilities: tensor([0.5, 0.5]) }
    const without = { classes: tensor([1], int), probabilities: tensor([1]) }
    const [first, second] = sampledSoftmaxLoss(params, x, tensor([0, 2], int), sample, {
      reduction: 'none',
    }).data
    expect(first).toBe(sampledSoftmaxLoss(params, ones([1, 1]), tensor([0], int), without).item())
    const paperSecond = Math.log(1 + Math.exp(0.5 - 2) + Math.exp(-1 - 2))
    expect(Math.abs(second! - paperSecond)).toBeLessThan(8 * EPS)
  })

  it('alone give a loss of 0 that is flat', () => {
    const sample = { classes: tensor([1, 1], int), probabilities: tensor([0.25, 0.25]) }
    const { value, gradient } = valueAndGrad(sampledSoftmaxLoss)(params, x, tensor([1, 1], int), sample)
    expect(value.item()).toBe(0)
    expect(gradient.theta.toArray()).toEqual([[0, 0, 0]])
  })

  it('removed leave the denominator right on average, kept they add e^(z_c): over all C^K samples', () => {
    const z = [0.5, -1, 2]
    const q = [0.5, 0.25, 0.25]
    const [c, k] = [1, 3]
    const exact = z.reduce((sum, v) => sum + Math.exp(v), 0)
    for (const removeAccidentalHits of [true, false]) {
      let average = 0
      for (let code = 0; code < 3 ** k; code++) {
        const drawn = [code % 3, Math.floor(code / 3) % 3, Math.floor(code / 9)]
        const sample = { classes: indices(drawn), probabilities: vector(drawn.map(j => q[j]!)) }
        const loss = sampledSoftmaxLoss(params, ones([1, 1]), tensor([c], int), sample, {
          removeAccidentalHits,
        })
        const chance = drawn.reduce((p, j) => p * q[j]!, 1)
        average += chance * Math.exp(loss.item() + z[c]!)
      }
      const wanted = removeAccidentalHits ? exact : exact + Math.exp(z[c]!)
      // 27 terms of relative rounding e ≤ 8·eps·(1 + 4) each, added in 27 steps.
      expect(Math.abs(average - wanted)).toBeLessThan((40 + 27) * EPS * wanted)
    }
  })
})

describe('the denominator', () => {
  it('converges to the full sum: its mean squared relative error is σ²/(K·D²)', () => {
    const [c, runs] = [40, 2000]
    const stream = random(11)
    const z = stream.normal([1, c])
    const weights = Float64Array.from(stream.uniform([c], { low: 0.2, high: 1 }).data)
    weights[0] = 0
    const total = weights.reduce((a, b) => a + b, 0)
    const q = Array.from(weights, w => w / total)
    // One draw adds t = e^(z_j)/q_j with probability q_j: mean μ, variance σ², fourth moment about the mean κ·σ⁴.
    const moment = (f: (t: number) => number) =>
      q.reduce((sum, p, j) => (p === 0 ? sum : sum + p * f(Math.exp(z.data[j]!) / p)), 0)
    const mu = moment(t => t)
    const variance = moment(t => (t - mu) ** 2)
    const kappa = moment(t => (t - mu) ** 4) / variance ** 2
    const exact = Math.exp(z.data[0]!) + mu
    for (const k of [1, 4, 16, 64, 256]) {
      let squares = 0
      for (let run = 0; run < runs; run++) {
        const sample = sampleClasses(fromData(weights, [c]), k, stream)
        const loss = sampledSoftmaxLoss({ theta: z }, ones([1, 1]), zeros([1], int), sample).item()
        squares += (Math.exp(loss + z.data[0]!) / exact - 1) ** 2 / runs
      }
      // The mean T of K draws has E(T − μ)² = σ²/K and E(T − μ)⁴ = (κ + 3(K − 1))·σ⁴/K³, so that the average of (T − μ)² over
      // R runs deviates by σ²/K·√((2 + (κ − 3)/K)/R). Five deviations are passed once in a million seeds; this one is fixed.
      const ratio = squares / (variance / k / exact ** 2)
      const limit = 5 * Math.sqrt((2 + (kappa - 3) / k) / runs)
      expect(limit).toBeLessThan(0.5)
      expect(Math.abs(ratio - 1), `K = ${k}`).toBeLessThan(limit)
    }
  })
})

describe('sampleClasses', () => {
  it('draws each class as often as its weight says, and one of weight 0 never', () => {
    const weights = tensor([0, 3, 0, 1, 4, 0], int)
    const count = 20_000
    const { classes, probabilities } = sampleClasses(weights, count, random(5))
    expect([classes.dtype, classes.shape, probabilities.shape]).toEqual(['int32', [count], [count]])
    const wanted = [0, 3 / 8, 0, 1 / 8, 1 / 2, 0]
    const counts = wanted.map((_, j) => Array.from(classes.data).filter(drawn => drawn === j).length)
    // A binomial count has deviation √(N·q·(1 − q)); five of them are passed once in a million seeds.
    wanted.forEach((p, j) => {
      expect(Math.abs(counts[j]! - count * p)).toBeLessThanOrEqual(5 * Math.sqrt(count * p * (1 - p)))
    })
    for (let i = 0; i < count; i++) expect(probabilities.data[i]).toBe(wanted[classes.data[i]!])
  })

  it('gives the same again under a seed, and goes on with the stream', () => {
    const draw = (stream = random(8)) => sampleClasses(ones([50]), 20, stream).classes
    expect(arrayEqual(draw(), draw())).toBe(true)
    const stream = random(8)
    draw(stream)
    expect(arrayEqual(draw(stream), draw())).toBe(false)
  })

  it('draws only what can be drawn: one class, or one beside weights that vanish', () => {
    expect([...sampleClasses(ones([1]), 3, random(0)).classes.data]).toEqual([0, 0, 0])
    const { classes, probabilities } = sampleClasses(tensor([1e-300, 1, 1e-300]), 100, random(0))
    expect(new Set(classes.data)).toEqual(new Set([1]))
    expect(probabilities.data[0]).toBe(1)
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 9 }).filter(w => w.some(v => v > 0)),
        fc.integer(),
        (weights, seed) => {
          const found = sampleClasses(tensor(weights), 30, random(seed)).classes
          for (const j of found.data) expect(weights[j]).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('bad input is refused by what was got and wanted', () => {
  const params = { theta: zeros([2, 3]), bias: zeros([3]) }
  const x = zeros([4, 2])
  const y = tensor([0, 1, 2, 0], int)
  const classes = tensor([0, 2], int)
  const probabilities = tensor([0.5, 0.25])
  const loss = (parts: Record<string, unknown> = {}, options = {}) => {
    const all = { ...params, x, y, classes, probabilities, ...parts } as typeof params & {
      x: Tensor
      y: Tensor
      classes: Tensor
      probabilities: Tensor
    }
    return sampledSoftmaxLoss(all, all.x, all.y, all, options)
  }
  const draw = (weights: unknown, count: unknown = 2, stream: unknown = random(0)) =>
    sampleClasses(weights as Tensor, count as number, stream as ReturnType<typeof random>)
  const cases: Readonly<Record<string, () => unknown>> = {
    'ShapeError: sampledSoftmaxLoss: wants theta [d, C], got [6]': () => loss({ theta: zeros([6]) }),
    'ShapeError: sampledSoftmaxLoss: wants features [n, 2], as theta has 2 rows, got [4, 3]': () =>
      loss({ x: zeros([4, 3]) }),
    'ShapeError: sampledSoftmaxLoss: wants features [n, 2], as theta has 2 rows, got [2]': () =>
      loss({ x: zeros([2]) }),
    'ShapeError: sampledSoftmaxLoss: wants a bias for each of 3 classes, got [2]': () =>
      loss({ bias: zeros([2]) }),
    'ShapeError: sampledSoftmaxLoss: wants a class for each row as labels [n], got [4, 3]': () =>
      loss({ y: zeros([4, 3]) }),
    'ShapeError: sampledSoftmaxLoss: wants a label for each row, got 4 rows and 3 labels': () =>
      loss({ y: zeros([3], int) }),
    'ShapeError: sampledSoftmaxLoss: wants at least one row, got none': () =>
      loss({ x: zeros([0, 2]), y: zeros([0], int) }),
    'ArgumentError: sampledSoftmaxLoss: label 3 in row 1 is out of range: there are 3 classes, 0 to 2': () =>
      loss({ y: tensor([0, 3, 0, 0], int) }),
    'ArgumentError: sampledSoftmaxLoss: label -1 in row 0 is out of range: there are 3 classes, 0 to 2': () =>
      loss({ y: tensor([-1, 0, 0, 0], int) }),
    'ArgumentError: sampledSoftmaxLoss: labels must be whole numbers, got 0.5 in row 2': () =>
      loss({ y: tensor([0, 1, 0.5, 0]) }),
    'ShapeError: sampledSoftmaxLoss: wants at least one drawn class, [K], got [0]': () =>
      loss({ classes: zeros([0], int), probabilities: zeros([0]) }),
    'ShapeError: sampledSoftmaxLoss: wants at least one drawn class, [K], got [2, 2]': () =>
      loss({ classes: zeros([2, 2], int) }),
    'ShapeError: sampledSoftmaxLoss: wants probabilities [2], one for each drawn class, got [3]': () =>
      loss({ probabilities: full([3], 0.1) }),
    'ArgumentError: sampledSoftmaxLoss: drawn class 3 at place 1 is none of the 3 classes, 0 to 2': () =>
      loss({ classes: tensor([0, 3], int) }),
    'ArgumentError: sampledSoftmaxLoss: drawn class -1 at place 0 is none of the 3 classes, 0 to 2': () =>
      loss({ classes: tensor([-1, 0], int) }),
    'ArgumentError: sampledSoftmaxLoss: drawn class 0.5 at place 0 is none of the 3 classes': () =>
      loss({ classes: tensor([0.5, 0]) }),
    'ArgumentError: sampledSoftmaxLoss: probabilities must be above 0 and at most 1, got 0 at place 1': () =>
      loss({ probabilities: tensor([0.5, 0]) }),
    'ArgumentError: sampledSoftmaxLoss: probabilities must be above 0 and at most 1, got -0.5 at place 0':
      () => loss({ probabilities: tensor([-0.5, 1]) }),
    'ArgumentError: sampledSoftmaxLoss: probabilities must be above 0 and at most 1, got 1.5 at place 0':
      () => loss({ probabilities: tensor([1.5, 1]) }),
    'ArgumentError: sampledSoftmaxLoss: probabilities must be above 0 and at most 1, got NaN at place 0':
      () => loss({ probabilities: tensor([Number.NaN, 1]) }),
    'ArgumentError: sampledSoftmaxLoss: labels must be a tensor, got an array of length 4': () =>
      loss({ y: [0, 1, 2, 0] }),
    'ArgumentError: sampledSoftmaxLoss: classes must be a tensor, got undefined': () =>
      loss({ classes: undefined }),
    "ArgumentError: sampledSoftmaxLoss: has no option 'l2'; it has reduction, removeAccidentalHits": () =>
      loss({}, { l2: 1 }),
    'ArgumentError: sampleClasses: weights must be a tensor, got an array of length 2': () => draw([1, 2]),
    'ShapeError: sampleClasses: wants a weight for each class, [C], got [2, 2]': () => draw(ones([2, 2])),
    'ArgumentError: sampleClasses: weights must be ≥ 0, got -1 for class 1': () => draw(tensor([1, -1, 3])),
    'ArgumentError: sampleClasses: weights must be ≥ 0, got NaN for class 0': () =>
      draw(tensor([Number.NaN])),
    'ArgumentError: sampleClasses: weights must have a finite sum above 0, got 0': () => draw(zeros([3])),
    'ArgumentError: sampleClasses: weights must have a finite sum above 0, got Infinity': () =>
      draw(tensor([1e308, 1e308])),
    'ArgumentError: sampleClasses: the count must be a whole number ≥ 1, got 0': () => draw(ones([3]), 0),
    'ArgumentError: sampleClasses: the count must be a whole number ≥ 1, got 1.5': () => draw(ones([3]), 1.5),
    'ArgumentError: sampleClasses: wants a stream such as random(1), got 7': () => draw(ones([3]), 2, 7),
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

  it('and good input is not, nor is a learned proposal kept from its gradient', () => {
    expect(loss().shape).toEqual([])
    const toward = grad((probabilities: Tensor) => loss({ probabilities }))(probabilities)
    for (const slope of toward.data) expect(slope).toBeLessThan(0)
  })
})
