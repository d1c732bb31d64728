// Random programs: that they are what they promise, and that a program means the same traced and after each pass.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpret } from '../../src/compile/interpret.js'
import {
  foldViews,
  optimized,
  removeDead,
  shareCommon,
  simplify,
  spreadProducts,
} from '../../src/compile/passes/index.js'
import type { Program } from '../../src/compile/program.js'
import { trace } from '../../src/compile/trace.js'
import { scalar } from '../../src/create.js'
import { isTensor, type Tensor } from '../../src/index.js'
import { expectAlike } from './passes/passed.js'
import { type Argument, programs, type RandomProgram } from './programs.js'

const KINDS = [true, false].flatMap(exact =>
  (['float32', 'float64'] as const).map(dtype => ({ exact, dtype })),
)

/** What an interpreter takes: numbers are tensors of float64. */
const given = (inputs: readonly Argument[]): Tensor[] =>
  inputs.map(x => (isTensor(x) ? x : scalar(x, 'float64')))

const traced = ({ f, inputs }: RandomProgram): Program => trace(f, inputs).program

describe('random programs', () => {
  it('have what they are to have: every kind of size, derivatives, sharing and several outputs', () => {
    const seen = new Set<string>()
    for (const program of fc.sample(programs({ exact: true, dtype: 'float32' }), { seed: 1, numRuns: 400 })) {
      const [way] = String(program).split(' ')
      const { specs, steps, outputs } = traced(program)
      if (steps.length > 0) seen.add(way!)
      if (outputs.length > 1) seen.add('outputs')
      for (const { shape } of specs)
        for (const n of shape) seen.add(n < 2 ? String(n) : n % 2 ? 'odd' : 'even')
      for (const { op } of steps) seen.add(op.name)
    }
    const ops =
      'add mul sub maximum sumTo max matmul where gather scatterAdd permute broadcastTo reshape slice'
    const wanted = `value gradient second tangent outputs 0 1 odd even ${ops} concat cumsum cast oneHot`
    expect([...seen]).toEqual(expect.arrayContaining(wanted.split(' ')))
  })

  it('can be read', () => {
    const [program] = fc.sample(programs({ exact: true, dtype: 'float32', most: 4 }), {
      seed: 2547,
      numRuns: 1,
    })
    expect(String(program)).toMatchInlineSnapshot(`
      "second of (x0: float32 [2]) => {
        const v0 = matmul(x0, x0, {})
        const v1 = transpose(x0, [0])
        const v2 = sub(1, x0)
        return [v2]
      }
      x0 = float32 [-3,3]"
    `)
  })

  for (const kind of KINDS) {
    const name = `${kind.exact ? 'exact' : 'rounding'} ones in ${kind.dtype}`

    it(`${name} give traced and interpreted what they give at once, bit by bit`, () => {
      fc.assert(
        fc.property(programs(kind), program => {
          const { f, inputs } = program
          expectAlike(interpret(traced(program), given(inputs)), f(...inputs))
        }),
      )
    })
  }

  const PASSES = { removeDead, shareCommon, simplify, foldViews, spreadProducts, optimized }
  for (const dtype of ['float32', 'float64'] as const)
    for (const [name, pass] of Object.entries(PASSES))
      it(`exact ones in ${dtype} give the same after ${name}, bit by bit`, () => {
        fc.assert(
          fc.property(programs({ exact: true, dtype }), program => {
            const before = traced(program)
            const found = pass(before)
            const after = 'program' in found ? found.program : found
            const inputs = given(program.inputs)
            expectAlike(interpret(after, inputs), interpret(before, inputs))
          }),
          { numRuns: name === 'optimized' ? 200 : 50 },
        )
      })

  it('leave nothing to do after all passes', () => {
    fc.assert(
      fc.property(programs({ exact: false, dtype: 'float32' }), program => {
        const { program: once } = optimized(traced(program))
        expect(optimized(once).program.steps).toBe(once.steps)
      }),
    )
  })
})
