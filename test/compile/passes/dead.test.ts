// What is computed for nobody.
import { describe, expect, it } from 'vitest'
import { optimized, removeDead } from '../../../src/compile/passes/index.js'
import { add, exp, gather, grad, mul, sum, type Tensor } from '../../../src/index.js'
import { float64, int32, names, passed, programOf } from './passed.js'

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
