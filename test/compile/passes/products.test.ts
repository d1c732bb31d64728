// Products of one term, which are elementwise.
import { describe, expect, it } from 'vitest'
import { spreadProducts } from '../../../src/compile/passes/index.js'
import { matmul, type Tensor } from '../../../src/index.js'
import { float32, float64, left, passed } from './passed.js'

describe('spreadProducts', () => {
  it('shows what it does', () => {
    const f = (x: Tensor, dy: Tensor) => matmul(x, dy, { transposeA: true })
    expect(passed(spreadProducts, f, [float32(1, 4), float32(1, 3)], 0)).toMatchInlineSnapshot(`
      "%0: float32 [1, 4] = input
      %1: float32 [1, 3] = input
      %2: float32 [4, 3] = matmul %0 %1 {transposeA}
      return %2
      ⟶
      %0: float32 [1, 4] = input
      %1: float32 [1, 3] = input
      %3: float32 [4, 1] = reshape %0
      %4: float32 [4, 3] = mul %3 %1
      %6: float32 [4, 3] = add %4 0
      return %6"
    `)
  })

  it('takes all four ways to read the factors, and batches', () => {
    for (const transposeA of [false, true])
      for (const transposeB of [false, true]) {
        const specs = [
          transposeA ? float64(2, 1, 4) : float64(2, 4, 1),
          transposeB ? float64(3, 1) : float64(1, 3),
        ]
        const f = (x: Tensor, y: Tensor) => matmul(x, y, { transposeA, transposeB })
        expect(left(f, specs).replace(/reshape /g, '')).toBe('mul add')
      }
  })

  it('leaves sums of more terms and of none', () => {
    expect(left((x, y) => matmul(x, y), [float64(4, 0), float64(0, 3)])).toBe('matmul')
    expect(left((x, y) => matmul(x, y), [float64(4, 2), float64(2, 3)])).toBe('matmul')
  })
})
