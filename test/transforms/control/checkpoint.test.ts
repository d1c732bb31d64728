// Recomputation: the same derivatives of every order with a graph that keeps less, and what it refuses.
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import { originOf, withWatcher } from '../../../src/graph/index.js'
import {
  add,
  backward,
  cast,
  checkpoint,
  concat,
  exp,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  matmul,
  mean,
  mul,
  random,
  relu,
  scan,
  sin,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
  variable,
  vjp,
  zeros,
} from '../../../src/index.js'
import { checkGradient } from '../../../src/testing/index.js'

type F = (x: Tensor) => Tensor

/** How many tensors a result keeps: all that its graph leads to. */
function kept(y: Tensor): number {
  const seen = new Set<Tensor>()
  const stack = [y]
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (seen.has(x)) continue
    seen.add(x)
    stack.push(...(originOf(x)?.inputs ?? []))
  }
  return seen.size
}

/** How many ops a run takes. */
function opsOf(run: () => unknown): number {
  let n = 0
  withWatcher({ ran: () => n++ }, run)
  return n
}

/** All numbers in a tree of tensors. */
function numbers(tree: unknown): number[] {
  const all: number[] = []
  JSON.stringify(tree, (_, v) => {
    if (Array.isArray(v?.values)) all.push(...v.values)
    return v as unknown
  })
  return all
}

/** The same numbers, up to rounding: a few hundred terms may be added in another order, so each tensor bounds it by its largest. */
function expectSame(got: unknown, want: unknown): void {
  const [a, b] = [numbers(got), numbers(want)]
  expect(a.length).toBe(b.length)
  const largest = Math.max(1, ...b.map(Math.abs))
  for (const [i, v] of a.entries()) expect(Math.abs(v - b[i]!)).toBeLessThan(300 * 2 ** -52 * largest)
}

/** A function of a tree with several outputs, of two dtypes and shapes, some not tracked. */
const block = ({ w, b }: { w: Tensor; b: Tensor }, x: Tensor) => {
  const h = tanh(add(matmul(x, w), b))
  return { h, more: [cast(sum(mul(h, h)), 'float32'), exp(b)] as const, rank: 3, fixed: tensor([1, 2]) }
}

const stream = random(1)
const at = { p: { w: stream.normal([3, 3]), b: stream.normal([3]) }, x: stream.normal([2, 3]) }
const lossOf =
  (run: typeof block) =>
  ({ p, x }: typeof at): Tensor => {
    const { h, more } = run(p, x)
    return add(add(sum(mul(h, square(h))), sum(sin(more[1]))), cast(more[0], 'float64'))
  }

