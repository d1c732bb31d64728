// Products of vectors and matrices that arithmetic gives with other shapes, and the trace.
import { ShapeError } from '../../errors.js'
import { broadcastShapes, formatShape, type Shape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { mul, sub } from '../arithmetic.js'
import { concat } from '../concat.js'
import { sum } from '../reduce.js'
import { expandDims, reshape } from '../reshape.js'
import { type BatchOf, columnsOf, diagonalOf } from './square.js'

/**
 * The sum of the diagonal of each square matrix in the last two axes.
 *
 * [..., n, n] → [...]; dy = tr(dX) (Petersen & Pedersen, The Matrix Cookbook, 36)
 */
export function trace<S extends Shape>(x: Tensor<S>): Tensor<BatchOf<S>> {
  checkTensor('trace', x)
  const [rows, columns] = x.shape.slice(-2)
  if (x.rank < 2 || rows !== columns)
    throw new ShapeError('trace', `wants square matrices [..., n, n], got ${formatShape(x.shape)}`, [x.shape])
  return sum(diagonalOf(x), { axis: -1 }) as Tensor as Tensor<BatchOf<S>>
}

/** The shape of an outer product, where both are vectors. */
export type Outer<A extends Shape, B extends Shape> = A extends readonly [infer M extends number]
  ? B extends readonly [infer N extends number]
    ? readonly [M, N]
    : Shape
  : Shape

/**
 * The product of each value of a with each of b. Leading axes broadcast.
 *
 * [..., m], [..., n] → [..., m, n]; dy = da·bᵀ + a·dbᵀ
 */
export function outer<A extends Shape, B extends Shape>(a: Tensor<A>, b: Tensor<B>): Tensor<Outer<A, B>> {
  for (const x of [a, b]) {
    checkTensor('outer', x)
    if (x.rank === 0) throw new ShapeError('outer', 'wants vectors [..., n], got a scalar', [x.shape])
  }
  broadcastShapes('outer', a.shape.slice(0, -1), b.shape.slice(0, -1))
  const [column, row]: Tensor[] = [expandDims(a, -1), expandDims(b, -2)]
  return mul(column!, row!) as Tensor<Outer<A, B>>
}

/** The shape of a Kronecker product keeps its rank; extents multiply, which types do not follow. */
export type Kron<A extends Shape, B extends Shape> = A extends readonly [number, number]
  ? B extends readonly [number, number]
    ? readonly [number, number]
    : Shape
  : Shape

/**
 * The Kronecker product A ⊗ B: each entry of A becomes that entry times B. Leading axes broadcast.
 *
 * [..., m, n], [..., p, q] → [..., m·p, n·q]; dy = dA ⊗ B + A ⊗ dB (Petersen & Pedersen, The Matrix Cookbook, 39)
 */
export function kron<A extends Shape, B extends Shape>(a: Tensor<A>, b: Tensor<B>): Tensor<Kron<A, B>> {
  for (const x of [a, b]) {
    checkTensor('kron', x)
    if (x.rank < 2)
      throw new ShapeError('kron', `wants matrices [..., m, n], got ${formatShape(x.shape)}`, [x.shape])
  }
  const [m, n] = a.shape.slice(-2) as unknown as [number, number]
  const [p, q] = b.shape.slice(-2) as unknown as [number, number]
  const spread = reshape(a, [...a.shape.slice(0, -2), m, 1, n, 1])
  const y = mul(spread, reshape(b, [...b.shape.slice(0, -2), 1, p, 1, q])) as Tensor
  return reshape(y, [...y.shape.slice(0, -4), m * p, n * q]) as Tensor as Tensor<Kron<A, B>>
}

/**
 * The cross product of vectors of three in the last axis. Leading axes broadcast.
 *
 * [..., 3], [..., 3] → [..., 3]; dy = da × b + a × db
 */
export function cross(a: Tensor, b: Tensor): Tensor {
  for (const x of [a, b]) {
    checkTensor('cross', x)
    if (x.shape.at(-1) !== 3)
      throw new ShapeError('cross', `wants vectors of three [..., 3], got ${formatShape(x.shape)}`, [x.shape])
  }
  // a × b = (a₂b₃ − a₃b₂, …): values 2, 3, 1 and values 3, 1, 2.
  const turnedOnce = (x: Tensor) => concat([columnsOf(x, 1, 3), columnsOf(x, 0, 1)], -1)
  const turnedTwice = (x: Tensor) => concat([columnsOf(x, 2, 3), columnsOf(x, 0, 2)], -1)
  return sub(mul(turnedOnce(a), turnedTwice(b)), mul(turnedTwice(a), turnedOnce(b)))
}
