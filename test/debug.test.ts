// Looking into a computation: anomalies with their place, and graphs as text, DOT and Mermaid.
import { describe, expect, it } from 'vitest'
import { detectAnomalies, printGraph, toDot, toMermaid } from '../src/debug/index.js'
import { AnomalyError } from '../src/errors.js'
import {
  add,
  customOp,
  div,
  exp,
  grad,
  log,
  matmul,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '../src/index.js'

const caught = (run: () => unknown): AnomalyError => {
  try {
    detectAnomalies(run)
  } catch (error) {
    if (error instanceof AnomalyError) return error
    throw error
  }
  throw new Error('no anomaly was found')
}

describe('detectAnomalies', () => {
  it('names the op, its inputs and the line that called it', () => {
    const x = tensor([
      [-1, 2, 3],
      [4, 5, 6],
    ])
    const error = caught(() => sum(log(x)))
    expect([error.op, error.direction]).toEqual(['log', 'forward'])
    expect(error.message).toMatch(
      /^log made NaN at position 0 of its output \[2, 3\] out of finite inputs \(\[2, 3\] in -1 … 6\), called at /,
    )
    expect(error.site).toMatch(/test\/debug\.test\.ts:\d+:\d+$/)
  })

  it('names the op whose derivative went wrong, and where that op was called ahead', () => {
    const error = caught(() => grad((x: Tensor) => sum(sqrt(x)))(tensor([0, 4])))
    expect([error.op, error.direction]).toEqual(['div', 'backward'])
    expect(error.message).toContain('in the derivative of sqrt ([2] in 0 … 4)')
    expect(error.site).toMatch(/test\/debug\.test\.ts:\d+:\d+$/)
  })

  it('sees overflow to an infinity', () => {
    expect(caught(() => exp(tensor([1, 1000]))).message).toContain('exp made Infinity at position 1')
  })

  it('sees into a rule of the user’s own', () => {
    const odd = customOp({
      name: 'odd',
      forward: (x: Tensor) => square(x),
      differentials: ([x]) => [{ jvp: dx => div(dx, sub(x, x)), vjp: dy => div(dy, sub(x, x)) }],
    })
    const error = caught(() => grad((x: Tensor) => sum(odd(x)))(tensor([1])))
    expect(error.message).toContain('in the derivative of odd')
  })

  it('lets infinities pass that were there before, and returns what the function returns', () => {
    expect(detectAnomalies(() => exp(tensor(Number.NEGATIVE_INFINITY)).item())).toBe(0)
    expect(detectAnomalies(() => add(tensor(Number.POSITIVE_INFINITY), 1).item())).toBe(
      Number.POSITIVE_INFINITY,
    )
  })

  it('ends with its function, also after an error', () => {
    caught(() => log(tensor(-1)))
    expect(log(tensor(-1)).item()).toBeNaN()
  })

  it('works within a transform, and transforms within it', () => {
    expect(
      detectAnomalies(() => grad((x: Tensor) => grad((y: Tensor) => mul(y, square(y)))(x))(tensor(2))).item(),
    ).toBe(12)
  })
})

describe('graphs', () => {
  const w = variable(tensor([[1, 2]]))
  const y = sum(square(matmul(w, tensor([[3], [4]]))))
  const options = { gradients: true, names: new Map<Tensor, string>([[w, 'w "1"']]) }

  it('prints one line a tensor, inputs first', () => {
    expect(printGraph(y, options)).toMatchInlineSnapshot(`
      "n0 = w "1": variable float64 [1, 2] = [1, 2] grad [66, 88]
      n1 = constant float64 [2, 1] = [3, 4]
      n2 = matmul(n0, n1) float64 [1, 1] = [11] grad [22]
      n3 = square(n2) float64 [1, 1] = [121] grad [1]
      n4 = reshape(n3) float64 [] = 121 grad 1"
    `)
  })

  it('writes DOT with values, shapes and gradients', () => {
    expect(toDot(y, options)).toMatchInlineSnapshot(`
      "digraph {
        rankdir=LR
        n0 [shape=box, style=bold, label="w \\"1\\": variable\\nfloat64 [1, 2]\\n= [1, 2]\\ngrad [66, 88]"]
        n1 [shape=box, label="constant\\nfloat64 [2, 1]\\n= [3, 4]"]
        n2 [shape=ellipse, label="matmul\\nfloat64 [1, 1]\\n= [11]\\ngrad [22]"]
        n0 -> n2
        n1 -> n2
        n3 [shape=ellipse, label="square\\nfloat64 [1, 1]\\n= [121]\\ngrad [1]"]
        n2 -> n3
        n4 [shape=ellipse, label="reshape\\nfloat64 []\\n= 121\\ngrad 1"]
        n3 -> n4
      }
      "
    `)
  })

  it('writes Mermaid', () => {
    expect(toMermaid(y)).toMatchInlineSnapshot(`
      "flowchart LR
        n0["variable<br>float64 [1, 2]<br>= [1, 2]"]
        n1["constant<br>float64 [2, 1]<br>= [3, 4]"]
        n2("matmul<br>float64 [1, 1]<br>= [11]")
        n0 --> n2
        n1 --> n2
        n3("square<br>float64 [1, 1]<br>= [121]")
        n2 --> n3
        n4("reshape<br>float64 []<br>= 121")
        n3 --> n4
      "
    `)
  })

  it('takes a cotangent for what is no scalar, and asks for one', () => {
    expect(() => printGraph(square(w), { gradients: true })).toThrow(/give a cotangent/)
    expect(printGraph(square(w), { gradients: true, cotangent: tensor([[1, 1]]) })).toContain('grad [2, 4]')
  })

  it('shows constants alone, and a deep graph without recursion', () => {
    expect(printGraph(tensor([1, 2]))).toBe('n0 = constant float64 [2] = [1, 2]')
    let deep: Tensor = variable(tensor(0))
    for (let i = 0; i < 20_000; i++) deep = add(deep, 1)
    expect(printGraph(deep).split('\n')).toHaveLength(40_001)
  })
})
