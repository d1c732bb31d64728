// All passes together.
import { describe, expect, it } from 'vitest'
import { interpret } from '../../../src/compile/interpret.js'
import { lower } from '../../../src/compile/lower.js'
import { optimized } from '../../../src/compile/passes/index.js'
import { printProgram } from '../../../src/compile/show/index.js'
import {
  add,
  broadcastTo,
  crossEntropy,
  exp,
  grad,
  matmul,
  mean,
  mul,
  neg,
  reshape,
  type Tensor,
  tensor,
} from '../../../src/index.js'
import { expectSame, float64, int32, programOf } from './passed.js'

describe('optimized', () => {
  it('shows what is left of a gradient', () => {
    const f = (w: Tensor, x: Tensor, y: Tensor) => grad((w: Tensor) => mean(crossEntropy(matmul(x, w), y)))(w)
    const before = programOf(f, float64(4, 3), float64(8, 4), int32(8))
    const { program } = optimized(before)
    // A product of eight terms of size 1, and softmaxes, which differ where they are stretched.
    expectSame(before, program, 1000)
    expect(printProgram(program)).toMatchInlineSnapshot(`
      "%0: float64 [4, 3] = input
      %1: float64 [8, 4] = input
      %2: int32 [8] = input
      %4: float64 [8, 1] = broadcastTo 0.125
      %5: float64 [8, 3] = matmul %1 %0
      %6: float64 [8, 3] = softmaxTimes %5 %4 %2 {1}
      %7: float64 [4, 3] = matmul %1 %6 {transposeA}
      return %7"
    `)
  })

  it('keeps what is asked for, and says what it is now', () => {
    const before = programOf(x => mul(exp(x), 2), float64(3))
    const y = before.steps[0]!.output
    const dead = optimized({ ...before, outputs: [] })
    expect(dead.program.steps).toEqual([])
    const { program, keep } = optimized({ ...before, outputs: [] }, [y, y, before.inputs[0]!])
    expect(program.steps.map(step => step.op.name)).toEqual(['exp'])
    expect(program.outputs).toEqual([])
    expect(keep).toEqual([program.steps[0]!.output, program.steps[0]!.output, program.inputs[0]])
  })

  it('keeps what a lowered program must check', () => {
    const f = (w: Tensor, x: Tensor, y: Tensor) => grad((w: Tensor) => mean(crossEntropy(matmul(x, w), y)))(w)
    const { program: lowered, guards } = lower(programOf(f, float64(4, 3), float64(8, 4), int32(8)))
    const { program, keep } = optimized(lowered, guards)
    const all = { ...program, outputs: [...program.outputs, ...keep] }
    expectSame({ ...lowered, outputs: [...lowered.outputs, ...guards] }, all, 1000)
  })

  it('takes nothing more from what it has left', () => {
    const programs = [
      programOf(x => mul(broadcastTo(neg(neg(reshape(x, [1]))), [2, 3]), tensor([[1], [2]])), float64(1)),
      programOf(x => add(grad((x: Tensor) => mean(exp(mul(x, x))))(x), tensor([5])), float64(1)),
    ]
    for (const before of programs) {
      const { program } = optimized(before)
      expectSame(before, program, 10)
      expect(optimized(program).program.steps).toBe(program.steps)
    }
  })

  it('leaves inputs that nobody reads, in their places', () => {
    const { program } = optimized(programOf((_, y) => y, float64(2), float64(3)))
    expect(program.inputs.map(x => program.specs[x])).toEqual([float64(2), float64(3)])
    expect(interpret(program, [tensor([1, 2]), tensor([1, 2, 3])])[0]!.toArray()).toEqual([1, 2, 3])
  })
})
