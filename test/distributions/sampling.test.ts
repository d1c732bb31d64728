// Draws: moments within what chance allows, derivatives through them, and what is refused.
import { describe, expect, it } from 'vitest'
import * as d from '../../src/distributions/index.js'
import { grad, log, mul, random, square, sum, type Tensor, tensor, vjp } from '../../src/index.js'
import { gammainc } from '../../src/ops/special/index.js'
import { checkGradient } from '../../src/testing/index.js'

const N = 20_000

/**
 * Fails unless the mean of values is what it should be, to six deviations of a mean: of 40 such questions one goes wrong in
 * 10⁷ seeds, and the seeds are fixed. The deviation is that of the values themselves.
 */
function expectMean(values: ArrayLike<number>, want: number, text: string): void {
  const n = values.length
  const all = Array.from(values)
  const middle = all.reduce((a, b) => a + b, 0) / n
  const variance = all.reduce((a, b) => a + (b - middle) ** 2, 0) / (n - 1)
  expect(Math.abs(middle - want), `${text}: ${middle} for ${want}`).toBeLessThanOrEqual(
    6 * Math.sqrt(variance / n),
  )
}

const cases = {
  normal: [d.normal, { mean: -1, deviation: 3 }],
  uniform: [d.uniform, { low: -1, high: 3 }],
  exponential: [d.exponential, { rate: 0.25 }],
  'gamma, small': [d.gamma, { concentration: 0.125, rate: 0.5 }],
  'gamma, large': [d.gamma, { concentration: 30, rate: 2 }],
  beta: [d.beta, { a: 0.5, b: 2 }],
  bernoulli: [d.bernoulli, { probability: 0.125 }],
  'poisson, by products': [d.poisson, { rate: 3.5 }],
  'poisson, by rejection': [d.poisson, { rate: 10 }],
  'poisson, far out': [d.poisson, { rate: 4000 }],
  negativeBinomial: [d.negativeBinomial, { mean: 4, concentration: 1.5 }],
} as const

describe('draws have the mean and the variance that are claimed', () => {
  for (const [name, [distribution, parameters]] of Object.entries(cases))
    it(name, () => {
      const of = distribution as d.Distribution<object>
      const { data } = of.sample(random(7), [N], parameters)
      const m = of.mean(parameters).item()
      expectMean(data, m, 'mean')
      expectMean(
        Array.from(data, x => (x - m) ** 2),
        of.variance(parameters).item(),
        'variance',
      )
    })

  it('and of a gamma distribution the shares below quantiles, small concentrations included', () => {
    for (const concentration of [0.05, 0.7, 1, 8]) {
      const p = { concentration, rate: 1 }
      const shares = gammainc(concentration, d.gamma.sample(random(11), [N], p))
      // P(x) is uniform: mean 1/2, mean square 1/3.
      expectMean(shares.data, 1 / 2, `P at ${concentration}`)
      expectMean(
        Array.from(shares.data, v => v * v),
        1 / 3,
        `P² at ${concentration}`,
      )
    }
  })

  it('poisson and negative binomial counts are as frequent as their probabilities say', () => {
    for (const [distribution, p] of [
      [d.poisson, { rate: 12 }],
      [d.negativeBinomial, { mean: 12, concentration: 3 }],
    ] as const) {
      const of = distribution as d.Distribution<object>
      const { data } = of.sample(random(5), [N], p)
      for (const k of [5, 10, 12, 15, 20])
        expectMean(
          Array.from(data, x => (x === k ? 1 : 0)),
          Math.exp(of.logProb(k, p).item()),
          `count ${k}`,
        )
    }
  })

  it('categorical: classes as often as they are probable, and never one of probability 0', () => {
    const logits = tensor([
      [0, 1, Number.NEGATIVE_INFINITY],
      [2, Number.NEGATIVE_INFINITY, 2],
    ])
    const { data, shape, dtype } = d.categorical.sample(random(3), [N, 2], { logits })
    expect([shape, dtype]).toEqual([[N, 2], 'int32'])
    const first = Array.from({ length: N }, (_, i) => data[2 * i]!)
    const second = Array.from({ length: N }, (_, i) => data[2 * i + 1]!)
    expectMean(first, Math.E / (1 + Math.E), 'class 1 of row 0')
    expectMean(second, 1, 'classes 0 and 2 of row 1')
    expect(first.includes(2) || second.includes(1)).toBe(false)
  })

  it('multivariateNormal: means and covariances, one matrix or one for each vector', () => {
    const [mean, covariance] = [
      tensor([1, -2]),
      tensor([
        [2, -0.75],
        [-0.75, 0.5],
      ]),
    ]
    const { data } = d.multivariateNormal.sample(random(9), [N, 2], { mean, covariance })
    const pick = (f: (x: number, y: number) => number) =>
      Array.from({ length: N }, (_, i) => f(data[2 * i]! - 1, data[2 * i + 1]! + 2))
    expectMean(
      pick(x => x),
      0,
      'mean of x',
    )
    expectMean(
      pick((_, y) => y),
      0,
      'mean of y',
    )
    expectMean(
      pick(x => x * x),
      2,
      'variance of x',
    )
    expectMean(
      pick((x, y) => x * y),
      -0.75,
      'covariance',
    )
    // The same noise through two equal matrices in a batch.
    const twice = tensor([covariance.toArray(), covariance.toArray()])
    const [one, two] = [covariance, twice].map(c =>
      d.multivariateNormal.sample(random(1), [3, 2, 2], { mean, covariance: c }).toTypedArray(),
    )
    one!.forEach((v, i) => {
      expect(Math.abs(v - two![i]!)).toBeLessThanOrEqual(8 * 2 ** -52 * (1 + Math.abs(v)))
    })
  })
})

