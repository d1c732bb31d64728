// Values with a scale of their own, c·e^s, so that e^{10000} is a number like any other; and how far rounding moved them.
import { zerosLike } from '../../fill.js'
import {
  abs,
  add,
  broadcastTo,
  div,
  equal,
  exp,
  log,
  logicalAnd,
  matmul,
  max,
  maximum,
  mul,
  neg,
  pow,
  prod,
  square,
  sub,
  sum,
  where,
} from '../../ops/index.js'
import { sameShape } from '../../shape.js'
import { stopGradient, type Tensor } from '../../tensor.js'

/** Float64's precision. */
export const EPS = 2 ** -52

/** A value: an axis for each of its labels, then rows and columns. */
export interface Scaled {
  readonly c: Tensor
  /** The exponent s of the scale, of the rank of c with extents that stretch; absent where it is 0. */
  readonly scale: Tensor | undefined
  /**
   * How far rounding may have moved c at most, in units of eps, to first order: running error analysis (Wilkinson 1963;
   * Higham, Accuracy and Stability, §3.3). Absent where nobody asks.
   */
  readonly error: Tensor | undefined
}

export const exact = (c: Tensor, bounded: boolean): Scaled => ({
  c,
  scale: undefined,
  error: bounded ? zerosLike(c) : undefined,
})

/** The plain number c·e^s. */
export function plain({ c, scale, error }: Scaled): Scaled {
  if (scale === undefined) return { c, scale, error }
  const factor = exp(scale)
  // 0·∞ is 0 here: a zero has no scale. Where the factor is finite it must stay, for it is the slope towards c.
  const times = (x: Tensor): Tensor =>
    mul(x, where(logicalAnd(equal(x, 0), equal(factor, Number.POSITIVE_INFINITY)), 0, factor))
  const value = times(c)
  return { c: value, scale: undefined, error: error && plus(times(error), roundedBy(factor, value)) }
}

/** A power of e and a product with it are off by a unit each, unless the factor is 1. */
const roundedBy = (factor: Tensor, value: Tensor): Tensor =>
  where(equal(factor, 1), 0, mul(abs(stopGradient(value)), 2))

/** The same value to another scale. */
function toScale({ c, scale, error }: Scaled, target: Tensor): Scaled {
  const factor = exp(scale === undefined ? neg(target) : sub(scale, target))
  const value = mul(c, factor)
  return { c: value, scale: target, error: error && plus(mul(error, factor), roundedBy(factor, value)) }
}

/** Several values to one scale, the largest of theirs; a constant, for the value does not depend on it. */
export function toCommonScale(values: readonly Scaled[]): readonly Scaled[] {
  if (values.every(({ scale }) => scale === undefined)) return values
  const scales = values.map(({ c, scale }) => stopGradient(scale ?? zerosLike(c)))
  const target = scales.reduce((a, b) => maximum(a, b))
  return values.map(value => toScale(value, target))
}

const plus = (a: Tensor, b: Tensor): Tensor => add(a, b)

/** ± a ± b … */
export function addUp(values: readonly Scaled[], signs: readonly boolean[]): Scaled {
  const common = toCommonScale(values)
  let c: Tensor | undefined
  let error: Tensor | undefined
  common.forEach((value, i) => {
    const first = c === undefined
    if (signs[i]) c = first ? neg(value.c) : sub(c!, value.c)
    else c = first ? value.c : add(c!, value.c)
    if (value.error !== undefined) error = error === undefined ? value.error : plus(error, value.error)
    if (!first && error !== undefined) error = plus(error, abs(stopGradient(c)))
  })
  return {
    c: c!,
    scale: common[0]!.scale && common.reduce<Tensor>((s, v) => maximum(s, v.scale!), common[0]!.scale),
    error,
  }
}

const addScales = (a: Tensor | undefined, b: Tensor | undefined, sign = 1): Tensor | undefined =>
  b === undefined ? a : a === undefined ? (sign < 0 ? neg(b) : b) : sign < 0 ? sub(a, b) : add(a, b)

/** The error of a product or quotient: relative errors add. */
const productError = (c: Tensor, a: Scaled, b: Scaled): Tensor | undefined =>
  a.error && b.error && plus(plus(mul(abs(a.c), b.error), mul(a.error, abs(b.c))), abs(c))

