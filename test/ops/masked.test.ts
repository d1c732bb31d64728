// What an op did not choose gets a slope of 0 whatever arrives: 0 · ∞ and 0 · NaN are 0 there, in both directions.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import {
  abs,
  clip,
  crossEntropy,
  div,
  entropy,
  grad,
  hessian,
  jvp,
  logSoftmax,
  logSumExp,
  max,
  maximum,
  min,
  minimum,
  mod,
  mul,
  norm,
  pow,
  relu,
  softmax,
  sum,
  type Tensor,
  tensor,
  vjp,
  where,
  xlogy,
} from '../../src/index.js'
import { withKernels } from '../../src/kernels/current.js'
import { reference } from '../../src/kernels/reference.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'
import { LEAST_ZERO } from '../kernels/conformance/sets.js'
import { directions, seeds, shapes, tensorOf } from '../support/arbitrary.js'
import { onList } from './every.js'
import type { Call } from './row.js'
import { table } from './table.js'

const INF = Number.POSITIVE_INFINITY
const SETS = [reference, fastKernels({ least: LEAST_ZERO })] as const

/** Ops that choose, or move values about: an input's value reaches some of the results and not the others. */
const CHOOSING = [
  ...(['maximum', 'minimum', 'relu', 'abs', 'where', 'clip', 'max', 'min', 'norm'] as const),
  ...(['gather', 'take', 'scatterAdd', 'segmentSum', 'slice', 'flip', 'split', 'pad', 'concat'] as const),
  ...(['stack', 'broadcastTo', 'reshape', 'transpose', 'expandDims', 'squeeze', 'cumsum', 'sum'] as const),
] as const

/** Scores of which about a third are −∞, which masks them, and no line of them alone is needed. */
const masked = shapes({ minRank: 1, filled: true }).chain(shape =>
  tensorOf(
    shape,
    fc.oneof(fc.integer({ min: -16, max: 16 }), fc.constant(-INF), fc.integer({ max: 3, min: 0 })),
  ),
)

/** The ops of scores, each with a slope of 0 at −∞. */
const OF_SCORES: { readonly [name: string]: (x: Tensor) => Tensor } = {
  softmax: x => softmax(x),
  logSumExp: x => logSumExp(x, { axis: -1, keepdims: true }),
  'the slope of logSumExp': x => grad((v: Tensor) => sum(logSumExp(v, { axis: -1 })))(x),
}

/** Values that make NaN of a product with 0. */
const WILD = [INF, -INF, Number.NaN]
const wild = (x: Tensor, at: readonly number[], value: number): Tensor =>
  fromData(
    Float64Array.from(x.data, (v, i) => (at.includes(i) ? value : v)),
    x.shape,
  )
const every = (x: Tensor) => Array.from(x.data, (_, i) => i)

/**
 * Fails unless values of x that no finite cotangent gives a slope stay at 0 for any, and their tangents go nowhere. Of scores,
 * only those at −∞ are meant: others may have a slope of 0 by being far below the largest, or alone.
 */
