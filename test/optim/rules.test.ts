// First-order rules: on plain numbers, by PyTorch's figures, whatever is nested, and refused settings.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  type DType,
  min,
  mul,
  sub,
  type Tensor,
  tensor,
  zeros,
  zerosLike,
} from '../../src/index.js'
import { adagrad, adam, adamw, lion, type Optimizer, rmsprop, sgd, treeMap } from '../../src/optim/index.js'
import { leavesOf } from '../../src/transforms/tree.js'
import { grid } from '../support/arbitrary.js'
import { rules } from './rules.js'

const names = Object.keys(rules)
const vectors = (most: number) =>
  fc.array(fc.array(grid, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: most })

/** Where parameters are after each step. */
function path<P>(optimizer: Optimizer, start: P, gradients: readonly P[]): P[] {
  let params = start
  let state = optimizer.init(params)
  return gradients.map(g => {
    ;({ params, state } = optimizer.step(params, g as never, state))
    return params
  })
}

/** 0 for −0: sums that start from nothing make no difference between them. */
const plus0 = (values: Iterable<number>): number[] => Array.from(values, v => v + 0)

describe('an optimizer', () => {
  it.each(names)('is its rule on plain numbers: %s', name => {
    const { optimizer, plain } = rules[name]!
    fc.assert(
      fc.property(vectors(8), gradients => {
        const found = path(
          optimizer,
          tensor([0.5, -1.25, 0]) as Tensor,
          gradients.map(g => tensor([...g])),
        )
        const moves = [plain(), plain(), plain()]
        let wanted = [0.5, -1.25, 0]
        gradients.forEach((g, t) => {
          wanted = wanted.map((p, i) => moves[i]!(p, g[i]!, t + 1))
          // The same roundings in the same order.
          expect(plus0(found[t]!.data)).toEqual(plus0(wanted))
        })
      }),
      { numRuns: 20 },
    )
  })

  it.each(names)('moves each tensor by itself, however they are nested: %s', name => {
    const { optimizer } = rules[name]!
    fc.assert(
      fc.property(vectors(4), gradients => {
        const nest = ([a, b, c]: readonly number[], n: Tensor | undefined) => ({
          layers: [{ w: tensor([a!]) as Tensor }, { w: tensor([[b!]]) as Tensor }],
          c: tensor(c!) as Tensor,
          n,
          name: 'net',
        })
        const count = tensor([7], { dtype: 'int32' })
        const flat = path(
          optimizer,
          tensor([1, 2, 3]) as Tensor,
          gradients.map(g => tensor([...g])),
        )
        const found = path(
          optimizer,
          nest([1, 2, 3], count),
          gradients.map(g => nest(g, undefined)),
        ).at(-1)!
        expect([found.n, found.name]).toEqual([count, 'net'])
        const { n: _, ...floats } = found
        expect(leavesOf(floats).flatMap(x => [...x.data])).toEqual([...flat.at(-1)!.data])
      }),
      { numRuns: 10 },
    )
  })

  it.each(names)('keeps dtypes, and what it was given as it was: %s', name => {
    const { optimizer } = rules[name]!
    for (const dtype of ['float64', 'float32'] satisfies DType[]) {
      const params = { w: tensor([1, -2], { dtype }) }
      const g = { w: tensor([0.5, 0.25], { dtype }) }
      const once = optimizer.step(params, g, optimizer.init(params))
      const twice = optimizer.step(once.params, g, once.state)
      expect(leavesOf([twice.params, twice.state]).map(x => x.dtype)).toEqual(
        leavesOf([twice.params, twice.state]).map(() => dtype),
      )
      expect(twice.state.steps).toBe(2)
      expect(optimizer.step(once.params, g, once.state)).toEqual(twice)
      expect([...params.w.data, ...g.w.data]).toEqual([1, -2, 0.5, 0.25])
    }
  })

  it.each(names)('stays where all slopes are 0, and is never NaN there: %s', name => {
    const { optimizer } = rules[name]!
    const decays = /decay|adamw/.test(name)
    const start = tensor([1, -2, 0])
    const found = path(
      optimizer,
      start as Tensor,
      [0, 0, 0].map(() => zeros([3])),
    ).at(-1)!
    expect(found.data[2]).toBe(0)
    if (!decays) expect([...found.data]).toEqual([1, -2, 0])
    else expect(Math.abs(found.data[0]!)).toBeLessThan(1)
  })

  it('finds the lowest point of a bowl', () => {
    for (const [name, { optimizer }] of Object.entries(rules)) {
      if (/decay|adamw/.test(name)) continue
      let params = { w: tensor([0.5, -1, 0.25]) as Tensor }
      let state = optimizer.init(params)
      // The loss ½‖w‖², whose gradient is w.
      for (let i = 0; i < 250; i++) ({ params, state } = optimizer.step(params, params, state))
      // As far as steps of a fixed length, 0.01 or about 0.1, come.
      for (const v of params.w.data) expect(Math.abs(v), name).toBeLessThan(0.1)
    }
  })
})

const makers = { sgd, adam, adamw, rmsprop, adagrad }

interface Figures {
  readonly start: number[]
  readonly gradients: number[][]
  readonly optimizers: {
    readonly rule: keyof typeof makers
    readonly options: object
    readonly path: number[][]
  }[]
}
const figures = JSON.parse(readFileSync('test/optim/pytorch.json', 'utf8')) as Figures

