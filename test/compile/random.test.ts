// Random programs compiled: they give what they give op by op, to the last bit where nothing rounds, and within bounds where it does.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { interpret } from '../../src/compile/interpret.js'
import { trace } from '../../src/compile/trace.js'
import { scalar } from '../../src/create.js'
import { isTensor, type Tensor } from '../../src/index.js'
import { boundsOf, expectWithin } from './bounds.js'
import { type Argument, programs } from './programs.js'

const RUNS = Number(process.env['RUNS'] ?? 200)

const given = (inputs: readonly Argument[]): Tensor[] =>
  inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))

describe('random programs, compiled', () => {
  for (const dtype of ['float32', 'float64'] as const)
    for (const exact of [true, false])
      it(`in ${dtype} give what they give op by op${exact ? ', to the last bit where nothing rounds' : ''}`, () => {
        fc.assert(
          fc.property(programs({ exact, dtype }), ({ f, inputs }) => {
            const want = f(...inputs)
            const fast = compile(f)
            const got = fast(...inputs)
            expect(got.map(x => [x.shape, x.dtype])).toEqual(want.map(x => [x.shape, x.dtype]))
            if (exact) for (const [i, x] of want.entries()) expect(got[i]!.data).toEqual(x.data)
            else {
              const { program } = trace(f, inputs)
              expectWithin(got, interpret(program, given(inputs)), boundsOf(program, given(inputs)))
            }
          }),
          { numRuns: RUNS },
        )
      })
})
