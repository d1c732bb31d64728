// How exact special functions are in float64, beside figures to 60 digits: tails, neighbours of zeros, and between.
import { describe, expect, it } from 'vitest'
import { grad, type Tensor, tensor } from '../../../src/index.js'
import * as special from '../../../src/ops/special/index.js'
import { ulp } from '../../support/ulp.js'
import { figures } from './figures.js'

type Rows = readonly (readonly number[])[]

/** The largest error of f over the rows, in units that `unit` gives for a row, and where that is. */
function worst(
  rows: Rows,
  f: (...xs: Tensor[]) => Tensor,
  unit: (value: number, xs: readonly number[]) => number,
) {
  let [error, at] = [0, rows[0]!]
  for (const row of rows) {
    const xs = row.slice(0, -2)
    const [value, rest] = row.slice(-2) as [number, number]
    const got = f(...xs.map(x => tensor(x))).item()
    const off = got === value && !Number.isFinite(value) ? 0 : Math.abs((got - value) / ulp(value) - rest)
    const scaled = (off * ulp(value)) / unit(value, xs)
    if (!(scaled <= error)) [error, at] = [scaled, row]
  }
  return { error, at }
}

describe('special functions in float64', () => {
  const inUlp = {
    erfc: [special.erfc, 4],
    lgamma: [special.lgamma, 4],
    digamma: [special.digamma, 4],
    polygamma1: [(x: Tensor) => special.polygamma(1, x), 6],
    polygamma2: [(x: Tensor) => special.polygamma(2, x), 6],
    polygamma3: [(x: Tensor) => special.polygamma(3, x), 6],
    polygamma7: [(x: Tensor) => special.polygamma(7, x), 6],
    erfinv: [special.erfinv, 4],
    i0: [special.i0, 8],
    i0e: [special.i0e, 8],
    i1: [special.i1, 8],
    i1e: [special.i1e, 8],
  } as const
  for (const [name, [f, limit]] of Object.entries(inUlp))
    it(`${name} is exact to ${limit} ulp`, () => {
      const { error, at } = worst(figures[name as keyof typeof inUlp], f, ulp)
      expect(error, `at ${at}`).toBeLessThanOrEqual(limit)
    })

  /** The relative change of x by an ulp moves a tail e^(−d) by about d ulp. */
  const ofTails = { gammainc: 8, gammaincc: 8, betainc: 16 } as const
  for (const [name, limit] of Object.entries(ofTails))
    it(`${name} is exact to ${limit} ulp, times 1 + |ln y|`, () => {
      const f: (...xs: Tensor[]) => Tensor = { ...special }[name as keyof typeof ofTails] as never
      const { error, at } = worst(figures[name as keyof typeof ofTails], f, y => ulp(y) * (1 - Math.log(y)))
      expect(error, `at ${at}`).toBeLessThanOrEqual(limit)
    })

  // Near 1, erfcinv goes through 0, and has what is left of 1 − x.
  it('erfcinv is exact to 4 ulp, or to one of 1 near 0', () => {
    const { error, at } = worst(figures.erfcinv, special.erfcinv, y => ulp(Math.max(Math.abs(y), 0.25)))
    expect(error, `at ${at}`).toBeLessThanOrEqual(4)
  })

  it('logBeta is exact to 8 ulp of the value or of the terms that are added, and so is beta, a power of e', () => {
    const terms = (y: number, [a, b]: readonly number[]) =>
      Math.max(
        1,
        Math.abs(y),
        ...[a!, b!].filter(x => x < 10).map(x => Math.abs(special.lgamma(tensor(x)).item())),
      )
    const logs = worst(figures.logBeta, special.logBeta, (y, xs) => ulp(terms(y, xs)))
    expect(logs.error, `at ${logs.at}`).toBeLessThanOrEqual(8)
    const powers = worst(figures.beta, special.beta, (y, xs) => ulp(y) * (1 + terms(Math.log(y), xs)))
    expect(powers.error, `at ${powers.at}`).toBeLessThanOrEqual(8)
  })

  // The density moves by d ulp with an ulp of x, as the tails do; and ln x − ψ is of the size 1/√a at most where both are large.
  it('the slope of gammainc towards a is exact to 32 ulp, times 1 + |ln y|', () => {
    const towardsA = (a: Tensor, x: Tensor) => grad((v: Tensor) => special.gammainc(v, x))(a)
    const { error, at } = worst(figures.gammaincByShape, towardsA, y => ulp(y) * (1 + Math.abs(Math.log(-y))))
    expect(error, `at ${at}`).toBeLessThanOrEqual(32)
  })

  it('that slope goes on where series give way to an expansion, at a = 10⁸', () => {
    const [below, above] = [1e8 - 1, 1e8 + 1].map(a => {
      const x = a + 2 * Math.sqrt(a)
      const [byShape, byX] = [
        grad((v: Tensor) => special.gammainc(v, x))(tensor(a)).item(),
        grad((v: Tensor) => special.gammainc(a, v))(tensor(x)).item(),
      ]
      return byShape / byX
    })
    // The next term is z³/a^1.5; and 10⁵ terms are added, of which each may be off by as many ulp as it has predecessors.
    expect(Math.abs(below! / above! - 1)).toBeLessThanOrEqual(1e-10)
  })

  // By reflection, two terms that may cancel: what is lost is measured by them.
  it('below 0 errors are some ulp of the terms that are added there', () => {
    const reflected = (x: number) => Math.abs(Math.PI / Math.tan(Math.PI * (x - Math.round(x))))
    const off = {
      lgamma: worst(figures.lgammaBelow, special.lgamma, (y, [x]) =>
        ulp(Math.max(1, Math.abs(y), special.lgamma(tensor(-x!)).item())),
      ),
      digamma: worst(figures.digammaBelow, special.digamma, (y, [x]) =>
        ulp(Math.max(Math.abs(y), reflected(x!), 3)),
      ),
      trigamma: worst(figures.trigammaBelow, x => special.polygamma(1, x), ulp),
    }
    for (const [name, { error, at }] of Object.entries(off))
      expect(error, `${name} at ${at}`).toBeLessThanOrEqual(6)
  })

  it('in float32 they are those of float64, rounded', () => {
    const x = tensor([0.3, 2.5, 7], { dtype: 'float32' })
    const wide = tensor(Array.from(x.data))
    for (const f of [special.erfc, special.lgamma, special.digamma, (v: Tensor) => special.gammainc(2.5, v)])
      expect(Array.from(f(x).data)).toEqual(Array.from(f(wide).data, Math.fround))
  })
})

