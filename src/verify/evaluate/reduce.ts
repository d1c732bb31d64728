// Reductions over a label: Σ, Π, max and min of the values that a mask chooses.
import { broadcastTo, cast, max, min, squeeze, where } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import { leveled, mapped, multiplyOver, NONE, type Scaled, sumOver } from '../numbers/index.js'
import type { BigOp } from '../text/index.js'

/**
 * Reduces a value along an axis, of which there are `labels`; extents of 1 stand for larger ones, and along this axis for `n`.
 * The axis is gone afterwards.
 */
export function reduced(
  how: BigOp,
  body: Scaled,
  mask: Tensor | undefined,
  axis: number,
  n: number,
  labels: number,
): Scaled {
  const extentAt = (size: number, i: number): number =>
    i === axis ? n : i < labels ? Math.max(size, mask?.shape[i] ?? 1) : size
  const wide = mapped(body, x => broadcastTo(x, x.shape.map(extentAt)))
  const asked = mask && cast(mask, 'bool')
  // What is not chosen is what makes no difference, to the scale and to the error as well.
  const chosen = (c: number, scale: number, error: number): Scaled =>
    asked === undefined
      ? wide
      : {
          c: where(asked, wide.c, c),
          scale: wide.scale && where(asked, wide.scale, scale),
          error: wide.error && where(asked, wide.error, error),
        }
  const whole = (): Scaled => {
    if (how === 'sum') return sumOver(chosen(0, 0, 0), [axis])
    if (how === 'prod') return multiplyOver(chosen(1, 0, 1e-300), axis)
    // To one scale before what is not chosen becomes infinite.
    const { c, scale, error } = leveled(chosen(0, NONE, 0), [axis])
    const [most, none] = how === 'max' ? [max, -Infinity] : [min, Infinity]
    const options = { axis, keepdims: true } as const
    return {
      c: most(asked === undefined ? c : where(asked, c, none), options),
      scale,
      error: error && max(error, options),
    }
  }
  return mapped(whole(), x => squeeze(x, axis))
}
