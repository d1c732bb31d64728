// The functions on duals: the derivative of each, once.
import * as arithmetic from './arithmetic.js'
import * as wides from './doubleDouble.js'
import { doubleDouble, ONE, ZERO } from './doubleDouble.js'
import { add, dual, lift1, lift2, plain, primalOf, type Real, tagOf, tangentOf } from './dual.js'
import { TWO_OVER_ROOT_PI, erf as wideErf } from './erf.js'
import * as functions from './functions.js'
import * as powers from './powers.js'
import * as trigonometry from './trigonometry.js'

/** dy = −dx */
export const neg = lift1(wides.neg, dx => neg(dx))

/** a − b; dy = da − db */
export const sub = lift2(
  arithmetic.sub,
  da => da,
  db => neg(db),
)

/** a·b; dy = da·b + a·db */
export const mul = lift2(
  arithmetic.mul,
  (da, _, b) => mul(da, b),
  (db, a) => mul(a, db),
)

/** a/b; dy = da/b − y/b·db */
export const div = lift2(
  arithmetic.div,
  (da, _, b) => div(da, b),
  (db, _, b, y) => neg(mul(div(y, b), db)),
)

/** dy = dx/(2y) */
export const sqrt = lift1(arithmetic.sqrt, (dx, _, y) => div(dx, add(y, y)))

/** eˣ; dy = y·dx */
export const exp = lift1(functions.exp, (dx, _, y) => mul(dx, y))

/** ln x; dy = dx/x */
export const log = lift1(functions.log, (dx, x) => div(dx, x))

/** 1/cosh x; dy = −y·tanh(x)·dx */
export const sech = lift1(functions.sech, (dx, x, y) => neg(mul(dx, mul(y, tanh(x)))))

/** dy = sech²(x)·dx: 1 − y² would cancel far from 0, and σ(2x) − σ(−2x), which follows from products of σ, near 0 */
export const tanh = lift1(functions.tanh, (dx, x) => mul(dx, square(sech(x))))

/** σ(x) = 1/(1 + e⁻ˣ); dy = sech²(x/2)/4·dx, for the same reasons */
export const sigmoid = lift1(functions.sigmoid, (dx, x) => mul(dx, square(half(sech(half(x))))))

/** ln(1 + eˣ); dy = σ(x)·dx */
export const softplus = lift1(functions.softplus, (dx, x) => mul(dx, sigmoid(x)))

const half = (x: Real): Real => mul(x, doubleDouble(0.5))
const square = (x: Real): Real => mul(x, x)

/** dy = cos(x)·dx */
export const sin = lift1(trigonometry.sin, (dx, x) => mul(dx, cos(x)))

/** dy = −sin(x)·dx */
export const cos = lift1(trigonometry.cos, (dx, x) => neg(mul(dx, sin(x))))

/** dy = 2/√π·e^(−x²)·dx */
export const erf = lift1(wideErf, (dx, x) => mul(dx, mul(TWO_OVER_ROOT_PI, exp(neg(mul(x, x))))))

/**
 * base^exponent, as `pow` of double-doubles; dy = p·xᵖ⁻¹·dx + xᵖ·ln(x)·dp, where at p = 0 the first and at x = 0 the second is 0,
 * as in the library. With a constant whole exponent this is right at 0 and below, at any order.
 */
export const pow = lift2(
  powers.pow,
  // Where both are 0 the exponent is replaced, for 0·0⁻¹ would be NaN.
  (dx, x, p) => mul(dx, mul(p, pow(x, isZero(x) && isZero(p) ? ONE : sub(p, ONE)))),
  (dp, x, _, y) => (isZero(x) ? ZERO : mul(dp, mul(y, log(x)))),
)

const isZero = (x: Real): boolean => plain(x).hi === 0

/** −1, 0 or 1, which has no derivative but 0; NaN for NaN. */
export const sign = (x: Real): number => wides.sign(plain(x))

/** −1, 0 or 1 by value, as a beside b; NaN where one is NaN. Tangents do not count. */
export const compare = (a: Real, b: Real): number => wides.compare(plain(a), plain(b))

/** |x|; dy = sign(x)·dx, 0 at 0 */
export const abs = lift1(wides.abs, (dx, x) => mul(dx, doubleDouble(sign(x))))

/** The largest; dy = dx of the largest, shared equally where several tie. NaN where one is NaN. */
export const max = (...values: readonly [Real, ...(readonly Real[])]): Real => extremum(1, values)

/** The smallest; dy = dx of the smallest, shared equally where several tie. NaN where one is NaN. */
export const min = (...values: readonly [Real, ...(readonly Real[])]): Real => extremum(-1, values)

function extremum(direction: 1 | -1, values: readonly [Real, ...(readonly Real[])]): Real {
  let best: readonly Real[] = []
  for (const value of values) {
    const order = best.length === 0 ? 1 : direction * compare(value, best[0]!)
    if (Number.isNaN(order) || Number.isNaN(plain(value).hi)) return doubleDouble(NaN)
    if (order >= 0) best = order > 0 ? [value] : [...best, value]
  }
  return shared(best)
}

/** Numbers of one value, as that value exactly and the means of their tangents. */
function shared(ties: readonly Real[]): Real {
  const tag = Math.max(...ties.map(tagOf))
  if (tag === -Infinity || ties.length === 1) return ties[0]!
  const tangents = ties.map(tie => tangentOf(tie, tag)).reduce((sum, tangent) => add(sum, tangent))
  return dual(tag, shared(ties.map(tie => primalOf(tie, tag))), div(tangents, doubleDouble(ties.length)))
}
