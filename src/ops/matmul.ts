// The matrix product, over batches that broadcast, with either operand read as its transpose.
import { countable } from '../dtype.js'
import { checkOptions, DTypeError, ShapeError } from '../errors.js'
import { apply, type Operation, type Spec } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { broadcastShapes, broadcastStrides, formatShape, type Shape, sameShape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { sumTo } from './broadcast.js'
import { commonDType } from './operand.js'
import { cast, reshape } from './reshape.js'
import { castResult, storage } from './storage.js'

/** Which operands are read as their transposes, in their last two axes. No copy is made. */
export interface MatmulOptions {
  /** Read A as Aᵀ. */
  readonly transposeA?: boolean
  /** Read B as Bᵀ. */
  readonly transposeB?: boolean
}

interface Flags {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** Rows and columns of the last two axes, transposed if so flagged. */
function sides({ shape }: Spec, transposed: boolean): [number, number] {
  const [rows, columns] = [shape[shape.length - 2]!, shape[shape.length - 1]!]
  return transposed ? [columns, rows] : [rows, columns]
}

const MATMUL: Operation<Flags> = {
  name: 'matmul',
  shape([a, b], { transposeA, transposeB }) {
    const [m] = sides(a!, transposeA)
    const [, n] = sides(b!, transposeB)
    if (a!.shape.length === 2 && b!.shape.length === 2) return [m, n]
    return [...broadcastShapes('matmul', a!.shape, b!.shape, 2), m, n]
  },
  forward([a, b], { transposeA, transposeB }, shape, dtype) {
    const [m, k] = sides(a!, transposeA)
    const n = shape[shape.length - 1]!
    const out = storage(dtype, sizeOf(shape))
    if (dtype === 'int32') checkExact(a!, b!, k)
    const [left, right] = [valuesOf(a!), valuesOf(b!)]
    const batches = sizeOf(shape.slice(0, -2))
    const one = { m, k, n, transposeA, transposeB, startsA: ONE_BATCH, startsB: ONE_BATCH }
    if (batches > 1 && right.length === k * n && (m === 1 || !transposeA)) {
      // [b, m, k] · [k, n] = [b·m, k] · [k, n]
      kernels.matmul(left, right, { ...one, m: batches * m, transposeA: false }, out)
    } else if (batches > 1 && left.length === m * k && n === 1) {
      // [m, k] · [b, k, 1] = [b, k] · [m, k]ᵀ
      const turned = { m: batches, n: m, transposeA: false, transposeB: !transposeA }
      kernels.matmul(right, left, { ...one, ...turned }, out)
    } else {
      const startsA = starts(a!.shape, shape, m * k)
      const startsB = starts(b!.shape, shape, k * n)
      kernels.matmul(left, right, { ...one, startsA, startsB }, out)
    }
    return castResult('matmul', dtype, out)
  },
  shares: true,
  batch: flags => flags,
  // d(AB) = dA·B + A·dB, and the same with either factor read as its transpose: Y = AᵀB has dA = B·dYᵀ, for instance.
  differentials([a, b], _, { transposeA, transposeB }) {
    const product = (p: Tensor, q: Tensor, transposeP: boolean, transposeQ: boolean) =>
      apply(MATMUL, [p, q], { transposeA: transposeP, transposeB: transposeQ })
    return [
      {
        jvp: da => product(da, b!, transposeA, transposeB),
        vjp: dy =>
          sumTo(
            transposeA ? product(b!, dy, transposeB, true) : product(dy, b!, false, !transposeB),
            a!.shape,
          ),
      },
      {
        jvp: db => product(a!, db, transposeA, transposeB),
        vjp(dy) {
          // One matrix B for all of a batch: Σ over the batch and its rows in one product.
          if (b!.shape.length === 2 && a!.shape.length > 2 && !transposeA) {
            const [p, q] = [rowsOf(a!), rowsOf(dy)]
            return transposeB ? product(q, p, true, false) : product(p, q, true, false)
          }
          return sumTo(
            transposeB ? product(dy, a!, true, transposeA) : product(a!, dy, !transposeA, false),
            b!.shape,
          )
        },
      },
    ]
  },
}

const ONE_BATCH = [0]

/** The rows of all matrices of a batch in one matrix. */
const rowsOf = (x: Tensor): Tensor => {
  const columns = x.shape[x.rank - 1]!
  return reshape(x, [sizeOf(x.shape.slice(0, -1)), columns])
}

/** Refuses integers whose sums of products may leave the whole numbers that float64 holds, 2⁵³. */
export function checkExact(a: Tensor, b: Tensor, k: number): void {
  const largest = ({ data }: Tensor) => {
    let size = 0
    for (let i = 0; i < data.length; i++) size = Math.max(size, Math.abs(data[i]!))
    return size
  }
  if (k * largest(a) * largest(b) > Number.MAX_SAFE_INTEGER) {
    throw new DTypeError(
      'matmul',
      'sums of products of these int32 values may pass 2⁵³ and lose digits; cast to float64 first',
    )
  }
}

/** Where the matrices of each batch of the result start in an operand, whose batches may be stretched. */
function starts(own: Shape, result: Shape, matrix: number): readonly number[] {
  if (result.length === 2) return ONE_BATCH
  const batches = result.slice(0, -2)
  const strides = broadcastStrides(own.slice(0, -2), batches)
  let list = [0]
  batches.forEach((extent, axis) => {
    list = list.flatMap(start =>
      Array.from({ length: extent }, (_, i) => start + i * strides[axis]! * matrix),
    )
  })
  return list
}

/** The shape of A·B for plain matrices and vectors; `Shape` where it takes more than that to tell. */
export type Product<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : A extends readonly [infer M extends number, number]
    ? B extends readonly [number, infer N extends number]
      ? readonly [M, N]
      : B extends readonly [number]
        ? readonly [M]
        : Shape
    : A extends readonly [number]
      ? B extends readonly [number, infer N extends number]
        ? readonly [N]
        : B extends readonly [number]
          ? readonly []
          : Shape
      : Shape

/** `unknown` where the inner extents agree or are not known; otherwise a text that the compiler shows. */
export type ProductCheck<A extends Shape, B extends Shape> = A extends readonly [
  ...Shape,
  infer K extends number,
]
  ? B extends readonly [infer L extends number] | readonly [infer L extends number, number]
    ? number extends K | L
      ? unknown
      : K extends L
        ? unknown
        : `matmul: inner dimensions differ, ${K} and ${L}`
    : unknown
  : unknown

/**
 * A · B. Leading axes are batches and broadcast; a vector is a row on the left and a column on the right, and its axis goes.
 *
 * [m, k] · [k, n] → [m, n]; [b, m, k] · [k, n] → [b, m, n]; [k] · [k] → []; d(AB) = dA·B + A·dB
 *
 * @example
 * matmul(x, w)
 * matmul(x, dy, { transposeA: true })   // xᵀ · dy
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions | undefined): Tensor
export function matmul<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Tensor<B> & ProductCheck<A, B>,
): Tensor<Product<A, B>>
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  checkOptions('matmul', options, ['transposeA', 'transposeB'])
  const { transposeA = false, transposeB = false } = options
  checkTensor('matmul', a)
  checkTensor('matmul', b)
  if (a.rank === 0 || b.rank === 0) {
    throw new ShapeError(
      'matmul',
      `wants matrices or vectors, got shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}; for a scalar use mul`,
      [a.shape, b.shape],
    )
  }
  const dtype = countable(commonDType('matmul', a, b))
  const left: Tensor = a.rank === 1 ? reshape(a, [1, a.size]) : a
  const right: Tensor = b.rank === 1 ? reshape(b, [b.size, 1]) : b
  const flags: Flags = { transposeA: transposeA && a.rank > 1, transposeB: transposeB && b.rank > 1 }
  if (sides(left, flags.transposeA)[1] !== sides(right, flags.transposeB)[0]) {
    const words = `${flags.transposeA ? ' (A transposed)' : ''}${flags.transposeB ? ' (B transposed)' : ''}`
    throw new ShapeError(
      'matmul',
      `inner dimensions must match, got ${formatShape(a.shape)} and ${formatShape(b.shape)}${words}`,
      [a.shape, b.shape],
    )
  }
  const y = apply(MATMUL, [cast(left, dtype), cast(right, dtype)], flags)
  if (a.rank > 1 && b.rank > 1) return y
  const lead = y.shape.slice(0, -2)
  const [m, n] = [y.shape[y.rank - 2]!, y.shape[y.rank - 1]!]
  return reshape(y, [...lead, ...(a.rank > 1 ? [m] : []), ...(b.rank > 1 ? [n] : [])])
}

/** Σᵢ aᵢ·bᵢ of two vectors, or of the values of two tensors of one shape. [n], [n] → []; d(a·b) = da·b + a·db */
export function dot(a: Tensor, b: Tensor): Tensor<readonly []> {
  checkTensor('dot', a)
  checkTensor('dot', b)
  const flat = (x: Tensor) => reshape(x, [x.size] as const)
  if (!sameShape(a.shape, b.shape)) {
    throw new ShapeError(
      'dot',
      `wants two tensors of one shape, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
      [a.shape, b.shape],
    )
  }
  return matmul(flat(a), flat(b))
}
