// Optimizers, schedules and clipping while they are compiled: the bits that they have step by step.
import { describe, expect, it } from 'vitest'
import { compile, inspect, loop } from '../../src/compile/index.js'
import { type DType, random, sum, type Tensor } from '../../src/index.js'
import {
  adamw,
  clipByNorm,
  clipByValue,
  constant,
  cosineDecay,
  exponentialDecay,
  type LearningRate,
  lion,
  type Optimizer,
  type OptimizerState,
  sgd,
  stepDecay,
  warmUp,
} from '../../src/optim/index.js'
import { leavesOf } from '../../src/transforms/tree.js'
import { rules } from './rules.js'

const rates: Readonly<Record<string, LearningRate>> = {
  constant: constant(0.1),
  stepDecay: stepDecay({ rate: 0.1, every: 3, factor: 0.7 }),
  exponentialDecay: exponentialDecay({ rate: 0.1, factor: 0.9, every: 7 }),
  cosineDecay: cosineDecay({ rate: 0.1, steps: 9, to: 0.003 }),
  warmUp: warmUp(5, cosineDecay({ rate: 0.1, steps: 7 })),
}

const cases: Readonly<Record<string, Optimizer>> = {
  ...Object.fromEntries(Object.entries(rules).map(([name, { optimizer }]) => [name, optimizer])),
  ...Object.fromEntries(
    Object.entries(rates).map(([name, learningRate]) => [`sgd by ${name}`, sgd({ learningRate })]),
  ),
  'adamw by warmUp': adamw({ learningRate: rates.warmUp! }),
  'lion by cosineDecay': lion({ learningRate: rates.cosineDecay!, weightDecay: 0.1 }),
  'clipped by value': clipByValue(sgd({ learningRate: 0.1, momentum: 0.5 }), 0.75),
}

interface Params {
  readonly w: Tensor
  readonly b: Tensor
}
type Carry = { readonly params: Params; readonly state: OptimizerState<Params> }

const STEPS = 12
const names = Object.keys(cases)

/** All of them at once, for compiling takes longer than running. */
type Carries = readonly Carry[]

const drawn = (dtype: DType) => {
  const stream = random(5)
  const params = (): Params => ({ w: stream.normal([5, 3], { dtype }), b: stream.normal([3], { dtype }) })
  const start = params()
  return {
    start: names.map((name): Carry => ({ params: start, state: cases[name]!.init(start) })),
    gradients: Array.from({ length: STEPS }, params),
  }
}

const stepAll = (carries: Carries, g: Params): Carries =>
  names.map((name, i) => cases[name]!.step(carries[i]!.params, g, carries[i]!.state))

/** Values of all tensors and the number of steps, by the optimizer's name. */
const bits = (carries: Carries) =>
  Object.fromEntries(
    names.map((name, i) => {
      const { params, state } = carries[i]!
      return [name, [leavesOf([params, state]).map(x => [...x.data]), state.steps]]
    }),
  )

describe('a compiled step', () => {
  it.each(['float64', 'float32'] as const)('gives the bits that it gives op by op, in %s', dtype => {
    const { start, gradients } = drawn(dtype)
    const fast = compile(stepAll)
    let [slow, quick]: [Carries, Carries] = [start, start]
    for (const g of gradients) {
      ;[slow, quick] = [stepAll(slow, g), fast(quick, g)]
      expect(bits(quick)).toEqual(bits(slow))
    }
    expect(inspect(stepAll, [quick, gradients[0]!]).reason).toBeUndefined()
  })

  it('and so does a loop of them', () => {
    const { start, gradients } = drawn('float64')
    const step = (carries: Carries, g: Params) => [stepAll(carries, g), sum(g.b)] as const
    let slow: Carries = start
    for (let i = 0; i < STEPS; i++) slow = stepAll(slow, gradients[0]!)
    const { carry } = loop(step)(start, gradients[0]!, { steps: STEPS })
    expect(bits(carry)).toEqual(bits(slow))
  })

  it('clips by the norm up to rounding, for sums may be added in another order', () => {
    const optimizer = clipByNorm(sgd({ learningRate: 1 }), 0.5)
    const { start, gradients } = drawn('float64')
    const step = ({ params, state }: Carry, g: Params): Carry => optimizer.step(params, g, state)
    const [carry, g] = [start[0]!, gradients[0]!]
    const [fast, slow] = [compile(step)(carry, g), step(carry, g)]
    // A norm over 18 values, a scale, a product; parameters below 4.
    for (const [i, x] of leavesOf(fast.params).entries())
      for (const [j, v] of [...x.data].entries())
        expect(Math.abs(v - leavesOf(slow.params)[i]!.data[j]!)).toBeLessThanOrEqual(2 ** -52 * 4 * 20)
    expect(inspect(step, [carry, g]).reason).toBeUndefined()
  })
})
