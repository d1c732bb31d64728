// Covariances and correlations of variables that are observed together.
import { floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { div, sub } from '../arithmetic.js'
import { sqrt } from '../elementwise.js'
import { matmul } from '../matmul.js'
import { diagonal } from '../order/diagonal.js'
import { mean } from '../reduce.js'
import { cast, expandDims, reshape } from '../reshape.js'

/** Which axis names the variables. Names and defaults are NumPy's. */
export interface CorrelationOptions {
  /** Whether each row is a variable, which is so unless given; `false`: each column is one, as in a table of observations. */
  readonly rowvar?: boolean
}

/** Which axis names the variables, and by what is divided. */
export interface CovarianceOptions extends CorrelationOptions {
  /** Divide by n − ddof: 1 unless given. */
  readonly ddof?: number
}

/**
 * Covariances of all pairs of variables, divided by n − ddof. A row is a variable unless `rowvar` is false; a vector is one
 * variable. Without enough observations it is NaN or ∞, as `variance`.
 *
 * [v, n] → [v, v]; [n] → []; dy = (dx·xᵀ + x·dxᵀ)/(n − ddof) of centred x
 *
 * @example
 * cov(table, { rowvar: false })   // rows are observations: [n, c] → [c, c]
 */
export function cov(x: Tensor, options: CovarianceOptions = {}): Tensor {
  checkOptions('cov', options, ['rowvar', 'ddof'])
  return covarianceOf('cov', x, options)
}

function covarianceOf(op: string, x: Tensor, { rowvar = true, ddof = 1 }: CovarianceOptions): Tensor {
  checkTensor(op, x)
  if (typeof rowvar !== 'boolean')
    throw new ArgumentError(op, `rowvar must be true or false, got ${describe(rowvar)}`)
  if (!Number.isFinite(ddof)) throw new ArgumentError(op, `ddof must be a number, got ${describe(ddof)}`)
  if (x.rank !== 1 && x.rank !== 2)
    throw new ShapeError(op, `wants a matrix or a vector, got shape ${formatShape(x.shape)}`, [x.shape])
  const values = cast(x, floatOf(x.dtype))
  const rows = rowvar || x.rank === 1
  const all = x.rank === 1 ? reshape(values, [1, x.size]) : values
  const axis = rows ? 1 : 0
  const centred = sub(all, mean(all, { axis, keepdims: true }))
  const products = matmul(centred, centred, rows ? { transposeB: true } : { transposeA: true })
  const y = div(products, Math.max(0, all.shape[axis]! - ddof))
  return x.rank === 1 ? reshape(y, []) : y
}

/**
 * Correlations of all pairs of variables: covariances over the roots of both variances. NaN for a variable that is constant.
 *
 * [v, n] → [v, v]; [n] → []; d(c/√(s·t)) = dc/√(s·t) − c/(2√(s·t))·(ds/s + dt/t)
 *
 * Rounding may take a diagonal of 1, and what is near ±1, out of −1 … 1 by a unit of the last place.
 */
export function corrcoef(x: Tensor, options: CorrelationOptions = {}): Tensor {
  checkOptions('corrcoef', options, ['rowvar'])
  // What is divided by cancels, and n alone is never 0 with observations.
  const c = covarianceOf('corrcoef', x, { ...options, ddof: 0 })
  if (c.rank === 0) return div(c, c)
  const deviations = sqrt(diagonal(c))
  return div(div(c, expandDims(deviations, 1)), expandDims(deviations, 0))
}
