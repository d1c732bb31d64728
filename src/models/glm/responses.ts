// Responses of a regression: finite numbers, one a row, and counts where counts are wanted.
import { ArgumentError, ShapeError } from '../../errors.js'
import { cast } from '../../ops/index.js'
import { formatShape, sameShape } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'

/** y in float64; refuses what is not one finite number a row. y : [n], n ≥ 1 */
export function checkResponses(op: string, y: Tensor, n: number, counts: boolean): Tensor {
  checkTensor(op, y, 'responses must be')
  if (n === 0) throw new ShapeError(op, 'wants at least one row, got none')
  if (!sameShape(y.shape, [n]))
    throw new ShapeError(op, `wants a response for each row, [${n}], got ${formatShape(y.shape)}`, [y.shape])
  const values = valuesOf(y)
  for (let i = 0; i < n; i++) {
    const value = values[i]!
    if (!Number.isFinite(value))
      throw new ArgumentError(
        op,
        `responses must be finite, got ${value} in row ${i}; fill it in or remove the row`,
      )
    if (counts && value < 0)
      throw new ArgumentError(op, `responses of Poisson regression are counts, got ${value} in row ${i}`)
  }
  return cast(y, 'float64')
}
