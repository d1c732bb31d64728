// Optimizers: their formulas by hand, state that is passed in and out, and the loop that trains with them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  add,
  DifferentiationError,
  grad,
  mean,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.js'
import {
  adam,
  DivergenceError,
  descend,
  type EpochRecord,
  type Optimizer,
  sgd,
} from '../../src/optim/index.js'

const grid = fc.integer({ min: -64, max: 64 }).map(k => k / 16)
const vectors = fc.array(fc.array(grid, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })

/** The parameters after a step along each of some gradients, from zeros. */
function follow(optimizer: Optimizer, gradients: readonly (readonly number[])[]): readonly number[] {
  let params = { w: zeros([3]) as Tensor }
  let state = optimizer.init(params)
  for (const g of gradients) {
    ;({ params, state } = optimizer.step(params, { w: tensor([...g]) }, state))
  }
  expect(state.steps).toBe(gradients.length)
  return [...params.w.data]
}

describe('sgd', () => {
  it('goes against the gradient', () => {
    fc.assert(
      fc.property(vectors, gradients => {
        const wanted = [0, 0, 0]
        for (const g of gradients) for (const i of g.keys()) wanted[i]! -= 0.3 * g[i]!
        expect(follow(sgd({ learningRate: 0.3 }), gradients)).toEqual(wanted)
      }),
    )
  })

  it('keeps a share of the last direction with momentum', () => {
    fc.assert(
      fc.property(vectors, gradients => {
        const [wanted, v] = [
          [0, 0, 0],
          [0, 0, 0],
        ]
        for (const g of gradients) {
          g.forEach((value, i) => {
            v[i] = 0.9 * v[i]! + value
            wanted[i]! -= 0.3 * v[i]!
          })
        }
        expect(follow(sgd({ learningRate: 0.3, momentum: 0.9 }), gradients)).toEqual(wanted)
      }),
    )
  })

  it('takes parameters nested in objects and arrays, leaves integers alone and keeps float32', () => {
    const params = {
      layers: [{ w: tensor([1, 2]) }, { w: tensor([3]) }],
      count: tensor([7], { dtype: 'int32' }),
      half: tensor([1], { dtype: 'float32' }),
    }
    const gradients = grad(({ layers, half }: typeof params) =>
      add(add(sum(layers[0]!.w), mul(2, sum(layers[1]!.w))), mul(0.5, sum(half))),
    )(params)
    expect(gradients.count).toBeUndefined()
    const optimizer = sgd({ learningRate: 1, momentum: 0.5 })
    const once = optimizer.step(params, gradients, optimizer.init(params))
    const twice = optimizer.step(once.params, gradients, once.state)
    expect(twice.params.layers.map(layer => [...layer.w.data])).toEqual([[-1.5, -0.5], [-2]])
    expect(twice.params.count).toBe(params.count)
    expect([twice.params.half.dtype, twice.params.half.item()]).toEqual(['float32', -0.25])
    // What was passed in is as it was: the same step again gives the same.
    expect(optimizer.step(params, gradients, optimizer.init(params)).params.layers[0]!.w.data).toEqual(
      once.params.layers[0]!.w.data,
    )
  })

  it('refuses gradients that are nested or shaped otherwise, and settings that make no sense', () => {
    const optimizer = sgd({ learningRate: 1 })
    const params: { w: Tensor } = { w: tensor([1, 2]) }
    const state = optimizer.init(params)
    expect(() => optimizer.step(params, { w: tensor([1, 2, 3]) }, state)).toThrow(DifferentiationError)
    expect(() => optimizer.step(params, { w: tensor([1, 2, 3]) }, state)).toThrow(
      'sgd: the gradient at w has shape [3], the value [2]',
    )
    for (const learningRate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => sgd({ learningRate })).toThrow(ArgumentError)
    for (const momentum of [-0.1, 1, Number.NaN])
      expect(() => sgd({ learningRate: 1, momentum })).toThrow('momentum must be a number from 0 to below 1')
  })
})

describe('adam', () => {
  it('is algorithm 1 of Kingma and Ba', () => {
    fc.assert(
      fc.property(vectors, gradients => {
        const [w, m, v] = [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]
        gradients.forEach((g, t) => {
          g.forEach((value, i) => {
            m[i] = 0.9 * m[i]! + (1 - 0.9) * value
            v[i] = 0.999 * v[i]! + (1 - 0.999) * value * value
            const [mHat, vHat] = [m[i]! / (1 - 0.9 ** (t + 1)), v[i]! / (1 - 0.999 ** (t + 1))]
            w[i]! -= 0.1 * (mHat / (Math.sqrt(vHat) + 1e-8))
          })
        })
        const got = follow(adam({ learningRate: 0.1 }), gradients)
        // The same roundings in the same order; + 0 makes 0 of −0.
        expect(got.map(value => value + 0)).toEqual(w.map(value => value + 0))
      }),
    )
  })
})

