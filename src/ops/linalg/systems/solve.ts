// Systems of equations with any square matrix, by LU factors.
import { apply, type Operation } from '../../../graph/index.js'
import { sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { neg } from '../../arithmetic.js'
import { broadcastTo } from '../../broadcast.js'
import { matmul } from '../../matmul.js'
import { castResult, storage } from '../../storage.js'
import { copyOf } from '../dense/view.js'
import { type Otherwise, once, otherwise, square } from '../square.js'
import { factorsOf, solveBy } from './factors.js'
import { systemOf } from './operands.js'

interface Turn {
  readonly transposed: boolean
}

/** a : [...batch, n, n], its factors, and b : [...batch, n, m], of one batch */
const SOLVE: Operation<Turn> = {
  name: 'solve',
  shape: ([, , b]) => b!.shape,
  dtype: ([a]) => a!.dtype,
  forward([, factors, b], { transposed }, shape, dtype) {
    const [n, m] = shape.slice(-2) as [number, number]
    const out = storage(dtype, sizeOf(shape))
    for (let batch = 0; batch * n * m < out.length; batch++) {
      const right = copyOf(valuesOf(b!), batch * n * m, n * m)
      out.set(solveBy(factors!, batch, transposed, right, m), batch * n * m)
    }
    return castResult('solve', dtype, out)
  },
  batch: turn => turn,
  differentials([a, factors], y, { transposed }) {
    const solve = (b: Tensor, turn = transposed) =>
      apply(SOLVE, [a!, stopGradient(factors!), b], { transposed: turn })
    const back = once(dy => solve(dy, !transposed))
    return [
      {
        jvp: da => neg(solve(matmul(da, y, { transposeA: transposed }))),
        vjp(dy) {
          const [p, q] = transposed ? [y, back(dy)] : [back(dy), y]
          return neg(matmul(p, q, { transposeB: true }))
        },
      },
      undefined,
      { jvp: db => solve(db), vjp: back },
    ]
  },
}

/** What is done about a system without one solution. */
export interface SolveOptions {
  /** `throw` (default) names the matrix and the column without a pivot; `nan` gives NaN. */
  readonly singular?: Otherwise
}

/**
 * The solution y of A·y = b for each square matrix A in the last two axes, by LU factors with row exchanges; float also for
 * integers. A singular matrix is refused, or gives NaN.
 *
 * [..., n, n], [n] → [..., n]; [..., n, n], [..., n, m] → [..., n, m]; dy = A⁻¹·(db − dA·y) (Giles 2008, An extended
 * collection of matrix derivative results, 2.3.1)
 *
 * Leading axes are batches and broadcast; one vector serves all of them. Derivatives take up the factors that are there.
 */
export function solve(a: Tensor, b: Tensor, options: SolveOptions = {}): Tensor {
  const op = 'solve'
  const singular = otherwise(op, 'singular', options)
  const system = systemOf(op, square(op, a), b)
  const [n, m] = system.b.shape.slice(-2) as [number, number]
  const factors = factorsOf(system.a, { op, singular })
  const y = apply(
    SOLVE,
    [
      broadcastTo(system.a, [...system.batch, n, n]),
      broadcastTo(factors, [...system.batch, n, n + 1]),
      broadcastTo(system.b, [...system.batch, n, m]),
    ],
    { transposed: false },
  )
  return system.shaped(y)
}
