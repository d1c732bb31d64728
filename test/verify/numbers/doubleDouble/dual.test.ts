// Derivatives of any order by duals: beside what is known of them, and beside the library in float64.
import { describe, expect, it } from 'vitest'
import { grad, reshape, slice, type Tensor, tensor } from '../../../../src/index.js'
import * as ops from '../../../../src/ops/index.js'
import { primalOf } from '../../../../src/verify/numbers/doubleDouble/dual.js'
import * as x from '../../../../src/verify/numbers/doubleDouble/index.js'
import {
  type DoubleDouble,
  doubleDouble,
  dual,
  ONE,
  plain,
  type Real,
  tangentOf,
  toNumber,
  ZERO,
} from '../../../../src/verify/numbers/doubleDouble/index.js'
import { measured } from '../../../support/measured.js'
import { errorOf, exact } from './rational.js'

type Function1 = (x: Real) => Real
const w = doubleDouble

let fresh = 0
/** f′ by a dual with a tag of its own, higher than those already about. */
const derivative =
  (f: Function1): Function1 =>
  at => {
    const tag = ++fresh
    return tangentOf(f(dual(tag, at, ONE)), tag)
  }
/** f⁽ⁿ⁾(at): the outermost derivative has the lowest tag, as it is begun first. */
const nth = (f: Function1, n: number, at: DoubleDouble): DoubleDouble => {
  let g = f
  for (let i = 0; i < n; i++) g = derivative(g)
  return plain(g(at))
}
const product = (...factors: readonly (number | Real)[]): Real =>
  factors.map(v => (typeof v === 'number' ? w(v) : v)).reduce(x.mul)
const power = (base: Real, p: number): Real => x.pow(base, w(p))

/**
 * The third derivatives in closed form. Both sides are sums of at most a dozen terms of functions exact to 4 units of 2⁻¹⁰⁰,
 * which are up to 8 times the result at the points below: 400 units, 2⁻⁹¹, bound the difference.
 */
const LIMIT = 400
const points = [0.1875, 0.7, 1.3, 2.6].map(doubleDouble)
const thirds: Readonly<Record<string, readonly [Function1, Function1]>> = {
  exp: [x.exp, x.exp],
  log: [x.log, v => x.div(w(2), power(v, 3))],
  sqrt: [x.sqrt, v => product(3 / 8, power(v, -2.5))],
  sin: [x.sin, v => x.neg(x.cos(v))],
  cos: [x.cos, x.sin],
  tanh: [
    x.tanh,
    v => {
      const t2 = power(x.tanh(v), 2)
      return product(x.sub(w(1), t2), x.sub(product(6, t2), w(2)))
    },
  ],
  sech: [x.sech, v => product(x.sech(v), x.tanh(v), x.sub(product(6, power(x.sech(v), 2)), ONE))],
  sigmoid: [
    x.sigmoid,
    v => {
      const s = x.sigmoid(v)
      const rest = x.sub(ONE, s)
      return product(s, rest, x.sub(ONE, product(6, s, rest)))
    },
  ],
  softplus: [
    x.softplus,
    v => {
      const s = x.sigmoid(v)
      return product(s, x.sub(ONE, s), x.sub(ONE, product(2, s)))
    },
  ],
  erf: [
    x.erf,
    v => {
      const slope = x.div(product(2, x.exp(x.neg(product(v, v)))), x.sqrt(x.PI))
      return product(slope, x.sub(product(4, v, v), w(2)))
    },
  ],
  'x^2.5': [v => power(v, 2.5), v => product(2.5 * 1.5 * 0.5, power(v, -0.5))],
  '3^x': [v => x.pow(w(3), v), v => product(x.pow(w(3), v), power(x.log(w(3)), 3))],
  '1/x': [v => x.div(ONE, v), v => product(-6, power(v, -4))],
  x·x·x·x: [v => product(v, v, v, v), v => product(24, v)],
}

