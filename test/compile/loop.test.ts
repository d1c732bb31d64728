// Loops that stay on the machine: the same as step by step, whatever is carried, drawn or doubted.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loop } from '../../src/compile/index.js'
import { stepperOf } from '../../src/compile/steps.js'
import { standForNumber } from '../../src/graph/index.js'
import {
  add,
  allClose,
  arange,
  cast,
  concat,
  crossEntropy,
  type DType,
  div,
  equal,
  greater,
  logicalAnd,
  logicalOr,
  matmul,
  max,
  mean,
  mul,
  neg,
  notEqual,
  ones,
  random,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  where,
  zeros,
} from '../../src/index.js'
import { adam, type OptimizerState, sgd } from '../../src/optim/index.js'
import { leavesOf } from '../../src/transforms/tree.js'

const optimizers = {
  sgd: sgd({ learningRate: 0.1 }),
  momentum: sgd({ learningRate: 0.1, momentum: 0.9 }),
  adam: adam({ learningRate: 0.01 }),
}

interface Batch {
  readonly x: Tensor
  readonly y: Tensor
}

type Params = { readonly theta: Tensor; readonly bias: Tensor }
type Carry = { readonly params: Params; readonly state: OptimizerState<Params> }

const loss = ({ theta, bias }: Params, { x, y }: Batch) => crossEntropy(add(matmul(x, theta), bias), y)

function training(name: keyof typeof optimizers, d: number, k: number, dtype: DType) {
  const optimizer = optimizers[name]
  const params: Params = { theta: zeros([d, k], { dtype }), bias: zeros([k], { dtype }) }
  const step = ({ params, state }: Carry, batch: Batch): readonly [Carry, Tensor] => {
    const { value, gradient } = valueAndGrad(loss)(params, batch)
    return [optimizer.step(params, gradient, state), value]
  }
  return { step, start: { params, state: optimizer.init(params) } satisfies Carry }
}

function rows(n: number, d: number, k: number, dtype: DType, seed: number): Batch {
  const stream = random(seed)
  return { x: stream.normal([n, d], { dtype }), y: stream.integers([n], 0, k) }
}

/** By how much rounding may part two ways to take so many steps of slopes that are at most 1 in size, each a sum over rows. */
const apart = (dtype: DType, steps: number, n: number): number =>
  (dtype === 'float32' ? 2 ** -23 : 2 ** -52) * steps * n * 8

