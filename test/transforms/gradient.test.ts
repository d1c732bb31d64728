// Gradients towards several arguments, what a loss found beside its value, a function near a point, and Jacobians of trees.
import { describe, expect, it } from 'vitest'
import { compile, loop } from '../../src/compile/index.js'
import {
  add,
  argMax,
  exp,
  grad,
  hvp,
  isTracked,
  jacobian,
  jvp,
  linearize,
  matmul,
  mean,
  mul,
  random,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  variable,
  vjp,
  zeros,
} from '../../src/index.js'
import { computing } from '../support/trace.js'

const stream = random(11)
const [w, x, b] = [stream.normal([3]), stream.normal([4, 3]), stream.normal([])] as const
const loss = (w: Tensor, x: Tensor, b: { b: Tensor }) => mean(square(add(matmul(x, sin(w)), b.b))) as Tensor

describe('gradients towards several arguments', () => {
  it('are those towards each, from one run', () => {
    let runs = 0
    const counted = (...args: Parameters<typeof loss>) => {
      runs++
      return loss(...args)
    }
    const all = valueAndGrad(counted, { wrt: [0, 1, 2] })(w, x, { b })
    expect(runs).toBe(1)
    const [dw, dx, db] = all.gradient
    expect(dw).toEqual(grad(loss)(w, x, { b }))
    expect(dx).toEqual(grad((x: Tensor) => loss(w, x, { b }))(x))
    expect(db).toEqual(grad((p: { b: Tensor }) => loss(w, x, p))({ b }))
    expect(all.value).toEqual(loss(w, x, { b }))
  })

  it('come in the order that is asked for, and alone for a number', () => {
    const [db, dw] = grad(loss, { wrt: [2, 0] })(w, x, { b })
    expect(dw).toEqual(grad(loss)(w, x, { b }))
    expect(grad(loss, { wrt: 2 })(w, x, { b })).toEqual(db)
    expect(grad(loss, {})(w, x, { b })).toEqual(dw)
    expect(grad(loss, { wrt: [1] })(w, x, { b })).toHaveLength(1)
  })

  it('have derivatives, and are compiled', () => {
    const f = grad(loss, { wrt: [0, 1] })
    const slope = grad((w: Tensor) => sum(square(f(w, x, { b })[1])) as Tensor)(w)
    const other = grad((w: Tensor) => sum(square(grad((x: Tensor) => loss(w, x, { b }))(x))) as Tensor)(w)
    expect(slope).toEqual(other)
    expect(compile(f)(w, x, { b }).map(g => g.shape)).toEqual([[3], [4, 3]])
  })

  it.each<readonly [string, () => unknown, string]>([
    [
      'no such argument',
      () => grad(loss, { wrt: 3 })(w, x, { b }),
      'wrt must be the place of an argument, from 0 to 2',
    ],
    ['a negative one', () => grad(loss, { wrt: [-1] })(w, x, { b }), 'wrt must be'],
    ['half of one', () => grad(loss, { wrt: 0.5 })(w, x, { b }), 'wrt must be'],
    ['one twice', () => grad(loss, { wrt: [0, 0] })(w, x, { b }), 'a list of different ones'],
    ['none', () => grad(loss, { wrt: [] })(w, x, { b }), 'wrt must be'],
    ['a name', () => grad(loss, { wrt: 'w' as never })(w, x, { b }), 'got "w"'],
    ['an unknown option', () => grad(loss, { argnums: [0] } as never), "grad: has no option 'argnums'"],
    ['a tensor beside the function', () => grad(loss, w as never), 'takes a function alone, got a Tensor'],
    [
      'an argument that is no float',
      () =>
        grad((a: Tensor, i: Tensor) => sum(mul(a, i)) as Tensor, { wrt: 1 })(
          w,
          tensor([1, 2, 3], { dtype: 'int32' }),
        ),
      'what wrt names holds no float tensor',
    ],
  ])('refuse %s', (_, run, text) => {
    expect(run).toThrow(text)
  })
})

