// Values with a scale of their own, c·e^s, so that e^{10000} is a number like any other; and how far rounding moved them.
import { fromData, scalar } from '../../create.js'
import { onesLike, zerosLike } from '../../fill.js'
import {
  abs,
  add,
  broadcastTo,
  cast,
  div,
  equal,
  exp,
  expandDims,
  log,
  logicalAnd,
  matmul,
  max,
  mul,
  neg,
  notEqual,
  pow,
  prod,
  sign,
  square,
  squeeze,
  sub,
  sum,
  where,
} from '../../ops/index.js'
import { isTracked, stopGradient, type Tensor } from '../../tensor.js'
import { each, some } from './each.js'

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
  return raised(c, exp(scale), error, undefined)
}

/** The value times e^s, where 0·∞ is 0: a zero has no scale. Where e^s is finite it must stay, for it is the slope towards x. */
function raised(x: Tensor, factor: Tensor, error: Tensor | undefined, scale: Tensor | undefined): Scaled {
  const isInfinite = (f: number): boolean => f === Number.POSITIVE_INFINITY
  const own = some(factor, isInfinite)
    ? where(logicalAnd(equal(x, 0), equal(factor, Number.POSITIVE_INFINITY)), 0, factor)
    : factor
  const c = mul(x, own)
  // A power of e and a product with it are off by a unit each, unless the factor is 1.
  const moved =
    error &&
    each(
      (e, f, y) => (e === 0 && isInfinite(f) ? 0 : e * f) + (f === 1 ? 0 : Math.abs(y) * 2),
      error,
      factor,
      c,
    )
  return { c, scale, error: moved }
}

/** The same value to another scale. */
export function toScale({ c, scale, error }: Scaled, target: Tensor): Scaled {
  return raised(c, exp(scale === undefined ? neg(target) : sub(scale, target)), error, target)
}

/** What a zero has for a scale: below any other. */
export const NONE = -1e300

/** The scale at each entry; a constant, for values do not depend on what they are brought to. What is 0 for sure has none. */
const scaleOf = ({ c, scale, error }: Scaled): Tensor => {
  const own = (x: number, e: number, s: number): number => (x === 0 && e === 0 ? NONE : s)
  const exact = error ?? c
  return scale === undefined ? each((x, e) => own(x, e, 0), c, exact) : each(own, c, exact, scale)
}

/** How far below its own the scale of a 0 that can move may be: where e^s is still a number, its slope is not lost. */
const REACH = 700

/** The least scale that a value may be brought to, which can move. */
const floorOf = ({ c, scale }: Scaled): Tensor => {
  const own = (x: number, s: number): number => (x === 0 ? s - REACH : NONE)
  return scale === undefined ? each(x => own(x, 0), c) : each(own, c, scale)
}

/** A scale to bring values to: where all are 0, any will do. `largest` picks of what is said of each value. */
function targetOf(values: readonly Scaled[], largest: (of: readonly Tensor[]) => Tensor): Tensor {
  const target = largest(values.map(scaleOf))
  const moving = values.filter(({ c }) => isTracked(c))
  if (moving.length === 0) return each(s => (s === NONE ? 0 : s), target)
  const floor = largest(moving.map(floorOf))
  return each((s, least) => (s === NONE ? 0 : Math.max(s, least)), target, floor)
}

/** Several values to one scale, the largest of theirs, so that nothing is too small to be compared with what is smaller. */
export function toCommonScale(values: readonly Scaled[]): readonly Scaled[] {
  if (values.every(({ scale }) => scale === undefined)) return values
  const target = targetOf(values, of => of.reduce((a, b) => each(Math.max, a, b)))
  return values.map(value => toScale(value, target))
}

/** A value to one scale along axes, the largest there. */
export function leveled(value: Scaled, axes: readonly number[]): Scaled {
  if (value.scale === undefined) return value
  const full = { ...value, scale: broadcastTo(value.scale, value.c.shape) }
  return toScale(
    full,
    targetOf([full], ([of]) => max(of!, { axis: axes, keepdims: true })),
  )
}

/** Between these, products and quotients of two numbers are far from the ends of float64. */
const SMALL = 2 ** -400
const LARGE = 2 ** 400

/** The smallest and the largest size of what is neither 0 nor infinite. */
function sizesIn({ c }: Scaled): readonly [number, number] {
  let [least, most] = [1, 1]
  for (const value of c.data) {
    const size = Math.abs(value)
    if (size > most && size < Infinity) most = size
    else if (size < least && size > 0) least = size
  }
  return [least, most]
}

