// vmap: a function of one sample on many, beside a loop over them; nested in itself and in every other transform.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, loop } from '../../src/compile/index.js'
import { detectAnomalies } from '../../src/debug/index.js'
import {
  add,
  argMax,
  backward,
  cast,
  customOp,
  type Differential,
  div,
  dot,
  exp,
  full,
  gather,
  grad,
  hessian,
  jacobian,
  jvp,
  linearize,
  logSumExp,
  matmul,
  max,
  mul,
  oneHot,
  random,
  reshape,
  scatterAdd,
  sin,
  slice,
  softmax,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  transpose,
  valueAndGrad,
  variable,
  vjp,
  vmap,
  where,
  zeros,
} from '../../src/index.js'
import { computing } from '../support/trace.js'

/** By how much two ways to a number of the size of 1 to 100 may differ: some hundred roundings. */
const CLOSE = 1e-11

const expectClose = (a: Tensor, b: Tensor): void => {
  expect([a.shape, a.dtype]).toEqual([b.shape, b.dtype])
  a.toTypedArray().forEach((v, i) => {
    expect(Math.abs(v - b.data[i]!)).toBeLessThanOrEqual(CLOSE * Math.max(1, Math.abs(v)))
  })
}

/** The samples along an axis. */
const samplesOf = (x: Tensor, axis = 0): Tensor[] =>
  Array.from({ length: x.shape[axis]! }, (_, i) =>
    slice(
      x,
      x.shape.map((_, a) => (a === axis ? i : undefined)),
    ),
  )

describe('vmap over any axes', () => {
  /** A shape, an axis for the samples in it, and where they come out. */
  const drawn = fc
    .record({
      shape: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
      n: fc.integer({ min: 0, max: 4 }),
      from: fc.nat(),
      to: fc.nat(),
      negative: fc.boolean(),
      seed: fc.integer({ min: 0, max: 1e6 }),
    })
    .map(({ shape, n, from, to, negative, seed }) => {
      const at = from % (shape.length + 1)
      const whole = [...shape.slice(0, at), n, ...shape.slice(at)]
      const out = to % (shape.length + 1)
      const sign = negative ? shape.length + 1 : 0
      return { x: random(seed).normal(whole), at, out, inAxis: at - sign, outAxis: out - sign }
    })

  it('is a stack of what it gives for each sample, whichever they are', () => {
    fc.assert(
      fc.property(drawn, ({ x, at, out, inAxis, outAxis }) => {
        const f = (x: Tensor) => mul(x, sum(exp(x)))
        const all = vmap(f, { inAxes: [inAxis], outAxes: outAxis })(x)
        if (x.shape[at] === 0) expect(all.size).toBe(0)
        else expectClose(all, stack(samplesOf(x, at).map(f), out))
      }),
    )
  })

  it('takes trees of arguments, each with its own axis, and gives trees', () => {
    const stream = random(3)
    const p = { w: stream.normal([2, 5, 3]), layers: [{ b: stream.normal([2]) }] as const }
    const x = stream.normal([3, 5])
    const f = ({ w, layers }: { w: Tensor; layers: readonly [{ b: Tensor }] }, x: Tensor, name: string) => ({
      y: [add(matmul(w, x), layers[0].b)],
      shared: layers[0].b,
      name,
    })
    const all = vmap(f, { inAxes: [{ w: 1, layers: null }, -1], outAxes: { y: [1], shared: 0 } })(p, x, 'm')
    const each = samplesOf(x, 1).map((x, i) => f({ w: slice(p.w, [undefined, i]), layers: p.layers }, x, 'm'))
    expect(all.name).toBe('m')
    expectClose(
      all.y[0]!,
      stack(
        each.map(({ y }) => y[0]!),
        1,
      ),
    )
    expectClose(all.shared, stack(each.map(({ shared }) => shared)))
  })

  it('nests: twice it gives a table of pairs, over any two axes', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1), fc.constantFrom(0, 1), fc.boolean(), (a, b, isGradient) => {
        const [x, y] = [random(a + 5).normal([3, 3]), random(b + 7).normal([3, 3])]
        const value = (x: Tensor, y: Tensor) => sum(exp(mul(x, y))) as Tensor
        const f = isGradient ? (x: Tensor, y: Tensor) => grad(value)(x, y) : value
        const table = vmap((x: Tensor) => vmap((y: Tensor) => f(x, y), { inAxes: [b] })(y), { inAxes: [a] })(
          x,
        )
        const loop = samplesOf(x, a).map(x => stack(samplesOf(y, b).map(y => f(x, y))))
        expectClose(table, stack(loop))
        const both = vmap(vmap(f, { inAxes: [undefined, b] }), { inAxes: [a, undefined] })(x, y)
        expectClose(both, table)
      }),
      { numRuns: 10 },
    )
  })
})