describe('third derivatives', () => {
  for (const [name, [f, third]] of Object.entries(thirds)) {
    it(name, () => {
      for (const at of points)
        expect(errorOf(nth(f, 3, at), exact(plain(third(at)))), `at ${toNumber(at)}`).toBeLessThanOrEqual(
          LIMIT,
        )
    })
  }

  it('keep relative accuracy far from 0 and about it', () => {
    const tail = (f: Function1, n: number, at: number, expected: Real) =>
      expect(errorOf(nth(f, n, w(at)), exact(plain(expected)))).toBeLessThanOrEqual(LIMIT)
    // tanh′ = 4e^(−2x) and σ″ = e^x but for factors 1 + e^(−2|x|), which 31 digits do not show.
    tail(x.tanh, 1, 300, product(4, x.exp(w(-600))))
    tail(x.tanh, 2, 300, product(-8, x.exp(w(-600))))
    tail(x.sigmoid, 2, -1e4, x.exp(w(-1e4)))
    tail(x.sigmoid, 1, 1e4, x.exp(w(-1e4)))
    tail(x.softplus, 2, 1e5, x.exp(w(-1e5)))
    // tanh″ = −2x and σ″ = −x/8 but for factors 1 + O(x²).
    tail(x.tanh, 2, 1e-20, product(-2, w(1e-20)))
    tail(x.sigmoid, 2, 1e-20, product(-1 / 8, w(1e-20)))
  })
})

describe('powers', () => {
  const derivatives = (p: number, at: number) =>
    [0, 1, 2, 3, 4].map(n => toNumber(nth(v => power(v, p), n, w(at))) + 0)

  it('have the right derivatives at 0 and below for whole exponents', () => {
    expect(derivatives(0, 0)).toEqual([1, 0, 0, 0, 0])
    expect(derivatives(1, 0)).toEqual([0, 1, 0, 0, 0])
    expect(derivatives(2, 0)).toEqual([0, 0, 2, 0, 0])
    expect(derivatives(3, 0)).toEqual([0, 0, 0, 6, 0])
    expect(derivatives(2, -3)).toEqual([9, -6, 2, 0, 0])
    expect(derivatives(3, -2)).toEqual([-8, 12, -12, 6, 0])
    expect(derivatives(-1, -2)).toEqual([-0.5, -0.25, -0.25, -0.375, -0.75])
    expect(derivatives(0.5, 0).slice(0, 2)).toEqual([0, Infinity])
    expect(derivatives(0.5, -1)[1]).toBeNaN()
  })

  it('have the derivative of xˣ', () => {
    for (const at of points) {
      const first = product(x.pow(at, at), x.add(ONE, x.log(at)))
      expect(
        errorOf(
          nth(v => x.pow(v, v), 1, at),
          exact(plain(first)),
        ),
      ).toBeLessThanOrEqual(LIMIT)
    }
    expect(toNumber(nth(v => x.pow(ZERO, v), 1, w(2)))).toBe(0)
  })
})

describe('choices', () => {
  const slopes = (f: (a: Real, b: Real) => Real, a: number, b: number) => {
    const y = f(dual(1, w(a), ONE), dual(2, w(b), ONE))
    return [plain(y), plain(tangentOf(y, 1)), plain(tangentOf(y, 2))].map(toNumber)
  }

  it('branch by value, and share the slope where values tie', () => {
    expect(slopes(x.max, 1, 2)).toEqual([2, 0, 1])
    expect(slopes(x.max, 2, 1)).toEqual([2, 1, 0])
    expect(slopes(x.max, 2, 2)).toEqual([2, 0.5, 0.5])
    expect(slopes(x.min, 1, 2)).toEqual([1, 1, 0])
    expect(slopes(x.min, 3, 3)).toEqual([3, 0.5, 0.5])
    expect(slopes(x.min, Infinity, Infinity)).toEqual([Infinity, 0.5, 0.5])
    expect(slopes(x.max, NaN, 3)[0]).toBeNaN()
    expect(slopes((a, b) => x.max(b, a), NaN, 3)[0]).toBeNaN()
    const third = x.max(dual(1, w(0.1), ONE), w(0.1), w(0.1), w(-5))
    expect(plain(third)).toEqual(w(0.1))
    expect(tangentOf(third, 1)).toEqual(x.div(ONE, w(3)))
    expect(plain(tangentOf(tangentOf(x.max(dual(2, dual(1, ONE, ONE), ONE), ONE), 2), 1))).toEqual(ZERO)
  })

  it('give |x| the slopes −1, 0 and 1', () => {
    for (const at of [-2, 0, 3]) expect(toNumber(nth(x.abs, 1, w(at)))).toBe(Math.sign(at))
    expect(x.sign(dual(1, w(-4), ONE))).toBe(-1)
    expect(x.compare(dual(1, w(-4), ONE), w(-4))).toBe(0)
    expect(x.finite(dual(1, ONE, w(Infinity)))).toBe(false)
  })
})

