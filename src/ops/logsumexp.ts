// The log of a sum of exponentials and its derivative, softmax: the pair on which classification rests.
import type { Reduced } from '../axes.js'
import { floatOf } from '../dtype.js'
import { checkOptions } from '../errors.js'
import { onesLike } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { around, normalizeAxis, type Shape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { mul, sub } from './arithmetic.js'
import { broadcastTo, sumTo } from './broadcast.js'
import { checkedLabels } from './labels.js'
import { type Axes, asOneAxis, keptAt, type ReduceOptions, reducedShapes } from './reduce.js'
import { cast, reshape } from './reshape.js'
import { compute } from './storage.js'
import { selfAdjoint } from './unary.js'

/** What passes at x: nothing, and not even ∞ or NaN, where x is −∞, which masks. Linear in v. */
const unmasked = (x: Tensor, v: Tensor): Tensor => apply(UNMASKED, [x, v], undefined)

const UNMASKED: Operation = {
  name: 'unmasked',
  shape: ([, v]) => v!.shape,
  dtype: ([, v]) => v!.dtype,
  // In a batch of v, one mask serves all.
  forward([x, v]) {
    const [mask, values] = [valuesOf(x!), valuesOf(v!)]
    if (!mask.includes(-Infinity)) return values
    return values.map((value, i) => (mask[i % mask.length] === -Infinity ? 0 : value))
  },
  onSamples: ([x, v], varies, _, n) => unmasked(x!, varies[1] ? v! : broadcastTo(v!, [n, ...v!.shape])),
  differentials: ([x]) => [undefined, selfAdjoint(v => unmasked(x!, v))],
}

const LOG_SUM_EXP: Operation<number> = {
  name: 'logSumExp',
  shape: ([x], axis) => keptAt(x!.shape, axis),
  forward: ([x], axis, shape, dtype) =>
    compute('logSumExp', dtype, sizeOf(shape), out =>
      kernels.logSumExp(valuesOf(x!), around(x!.shape, axis), out),
    ),
  batch: axis => axis + 1,
  differentials: ([x], y, axis) => [
    {
      jvp: dx => sumTo(mul(unmasked(x!, dx), softmax(x!, { axis })), y.shape),
      vjp: dy => apply(SOFTMAX_TIMES, [x!, dy], axis),
    },
  ],
}

/** dy·softmax(x), or with labels dy·(softmax(x) − 1 at the label), along an axis at which dy has extent 1; linear in dy. */
const SOFTMAX_TIMES: Operation<number> = {
  name: 'softmaxTimes',
  shape: ([x]) => x!.shape,
  forward: ([x, dy, labels], axis, shape, dtype) =>
    compute('softmaxTimes', dtype, sizeOf(shape), out => {
      const own = labels && (checkedLabels('crossEntropy', labels, shape[axis]!) as Int32Array)
      kernels.softmaxTimes(valuesOf(x!), around(shape, axis), valuesOf(dy!), own, out)
    }),
  batch: axis => axis + 1,
  differentials([x, dy, ...labels], _, axis) {
    const down = (v: Tensor) => sumTo(v, dy!.shape)
    const times = (v: Tensor) => apply(SOFTMAX_TIMES, [x!, v, ...labels], axis)
    // The Jacobian of softmax, diag(p) − p·pᵀ, is symmetric: both directions are the same map.
    const curved = (v: Tensor) => {
      const p = apply(SOFTMAX, [x!], axis)
      const live = unmasked(x!, v)
      return unmasked(x!, mul(dy!, mul(p, sub(live, down(mul(p, live))))))
    }
    return [selfAdjoint(curved), { jvp: times, vjp: v => down(mul(v, times(onesLike(dy!)))) }, undefined]
  },
}

/** The slope of cross-entropy: dy·(softmax(z) − 1 at the label). z : [..., c]; dy, labels : [...] → [..., c] */
export const softmaxTimes = (z: Tensor, dy: Tensor, labels: Tensor): Tensor =>
  apply(SOFTMAX_TIMES, [z, reshape(dy, [...dy.shape, 1]), labels], z.rank - 1)

const SOFTMAX: Operation<number> = {
  name: 'softmax',
  shape: ([x]) => x!.shape,
  forward: ([x], axis, shape, dtype) =>
    compute('softmax', dtype, sizeOf(shape), out => kernels.softmax(valuesOf(x!), around(shape, axis), out)),
  batch: axis => axis + 1,
  // The Jacobian diag(y) − y·yᵀ is symmetric: both directions are the same map.
  differentials([x], y, axis) {
    const along = (v: Tensor) => {
      const live = unmasked(x!, v)
      return unmasked(x!, mul(y, sub(live, sumTo(mul(live, y), keptAt(y.shape, axis)))))
    }
    return [selfAdjoint(along)]
  },
}

const LOG_SOFTMAX: Operation<number> = {
  name: 'logSoftmax',
  shape: ([x]) => x!.shape,
  forward: ([x], axis, shape, dtype) =>
    compute('logSoftmax', dtype, sizeOf(shape), out =>
      kernels.logSoftmax(valuesOf(x!), around(shape, axis), out),
    ),
  batch: axis => axis + 1,
  differentials: ([x], _, axis) => [
    {
      jvp: dx => sub(dx, sumTo(mul(unmasked(x!, dx), softmax(x!, { axis })), keptAt(x!.shape, axis))),
      vjp: dy => sub(dy, mul(softmax(x!, { axis }), sumTo(dy, keptAt(x!.shape, axis)))),
    },
  ],
}

/**
 * ln Σ eˣ over axes, without overflow: max + ln Σ e^(x − max). All when no axis is named.
 *
 * [n, c], axis −1 → [n], or [n, 1] with keepdims; dy = Σ softmax(x)·dx
 *
 * Edges: all −∞, or nothing at all, gives −∞ with slope 0; a +∞ gives +∞, and the slope is shared among the +∞; NaN gives NaN.
 */
export function logSumExp<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept>,
): Tensor<Reduced<S, A, Kept>>
export function logSumExp(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { axes, result } = reducedShapes('logSumExp', x, options)
  const { line, axis } = asOneAxis(cast(x, floatOf(x.dtype)), axes)
  return reshape(apply(LOG_SUM_EXP, [line], axis), result)
}

/**
 * eˣ / Σ eˣ along an axis, the last unless given.
 *
 * [n, c] → [n, c], rows sum to 1; dy = y·(dx − Σ y·dx)
 *
 * Edges: a line of −∞ alone gives zeros; +∞ shares 1 with its ties; NaN spreads over its line.
 */
export function softmax<S extends Shape>(x: Tensor<S>, options: { readonly axis?: number } = {}): Tensor<S> {
  checkTensor('softmax', x)
  checkOptions('softmax', options, ['axis'])
  const axis = normalizeAxis('softmax', options.axis ?? -1, x.rank)
  return apply(SOFTMAX, [cast(x, floatOf(x.dtype))], axis) as Tensor<S>
}

/**
 * x − ln Σ eˣ along an axis, the last unless given: ln softmax(x), without its underflow.
 *
 * [n, c] → [n, c]; dy = dx − Σ softmax(x)·dx
 */
export function logSoftmax<S extends Shape>(
  x: Tensor<S>,
  options: { readonly axis?: number } = {},
): Tensor<S> {
  checkTensor('logSoftmax', x)
  checkOptions('logSoftmax', options, ['axis'])
  const axis = normalizeAxis('logSoftmax', options.axis ?? -1, x.rank)
  return apply(LOG_SOFTMAX, [cast(x, floatOf(x.dtype))], axis) as Tensor<S>
}
