// Laws of densities: they integrate or sum to 1, agree with moments and entropies, and have the derivatives they claim.
import { describe, expect, it } from 'vitest'
import * as d from '../../src/distributions/index.js'
import { arange, exp, grad, mul, square, sub, sum, type Tensor, tensor } from '../../src/index.js'
import { checkGradient } from '../../src/testing/index.js'

/**
 * ∫ f by the trapezoidal rule after a change of variables that sends both ends to ±∞ (Takahasi & Mori 1974): for smooth f it
 * converges with every halving, here to about 1e-12 with steps of 1/32. Beyond |t| = 5
 * there is e⁻⁵⁸ of a density as steep as x^(−½).
 */
function integral(f: (x: Tensor) => Tensor, low: number, high: number): number {
  const ts = Array.from({ length: 321 }, (_, i) => (i - 160) / 32)
  const points = ts.map(t => {
    const u = (Math.PI / 2) * Math.sinh(t)
    const du = (Math.PI / 2) * Math.cosh(t)
    if (Number.isFinite(low) && Number.isFinite(high)) {
      const x = low + (high - low) / (1 + Math.exp(-2 * u))
      return { x, weight: ((high - low) / 2 / Math.cosh(u) ** 2) * du }
    }
    if (Number.isFinite(low)) return { x: low + Math.exp(u), weight: Math.exp(u) * du }
    return { x: Math.sinh(u), weight: Math.cosh(u) * du }
  })
  const values = f(tensor(points.map(p => p.x))).data
  let total = 0
  points.forEach(({ weight }, i) => {
    if (weight > 0 && values[i] !== 0) total += values[i]! * weight
  })
  return total / 32
}

const INF = Number.POSITIVE_INFINITY
const continuous = [
  [
    'normal',
    (x: Tensor) => d.normal.logProb(x, { mean: 0.3, deviation: 1.5 }),
    -INF,
    INF,
    d.normal.mean({ mean: 0.3, deviation: 1.5 }),
    d.normal.variance({ mean: 0.3, deviation: 1.5 }),
    d.normal.entropy({ mean: 0.3, deviation: 1.5 }),
  ],
  ...[0.5, 1, 4.5].map(concentration => {
    const p = { concentration, rate: 2 }
    return [
      `gamma ${concentration}`,
      (x: Tensor) => d.gamma.logProb(x, p),
      0,
      INF,
      d.gamma.mean(p),
      d.gamma.variance(p),
      d.gamma.entropy(p),
    ] as const
  }),
  ...[
    [0.75, 2],
    [1, 1],
    [5, 3.5],
  ].map(([a, b]) => {
    const p = { a: a!, b: b! }
    return [
      `beta ${a}, ${b}`,
      (x: Tensor) => d.beta.logProb(x, p),
      0,
      1,
      d.beta.mean(p),
      d.beta.variance(p),
      d.beta.entropy(p),
    ] as const
  }),
  [
    'exponential',
    (x: Tensor) => d.exponential.logProb(x, { rate: 0.5 }),
    0,
    INF,
    d.exponential.mean({ rate: 0.5 }),
    d.exponential.variance({ rate: 0.5 }),
    d.exponential.entropy({ rate: 0.5 }),
  ],
  [
    'uniform',
    (x: Tensor) => d.uniform.logProb(x, { low: -1, high: 2 }),
    -1,
    2,
    d.uniform.mean({ low: -1, high: 2 }),
    d.uniform.variance({ low: -1, high: 2 }),
    d.uniform.entropy({ low: -1, high: 2 }),
  ],
] as const

describe('densities integrate to 1, and to their moments and entropies', () => {
  for (const [name, logProb, low, high, mean, variance, entropy] of continuous)
    it(name, () => {
      const expected = (g: (x: Tensor) => Tensor) => integral(x => mul(exp(logProb(x)), g(x)), low, high)
      const m = mean.item()
      expect(Math.abs(integral(x => exp(logProb(x)), low, high) - 1)).toBeLessThanOrEqual(1e-9)
      expect(Math.abs(expected(x => x) - m)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(m)))
      expect(Math.abs(expected(x => square(sub(x, m))) - variance.item())).toBeLessThanOrEqual(
        1e-9 * (1 + variance.item()),
      )
      const surprise = expected(x => {
        const logs = logProb(x)
        return tensor(Array.from(logs.data, v => (v === -INF ? 0 : -v)))
      })
      expect(Math.abs(surprise - entropy.item())).toBeLessThanOrEqual(1e-8)
    })
})