describe('derivatives go through draws', () => {
  const shape = [4, 2]
  const t = tensor
  const smooth: Record<string, [(xs: readonly Tensor[]) => Tensor, readonly Tensor[]]> = {
    normal: [([m, s]) => d.normal.sample(random(1), shape, { mean: m!, deviation: s! }), [t([1, 2]), t(0.5)]],
    uniform: [([a, b]) => d.uniform.sample(random(1), shape, { low: a!, high: b! }), [t([1, 2]), t(5)]],
    exponential: [([r]) => d.exponential.sample(random(1), shape, { rate: r! }), [t([1, 2])]],
    multivariateNormal: [
      ([m, c]) => d.multivariateNormal.sample(random(1), shape, { mean: m!, covariance: c! }),
      [
        t([1, 2]),
        t([
          [2, 0.5],
          [0.5, 1],
        ]),
      ],
    ],
  }
  for (const [name, [f, at]] of Object.entries(smooth))
    it(`${name}: with the same noise, as differences show`, () =>
      expect(checkGradient((xs: readonly Tensor[]) => sum(square(f(xs))), at).verdict).toBe('holds'))

  // E x = a/r and E ln x = ψ(a) − ln r for a gamma distribution, E x = a/(a + b) for a beta distribution: slopes of means of draws
  // must have these slopes as their means.
  const slopes = (f: (a: Tensor) => Tensor, a: number): ArrayLike<number> => {
    const each = tensor(Array.from({ length: N }, () => a))
    const { value, pullback } = vjp(f)(each)
    return pullback(tensor(Array.from(value.data, () => 1))).data
  }
  it('gamma: slopes of draws have the slope of the mean as their mean', () => {
    for (const a of [0.25, 1, 6]) {
      const draws = (concentration: Tensor) => d.gamma.sample(random(2), [N], { concentration, rate: 2 })
      expectMean(slopes(draws, a), 1 / 2, `∂E x/∂a at ${a}`)
      expectMean(
        slopes(v => square(draws(v)), a),
        (2 * a + 1) / 4,
        `∂E x²/∂a at ${a}`,
      )
      const byRate = (rate: Tensor) => d.gamma.sample(random(2), [N], { concentration: a, rate })
      expectMean(slopes(byRate, 2), -a / 4, `∂E x/∂rate at ${a}`)
    }
    // ψ′(1) = π²/6
    expectMean(
      slopes(a => log(d.gamma.sample(random(4), [N], { concentration: a, rate: 1 })), 1),
      Math.PI ** 2 / 6,
      '∂E ln x/∂a at 1',
    )
  })

  it('beta: slopes of draws have the slope of the mean as their mean', () => {
    for (const [a, b] of [
      [0.5, 2],
      [3, 4],
    ] as const) {
      expectMean(
        slopes(v => d.beta.sample(random(2), [N], { a: v, b }), a),
        b / (a + b) ** 2,
        'by a',
      )
      expectMean(
        slopes(v => d.beta.sample(random(2), [N], { a, b: v }), b),
        -a / (a + b) ** 2,
        'by b',
      )
    }
  })

  it('second ones towards a concentration are refused', () => {
    const f = (concentration: Tensor) => sum(d.gamma.sample(random(1), [3], { concentration, rate: 1 }))
    expect(() => grad(grad(f))(tensor(2))).toThrow(
      'gamma: has no second derivative towards the concentration of a draw',
    )
    // Towards the rate there is one: x/rate has 2x/rate³.
    const g = (rate: Tensor) => sum(d.gamma.sample(random(1), [3], { concentration: 2, rate }))
    const x = g(tensor(1)).item()
    expect(Math.abs(grad(grad(g))(tensor(2)).item() / (x / 4) - 1)).toBeLessThanOrEqual(16 * 2 ** -52)
  })

  it('counts and classes carry none', () => {
    for (const f of [
      (v: Tensor) => d.poisson.sample(random(1), [3], { rate: v }),
      (v: Tensor) => d.negativeBinomial.sample(random(1), [3], { mean: v, concentration: v }),
      (v: Tensor) => d.bernoulli.sample(random(1), [3], { logits: v }),
    ])
      expect(grad((v: Tensor) => sum(mul(f(v), 1)))(tensor(1)).item()).toBe(0)
  })
})

