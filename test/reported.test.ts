// Faults that reviewers of this library have found, each as the test that showed it.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { detectAnomalies, printGraph } from '../src/debug/index.js'
import {
  AnomalyError,
  abs,
  arange,
  backward,
  cast,
  clip,
  crossEntropy,
  cumsum,
  customOp,
  full,
  grad,
  hessian,
  isTracked,
  jacobian,
  jvp,
  linspace,
  matmul,
  mean,
  mul,
  norm,
  pad,
  pow,
  random,
  reshape,
  slice,
  split,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  variable,
  variance,
  vjp,
  zeros,
} from '../src/index.js'
import { saveModel } from '../src/models/node/index.js'

/** What JavaScript may pass and types forbid. */
const wrong = (value: unknown) => value as never
const values = (x: Tensor) => Array.from(x.data)

describe('history', () => {
  it('does not leak out of a transform around a nested one that has constants for input', () => {
    const g = grad((x: Tensor) => grad((z: Tensor) => mul(square(z), x))(tensor(3)))(tensor(2))
    expect(g.item()).toBe(6)
    expect(isTracked(g)).toBe(false)
  })

  it('does not grow over a loop with a gradient penalty', () => {
    let w: Tensor = tensor([1, 2])
    const penalty = (v: Tensor) => sum(square(grad((x: Tensor) => sum(mul(tanh(x), v)))(tensor([0.5, -0.5]))))
    for (let i = 0; i < 1000; i++) w = sub(w, mul(0.01, grad(penalty)(w)))
    expect(printGraph(w).split('\n')).toHaveLength(1)
  })

  it('still passes through a nested transform to a variable outside, and to an enclosing input', () => {
    const w = variable(tensor(3))
    const inner = grad((x: Tensor) => grad((z: Tensor) => mul(mul(square(z), x), w))(tensor(2)))(tensor(5))
    expect(backward(inner).of(w).item()).toBe(4)
    expect(
      grad((y: Tensor) =>
        grad((x: Tensor) => grad((z: Tensor) => mul(mul(square(z), x), square(y)))(tensor(2)))(tensor(5)),
      )(tensor(3)).item(),
    ).toBe(24)
  })

  it('is not dropped in silence where a customOp closes over a tracked tensor', () => {
    const f = (w: Tensor) =>
      customOp({
        name: 'scale',
        forward: (x: Tensor) => mul(x, w),
        differentials: () => [{ jvp: dx => mul(dx, w), vjp: dy => mul(dy, w) }],
      })(tensor(5))
    expect(() => grad(f)(tensor(3))).toThrow(/scale: forward uses a tracked tensor that is no input/)
  })
})

describe('derivatives', () => {
  it('of one input are not spoilt by another at a pole', () => {
    const j = jacobian((p: { a: Tensor; b: Tensor }) => stack([p.a, sqrt(p.b)]))({
      a: tensor(1),
      b: tensor(0),
    })
    expect(values(j.a)).toEqual([1, 0])
  })

  it('of |x| at 0 are 0 at second order too; those of the norm, infinite but in ‖x‖², are refused', () => {
    expect(values(hessian((x: Tensor) => sum(abs(x)))(zeros([1])))).toEqual([0])
    expect(() => hessian((x: Tensor) => norm(x))(zeros([2]))).toThrow('sum(square(x))')
  })

  it('of tanh keep their digits far out: 4e⁻²ˣ/(1 + e⁻²ˣ)²', () => {
    for (const x of [10, 17, 20, 300]) {
      const e = Math.exp(-2 * x)
      const slope = grad((t: Tensor) => tanh(t))(tensor(x)).item()
      // e⁻²ˣ is exact to an ulp, and four operations follow.
      expect(Math.abs(slope - (4 * e) / (1 + e) ** 2)).toBeLessThanOrEqual(4 * Number.EPSILON * 4 * e)
    }
  })

  it('have the dtype of the input in a Jacobian, whichever way it is found', () => {
    const x = tensor([1, 2, 3], { dtype: 'float32' })
    const wide = jacobian((t: Tensor) => cast(stack([t, t]), 'float64'))(x)
    const narrow = jacobian((t: Tensor) => cast(sum(t), 'float64'))(x)
    expect([wide.dtype, narrow.dtype]).toEqual(['float32', 'float32'])
  })

  it('from a rule of the user’s own are checked: a tensor, of the dtype and shape of the input, in both directions', () => {
    const rule = (differential: unknown) =>
      customOp({
        name: 'mine',
        forward: (x: Tensor) => square(x),
        differentials: () => [differential as never],
      })
    expect(() => grad(rule({ vjp: () => undefined }))(tensor(1))).toThrow(
      'mine: its vjp gave undefined where float64 [] is wanted',
    )
    expect(() => grad(rule({ vjp: (d: Tensor) => cast(d, 'float32') }))(tensor(1))).toThrow(
      'mine: its vjp gave float32 []',
    )
    expect(() => jvp(rule({ vjp: (d: Tensor) => d }))(tensor(1), tensor(1))).toThrow(/mine: has no jvp rule/)
    expect(() => customOp(wrong({ name: 'mine' }))).toThrow(/customOp: wants/)
  })
})