describe('per-sample gradients', () => {
  const stream = random(1)
  const params = {
    w1: stream.normal([3, 4]),
    b1: stream.normal([4]),
    w2: stream.normal([4, 3]),
    b2: stream.normal([3]),
  }
  const xs = stream.normal([6, 3])
  const labels = stream.integers([6], 0, 3)
  const loss = (p: typeof params, x: Tensor, label: Tensor) => {
    const z = add(matmul(tanh(add(matmul(x, p.w1 as Tensor), p.b1)), p.w2 as Tensor), p.b2) as Tensor
    return sub(logSumExp(z), gather(z, label)) as Tensor
  }
  const perSample = vmap(grad(loss), { inAxes: [undefined, 0, 0] })
  const each = samplesOf(xs).map((x, i) => grad(loss)(params, x, slice(labels, [i])))

  it('of a small network are those of a loop, and add up to the gradient of the sum', () => {
    const all = perSample(params, xs, labels)
    const whole = grad((p: typeof params) => sum(vmap(loss, { inAxes: [undefined, 0, 0] })(p, xs, labels)))(
      params,
    )
    for (const key of ['w1', 'b1', 'w2', 'b2'] as const) {
      expectClose(all[key], stack(each.map(g => g[key] as Tensor)))
      expectClose(sum(all[key], { axis: 0 }), whole[key] as Tensor)
    }
  })

  it('are as many ops for 6 samples as for 2, and no more than twice those of one gradient', () => {
    const count = (n: number) =>
      computing(() => perSample(params, slice(xs, [[0, n]]), slice(labels, [[0, n]]))).steps.length
    const one = computing(() => grad(loss)(params, slice(xs, [0]), slice(labels, [0]))).steps.length
    expect(count(6)).toBe(count(2))
    expect(count(6)).toBeLessThanOrEqual(2 * one)
  })

  it('have derivatives themselves: the slope of their norms', () => {
    const norms = (p: typeof params) => {
      const all = perSample(p, xs, labels)
      return sum(square(all.w1)) as Tensor
    }
    const inLoop = (p: typeof params) =>
      samplesOf(xs)
        .map((x, i) => sum(square(grad(loss)(p, x, slice(labels, [i])).w1)) as Tensor)
        .reduce((a, b) => add(a, b) as Tensor)
    const [ours, theirs] = [grad(norms)(params), grad(inLoop)(params)]
    for (const key of ['w1', 'b1', 'w2', 'b2'] as const)
      expectClose(ours[key] as Tensor, theirs[key] as Tensor)
  })
})