describe('checkpoint', () => {
  it('has the same value and the same derivatives, in both modes and of second and third order', () => {
    const [own, plain] = [lossOf(checkpoint(block)), lossOf(block)]
    const same = (f: (loss: typeof own) => unknown) => expectSame(f(own), f(plain))
    same(loss => loss(at))
    same(loss => grad(loss)(at))
    same(loss => jvp(loss)(at, at))
    same(loss => hvp(loss)(at, at))
    const second = (loss: typeof own) => (p: typeof at) => {
      const g = grad(loss)(p)
      return add(sum(square(g.p.w)), sum(mul(g.x, g.x)))
    }
    same(loss => grad(second(loss))(at))
    same(loss => jvp(grad(loss))(at, at).tangent)
    same(loss => jvp((p: typeof at) => jvp(loss)(p, at).tangent)(at, at).tangent)
    same(loss => grad((p: typeof at) => jvp(loss)(p, at).tangent)(at))
    same(loss => grad((p: typeof at) => sum(square(grad(second(loss))(p).p.b)))(at))
  })

  it('agrees with differences, in Jacobians and Hessians too', () => {
    checkGradient(lossOf(checkpoint(block)), at)
    const f: F = x => concat([tanh(mul(x, x)), sin(x)])
    const x = tensor([0.5, -1, 2])
    expect(jacobian(checkpoint(f))(x).toArray()).toEqual(jacobian(f)(x).toArray())
    expect(hessian((x: Tensor) => sum(checkpoint(f)(x)))(x).toArray()).toEqual(
      hessian((x: Tensor) => sum(f(x)))(x).toArray(),
    )
  })

  it('passes on what is no tensor, and what is not tracked', () => {
    const { h, more, rank, fixed } = checkpoint(block)(at.p, at.x)
    expect([originOf(h), originOf(more[1])]).toEqual([undefined, undefined])
    expect([rank, fixed.toArray(), more[0].dtype]).toEqual([3, [1, 2], 'float32'])
    expectSame(h, block(at.p, at.x).h)
  })

  const deep =
    (n: number): F =>
    x => {
      let y = x
      for (let i = 0; i < n; i++) y = sin(mul(y, 1.5))
      return y
    }
  const chain =
    (blocks: number, f: F): F =>
    x => {
      let y = x
      for (let i = 0; i < blocks; i++) y = f(y)
      return sum(y)
    }

  it('keeps a tensor for each block, and runs what is inside twice', () => {
    const x = variable(random(2).normal([4]))
    const own = chain(10, checkpoint(deep(20)))
    const plain = chain(10, deep(20))
    expect(kept(plain(x))).toBeGreaterThan(400)
    expect(kept(own(x))).toBeLessThan(20)
    const ahead = opsOf(() => plain(x))
    const extra = opsOf(() => grad(own)(x)) - opsOf(() => grad(plain)(x))
    expect(extra).toBeGreaterThan(0.9 * ahead)
    expect(extra).toBeLessThan(1.2 * ahead)
    expectSame(grad(own)(x), grad(plain)(x))
  })

  it('keeps as little of a first derivative that is followed', () => {
    const x = variable(random(3).normal([4]))
    const first = (f: F) => sum(square(grad(f)(x)))
    expect(kept(first(chain(10, deep(20))))).toBeGreaterThan(800)
    expect(kept(first(chain(10, checkpoint(deep(20)))))).toBeLessThan(100)
  })

  it('nests', () => {
    const x = variable(random(4).normal([4]))
    const inner = checkpoint(deep(5))
    const nested = chain(
      4,
      checkpoint((x: Tensor) => inner(inner(inner(inner(x))))),
    )
    const plain = chain(4, deep(20))
    expect(kept(nested(x))).toBeLessThan(10)
    expectSame(grad(nested)(x), grad(plain)(x))
    expectSame(hvp(nested)(x, x), hvp(plain)(x, x))
  })

  it('gives what it captures its gradient too, whatever follows that', () => {
    const run = (wrap: (f: F) => F) => {
      const v = variable(tensor([3, 4]))
      const w = tensor([0.5, 2])
      const f = (w: Tensor) => {
        const twice = mul(w, 2)
        const inside = wrap(x => sin(mul(mul(x, twice), v)))
        return sum(inside(inside(w)))
      }
      const y = f(v)
      const outer = (s: Tensor) => sum(square(wrap(x => mul(mul(x, s), v))(w)))
      return [
        backward(y).of(v),
        grad(f)(w),
        jvp(f)(w, w).tangent,
        hvp(f)(w, w),
        hessian(f)(w),
        grad(outer)(tensor(2)),
        hvp(outer)(tensor(2), tensor(1)),
        backward(backward(y, undefined, { createGraph: true }).of(v), w).of(v),
      ]
    }
    const want = run(f => f)
    for (const [i, found] of run(checkpoint).entries()) expectSame(found, want[i])
  })

  it('leaves gradients without a history', () => {
    const w = variable(tensor(2))
    const g = grad((x: Tensor) => checkpoint((x: Tensor) => mul(x, x))(x))(tensor(3))
    expect(originOf(g)).toBeUndefined()
    const found = backward(checkpoint((x: Tensor) => mul(exp(w), x))(w)).of(w)
    expect(originOf(found)).toBeUndefined()
    expect(found.item()).toBeCloseTo(3 * Math.exp(2), 12)
  })

  it('makes steps of a scan that keep only what they carry', () => {
    const xs = random(5).normal([20, 3])
    const w = random(6).normal([3, 3])
    const step =
      (w: Tensor) =>
      (h: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
        let y = h
        for (let i = 0; i < 10; i++) y = tanh(add(matmul(w, y), x))
        return [y, mean(relu(y))]
      }
    const loss = (wrap: (f: ReturnType<typeof step>) => ReturnType<typeof step>) => (w: Tensor) => {
      const { carry, ys } = scan(wrap(step(w)), zeros([3]), xs)
      return add(sum(carry), sum(ys))
    }
    const [own, plain] = [loss(checkpoint), loss(f => f)]
    expect(kept(own(variable(w)))).toBeLessThan(kept(plain(variable(w))) / 3)
    const [got, want] = [grad(own)(w), grad(plain)(w)]
    // 200 terms below 10, in another order.
    for (const [i, v] of got.toTypedArray().entries())
      expect(Math.abs(v - want.data[i]!)).toBeLessThan(2000 * 2 ** -52)
  })

  it('compiles', () => {
    const f = grad(lossOf(checkpoint(block)))
    const [got, want] = [compile(f)(at), f(at)]
    for (const [i, v] of got.p.w.toTypedArray().entries())
      expect(Math.abs(v - want.p.w.data[i]!)).toBeLessThan(3000 * 2 ** -52)
  })

  it('refuses a function that gives something else when it runs again', () => {
    const stream = random(7)
    const noisy = checkpoint((x: Tensor) => mul(x, stream.uniform([3])))
    const message = 'checkpoint: the function gave something else when it was run again'
    expect(() => grad((x: Tensor) => sum(noisy(x)))(tensor([1, 2, 3]))).toThrow(message)
    expect(() => jvp(noisy)(tensor([1, 2, 3]), zeros([3]))).toThrow(message)
    let n = 0
    const growing = checkpoint((x: Tensor) => mul(x, zeros([++n, 1])))
    expect(() => grad((x: Tensor) => sum(growing(x)))(tensor(2))).toThrow(message)
    // A stream that is made inside gives the same numbers again.
    const seeded = checkpoint((x: Tensor) => mul(x, random(1).uniform([3])))
    expect(
      vjp(seeded)(tensor([1, 2, 3]))
        .pullback(tensor([1, 1, 1]))
        .toArray(),
    ).toEqual(random(1).uniform([3]).toArray())
  })

  it('wants a function that gives its result at once', async () => {
    expect(() => checkpoint(3 as never)).toThrow('checkpoint: wants a function')
    expect(() => checkpoint(async (x: Tensor) => x)(tensor(1))).toThrow(
      'checkpoint: takes functions that give their result at once',
    )
  })
})
