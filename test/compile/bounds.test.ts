// What passes and lowering may change is what rounding may.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpret } from '../../src/compile/interpret.js'
import { lower } from '../../src/compile/lower.js'
import { optimized } from '../../src/compile/passes/index.js'
import { trace } from '../../src/compile/trace.js'
import { scalar } from '../../src/create.js'
import { isTensor } from '../../src/index.js'
import { boundsOf, expectWithin } from './bounds.js'
import { programs } from './programs.js'

describe('programs that round', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    it(`differ by no more than their ops may in ${dtype}, after all passes`, () => {
      fc.assert(
        fc.property(programs({ exact: false, dtype }), ({ f, inputs }) => {
          const given = inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))
          const { program } = trace(f, inputs)
          const was = interpret(program, given)
          const is = interpret(optimized(program).program, given)
          expectWithin(is, was, boundsOf(program, given))
        }),
      )
    })

    it(`differ by no more than their ops may in ${dtype}, lowered`, () => {
      fc.assert(
        fc.property(programs({ exact: false, dtype }), ({ f, inputs }) => {
          const given = inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))
          const { program } = trace(f, inputs)
          const { program: lowered, guards } = lower(program)
          const { program: after, keep } = optimized(lowered, guards)
          const all = interpret({ ...after, outputs: [...after.outputs, ...keep] }, given)
          const [is, checked] = [all.slice(0, after.outputs.length), all.slice(after.outputs.length)]
          fc.pre(checked.every(({ data }) => [...data].every(Number.isFinite)))
          expectWithin(is, interpret(program, given), boundsOf(program, given))
        }),
      )
    })
  }

  it('have bounds, and close ones', () => {
    let [bound, all, close] = [0, 0, 0]
    for (const { f, inputs } of fc.sample(programs({ exact: false, dtype: 'float32' }), {
      seed: 3,
      numRuns: 300,
    })) {
      const given = inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))
      const { program } = trace(f, inputs)
      const was = interpret(program, given)
      const bounds = boundsOf(program, given)
      bound += expectWithin(was, was, bounds)
      was.forEach((y, k) => {
        all += y.size
        for (let i = 0; i < y.size; i++)
          if (bounds[k]!.data[i]! <= 1e-3 * Math.max(1, Math.abs(y.data[i]!))) close++
      })
    }
    expect(bound).toBeGreaterThan(0.9 * all)
    expect(close).toBeGreaterThan(0.8 * all)
  })
})
