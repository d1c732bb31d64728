// The library's edges: what stands inside parameters, what is given beside a function, and tensors from elsewhere.
import { runInNewContext } from 'node:vm'
import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { toDot } from '../src/debug/index.js'
import type * as chainrule from '../src/index.js'
import {
  ArgumentError,
  add,
  ChainruleError,
  exp,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  matmul,
  mul,
  square,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from '../src/index.js'
import { adam, descend, type OptimizerState, sgd } from '../src/optim/index.js'
import { checkGradient } from '../src/testing/index.js'

/** What only a caller in JavaScript can pass. */
const wrong = <T>(value: unknown): T => value as T

class Linear {
  readonly w = tensor([1, 2])
}

const scale = tensor(3)

/** Objects that no walk looks into, and how an error calls them. */
const opaque: readonly (readonly [name: string, value: unknown])[] = [
  ['a Linear', new Linear()],
  ['a Map', new Map([['w', tensor(1)]])],
  ['a Set', new Set([tensor(1)])],
  ['a Date', new Date(0)],
  ['a Float64Array', new Float64Array(2)],
  ['a Promise', Promise.resolve(tensor(1))],
  ['a RegExp', /w/],
]

type Params = { readonly body: unknown; readonly scale: Tensor }
const loss = (p: Params) => square(p.scale)

describe('an object that is no plain one, inside parameters', () => {
  const walks: Readonly<Record<string, (p: Params) => unknown>> = {
    grad: p => grad(loss)(p),
    valueAndGrad: p => valueAndGrad(loss)(p),
    vjp: p => vjp(loss)(p),
    jvp: p => jvp(loss)(p, wrong(p)),
    jacobian: p => jacobian(loss)(p),
    hessian: p => hessian(loss)(p),
    hvp: p => hvp(loss)(p, wrong(p)),
    sgd: p => sgd({ learningRate: 1 }).step(p, wrong({ scale }), { steps: 0, moments: [] }),
    adam: p => adam().step(p, wrong({ scale }), { steps: 0, moments: [] }),
    descend: p => descend(loss, p, tensor([1]), tensor([1]), adam()),
    checkGradient: p => checkGradient(loss, p),
  }

  it.each(Object.keys(walks))('is refused by %s, by its place and what it is', name => {
    for (const [what, body] of opaque) {
      const run = () => walks[name]!({ body, scale })
      expect(run).toThrow(ArgumentError)
      expect(run).toThrow(/body in the (first argument|parameters|inputs) is /)
      expect(run).toThrow(`${what}, and only plain objects and arrays are looked into`)
    }
    const deep = () => walks[name]!({ body: [{ 'a.b': new Linear() }], scale })
    expect(deep).toThrow('body[0]["a.b"] in')
  })

  it('is refused in a result as well, and as the whole argument', () => {
    expect(() => vjp((x: Tensor) => ({ y: x, layer: new Linear() }))(scale)).toThrow(
      'vjp: layer in the result is a Linear',
    )
    expect(() => jacobian((x: Tensor) => [x, new Map()])(scale)).toThrow('[1] in the result is a Map')
    expect(() => grad(wrong<(m: Linear) => Tensor>(() => scale))(new Linear())).toThrow(
      'holds no float tensor to differentiate by, got a Linear',
    )
  })

  it('is no matter of what has no derivative by its type, nor of further arguments', () => {
    const rest = { act: exp, rate: 2, name: 'w', off: false, none: null, nothing: undefined, big: 1n }
    const g = grad((p: typeof rest & { w: Tensor }, data: Map<string, Tensor>) =>
      mul(p.act(p.w), data.get('k')!),
    )({ ...rest, w: tensor(0) }, new Map([['k', tensor(5)]]))
    expect(g.w.item()).toBe(5)
    expect(Object.keys(g).sort()).toEqual([...Object.keys(rest), 'w'].sort())
    expect(g.act).toBeUndefined()
  })
})

describe('parameters of every plain kind', () => {
  it('have their derivatives: symbols for keys, getters, holes, no prototype, another realm', () => {
    const [a, b] = [Symbol('w'), Symbol('w')]
    const foreign = runInNewContext('({ list: [] })') as { list: Tensor[] }
    foreign.list.push(tensor(7))
    const params = {
      [a]: tensor(2),
      [b]: tensor(3),
      get computed() {
        return tensor(4)
      },
      // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
      sparse: [tensor(5), , tensor(6)] as const,
      bare: Object.assign(Object.create(null) as object, { w: tensor(8) }) as { w: Tensor },
      foreign,
      __proto__w: tensor(9),
    }
    const f = (p: typeof params) =>
      [
        p[b],
        p.computed,
        p.sparse[0],
        p.sparse[2]!,
        p.bare.w,
        p.foreign.list[0]!,
        p.__proto__w,
      ].reduce<Tensor>((total, x) => add(total, square(x)), square(square(p[a])))
    const g = grad(f)(params)
    expect(g[a].item()).toBe(32)
    expect(g[b].item()).toBe(6)
    expect(g.computed.item()).toBe(8)
    expect(g.sparse[0].item()).toBe(10)
    expect(1 in g.sparse).toBe(false)
    expect(g.bare.w.item()).toBe(16)
    expect(g.foreign.list[0]!.item()).toBe(14)
    // Optimizers match trees as transforms do: two symbols of one name stay two.
    const optimizer = sgd({ learningRate: 0.5 })
    const moved = optimizer.step(params, g, optimizer.init(params)).params
    expect([moved[a].item(), moved[b].item(), moved.foreign.list[0]!.item()]).toEqual([-14, 0, 0])
  })

  it('keep a key that is named as the way to a prototype is', () => {
    const named = JSON.parse('{ "__proto__": 0 }') as object
    const params = Object.defineProperty(named, '__proto__', { value: tensor(3) }) as Readonly<
      Record<string, Tensor>
    >
    const own = (tree: object) => Object.getOwnPropertyDescriptor(tree, '__proto__')!.value as Tensor
    const g = grad((p: typeof params) => square(own(p)))(params)
    expect(own(g).item()).toBe(6)
    expect(Object.getPrototypeOf(g)).toBe(Object.prototype)
  })

  it('that are inside themselves are refused by where they begin', () => {
    const params: { w: Tensor; self?: unknown } = { w: scale }
    params.self = { again: params }
    expect(() => grad((p: typeof params) => p.w)(params)).toThrow(
      'nested deeper than 100 levels, at self.again.self.again.self…; is one inside itself?',
    )
  })

  it('a gradient of another nesting is refused with what stands in its place', () => {
    const optimizer = sgd({ learningRate: 1 })
    const params = { layers: [{ w: scale }] }
    for (const [gradients, what] of [
      [{ layers: [] }, 'undefined'],
      [{ layers: [{ w: 3 }] }, '3'],
      [{ layers: null }, 'undefined'],
      [undefined, 'undefined'],
    ] as const) {
      expect(() => optimizer.step(params, wrong(gradients), optimizer.init(params))).toThrow(
        `sgd: the gradient has no tensor at layers[0].w, but ${what}`,
      )
    }
  })
})

describe('a function of functions', () => {
  it('takes a function, and says what else it got', () => {
    const f = (x: Tensor) => sum(x)
    for (const [name, transform] of Object.entries({
      grad,
      valueAndGrad,
      vjp,
      jvp,
      jacobian,
      hessian,
      hvp,
    })) {
      const call = transform as (...all: unknown[]) => unknown
      // Two of them take options as well.
      expect(() => call(f, 1)).toThrow(
        transform === grad || transform === valueAndGrad
          ? `${name}: options come as an object with wrt, aux, got 1`
          : `${name}: takes a function alone, got 1 beside it; write ${name}(f)(x), where x is the first argument of f`,
      )
      expect(() => call(f, tensor([1]))).toThrow('got a Tensor beside it')
      expect(() => call(scale)).toThrow(`${name}: wants a function of tensors, got a Tensor`)
      expect(() => call(undefined)).toThrow(`${name}: wants a function of tensors, got undefined`)
    }
    expect(() => checkGradient(wrong<() => Tensor>(scale))).toThrow(
      'checkGradient: wants a function of tensors',
    )
  })
})

describe('an optimizer', () => {
  const params = { w: tensor([1, 2]) }
  const rules = {
    sgd: sgd({ learningRate: 1 }),
    momentum: sgd({ learningRate: 1, momentum: 0.5 }),
    adam: adam(),
  }
  const states = Object.entries(rules).map(
    ([name, rule]) => [name, rule.step(params, params, rule.init(params)).state] as const,
  )

  it('refuses the state of another, and takes its own', () => {
    for (const [name, rule] of Object.entries(rules)) {
      for (const [from, state] of states) {
        const step = () => rule.step(params, params, state)
        if (from === name) expect(step).not.toThrow()
        else expect(step).toThrow(/the state after 1 steps holds \d moments, and this optimizer keeps \d/)
      }
    }
  })

  it('refuses what is no state, and the state of other parameters', () => {
    for (const state of [undefined, {}, params, { steps: 1 }, { steps: 'one', moments: [] }])
      expect(() => rules.adam.step(params, params, wrong(state))).toThrow(/^adam: wants the state that init/)
    const other = { v: tensor([1, 2]) }
    const state = rules.adam.step(other, other, rules.adam.init(other)).state
    expect(() => rules.adam.step(params, params, wrong<OptimizerState<typeof params>>(state))).toThrow(
      'adam: the state has no tensor at w, but undefined',
    )
  })

  it('is asked for by descend, with tensors for rows', () => {
    const x = tensor([[1], [2]])
    const line = ({ w }: typeof params) => sum(w)
    expect(() => descend(line, params, wrong({ x }), x, rules.adam)).toThrow(
      'descend: x must be a tensor, got a Object',
    )
    expect(() => descend(line, params, x, wrong([1, 2]), rules.adam)).toThrow(
      'descend: y must be a tensor, got an array of length 2',
    )
    expect(() => descend(line, params, x, x, wrong(sgd))).toThrow(
      'descend: wants an optimizer such as sgd({ learningRate: 0.1 }), got a function',
    )
    expect(() => descend(wrong<typeof line>(params), params, x, x, rules.adam)).toThrow(
      'descend: wants a function of tensors, got a Object',
    )
  })
})

describe('a second copy of the package', () => {
  it('is named where its tensors come in', async () => {
    const { outputFiles } = buildSync({
      entryPoints: ['src/index.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
    })
    const copy = Buffer.from(outputFiles[0]!.contents).toString('base64')
    const other: typeof chainrule = await import(`data:text/javascript;base64,${copy}`)
    expect(other.tensor).not.toBe(tensor)
    const x = wrong<Tensor>(other.tensor([1, 2]))
    const words = 'got a tensor of another copy of chainrule: two are loaded, see `npm ls chainrule`'
    for (const run of [
      () => add(x, 1),
      () => matmul(tensor([1, 2]), x),
      () => sum(x),
      () => grad((w: Tensor) => sum(w))(x),
      () => descend(sum, tensor(1), x, x, adam()),
      () => toDot(x),
    ]) {
      expect(run).toThrow(ChainruleError)
      expect(run).toThrow(words)
    }
    expect(() => grad((p: { w: Tensor; v: Tensor }) => sum(p.v))({ w: x, v: scale })).toThrow(
      'w in the first argument is a tensor of another copy of chainrule',
    )
    expect(() => jvp(loss)({ body: 0, scale }, wrong({ scale: x }))).toThrow(
      'the tangent has no tensor at scale, but a tensor of another copy of chainrule',
    )
    expect(() => grad(() => x)(scale)).toThrow('a tensor of another copy of chainrule')
  })
})
