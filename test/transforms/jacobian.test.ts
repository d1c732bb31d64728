// Jacobians and Hessians from batches: as many ops however many rows, chunks that memory allows, rows where a batch is refused.
import { describe, expect, it } from 'vitest'
import { withWatcher } from '../../src/graph/index.js'
import {
  allClose,
  arrayEqual,
  customOp,
  full,
  grad,
  hessian,
  jacobian,
  jvp,
  matmul,
  mul,
  ones,
  random,
  sin,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '../../src/index.js'
import { sizeOf } from '../../src/shape.js'
import { computing } from '../support/trace.js'

/** How many ops ran, and the size of the largest result. */
function counted<T>(run: () => T) {
  const { result, steps } = computing(run)
  return { result, steps: steps.length, largest: Math.max(...steps.map(({ shape }) => sizeOf(shape))) }
}

/** Row by row, since somebody looks on. */
const watched = <T>(run: () => T): T => withWatcher({ ran: () => {} }, run)

/** 2x as an op of one's own, with the rule that is given. */
const twice = (rule: (change: Tensor) => Tensor) =>
  customOp({
    name: 'twice',
    forward: (x: Tensor) => mul(x, 2),
    differentials: () => [{ jvp: rule, vjp: rule }],
  })

describe('a batch of rows', () => {
  const w = random(1).normal([4, 3])

  it.each([
    ['a Jacobian ahead', (x: Tensor) => jacobian((x: Tensor) => tanh(matmul(w, x)))(x), [3, 5], [3, 50]],
    [
      'a Jacobian back',
      (x: Tensor) => jacobian((x: Tensor) => sum(tanh(matmul(w, x)), { axis: 0 }))(x),
      [3, 5],
      [3, 50],
    ],
    ['a Hessian', (x: Tensor) => hessian((x: Tensor) => sum(tanh(matmul(w, x))))(x), [3, 5], [3, 50]],
  ] as const)('is as many ops for 150 rows as for 15: %s', (_, program, small, large) => {
    const at = (shape: readonly number[]) => counted(() => program(full(shape, 0.5)))
    expect(at(large).steps).toBe(at(small).steps)
    expect(watched(() => at(large)).steps).toBeGreaterThan(10 * at(large).steps)
  })

  it('is cut where it would be large: no tensor on the way has more than 2²⁰ values', () => {
    const x = random(2).normal([200])
    const f = (x: Tensor) => sum(mul(sin(x), ones([100, 1])), { axis: 0 })
    const { result, largest } = counted(() => jacobian(f)(x))
    // A row has 100 · 200 values on the way, so 52 rows go together.
    expect(largest).toBe(52 * 100 * 200)
    expect(
      allClose(
        result,
        watched(() => jacobian(f)(x)),
        { rtol: 0, atol: 0 },
      ),
    ).toBe(true)
  })

  it('is the same in parts as in one', () => {
    const x = random(3).normal([1100])
    const cubic = (x: Tensor) => sum(mul(x, square(x)))
    // 1100 rows of 1100 values are two batches; the second derivatives of Σ x³ are 6x, on the diagonal.
    const h = hessian(cubic)(x)
    expect(arrayEqual(sum(h, { axis: 0 }), mul(x, 6))).toBe(true)
    expect(arrayEqual(sum(mul(h, h), { axis: 1 }), square(mul(x, 6)))).toBe(true)
  })

  it('is followed by derivatives outside', () => {
    // Σ over i, j of ∂²Σx⁴/∂xᵢ∂xⱼ = Σ 12x², whose slope is 24x.
    const quartic = (x: Tensor) => sum(square(square(x)))
    const x = tensor([1, -2, 0.5])
    expect(grad((x: Tensor) => sum(hessian(quartic)(x)))(x).toArray()).toEqual([24, -48, 12])
    expect(jvp((x: Tensor) => sum(hessian(quartic)(x)))(x, tensor([1, 0, 0])).tangent.item()).toBe(24)
    const third = jacobian(hessian(quartic))(x)
    expect(sum(third).item()).toBe(24 * (1 - 2 + 0.5))
    expect(jacobian(jacobian(jacobian((x: Tensor) => square(square(x)))))(x).shape).toEqual([3, 3, 3, 3])
  })
})

describe('where a batch is refused, rows go one by one', () => {
  const x = tensor([1, 2, 3])
  const diagonal = [
    [2, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
  ]

  it('as in a rule that reads values', () => {
    const read = twice(change => tensor(Array.from(change.data, v => 2 * v)))
    expect(jacobian((x: Tensor) => read(x))(x).toArray()).toEqual(diagonal)
    expect(jacobian((x: Tensor) => sum(read(x)))(x).toArray()).toEqual([2, 2, 2])
  })

  it('even if the rule catches what that throws', () => {
    const wary = twice(change => {
      try {
        return mul(change, 1 + Math.max(...change.data))
      } catch {
        return mul(change, 0)
      }
    })
    expect(jacobian((x: Tensor) => wary(x))(x).toArray()).toEqual(diagonal)
  })

  it('and an error of a rule is what it would be for one row', () => {
    const broken = twice(change => matmul(change, ones([change.size, 2])))
    expect(() => jacobian((x: Tensor) => broken(x))(x)).toThrow(
      'twice: its vjp gave float64 [2] where float64 [3] is wanted',
    )
  })

  it('as where an op of one’s own is followed from outside by its rule', () => {
    const f = twice(change => mul(change, 2))
    const cube = customOp({
      name: 'cube',
      forward: (x: Tensor) => mul(x, square(x)),
      differentials: ([x]) => [
        { jvp: dx => mul(f(dx), mul(square(x), 1.5)), vjp: dy => mul(f(dy), mul(square(x), 1.5)) },
      ],
    })
    expect(grad((x: Tensor) => sum(jacobian((x: Tensor) => cube(x))(x)))(x).toArray()).toEqual([6, 12, 18])
  })

  it('and a rule may itself ask for a Jacobian', () => {
    const nested = twice(change =>
      sum(jacobian((x: Tensor) => mul(x, mul(change, 2)))(ones([3])), { axis: 0 }),
    )
    expect(jacobian((x: Tensor) => nested(x))(x).toArray()).toEqual(diagonal)
  })
})
