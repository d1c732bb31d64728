// Systems of equations with a triangular matrix, solved by substitution.
import { floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { broadcastShapes, formatShape, type Shape, sizeOf } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'
import { neg } from '../arithmetic.js'
import { broadcastTo } from '../broadcast.js'
import { matmul } from '../matmul.js'
import { commonDType } from '../operand.js'
import { cast, reshape } from '../reshape.js'
import { castResult, storage } from '../storage.js'
import { square } from './square.js'
import { triangle } from './triangle.js'

/** Which triangle is meant, and how. */
export interface TriangularOptions {
  /** Read the lower triangle (default), and nothing above it; `false` for the upper. */
  readonly lower?: boolean
  /** Solve Aᵀx = b in place of Ax = b. `lower` is about A as it is given. */
  readonly transposed?: boolean
  /** Take the diagonal for ones, and do not read it. */
  readonly unitDiagonal?: boolean
}

interface Flags {
  readonly lower: boolean
  readonly transposed: boolean
  readonly unitDiagonal: boolean
}

/** a : [...batch, n, n], b : [...batch, n, m], of one batch */
const SOLVE: Operation<Flags> = {
  name: 'solveTriangular',
  shape: ([, b]) => b!.shape,
  forward([a, b], flags, shape, dtype) {
    const [n, m] = shape.slice(-2) as [number, number]
    const out = storage(dtype, sizeOf(shape))
    const solved = new Float64Array(n * m)
    for (let batch = 0; batch * n * m < out.length; batch++) {
      const matrix = { values: valuesOf(a!), start: batch * n * n, n }
      const zero = flags.unitDiagonal ? undefined : zeroOnDiagonal(matrix)
      if (zero !== undefined) throw refusal(a!.shape, batch, zero)
      for (let i = 0; i < solved.length; i++) solved[i] = valuesOf(b!)[batch * n * m + i]!
      substitute(matrix, flags, solved, m)
      out.set(solved, batch * n * m)
    }
    return castResult('solveTriangular', dtype, out)
  },
  batch: flags => flags,
  differentials([a], y, flags) {
    const { lower, transposed, unitDiagonal } = flags
    const solve = (b: Tensor, turned: boolean) => apply(SOLVE, [a!, b], { ...flags, transposed: turned })
    const read = (x: Tensor) => triangle(x, { lower, diagonal: unitDiagonal ? 0 : 1 })
    return [
      {
        jvp: da => neg(solve(matmul(read(da), y, { transposeA: transposed }), transposed)),
        vjp(dy) {
          const db = solve(dy, !transposed)
          const [left, right] = transposed ? [y, db] : [db, y]
          return neg(read(matmul(left, right, { transposeB: true })))
        },
      },
      { jvp: db => solve(db, transposed), vjp: dy => solve(dy, !transposed) },
    ]
  },
}

/** An n×n matrix in row-major order, which begins at a place of an array. */
interface Placed {
  readonly values: ArrayLike<number>
  readonly start: number
  readonly n: number
}

/** The first row whose diagonal entry is 0. */
function zeroOnDiagonal({ values, start, n }: Placed): number | undefined {
  for (let i = 0; i < n; i++) if (values[start + i * (n + 1)] === 0) return i
  return undefined
}

/** Forward or back substitution, in place, for the m columns of x (Golub & Van Loan, Matrix Computations, §3.1). */
export function substitute({ values, start, n }: Placed, flags: Flags, x: Float64Array, m: number): void {
  const { lower, transposed, unitDiagonal } = flags
  const [row, column] = transposed ? [1, n] : [n, 1]
  const forward = lower !== transposed
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step
    for (let k = forward ? 0 : i + 1; k < (forward ? i : n); k++) {
      const factor = values[start + i * row + k * column]!
      for (let c = 0; c < m; c++) x[i * m + c]! -= factor * x[k * m + c]!
    }
    if (unitDiagonal) continue
    for (let c = 0; c < m; c++) x[i * m + c]! /= values[start + i * (n + 1)]!
  }
}

/** Says which matrix has no solution. */
function refusal(shape: Shape, matrix: number, row: number): ArgumentError {
  const which = shape.length === 2 ? 'the matrix' : `matrix ${matrix} of ${formatShape(shape)}`
  return new ArgumentError('solveTriangular', `${which} is singular: 0 stands on the diagonal in row ${row}`)
}

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
  const matrix = square(op, a)
  checkTensor(op, b)
  const n = matrix.shape.at(-1)!
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b
  if (right.rank < 2 || right.shape.at(-2) !== n) {
    throw new ShapeError(
      op,
      `wants b [${n}] or [..., ${n}, m] for a matrix ${formatShape(a.shape)}, got ${formatShape(b.shape)}`,
      [a.shape, b.shape],
    )
  }
  const dtype = floatOf(commonDType(op, matrix, b))
  const batch = broadcastShapes(op, a.shape, b.rank === 1 ? [1, 1] : b.shape, 2)
  const y = apply(
    SOLVE,
    [
      broadcastTo(cast(matrix, dtype), [...batch, n, n]),
      broadcastTo(cast(right, dtype), [...batch, n, right.shape.at(-1)!]),
    ],
    { lower, transposed, unitDiagonal },
  )
  return b.rank === 1 ? reshape(y, y.shape.slice(0, -1)) : y
}
