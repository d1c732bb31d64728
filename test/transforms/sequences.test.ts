// Loops, choices and checkpoints inside of vmap, of each other and of what watches or compiles: each against a loop over samples.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { detectAnomalies } from '../../src/debug/index.js'
import {
  add,
  checkpoint,
  cos,
  customOp,
  grad,
  hessian,
  less,
  mul,
  random,
  scan,
  sin,
  slice,
  square,
  stack,
  sum,
  type Tensor,
  tanh,
  tensor,
  vmap,
  whileLoop,
  zeros,
} from '../../src/index.js'

const xs = random(1).normal([3, 4])
const w = random(2).normal([4])
const rows = (f: (x: Tensor) => Tensor): Tensor => stack([0, 1, 2].map(i => f(slice(xs, [i]))))
const shared = { inAxes: [undefined, 0] } as const

/** The same within some dozens of roundings of numbers of the size of 1 to 100. */
function expectClose(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape)
  a.toTypedArray().forEach((v, i) => {
    expect(v).toBeCloseTo(b.data[i]!, 9)
  })
}

/** f with one sample, its gradient inside of vmap, and the gradient through vmap: as a loop over samples has them. */
function expectAlike(f: (w: Tensor, x: Tensor) => Tensor): void {
  expectClose(
    vmap(f, shared)(w, xs),
    rows(x => f(w, x)),
  )
  expectClose(
    vmap(grad(f), shared)(w, xs),
    rows(x => grad(f)(w, x)),
  )
  expectClose(
    vmap(hessian(f), shared)(w, xs),
    rows(x => hessian(f)(w, x)),
  )
  const through = grad((w: Tensor) => sum(square(vmap(f, shared)(w, xs))))
  const byLoop = grad((w: Tensor) => sum(square(rows(x => f(w, x)))))(w)
  expectClose(through(w), byLoop)
  expectClose(compile(through)(w), byLoop)
  expectClose(
    detectAnomalies(() => through(w)),
    byLoop,
  )
}

/** A product and a sine, with rules of its own. */
const pair = customOp({
  name: 'pair',
  forward: (x: Tensor, y: Tensor) => ({ product: mul(x, y), sine: sin(x) }),
  differentials: ([x, y]) => [
    {
      jvp: dx => ({ product: mul(dx, y), sine: mul(dx, cos(x)) }),
      vjp: ({ product, sine }) => add(mul(product, y), mul(sine, cos(x))),
    },
    { jvp: dy => ({ product: mul(x, dy), sine: zeros(dy.shape) }), vjp: ({ product }) => mul(product, x) },
  ],
})

describe('inside of vmap', () => {
  it('checkpoint is the function, also with what it captures', () => {
    expectAlike((w, x) => checkpoint((x: Tensor) => sum(sin(mul(square(x), w))))(x))
    expectAlike((w, x) => {
      const y = mul(x, w)
      return checkpoint((z: Tensor) => sum(sin(mul(add(z, y), w))))(square(x))
    })
  })

  it('scan is the loop, also with its steps checkpointed and made of a custom op with several outputs', () => {
    const step = (w: Tensor) => (h: Tensor, t: Tensor) => {
      const { product, sine } = pair(mul(h, w), t)
      return [tanh(add(product, sine)), sine] as const
    }
    const f =
      (wrap: <F extends (h: Tensor, t: Tensor) => readonly [Tensor, Tensor]>(f: F) => F) =>
      (w: Tensor, x: Tensor) => {
        const { carry, ys } = scan(wrap(step(w)), mul(w, 0.5), stack([x, sin(x), x]))
        return add(sum(carry), sum(square(ys)))
      }
    expectAlike(f(f => f))
    expectAlike(f(f => checkpoint(f) as typeof f))
  })
})

describe('a scan without steps', () => {
  const none = (w: Tensor, lr: number | Tensor = 1) =>
    scan((h: Tensor, t: Tensor) => [mul(h, lr), mul(t, lr)], w, zeros([0], { dtype: w.dtype }))

  it('is no anomaly', () => {
    expect(detectAnomalies(() => grad((w: Tensor) => none(w).carry)(tensor(2))).item()).toBe(1)
  })

  it('has the dtypes that it has with steps, also where compile does not know a number', () => {
    const { carry, ys } = compile((x: Tensor, lr: number) => none(x, lr))(
      tensor(1, { dtype: 'float32' }),
      0.5,
    )
    expect([carry.dtype, ys.dtype, ys.shape]).toEqual(['float32', 'float32', [0]])
  })

  it('may hold a whileLoop', () => {
    const body = (h: Tensor, t: Tensor) =>
      [
        whileLoop(
          x => less(x, 3),
          x => add(x, 1),
          h,
        ),
        t,
      ] as const
    expect(scan(body, tensor(0), zeros([0])).carry.item()).toBe(0)
  })
})