describe('sides', () => {
  it('P + Q = 1, and I(a, b, x) + I(b, a, 1 − x) = 1, to the ulp of 1', () => {
    for (const [a, x] of figures.gammainc) {
      const [p, q] = [special.gammainc(tensor(a!), tensor(x!)), special.gammaincc(tensor(a!), tensor(x!))]
      expect(Math.abs(p.item() + q.item() - 1)).toBeLessThanOrEqual(16 * 2 ** -53)
    }
    for (const [a, b, x] of figures.betainc) {
      const y = 1 - x!
      // 1 − y is not x where x has more digits.
      if (1 - y !== x) continue
      const both = special.betainc(a!, b!, x!).item() + special.betainc(b!, a!, y).item()
      expect(Math.abs(both - 1)).toBeLessThanOrEqual(32 * 2 ** -53)
    }
  })

  it('of halves and wholes are those of elementary functions', () => {
    for (const x of [1e-5, 0.3, 1, 2, 5, 20]) {
      const close = (got: Tensor, want: number) =>
        expect(Math.abs(got.item() / want - 1)).toBeLessThanOrEqual(
          16 * 2 ** -52 * (1 + Math.abs(Math.log(want))),
        )
      close(special.gammaincc(tensor(0.5), tensor(x)), special.erfc(tensor(Math.sqrt(x))).item())
      close(special.gammaincc(tensor(1), tensor(x)), Math.exp(-x))
      close(special.gammaincc(tensor(3), tensor(x)), Math.exp(-x) * (1 + x + (x * x) / 2))
      const y = x / (1 + x)
      close(special.betainc(3, 1, y), y ** 3)
      close(special.betainc(0.5, 0.5, y), (2 / Math.PI) * Math.atan(Math.sqrt(x)))
    }
  })

  it('with large a and b they are smooth where one way to them gives way to another', () => {
    // Of a = b, a half lies below ½; and steps across the borders are those of the density, to what rounding allows.
    for (const a of [10, 1e5, 9.9e8, 1e9, 1.1e9, 1e12, 1e300])
      expect(Math.abs(special.betainc(a, a, 0.5).item() - 0.5)).toBeLessThanOrEqual(2 ** -48)
    const near = [0.999999e9, 1.000001e9].map(a => {
      const z = 2
      return special.betainc(a, 2 * a, 1 / 3 + (z * Math.sqrt(2 / 27)) / Math.sqrt(a)).item()
    })
    // The share at z deviations moves by about φ(z)·z³/√a·1e-6 ≈ 1e-11 between the two.
    expect(Math.abs(near[0]! - near[1]!)).toBeLessThanOrEqual(1e-10)
    expect(near[0]!).toBeGreaterThan(0.97)
  })
})
