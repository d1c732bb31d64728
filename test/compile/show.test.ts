// A program to look at: as text, as DOT, as Mermaid.
import { describe, expect, it } from 'vitest'
import { printProgram, programToDot, programToMermaid } from '../../src/compile/show/index.js'
import { trace } from '../../src/compile/trace.js'
import {
  add,
  concat,
  crossEntropy,
  cumsum,
  full,
  matmul,
  mul,
  slice,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  zeros,
} from '../../src/index.js'

const float32 = { dtype: 'float32' } as const
const small = trace(
  (x: Tensor, rate: number) => [add(mul(x, rate), tensor([1, 2])), mul(x, 0.5)],
  [zeros([3, 2]), 0.1],
).program

describe('a program', () => {
  it('prints one line a step, with what the step was told', () => {
    const step = (w: Tensor, x: Tensor, y: Tensor) =>
      valueAndGrad((w: Tensor) => crossEntropy(matmul(x, w, { transposeB: true }), y))(w)
    const args = [zeros([3, 4], float32), zeros([5, 4], float32), zeros([5], { dtype: 'int32' })]
    expect(printProgram(trace(step, args).program)).toMatchInlineSnapshot(`
      "%0: float32 [3, 4] = input
      %1: float32 [5, 4] = input
      %2: int32 [5] = input
      %7: float32 [5, 1] = [0.2000, 0.2000, 0.2000, 0.2000, 0.2000]
      %3: float32 [5, 3] = matmul %1 %0 {transposeB}
      %4: float32 [5] = crossEntropy %3 %2
      %5: float32 [1] = mean %4 {n 5}
      %6: float32 [] = reshape %5
      %8: float32 [5, 3] = softmaxTimes %3 %7 %2 {1}
      %9: float32 [3, 4] = matmul %8 %1 {transposeA}
      return %6, %9"
    `)
  })

  it('leaves out what the spec of the output says', () => {
    const f = (x: Tensor) => [
      cumsum(transpose(x, [1, 0]), { axis: 1, reverse: true }),
      slice(x, [[0, 2]]),
      concat([x, x], 1),
      full([2000], 1),
    ]
    expect(printProgram(trace(f, [zeros([2, 2])]).program)).toMatchInlineSnapshot(`
      "%0: float64 [2, 2] = input
      %5: float64 [2000] = …
      %1: float64 [2, 2] = permute %0 {[1, 0]}
      %2: float64 [2, 2] = cumsum %1 {axis 1, reverse}
      %3: float64 [2, 2] = slice %0 {starts [0, 0], steps [1, 1]}
      %4: float64 [2, 4] = concat %0 %0 {axis 1, op concat}
      return %2, %3, %4, %5"
    `)
  })

  it('is drawn by Graphviz', () => {
    expect(programToDot(small)).toMatchInlineSnapshot(`
      "digraph {
        rankdir=LR
        n0 [shape=box, style=bold, label="%0: input\\nfloat64 [3, 2]"]
        n1 [shape=box, style=bold, label="%1: input\\nfloat64 []"]
        n3 [shape=box, label="%3: constant\\nfloat64 [2]\\n= [1, 2]"]
        n2 [shape=ellipse, label="%2: mul\\nfloat64 [3, 2]"]
        n0 -> n2
        n1 -> n2
        n4 [shape=ellipse, label="%4: add\\nfloat64 [3, 2]\\noutput 0"]
        n2 -> n4
        n3 -> n4
        n6 [shape=ellipse, label="%6: mul · 0.5\\nfloat64 [3, 2]\\noutput 1"]
        n0 -> n6
      }
      "
    `)
  })

  it('is drawn by Mermaid', () => {
    expect(programToMermaid(small)).toMatchInlineSnapshot(`
      "flowchart LR
        n0["%0: input<br>float64 [3, 2]"]
        n1["%1: input<br>float64 []"]
        n3["%3: constant<br>float64 [2]<br>= [1, 2]"]
        n2("%2: mul<br>float64 [3, 2]")
        n0 --> n2
        n1 --> n2
        n4("%4: add<br>float64 [3, 2]<br>output 0")
        n2 --> n4
        n3 --> n4
        n6("%6: mul · 0.5<br>float64 [3, 2]<br>output 1")
        n0 --> n6
      "
    `)
  })
})