describe('what is refused', () => {
  it('axes that name one twice', () => {
    expect(() => transpose(zeros([2, 3]), [0, 0, 1])).toThrow(/do not name each of the 2 axes once/)
    expect(() => transpose(zeros([2]), [0, 0])).toThrow(/do not name each/)
  })

  it('options that are none, or are misspelt', () => {
    const x = zeros([2, 3])
    expect(() => sum(x, wrong(0))).toThrow('sum: options come as an object with axis, keepdims, got 0')
    expect(() => mean(x, wrong({ axis: 0, keepDims: true }))).toThrow(
      "mean: has no option 'keepDims'; it has axis, keepdims",
    )
    expect(() => variance(x, wrong({ dof: 1 }))).toThrow(/no option 'dof'/)
    expect(() => matmul(x, wrong(x), wrong({ transposeb: true }))).toThrow(/no option 'transposeb'/)
    expect(() => cumsum(x, wrong(undefined))).toThrow(/cumsum: wants an axis/)
    expect(() => slice(x, wrong(1))).toThrow(/slice: wants an array/)
    expect(() => pad(x, wrong([5]))).toThrow(/pad: wants \[before, after\]/)
    expect(() => split(x, wrong(undefined))).toThrow(/split: /)
    expect(() => clip(x, 0, wrong(undefined))).toThrow(/clip: wants a tensor or a number/)
    expect(() => grad(wrong(3))(x)).toThrow('grad: wants a function of tensors, got 3')
  })

  it('numbers that are none', () => {
    expect(() => full([2], wrong('a'))).toThrow(/full: wants a number or a boolean/)
    expect(() => linspace(0, wrong(undefined), 3)).toThrow(/linspace: wants finite numbers/)
    expect(() => arange(wrong('3'))).toThrow(/arange: wants finite numbers/)
    expect(() => pad(zeros([1]), [[1, 1]], wrong('x'))).toThrow(/pad: the value "x"/)
    expect(() => random(1).uniform([2], { low: wrong('a') })).toThrow(/uniform: wants finite numbers/)
    expect(() => random(1).normal([2], { mean: Number.NaN })).toThrow(/normal: wants finite numbers/)
    expect(() => random(1).integers([2], 0, 2 ** 40)).toThrow(/integers: wants whole numbers/)
    expect(() => variance(zeros([2]), { ddof: Number.NaN })).toThrow(/variance: ddof/)
  })

  it('a label of −1, which often stands for none', () => {
    const logits = tensor([[9, 0, 0]])
    expect(() => crossEntropy(logits, tensor([-1], { dtype: 'int32' }))).toThrow(
      'crossEntropy: index -1 is out of range for axis 1 of size 3; use 0 to 2',
    )
  })

  it('objects and arrays inside themselves', () => {
    const p: { a: Tensor; self?: unknown } = { a: tensor(1) }
    p.self = p
    expect(() => grad((q: { a: Tensor }) => q.a)(p)).toThrow(/nested deeper than 100 levels/)
    const list: unknown[] = []
    list.push(list)
    expect(() => tensor(wrong(list))).toThrow(/nested deeper than 64 levels/)
  })

  it('what is no tensor, where one is wanted first', () => {
    expect(() => variable(wrong(5))).toThrow('variable: wants a tensor, got 5')
    expect(() => backward(square(variable(tensor(1))), wrong(3))).toThrow('backward: wants a tensor, got 3')
    expect(() => tensor(wrong(new DataView(new ArrayBuffer(8))))).toThrow(/a DataView/)
  })
})

describe('values', () => {
  it('of linspace stay finite where the span is not', () => {
    expect(values(linspace(-1e308, 1e308, 3))).toEqual([-1e308, 0, 1e308])
  })

  it('of a tensor of many axes are printed', () => {
    expect(String(zeros(Array<number>(17).fill(2)))).toContain('[[[[[[[[[[[[[[[[[0, 0]')
  })

  it('keep the shape that they were made with when the caller’s array changes', () => {
    const shape = [2, 3]
    const made = [zeros(shape), reshape(zeros([6]), shape), random(1).uniform(shape)]
    shape[0] = 7
    for (const x of made) expect(x.shape).toEqual([2, 3])
  })

  it('under keys that look like paths are told apart', () => {
    const x = { 'a.b': tensor(1), a: { b: tensor(2) } }
    const { tangent } = jvp((p: typeof x) => mul(p['a.b'], p.a.b))(x, {
      'a.b': tensor(1),
      a: { b: tensor(0) },
    })
    expect(tangent.item()).toBe(2)
    expect(
      vjp((p: typeof x) => mul(p['a.b'], p.a.b))(x)
        .pullback(tensor(1))
        .a.b.item(),
    ).toBe(1)
  })
})

describe('detectAnomalies', () => {
  it('tells the place in second derivatives, and of a graph that was built outside', () => {
    const site = (run: () => unknown): string | undefined => {
      try {
        detectAnomalies(run)
      } catch (error) {
        if (error instanceof AnomalyError) return error.site
      }
      return undefined
    }
    expect(site(() => hessian((x: Tensor) => pow(x, 1.5))(tensor(0)))).toMatch(/reported\.test\.ts:\d+:\d+$/)
    const y = sqrt(variable(tensor(0)))
    expect(site(() => backward(y))).toMatch(/reported\.test\.ts:\d+:\d+$/)
  })

  it('refuses a promise, whose work it would not see', () => {
    expect(() => detectAnomalies(async () => tensor(1))).toThrow(/synchronous functions only/)
  })
})

describe('saveModel', () => {
  it('writes nothing for what is no model', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-'))
    await expect(saveModel(join(folder, 'm.json'), wrong({ a: 1 }))).rejects.toThrow(
      /saveModel: wants a fitted model such as a SoftmaxModel/,
    )
    expect(await readdir(folder)).toEqual([])
    await rm(folder, { recursive: true })
  })
})

describe('types', () => {
  it('let the shortest gradient compile', () => {
    expect(grad(x => sum(square(x)))(tensor([1, 2])).toArray()).toEqual([2, 4])
    expect(hessian(x => sum(square(x)))(tensor([1])).toArray()).toEqual([[2]])
  })
})