describe('with other transforms', () => {
  const xs = random(9).normal([4, 3])
  const f = (x: Tensor) => mul(sin(x), sum(square(x)))
  const scalar = (x: Tensor) => sum(f(x)) as Tensor

  it.each([
    ['grad', (x: Tensor) => grad(scalar)(x)],
    ['jvp', (x: Tensor) => jvp(f)(x, mul(x, 2)).tangent],
    ['vjp', (x: Tensor) => vjp(f)(x).pullback(mul(x, 3))],
    ['linearize', (x: Tensor) => linearize(f)(x).vjp(linearize(f)(x).jvp(x))],
    ['jacobian', (x: Tensor) => jacobian(f)(x)],
    ['hessian', (x: Tensor) => hessian(scalar)(x)],
    ['grad of grad', (x: Tensor) => grad((x: Tensor) => sum(mul(grad(scalar)(x), x)) as Tensor)(x)],
    [
      'backward',
      (x: Tensor) => {
        const w = variable(x)
        return backward(scalar(w)).of(w)
      },
    ],
  ])('holds %s of each sample', (_, g: (x: Tensor) => Tensor) => {
    expectClose(vmap(g)(xs), stack(samplesOf(xs).map(g)))
  })

  it('is held by them', () => {
    const all = (x: Tensor) => vmap(f)(x)
    const looped = (x: Tensor) => stack(samplesOf(x).map(f))
    const dx = random(10).normal([4, 3])
    expectClose(jvp(all)(xs, dx).tangent, jvp(looped)(xs, dx).tangent)
    expectClose(vjp(all)(xs).pullback(dx), vjp(looped)(xs).pullback(dx))
    expectClose(jacobian(all)(xs), jacobian(looped)(xs))
    expectClose(
      hessian((x: Tensor) => sum(square(all(x))) as Tensor)(xs),
      hessian((x: Tensor) => sum(square(looped(x))) as Tensor)(xs),
    )
  })

  it('sees constants where a gradient stops, inside and outside', () => {
    const g = (x: Tensor) => sum(mul(x, stopGradient(x))) as Tensor
    expectClose(grad((x: Tensor) => sum(vmap(g)(x)) as Tensor)(xs), xs)
    expectClose(vmap(grad(g))(xs), xs)
    // A tensor that an outer gradient follows, found and not passed.
    const w = random(2).normal([3])
    const through = grad((w: Tensor) => sum(vmap((x: Tensor) => square(dot(w, x)) as Tensor)(xs)) as Tensor)(
      w,
    )
    expectClose(through, mul(2, matmul(matmul(xs, w), xs)) as Tensor)
  })

  it('no perturbation is confused: d/dx of x·Σ d/dy (x + y) is 1 a sample', () => {
    const g = (x: Tensor) => mul(x, vmap(grad((y: Tensor) => add(x, y) as Tensor))(zeros([1]))) as Tensor
    expectClose(vmap(grad((x: Tensor) => sum(g(x)) as Tensor))(tensor([2, 3])), tensor([1, 1]))
  })

  it('is compiled, with plain numbers among its arguments, and looped', () => {
    const g = (x: Tensor, k: number) => mul(grad(scalar)(x), k)
    const step = (x: Tensor, k: number) => vmap(g)(x, k)
    expectClose(compile(step)(xs, 3), step(xs, 3))
    const run = loop((x: Tensor, _: undefined) => [sub(x, mul(0.01, vmap(grad(scalar))(x))), sum(x)])
    const { carry } = run(xs, undefined, { steps: 3 })
    let x: Tensor = xs
    for (let i = 0; i < 3; i++) x = sub(x, mul(0.01, vmap(grad(scalar))(x)))
    expectClose(carry, x)
  })

  it('is watched by detectAnomalies, which sees all samples', () => {
    const inverse = (x: Tensor) => div(1, x)
    expect(() => detectAnomalies(() => vmap(inverse)(tensor([1, 0])))).toThrow(
      'div made Infinity at position 1',
    )
    expectClose(
      detectAnomalies(() => vmap(grad(scalar))(xs)),
      vmap(grad(scalar))(xs),
    )
  })
})

describe('indices that differ between samples', () => {
  const table = random(4).normal([5, 2])
  const words = tensor([
    [0, 4, 1],
    [2, 2, -1],
  ])
  const ids = cast(words, 'int32')

  it('read rows of one table, without a copy of it for each sample', () => {
    const f = (table: Tensor, ids: Tensor) => sum(square(take(table, ids)), { axis: 0 })
    const all = (table: Tensor) => vmap(f, { inAxes: [undefined, 0] })(table, ids)
    const looped = (table: Tensor) => stack(samplesOf(ids).map(own => f(table, own)))
    expectClose(all(table), looped(table))
    const slope = (g: (t: Tensor) => Tensor) => grad((t: Tensor) => sum(square(g(t))) as Tensor)(table)
    expectClose(slope(all), slope(looped))
    const { steps } = computing(() => all(table))
    expect(Math.max(...steps.map(({ shape }) => shape.reduce((a, b) => a * b, 1)))).toBeLessThanOrEqual(12)
  })

  it('read along any axis, write, and name classes', () => {
    const xs = random(6).normal([2, 3, 4])
    const own = cast(
      tensor([
        [0, 2, 1],
        [3, 3, 0],
      ]),
      'int32',
    )
    const cases: ((x: Tensor, i: Tensor) => Tensor)[] = [
      (x, i) => take(x, i, { axis: 1 }),
      (x, i) => gather(x, i),
      (x, i) => scatterAdd(x, i, mul(2, cast(i, 'float64'))),
      (x, i) => mul(oneHot(i, 4), x),
      (x, i) => add(cast(argMax(x), 'float64'), gather(x, i)),
      (x, i) => where(cast(i, 'bool'), max(x, { axis: 1 }), 0),
      (x, i) => take(softmax(x, { axis: 0 }), reshape(i, [3, 1]), { axis: 1 }),
    ]
    for (const f of cases)
      expectClose(vmap(f)(xs, own), stack([0, 1].map(s => f(slice(xs, [s]), slice(own, [s])))))
  })

  it('that lie outside are refused, also where the next sample would have them', () => {
    const far = cast(tensor([[0], [2]]), 'int32')
    expect(() => vmap((x: Tensor, i: Tensor) => take(x, i))(zeros([2, 2]), far)).toThrow(
      'index 2 is out of range',
    )
  })
})