/** The same value with all entries about 1; their powers of two become scales. */
function lifted({ c, scale, error }: Scaled): Scaled {
  const powers = Float64Array.from(c.data, value =>
    value === 0 || !Number.isFinite(value)
      ? 0
      : Math.max(-1000, Math.min(1000, Math.round(Math.log2(Math.abs(value))))),
  )
  const factor = fromData(
    powers.map(power => 2 ** -power),
    c.shape,
  )
  const shift = fromData(
    powers.map(power => power * Math.LN2),
    c.shape,
  )
  const value = mul(c, factor)
  return {
    c: value,
    scale: scale === undefined ? shift : add(scale, shift),
    // A scale that is off by eps·|s| moves the value by that part of itself.
    error: error && add(mul(error, factor), mul(abs(stopGradient(value)), abs(shift))),
  }
}

/** ± a ± b … */
export function addUp(values: readonly Scaled[], signs: readonly boolean[]): Scaled {
  const common = toCommonScale(values)
  let c: Tensor | undefined
  let error: Tensor | undefined
  common.forEach((value, i) => {
    const first = c === undefined
    if (signs[i]) c = first ? neg(value.c) : sub(c!, value.c)
    else c = first ? value.c : add(c!, value.c)
    if (first) error = value.error
    else error = error && value.error && each((y, e, own) => e + own + Math.abs(y), c, error, value.error)
  })
  return { c: c!, scale: common[0]!.scale, error }
}

const addScales = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a && b ? add(a, b) : (a ?? b)

/** The error of a product or quotient: relative errors add. */
const productError = (c: Tensor, a: Scaled, b: Scaled): Tensor | undefined =>
  a.error &&
  b.error &&
  each((y, x, dx, z, dz) => Math.abs(x) * dz + dx * Math.abs(z) + Math.abs(y), c, a.c, a.error, b.c, b.error)

/** A value whose products do not leave float64, lifted where it must be. */
const safe = (value: Scaled): Scaled => {
  const [least, most] = sizesIn(value)
  return least < SMALL || most > LARGE ? lifted(value) : value
}

/** a·b; a zero of `b` that switches off what it multiplies gives 0, whatever that is. */
export function times(x: Scaled, y: Scaled, switches = false): Scaled {
  const [a, b] = [safe(x), safe(y)]
  if (switches) {
    const on = notEqual(b.c, 0)
    const value = times(a, b)
    const only = (t: Tensor): Tensor => where(on, t, 0)
    return {
      c: only(value.c),
      scale: value.scale && only(value.scale),
      error: value.error && only(value.error),
    }
  }
  const c = mul(a.c, b.c)
  return { c, scale: addScales(a.scale, b.scale), error: productError(c, a, b) }
}

export function over(x: Scaled, y: Scaled): Scaled {
  const [a, b] = [safe(x), safe(y)]
  const c = div(a.c, b.c)
  // |a/b|·(δa/|a| + δb/|b| + 1)
  const error =
    a.error &&
    b.error &&
    each(
      (y, dx, z, dz) => dx / Math.abs(z) + (Math.abs(y) * dz) / Math.abs(z) + Math.abs(y),
      c,
      a.error,
      b.c,
      b.error,
    )
  return { c, scale: addScales(a.scale, b.scale && neg(b.scale)), error }
}

/** One value where a mask is true, the other where it is not, each at its own scale. */
export const chosen = (mask: Tensor, a: Scaled, b: Scaled): Scaled => ({
  c: where(mask, a.c, b.c),
  scale: a.scale || b.scale ? where(mask, a.scale ?? 0, b.scale ?? 0) : undefined,
  error: a.error && b.error && where(mask, a.error, b.error),
})

/** The product of matrices. */
export function product(a: Scaled, b: Scaled): Scaled {
  const [p, q] = [safe(a), safe(b)]
  if (p.scale !== undefined || q.scale !== undefined) {
    // Each term has a scale of its own: rows by columns, entry by entry, and then the sum.
    const spread = (value: Scaled, axis: number): Scaled => mapped(value, x => expandDims(x, axis))
    const terms = times(spread(p, -1), spread(q, -3))
    return mapped(sumOver(terms, [-2]), x => squeeze(x, -2))
  }
  const c = matmul(p.c, q.c)
  const n = p.c.shape.at(-1)!
  const error =
    p.error &&
    q.error &&
    add(add(matmul(abs(p.c), q.error), matmul(p.error, abs(q.c))), mul(matmul(abs(p.c), abs(q.c)), n))
  return { c, scale: undefined, error }
}

