// Functions at the borders of their domains, at infinities and at jumps, and their slopes there.
import { describe, expect, it } from 'vitest'
import { grad, hessian, type Tensor, tensor } from '../../../src/index.js'
import * as ops from '../../../src/ops/index.js'

const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN]
const { PI, LN2 } = Math
/** Values, with 0 for −0. */
const at = (op: (x: Tensor) => Tensor, ...xs: number[]) => Array.from(op(tensor(xs)).data, v => v + 0)
const slopes = (op: (x: Tensor) => Tensor, ...xs: number[]) => xs.map(x => grad(op)(tensor(x)).item() + 0)

describe('values', () => {
  it('are those of IEEE 754 and NumPy at the ends of domains, and NaN outside', () => {
    expect(at(ops.tan, 0, INF, -INF, NAN)).toEqual([0, NAN, NAN, NAN])
    expect(at(ops.asin, -1, 1, 1.5, -INF, NAN)).toEqual([-PI / 2, PI / 2, NAN, NAN, NAN])
    expect(at(ops.acos, -1, 1, -1.5, INF, NAN)).toEqual([PI, 0, NAN, NAN, NAN])
    expect(at(ops.atan, -INF, INF, NAN)).toEqual([-PI / 2, PI / 2, NAN])
    expect(at(ops.sinh, -INF, INF, 800, NAN)).toEqual([-INF, INF, INF, NAN])
    expect(at(ops.cosh, -INF, INF, 0, NAN)).toEqual([INF, INF, 1, NAN])
    expect(at(ops.asinh, -INF, INF, NAN)).toEqual([-INF, INF, NAN])
    expect(at(ops.acosh, 1, 0.5, INF, -INF, NAN)).toEqual([0, NAN, INF, NAN, NAN])
    expect(at(ops.atanh, -1, 1, 1.5, INF, NAN)).toEqual([-INF, INF, NAN, NAN, NAN])
    for (const log of [ops.log2, ops.log10])
      expect(at(log, 0, 1, -1, INF, NAN)).toEqual([-INF, 0, NAN, INF, NAN])
    expect(at(ops.log1mexp, 0, -0, 1, -INF, NAN)).toEqual([-INF, -INF, NAN, 0, NAN])
  })

  it('keep the sign of zero where the function is odd', () => {
    for (const f of [ops.tan, ops.asin, ops.atan, ops.sinh, ops.asinh, ops.atanh])
      expect(f(tensor(-0)).item()).toBe(-0)
  })

  it('of atan2 tell zeros and infinities apart by their signs', () => {
    const angle = (y: number, x: number) => ops.atan2(tensor(y), tensor(x)).item()
    expect([angle(0, 0), angle(-0, 0), angle(0, -0), angle(-0, -0)]).toEqual([0, -0, PI, -PI])
    expect([angle(INF, INF), angle(INF, -INF), angle(-INF, INF), angle(1, -INF)]).toEqual([
      PI / 4,
      (3 * PI) / 4,
      -PI / 4,
      PI,
    ])
    expect(angle(NAN, 1)).toBeNaN()
    expect(ops.atan2(tensor([1, -1]), -1).toArray()).toEqual([(3 * PI) / 4, (-3 * PI) / 4])
  })

  it('of logAddExp: −∞ adds nothing, +∞ outweighs, NaN stays', () => {
    const sum = (a: number, b: number) => ops.logAddExp(tensor(a), tensor(b)).item()
    expect([sum(-INF, -INF), sum(-INF, 3), sum(INF, INF), sum(INF, -INF), sum(1000, 1000)]).toEqual([
      -INF,
      3,
      INF,
      INF,
      1000 + LN2,
    ])
    expect(sum(NAN, -INF)).toBeNaN()
  })

  it('of whole numbers and masks are float64', () => {
    expect(ops.atan2(tensor([1], { dtype: 'int32' }), 1).dtype).toBe('float64')
    expect(ops.acosh(tensor([true, true])).dtype).toBe('float64')
    expect(ops.logAddExp(tensor([0], { dtype: 'float32' }), 0).dtype).toBe('float32')
  })
})

describe('slopes', () => {
  it('at the ends of domains are infinite', () => {
    expect(slopes(ops.asin, -1, 1)).toEqual([INF, INF])
    expect(slopes(ops.acos, -1, 1)).toEqual([-INF, -INF])
    expect(slopes(ops.acosh, 1)).toEqual([INF])
    expect(slopes(ops.atanh, -1, 1)).toEqual([INF, INF])
    expect(slopes(ops.log2, 0)).toEqual([INF])
    expect(slopes(ops.log1mexp, 0, -0, -INF)).toEqual([-INF, -INF, 0])
  })

  it('outside of domains and far out', () => {
    expect(slopes(ops.asin, 1.5)).toEqual([NAN])
    expect(slopes(ops.acosh, 0.5)).toEqual([NAN])
    expect(slopes(ops.atan, INF, -INF)).toEqual([0, 0])
    expect(slopes(ops.asinh, INF)).toEqual([0])
  })

  it('of atan2 do not exist at the origin', () => {
    expect(slopes(y => ops.atan2(y, 0), 0)).toEqual([NAN])
    expect(slopes(y => ops.atan2(y, 1), 0)).toEqual([1])
  })

  it('of logAddExp are shared by equals, and 0 for what is masked', () => {
    const both = (a: number, b: number) =>
      grad(([a, b]: readonly [Tensor, Tensor]) => ops.logAddExp(a, b))([tensor(a), tensor(b)]).map(x =>
        x.item(),
      )
    expect(both(2, 2)).toEqual([0.5, 0.5])
    expect(both(INF, INF)).toEqual([0.5, 0.5])
    expect(both(-INF, -INF)).toEqual([0, 0])
    expect(both(-INF, 1)).toEqual([0, 1])
    expect(both(1, INF)).toEqual([0, 1])
    // Of σ(a − b) at a = b the slope is ¼.
    expect(hessian((a: Tensor) => ops.logAddExp(a, 0))(tensor(0)).item()).toBe(0.25)
  })
})

describe('identities', () => {
  it('tie the angle of a point to its coordinates, and its slope to the other ways to write it', () => {
    for (const [y, x] of [
      [1, 2],
      [-3, 0.5],
      [2, -1],
    ] as const) {
      const angle = ops.atan2(tensor(y), tensor(x)).item()
      // Two functions to 2 ulp and a division.
      expect(Math.abs(Math.tan(angle) - y / x)).toBeLessThanOrEqual(32 * 2 ** -52 * (1 + (y / x) ** 2))
      const turned = grad((t: Tensor) => ops.atan2(ops.mul(t, y), ops.mul(t, x)))(tensor(3)).item()
      // The angle does not change along a ray: x·y/r² − y·x/r², each at most ½ and exact to a few ulp, over 3.
      expect(Math.abs(turned)).toBeLessThanOrEqual(8 * 2 ** -52)
    }
  })
})
