// Special functions at their edges: poles, ends, and what has no derivative here.
import { describe, expect, it } from 'vitest'
import { grad, hessian, type Tensor, tensor } from '../../../src/index.js'
import {
  beta,
  betainc,
  digamma,
  erfc,
  erfcinv,
  erfinv,
  gammainc,
  gammaincc,
  i0,
  i0e,
  i1,
  i1e,
  lgamma,
  logBeta,
  polygamma,
} from '../../../src/ops/special/index.js'
import { checkGradient } from '../../../src/testing/index.js'

const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN]
const at = (op: (x: Tensor) => Tensor, ...xs: number[]) => Array.from(op(tensor(xs)).data, v => v + 0)
/** Derivatives of orders 1 … n at a number. */
function derivatives(op: (x: Tensor) => Tensor, x: number, n: number): number[] {
  let f = op
  return Array.from({ length: n }, () => {
    f = grad(f)
    return f(tensor(x)).item() + 0
  })
}

describe('values at edges', () => {
  it('erfc goes from 2 to 0, through the smallest numbers there are', () => {
    expect(at(erfc, -INF, -7, 0, 30, INF, NAN)).toEqual([2, 2, 1, 0, 0, NAN])
    expect(at(erfc, 27)).toEqual([5.23705e-319])
  })

  it('lgamma is ∞ at its poles, digamma and its derivatives say from which side, or nothing', () => {
    expect(at(lgamma, 0, -1, -2, INF, -INF, 1, 2, NAN)).toEqual([INF, INF, INF, INF, INF, 0, 0, NAN])
    expect(at(digamma, 0, -0, -1, INF, -INF, NAN)).toEqual([-INF, INF, NAN, INF, NAN, NAN])
    expect(at(x => polygamma(1, x), 0, -3, INF, -INF, NAN)).toEqual([INF, INF, 0, NAN, NAN])
    expect(at(x => polygamma(2, x), 0, -3, INF)).toEqual([-INF, NAN, 0])
  })

  it('shares go from 0 to 1', () => {
    expect(at(x => gammainc(2, x), 0, INF, -1, NAN)).toEqual([0, 1, NAN, NAN])
    expect(at(x => gammaincc(2, x), 0, INF, -1, NAN)).toEqual([1, 0, NAN, NAN])
    expect(at(a => gammainc(a, 1), 0, INF, -1, NAN)).toEqual([1, 0, NAN, NAN])
    expect(at(x => betainc(2, 3, x), 0, 1, -1, 2, NAN)).toEqual([0, 1, NAN, NAN, NAN])
    expect(at(a => betainc(a, 1, 0.5), 0, INF, -1)).toEqual([1, 0, NAN])
    expect(at(a => betainc(a, a, 0.5), 0, INF, 1e308)).toEqual([NAN, NAN, 0.5])
  })

  it('shares are between 0 and 1 at any size of their arguments, and are found in a few steps', () => {
    const found = (f: (...all: number[]) => Tensor, ...all: number[]) => f(...all).item()
    const ofBeta = (a: number, b: number, x: number) => found(betainc as never, a, b, x)
    for (const a of [1e100, 1e160, 1e300])
      expect([ofBeta(a, 2, 0.5), ofBeta(a, 2.5, 0.5), ofBeta(2.5, a, 0.5), ofBeta(1e-300, a, 0.5)]).toEqual([
        0, 0, 1, 1,
      ])
    expect(ofBeta(1.2607912938482867e147, 8.360301090308128e-240, 0.4868321716785431)).toBe(0)
    // With b as large the share is that of a gamma density, P(2.5, b·x); the values are mpmath's gammainc.
    expect(ofBeta(2.5, 1e160, 1e-160)).toBeCloseTo(0.15085496391539036, 14)
    expect(ofBeta(2.5, 1e300, 3e-300)).toBeCloseTo(0.6937810815867216, 14)
    expect(found(gammainc as never, 1e-300, 1)).toBe(1)
    expect(found(gammaincc as never, 8, 1e164)).toBe(0)
  })

  it('inverses of error functions go to ±∞ at the ends, and are NaN beyond', () => {
    expect(at(erfinv, -1, 0, 1, 1.5, -INF, NAN)).toEqual([-INF, 0, INF, NAN, NAN, NAN])
    expect(at(erfcinv, 0, 1, 2, -0.5, 2.5, NAN)).toEqual([INF, 0, -INF, NAN, NAN, NAN])
    expect(erfinv(tensor(-0)).item()).toBe(-0)
    expect(
      [derivatives(erfinv, 1, 1), derivatives(erfcinv, 0, 1), derivatives(erfcinv, 2, 1)].flat(),
    ).toEqual([INF, -INF, -INF])
  })

  it('beta is ∞ where one of the two is 0, and 0 where one is ∞', () => {
    expect(at(a => beta(a, 2), 0, INF, -1, NAN)).toEqual([INF, 0, NAN, NAN])
    expect(at(a => logBeta(2, a), 0, INF, -1, 1e308)).toEqual([INF, -INF, NAN, -2 * Math.log(1e308)])
    expect(at(a => logBeta(a, INF), 0)).toEqual([NAN])
  })

  it('Bessel functions of order 0 are even, of order 1 odd; scaled ones fall to 0', () => {
    expect(at(i0, 0, 800, -800, INF, NAN)).toEqual([1, INF, INF, INF, NAN])
    expect(at(i1, 0, 800, -800, -INF, NAN)).toEqual([0, INF, -INF, -INF, NAN])
    expect([...at(i0e, 0, INF, NAN), ...at(i1e, 0, INF, NAN)]).toEqual([1, 0, NAN, 0, 0, NAN])
    expect([i0(tensor(-3)).item(), i1(tensor(-3)).item()]).toEqual([
      i0(tensor(3)).item(),
      -i1(tensor(3)).item(),
    ])
    // I₀ = 1 + x²/4 + x⁴/64 + …, I₁ = x/2 + x³/16 + …
    expect(derivatives(i0, 0, 4)).toEqual([0, 0.5, 0, 0.375])
    expect(derivatives(i1, 0, 3)).toEqual([0.5, 0, 0.375])
  })

  it('a plain number follows the tensors beside it', () => {
    const x = tensor([0.5], { dtype: 'float32' })
    expect([betainc(2, 3, x).dtype, gammainc(2, x).dtype, betainc(2, 3, 0.5).dtype]).toEqual([
      'float32',
      'float32',
      'float64',
    ])
    expect(betainc(tensor([[1], [2]], { dtype: 'int32' }), 1, x).shape).toEqual([2, 1])
    expect(() => betainc(tensor([1, 2]), tensor([1, 2, 3]), 0.5)).toThrow(
      'betainc: shapes [2] and [3] do not broadcast',
    )
    expect(() => betainc(1, 1, 'x' as never)).toThrow(/^betainc: wants a tensor or a number/)
  })
})