/** A function of a tensor's axes on all parts of a value. */
export const mapped = ({ c, scale, error }: Scaled, f: (x: Tensor) => Tensor): Scaled => ({
  c: f(c),
  scale: scale && f(scale),
  error: error && f(error),
})

/**
 * Σ over axes, which stay with extent 1; the scale is brought to the largest along them. A sum of n terms errs by up to n eps of
 * Σ|terms|, however it is ordered.
 */
export function sumOver(value: Scaled, axes: readonly number[]): Scaled {
  const options = { axis: axes, keepdims: true } as const
  const { c, scale, error } = leveled(value, axes)
  const n = axes.reduce((count, axis) => count * c.shape.at(axis)!, 1)
  const total =
    error && add(sum(error, options) as Tensor, mul(sum(abs(stopGradient(c)), options) as Tensor, n))
  return { c: sum(c, options) as Tensor, scale, error: total }
}

/** Π over an axis, which stays with extent 1. */
export function multiplyOver(value: Scaled, axis: number): Scaled {
  const options = { axis, keepdims: true } as const
  const n = value.c.shape[axis]!
  const [least, most] = sizesIn(value)
  // 2ⁿ is the most that n factors about 1 can come to.
  const { c, scale, error } = least ** n < SMALL || most ** n > LARGE ? lifted(value) : value
  const result = prod(c, options)
  // |Π|·(n + Σ δ/|c|), or, where a factor is 0, no better than the product of what the factors may be.
  const relative = error && mul(abs(result), add(sum(div(error, abs(c)), options) as Tensor, n))
  return {
    c: result,
    scale: scale && (sum(broadcastTo(scale, c.shape), options) as Tensor),
    error: relative && where(equal(result, 0), prod(error, options), relative),
  }
}

/** e^x: the exponent becomes the scale, and nothing overflows. */
export function expOf(value: Scaled): Scaled {
  const { c, error } = plain(value)
  return { c: onesLike(c), scale: c, error: error && each((e, x) => e + (Math.abs(x) + 1), error, c) }
}

/** log(c·e^s) = log c + s. */
export function logOf({ c, scale, error }: Scaled): Scaled {
  const part = log(c)
  const result = scale === undefined ? part : add(part, scale)
  const moved =
    error &&
    each(
      (e, x, p, y, s) => e / Math.abs(x) + (Math.abs(p) + (Math.abs(y) + Math.abs(s))),
      error,
      c,
      part,
      result,
      scale ?? scalar(0, 'float64'),
    )
  return { c: result, scale: undefined, error: moved }
}

/** (c·e^s)^p for a number p. */
export function powerOf(value: Scaled, p: number): Scaled {
  const { c, scale, error } = value
  if (p === 1) return value
  if (p === 0) return { c: pow(c, 0), scale: undefined, error: error && zerosLike(c) }
  const [least, most] = sizesIn(value)
  if (Math.max(-Math.log2(least), Math.log2(most)) * Math.abs(p) > 900) return farPower(value, p)
  const result = p === 2 ? square(c) : pow(c, p)
  const moved = (e: number, x: number, y: number): number => {
    // p·|c|^{p−1}·δ; where c itself may be rounding, as far as that goes.
    const base = p > 1 ? Math.abs(x) + e * EPS : Math.abs(x)
    const slope = (p === 2 ? base : base ** (p - 1)) * Math.abs(p)
    return (e === 0 ? 0 : slope * e) + Math.abs(y) * (Math.abs(p) + 1)
  }
  return { c: result, scale: scale && mul(scale, p), error: error && each(moved, error, c, result) }
}

/** c^p far from 1: its size e^{p·(log|c| + s)} becomes the scale, and its sign is what is left. */
function farPower({ c, scale, error }: Scaled, p: number): Scaled {
  const zero = equal(c, 0)
  const size = log(abs(where(zero, 1, c)))
  const whole = scale === undefined ? size : add(size, scale)
  // 0^p and the powers of negative numbers are what float64 says of −1, 0 and 1.
  const kind = pow(cast(sign(stopGradient(c)), 'float64'), p)
  const exponent = where(zero, 0, mul(whole, p))
  const relative = error && div(error, abs(where(zero, 1, c)))
  return {
    c: kind,
    scale: exponent,
    error:
      relative &&
      mul(abs(kind), add(mul(relative, Math.abs(p)), add(mul(abs(stopGradient(exponent)), 3), 1))),
  }
}