describe('an op of one’s own', () => {
  /** x³·k with rules made of ops; `reads` makes its forward read its values. */
  const cubeOf = (reads: boolean, batch?: (n: number, x: Tensor, k: Tensor) => Tensor) =>
    customOp({
      name: 'cubeOf',
      forward: (x: Tensor, k: Tensor) =>
        reads
          ? (mul(
              tensor(
                x.toTypedArray().map(v => v ** 3),
                { dtype: x.dtype },
              ),
              k,
            ) as Tensor)
          : (mul(mul(x, square(x)), k) as Tensor),
      differentials: ([x, k]): readonly Differential[] => [
        { jvp: dx => mul(dx, mul(k, mul(3, square(x)))), vjp: dy => mul(dy, mul(k, mul(3, square(x)))) },
        {
          jvp: dk => mul(dk, mul(x, square(x))),
          vjp: dy => sum(mul(dy, mul(x, square(x)))),
        },
      ],
      ...(batch && { batch }),
    })
  const batched = (n: number, x: Tensor, k: Tensor): Tensor =>
    tensor(
      Array.from({ length: n }, (_, i) =>
        Array.from({ length: 3 }, (_, j) => x.data[i * 3 + j]! ** 3 * k.data[i]!),
      ),
    )
  const xs = tensor([
    [1, 2, 3],
    [-1, 0, 4],
  ])

  it.each([
    ['made of ops', cubeOf(false)],
    ['that reads values', cubeOf(true)],
    ['with a rule for many samples', cubeOf(true, batched)],
  ])('%s: values and derivatives of any order, inside and outside, shared inputs too', (_, cube) => {
    const k = tensor(2)
    const one = (x: Tensor, k: Tensor) => sum(square(cube(x, k))) as Tensor
    const all = (x: Tensor, k: Tensor) => vmap(one, { inAxes: [0, undefined] })(x, k)
    const looped = (x: Tensor, k: Tensor) => stack(samplesOf(x).map(x => one(x, k)))
    expectClose(all(xs, k), looped(xs, k))
    const slopes = (f: typeof all) =>
      grad((x: Tensor, k: Tensor) => sum(f(x, k)) as Tensor, { wrt: [0, 1] })(xs, k)
    for (const i of [0, 1] as const) expectClose(slopes(all)[i], slopes(looped)[i])
    const inside = vmap(grad(one), { inAxes: [0, undefined] })(xs, k)
    expectClose(inside, stack(samplesOf(xs).map(x => grad(one)(x, k))))
    const second = (f: typeof all) =>
      grad((k: Tensor) => sum(grad((x: Tensor) => sum(f(x, k)) as Tensor)(xs)) as Tensor)(k)
    expectClose(second(all), second(looped))
    expectClose(
      vmap(hessian(one), { inAxes: [0, undefined] })(xs, k),
      stack(samplesOf(xs).map(x => hessian(one)(x, k))),
    )
    const dx = mul(xs, 0.5)
    expectClose(
      jvp((x: Tensor) => all(x, k))(xs, dx).tangent,
      jvp((x: Tensor) => looped(x, k))(xs, dx).tangent,
    )
    const twice = vmap(vmap(cube, { inAxes: [0, undefined] }), { inAxes: [undefined, 0] })(xs, tensor([1, 2]))
    expectClose(twice, stack([1, 2].map(k => stack(samplesOf(xs).map(x => cube(x, tensor(k)))))))
  })

  it('whose rules read values', () => {
    const odd = customOp({
      name: 'odd',
      forward: (x: Tensor) => exp(x),
      differentials: ([x]) => {
        const slope = (v: Tensor) => mul(v, tensor(x.toTypedArray().map(Math.exp)))
        return [{ jvp: slope, vjp: slope }]
      },
    })
    const all = grad((x: Tensor) => sum(vmap((x: Tensor) => odd(x))(x)) as Tensor)(xs)
    expectClose(all, exp(xs))
  })

  it('is refused where its rule for many samples gives as many of something else', () => {
    const bad = cubeOf(false, (_, x) => transpose(x))
    expect(() => vmap(bad, { inAxes: [0, undefined] })(xs, tensor(2))).toThrow(
      'the batch rule of a custom op gave [3, 2] for 2 samples',
    )
  })
})

