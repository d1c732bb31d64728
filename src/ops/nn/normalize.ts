// Values brought to mean 0 and variance 1: over the axes of each sample, or over a batch for each channel.
import { floatOf, promote } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape, normalizeAxes, normalizeAxis, sameShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { add, div, mul, sub } from '../arithmetic.js'
import { sqrt, square } from '../elementwise.js'
import { mean } from '../reduce.js'
import { cast, reshape } from '../reshape.js'

/** What normalised values are multiplied by and shifted by, and what keeps a variance of 0 from being divided by. */
interface Affine {
  /** Added to the variance, 1e-5 unless given. */
  readonly epsilon?: number
  /** What normalised values are multiplied by. */
  readonly scale?: Tensor
  /** What is added to them after that. */
  readonly shift?: Tensor
}

/** How to normalise each sample. */
export interface LayerNormOptions extends Affine {
  /** Over which axes, the last unless given. `scale` and `shift` have their extents as shape. */
  readonly axes?: number | readonly number[]
}

/** How to normalise each channel. */
export interface BatchNormOptions extends Affine {
  /** Which axis is that of channels, 1 unless given. `scale`, `shift`, `mean` and `variance` are vectors along it. */
  readonly axis?: number
  /** The mean to use instead of the batch's, beside `variance`. */
  readonly mean?: Tensor
  /** The variance to use instead of the batch's, beside `mean`. */
  readonly variance?: Tensor
}

/** Normalised values, and by what they were normalised. */
export interface BatchNormResult {
  /** The normalised values, of x's shape. */
  readonly y: Tensor
  /** The mean of each channel. */
  readonly mean: Tensor
  /** The variance of each channel, Σ (x − mean)²/n. */
  readonly variance: Tensor
}

/**
 * Each sample brought to mean 0 and variance 1 over some of its axes: (x − mean)/√(variance + epsilon)·scale + shift
 * (Ba, Kiros and Hinton, 2016).
 *
 * x : any shape → the same; dy = (dx − mean dx − ŷ·mean(ŷ·dx))/√(variance + epsilon)·scale, ŷ without scale and shift
 *
 * @example
 * layerNorm(x, { scale, shift })          // x : [n, d], scale and shift : [d]
 * layerNorm(images, { axes: [1, 2, 3] })
 */
export function layerNorm(x: Tensor, options: LayerNormOptions = {}): Tensor {
  const op = 'layerNorm'
  checkTensor(op, x)
  checkOptions(op, options, ['axes', 'epsilon', 'scale', 'shift'])
  const axes = normalizeAxes(op, options.axes ?? -1, x.rank)
  const value: Tensor = inCommon(op, x, options)
  const centred = sub(value, mean(value, { axis: axes, keepdims: true }))
  const spread = mean(square(centred), { axis: axes, keepdims: true })
  return scaled(op, centred, spread, axes, options)
}

/**
 * Each channel of a batch brought to mean 0 and variance 1: (x − mean)/√(variance + epsilon)·scale + shift (Ioffe and Szegedy, 2015).
 * Nothing is remembered: y comes with the mean and the variance, of which a training loop keeps running averages, and gives those back
 * as `mean` and `variance` to predict. Of an empty batch they are NaN.
 *
 * x : [n, c, ...] → the same as y, beside mean and variance : [c]; dy = (dx − mean dx − ŷ·mean(ŷ·dx))/√(variance + epsilon)·scale over the batch
 *
 * @example
 * const { y, mean, variance } = batchNorm(x, { scale, shift })
 * const { y } = batchNorm(x, { scale, shift, mean: runningMean, variance: runningVariance })
 */
export function batchNorm(x: Tensor, options: BatchNormOptions = {}): BatchNormResult {
  const op = 'batchNorm'
  checkTensor(op, x)
  checkOptions(op, options, ['axis', 'epsilon', 'scale', 'shift', 'mean', 'variance'])
  const axis = normalizeAxis(op, options.axis ?? 1, x.rank)
  const others = x.shape.flatMap((_, i) => (i === axis ? [] : [i]))
  const value: Tensor = inCommon(op, x, options)
  const channels = [x.shape[axis]!]
  if ((options.mean === undefined) !== (options.variance === undefined)) {
    const missing = options.mean === undefined ? 'mean' : 'variance'
    throw new ArgumentError(op, `wants mean and variance, or neither of them; ${missing} is missing`)
  }
  const along = (name: 'mean' | 'variance') => over(op, name, options[name]!, value, [axis])
  const given = options.mean !== undefined
  const centre = given ? along('mean') : mean(value, { axis: others, keepdims: true })
  const centred = sub(value, centre)
  const spread = given ? along('variance') : mean(square(centred), { axis: others, keepdims: true })
  return {
    y: scaled(op, centred, spread, [axis], options),
    mean: reshape(centre, channels),
    variance: reshape(spread, channels),
  }
}

/** x in the dtype in which all that is given meets, so that no digit is lost on the way. */
function inCommon(op: string, x: Tensor, options: BatchNormOptions): Tensor {
  let common = x.dtype
  for (const beside of [options.scale, options.shift, options.mean, options.variance]) {
    if (beside === undefined) continue
    checkTensor(op, beside)
    common = promote(common, beside.dtype)
  }
  return cast(x, floatOf(common))
}

/** centred/√(variance + epsilon)·scale + shift, where scale and shift lie along axes. */
function scaled(
  op: string,
  centred: Tensor,
  spread: Tensor,
  axes: readonly number[],
  { epsilon = 1e-5, scale, shift }: Affine,
): Tensor {
  if (typeof epsilon !== 'number' || !(epsilon >= 0))
    throw new ArgumentError(op, `epsilon must be a number ≥ 0, got ${describe(epsilon)}`)
  const y = mul(centred, div(1, sqrt(add(spread, epsilon))))
  const steeper = scale === undefined ? y : mul(y, over(op, 'scale', scale, centred, axes))
  return shift === undefined ? steeper : add(steeper, over(op, 'shift', shift, centred, axes))
}

/** A tensor with the extents of some axes of a value, with 1 at all others, and in its dtype. */
function over(
  op: string,
  name: string,
  x: Tensor,
  { shape, dtype }: Tensor,
  axes: readonly number[],
): Tensor {
  const wanted = axes.map(i => shape[i]!)
  if (!sameShape(x.shape, wanted)) {
    throw new ShapeError(
      op,
      `${name} must have shape ${formatShape(wanted)} beside an input of shape ${formatShape(shape)}, got ${formatShape(x.shape)}`,
      [x.shape, shape],
    )
  }
  return reshape(
    cast(x, dtype),
    shape.map((n, i) => (axes.includes(i) ? n : 1)),
  )
}
