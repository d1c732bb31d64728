// Reductions over a label: Σ, Π, max and min of the values that a mask chooses.
import { broadcastTo, cast, max, min, reshape, where } from '../../ops/index.js'
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
  return mapped(
    how === 'max' || how === 'min' ? extreme(how, wide, asked, axis) : total(how, wide, asked, axis),
    x =>
      reshape(
        x,
        x.shape.filter((_, i) => i !== axis),
      ),
  )
}

/** What is not chosen is what makes no difference, to the error as well. */
const chosen = (
  asked: Tensor | undefined,
  { c, scale, error }: Scaled,
  neutral: number,
  slack = 0,
): Scaled =>
  asked === undefined
    ? { c, scale, error }
    : { c: where(asked, c, neutral), scale, error: error && where(asked, error, slack) }

const scaled = (asked: Tensor | undefined, value: Scaled, neutral: number): Scaled =>
  asked === undefined || value.scale === undefined
    ? value
    : { ...value, scale: where(asked, value.scale, neutral) }

function total(how: 'sum' | 'prod', value: Scaled, asked: Tensor | undefined, axis: number): Scaled {
  const own = scaled(asked, value, 0)
  return how === 'sum'
    ? sumOver(chosen(asked, own, 0), [axis])
    : multiplyOver(chosen(asked, own, 1, 1e-300), axis)
}

function extreme(how: 'max' | 'min', value: Scaled, asked: Tensor | undefined, axis: number): Scaled {
  // To one scale before what is not chosen becomes infinite.
  const level = leveled(scaled(asked, value, NONE), [axis])
  const { c, scale, error } = chosen(asked, level, how === 'max' ? -Infinity : Infinity)
  const options = { axis, keepdims: true } as const
  return { c: (how === 'max' ? max : min)(c, options), scale, error: error && max(error, options) }
}