describe('descend', () => {
  // ½ of the mean square of wᵀx − y: a line through points.
  const loss = ({ w }: { readonly w: Tensor }, x: Tensor, y: Tensor) =>
    mul(0.5, mean(square(sub(sum(mul(x, w), { axis: 1 }), y))))
  const x = tensor([
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
    [1, 5],
  ])
  const y = tensor([3, 5, 7, 9, 11])
  const start = { w: zeros([2]) as Tensor }
  const rate = sgd({ learningRate: 0.05 })

  it('finds the line through points, by whole and by small batches, with sgd and adam', () => {
    for (const [optimizer, schedule] of [
      [rate, {}],
      [rate, { batchSize: 2 }],
      [rate, { batchSize: 1 }],
      [sgd({ learningRate: 0.02, momentum: 0.9 }), {}],
      [adam({ learningRate: 0.1 }), {}],
    ] as const) {
      const { params, converged } = descend(loss, start, x, y, optimizer, { epochs: 5000, ...schedule })
      expect(converged).toBe(true)
      expect(params.w.data[0]).toBeCloseTo(1, 2)
      expect(params.w.data[1]).toBeCloseTo(2, 2)
    }
  })

  it('records the loss over all rows at the start and after each epoch, and tells onEpoch', () => {
    const seen: EpochRecord[] = []
    const { history, converged } = descend(loss, start, x, y, rate, {
      epochs: 3,
      batchSize: 2,
      onEpoch: record => seen.push(record),
    })
    expect(history.map(record => record.epoch)).toEqual([0, 1, 2, 3])
    expect(history[0]).toEqual({ epoch: 0, loss: 28.5, gradientNorm: Math.hypot(7, 25) })
    expect(seen).toEqual(history)
    expect(converged).toBe(false)
    expect(descend(loss, start, x, y, rate, { epochs: 0 }).params).toBe(start)
  })

  it('takes rows in order, or in orders that the seed decides', () => {
    const run = (schedule: object) =>
      descend(loss, start, x, y, rate, { epochs: 4, batchSize: 1, tolerance: 0, ...schedule }).params.w.data
    expect(run({ seed: 3 })).toEqual(run({ seed: 3 }))
    expect(run({ seed: 3 })).not.toEqual(run({ seed: 4 }))
    expect(run({ shuffle: false, seed: 3 })).toEqual(run({ shuffle: false, seed: 4 }))
    // Two rows and then three rows, in order, by hand.
    let w = [0, 0]
    for (const rows of [
      [0, 1, 2],
      [3, 4],
    ]) {
      const g = [0, 0]
      for (const i of rows) {
        const error = w[0]! + w[1]! * (i + 1) - (2 * i + 3)
        g[0]! += error / rows.length
        g[1]! += (error * (i + 1)) / rows.length
      }
      w = w.map((value, j) => value - 0.05 * g[j]!)
    }
    const got = run({ shuffle: false, batchSize: 3, epochs: 1 })
    expect(got[0]).toBeCloseTo(w[0]!, 12)
    expect(got[1]).toBeCloseTo(w[1]!, 12)
  })

  it('stops a loss that runs away, naming the epoch and what to do', () => {
    const wild = () => descend(loss, start, x, y, sgd({ learningRate: 1e60 }), {})
    expect(wild).toThrow(DivergenceError)
    expect(wild).toThrow(/^descend: the loss is (Infinity|NaN) after epoch \d; use a smaller learning rate/)
    const oneByOne = () => descend(loss, start, x, y, sgd({ learningRate: 1e60 }), { batchSize: 1 })
    expect(oneByOne).toThrow(/the loss is (Infinity|NaN) in epoch 1; use a smaller learning rate/)
    const huge = () => descend(loss, { w: tensor([1e200, 0]) as Tensor }, x, y, rate)
    expect(huge).toThrow('the loss is Infinity before the first step; look for huge values')
  })

  it('refuses rows without labels and schedules that make no sense', () => {
    expect(() => descend(loss, start, x, tensor([1, 2]), rate)).toThrow(ShapeError)
    expect(() => descend(loss, start, zeros([0, 2]), zeros([0]), rate)).toThrow('n ≥ 1, got [0, 2] and [0]')
    for (const schedule of [
      { epochs: -1 },
      { epochs: 1.5 },
      { batchSize: 0 },
      { tolerance: -1 },
      { seed: 0.5 },
    ])
      expect(() => descend(loss, start, x, y, rate, schedule)).toThrow(ArgumentError)
  })
})
