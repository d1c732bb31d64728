// The determinant of a square matrix.

import { eye } from '../../../fill.js'
import { abs, add, mul, norm, prod, reshape, sum, transpose, where } from '../../../ops/index.js'
import { determinant, inverse } from '../../../ops/linalg/index.js'
import type { Tensor } from '../../../tensor.js'
import { neg, ONE, add as plus, type Real, mul as times } from '../../numbers/doubleDouble/index.js'
import { each, leveled } from '../../numbers/index.js'
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
  type([a], { refuse }) {
    if (a!.rows === a!.cols) return scalarLike(a!)
    return refuse('shape', `the determinant of ${shapeText(a!)} is not defined`)
  },
  value([a], { type, args, extent }) {
    const n = extent(args[0]!.type.rows)
    const { c, scale, error } = leveled(a!, both(type))
    const whole = determinant(c)
    const y = reshape(whole, [...whole.shape, 1, 1])
    return { c: y, scale: scale && mul(scale, n), error: error && errorOf(c, y, error, n) }
  },
  cost({ args, extent }) {
    const n = extent(args[0]!.type.rows)
    return { value: n ** 3, digits: n ** 4 }
  },
  // By the coefficients of the characteristic polynomial, without a division, so that singular matrices have a slope.
  digits(entry, at) {
    const rows = range(at, at.args[0]!.type.rows)
    const matrix = rows.map(i => rows.map(j => entry(0, i, j)))
    const last = characteristic(matrix).at(-1)!
    return rows.length % 2 === 0 ? last : neg(last)
  },
}

/**
 * How far rounding moves a determinant y, where it moves the entries by δ: by Σ |C|·δ with the cofactors C = y·A⁻ᵀ; where A has no
 * inverse, by no more than Σᵢ ‖δᵢ‖·Π_{k≠i} ‖aₖ‖ (Hadamard).
 */
function errorOf(c: Tensor, y: Tensor, error: Tensor, n: number): Tensor {
  const whole = { axis: [-2, -1], keepdims: true } as const
  const rowwise = { axis: -1, keepdims: true } as const
  const lead = c.shape.slice(0, -2)
  const moved = add(error, factorsError(c, n))
  const turned = transpose(inverse(c, { singular: 'nan' }), [
    ...lead.map((_, i) => i),
    lead.length + 1,
    lead.length,
  ])
  const others = where(eye(n), 1, reshape(norm(c, rowwise), [...lead, 1, n]))
  const most = sum(mul(norm(moved, rowwise), prod(others, rowwise)), whole)
  const own = sum(abs(mul(turned, moved)), whole)
  // n pivots are multiplied.
  return each((det, near, far) => (Number.isNaN(near) ? far : Math.abs(det) * (near + n)), y, own, most)
}

/** The coefficients of det(λ − A), those of the highest powers first (Berkowitz 1984). */
function characteristic(a: readonly (readonly Real[])[]): readonly Real[] {
  let found: readonly Real[] = [ONE]
  for (let r = a.length - 1; r >= 0; r--) {
    // A = [a₀₀ R; C M]: the next polynomial is a Toeplitz matrix of 1, −a₀₀, −RC, −RMC, −RM²C, … times the last one.
    const inner = Array.from({ length: a.length - 1 - r }, (_, i) => r + 1 + i)
    const column = [ONE, neg(a[r]![r]!)]
    let power = inner.map(i => a[i]![r]!)
    for (let k = 0; k < inner.length; k++) {
      column.push(neg(sumOf(inner.map((j, i) => times(a[r]![j]!, power[i]!)))))
      power = inner.map(i => sumOf(inner.map((j, m) => times(a[i]![j]!, power[m]!))))
    }
    const last = found
    found = column.map((_, i) =>
      last
        .slice(0, i + 1)
        .map((p, j) => times(column[i - j]!, p))
        .reduce((x, y) => plus(x, y)),
    )
  }
  return found
}
