// What elementary functions on vectors are made of. They are branch-free: argument reduction, a polynomial, special cases by selection.
import type { Lanes } from '../lanes.js'
import type { Operand, Vector } from '../vector.js'

/** A function of one vector. Each use writes its code anew. */
export interface VectorFunction {
  (x: Vector): Vector
  /** Where the code does not hold, and gives NaN instead: the plain rule is for that. */
  readonly beyond?: (x: Vector) => Vector
}

/** A function of two vectors. */
export type VectorPair = (a: Vector, b: Vector) => Vector

// All polynomials interpolate at Chebyshev nodes, computed with 60 digits, unless they say how else they were fitted. Float32 has
// the shortest decimals of its numbers, float64 the digits that weigh 2⁻⁶⁴ of a result or more.

/** ln 2 in two parts, of which the first times an exponent is exact. */
export const LN2 = {
  float32: [0.693115234375, 3.1946185e-5],
  float64: [0.6931471803691238, 1.9082149292705877e-10],
} as const

/** c₀ + c₁x + c₂x² + …, by pairs (Estrin's scheme): short chains of dependent operations. */
export function polynomial(x: Vector, coefficients: readonly number[]): Operand {
  let terms: readonly Operand[] = coefficients
  for (let power = x; terms.length > 1; power = power.mul(power)) {
    const all = terms
    terms = all.flatMap((even, i) => {
      const odd = all[i + 1]
      return i % 2 === 1 ? [] : odd === undefined ? even : power.mulAdd(odd, even)
    })
  }
  return terms[0]!
}

/** Added to a number, it leaves the nearest whole one in the low bits. */
export const magicOf = ({ mantissa }: Lanes): number => 1.5 * 2 ** mantissa
