// Blocks of matrices in arrays, seen through strides: parts and transposes without copies, and C −= A·B on the fast matmul.
import type { DType, TypedArray } from '../../../dtype.js'
import * as kernels from '../../../kernels/run.js'

/** A matrix in an array: entry (i, j) stands at start + i·row + j·column. */
export interface View {
  readonly data: Float64Array
  readonly start: number
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}

/** A whole matrix, row by row, from a place of an array on. */
export const viewOf = (data: Float64Array, rows: number, columns = rows, start = 0): View => ({
  data,
  start,
  row: columns,
  column: 1,
  rows,
  columns,
})

/** The block of some extents whose first entry is (i, j). */
export const block = (
  { data, start, row, column }: View,
  i: number,
  j: number,
  rows: number,
  columns: number,
): View => ({ data, start: start + i * row + j * column, row, column, rows, columns })

/** Rows for columns. */
export const turned = ({ data, start, row, column, rows, columns }: View): View => ({
  data,
  start,
  row: column,
  column: row,
  rows: columns,
  columns: rows,
})

/** A copy of n² values, row by row, that can be written to. */
export function copyOf(values: ArrayLike<number>, start: number, size: number): Float64Array {
  if (values instanceof Float64Array) return values.slice(start, start + size)
  const copy = new Float64Array(size)
  for (let i = 0; i < size; i++) copy[i] = values[start + i]!
  return copy
}

/** A matrix to be read, from a place of an array on: no copy where it holds float64. */
export const reading = (values: ArrayLike<number>, start: number, rows: number, columns = rows): View =>
  values instanceof Float64Array
    ? viewOf(values, rows, columns, start)
    : viewOf(copyOf(values, start, rows * columns), rows, columns)

/** What was computed in float64, as a dtype of floats has it. */
export const inDType = (dtype: DType, values: Float64Array): TypedArray =>
  dtype === 'float32' ? Float32Array.from(values) : values

/** What the kernel takes: a matrix without gaps, as it is or as its transpose. */
interface Packed {
  readonly data: Float64Array
  readonly start: number
  readonly transposed: boolean
}

function packed(view: View): Packed {
  const { data, start, row, column, rows, columns } = view
  if (column === 1 && (row === columns || rows === 1)) return { data, start, transposed: false }
  if (row === 1 && (column === rows || columns === 1)) return { data, start, transposed: true }
  if (row === 1) return { data: gathered(turned(view)).data, start: 0, transposed: true }
  return { data: gathered(view).data, start: 0, transposed: false }
}

/** The same matrix row by row without gaps. */
export function gathered(view: View): View {
  const copy = viewOf(new Float64Array(view.rows * view.columns), view.rows, view.columns)
  put(view, copy)
  return copy
}

/** Copies a matrix over another, tile by tile, so that both stay in the cache where one of them is turned. */
export function put(from: View, to: View): void {
  const { rows, columns } = from
  const [high, wide] = from.column === 1 && to.column === 1 ? [rows, columns] : [TILE, TILE]
  for (let i = 0; i < rows; i += high)
    for (let j = 0; j < columns; j += wide)
      putTile(
        block(from, i, j, Math.min(high, rows - i), Math.min(wide, columns - j)),
        to.data,
        to.start + i * to.row + j * to.column,
        to.row,
        to.column,
      )
}

function putTile(
  { data, start, row, column, rows, columns }: View,
  to: Float64Array,
  at: number,
  down: number,
  right: number,
): void {
  for (let i = 0, first = start; i < rows; i++, first += row, at += down)
    for (let j = 0, p = first, q = at; j < columns; j++, p += column, q += right) to[q] = data[p]!
}

const TILE = 32

/** A·B, row by row. */
export function product(a: View, b: View): Float64Array {
  const out = new Float64Array(a.rows * b.columns)
  if (out.length === 0 || a.columns === 0) return out
  const [left, right] = [packed(a), packed(b)]
  kernels.matmul(
    left.data,
    right.data,
    {
      m: a.rows,
      k: a.columns,
      n: b.columns,
      transposeA: left.transposed,
      transposeB: right.transposed,
      startsA: [left.start],
      startsB: [right.start],
    },
    out,
  )
  return out
}

/** C −= A·B, for C whose rows have no gaps. */
export function subtractProduct({ data, start, row, rows, columns }: View, a: View, b: View): void {
  const out = product(a, b)
  for (let i = 0, at = 0; i < rows; i++)
    for (let to = start + i * row, end = to + columns; to < end; to++) data[to]! -= out[at++]!
}
