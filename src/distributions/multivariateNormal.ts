// The normal distribution of vectors.
import { ShapeError } from '../errors.js'
import { arange, eye } from '../fill.js'
import { add, div, mulNoNan, neg, sub } from '../ops/arithmetic.js'
import { lessEqual, where } from '../ops/comparison.js'
import { log, square } from '../ops/elementwise.js'
import { cholesky, solveTriangular } from '../ops/linalg/index.js'
import { matmul } from '../ops/matmul.js'
import { sum } from '../ops/reduce.js'
import { expandDims, reshape, squeeze, transpose } from '../ops/reshape.js'
import { broadcastShapes, formatShape, type Shape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import {
  besides,
  checkDraw,
  checkNamed,
  everywhere,
  FINITE,
  parametersOf,
  type WithEntropy,
} from './distribution.js'

/** The parameters of a normal distribution of vectors: its mean, and its covariance, whole or as a factor. */
export type MultivariateNormalParameters =
  | {
      /** [..., k] */
      readonly mean: Tensor
      /** [..., k, k], symmetric and positive definite; its lower triangle is read. */
      readonly covariance: Tensor
    }
  | {
      /** [..., k] */
      readonly mean: Tensor
      /** [..., k, k], of which the lower triangle is read: L, positive on its diagonal, of the covariance LLᵀ. */
      readonly scaleTril: Tensor
    }

const OP = 'multivariateNormal'
const LOG_TWO_PI = Math.log(2 * Math.PI)

interface Read {
  readonly k: number
  readonly mean: Tensor
  /** The lower triangular factor of the covariance. */
  readonly l: Tensor
}

function read(parameters: MultivariateNormalParameters): Read {
  checkNamed(OP, parameters, '{ mean, covariance } or { mean, scaleTril }')
  const whole = 'covariance' in parameters
  const both = whole
    ? parametersOf(OP, parameters, { mean: FINITE, covariance: FINITE })
    : parametersOf(OP, parameters, { mean: FINITE, scaleTril: FINITE })
  const { mean } = both
  const matrix = 'covariance' in both ? both.covariance : both.scaleTril
  const k = mean.shape.at(-1)
  if (k === undefined || matrix.rank < 2 || matrix.shape.at(-1) !== k || matrix.shape.at(-2) !== k)
    throw new ShapeError(
      OP,
      `wants mean [..., k] and ${whole ? 'covariance' : 'scaleTril'} [..., k, k], got ${formatShape(mean.shape)} and ${formatShape(matrix.shape)}`,
      [mean.shape, matrix.shape],
    )
  return { k, mean, l: whole ? cholesky(matrix) : lower(matrix, k) }
}

/** The lower triangle, whatever stands above it. */
function lower(matrix: Tensor, k: number): Tensor {
  const places = arange(0, k)
  return where(lessEqual(expandDims(places, 0), expandDims(places, 1)), matrix, 0)
}

/** Σ ln Lᵢᵢ */
const logRoot = ({ l, k }: Read): Tensor =>
  sum(log(sum(mulNoNan(l, eye(k, { dtype: l.dtype })), { axis: -1 }) as Tensor), { axis: -1 }) as Tensor

/** |L⁻¹d|² for vectors d: [..., k] → [...] */
function squaredDistance(l: Tensor, d: Tensor, k: number): Tensor {
  const batch = d.shape.slice(0, -1)
  // One matrix serves all vectors, which become its right-hand sides together.
  if (l.rank === 2) {
    const columns = transpose(reshape(d, [d.size / Math.max(1, k), k]))
    return reshape(sum(square(solveTriangular(l, columns)), { axis: 0 }) as Tensor, batch)
  }
  return sum(square(solveTriangular(l, expandDims(d, -1))), { axis: [-2, -1] }) as Tensor
}

/** The same distribution, with mean and covariance in one batch. */
const batchOf = ({ mean, l }: Read): Shape =>
  broadcastShapes(OP, mean.shape.slice(0, -1), l.shape.slice(0, -2))

/**
 * The normal distribution of vectors of k numbers, along the last axis of x and mean. Draws are mean + L·ε (reparameterised).
 * The covariance goes through `cholesky`, which refuses what is not positive definite.
 */
export const multivariateNormal: WithEntropy<MultivariateNormalParameters> & {
  /** LLᵀ : [..., k, k] */
  covariance(parameters: MultivariateNormalParameters): Tensor
} = {
  /** x : [..., k] → [...]: −|L⁻¹(x − mean)|²/2 − Σ ln Lᵢᵢ − k/2·ln 2π */
  logProb(x, parameters) {
    const given = read(parameters)
    const { k, mean, l } = given
    const value = besides(OP, x, mean)
    if (value.shape.at(-1) !== k)
      throw new ShapeError(OP, `wants x [..., ${k}], got ${formatShape(value.shape)}`, [value.shape])
    const half = div(squaredDistance(l, sub(value, mean), k), 2)
    return neg(add(add(half, logRoot(given)), (k / 2) * LOG_TWO_PI))
  },
  /** shape : [..., k] */
  sample(stream, shape, parameters) {
    checkDraw(OP, stream, shape)
    const { k, mean, l } = read(parameters)
    const middle = everywhere(OP, mean, shape)
    const noise = stream.normal(shape, { dtype: mean.dtype })
    const batch = shape.slice(0, -1)
    const spread =
      l.rank === 2
        ? reshape(matmul(reshape(noise, [noise.size / Math.max(1, k), k]), l, { transposeB: true }), shape)
        : squeeze(matmul(everywhere(OP, l, [...batch, k, k]), expandDims(noise, -1)), -1)
    return add(middle, spread)
  },
  mean(parameters) {
    const given = read(parameters)
    return everywhere(OP, given.mean, [...batchOf(given), given.k])
  },
  /** The diagonal of the covariance. */
  variance(parameters) {
    const given = read(parameters)
    return everywhere(OP, sum(square(given.l), { axis: -1 }) as Tensor, [...batchOf(given), given.k])
  },
  covariance: parameters => {
    const { l } = read(parameters)
    return matmul(l, l, { transposeB: true })
  },
  /** k/2·(1 + ln 2π) + Σ ln Lᵢᵢ */
  entropy(parameters) {
    const given = read(parameters)
    return everywhere(OP, add(logRoot(given), (given.k / 2) * (1 + LOG_TWO_PI)), batchOf(given))
  },
}
