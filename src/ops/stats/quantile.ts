// Quantiles, the median among them: points between two neighbours in sorted order.
import { allocate, floatOf } from '../../dtype.js'
import { ArgumentError, describe } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { mul } from '../arithmetic.js'
import { stack } from '../concat.js'
import { nothingToChoose } from '../extremum.js'
import { sort } from '../order/sort.js'
import { asOneAxis, type ReduceOptions, reducedShapes } from '../reduce.js'
import { cast, reshape } from '../reshape.js'
import { slice } from '../slice.js'

/**
 * The point at a share t of the way from a to b, NaN where the largest value of the line is NaN. Rounding does not take it beyond
 * them: each half of the way is measured from the nearer end. dy = (1 − t)·da + t·db
 */
const BETWEEN: Operation<number> = {
  name: 'between',
  shape: ([a]) => a!.shape,
  forward([a, b, last], t, shape, dtype) {
    const [low, high, top] = [valuesOf(a!), valuesOf(b!), valuesOf(last!)]
    const out = allocate(dtype, sizeOf(shape))
    for (let i = 0; i < out.length; i++) {
      const [p, q] = [low[i]!, high[i]!]
      const apart = q - p
      if (Number.isNaN(top[i])) out[i] = Number.NaN
      else if (p === q) out[i] = p
      else if (Number.isFinite(apart)) out[i] = t < 0.5 ? p + t * apart : q - (1 - t) * apart
      else out[i] = t === 0 ? p : (1 - t) * p + t * q
    }
    return out
  },
  batch: t => t,
  differentials: (_, _y, t) => [
    { jvp: da => mul(da, 1 - t), vjp: dy => mul(dy, 1 - t) },
    { jvp: db => mul(db, t), vjp: dy => mul(dy, t) },
    undefined,
  ],
}

/**
 * The value below which a share q of the values over axes lies: at place q·(n − 1) in sorted order, on the straight line between
 * its neighbours, as NumPy's default. NaN where there is one; no values are refused. Several q, in an array, come along a new first
 * axis.
 *
 * [m, n], q, axis 1 → [m]; dy = (1 − t)·dx of the value before it + t·dx of the one behind it
 *
 * @example
 * quantile(tensor([1, 2, 3, 4]), 0.25)             // 1.75
 * quantile(x, [0.05, 0.5, 0.95], { axis: 0 })      // [n, c] → [3, c]
 */
export function quantile(x: Tensor, q: number | readonly number[], options: ReduceOptions = {}): Tensor {
  const shares = typeof q === 'number' ? [q] : q
  if (
    !Array.isArray(shares) ||
    shares.length === 0 ||
    !shares.every(q => typeof q === 'number' && q >= 0 && q <= 1)
  ) {
    const got = Array.isArray(q) ? `[${q.map(describe).join(', ')}]` : describe(q)
    throw new ArgumentError('quantile', `q is a share from 0 to 1, or an array of them, got ${got}`)
  }
  const all = quantiles('quantile', x, shares, options)
  return typeof q === 'number' ? all[0]! : stack(all)
}

/**
 * The middle one of the values over axes in sorted order, or the mean of the middle two. NaN where there is one; no values are
 * refused.
 *
 * [m, n], axis 1 → [m]; dy = dx of the middle one, or half of that of each of two
 */
export const median = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  quantiles('median', x, [0.5], options)[0]!

function quantiles(op: string, x: Tensor, shares: readonly number[], options: ReduceOptions): Tensor[] {
  const { axes, result, count } = reducedShapes(op, x, options)
  if (count === 0) throw nothingToChoose(op, x)
  const { line, axis } = asOneAxis(cast(x, floatOf(x.dtype)), axes)
  const sorted = sort(line, { axis })
  const at = (place: number) =>
    slice(
      sorted,
      sorted.shape.map((_, i) => (i === axis ? place : undefined)),
    )
  const last = at(count - 1)
  return shares.map(q => {
    const place = q * (count - 1)
    const before = Math.floor(place)
    const behind = Math.min(before + 1, count - 1)
    return reshape(apply(BETWEEN, [at(before), at(behind), last], place - before), result)
  })
}
