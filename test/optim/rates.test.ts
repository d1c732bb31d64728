// Schedules: their corners, PyTorch's figures, plain numbers and tensors alike, and what an optimizer makes of them.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArgumentError, add, div, mul, type Tensor, tensor, zeros } from '../../src/index.js'
import {
  constant,
  cosineDecay,
  exponentialDecay,
  type LearningRate,
  type Schedule,
  sgd,
  stepDecay,
  warmUp,
} from '../../src/optim/index.js'

const schedules = {
  constant: constant(0.1),
  stepDecay: stepDecay({ rate: 0.1, every: 3, factor: 0.5 }),
  exponentialDecay: exponentialDecay({ rate: 0.1, factor: 0.5, every: 10 }),
  cosineDecay: cosineDecay({ rate: 0.1, steps: 11, to: 0.01 }),
  'warmUp to a number': warmUp(5, 0.1),
  'warmUp to a schedule': warmUp(4, cosineDecay({ rate: 0.1, steps: 10 })),
}

const figures = JSON.parse(readFileSync('test/optim/pytorch.json', 'utf8')) as {
  readonly schedules: { readonly schedule: string; readonly options: never; readonly rates: number[] }[]
}
const makers: Readonly<Record<string, (options: never) => Schedule>> = {
  stepDecay,
  exponentialDecay,
  cosineDecay,
}

