// The inverse of a square matrix.
import { add, matmul, mul, abs as sizes } from '../../../ops/index.js'
import { inverse as inverseOf } from '../../../ops/linalg/index.js'
import {
  abs,
  compare,
  div,
  neg,
  ONE,
  add as plus,
  type Real,
  mul as times,
  ZERO,
} from '../../numbers/doubleDouble/index.js'
import { leveled } from '../../numbers/index.js'
import { both } from '../axes.js'
import { range } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { shapeText } from '../type.js'
import { factorsError } from './lu.js'

/** dA⁻¹ = −A⁻¹ dA A⁻¹ */
export const inverse: FunctionTerm = {
  names: ['inverse', 'inv'],
  whole: true,
  type([a], { refuse }) {
    if (a!.rows === a!.cols) return { ...a!, sort: 'real' }
    return refuse('shape', `the inverse of ${shapeText(a!)} is not defined`)
  },
  value([a], { type, args, extent }) {
    const n = extent(args[0]!.type.rows)
    const { c, scale, error } = leveled(a!, both(type))
    const y = inverseOf(c, { singular: 'nan' })
    // |A⁻¹|·|δA|·|A⁻¹|, to first order.
    const moved = error && add(error, factorsError(c, n))
    return {
      c: y,
      scale: scale && mul(scale, -1),
      error: moved && add(matmul(matmul(sizes(y), moved), sizes(y)), sizes(y)),
    }
  },
  cost({ args, extent }) {
    const n = extent(args[0]!.type.rows)
    return { value: n, digits: n ** 3 }
  },
  digits(entry, at, row, col) {
    const rows = range(at, at.args[0]!.type.rows)
    const matrix = rows.map(i => rows.map(j => entry(0, i, j)))
    return solved(
      matrix,
      rows.map(i => (i === col ? ONE : ZERO)),
    )[row]!
  },
}

/** x with Ax = b, by elimination, each time with the largest pivot that is left. */
function solved(a: readonly (readonly Real[])[], b: readonly Real[]): readonly Real[] {
  let rows = a.map((row, i) => [...row, b[i]!])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const size = (i: number): Real => abs(rows[i]![k]!)
    let pivot = k
    for (let i = k + 1; i < n; i++) if (compare(size(i), size(pivot)) > 0) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    const top = rows[k]!.map(value => div(value, rows[k]![k]!))
    rows = rows.map((line, i) =>
      i === k ? top : line.map((value, j) => plus(value, neg(times(line[k]!, top[j]!)))),
    )
  }
  return rows.map(line => line[n]!)
}
