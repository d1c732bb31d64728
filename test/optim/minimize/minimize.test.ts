// The face of minimization: trees of tensors in and out, whatever the method.
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import {
  add,
  cast,
  exp,
  log,
  mean,
  mul,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from '../../../src/index.js'
import { lbfgs, leastSquares, minimize, type State } from '../../../src/optim/index.js'
import { rosenbrock } from './losses.js'

interface Params {
  readonly a: Tensor
  readonly layers: readonly { readonly w: Tensor; readonly b: Tensor }[]
  readonly steps: Tensor
  readonly name: string
}

const start: Params = {
  a: tensor(5),
  layers: [
    { w: tensor([[1, 2]]), b: tensor([0, 0, 0]) },
    { w: zeros([2, 1]), b: zeros([1]) },
  ],
  steps: tensor([1, 2], { dtype: 'int32' }),
  name: 'net',
}
/** Σ over all tensors of (entry − target)², targets 1, 2, 3, … by tensor. */
const bowl = ({ a, layers }: Params): Tensor =>
  [a, ...layers.flatMap(({ w, b }) => [w, b])]
    .map((t, i) => sum(square(sub(t, i + 1))))
    .reduce((total, part) => add(total, part))

describe('minimize', () => {
  it.each(['lbfgs', 'newton-cg'] as const)('moves the float tensors of a tree, by %s', method => {
    const found = minimize(bowl, start, { method, gradientTolerance: 1e-12 })
    expect(found.reason).toBe('gradient')
    expect(found.params.a.item()).toBeCloseTo(1, 10)
    const [first, second] = found.params.layers
    expect(first!.w.shape).toEqual([1, 2])
    for (const [t, value] of [
      [first!.w, 2],
      [first!.b, 3],
      [second!.w, 4],
      [second!.b, 5],
    ] as const)
      for (const entry of t.data) expect(entry).toBeCloseTo(value, 10)
    expect(found.params.steps).toBe(start.steps)
    expect(found.params.name).toBe('net')
    expect(found.gradient.layers[0]!.w.shape).toEqual([1, 2])
    expect(found.gradient.steps).toBeUndefined()
    expect(found.value).toBeCloseTo(0, 15)
  })

  const chained = (x: Tensor): Tensor => {
    const [a, b] = [slice(x, [0]), slice(x, [1])]
    return add(square(sub(1, a)), mul(100, square(sub(b, square(a)))))
  }

  it('takes the same way as on flat vectors, and by a compiled step', () => {
    const x0 = tensor([-1.2, 1])
    const flat = lbfgs(rosenbrock, Float64Array.of(-1.2, 1))
    const found = minimize(chained, x0)
    expect(found.iterations).toBe(flat.iterations)
    for (const [i, entry] of flat.x.entries()) expect(found.params.data[i]).toBeCloseTo(entry, 8)
    const evaluate = compile(valueAndGrad(chained))
    const compiled = minimize(chained, x0, { evaluate })
    expect(compiled.reason).toBe('gradient')
    expect(compiled.params.data[0]).toBeCloseTo(1, 5)
  })

  it('goes on from a state', () => {
    const x0 = tensor([-1.2, 1])
    const whole = minimize(chained, x0)
    const half = minimize(chained, x0, { maxIterations: 11 })
    const state = JSON.parse(JSON.stringify(half.state)) as State
    const rest = minimize(chained, x0, { state })
    expect([...rest.params.data]).toEqual([...whole.params.data])
    expect(rest.state).toEqual(whole.state)
    expect(() => minimize(chained, zeros([3]), { state })).toThrow('state.x must be an array of 3 numbers')
  })

  it('penalizes what it is told to', () => {
    const found = minimize(bowl, start, { l1: { layers: [{ w: 100, b: 2 }, {}] }, gradientTolerance: 1e-12 })
    // (x − 3)² + 2|x| is smallest at 2; 0 is where a slope of −4 cannot lead away from a penalty of 100.
    expect([...found.params.layers[0]!.w.data]).toEqual([0, 0])
    expect(found.params.layers[0]!.b.data[0]).toBeCloseTo(2, 9)
    expect(found.params.a.item()).toBeCloseTo(1, 9)
    expect([...minimize(bowl, start, { l1: 1000 }).params.layers[1]!.w.data]).toEqual([0, 0])
  })

  it('works in float64 on float32 parameters, and gives float32 back', () => {
    const seen: string[] = []
    const loss = ({ w }: { w: Tensor }): Tensor => {
      seen.push(w.dtype)
      return sum(square(sub(w, tensor([0.1, 0.2]))))
    }
    const found = minimize(loss, { w: zeros([2], { dtype: 'float32' }) }, { gradientTolerance: 1e-14 })
    expect(new Set(seen)).toEqual(new Set(['float64']))
    expect(found.params.w.dtype).toBe('float32')
    expect(found.gradient.w.dtype).toBe('float32')
    expect([...found.params.w.data]).toEqual([Math.fround(0.1), Math.fround(0.2)])
    // A loss that is float32 by itself ends too, as near as it can tell.
    const coarse = minimize(
      ({ w }: { w: Tensor }) =>
        sum(square(sub(cast(w, 'float32'), tensor([0.1, 0.2], { dtype: 'float32' })))),
      { w: zeros([2]) },
      { gradientTolerance: 1e-5 },
    )
    expect(coarse.reason).toBe('gradient')
    expect(coarse.params.w.data[0]).toBeCloseTo(0.1, 5)
  })

  it('refuses what it cannot use, by its place', () => {
    const bad = (f: (p: Params) => Tensor, at: Params, options: object = {}) =>
      expect(() => minimize(f, at, options))
    bad(bowl, { ...start, a: tensor(Number.NaN) }).toThrow('the start must be finite, got NaN at a')
    bad(bowl, {
      ...start,
      layers: [{ w: tensor([[1, Infinity]]), b: zeros([3]) }, start.layers[1]!],
    }).toThrow('got Infinity at layers[0].w[1]')
    bad(({ a }) => log(sub(a, 6)), start).toThrow('the loss at the start is NaN')
    bad(({ layers }) => layers[0]!.b, start).toThrow('needs a scalar function')
    bad(bowl, start, { method: 'sgd' }).toThrow("'lbfgs' or 'newton-cg', got \"sgd\"")
    bad(bowl, start, { method: 'newton-cg', l1: 1 }).toThrow("l1 goes with the method 'lbfgs' only")
    bad(bowl, start, { l1: { layer: 1 } }).toThrow('l1.layer belongs to no float tensor')
    bad(bowl, start, { l1: { a: -1 } }).toThrow('l1.a must be a finite number ≥ 0, got -1')
    bad(bowl, start, { tolerance: 1 }).toThrow("has no option 'tolerance'")
    expect(() => minimize(() => tensor(1), { n: tensor([1], { dtype: 'int32' }) })).toThrow('no float tensor')
  })
})

describe('leastSquares', () => {
  const t = tensor(Array.from({ length: 20 }, (_, i) => i / 5))
  const model = ({ a, rate }: { a: Tensor; rate: Tensor }) => mul(a, exp(mul(rate, t)))

  it('fits a curve', () => {
    const y = model({ a: tensor(3), rate: tensor(-0.7) })
    const found = leastSquares(
      p => sub(model(p), y),
      { a: tensor(1), rate: tensor(0) },
      { gradientTolerance: 1e-12 },
    )
    expect(found.reason).toBe('gradient')
    expect(found.params.a.item()).toBeCloseTo(3, 10)
    expect(found.params.rate.item()).toBeCloseTo(-0.7, 10)
    const noisy = add(y, mul(0.1, tensor(Array.from({ length: 20 }, (_, i) => Math.sin(7 * i)))))
    const residuals = (p: { a: Tensor; rate: Tensor }) => sub(model(p), noisy)
    const exact = { gradientTolerance: 1e-10, gradientScale: 1 }
    const [fit, other] = [
      leastSquares(residuals, { a: tensor(1), rate: tensor(0) }, exact),
      minimize(p => mul(10, mean(square(residuals(p)))), { a: tensor(1), rate: tensor(0) }, exact),
    ]
    expect(fit.value).toBeCloseTo(other.value, 12)
    expect(fit.params.rate.item()).toBeCloseTo(other.params.rate.item(), 8)
    expect(fit.iterations).toBeLessThan(other.iterations)
  })

  it('refuses residuals that are none', () => {
    const at = { a: tensor(1) }
    expect(() => leastSquares(() => [] as unknown as Tensor, at)).toThrow('the function must return a tensor')
    expect(() => leastSquares(({ a }) => log(sub(a, 2)), at)).toThrow('the loss at the start is NaN')
    expect(() => leastSquares(({ a }) => a, at, { memory: 1 } as object)).toThrow("has no option 'memory'")
  })
})