describe('derivatives at edges', () => {
  it('at 0 are those of the first terms of the series', () => {
    // P(2, x) = 1 − (1 + x)e⁻ˣ, I(2, 2, x) = 3x² − 2x³, P(½, x) = erf √x
    expect(derivatives(x => gammainc(2, x), 0, 4)).toEqual([0, 1, -2, 3])
    expect(derivatives(x => gammaincc(1, x), 0, 3)).toEqual([-1, 1, -1])
    expect(derivatives(x => gammainc(0.5, x), 0, 1)).toEqual([INF])
    for (const [got, want] of [
      [derivatives(x => betainc(2, 2, x), 0, 4), [0, 6, -12, 0]],
      [derivatives(x => betainc(2, 2, x), 1, 4), [0, -6, -12, 0]],
    ] as const)
      got.forEach((v, i) => {
        expect(Math.abs(v - want[i]!)).toBeLessThanOrEqual(64 * 2 ** -52 * Math.abs(want[i]!))
      })
  })

  it('in a tail keep their digits: the slope of erfc at 25', () => {
    // −2/√π·e^(−625): the exponential and two products.
    const want = (-2 / Math.sqrt(Math.PI)) * Math.exp(-625)
    expect(Math.abs(derivatives(erfc, 25, 1)[0]! / want - 1)).toBeLessThanOrEqual(8 * 2 ** -52)
  })

  it('one by x is differentiable by a and b: the density is', () => {
    // ∂/∂a xᵃ⁻¹e⁻ˣ/Γ(a) at a = 1 is e⁻ˣ(ln x + γ); ∂/∂a xᵃ⁻¹(1 − x)ᵇ⁻¹/B(a, b) at a = b = 1 is ln x + 1
    const gammaSlope = (a: Tensor) => grad((x: Tensor) => gammainc(a, x))(tensor(2))
    expect(grad(gammaSlope)(tensor(1)).item()).toBeCloseTo(Math.exp(-2) * (Math.LN2 + 0.5772156649015329), 14)
    const betaSlope = (a: Tensor) => grad((x: Tensor) => betainc(a, 1, x))(tensor(0.25))
    expect(grad(betaSlope)(tensor(1)).item()).toBeCloseTo(Math.log(0.25) + 1, 14)
  })

  it('towards a are there once for gammainc, and refused beyond; those of betainc are refused', () => {
    // P + Q = 1
    const both = [gammainc, gammaincc].map(f => grad((a: Tensor) => f(a, 2))(tensor(1.5)).item())
    expect(both[0]! + both[1]!).toBe(0)
    const slopes = (x: number, ...as: number[]) =>
      as.map(a => grad((v: Tensor) => gammainc(v, x))(tensor(a)).item() + 0)
    expect([...slopes(0, 2), ...slopes(INF, 2), ...slopes(2, INF, 0)]).toEqual([0, 0, 0, NAN])
    expect(
      checkGradient((a: Tensor) => gammainc(a, tensor([0.1, 2, 3, 9])), tensor([0.3, 2, 2.5, 4])).verdict,
    ).toBe('holds')
    expect(() => grad(grad((a: Tensor) => gammainc(a, 2)))(tensor(1))).toThrow(
      'gammainc: has no second derivative towards a; give a as a constant, such as stopGradient(a)',
    )
    expect(() =>
      hessian(([a, x]: readonly [Tensor, Tensor]) => gammaincc(a, x))([tensor(1), tensor(1)]),
    ).toThrow('gammainc: has no second derivative towards a')
    // Mixed ones are there: ∂²P/∂a∂x = density·(ln x − ψ(a)), by either order.
    const [first, second] = [
      grad((x: Tensor) => grad((a: Tensor) => gammainc(a, x))(tensor(3)))(tensor(2)).item(),
      grad((a: Tensor) => grad((x: Tensor) => gammainc(a, x))(tensor(2)))(tensor(3)).item(),
    ]
    expect(Math.abs(first! / second! - 1)).toBeLessThanOrEqual(16 * 2 ** -52)
    expect(() => grad((b: Tensor) => betainc(1, b, 0.5))(tensor(1))).toThrow(
      'betainc: has no derivative towards b',
    )
    expect(grad((x: Tensor) => gammainc(tensor(1), x))(tensor(2)).item()).toBeCloseTo(Math.exp(-2), 14)
  })

  it('of polygamma are bounded by order', () => {
    for (const n of [-1, 0.5, 171, NAN])
      expect(() => polygamma(n, tensor(1))).toThrow(
        `polygamma: n must be a whole number from 0 to 170, got ${n}`,
      )
    expect(() => grad((x: Tensor) => polygamma(170, x))(tensor(1))).toThrow('polygamma: n must be')
  })
})