describe('by the figures of PyTorch', () => {
  it.each(figures.optimizers)('$rule $options', ({ rule, options, path: wanted }) => {
    const optimizer = (makers[rule] as (options: object) => Optimizer)(options)
    const found = path(
      optimizer,
      tensor(figures.start) as Tensor,
      figures.gradients.map(g => tensor(g)),
    )
    found.forEach((p, t) => {
      // Both round each of some twenty operations a step, on values of size 4 at most; centred means cancel up to 2⁻⁸ of them.
      for (const [i, v] of p.toArray().entries())
        expect(Math.abs((v as number) - wanted[t]![i]!)).toBeLessThanOrEqual(
          2 ** -52 * 4 * 20 * (t + 1) * 2 ** 4,
        )
    })
  })
})

describe('centered rmsprop', () => {
  it('stays finite where the gradient never changes, though rounding makes its spread negative', () => {
    const slopes = tensor(Array.from({ length: 40 }, (_, k) => (k + 1) / 10)) as Tensor
    const optimizer = rmsprop({ decay: 0.8, centered: true, epsilon: 0.01 })
    let params = zerosLike(slopes)
    let state = optimizer.init(params)
    for (let i = 0; i < 200; i++) ({ params, state } = optimizer.step(params, slopes, state))
    const [v, m] = state.moments as readonly [Tensor, Tensor]
    expect(min(sub(v, mul(m, m))).item()).toBeLessThan(0)
    for (const p of params.data) expect(Number.isFinite(p)).toBe(true)
  })
})

describe('lion', () => {
  it('moves every parameter that has a direction by the learning rate', () => {
    fc.assert(
      fc.property(fc.array(grid, { minLength: 1, maxLength: 6 }), g => {
        const [after] = path(lion({ learningRate: 0.25 }), zeros([g.length]) as Tensor, [tensor([...g])])
        expect(plus0(after!.data)).toEqual(g.map(v => -0.25 * Math.sign(v) + 0))
      }),
    )
  })
})

describe('adamw', () => {
  it('without decay is adam', () => {
    fc.assert(
      fc.property(vectors(5), gradients => {
        const run = (optimizer: Optimizer) =>
          path(
            optimizer,
            tensor([1, 2, 3]) as Tensor,
            gradients.map(g => tensor([...g])),
          ).map(p => p.toArray())
        expect(run(adamw({ learningRate: 0.1, weightDecay: 0 }))).toEqual(run(adam({ learningRate: 0.1 })))
      }),
      { numRuns: 20 },
    )
  })
})

describe('settings that make no sense', () => {
  it.each<readonly [() => unknown, string]>([
    [
      () => sgd({ learningRate: 1, nesterov: true }),
      'sgd: nesterov looks ahead along momentum, and there is none',
    ],
    [
      () => sgd({ learningRate: 1, momentum: 0.9, nesterov: 1 as never }),
      'sgd: nesterov must be true or false, got 1',
    ],
    [() => sgd({} as never), 'sgd: learningRate must be a positive number such as 0.1, got undefined'],
    [() => adam({ epsilon: 0 }), 'adam: epsilon must be a positive number such as 1e-8, got 0'],
    [() => adamw({ weightDecay: -1 }), 'adamw: weightDecay must be a number from 0'],
    [() => adamw({ beta2: 1 }), 'adamw: beta2 must be a number from 0 to below 1, got 1'],
    [
      () => adamw({ decay: 1 } as never),
      "adamw: has no option 'decay'; it has learningRate, beta1, beta2, epsilon, weightDecay",
    ],
    [() => rmsprop({ decay: 1 }), 'rmsprop: decay must be a number from 0 to below 1, got 1'],
    [() => rmsprop({ momentum: -0.5 }), 'rmsprop: momentum must be a number from 0 to below 1, got -0.5'],
    [() => rmsprop({ epsilon: Number.NaN }), 'rmsprop: epsilon must be a positive number'],
    [() => rmsprop({ centered: 'yes' as never }), 'rmsprop: centered must be true or false, got "yes"'],
    [
      () => adagrad({ learningRate: 0 }),
      'adagrad: learningRate must be a positive number such as 0.1, got 0',
    ],
    [() => adagrad({ epsilon: Number.POSITIVE_INFINITY }), 'adagrad: epsilon must be a positive number'],
    [() => lion({ beta1: 2 }), 'lion: beta1 must be a number from 0 to below 1, got 2'],
    [() => lion({ weightDecay: '1' as never }), 'lion: weightDecay must be a number'],
    [
      () => lion(3 as never),
      'lion: options come as an object with learningRate, beta1, beta2, weightDecay, got 3',
    ],
  ])('are refused: %s', (run, message) => {
    expect(run).toThrow(ArgumentError)
    expect(run).toThrow(message)
  })

  it('and states of another rule are refused', () => {
    const w = tensor([1, 2])
    const { state } = adam().step(w, w, adam().init(w))
    expect(() => lion().step(w, w, state)).toThrow(
      'lion: the state after 1 steps holds 2 moments, and this optimizer keeps 1: it comes from another one',
    )
    const other = treeMap(() => zeros([3]), state)
    expect(() => adam().step(w, w, other as never)).toThrow('adam: the state has shape [3], the value [2]')
  })
})