describe('shapes, dtypes and seeds', () => {
  it('the shape is what comes back, and parameters broadcast to it', () => {
    const p = { mean: tensor([1, 2]), deviation: tensor([[1], [2], [3]]) }
    expect(d.normal.sample(random(1), [3, 2], p).shape).toEqual([3, 2])
    expect(() => d.normal.sample(random(1), [2], p)).toThrow(/broadcast/)
    expect(d.gamma.sample(random(1), [0, 2], { concentration: tensor([1, 2]), rate: 1 }).shape).toEqual([
      0, 2,
    ])
    expect(d.poisson.sample(random(1), [], { rate: 3 }).shape).toEqual([])
  })

  it('float32 parameters give float32, and the same seed the same draws', () => {
    const rate = tensor([2, 3], { dtype: 'float32' })
    for (const draw of [
      () => d.poisson.sample(random(1), [2], { rate }),
      () => d.exponential.sample(random(1), [2], { rate }),
      () => d.gamma.sample(random(1), [2], { rate, concentration: 2 }),
      () => d.normal.sample(random(1), [2], { mean: 0, deviation: rate }),
    ]) {
      expect(draw().dtype).toBe('float32')
      expect(draw().toArray()).toEqual(draw().toArray())
    }
    const narrow = tensor([1], { dtype: 'float32' })
    for (const v of [
      d.normal.logProb(narrow, { mean: 0, deviation: 1 }),
      d.uniform.logProb(narrow, { low: 0, high: 2 }),
      d.exponential.logProb(narrow, { rate: 1 }),
      d.gamma.logProb(narrow, { concentration: 2, rate: 1 }),
      d.beta.logProb(narrow, { a: 2, b: 1 }),
      d.bernoulli.logProb(narrow, { logits: 2 }),
      d.poisson.logProb(narrow, { rate: 2 }),
      d.negativeBinomial.logProb(narrow, { mean: 2, concentration: 1 }),
      d.categorical.logProb(1, { logits: tensor([1, 2], { dtype: 'float32' }) }),
    ])
      expect(v.dtype).toBe('float32')
    expect(d.poisson.logProb(tensor([1], { dtype: 'int32' }), { rate: 2 }).dtype).toBe('float64')
  })
})

