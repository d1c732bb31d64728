// What is computed twice, and what is computed for nobody.
import { describe, expect, it } from 'vitest'
import { optimized, removeDead, shareCommon } from '../../../src/compile/passes/index.js'
import { add, cumsum, exp, gather, grad, mul, sub, sum, type Tensor, tensor } from '../../../src/index.js'
import { float64, int32, passed, programOf } from './passed.js'

const names = (program: ReturnType<typeof programOf>) => program.steps.map(step => step.op.name).join(' ')

describe('shareCommon', () => {
  it('shows what it does', () => {
    const f = (x: Tensor) => [add(mul(x, 2), 3), add(mul(x, 2), 3), mul(x, tensor([2, 2, 2]))]
    expect(passed(shareCommon, f, [float64(3)])).toMatchInlineSnapshot(`
      "%0: float64 [3] = input
      %9: float64 [3] = [2, 2, 2]
      %2: float64 [3] = mul %0 2
      %4: float64 [3] = add %2 3
      %6: float64 [3] = mul %0 2
      %8: float64 [3] = add %6 3
      %10: float64 [3] = mul %0 %9
      return %4, %8, %10
      ⟶
      %0: float64 [3] = input
      %9: float64 [3] = [2, 2, 2]
      %2: float64 [3] = mul %0 2
      %4: float64 [3] = add %2 3
      %10: float64 [3] = mul %0 %9
      return %4, %4, %10"
    `)
  })

  it('tells params and constants apart by every bit', () => {
    const f = (x: Tensor) => [
      cumsum(x, { axis: 0 }),
      cumsum(x, { axis: 0, reverse: true }),
      mul(x, 0),
      mul(x, -0),
      sub(x, tensor([1, 2, 3, 4, 5, 6, 7, 8, 9])),
      sub(x, tensor([1, 2, 3, 4, 5, 6, 7, 8, 10])),
    ]
    const program = programOf(f, float64(9))
    expect(names(shareCommon(program))).toBe(names(program))
  })

  it('finds chains of twins at once, and leaves what has none the very same', () => {
    const twice = programOf(x => add(exp(exp(exp(x))), exp(exp(exp(x)))), float64(3))
    const once = shareCommon(twice)
    expect(names(once)).toBe('exp exp exp add')
    expect(shareCommon(once)).toBe(once)
  })
})

describe('removeDead', () => {
  it('shows what it does', () => {
    const f = (x: Tensor, i: Tensor) => {
      gather(exp(mul(x, 7)), i)
      return [add(x, 1), x]
    }
    expect(passed(removeDead, f, [float64(3), int32(2)])).toMatchInlineSnapshot(`
      "%0: float64 [3] = input
      %1: int32 [2] = input
      %3: float64 [3] = mul %0 7
      %4: float64 [3] = exp %3
      %5: float64 [2] = gather %4 %1 {op gather, axis 0, along, whole [3]}
      %7: float64 [3] = add %0 1
      return %7, %0
      ⟶
      %0: float64 [3] = input
      %1: int32 [2] = input
      %3: float64 [3] = add %0 1
      return %3, %0"
    `)
  })

  it('removes the value of a function whose gradient alone is wanted', () => {
    const program = optimized(programOf(x => grad((x: Tensor) => sum(mul(exp(x), 3)))(x), float64(3))).program
    expect(names(program)).toBe('exp mul')
    expect(removeDead(program)).toBe(program)
  })
})
