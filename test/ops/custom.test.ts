// A user's own op: its rule is used in both directions and at any order, and its mistakes are named.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import {
  ArgumentError,
  add,
  argMax,
  type CustomOp,
  cast,
  cos,
  customOp,
  DifferentiationError,
  exp,
  grad,
  hessian,
  isTracked,
  jvp,
  mul,
  neg,
  round,
  sin,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
  vjp,
  vmap,
  zeros,
} from '../../src/index.js'
import { checkGradient } from '../../src/testing/index.js'

const cubeParts: CustomOp<readonly [Tensor], Tensor> = {
  name: 'cube',
  forward: x => mul(x, mul(x, x)),
  differentials: ([x]) => [{ jvp: dx => mul(dx, mul(3, square(x))), vjp: dy => mul(dy, mul(3, square(x))) }],
}
const cube = customOp(cubeParts)

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

describe('customOp with several outputs', () => {
  const slopes = (x: Tensor) => [exp(x), neg(sin(x))] as const
  /** eˣ and cos x in one go. */
  const pair = customOp({
    name: 'pair',
    forward: (x: Tensor) => ({ e: exp(x), c: cos(x) }),
    differentials: ([x]) => {
      const [de, dc] = slopes(x)
      return [
        {
          jvp: dx => ({ e: mul(dx, de), c: mul(dx, dc) }),
          vjp: ({ e, c }) => add(mul(e, de), mul(c, dc)),
        },
      ]
    },
  })
  const plain = (x: Tensor) => ({ e: exp(x), c: cos(x) })
  const x = tensor([0.5, -1, 2])
  const at = (f: typeof plain) => (x: Tensor) => {
    const { e, c } = f(x)
    return sum(mul(e, square(c)))
  }
  const close = (a: Tensor, b: Tensor) =>
    // Some ten roundings of numbers below 100.
    expect(Math.max(...sub(a, b).toTypedArray().map(Math.abs))).toBeLessThan(1e-12)

  it('has the derivatives of its parts, at any order, in both modes', () => {
    expect(pair(x)).toEqual(plain(x))
    close(grad(at(pair))(x), grad(at(plain))(x))
    close(hessian(at(pair))(x), hessian(at(plain))(x))
    const dx = tensor([1, 2, 3])
    expect(jvp(pair)(x, dx).tangent).toEqual(jvp(plain)(x, dx).tangent)
    // Where one output alone is used, the cotangent of the other is 0.
    close(grad((x: Tensor) => sum(pair(x).c))(x), neg(sin(x)))
    expect(checkGradient(pair, x).verdict).toBe('holds')
    expect(checkGradient((x: Tensor) => vmap(pair)(stack([x, mul(x, 2)])), x).verdict).toBe('holds')
  })

  it('is named by a check where a rule is wrong, alone and under vmap', () => {
    const wrong = customOp({
      name: 'wrong',
      forward: plain,
      differentials: ([x]) => {
        const [de, dc] = slopes(x)
        return [{ jvp: dx => ({ e: mul(dx, de), c: dx }), vjp: ({ e, c }) => add(mul(e, de), mul(c, dc)) }]
      },
    })
    const twice = (x: Tensor) => vmap(wrong)(stack([x, mul(x, 2)])).c
    for (const f of [(x: Tensor) => wrong(x).c, twice]) {
      const report = checkGradient(f, x)
      expect(report.verdict).toBe('refuted')
      expect(String(report)).toContain("The op 'wrong' is wrong by itself")
      expect(String(report)).toContain('Forward mode is wrong')
    }
  })

  it('is taken by vmap and by compile', () => {
    const xs = stack([x, mul(x, 2)])
    const all = (f: typeof plain) => grad((xs: Tensor) => sum(vmap(at(f))(xs)))(xs)
    close(all(pair), all(plain))
    close(vmap(grad(at(pair)))(xs), vmap(grad(at(plain)))(xs))
    close(compile(grad(at(pair)))(x), grad(at(plain))(x))
  })

  it('gives a list, other dtypes, and whole numbers beside them', () => {
    const top = customOp({
      name: 'top',
      forward: (x: Tensor, k: Tensor) => [cast(mul(x, k), 'float32'), argMax(x), mul(x, 2)],
      differentials: ([x, k]) => [
        {
          jvp: dx => [cast(mul(dx, k), 'float32'), argMax(x), mul(dx, 2)],
          vjp: ([a, , b]) => add(mul(cast(a, 'float64'), k), mul(b, 2)),
        },
        undefined,
      ],
    })
    const k = tensor(3)
    const [a, i, b] = top(x, k)
    expect([a!.dtype, i!.item(), b!.dtype]).toEqual(['float32', 2, 'float64'])
    const f = (x: Tensor) => {
      const [a, , b] = top(x, k)
      return add(cast(sum(a!), 'float64'), sum(b!)) as Tensor
    }
    expect(grad(f)(x).toArray()).toEqual([5, 5, 5])
    expect(jvp(f)(x, tensor([1, 0, 0])).tangent.item()).toBe(5)
  })

  it('names what its rules leave out', () => {
    const bad = customOp({
      name: 'bad',
      forward: (x: Tensor) => ({ a: x, b: x }),
      differentials: () => [{ jvp: dx => ({ a: dx }) as never, vjp: ({ a }) => a }],
    })
    expect(() => jvp(bad)(x, x)).toThrow(
      'bad: its jvp gave undefined for output b, where float64 [3] is wanted',
    )
    const empty = customOp({ name: 'empty', forward: (_: Tensor) => [] as Tensor[], differentials: () => [] })
    expect(() => empty(x)).toThrow('empty: forward returned no tensor')
    const odd = customOp({ name: 'odd', forward: (x: Tensor) => [x, 3 as never], differentials: () => [] })
    expect(() => odd(x)).toThrow('odd: forward must return a tensor, got 3')
    expect(() => customOp({ ...cubeParts, batch: 3 as never })).toThrow('all functions but the name')
  })
})
