// The inverse of a square matrix.
import { add, matmul, mul, abs as sizes } from '../../../ops/index.js'
import { inverse as inverseOf } from '../../../ops/linalg/index.js'
import {
  abs,
  compare,
  div,
  neg,
  add as plus,
  type Real,
  mul as times,
} from '../../numbers/doubleDouble/index.js'
import { leveled } from '../../numbers/index.js'
import { both } from '../axes.js'
import { range, truth } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { shapeText } from '../type.js'
import { factorsError } from './lu.js'

/** dA⁻¹ = −A⁻¹ dA A⁻¹ */
export const inverse: FunctionTerm = {
  names: ['inverse', 'inv'],
  whole: true,
  ofMatrix: true,
  type([a], { refuse }) {
    if (a!.rows === a!.cols) return { ...a!, sort: 'real' }
    return refuse('shape', `the inverse of ${shapeText(a!)} is not defined`)
  },
  value([a], { type }) {
    const { c, scale, error } = leveled(a!, both(type))
    const y = inverseOf(c, { singular: 'nan' })
    // |A⁻¹|·|δA|·|A⁻¹|, to first order.
    const moved = error && add(error, factorsError(c))
    return {
      c: y,
      scale: scale && mul(scale, -1),
      error: moved && add(matmul(matmul(sizes(y), moved), sizes(y)), sizes(y)),
    }
  },
  work: ({ args, extent }) => extent(args[0]!.type.rows),
  digits(entry, at, row, col, { stirred, once }) {
    const rows = range(at, at.args[0]!.type.rows)
    const beside = once(rows.length ** 3 / 2, () =>
      eliminated(
        rows.map(i => [...rows.map(j => entry(0, i, j)), ...rows.map(j => truth(i === j))]),
        stirred,
      ),
    )
    return beside[row]![rows.length + col]!
  },
}

/** [I A⁻¹] from [A I], by elimination, each time with the largest pivot that is left. */
export function eliminated(
  beside: readonly (readonly Real[])[],
  stirred: (value: Real) => Real,
): readonly (readonly Real[])[] {
  let rows = [...beside]
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const size = (i: number): Real => abs(rows[i]![k]!)
    let pivot = k
    for (let i = k + 1; i < n; i++) if (compare(size(i), size(pivot)) > 0) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    const top = rows[k]!.map(value => div(value, rows[k]![k]!))
    rows = rows.map((line, i) =>
      i === k ? top : line.map((value, j) => stirred(plus(value, neg(times(line[k]!, top[j]!))))),
    )
  }
  return rows
}