describe('probabilities sum to 1, and to their moments', () => {
  const counts = arange(0, 4000)
  const discrete = {
    poisson: [d.poisson, { rate: 7.5 }],
    negativeBinomial: [d.negativeBinomial, { mean: 7.5, concentration: 1.5 }],
    bernoulli: [d.bernoulli, { probability: 0.3 }],
    'bernoulli by logits': [d.bernoulli, { logits: -1.25 }],
  } as const
  for (const [name, [distribution, parameters]] of Object.entries(discrete))
    it(name, () => {
      const of = distribution as d.Distribution<object>
      const p = exp(of.logProb(counts, parameters))
      const m = of.mean(parameters).item()
      // Of 4000 terms, each exact to a few ulp of a logarithm up to 30000 at the far end, where they are 0.
      expect(Math.abs(sum(p).item() - 1)).toBeLessThanOrEqual(1e-12)
      expect(Math.abs(sum(mul(p, counts)).item() - m)).toBeLessThanOrEqual(1e-11)
      const scatter = sum(mul(p, square(sub(counts, m)))).item()
      expect(Math.abs(scatter - of.variance(parameters).item())).toBeLessThanOrEqual(1e-9)
    })

  it('categorical, with its entropy', () => {
    const logits = tensor([0.5, -1, 2, Number.NEGATIVE_INFINITY])
    const logs = d.categorical.logProb(arange(0, 4), { logits })
    expect(Math.abs(sum(exp(logs)).item() - 1)).toBeLessThanOrEqual(8 * 2 ** -52)
    const probabilities = exp(logs)
    const surprise = Array.from(logs.data).reduce((total, v) => total - (v === -INF ? 0 : v * Math.exp(v)), 0)
    for (const p of [{ logits }, { probabilities }])
      expect(Math.abs(d.categorical.entropy(p).item() - surprise)).toBeLessThanOrEqual(16 * 2 ** -52)
  })
})

describe('derivatives of log densities hold towards x and every parameter', () => {
  const t = tensor
  const checks: Record<string, [(...xs: Tensor[]) => Tensor, ...Tensor[]]> = {
    normal: [
      (x, mean, deviation) => d.normal.logProb(x!, { mean: mean!, deviation: deviation! }),
      t([0.5, -1]),
      t(0.3),
      t([1.5, 2]),
    ],
    uniform: [
      (x, low, high) => d.uniform.logProb(x!, { low: low!, high: high! }),
      t([0.5, 1]),
      t(-0.5),
      t([1.5, 2]),
    ],
    exponential: [(x, rate) => d.exponential.logProb(x!, { rate: rate! }), t([0.5, 1]), t([[1.5], [2]])],
    gamma: [
      (x, concentration, rate) => d.gamma.logProb(x!, { concentration: concentration!, rate: rate! }),
      t([0.5, 3]),
      t([0.75, 4]),
      t(2),
    ],
    beta: [(x, a, b) => d.beta.logProb(x!, { a: a!, b: b! }), t([0.25, 0.75]), t([0.75, 4]), t(2)],
    poisson: [rate => d.poisson.logProb(t([0, 3, 5]), { rate: rate! }), t(2.5)],
    negativeBinomial: [
      (mean, concentration) =>
        d.negativeBinomial.logProb(t([0, 3, 5]), { mean: mean!, concentration: concentration! }),
      t(2.5),
      t([1, 2, 30]),
    ],
    bernoulli: [probability => d.bernoulli.logProb(t([0, 1]), { probability: probability! }), t(0.25)],
    'bernoulli by logits': [logits => d.bernoulli.logProb(t([0, 1]), { logits: logits! }), t([0.25, -2])],
    categorical: [
      logits =>
        d.categorical.logProb(
          t(
            [
              [0, 2],
              [1, 1],
            ],
            { dtype: 'int32' },
          ),
          { logits: logits! },
        ),
      t([0.5, -1, 2]),
    ],
    'multivariateNormal by covariance': [
      (x, mean, covariance) => d.multivariateNormal.logProb(x!, { mean: mean!, covariance: covariance! }),
      t([
        [0.5, 1],
        [2, -1],
      ]),
      t([0.25, 0]),
      t([
        [2, 0.5],
        [0.5, 1],
      ]),
    ],
    'multivariateNormal in batches': [
      (x, mean, scaleTril) => d.multivariateNormal.logProb(x!, { mean: mean!, scaleTril: scaleTril! }),
      t([0.5, 1]),
      t([
        [0.25, 0],
        [1, 1],
      ]),
      t([
        [
          [2, 9],
          [0.5, 1],
        ],
        [
          [1, 9],
          [-0.5, 0.75],
        ],
      ]),
    ],
    kl: [
      (m, s, n, u) => d.normal.kl({ mean: m!, deviation: s! }, { mean: n!, deviation: u! }),
      t([0.5, 1]),
      t([1, 2]),
      t(0),
      t(1.5),
    ],
  }
  for (const [name, [f, ...inputs]] of Object.entries(checks))
    it(name, () =>
      expect(checkGradient((xs: readonly Tensor[]) => sum(f(...xs)), inputs).message).toMatch(
        /holds|agree|right/,
      ),
    )
})

describe('the divergence of normal distributions', () => {
  it('is the expected difference of log densities, 0 for equal ones', () => {
    const [p, q] = [
      { mean: 0.5, deviation: 1.25 },
      { mean: -1, deviation: 2 },
    ]
    const want = integral(
      x =>
        mul(
          exp(d.normal.logProb(x, p)),
          sub(
            d.normal.logProb(tensor(Array.from(x.data, v => Math.max(-1e3, Math.min(1e3, v)))), p),
            d.normal.logProb(tensor(Array.from(x.data, v => Math.max(-1e3, Math.min(1e3, v)))), q),
          ),
        ),
      -INF,
      INF,
    )
    expect(Math.abs(d.normal.kl(p, q).item() - want)).toBeLessThanOrEqual(1e-9)
    expect(d.normal.kl(q, q).item()).toBe(0)
    expect(
      grad((mean: Tensor) => d.normal.kl({ mean, deviation: 1 }, { mean: 0, deviation: 1 }))(
        tensor(3),
      ).item(),
    ).toBe(3)
  })
})