describe('what vmap refuses', () => {
  const x = full([3, 2], 1)
  const f = (...xs: unknown[]) => xs[0] as Tensor
  const id = (x: unknown) => x as Tensor
  it.each<readonly [string, () => unknown, string]>([
    [
      'axes that differ, naming both places',
      () => vmap(f)({ w: x }, zeros([4])),
      'axis 0 of w in argument 1 [3, 2] has extent 3, axis 0 of argument 2 [4] has 4',
    ],
    ['no mapped axis', () => vmap(f, { inAxes: [undefined] })(x), 'no argument has an axis to map over'],
    ['no arguments', () => vmap(f)(), 'no argument has an axis to map over'],
    ['a scalar', () => vmap(id)(tensor(1)), 'argument 1 has shape [] and no axis 0 to map over'],
    ['an axis that is not there', () => vmap(id, { inAxes: [2] })(x), 'no axis 2 to map over'],
    ['half an axis', () => vmap(id, { inAxes: [0.5] })(x), 'no axis 0.5'],
    ['too many axes', () => vmap(f, { inAxes: [0, 0] })(x), 'inAxes names 2 arguments, and 1 were given'],
    [
      'a misspelt place',
      () => vmap(f, { inAxes: [{ v: 0 } as never] })({ w: x }),
      'inAxes[0].v names an axis of what is not there',
    ],
    [
      'a tree where a tensor is',
      () => vmap(f, { inAxes: [{ w: { a: 0 } } as never] })({ w: x }),
      'inAxes[0].w is a tree, where there is a Tensor',
    ],
    ['no axes at all', () => vmap(id, { inAxes: 'x' as never })(x), 'inAxes must be a number, or an array'],
    ['text for an axis', () => vmap(id, { inAxes: ['x' as never] })(x), 'inAxes[0] is "x"'],
    [
      'an axis of the result',
      () => vmap(id, { outAxes: 2 })(x),
      'outAxes asks for axis 2 in the result, which has 2',
    ],
    [
      'a misspelt place in the result',
      () => vmap((x: unknown) => ({ y: x as Tensor }), { outAxes: { z: 0 } as never })(x),
      'outAxes.z names an axis of what is not there',
    ],
    ['an unknown option', () => vmap(id, { inAxis: 0 } as never)(x), "no option 'inAxis'"],
    ['a tensor for the function', () => vmap(x as never), 'wants a function'],
    ['a result without tensors', () => vmap((_: Tensor) => 3)(x), 'must return a tensor'],
    ['an object nobody looks into', () => vmap(f)({ m: new Map() }, x), 'm in argument 1 is a Map'],
    [
      'a value that is read',
      () => vmap((x: Tensor) => (x.data[0]! > 0 ? x : mul(x, 2)))(x),
      'vmap: a value is read that differs between samples; to choose by it write where(condition, a, b)',
    ],
    [
      'random numbers',
      () => vmap((x: Tensor) => add(x, random(1).normal([2])))(x),
      'cannot draw here: inside vmap all samples would be given the same numbers',
    ],
  ])('%s', (_, run, text) => {
    expect(run).toThrow(text)
  })

  it('shows values that all samples share', () => {
    const g = (x: Tensor, k: Tensor) => mul(x, k.item())
    expectClose(vmap(g, { inAxes: [0, undefined] })(x, tensor(3)), mul(x, 3))
  })

  it('is empty for no samples, with the shapes of one', () => {
    const y = vmap((x: Tensor) => ({
      a: matmul(x, zeros([2, 5])),
      b: max(x) as Tensor,
      g: grad((x: Tensor) => sum(x))(x),
    }))(zeros([0, 2]))
    expect([y.a.shape, y.b.shape, y.g.shape]).toEqual([[0, 5], [0], [0, 2]])
    const slope = grad((x: Tensor) => sum(vmap((x: Tensor) => square(x))(x)) as Tensor)(zeros([0, 2]))
    expect(slope.shape).toEqual([0, 2])
  })

  it('passes on what is found beside a gradient', () => {
    const step = valueAndGrad((x: Tensor) => [sum(square(x)), { y: mul(x, 2) }] as const, { aux: true })
    const { value, aux, gradient } = vmap(step)(x)
    expect([value.shape, aux.y.shape, gradient.shape]).toEqual([[3], [3, 2], [3, 2]])
  })
})
