// The determinant of a square matrix.

import { abs, add, mul, norm, prod, reshape, sum } from '../../../ops/index.js'
import { determinant, inverse } from '../../../ops/linalg/index.js'
import { transposed } from '../../../ops/linalg/square.js'
import type { Tensor } from '../../../tensor.js'
import { neg, ONE, type Real, mul as times } from '../../numbers/doubleDouble/index.js'
import { EPS, each, leveled } from '../../numbers/index.js'
import { both } from '../axes.js'
import { range, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { scalarLike, shapeText } from '../type.js'
import { factorsError } from './lu.js'

/** d det A = det A · tr(A⁻¹ dA) (Jacobi's formula) */
export const det: FunctionTerm = {
  names: ['det'],
  latex: 'bare',
  mistakenFor: ['tr'],
  whole: true,
  ofMatrix: true,
  type([a], { refuse }) {
    if (a!.rows === a!.cols) return scalarLike(a!)
    return refuse('shape', `the determinant of ${shapeText(a!)} is not defined`)
  },
  value([a], { type, args, extent }) {
    const n = extent(args[0]!.type.rows)
    const { c, scale, error } = leveled(a!, both(type))
    const one = (x: Tensor): Tensor => reshape(x, [...x.shape, 1, 1])
    const y = one(determinant(c))
    return { c: y, scale: scale && mul(scale, n), error: error && errorOf(c, y, error) }
  },
  work: ({ args, extent }) => extent(args[0]!.type.rows) ** 3,
  // By the coefficients of the characteristic polynomial, without a division, so that singular matrices have a slope.
  digits(entry, at, _row, _col, { stirred, once }) {
    const rows = range(at, at.args[0]!.type.rows)
    return once(rows.length ** 4 / 4, () => {
      const matrix = rows.map(i => rows.map(j => entry(0, i, j)))
      const last = characteristic(matrix, stirred).at(-1)!
      return rows.length % 2 === 0 ? last : neg(last)
    })
  },
}

/**
 * How far rounding moves a determinant, where it moves rows by δᵢ: to first order by Σ|C|·|δ|, with the cofactors C; and what
 * is of higher order by no more than all determinants of rows in which two are δ's (Hadamard), ½(Σᵢ ‖δᵢ‖/‖aᵢ‖)²·Πᵢ ‖aᵢ‖.
 */
function errorOf(c: Tensor, y: Tensor, error: Tensor): Tensor {
  const rowwise = { axis: -1, keepdims: true } as const
  const whole = { axis: [-2, -1], keepdims: true } as const
  const n = c.shape.at(-1)!
  const moved = add(error, factorsError(c))
  const turned = transposed(inverse(c, { singular: 'nan' }))
  const first = add(sum(abs(mul(mul(turned, y), moved)), whole), mul(abs(y), n))
  const own = norm(moved, rowwise)
  // What is 0 may be as large as it is off.
  const rows = each((a, d) => a + d * EPS, norm(c, rowwise), own)
  const shares = sum(
    each((a, d) => (d === 0 ? 0 : d / a), rows, own),
    { axis: -2, keepdims: true },
  )
  const sizes = prod(rows, { axis: -2, keepdims: true })
  // Without an inverse there are no cofactors at hand: Σᵢ ‖δᵢ‖·Π_{k≠i} ‖aₖ‖ is as much as they can come to.
  return each((f, s, p) => (Number.isNaN(f) ? s * p : f + (EPS / 2) * s * s * p), first, shares, sizes)
}

/** The coefficients of det(λ − A), those of the highest powers first (Berkowitz 1984). */
function characteristic(a: readonly (readonly Real[])[], stirred: (value: Real) => Real): readonly Real[] {
  let found: readonly Real[] = [ONE]
  for (let r = a.length - 1; r >= 0; r--) {
    // A = [a₀₀ R; C M]: the next polynomial is a Toeplitz matrix of 1, −a₀₀, −RC, −RMC, −RM²C, … times the last one.
    const inner = Array.from({ length: a.length - 1 - r }, (_, i) => r + 1 + i)
    const column = [ONE, neg(a[r]![r]!)]
    let power = inner.map(i => a[i]![r]!)
    for (let k = 0; k < inner.length; k++) {
      column.push(neg(sumOf(inner.map((j, i) => times(a[r]![j]!, power[i]!)))))
      power = inner.map(i => stirred(sumOf(inner.map((j, m) => times(a[i]![j]!, power[m]!)))))
    }
    const last = found
    found = column.map((_, i) => stirred(sumOf(last.slice(0, i + 1).map((p, j) => times(column[i - j]!, p)))))
  }
  return found
}