describe('bad input', () => {
  it('numbers that cannot be parameters, names that are none, and what is no stream are refused', () => {
    const refused: readonly [() => unknown, string][] = [
      [() => d.normal.logProb(1, { mean: 0, deviation: 0 }), 'normal: deviation must be above 0, got 0'],
      [() => d.normal.logProb(1, { mean: Number.NaN, deviation: 1 }), 'normal: mean must be finite, got NaN'],
      [() => d.normal.logProb(1, { mean: 0, std: 1 } as never), 'std'],
      [
        () => d.gamma.logProb(1, { concentration: 1 } as never),
        'gamma: wants rate, a tensor or a number, got undefined',
      ],
      [
        () => d.bernoulli.logProb(1, { probability: 1.5 }),
        'bernoulli: probability must be from 0 to 1, got 1.5',
      ],
      [() => d.bernoulli.logProb(1, undefined as never), 'bernoulli: wants { probability } or { logits }'],
      [
        () => d.poisson.sample(random(1), [1], { rate: tensor(-1) }),
        'poisson: rate must be at least 0 to draw, got -1',
      ],
      [
        () => d.gamma.sample(random(1), [1], { concentration: tensor(0), rate: 1 }),
        'gamma: concentration must be above 0 to draw, got 0',
      ],
      [
        () => d.normal.sample(42 as never, [1], { mean: 0, deviation: 1 }),
        'normal: wants a stream, such as random(42), got 42',
      ],
      [
        () => d.categorical.sample(random(1), [1], { probabilities: tensor([0, 0]) }),
        'categorical: probabilities must not all be 0 to draw',
      ],
      [
        () => d.categorical.logProb(0, { logits: tensor(1) }),
        'categorical: logits need an axis of classes, got shape []',
      ],
      [
        () =>
          d.multivariateNormal.logProb(tensor([1, 2]), { mean: tensor([0, 0]), covariance: tensor([1, 1]) }),
        'multivariateNormal: wants mean [..., k] and covariance [..., k, k], got [2] and [2]',
      ],
      [
        () =>
          d.multivariateNormal.logProb(tensor([1]), {
            mean: tensor([0, 0]),
            scaleTril: tensor([
              [1, 0],
              [0, 1],
            ]),
          }),
        'multivariateNormal: wants x [..., 2], got [1]',
      ],
      [
        () =>
          d.multivariateNormal.logProb(tensor([1, 2]), {
            mean: tensor([0, 0]),
            covariance: tensor([
              [1, 2],
              [2, 1],
            ]),
          }),
        'not positive definite',
      ],
    ]
    for (const [run, message] of refused) expect(run, message).toThrow(message)
  })

  it('tensors that cannot be parameters give NaN, and so does an x that is NaN', () => {
    expect(d.normal.logProb(0, { mean: 0, deviation: tensor(-1) }).item()).toBeNaN()
    for (const v of [
      d.normal.logProb(Number.NaN, { mean: 0, deviation: 1 }),
      d.gamma.logProb(Number.NaN, { concentration: 1, rate: 1 }),
      d.poisson.logProb(Number.NaN, { rate: 1 }),
      d.bernoulli.logProb(Number.NaN, { logits: 0 }),
      d.beta.logProb(Number.NaN, { a: 1, b: 1 }),
    ])
      expect(v.item()).toBeNaN()
  })

  it('outside of the support there is no slope', () => {
    expect(grad((rate: Tensor) => d.exponential.logProb(-1, { rate }))(tensor(1)).item()).toBe(0)
    expect(grad((a: Tensor) => d.gamma.logProb(-1, { concentration: a, rate: 1 }))(tensor(2)).item()).toBe(0)
  })
})