export function times(a: Scaled, b: Scaled): Scaled {
  const c = mul(a.c, b.c)
  return { c, scale: addScales(a.scale, b.scale), error: productError(c, a, b) }
}

export function over(a: Scaled, b: Scaled): Scaled {
  const c = div(a.c, b.c)
  // |a/b|·(δa/|a| + δb/|b| + 1)
  const error =
    a.error && b.error && plus(plus(div(a.error, abs(b.c)), div(mul(abs(c), b.error), abs(b.c))), abs(c))
  return { c, scale: addScales(a.scale, b.scale, -1), error }
}

export function product(a: Scaled, b: Scaled): Scaled {
  const [p, q] = [plain(a), plain(b)]
  const c = matmul(p.c, q.c)
  const n = p.c.shape.at(-1)!
  const error =
    p.error &&
    q.error &&
    plus(
      plus(matmul(abs(p.c), q.error), matmul(p.error, abs(q.c))),
      mul(matmul(abs(p.c), abs(q.c)), depth(n)),
    )
  return { c, scale: undefined, error }
}

/** A sum of n terms errs by up to so many eps of Σ|terms|, however it is ordered: n, for few terms. */
const depth = (n: number): number => Math.max(1, n)

/** Σ over axes, which stay with extent 1; the scale is brought to the largest along them. */
export function sumOver(value: Scaled, axes: readonly number[]): Scaled {
  const options = { axis: axes, keepdims: true } as const
  let { c, scale, error } = value
  if (scale !== undefined) {
    const wide = sameShape(scale.shape, c.shape) ? scale : broadcastTo(scale, c.shape)
    const target = max(stopGradient(wide), options)
    ;({ c, scale, error } = toScale({ c, scale: wide, error }, target))
  }
  const n = axes.reduce((count, axis) => count * c.shape[axis]!, 1)
  const total =
    error && plus(sum(error, options) as Tensor, mul(sum(abs(stopGradient(c)), options) as Tensor, depth(n)))
  return { c: sum(c, options) as Tensor, scale, error: total }
}

/** Π over an axis, which stays with extent 1. */
export function multiplyOver(value: Scaled, axis: number): Scaled {
  const { c, scale, error } = value
  const options = { axis, keepdims: true } as const
  const n = c.shape[axis]!
  const result = prod(c, options)
  // |Π|·(n + Σ δ/|c|), or, where a factor is 0, no better than the product of what the factors may be.
  const relative = error && mul(abs(result), add(sum(div(error, abs(c)), options) as Tensor, n))
  const wide = scale && (sameShape(scale.shape, c.shape) ? scale : broadcastTo(scale, c.shape))
  return {
    c: result,
    scale: wide && (sum(wide, options) as Tensor),
    error: relative && where(equal(result, 0), prod(error, options), relative),
  }
}

/** e^x: the exponent becomes the scale, and nothing overflows. */
export function expOf(value: Scaled): Scaled {
  const { c, error } = plain(value)
  const one = add(zerosLike(stopGradient(c)), 1)
  return { c: one, scale: c, error: error && plus(error, plus(abs(c), one)) }
}

/** log(c·e^s) = log c + s. */
export function logOf({ c, scale, error }: Scaled): Scaled {
  const part = log(c)
  const result = scale === undefined ? part : add(part, scale)
  const moved =
    error &&
    plus(
      div(error, abs(c)),
      plus(abs(part), scale === undefined ? abs(result) : plus(abs(result), abs(scale))),
    )
  return { c: result, scale: undefined, error: moved }
}

/** (c·e^s)^p for a number p. */
export function powerOf(value: Scaled, p: number): Scaled {
  const { c, scale, error } = value
  if (p === 1) return value
  if (p === 0) return { c: pow(c, 0), scale: undefined, error: error && zerosLike(c) }
  const result = p === 2 ? square(c) : pow(c, p)
  // p·|c|^{p−1}·δ; where c itself may be rounding, as far as that goes.
  const base = error && p > 1 ? add(abs(c), mul(error, EPS)) : abs(c)
  const slope = error && mul(p === 2 ? base : pow(base, p - 1), Math.abs(p))
  return {
    c: result,
    scale: scale && mul(scale, p),
    error: error && add(where(equal(error, 0), 0, mul(slope!, error)), mul(abs(result), Math.abs(p) + 1)),
  }
}
