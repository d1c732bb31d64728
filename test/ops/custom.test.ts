// A user's own op: its rule is used in both directions and at any order, and its mistakes are named.
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  customOp,
  DifferentiationError,
  exp,
  grad,
  isTracked,
  jvp,
  mul,
  round,
  square,
  sum,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from '../../src/index.js'

const cube = customOp({
  name: 'cube',
  forward: (x: Tensor) => mul(x, mul(x, x)),
  differentials: ([x]) => [{ jvp: dx => mul(dx, mul(3, square(x))), vjp: dy => mul(dy, mul(3, square(x))) }],
})

describe('customOp', () => {
  it('has the derivative that it is given, at any order and in both modes', () => {
    expect(cube(tensor(2)).item()).toBe(8)
    expect(grad(cube)(tensor(2)).item()).toBe(12)
    expect(grad(grad(cube))(tensor(2)).item()).toBe(12)
    expect(grad(grad(grad(cube)))(tensor(2)).item()).toBe(6)
    expect(jvp(cube)(tensor([2, 3]), tensor([1, 10])).tangent.toArray()).toEqual([12, 270])
    expect(jvp(grad(cube))(tensor(2), tensor(1)).tangent.item()).toBe(12)
  })

  it('may have a rule that is not the true derivative: a straight-through estimator', () => {
    const through = customOp({
      name: 'through',
      forward: (x: Tensor) => round(x),
      differentials: () => [{ jvp: dx => dx, vjp: dy => dy }],
    })
    expect(grad((x: Tensor) => sum(mul(through(x), 2)) as Tensor)(tensor([0.4, 1.6])).toArray()).toEqual([
      2, 2,
    ])
  })

  it('has no derivative towards inputs whose differential is undefined', () => {
    const scale = customOp({
      name: 'scale',
      forward: (x: Tensor, by: Tensor) => mul(x, by),
      differentials: ([, by]) => [{ jvp: dx => mul(dx, by), vjp: dy => mul(dy, by) }, undefined],
    })
    const f = ([x, by]: readonly [Tensor, Tensor]) => scale(x, by)
    const [xBar, byBar] = vjp(f)([tensor(2), tensor(5)]).pullback(tensor(1))
    expect([xBar.item(), byBar.item()]).toEqual([5, 0])
    expect(jvp(f)([tensor(2), tensor(5)], [tensor(1), tensor(100)]).tangent.item()).toBe(5)
  })

  it('runs its forward on constants: nothing inside is recorded', () => {
    let tracked = true
    const watched = customOp({
      name: 'watched',
      forward: (x: Tensor) => {
        const y = exp(x)
        tracked = isTracked(x) || isTracked(y)
        return y
      },
      differentials: (_, y) => [{ jvp: dx => mul(dx, y), vjp: dy => mul(dy, y) }],
    })
    grad(watched)(tensor(0))
    expect(tracked).toBe(false)
  })

  it('names itself when a rule gives another shape, gives too few rules, or no tensor', () => {
    const bad = customOp({
      name: 'bad',
      forward: (x: Tensor) => sum(x) as Tensor,
      differentials: () => [{ jvp: dx => sum(dx) as Tensor, vjp: dy => dy }],
    })
    expect(() => grad(bad)(tensor([1, 2]))).toThrow(DifferentiationError)
    expect(() => grad(bad)(tensor([1, 2]))).toThrow(
      'bad: its vjp gave float64 [] where float64 [2] is wanted',
    )
    const few = customOp({ name: 'few', forward: (x: Tensor) => x, differentials: () => [] })
    expect(() => grad(few)(tensor(1))).toThrow(ArgumentError)
    expect(() => grad(few)(tensor(1))).toThrow('few: has 1 inputs and gave 0 differentials')
    const none = customOp({
      name: 'none',
      forward: (_: Tensor) => 3 as unknown as Tensor,
      differentials: () => [],
    })
    expect(() => none(tensor(1))).toThrow('none: forward must return a tensor, got 3')
    expect(() => cube(3 as unknown as Tensor)).toThrow('cube: takes tensors, got 3')
  })

  it('that returns its input or a constant is an op all the same', () => {
    const still = customOp({
      name: 'still',
      forward: (x: Tensor) => x,
      differentials: () => [{ jvp: dx => mul(dx, 0), vjp: dy => mul(dy, 0) }],
    })
    expect(grad((x: Tensor) => sum(still(x)) as Tensor)(tensor([1, 2])).toArray()).toEqual([0, 0])
    const flat = customOp({
      name: 'flat',
      forward: (x: Tensor) => zeros(x.shape),
      differentials: () => [undefined],
    })
    expect(grad((x: Tensor) => sum(flat(x)) as Tensor)(tensor([1, 2])).toArray()).toEqual([0, 0])
  })
})
