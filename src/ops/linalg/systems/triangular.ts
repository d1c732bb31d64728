// Systems of equations with a triangular matrix, solved by substitution.
import { ArgumentError, checkOptions, describe } from '../../../errors.js'
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { neg } from '../../arithmetic.js'
import { broadcastTo } from '../../broadcast.js'
import { matmul } from '../../matmul.js'
import { solveTriangle, solveTriangleRight } from '../dense/substitute.js'
import { copyOf, inDType, reading, turned, viewOf } from '../dense/view.js'
import { named, once, square } from '../square.js'
import { triangle, triangleOfProduct } from '../triangle.js'
import { systemOf } from './operands.js'

/** Which triangle is meant, and how. */
export interface TriangularOptions {
  /** Read the lower triangle (default), and nothing above it; `false` for the upper. */
  readonly lower?: boolean
  /** Solve Aᵀx = b in place of Ax = b. `lower` is about A as it is given. */
  readonly transposed?: boolean
  /** Take the diagonal for ones, and do not read it. */
  readonly unitDiagonal?: boolean
}

/** `right`: solve x·A = b in place of A·x = b. */
interface Flags extends Required<TriangularOptions> {
  readonly right: boolean
}

/** a : [...batch, n, n], b : [...batch, n, m], or [...batch, m, n] from the right, of one batch */
const SOLVE: Operation<Flags> = {
  name: 'solveTriangular',
  shape: ([, b]) => b!.shape,
  forward([a, b], { lower, transposed, unitDiagonal, right }, shape, dtype) {
    const [rows, columns] = shape.slice(-2) as [number, number]
    const n = a!.shape.at(-1)!
    const solved = copyOf(valuesOf(b!), 0, sizeOf(shape))
    const solve = right ? solveTriangleRight : solveTriangle
    for (let batch = 0; batch * rows * columns < solved.length; batch++) {
      const matrix = reading(valuesOf(a!), batch * n * n, n)
      if (!unitDiagonal) {
        for (let i = 0; i < n; i++)
          if (matrix.data[matrix.start + i * (n + 1)] === 0) throw refusal(a!.shape, batch, i)
      }
      const view = viewOf(solved, rows, columns, batch * rows * columns)
      if (transposed) solve(turned(matrix), { lower: !lower, unitDiagonal }, view)
      else solve(matrix, { lower, unitDiagonal }, view)
    }
    return inDType(dtype, solved)
  },
  batch: flags => flags,
  // With B̄ the solution for ȳ and the matrix transposed: Ā = −B̄·yᵀ from the left, −yᵀ·B̄ from the right, of which a triangle counts.
  differentials([a], y, flags) {
    const { lower, transposed, unitDiagonal, right } = flags
    const solve = (b: Tensor) => apply(SOLVE, [a!, b], flags)
    const back = once(dy => apply(SOLVE, [a!, dy], { ...flags, transposed: !transposed }))
    const kept = { lower, diagonal: unitDiagonal ? 0 : 1 } as const
    return [
      {
        jvp(da) {
          const read = triangle(da, kept)
          return neg(
            solve(
              right
                ? matmul(y, read, { transposeB: transposed })
                : matmul(read, y, { transposeA: transposed }),
            ),
          )
        },
        vjp(dy) {
          const [p, q] = transposed ? [y, back(dy)] : [back(dy), y]
          return right
            ? triangleOfProduct(q, p, kept, { transposeA: true, sign: -1 })
            : triangleOfProduct(p, q, kept, { transposeB: true, sign: -1 })
        },
      },
      { jvp: solve, vjp: back },
    ]
  },
}

/** A solution for tensors that fit, of one batch and dtype. */
export const solveOn = (a: Tensor, b: Tensor, flags: Partial<Flags> & { readonly lower: boolean }): Tensor =>
  apply(SOLVE, [a, b], { transposed: false, unitDiagonal: false, right: false, ...flags })

/** Says which matrix has no solution. */
const refusal = (shape: Shape, matrix: number, row: number): ArgumentError =>
  new ArgumentError(
    'solveTriangular',
    `${named(shape, matrix)} is singular: 0 stands on the diagonal in row ${row}`,
  )

/**
 * The solution y of A·y = b for each triangular matrix A in the last two axes, by substitution; float also for integers.
 *
 * [..., n, n], [n] → [..., n]; [..., n, n], [..., n, m] → [..., n, m]; dy = A⁻¹·(db − dA·y), where of dA only the triangle
 * counts (Giles 2008, An extended collection of matrix derivative results, 2.3.1)
 *
 * Leading axes are batches and broadcast; one vector serves all of them. The other triangle is not read. A zero on the
 * diagonal is refused.
 *
 * @example
 * const l = cholesky(a)
 * const x = solveTriangular(l, solveTriangular(l, b), { transposed: true })   // a·x = b
 */
export function solveTriangular(a: Tensor, b: Tensor, options: TriangularOptions = {}): Tensor {
  const op = 'solveTriangular'
  checkOptions(op, options, ['lower', 'transposed', 'unitDiagonal'])
  const { lower = true, transposed = false, unitDiagonal = false } = options
  for (const [name, flag] of Object.entries({ lower, transposed, unitDiagonal }))
    if (typeof flag !== 'boolean')
      throw new ArgumentError(op, `${name} must be true or false, got ${describe(flag)}`)
  const system = systemOf(op, square(op, a), b)
  const [n, m] = system.b.shape.slice(-2) as [number, number]
  const y = apply(
    SOLVE,
    [broadcastTo(system.a, [...system.batch, n, n]), broadcastTo(system.b, [...system.batch, n, m])],
    { lower, transposed, unitDiagonal, right: false },
  )
  return system.shaped(y)
}
