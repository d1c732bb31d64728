// What is computed twice.
import { describe, expect, it } from 'vitest'
import { shareCommon } from '../../../src/compile/passes/index.js'
import { add, cumsum, exp, mul, sub, type Tensor, tensor } from '../../../src/index.js'
import { float64, names, passed, programOf } from './passed.js'

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

  it('knows which ops take their operands in either order', () => {
    const f = (x: Tensor, y: Tensor) => [mul(x, y), mul(y, x), add(y, x), add(x, y), sub(x, y), sub(y, x)]
    expect(names(shareCommon(programOf(f, float64(3), float64(3))))).toBe('mul add sub sub')
  })

  it('finds chains of twins at once, and leaves what has none the very same', () => {
    const twice = programOf(x => add(exp(exp(exp(x))), exp(exp(exp(x)))), float64(3))
    const once = shareCommon(twice)
    expect(names(once)).toBe('exp exp exp add')
    expect(shareCommon(once)).toBe(once)
  })
})
