// Forward mode on double-doubles: duals of any depth, and how values and tangents of functions are made of those inside.
import { add as addWide } from './arithmetic.js'
import { type DoubleDouble, finite as finiteWide, ZERO } from './doubleDouble.js'

/**
 * primal + ε·tangent, where ε² = 0. Each derivative that is taken has an ε of its own, its tag; what is inside has lower tags,
 * so that changes of different kinds are never confused (Siskind & Pearlmutter 2008).
 */
interface Dual {
  readonly tag: number
  readonly primal: Real
  readonly tangent: Real
}

/** A number, perhaps with tangents. */
export type Real = DoubleDouble | Dual

const isWide = (x: Real): x is DoubleDouble => 'hi' in x
/** The highest tag; −Infinity where there is none. */
export const tagOf = (x: Real): number => (isWide(x) ? -Infinity : x.tag)

/**
 * primal + ε·tangent. The tag must be higher than those inside. What does not change is best left plain: a tangent of 0 times
 * an infinite slope is NaN.
 */
export const dual = (tag: number, primal: Real, tangent: Real): Dual => ({ tag, primal, tangent })

/** The factor of the ε with this tag; 0 where there is none. */
export function tangentOf(x: Real, tag: number): Real {
  if (isWide(x) || x.tag < tag) return ZERO
  return x.tag === tag ? x.tangent : dual(x.tag, tangentOf(x.primal, tag), tangentOf(x.tangent, tag))
}

/** x without the ε of this tag. */
export function primalOf(x: Real, tag: number): Real {
  if (isWide(x) || x.tag < tag) return x
  return x.tag === tag ? x.primal : dual(x.tag, primalOf(x.primal, tag), primalOf(x.tangent, tag))
}

/** x without any ε. */
export function plain(x: Real): DoubleDouble {
  let inner = x
  while (!isWide(inner)) inner = inner.primal
  return inner
}

/** Whether the value and all tangents are finite. */
export const finite = (x: Real): boolean =>
  isWide(x) ? finiteWide(x) : finite(x.primal) && finite(x.tangent)

/** A function of one number on duals: `change` is dy for a change dx at x, where y = f(x). */
export function lift1(
  f: (x: DoubleDouble) => DoubleDouble,
  change: (dx: Real, x: Real, y: Real) => Real,
): (x: Real) => Real {
  const lifted = (x: Real): Real => {
    if (isWide(x)) return f(x)
    const y = lifted(x.primal)
    return dual(x.tag, y, change(x.tangent, x.primal, y))
  }
  return lifted
}

/** dy for a change of one of the two, where y = f(a, b). */
type Change = (change: Real, a: Real, b: Real, y: Real) => Real

/** A function of two numbers on duals. What does not change asks for no slope, which may not exist. */
export function lift2(
  f: (a: DoubleDouble, b: DoubleDouble) => DoubleDouble,
  byA: Change,
  byB: Change,
): (a: Real, b: Real) => Real {
  const lifted = (a: Real, b: Real): Real => {
    if (isWide(a) && isWide(b)) return f(a, b)
    const tag = Math.max(tagOf(a), tagOf(b))
    const [x, dx] = apart(a, tag)
    const [y, dy] = apart(b, tag)
    const z = lifted(x, y)
    const changeA = dx && byA(dx, x, y, z)
    const changeB = dy && byB(dy, x, y, z)
    return dual(tag, z, changeA && changeB ? add(changeA, changeB) : (changeA ?? changeB)!)
  }
  return lifted
}

/** The primal, and the tangent where there is one with this tag, which is not below any. */
const apart = (x: Real, tag: number): readonly [Real, Real | undefined] =>
  !isWide(x) && x.tag === tag ? [x.primal, x.tangent] : [x, undefined]

/** a + b; dy = da + db */
export const add = lift2(
  addWide,
  da => da,
  db => db,
)