describe('nesting', () => {
  it('does not confuse changes of different kinds', () => {
    // d/dx (x·d/dy (x + y)) = 1, which one ε for both would make 2.
    const inner = (v: Real) => derivative(y => x.add(v, y))(ONE)
    expect(nth(v => x.mul(v, inner(v)), 1, ONE)).toEqual(ONE)
    // d/dx (x·d/dy (x·y)) = 2x
    expect(nth(v => x.mul(v, derivative(y => x.mul(v, y))(w(2))), 1, w(3))).toEqual(w(6))
  })

  it('finds tangents and primals under higher tags', () => {
    const y = x.mul(dual(2, w(3), w(5)), dual(1, w(7), w(11)))
    expect(plain(tangentOf(y, 1))).toEqual(w(33))
    expect(plain(tangentOf(y, 2))).toEqual(w(35))
    expect(tangentOf(tangentOf(y, 1), 2)).toEqual(tangentOf(tangentOf(y, 2), 1))
    expect(tangentOf(y, 3)).toEqual(ZERO)
    expect(tangentOf(primalOf(y, 1), 2)).toEqual(w(35))
    expect(plain(tangentOf(primalOf(y, 1), 1))).toEqual(ZERO)
    expect(primalOf(primalOf(y, 1), 2)).toEqual(w(21))
  })
})

describe('beside the library', () => {
  const at = [0.31, 1.7]
  /** The value and all second derivatives of f(a, b) by duals. */
  const hessianOf = (f: (a: Real, b: Real) => Real) =>
    [0, 1].map(i =>
      [0, 1].map(j => {
        const seeded = at.map((v, k) => {
          const first = k === i ? dual(1, w(v), ONE) : w(v)
          return k === j ? dual(2, first, ONE) : first
        })
        return toNumber(plain(tangentOf(tangentOf(f(seeded[0]!, seeded[1]!), 2), 1)))
      }),
    )

  const cases: Readonly<
    Record<string, readonly [(a: Real, b: Real) => Real, (a: Tensor, b: Tensor) => Tensor]>
  > = {
    'sin(a·b) + e^(a/b) + aᵇ': [
      (a, b) => x.add(x.add(x.sin(x.mul(a, b)), x.exp(x.div(a, b))), x.pow(a, b)),
      (a, b) => ops.add(ops.add(ops.sin(ops.mul(a, b)), ops.exp(ops.div(a, b))), ops.pow(a, b)),
    ],
    'tanh(a − b)·σ(b)/√a': [
      (a, b) => x.div(x.mul(x.tanh(x.sub(a, b)), x.sigmoid(b)), x.sqrt(a)),
      (a, b) => ops.div(ops.mul(ops.tanh(ops.sub(a, b)), ops.sigmoid(b)), ops.sqrt(a)),
    ],
    'softplus(a²)·erf(b) − log(a + b)·cos(a)': [
      (a, b) => x.sub(x.mul(x.softplus(power(a, 2)), x.erf(b)), x.mul(x.log(x.add(a, b)), x.cos(a))),
      (a, b) =>
        ops.sub(
          ops.mul(ops.softplus(ops.pow(a, 2)), ops.erf(b)),
          ops.mul(ops.log(ops.add(a, b)), ops.cos(a)),
        ),
    ],
  }
  for (const [name, [f, g]] of Object.entries(cases)) {
    it(`finds the Hessian of ${name}`, () => {
      const entry = (v: Tensor, i: number): Tensor => reshape(slice(v, [[i, i + 1]]), [])
      const first = grad((v: Tensor) => g(entry(v, 0), entry(v, 1)))
      hessianOf(f).forEach((row, i) => {
        row.forEach((value, j) => {
          const second = ([v]: readonly Tensor[]) => entry(grad((u: Tensor) => entry(first(u), i))(v!), j)
          // Float64's rounding is measured along the library's own graph; the oracle's is nothing beside it.
          const seen = measured(second, [tensor(at)])
          expect(Math.abs(seen.value - value)).toBeLessThanOrEqual(seen.rounding)
          expect(seen.rounding).toBeLessThan(1e-12)
        })
      })
      const seen = measured(([v]) => g(entry(v!, 0), entry(v!, 1)), [tensor(at)])
      expect(Math.abs(seen.value - toNumber(plain(f(w(at[0]!), w(at[1]!)))))).toBeLessThanOrEqual(
        seen.rounding,
      )
    })
  }
})