describe('what a loss finds beside its value', () => {
  const withAux = (w: Tensor, x: Tensor) => {
    const y = matmul(x, w) as Tensor
    return [mean(square(y)) as Tensor, { y, best: argMax(y), name: 'model', size: y.size }] as const
  }

  it('comes out as it is, a constant as the value is', () => {
    const { value, aux, gradient } = valueAndGrad(withAux, { aux: true })(w, x)
    expect(gradient).toEqual(grad((w: Tensor) => withAux(w, x)[0])(w))
    expect([value, aux.y, aux.best]).toEqual([withAux(w, x)[0], matmul(x, w), argMax(matmul(x, w))])
    expect([aux.name, aux.size]).toEqual(['model', 4])
    expect([value, aux.y].some(isTracked)).toBe(false)
    const both = grad(withAux, { aux: true, wrt: [1, 0] })(w, x)
    expect(both.gradient[1]).toEqual(gradient)
    expect(both.aux).toEqual(aux)
  })

  it('is followed by a transform outside, also where the loss does not depend on it', () => {
    const inner = (t: Tensor) =>
      valueAndGrad((w: Tensor) => [sum(w) as Tensor, mul(w, t)] as const, { aux: true })(w).aux
    expect(jvp(inner)(tensor(2), tensor(1)).tangent).toEqual(mul(w, 1))
    const v = variable(tensor(3))
    expect(isTracked(valueAndGrad((w: Tensor) => [sum(w), mul(w, v)] as const, { aux: true })(w).aux)).toBe(
      true,
    )
  })

  it('passes through compile and loop', () => {
    const step = valueAndGrad(withAux, { aux: true })
    const fast = compile(step)(w, x)
    expect(fast.aux.name).toBe('model')
    fast.aux.y.toTypedArray().forEach((v, i) => {
      expect(v).toBeCloseTo(step(w, x).aux.y.data[i]!, 12)
    })
    const run = loop((w: Tensor, x: Tensor) => {
      const { gradient, aux } = step(w, x)
      return [sub(w, mul(0.1, gradient)), mean(aux.y)]
    })
    expect(run(w, x, { steps: 3 }).outputs.shape).toEqual([3])
  })

  it.each<readonly [string, () => unknown, string]>([
    [
      'a loss alone',
      () => grad(((w: Tensor) => sum(w)) as never as (w: Tensor) => [Tensor, 0], { aux: true })(w),
      'with aux the function must return [loss, aux], got one tensor',
    ],
    [
      'three things',
      () => grad((w: Tensor) => [sum(w), w, w] as never, { aux: true })(w),
      'got an array of length 3',
    ],
    [
      'a loss of several numbers',
      () => grad((w: Tensor) => [w, 1] as const, { aux: true })(w),
      'needs a scalar function, got an output of shape [3]',
    ],
    [
      'no tensor',
      () => grad((w: Tensor) => [1 as never, w] as const, { aux: true })(w),
      'must return one tensor as its loss',
    ],
    [
      'what nobody looks into',
      () => grad((w: Tensor) => [sum(w), new Map()] as const, { aux: true })(w),
      '[1] in the result is a Map',
    ],
    [
      'a text for a flag',
      () => grad(withAux, { aux: 'yes' as never }),
      'aux must be true or false, got "yes"',
    ],
    [
      'a pair that nobody asked for',
      () => grad((w: Tensor) => withAux(w, x) as unknown as Tensor)(w),
      'must return one tensor; for several',
    ],
  ])('is refused: %s', (_, run, text) => {
    expect(run).toThrow(text)
  })
})