function expectStill(
  f: (xs: readonly Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  seed: number,
  meant: (x: number) => boolean = () => true,
): void {
  const { value, pullback } = vjp(f)(inputs)
  const [one, two] = [seed, seed + 1].map(s => pullback(directions(s, [value])[0]!))
  const still = inputs.map((_, n) =>
    every(one![n]!).filter(
      i => [one, two].every(bars => bars![n]!.data[i] === 0) && meant(inputs[n]!.data[i]!),
    ),
  )
  for (const bad of WILD) {
    const bars = pullback(wild(value, every(value), bad))
    for (const [n, places] of still.entries())
      for (const i of places)
        if (bars[n]!.data[i] !== 0)
          expect.fail(`input ${n}, position ${i}: the slope is ${bars[n]!.data[i]} for a cotangent of ${bad}`)
    const dx = directions(seed, inputs)
    const calm = jvp(f)(
      inputs,
      dx.map((x, n) => wild(x, still[n]!, 0)),
    ).tangent
    const stormy = jvp(f)(
      inputs,
      dx.map((x, n) => wild(x, still[n]!, bad)),
    ).tangent
    expect(stormy.toTypedArray(), `for tangents of ${bad}`).toEqual(calm.toTypedArray())
  }
}

describe('what was not chosen has a slope of 0, also for ∞ and NaN', () => {
  for (const set of SETS) {
    for (const name of CHOOSING)
      it(`${name}, with ${set.name} kernels`, () => {
        const calls = table[name].calls.filter(({ dtype }: Call) => dtype === undefined)
        fc.assert(
          fc.property(calls, seeds, (call, seed) =>
            withKernels(set, () => expectStill(onList(call), call.inputs, seed)),
          ),
          { numRuns: 25 },
        )
      })

    for (const [name, f] of Object.entries(OF_SCORES))
      it(`${name} at scores of −∞, with ${set.name} kernels`, () => {
        fc.assert(
          fc.property(masked, seeds, (x, seed) =>
            withKernels(set, () =>
              expectStill(
                ([x]) => f(x!),
                [x],
                seed,
                v => v === -INF,
              ),
            ),
          ),
          { numRuns: 60 },
        )
      })
  }

  it('at ties of 0 and at kinks likewise', () => {
    const bars = (f: (x: Tensor) => Tensor, x: number[], bar: number) =>
      Array.from(vjp(f)(tensor(x)).pullback(tensor(x.map(() => bar))).data, v => v + 0)
    for (const bad of WILD) {
      expect(bars(relu, [-1, 0], bad)).toEqual([0, 0])
      expect(bars(abs, [0, 0], bad)).toEqual([0, 0])
      expect(bars(x => maximum(x, 1), [0, -INF], bad)).toEqual([0, 0])
      expect(bars(x => minimum(x, -1), [0, INF], bad)).toEqual([0, 0])
      expect(bars(x => clip(x, 0, 1), [-1, INF], bad)).toEqual([0, 0])
      expect(bars(x => where(tensor([false, false]), x, 1), [0, INF], bad)).toEqual([0, 0])
      expect(bars(x => mod(2, x), [3, 4], bad)).toEqual([0, 0])
      expect(bars(x => div(0, x), [1e-310, 2], bad)).toEqual([0, 0])
      expect(bars(x => pow(x, 0), [1e-310, 0], bad)).toEqual([0, 0])
      expect(
        vjp((x: Tensor) => norm(x))(tensor([0, 0]))
          .pullback(tensor(bad))
          .toArray(),
      ).toEqual([0, 0])
      expect(vjp((x: Tensor) => max(x))(tensor([3, 1])).pullback(tensor(bad)).data[1]).toBe(0)
      expect(vjp((x: Tensor) => min(x))(tensor([3, 1])).pullback(tensor(bad)).data[0]).toBe(0)
    }
  })

  it('tangents of scores at −∞ reach no log-probability of another', () => {
    for (const bad of WILD) {
      const { tangent } = jvp((z: Tensor) => logSoftmax(z))(tensor([-INF, 1, 1]), tensor([bad, 1, 0]))
      expect(Array.from(tangent.data).slice(1)).toEqual([0.5, -0.5])
    }
  })

  it('beside a NaN nothing is chosen, and slopes are NaN', () => {
    for (const f of [maximum, minimum])
      expect(grad((x: Tensor) => sum(f(x, 1)))(tensor([Number.NaN, 1])).toArray()).toEqual([Number.NaN, 0.5])
    expect(grad((x: Tensor) => max(x))(tensor([Number.NaN, 1])).toArray()).toEqual([Number.NaN, Number.NaN])
  })

  it('what was chosen passes ∞ and NaN on', () => {
    const bar = (f: (x: Tensor) => Tensor, at: number, bad: number) =>
      vjp(f)(tensor(at)).pullback(tensor(bad)).item()
    for (const f of [
      relu,
      abs,
      (x: Tensor) => maximum(x, 1),
      (x: Tensor) => clip(x, 0, 9),
      (x: Tensor) => pow(x, 2),
    ])
      expect(WILD.map(bad => bar(f, 2, bad))).toEqual(WILD)
  })
})

describe('xlogy and entropy', () => {
  const both = (x: number, y: number) => {
    const f = ([x, y]: readonly [Tensor, Tensor]) => xlogy(x, y)
    const bars = vjp(f)([tensor(x), tensor(y)]).pullback(tensor(1))
    return [xlogy(tensor(x), tensor(y)).item(), ...bars.map(bar => bar.item())].map(v => v + 0)
  }

  it('x·ln y is 0 where x is 0, whatever y is but NaN', () => {
    expect([0, 1, 2, INF, -1].map(y => xlogy(tensor(0), tensor(y)).item())).toEqual([0, 0, 0, 0, 0])
    expect(xlogy(tensor(0), tensor(Number.NaN)).item()).toBeNaN()
    expect(xlogy(tensor(Number.NaN), tensor(1)).item()).toBeNaN()
    expect(xlogy(tensor([1, -1]), tensor(0)).toArray()).toEqual([-INF, INF])
    expect(xlogy(2, tensor([1], { dtype: 'float32' })).dtype).toBe('float32')
    expect(xlogy(tensor([2], { dtype: 'int32' }), 1).dtype).toBe('float64')
  })

  it('has slopes of 0 where it is masked, and the ordinary ones elsewhere', () => {
    expect(both(0, 0)).toEqual([0, 0, 0])
    expect(both(0, -1)).toEqual([0, 0, 0])
    expect(both(0, 2)).toEqual([0, Math.log(2), 0])
    expect(both(3, 2)).toEqual([3 * Math.log(2), Math.log(2), 3 / 2])
    expect(both(3, 0)).toEqual([-INF, -INF, INF])
  })

  it('second derivatives are finite where it is masked', () => {
    const h = hessian(([x, y]: readonly [Tensor, Tensor]) => xlogy(x, y))([tensor(0), tensor(0)])
    expect(h.flat().map(v => v.item() + 0)).toEqual([0, 0, 0, 0])
    const g = hessian(([x, y]: readonly [Tensor, Tensor]) => xlogy(x, y))([tensor(0), tensor(4)])
    expect(g.flat().map(v => v.item() + 0)).toEqual([0, 0.25, 0.25, 0])
  })

  it('the entropy of one certainty is 0, of n equal chances ln n', () => {
    expect(Object.is(entropy(tensor([0, 1, 0])).item(), 0)).toBe(true)
    // Four equal terms, each exact to 1.5 ulp of ln 4/4; 0.25 and their sum are exact.
    expect(Math.abs(entropy(tensor([0.25, 0.25, 0.25, 0.25])).item() - Math.log(4))).toBeLessThanOrEqual(
      2 ** -51,
    )
  })

  it('the entropy of masked scores, and its slope, are those of the others alone', () => {
    const f = (z: Tensor) => entropy(softmax(z))
    const [all, few] = [tensor([-INF, 0.5, -INF, 2]), tensor([0.5, 2])]
    expect(f(all).item()).toBe(f(few).item())
    const [a, b] = grad(f)(few).data
    expect(Array.from(grad(f)(all).data, v => v + 0)).toEqual([0, a, 0, b])
    const [aa, ab, ba, bb] = hessian(f)(few).data
    expect(Array.from(hessian(f)(all).data, v => v + 0)).toEqual(
      [
        [0, 0, 0, 0],
        [0, aa, 0, ab],
        [0, 0, 0, 0],
        [0, ba, 0, bb],
      ].flat(),
    )
    // As a plain product it stays 0 · −∞.
    expect(sum(mul(softmax(all), where(tensor([true, true, true, true]), all, 0))).item()).toBeNaN()
  })
})

describe('cross-entropy', () => {
  it('with a label of 0 at −∞ has slopes of 0 there, also for an infinite cotangent', () => {
    const f = (z: Tensor) => crossEntropy(z, tensor([1]), { reduction: 'none' })
    expect(
      vjp((z: Tensor) => crossEntropy(z, tensor([1, 0]), { reduction: 'none' }))(tensor([2, -INF]))
        .pullback(tensor(1))
        .toArray(),
    ).toEqual([0, 0])
    expect(f(tensor([3])).item()).toBe(0)
  })
})
