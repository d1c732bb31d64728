// Functions of functions: nesting, modes, trees of parameters, and what they refuse.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withWatcher } from '../src/graph/index.js'
import {
  add,
  allClose,
  backward,
  cast,
  concat,
  exp,
  grad,
  hessian,
  hvp,
  isTracked,
  jacobian,
  jvp,
  logSumExp,
  matmul,
  mean,
  mul,
  ones,
  random,
  sin,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  variable,
  vjp,
  zeros,
} from '../src/index.js'
import { findPath, pullBack } from '../src/walk/index.js'

const values = (x: Tensor) => Array.from(x.data)
const grid = fc.integer({ min: -32, max: 32 }).map(k => k / 16)

describe('nesting', () => {
  it('keeps perturbations apart', () => {
    // d/dx [x · d/dy (x + y)] = d/dx [x · 1] = 1; a library that mixes them up says 2.
    expect(grad((x: Tensor) => mul(x, grad((y: Tensor) => add(x, y))(tensor(1))))(tensor(3)).item()).toBe(1)
    // The same in forward mode (Siskind and Pearlmutter, 2005).
    const d = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f)(x, tensor(1)).tangent
    expect(d(x => mul(x, d(y => add(x, y))(tensor(1))))(tensor(3)).item()).toBe(1)
    expect(d(x => mul(x, grad((y: Tensor) => mul(x, square(y)))(tensor(2))))(tensor(3)).item()).toBe(24)
  })

  it('takes derivatives of any order: sin⁽ⁿ⁾(0) = 0, 1, 0, −1, …', () => {
    let f: (x: Tensor) => Tensor = x => sin(x)
    for (const wanted of [0, 1, 0, -1, 0, 1]) {
      expect(f(tensor(0)).item() + 0).toBe(wanted)
      f = grad(f)
    }
  })

  it('agrees in all four mixes of modes', () => {
    fc.assert(
      fc.property(
        fc.array(grid, { minLength: 2, maxLength: 4 }),
        fc.array(grid, { minLength: 4, maxLength: 4 }),
        (a, b) => {
          const x = tensor(a)
          const v = tensor(b.slice(0, a.length))
          const f = (t: Tensor) => add(logSumExp(mul(t, t)), sum(sin(mul(t, exp(t)))))
          const along = (g: (t: Tensor) => Tensor) => (t: Tensor) => sum(mul(g(t), v))
          const slope = (t: Tensor) => jvp(f)(t, v).tangent
          const mixes = [hvp(f)(x, v), grad(along(grad(f)))(x), grad(slope)(x)]
          const scalars = [...mixes.map(m => sum(mul(m, v)).item()), jvp(slope)(x, v).tangent.item()]
          // Second derivatives of these terms stay below 2·e²·(1 + x)²·n·|v|² ≈ 1e4: 1e-11 is 50 times their rounding.
          for (const s of scalars)
            expect(Math.abs(s - scalars[0]!)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(scalars[0]!)))
          for (const m of mixes) expect(allClose(m, mixes[0]!, { rtol: 1e-11, atol: 1e-11 })).toBe(true)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('lets a variable outside be differentiated through an inner gradient', () => {
    const w = variable(tensor(3))
    const inner = grad((x: Tensor) => mul(w, square(x)))(tensor(2))
    expect(inner.item()).toBe(12)
    expect(backward(inner).of(w).item()).toBe(4)
  })

  it('keeps no history where nothing outside needs it', () => {
    const g = grad((x: Tensor) => sum(square(x)))(tensor([1, 2]))
    expect(isTracked(g)).toBe(false)
    expect(isTracked(valueAndGrad((x: Tensor) => sum(square(x)))(tensor([1, 2])).value)).toBe(false)
    expect(isTracked(vjp((x: Tensor) => square(x))(tensor([1])).value)).toBe(false)
    expect(isTracked(jvp((x: Tensor) => square(x))(tensor([1]), tensor([1])).tangent)).toBe(false)
    const seen: boolean[] = []
    grad((x: Tensor) => {
      seen.push(isTracked(grad((y: Tensor) => mul(square(y), 2))(tensor(1))))
      return sum(x)
    })(tensor([1]))
    expect(seen).toEqual([false])
  })

  it('records a walk by hand only when asked', () => {
    const x = variable(tensor(2))
    const y = mul(x, square(x))
    expect(isTracked(backward(y).of(x))).toBe(false)
    const g = backward(y, undefined, { createGraph: true }).of(x)
    expect(backward(g).of(x).item()).toBe(12)
  })
})

describe('trees of parameters', () => {
  const params = {
    layers: [{ w: tensor([[1, 2]]), b: tensor([3]) }],
    scale: tensor(2),
    name: 'net',
    steps: tensor([1], { dtype: 'int32' }),
  }
  const f = (p: typeof params, x: Tensor) =>
    mul(p.scale, sum(add(matmul(p.layers[0]!.w as Tensor, x), p.layers[0]!.b as Tensor)))

  it('gives gradients nested as the parameters, and undefined for what has none', () => {
    const g = grad(f)(params, tensor([[5], [7]]))
    expect(g.layers[0]!.w.toArray()).toEqual([[10, 14]])
    expect(g.layers[0]!.b.toArray()).toEqual([2])
    expect(g.scale.item()).toBe(22)
    expect([g.name, g.steps]).toEqual([undefined, undefined])
  })

  it('pulls and pushes nested inputs and outputs', () => {
    const g = (p: { a: Tensor; b: Tensor }) => ({ total: add(p.a, p.b), product: [mul(p.a, p.b)] })
    const { value, pullback } = vjp(g)({ a: tensor(2), b: tensor(3) })
    expect(value.product[0]!.item()).toBe(6)
    const back = pullback({ total: tensor(1), product: [tensor(10)] })
    expect([back.a.item(), back.b.item()]).toEqual([31, 21])
    const { tangent } = jvp(g)({ a: tensor(2), b: tensor(3) }, { a: tensor(1), b: tensor(0) })
    expect([tangent.total.item(), tangent.product[0]!.item()]).toEqual([1, 3])
  })

  it('makes Jacobians and Hessians of blocks', () => {
    const x = { a: tensor([1, 2]), b: tensor(3) }
    const j = jacobian((p: typeof x) => ({ y: mul(p.a as Tensor, p.b) }))(x)
    expect(j.y.a.toArray()).toEqual([
      [3, 0],
      [0, 3],
    ])
    expect(j.y.b.toArray()).toEqual([1, 2])
    const h = hessian((p: typeof x) => sum(mul(square(p.a as Tensor), p.b)))(x)
    expect(h.a.b.toArray()).toEqual([2, 4])
    expect(h.b.a.toArray()).toEqual([2, 4])
    expect(h.b.b.toArray()).toBe(0)
  })

  it('gives the same Jacobian by rows and by columns', () => {
    const f = (x: Tensor) => mul(exp(x), sum(square(x)))
    const wide = (x: Tensor) => sum(f(x), { axis: 0 })
    const x = tensor([
      [0.5, -0.25, 1],
      [0.125, 2, -1],
    ])
    const forward = sum(jacobian(f)(x), { axis: 0 })
    expect(allClose(jacobian(wide)(x), forward, { rtol: 1e-14, atol: 1e-14 })).toBe(true)
  })

  it('says where a tangent is missing or of another shape', () => {
    const g = jvp(f)
    expect(() =>
      g(params, { ...grad(f)(params, zeros([2, 1])), scale: tensor([1, 2]) } as never, zeros([2, 1])),
    ).toThrow('jvp: the tangent at scale has shape [2], the value []')
    expect(() => g(params, { scale: tensor(1) } as never, zeros([2, 1]))).toThrow(
      'jvp: the tangent has no tensor at layers[0].w',
    )
  })
})

describe('what does not flow', () => {
  it('gives zeros where the output does not depend on the input', () => {
    expect(values(grad((_: Tensor) => tensor(3))(tensor([1, 2])))).toEqual([0, 0])
    expect(values(grad((x: Tensor) => sum(stopGradient(square(x))))(tensor([1, 2])))).toEqual([0, 0])
    expect(values(jvp((_: Tensor) => tensor([3]))(tensor([1]), tensor([1])).tangent)).toEqual([0])
    expect(jacobian((_: Tensor) => tensor([3]))(tensor([1, 2])).toArray()).toEqual([[0, 0]])
  })

  it('refuses integer inputs, no tensors, and results that are none', () => {
    expect(() => grad((x: Tensor) => sum(x))(tensor([1], { dtype: 'int32' }))).toThrow(
      /no float tensor.*cast/,
    )
    expect(() => grad((x: Tensor) => x.item() as never)(tensor(1))).toThrow(/must return a tensor.*got 1/)
    expect(() => backward(tensor(1))).toThrow(/depends on no variable/)
    expect(() => backward(square(variable(tensor([1, 2]))))).toThrow(
      /needs a scalar, got shape \[2\].*cotangent/,
    )
    expect(() => backward(square(variable(tensor([1, 2]))), tensor([1]))).toThrow(
      'the cotangent has shape [1], the output [2]',
    )
    expect(() => variable(tensor([1], { dtype: 'int32' }))).toThrow(/int32 tensors have no derivative/)
    const x = variable(tensor(1))
    expect(() => backward(square(x)).of(square(x))).toThrow(/not a variable/)
  })

  it('gives values that an outer transform differentiates', () => {
    const f = (x: Tensor) => mul(x, square(x))
    const x = tensor(2)
    const values = [
      (x: Tensor) => valueAndGrad(f)(x).value,
      (x: Tensor) => vjp(f)(x).value,
      (x: Tensor) => jvp(f)(x, tensor(1)).value,
    ]
    for (const value of values) {
      expect(grad(value)(x).item()).toBe(12)
      expect(jvp(value)(x, tensor(1)).tangent.item()).toBe(12)
      expect(isTracked(value(x))).toBe(false)
    }
  })

  it('gives Jacobians the dtype of the input, by rows and by columns, and where there is nothing', () => {
    const narrow = (n: number) => zeros([n], { dtype: 'float32' })
    const wide = (x: Tensor) => cast(x, 'float64')
    for (const [f, n] of [
      [(x: Tensor) => exp(wide(x)), 2],
      [(x: Tensor) => sum(wide(x)), 2],
      [(x: Tensor) => concat([wide(x), wide(x)]), 2],
      [wide, 0],
      [(x: Tensor) => sum(wide(x)), 0],
    ] as const)
      expect(jacobian(f)(narrow(n)).dtype).toBe('float32')
  })

  it('takes tangents and cotangents of another dtype', () => {
    const x = zeros([2], { dtype: 'float32' })
    expect(jvp((x: Tensor) => exp(x))(x, tensor([1, 2])).tangent.toArray()).toEqual([1, 2])
    expect(vjp((x: Tensor) => exp(x))(x).pullback(tensor([1, 2])).dtype).toBe('float32')
    const v = variable(x)
    expect(backward(exp(v), tensor([1, 2])).of(v).dtype).toBe('float32')
  })

  it('gives float32 inputs float32 gradients, also beside float64', () => {
    const x = tensor([1, 2], { dtype: 'float32' })
    const { value, gradient } = valueAndGrad((t: Tensor) => sum(mul(t, tensor([3, 4]))))(x)
    expect([value.dtype, gradient.dtype]).toEqual(['float64', 'float32'])
    expect(jvp((t: Tensor) => cast(t, 'float64'))(x, x).tangent.dtype).toBe('float64')
  })
})

describe('depth and width', () => {
  it('holds only the cotangents that are still to come, unless asked for all', () => {
    const x = variable(tensor(1))
    const y = exp(square(sin(x)))
    const path = findPath([y], t => t === x)
    const held = (keep: boolean) => pullBack(path, [[y, tensor(1)]], { keep }).map(bar => bar !== undefined)
    expect(held(false)).toEqual([true, false, false, false])
    expect(held(true)).toEqual([true, true, true, true])
  })

  it("writes down what a sum's cotangent spreads to only where it has to", () => {
    const [x, w] = [random(1).normal([3, 4]), random(2).normal([3, 4])]
    const spread = (f: (x: Tensor) => Tensor): [gradient: Tensor, stretches: number] => {
      let stretches = 0
      const ran = ({ name }: { readonly name: string }) => (stretches += Number(name === 'broadcastTo'))
      return [withWatcher({ ran }, () => grad(f)(x)), stretches]
    }
    // 1·w is w, of which there need not be two.
    const [gradient, stretches] = spread(x => sum(mul(tanh(mul(x, 1)), w)))
    expect(stretches).toBe(0)
    expect(allClose(gradient, mul(w, sub(1, square(tanh(x)))))).toBe(true)
    expect(grad((x: Tensor) => sum(mul(x, w)))(x).data).toBe(w.data)
    // A sum and a mean, along one axis each; towards a column; and where the input itself is what was summed.
    const [mixed, none] = spread(x => add(sum(mul(sum(x, { axis: 1, keepdims: true }), w)), mean(square(x))))
    expect(none).toBe(0)
    expect(allClose(mixed, add(sum(w, { axis: 1, keepdims: true }), mul(x, 2 / 12)))).toBe(true)
    const [column, once] = spread(x => sum(add(sum(x, { axis: 1, keepdims: true }), w)))
    expect([column.shape, Array.from(column.data), once]).toEqual([[3, 4], new Array(12).fill(4), 2])
    expect(spread(x => sum(x))).toEqual([ones([3, 4]), 1])
  })

  it('works on a chain of 200,000 ops, of which no stack could hold a call each', () => {
    const x = variable(tensor(1))
    let y: Tensor = x
    for (let i = 0; i < 200_000; i++) y = add(y, 1)
    expect(y.item()).toBe(200_001)
    expect(backward(y).of(x).item()).toBe(1)
  })

  it('visits a shared tensor once: 2¹⁰⁰ paths take 100 steps', () => {
    const x = variable(tensor(1))
    let y: Tensor = x
    for (let i = 0; i < 100; i++) y = add(y, y)
    expect(backward(y).of(x).item()).toBe(2 ** 100)
  })

  it('does not walk the past again: an inner gradient costs the same after a long history', () => {
    // With 20,000 ops behind w, 2,000 inner gradients would take 4e7 steps if each walked them.
    const outer = grad((x: Tensor) => {
      let w: Tensor = x
      for (let i = 0; i < 20_000; i++) w = sub(w, 0)
      for (let i = 0; i < 2_000; i++)
        w = sub(w, mul(0.125, grad((t: Tensor) => square(sub(t, w)))(zeros([]))))
      return w
    })
    // Each inner gradient is −2w, so w grows by 1 + 1/4.
    expect(Number.isFinite(outer(tensor(1e-300)).item())).toBe(true)
  })
})
