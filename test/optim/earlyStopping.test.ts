// Early stopping: a pure rule on a sequence of scores.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matmul, mean, square, sub, type Tensor, tensor } from '../../src/index.js'
import { descend, type EarlyStoppingState, earlyStopping, sgd } from '../../src/optim/index.js'

/** The states after each score, up to the one that ends. */
function follow(
  scores: readonly number[],
  options: Parameters<typeof earlyStopping>[0],
): EarlyStoppingState[] {
  const rule = earlyStopping(options)
  const states = [rule.init()]
  for (const score of scores) {
    if (states.at(-1)!.stop) break
    states.push(rule.step(states.at(-1)!, score))
  }
  return states.slice(1)
}

describe('earlyStopping', () => {
  test('ends after more than patience scores without gain, and knows the best', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(scores, fc.nat({ max: 5 }), (scores, patience) => {
        const states = follow(scores, { patience })
        const seen = scores.slice(0, states.length)
        const last = states.at(-1)!
        expect(last.best).toBe(Math.min(...seen))
        expect(last.bestRecord).toBe(seen.indexOf(Math.min(...seen)))
        expect(last.records).toBe(seen.length)
        const waited = seen.length - 1 - last.bestRecord!
        expect(last.stop).toBe(waited > patience)
        if (states.length < scores.length) expect(last.stop).toBe(true)
        // High scores are low ones with the sign turned.
        const turned = follow(scores.map(s => -s), { patience, better: 'high' }) // biome-ignore format: one line
        expect(turned.map(({ stop, bestRecord }) => [stop, bestRecord])).toEqual(states.map(({ stop, bestRecord }) => [stop, bestRecord])) // biome-ignore format: one line
      }),
    )
  })

  test('counts a gain only above the least that matters', () => {
    const states = follow([1, 0.95, 0.91, 0.85, 0.84, 0.83], { patience: 1, minGain: 0.1 })
    // 0.95 and 0.91 gain less than 0.1 on 1: the second of them ends it.
    expect(states.map(({ stop }) => stop)).toEqual([false, false, true])
    expect(states.at(-1)).toEqual({ records: 3, best: 1, bestRecord: 0, stop: true })
  })

  test('takes NaN and ∞ for no gain, from the first score on', () => {
    const ends = follow([Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, 1], { patience: 2 })
    expect(ends.map(({ stop }) => stop)).toEqual([false, false, true])
    expect(ends.at(-1)).toEqual({ records: 3, best: undefined, bestRecord: undefined, stop: true })
    expect(follow([Number.NaN, 1], { patience: 2 }).at(-1)).toMatchObject({ best: 1, stop: false })
  })

  test('changes no state that it is given', () => {
    const rule = earlyStopping({ patience: 0 })
    const start = Object.freeze(rule.init())
    expect(rule.step(start, 3)).toEqual(rule.step(start, 3))
    expect(start).toEqual({ records: 0, best: undefined, bestRecord: undefined, stop: false })
  })

  test('refuses options that make no rule', () => {
    expect(() => earlyStopping({ patience: -1 })).toThrow(
      'earlyStopping: patience must be a whole number ≥ 0, got -1',
    )
    expect(() => earlyStopping({ minGain: Number.NaN })).toThrow('minGain must be finite and ≥ 0, got NaN')
    expect(() => earlyStopping({ better: 'more' as 'low' })).toThrow(
      `better must be 'low' or 'high', got "more"`,
    )
    expect(() => earlyStopping({ patient: 1 } as object)).toThrow("has no option 'patient'")
    expect(() => earlyStopping().step(earlyStopping().init(), '1' as never)).toThrow(
      'a score must be a number, got "1"',
    )
  })

  test('ends a descent from its onEpoch, which sees the parameters', () => {
    const loss = ({ w }: { w: Tensor }, x: Tensor, y: Tensor) => mean(square(sub(matmul(x, w), y)))
    // Rows to learn from say w = 2, those set aside 1: on the way from 0 the loss over these sinks, and then rises.
    const [x, y] = [tensor([[1], [2], [3]]), tensor([2, 4, 6])]
    const aside = (params: { w: Tensor }) => loss(params, x, tensor([1, 2, 3])).item()
    const rule = earlyStopping({ patience: 2 })
    let [state, best] = [rule.init(), tensor([0]) as Tensor]
    const run = descend(loss, { w: tensor([0]) as Tensor }, x, y, sgd({ learningRate: 0.01 }), {
      onEpoch(_, params) {
        state = rule.step(state, aside(params))
        if (state.bestRecord === state.records - 1) best = params.w
        return !state.stop
      },
    })
    expect(run.converged).toBe(false)
    expect(run.history).toHaveLength(state.records)
    expect(state.records).toBe(state.bestRecord! + 4)
    // A step takes 0.01·2·14/3 of what is left to 2: best is the epoch whose w is nearest to 1.
    expect(Math.abs(best.item() - 1)).toBeLessThan(0.05)
  })
})
