// What the ops of linear algebra take: matrices in the last two axes, in float; their names in messages, and parts of them.
import { floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape, type Shape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { cast, expandDims, reshape, transpose } from '../reshape.js'
import { slice } from '../slice.js'

/** The shape of a number for each matrix: [..., n, n] → [...]. */
export type BatchOf<S extends Shape> = number extends S['length']
  ? Shape
  : S extends readonly [...infer Batch extends Shape, number, number]
    ? Readonly<Batch>
    : Shape

/** Matrices in float; refuses anything else. */
export function matrices(op: string, x: Tensor): Tensor {
  checkTensor(op, x)
  if (x.rank < 2)
    throw new ShapeError(op, `wants matrices [..., m, n], got ${formatShape(x.shape)}`, [x.shape])
  return cast(x, floatOf(x.dtype))
}

/** Square matrices in float; refuses anything else. */
export function square(op: string, x: Tensor): Tensor {
  checkTensor(op, x)
  const [rows, columns] = x.shape.slice(-2)
  if (x.rank < 2 || rows !== columns)
    throw new ShapeError(op, `wants square matrices [..., n, n], got ${formatShape(x.shape)}`, [x.shape])
  return cast(x, floatOf(x.dtype))
}

/** Which matrix of a shape is meant, in words. */
export const named = (shape: Shape, matrix: number): string =>
  shape.length === 2 ? 'the matrix' : `matrix ${matrix} of ${formatShape(shape)}`

/** What is done about a matrix that has no result: `throw` names it, `nan` gives NaN. */
export type Otherwise = 'throw' | 'nan'

/** The only option of an op, which says what is done about a bad matrix. */
export function otherwise<K extends string>(
  op: string,
  name: K,
  options: { readonly [P in K]?: Otherwise },
): Otherwise {
  checkOptions(op, options, [name])
  const chosen: unknown = options[name] ?? 'throw'
  if (chosen !== 'throw' && chosen !== 'nan')
    throw new ArgumentError(op, `${name} must be 'throw' or 'nan', got ${describe(chosen)}`)
  return chosen
}

/** Rows for columns. */
export function transposed(x: Tensor): Tensor {
  const axes = x.shape.map((_, i) => i)
  return transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2])
}

/** A number for each matrix, beside its entries. */
export const beside = (x: Tensor): Tensor => expandDims(expandDims(x, -1), -1)

/** A number for each column, beside the entries of matrices. */
export const acrossRows = (x: Tensor): Tensor => expandDims(x, -2)

/** The diagonals of square matrices. [..., n, n] → [..., n] */
export function diagonalOf(x: Tensor): Tensor {
  const n = x.shape.at(-1)!
  const lead = x.shape.slice(0, -2)
  const flat = reshape(x, [...lead, n * n])
  return slice(flat, [...lead.map(() => undefined), [undefined, undefined, n + 1]])
}

/** Rows from one place to another. [..., m, n] → [..., to − from, n] */
export const rowsOf = (x: Tensor, from: number, to: number): Tensor =>
  slice(x, [...x.shape.slice(0, -2).map(() => undefined), [from, to]])

/** Columns from one place to another. [..., m, n] → [..., m, to − from] */
export const columnsOf = (x: Tensor, from: number, to: number): Tensor =>
  slice(x, [...x.shape.slice(0, -1).map(() => undefined), [from, to]])

/** Remembers the last result: where two inputs want the same of one cotangent, it is computed once. */
export function once(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  let last: { readonly x: Tensor; readonly y: Tensor } | undefined
  return x => {
    if (last?.x !== x) last = { x, y: f(x) }
    return last.y
  }
}