describe('a loop', () => {
  it('takes the steps that it takes one by one, with any optimizer, on all rows or on some', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sgd', 'momentum', 'adam'),
        fc.constantFrom<DType>('float64', 'float32'),
        fc.record({
          n: fc.integer({ min: 1, max: 30 }),
          d: fc.constantFrom(1, 3, 17, 20),
          k: fc.constantFrom(2, 5, 18),
        }),
        fc.record({
          steps: fc.integer({ min: 0, max: 12 }),
          batchSize: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
          seed: fc.nat(9),
        }),
        (name, dtype, { n, d, k }, { steps, batchSize, seed }) => {
          const { step, start } = training(name, d, k, dtype)
          const data = rows(n, d, k, dtype, seed)
          const run = { steps, seed, ...(batchSize !== undefined && { batchSize }) }
          const fast = loop(step)(start, data, run)
          const slow = loop(step, { host: undefined })(start, data, run)
          expect([fast.steps, fast.carry.state.steps, fast.outputs?.shape]).toEqual([
            steps,
            steps,
            slow.outputs?.shape,
          ])
          const [own, other] = [fast, slow].map(({ carry, outputs }) => leavesOf([carry, outputs]))
          own!.forEach((x, i) => {
            expect([x.shape, x.dtype]).toEqual([other![i]!.shape, other![i]!.dtype])
            const most = Math.max(0, ...Array.from(x.data, (v, j) => Math.abs(v - other![i]!.data[j]!)))
            // Adam divides by the size of what is nothing but rounding at first.
            expect(most).toBeLessThanOrEqual(apart(dtype, steps, 30) * (name === 'adam' ? 2 ** 12 : 1))
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('gives every row once before any comes again', () => {
    const seen: number[] = []
    const { outputs } = loop((n: Tensor, { x }: { readonly x: Tensor }) => [add(n, 1), x] as const)(
      tensor(0),
      { x: arange(10) },
      { steps: 5, batchSize: 4, seed: 3 },
    )
    seen.push(...outputs.data)
    const sorted = (from: number) => seen.slice(from, from + 10).sort((a, b) => a - b)
    expect(sorted(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(sorted(10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(seen.slice(0, 10)).not.toEqual(seen.slice(10))
  })

  it('takes numbers beside the rows, as steps one by one do', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      const step = (w: Tensor, { rate, x }: { readonly rate: number; readonly x: Tensor }) => {
        const { value, gradient } = valueAndGrad((w: Tensor) => sum(square(matmul(x, w))))(w)
        return [sub(w, mul(gradient, rate)), value] as const
      }
      const data = { rate: 0.01, x: random(1).normal([20, 3], { dtype }) }
      const start = add(zeros([3, 2], { dtype }), 1)
      for (const run of [{ steps: 8 }, { steps: 8, batchSize: 6 }]) {
        const [own, other] = [loop(step)(start, data, run), loop(step, { host: undefined })(start, data, run)]
        expect(allClose(own.outputs, other.outputs, { rtol: apart(dtype, 8, 20) })).toBe(true)
        expect(own.outputs.data[7]).toBeLessThan(own.outputs.data[0]!)
      }
    }
  })

  it('stays on the machine for many steps where JavaScript has nothing to compute between them', () => {
    const step = (w: Tensor, x: Tensor) => [sub(w, mul(0.1, x)), sum(w)]
    const args = [zeros([3]), zeros([3])] as const
    expect(stepperOf(step as never, args, 0, {}).calls).toBeGreaterThan(1000)
    const counting = ({ w, n }: { readonly w: Tensor; readonly n: Tensor }, x: Tensor) => [
      { w: sub(w, mul(0.1, x)), n: standForNumber(add(n, 1)) },
      sum(w),
    ]
    expect(stepperOf(counting as never, [{ w: args[0], n: 0 }, args[1]], 0, {}).calls).toBeGreaterThan(1000)
    const counted = loop(counting as never)({ w: args[0], n: 0 } as never, args[1], { steps: 7 })
    expect(counted.carry).toMatchObject({ n: 7 })
    // What follows from the count must be there before the step.
    const slowing = ({ w, n }: { readonly w: Tensor; readonly n: Tensor }, x: Tensor) => [
      { w: sub(w, mul(standForNumber(div(1, n)), x)), n: standForNumber(add(n, 1)) },
      sum(w),
    ]
    expect(stepperOf(slowing as never, [{ w: args[0], n: 1 }, args[1]], 0, {}).calls).toBe(1)
    const slowed = loop(slowing as never)({ w: args[0], n: 1 } as never, add(args[1], 1), { steps: 3 })
    expect(slowed.carry).toMatchObject({ n: 4 })
    expect((slowed.carry as { readonly w: Tensor }).w.data[0]).toBeCloseTo(-(1 + 1 / 2 + 1 / 3), 15)
  })

  it('goes on where a step is not for the machine: what runs away stays NaN, and comes as it does one by one', () => {
    const run = { steps: 6 }
    const step = (w: Tensor, { x }: { readonly x: Tensor }) => {
      const { value, gradient } = valueAndGrad((w: Tensor) => sum(square(matmul(x, w))))(w)
      return [sub(w, mul(gradient, 1e200)), value] as const
    }
    const data = { x: random(1).normal([20, 3]) }
    const start = zeros([3, 2])
    const own = loop(step)(add(start, 1), data, run)
    const other = loop(step, { host: undefined })(add(start, 1), data, run)
    expect(own.carry.toArray()).toEqual(other.carry.toArray())
    expect([...own.outputs.data].slice(1)).toEqual([...other.outputs.data].slice(1))
  })

  it('reports, and stops when it is told to', () => {
    const seen: number[] = []
    const { carry, outputs, steps } = loop((n: number) => [n, n] as const)(7, {}, { steps: 1 })
    expect([carry, outputs.toArray(), steps]).toEqual([7, [7], 1])
    const counted = loop((n: Tensor) => [add(n, 1), neg(n)] as const)(
      tensor(0),
      {},
      {
        steps: 1000,
        every: 3,
        onProgress: ({ steps }) => {
          seen.push(steps)
          return steps < 8
        },
      },
    )
    expect([counted.carry.item(), counted.steps, counted.outputs.toArray(), seen]).toEqual([
      9,
      9,
      [-0, -1, -2, -3, -4, -5, -6, -7, -8],
      [3, 6, 9],
    ])
  })

  it('carries several things, also in turn', () => {
    const step = ([a, b]: readonly [Tensor, Tensor]) => [[b, add(a, b)], a] as const
    const fibonacci = loop(
      step as (pair: readonly [Tensor, Tensor], _: object) => readonly [readonly [Tensor, Tensor], Tensor],
    )
    expect(fibonacci([tensor(0), tensor(1)], {}, { steps: 10 }).outputs.toArray()).toEqual([
      0, 1, 1, 2, 3, 5, 8, 13, 21, 34,
    ])
  })

  const x = cast(random(1).integers([10, 20], -3, 4), 'float64')
  const labels = tensor([0, 1, 2, 0, 1, 2, 0, 1, 2, 5], { dtype: 'int32' })
  const no = zeros([20])
  const yes = ones([20])
  type Batch10 = { readonly x: Tensor; readonly m: Tensor; readonly y: Tensor }
  /** Whole numbers, so that no order of adding rounds. */
  const KINDS: Readonly<
    Record<
      string,
      readonly [start: unknown, step: (carry: never, batch: Batch10) => readonly [unknown, unknown]]
    >
  > = {
    'a mean of rows of which one is not finite': [
      no,
      (w: Tensor, { x }) => [add(w, mean(where(greater(x, 2), Number.NaN, x), { axis: 0 })), mean(x)],
    ],
    'what changes places': [
      [no, yes, yes],
      ([a, b, c]: readonly [Tensor, Tensor, Tensor], { x }) => [[b, c, add(a, sum(x, { axis: 0 }))], sum(b)],
    ],
    'what nobody reads': [
      [no, yes],
      ([, b]: readonly [Tensor, Tensor], { x }) => [[sum(x, { axis: 0 }), add(b, 1)], b],
    ],
    'the same twice': [
      [no, yes],
      ([a, b]: readonly [Tensor, Tensor], { x }) => {
        const y = add(a, sum(x, { axis: 0 }))
        return [[y, y], b]
      },
    ],
    'a constant': [[no, no], ([a, b]: readonly [Tensor, Tensor]) => [[add(a, b), yes], a]],
    'what is read after it was computed anew': [
      [yes, yes],
      ([a, b]: readonly [Tensor, Tensor]) => {
        const y = add(a, mul(b, 2))
        return [[y, add(b, a)], sub(y, a)]
      },
    ],
    'what is read in another order': [
      arange(16),
      (a: Tensor) => [add(slice(a, [[undefined, undefined, -1]]), a), sum(a)],
    ],
    'what is read turned': [
      reshape(arange(400), [20, 20]),
      (a: Tensor) => [mul(add(transpose(a), a), 0.5), sum(a)],
    ],
    'less its largest': [
      reshape(arange(60), [3, 20]),
      (a: Tensor) => [sub(a, max(a, { axis: 1, keepdims: true })), sum(a, { axis: 0 })],
    ],
    'a turned view of itself': [reshape(arange(16), [4, 4]), (a: Tensor) => [transpose(a), a]],
    'a mask': [greater(no, 1), (m: Tensor, { x }) => [logicalOr(m, greater(sum(x, { axis: 0 }), 3)), m]],
    'integers beside float32': [
      tensor(16777210, { dtype: 'int32' }),
      (n: Tensor, { x }) => [
        add(n, 1),
        [n, mul(cast(equal(n, 16777217), 'float32'), sum(cast(x, 'float32')))],
      ],
    ],
    'a number': [[2.5, no], ([n, a]: readonly [number, Tensor]) => [[n, add(a, n)], add(a, 1)]],
    'rows by masks and labels': [
      no,
      (w: Tensor, { x, m, y }) => [
        add(w, sum(where(logicalAnd(m, reshape(notEqual(y, 5), [y.size, 1])), x, 0), { axis: 0 })),
        [y, m],
      ],
    ],
  }
  for (const [name, [start, step]] of Object.entries(KINDS))
    it(`carries ${name}`, () => {
      const data = { x, m: greater(x, 0), y: labels }
      for (const batchSize of [3, 10, 23])
        for (const every of [1, 4, 100]) {
          const run = { steps: 9, seed: 2, batchSize, every }
          const shown = (host?: { readonly host: undefined }) => {
            const { carry, outputs, steps } = loop(step as never, host)(start as never, data, run)
            return [carry, outputs, steps].map(tree => [
              leavesOf(tree).map(x => [x.dtype, x.toArray()]),
              steps,
            ])
          }
          expect(shown()).toEqual(shown({ host: undefined }))
        }
    })

  it('sees that the data are others, also where they lie in the same object', () => {
    const data = { x: add(zeros([20, 3]), 1), y: zeros([20]) }
    const run = loop((w: Tensor, { x, y }: typeof data) => [add(w, sum(x, { axis: 0 })), sum(y)] as const)
    const taken = () => {
      const { carry, outputs } = run(zeros([3]), data, { steps: 2, batchSize: 4 })
      return [carry.toArray(), outputs.toArray()]
    }
    expect(taken()).toEqual([
      [8, 8, 8],
      [0, 0],
    ])
    data.x = mul(data.x, 5)
    expect(taken()).toEqual([
      [40, 40, 40],
      [0, 0],
    ])
    data.y = add(data.y, 1)
    expect(taken()).toEqual([
      [40, 40, 40],
      [4, 4],
    ])
  })

  it.each<readonly [string, () => unknown, string]>([
    [
      'a carry that grows',
      () => loop((w: Tensor) => [concat([w, w]), 0] as const)(zeros([2]), {}, { steps: 3 }),
      'loop: the step changes what it carries: it was float64 [4] and becomes float64 [8]',
    ],
    [
      'an output that changes with the carry',
      () => loop((w: Tensor) => [mul(w, zeros([2, 1])), w] as const)(zeros([2]), {}, { steps: 3 }),
      'loop: an output is float64 [2] in one step and float64 [2, 2] in the next',
    ],
    [
      'no pair',
      () => loop(((w: Tensor) => w) as never)(zeros([2]) as never, {}, { steps: 3 }),
      'loop: the step must return [carry, output]',
    ],
    [
      'half a step',
      () => loop((w: Tensor) => [w, w] as const)(zeros([2]), {}, { steps: 0.5 }),
      'loop: steps must be a whole number from 0 on, got 0.5',
    ],
    [
      'data of several lengths',
      () =>
        loop((w: Tensor, _: object) => [w, w] as const)(
          zeros([2]),
          { a: zeros([3]), b: zeros([4]) },
          { steps: 1, batchSize: 2 },
        ),
      'loop: batches are rows of the data, whose tensors need the same first axis, got [3] and [4]',
    ],
    [
      'a batch of none',
      () =>
        loop((w: Tensor, _: object) => [w, w] as const)(
          zeros([2]),
          { a: zeros([3]) },
          { steps: 1, batchSize: 0 },
        ),
      'loop: batchSize must be a whole number from 1 on, got 0',
    ],
  ])('refuses %s', (_, run, message) => {
    expect(run).toThrow(message)
  })
})
