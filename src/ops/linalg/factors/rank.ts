// Refusals that depend on values, where a division by what is 0 to rounding would give any number at all.
import { epsilonOf } from '../../../dtype.js'
import { ArgumentError, DifferentiationError } from '../../../errors.js'
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { add, mul, neg, sub } from '../../arithmetic.js'
import { sum } from '../../reduce.js'
import { expandDims } from '../../reshape.js'
import { castResult, storage } from '../../storage.js'
import { named } from '../square.js'

/** Who asks for a full rank, of matrices of what shape, and whether it is for a derivative. */
interface Asked {
  readonly op: string
  readonly of: Shape
  /** What the columns of R are of the matrix. */
  readonly columns: 'column' | 'row'
  readonly slope: boolean
}

/** The identity on the triangular factors R of matrices whose columns do not depend on one another. */
const FULL_RANK: Operation<Asked> = {
  name: 'fullRank',
  shape: ([r]) => r!.shape,
  forward([r], { op, of, columns, slope }, shape, dtype) {
    const n = shape.at(-1)!
    const values = valuesOf(r!)
    const eps = Math.max(of.at(-1)!, of.at(-2)!) * epsilonOf(dtype)
    for (let column = 0; column < values.length / n; column++) {
      const [start, j] = [(column - (column % n)) * n, column % n]
      let largest = 0
      for (let i = 0; i <= j; i++) largest = Math.max(largest, Math.abs(values[start + i * n + j]!))
      if (Math.abs(values[start + j * (n + 1)]!) > eps * largest || Number.isNaN(largest)) continue
      const why = `${named(of, (column - j) / n)} has no full rank: ${columns} ${j} depends on those before it`
      throw slope
        ? new DifferentiationError(op, `has no derivative to give where ${why}`)
        : new ArgumentError(op, why)
    }
    return values
  },
  batch: (asked, n) => ({ ...asked, of: [n, ...asked.of] }),
  differentials: () => [{ jvp: dr => dr, vjp: dy => dy }],
}

/** R itself; refuses one with a column that those before it give, to rounding of its own length. */
export const ofFullRank = (r: Tensor, asked: Asked): Tensor => apply(FULL_RANK, [r], asked)

/** Whose values are apart, in words, and whether differences or sums are wanted. */
interface Between {
  readonly op: string
  readonly what: string
  readonly sign: -1 | 1
}

/** x : [..., n] → 1/(xⱼ ± xᵢ) in row i and column j of [..., n, n], 0 on the diagonal */
const RECIPROCALS: Operation<Between> = {
  name: 'reciprocals',
  shape: ([x]) => [...x!.shape, x!.shape.at(-1)!],
  forward([x], { op, what, sign }, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(x!)
    for (let start = 0; start * n < out.length; start += n) {
      let largest = 0
      for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[start + i]!))
      const least = n * epsilonOf(dtype) * largest
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          if (i === j) continue
          const apart = values[start + j]! + sign * values[start + i]!
          if (Math.abs(apart) <= least) {
            const which = named([...x!.shape, n], start / n)
            const pair = `${what} ${Math.min(i, j)} and ${Math.max(i, j)}`
            throw new DifferentiationError(
              op,
              `has no derivative of vectors to give where ${pair} of ${which} are equal to rounding`,
            )
          }
          out[(start + i) * n + j] = 1 / apart
        }
    }
    return castResult(op, dtype, out)
  },
  batch: between => between,
  differentials: (_, y, { sign }) => {
    const slope = (g: Tensor) => neg(mul(mul(y, y), g))
    const both = (p: Tensor, q: Tensor) => (sign === 1 ? add(p, q) : sub(p, q))
    return [
      {
        jvp: dx => slope(both(expandDims(dx, -2), expandDims(dx, -1))),
        vjp(dy) {
          const g = slope(dy)
          return both(sum(g, { axis: -2 }), sum(g, { axis: -1 }))
        },
      },
    ]
  },
}

/** 1/(xⱼ − xᵢ), or of sums; refuses values that are equal to rounding of the largest. */
export const reciprocals = (x: Tensor, between: Between): Tensor => apply(RECIPROCALS, [x], between)

/** 1/x of singular values; refuses one that is 0 to rounding. */
const INVERSES: Operation<{ readonly of: Shape }> = {
  name: 'svd',
  shape: ([x]) => x!.shape,
  forward([x], { of }, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(x!)
    for (let i = 0; i < out.length; i++) {
      const largest = values[i - (i % n)]!
      if (values[i]! <= Math.max(of.at(-1)!, of.at(-2)!) * epsilonOf(dtype) * largest) {
        const which = `singular value ${i % n} of ${named(of, (i - (i % n)) / n)}`
        throw new DifferentiationError(
          'svd',
          `has no derivative of vectors to give where ${which} is 0 to rounding`,
        )
      }
      out[i] = 1 / values[i]!
    }
    return castResult('svd', dtype, out)
  },
  batch: ({ of }, n) => ({ of: [n, ...of] }),
  differentials: (_, y) => {
    const slope = (d: Tensor) => neg(mul(mul(y, y), d))
    return [{ jvp: slope, vjp: slope }]
  },
}

/** 1/s for singular values s of matrices of a shape. */
export const inversesOf = (s: Tensor, of: Shape): Tensor => apply(INVERSES, [s], { of })
