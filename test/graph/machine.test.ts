// The machine that ops run on: one that computes nothing shows what a program is, from shapes and dtypes alone.
import { describe, expect, it } from 'vitest'
import { type Machine, withMachine } from '../../src/graph/index.js'
import {
  add,
  backward,
  crossEntropy,
  customOp,
  type DType,
  exp,
  gather,
  grad,
  matmul,
  mul,
  oneHot,
  type Shape,
  ShapeError,
  scatterAdd,
  segmentSum,
  square,
  sum,
  type Tensor,
  take,
  tensor,
  valueAndGrad,
  variable,
} from '../../src/index.js'
import { sizeOf } from '../../src/shape.js'
import { computing, listing, placeholder, tracing } from '../support/trace.js'

const given = (shape: Shape, dtype: DType = 'float64'): Tensor => placeholder({ shape, dtype })

/** The ops of a program, from the specs of its arguments. */
function traced(program: (...args: Tensor[]) => unknown, ...args: Tensor[]): string {
  return listing(args, tracing(() => program(...args)).steps)
}

describe('a program traced without values', () => {
  it('is a list of ops with the shape and the dtype of each result', () => {
    const program = (x: Tensor, w: Tensor) => sum(square(add(matmul(x, w), 1)))
    expect(traced(program, given([50, 4]), given([4, 3], 'float32'))).toMatchInlineSnapshot(`
      "a : float64 [50, 4]
      b : float32 [4, 3]
      c = cast(b) float64 [4, 3]
      d = matmul(a, c) float64 [50, 3]
      e = add(d, <float64 []>) float64 [50, 3]
      f = square(e) float64 [50, 3]
      g = sumTo(f) float64 [1, 1]
      h = reshape(g) float64 []"
    `)
  })

  it('holds the walk of a gradient too, and labels are inputs of it', () => {
    const program = (w: Tensor, x: Tensor, y: Tensor) =>
      valueAndGrad((w: Tensor) => crossEntropy(matmul(x, w), y))(w)
    expect(traced(program, given([4, 3]), given([50, 4]), given([50], 'int32'))).toMatchInlineSnapshot(`
      "a : float64 [4, 3]
      b : float64 [50, 4]
      c : int32 [50]
      d = matmul(b, a) float64 [50, 3]
      e = crossEntropy(d, c) float64 [50]
      f = mean(e) float64 [1]
      g = reshape(f) float64 []
      h = reshape(<float64 []>) float64 [1]
      i = div(h, <float64 []>) float64 [1]
      j = broadcastTo(i) float64 [50]
      k = reshape(j) float64 [50, 1]
      l = softmaxTimes(d, k, c) float64 [50, 3]
      m = matmul(b, l) float64 [4, 3]"
    `)
  })

  it('takes indices as inputs of every op that reads or adds by index', () => {
    const program = (x: Tensor, i: Tensor) => [
      gather(x, i),
      take(x, i),
      scatterAdd(x, i, gather(x, i)),
      segmentSum(x, i, 2),
      oneHot(i, 4),
    ]
    expect(traced(program, given([5, 3]), given([5], 'int32'))).toMatchInlineSnapshot(`
      "a : float64 [5, 3]
      b : int32 [5]
      c = gather(a, b) float64 [5, 1]
      d = reshape(c) float64 [5]
      e = gather(a, b) float64 [5, 3]
      f = gather(a, b) float64 [5, 1]
      g = reshape(f) float64 [5]
      h = reshape(g) float64 [5, 1]
      i = scatterAdd(h, b) float64 [5, 3]
      j = add(a, i) float64 [5, 3]
      k = scatterAdd(a, b) float64 [2, 3]
      l = oneHot(b) float64 [5, 4]"
    `)
  })

  it('looks into an op of the user’s own whose rule is made of ops, and follows its derivative', () => {
    const cube = customOp({
      name: 'cube',
      forward: (x: Tensor) => mul(x, square(x)),
      differentials: ([x]) => [{ jvp: dx => dx, vjp: dy => mul(dy, mul(3, square(x))) }],
    })
    expect(traced(grad(cube), given([]))).toMatchInlineSnapshot(`
      "a : float64 []
      b = square(a) float64 []
      c = mul(a, b) float64 []
      d = square(a) float64 []
      e = mul(<float64 []>, d) float64 []
      f = mul(<float64 []>, e) float64 []"
    `)
  })

  it('fails on shapes that do not fit, as ever, and on values that are read', () => {
    expect(() => traced((a, b) => matmul(a, b), given([2, 3]), given([2, 3]))).toThrow(ShapeError)
    expect(() => traced(x => x.item(), given([]))).toThrow(
      "a traced tensor has no values, and '0' of them was read",
    )
  })
})

describe('withMachine', () => {
  it('holds for its function alone, also where that throws, and may be nested', () => {
    const x = tensor([1, 2])
    const outer = computing(() => {
      const inner = tracing(() => square(x))
      expect(inner.steps.map(step => step.op.name)).toEqual(['square'])
      expect(() => tracing(() => matmul(x, tensor([1, 2, 3]) as Tensor))).toThrow(ShapeError)
      return mul(x, 2)
    })
    expect(outer.steps.map(step => step.op.name)).toEqual(['mul'])
    expect(outer.result.toArray()).toEqual([2, 4])
    expect(square(x).toArray()).toEqual([1, 4])
  })

  it('lets a machine give values of its own, which derivatives then use', () => {
    // dy = y·dx, and on this machine y is 7.
    const sevens: Machine = { run: (_op, _inputs, _params, shape) => new Float64Array(sizeOf(shape)).fill(7) }
    const x = variable(tensor([2, 3]))
    const y = withMachine(sevens, () => exp(x))
    expect(y.toArray()).toEqual([7, 7])
    expect(backward(sum(y)).of(x).toArray()).toEqual([7, 7])
  })
})
