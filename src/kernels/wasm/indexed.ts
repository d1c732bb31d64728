// Whole rows by index, where they lie: through scratch memory, each would have to be copied twice.
import type { TypedArray } from '../../dtype.js'
import type { Around } from '../../shape.js'

/** So many values may be added in float32; longer sums are for the reference, which adds in float64. */
const FEW = 8

/** From so many values on a row is copied as one. */
const WIDE = 32

/** Rows by index. Says whether it took the work. */
export const gather =
  () =>
  (x: TypedArray, around: Around, indices: Int32Array, along: boolean, out: TypedArray): boolean => {
    if (along) return false
    eachRow(around, indices, (at, i, inner) => {
      if (inner < WIDE) for (let c = 0; c < inner; c++) out[i + c] = x[at + c]!
      else out.set(x.subarray(at, at + inner), i)
    })
    return true
  }

/** The adjoint of `gather`. */
export const scatterAdd =
  () =>
  (x: TypedArray, around: Around, indices: Int32Array, along: boolean, out: TypedArray): boolean => {
    if (along || (!(out instanceof Float64Array) && mostOf(indices, around.n) > FEW)) return false
    eachRow(around, indices, (at, i, inner) => {
      for (let c = 0; c < inner; c++) out[at + c]! += x[i + c]!
    })
    return true
  }

/** Visits the rows that are named, where each lies, and where its like comes in order. */
function eachRow(
  { outer, n, inner }: Around,
  indices: Int32Array,
  visit: (at: number, i: number, inner: number) => void,
): void {
  for (let o = 0, i = 0; o < outer; o++)
    for (let j = 0; j < indices.length; j++, i += inner) visit((o * n + indices[j]!) * inner, i, inner)
}

/** How often the most frequent index occurs. */
function mostOf(indices: Int32Array, n: number): number {
  const counts = new Int32Array(n)
  let most = 0
  for (let j = 0; j < indices.length; j++) most = Math.max(most, ++counts[indices[j]!]!)
  return most
}