describe('a schedule', () => {
  it.each(figures.schedules)('gives the rates of PyTorch: $schedule', ({ schedule, options, rates }) => {
    const found = makers[schedule]!(options)
    // PyTorch takes each rate from the one before, and rounds two or three times a step.
    for (const [step, rate] of rates.entries())
      expect(Math.abs(found(step) - rate)).toBeLessThanOrEqual(2 ** -52 * 3 * (step + 1) * 0.1)
  })

  it('begins and ends where it says, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        (rate, to, n) => {
          const cosine = cosineDecay({ rate, to, steps: n })
          expect([cosine(0), cosine(n), cosine(n + 1), cosine(1e9)]).toEqual([rate, to, to, to])
          const stairs = stepDecay({ rate, every: n, factor: 0.25 })
          expect([stairs(0), stairs(n - 1), stairs(n), stairs(2 * n)]).toEqual([
            rate,
            rate,
            rate * 0.25,
            rate * 0.0625,
          ])
          const falling = exponentialDecay({ rate, factor: 0.25, every: n })
          expect([falling(0), falling(n), falling(2 * n)]).toEqual([rate, rate * 0.25, rate * 0.0625])
          const warm = warmUp(n, falling)
          expect([warm(n), warm(2 * n)]).toEqual([rate, rate * 0.25])
          expect(warm(0)).toBe(rate * (1 / (n + 1)))
          expect(warmUp(n, rate)(n - 1)).toBe(rate * (n / (n + 1)))
        },
      ),
    )
  })

  it('rises while it warms up, and never rises while it decays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), n => {
        const rates = (schedule: Schedule) => Array.from({ length: n + 3 }, (_, step) => schedule(step))
        const down = [
          cosineDecay({ rate: 0.3, to: 0.1, steps: n }),
          stepDecay({ rate: 0.3, every: n }),
          exponentialDecay({ rate: 0.3, factor: 0.9 }),
        ]
        for (const schedule of down) expect(rates(schedule)).toEqual(rates(schedule).sort((a, b) => b - a))
        const up = rates(warmUp(n, 0.3))
        expect(up).toEqual([...up].sort((a, b) => a - b))
        expect(up[0]).toBeGreaterThan(0)
        expect(Math.max(...up)).toBe(0.3)
      }),
    )
  })

  it.each(Object.entries(schedules))('gives the same for a tensor as for a number: %s', (_, schedule) => {
    for (let step = 0; step < 15; step++) {
      const found = schedule(tensor(step) as Tensor)
      expect([found.shape, found.item()]).toEqual([[], schedule(step)])
    }
  })

  it('says how far an optimizer goes, from step 0 on', () => {
    for (const schedule of Object.values(schedules)) {
      const optimizer = sgd({ learningRate: schedule })
      let w: Tensor = zeros([2])
      let state = optimizer.init(w)
      for (let step = 0; step < 14; step++) {
        const before = w
        ;({ params: w, state } = optimizer.step(w, tensor([1, -2]) as Tensor, state))
        const rate = schedule(step)
        expect(w.toArray()).toEqual([before.data[0]! - rate, before.data[1]! + 2 * rate])
      }
    }
  })

  it('may be one of your own, of ops or of none', () => {
    const slower: LearningRate = step => div(1, add(step, 1))
    const optimizer = sgd({ learningRate: slower })
    let w: Tensor = tensor(0)
    let state = optimizer.init(w)
    for (let i = 0; i < 3; i++) ({ params: w, state } = optimizer.step(w, tensor(1) as Tensor, state))
    expect(w.item()).toBe(-1 - 1 / 2 - 1 / 3)
    expect(warmUp(1, slower)(0)).toBe(0.5)
    expect(warmUp(1, () => 0.25)(0)).toBe(0.125)
    expect(
      sgd({ learningRate: () => 0.5 })
        .step(w, tensor(1) as Tensor, state)
        .params.item(),
    ).toBe(w.item() - 0.5)
  })

  it.each<readonly [() => unknown, string]>([
    [() => constant(0), 'constant: rate must be a positive number such as 0.1, got 0'],
    [() => stepDecay({ rate: 0.1, every: 0 }), 'stepDecay: every must be a whole number ≥ 1, got 0'],
    [
      () => stepDecay({ rate: 0.1, every: 1, factor: 2 }),
      'stepDecay: factor must be a number above 0, up to 1, got 2',
    ],
    [
      () => stepDecay({ rate: 0.1, evry: 1 } as never),
      "stepDecay: has no option 'evry'; it has rate, every, factor",
    ],
    [() => exponentialDecay({ rate: -1, factor: 1 }), 'exponentialDecay: rate must be a positive number'],
    [
      () => exponentialDecay({ rate: 1 } as never),
      'exponentialDecay: factor must be a number above 0, up to 1, got undefined',
    ],
    [() => cosineDecay({ rate: 1, steps: 1.5 }), 'cosineDecay: steps must be a whole number ≥ 1, got 1.5'],
    [() => cosineDecay({ rate: 1, steps: 5, to: -1 }), 'cosineDecay: to must be a number ≥ 0, got -1'],
    [() => warmUp(0, 0.1), 'warmUp: steps must be a whole number ≥ 1, got 0'],
    [() => warmUp(5, '0.1' as never), 'warmUp: then must be a positive number such as 0.1, got "0.1"'],
    [() => constant(1)(-1), 'constant: wants the number of steps taken, from 0 on, got -1'],
    [() => warmUp(2, () => zeros([2]))(0), 'warmUp: learningRate must give a number or a tensor [], got [2]'],
    [() => step(() => -1), 'sgd: learningRate must give numbers ≥ 0, got -1 after 0 steps'],
    [() => step(x => div(1, x)), 'sgd: learningRate must give numbers ≥ 0, got Infinity after 0 steps'],
    [() => step(x => mul(x, zeros([2]))), 'sgd: learningRate must give a number or a tensor [], got [2]'],
    [() => step(() => 'fast' as never), 'sgd: learningRate must give a number or a tensor [], got "fast"'],
  ])('is refused where it makes no sense: %s', (run, message) => {
    expect(run).toThrow(ArgumentError)
    expect(run).toThrow(message)
  })
})

const step = (learningRate: LearningRate) => {
  const optimizer = sgd({ learningRate })
  const w: Tensor = zeros([1])
  return optimizer.step(w, w, optimizer.init(w))
}