describe('linearize', () => {
  const f = (p: { w: Tensor; n: Tensor }, x: Tensor) => ({
    y: [exp(matmul(x, p.w))],
    s: sum(sin(p.w)) as Tensor,
  })
  const p = { w, n: tensor([1], { dtype: 'int32' }) }
  const dp = { w: stream.normal([3]), n: undefined } as never
  const yBar = { y: [stream.normal([4])], s: stream.normal([]) }

  it('runs the function once, and gives products both ways as jvp and vjp do', () => {
    let runs = 0
    const at = linearize((...args: Parameters<typeof f>) => {
      runs++
      return f(...args)
    })(p, x)
    for (let i = 0; i < 3; i++) {
      expect(at.jvp(dp)).toEqual(jvp(f)(p, dp, x).tangent)
      expect(at.vjp(yBar)).toEqual(vjp(f)(p, x).pullback(yBar))
    }
    expect(runs).toBe(1)
    expect(at.value).toEqual(f(p, x))
    expect(isTracked(at.value.s)).toBe(false)
  })

  it('of a gradient gives products with the Hessian, at less work than anew each time', () => {
    const g = (w: Tensor) => sum(exp(matmul(x, w))) as Tensor
    const at = linearize(grad(g))(w)
    const v = stream.normal([3])
    expect(at.jvp(v)).toEqual(hvp(g)(w, v))
    const count = (run: () => unknown) => computing(run).steps.length
    expect(count(() => at.jvp(v))).toBeLessThan(count(() => hvp(g)(w, v)))
  })

  it('has derivatives in x, and towards what it is applied to', () => {
    const h = (w: Tensor) => sum(square(linearize((w: Tensor) => sin(w))(w).jvp(w))) as Tensor
    const direct = (w: Tensor) => sum(square(jvp((w: Tensor) => sin(w))(w, w).tangent)) as Tensor
    expect(grad(h)(w)).toEqual(grad(direct)(w))
  })

  it.each<readonly [string, () => unknown, string]>([
    ['no function', () => linearize(3 as never), 'linearize: wants a function'],
    [
      'another shape',
      () => linearize((w: Tensor) => sin(w))(w).jvp(zeros([2])),
      'the tangent has shape [2], the value [3]',
    ],
    [
      'another nesting',
      () => linearize(f)(p, x).vjp({ y: [] } as never),
      'the cotangent has no tensor at y[0]',
    ],
    [
      'no float',
      () => linearize((w: Tensor) => w)(p.n),
      'linearize: the first argument holds no float tensor',
    ],
  ])('refuses %s', (_, run, text) => {
    expect(run).toThrow(text)
  })
})

describe('a Jacobian takes the cheaper way', () => {
  const walks = (run: () => unknown) => computing(run).steps.length

  it('counting what hangs together: outputs and inputs that no path joins cost nothing', () => {
    const big = stream.normal([50])
    const f = (p: { a: Tensor; unused: Tensor }) => ({ y: sum(exp(p.a)) as Tensor, constant: big })
    const found = jacobian(f)({ a: w, unused: big })
    expect(found.y.a).toEqual(grad((a: Tensor) => sum(exp(a)) as Tensor)(w))
    expect([found.y.unused.shape, found.constant.a.shape, found.constant.unused.shape]).toEqual([
      [50],
      [50, 3],
      [50, 50],
    ])
    expect(
      [found.constant.a, found.constant.unused, found.y.unused].every(d => [...d.data].every(v => v === 0)),
    ).toBe(true)
    const alone = walks(() => jacobian((a: Tensor) => sum(exp(a)))(w))
    // Beside its own walk only zeros, which are no ops.
    expect(walks(() => jacobian(f)({ a: w, unused: big }))).toBe(alone)
  })

  it('is the same either way for trees', () => {
    // No −0, of which products of zeros are full.
    const plain = (x: Tensor) => add(x, 0).toArray()
    const f = (p: { a: Tensor; b: readonly [Tensor] }) =>
      [mul(p.a, sum(p.b[0])), { c: matmul(x, p.a) as Tensor }] as const
    const p = { a: w, b: [stream.normal([2])] as const }
    const found = jacobian(f)(p)
    const at = linearize(f)(p)
    const unit = (n: number, i: number) => tensor(Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))
    for (let i = 0; i < 3; i++) {
      const column = at.jvp({ a: unit(3, i), b: [zeros([2])] })
      expect(plain(column[0])).toEqual([0, 1, 2].map(r => (plain(found[0].a) as number[][])[r]![i]))
      expect(plain(column[1].c)).toEqual([0, 1, 2, 3].map(r => (plain(found[1].c.a) as number[][])[r]![i]))
    }
    expect(found[1].c.b[0].shape).toEqual([4, 2])
  })
})
