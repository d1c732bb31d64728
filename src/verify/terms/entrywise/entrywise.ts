// Functions of one number: what they have in common, and their tails where float64 would round to 0.
import { abs, less, logicalAnd, mul, notEqual } from '../../../ops/index.js'
import type { Tensor } from '../../../tensor.js'
import type { Real } from '../../numbers/doubleDouble/index.js'
import { chosen, each, expOf, plain, type Scaled, some } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'

/** A function of one number. */
interface Entrywise
  extends Pick<
    FunctionTerm,
    'names' | 'latex' | 'derivative' | 'hasSeries' | 'kinks' | 'interchanged' | 'mistakenFor'
  > {
  /** With tensors. */
  readonly f: (x: Tensor) => Tensor
  /** A bound of |f′| at an entry, for what rounding of x does; `error` is in units of eps. */
  readonly slope: (x: number, y: number, error: number) => number
  /** In 31 digits. */
  readonly digits: (x: Real) => Real
  /** What becomes of a scale: it stays, as with |c·e^s| = |c|·e^s, or makes no difference. Otherwise it is multiplied out. */
  readonly scale?: 'stays' | 'ignored'
  /** What it is where float64 has no more of it: a line of this slope about 0, or e^x far below 0. */
  readonly tail?: number | 'exp'
}

/** A term from a function of one number. */
export function entrywise({ f, slope, digits, scale, tail, ...known }: Entrywise): FunctionTerm {
  return {
    ...known,
    type: ([x]) => ({ ...x!, sort: 'real' }),
    value([x]) {
      const { c, scale: s, error } = scale === undefined ? plain(x!) : x!
      const y = f(c)
      const near: Scaled = {
        c: y,
        scale: scale === 'stays' ? s : undefined,
        error: error && each((e, x, y) => slope(x, y, e) * e + Math.abs(y) * 3, error, c, y),
      }
      return tail === undefined ? near : withTail(tail, x!, near)
    },
    digits: entry => digits(entry(0)),
  }
}

/** Below this, σ(x) and log(1 + e^x) are e^x to 260 digits. */
const FAR = -600
/** Below this, a function through 0 is a line: the next term is smaller by its square. */
const TINY = 2 ** -900

function withTail(tail: number | 'exp', value: Scaled, near: Scaled): Scaled {
  const x = plain(value)
  if (tail === 'exp') {
    return some(x.c, entry => entry < FAR) ? chosen(less(x.c, FAR), expOf(x), near) : near
  }
  // A 0 is a 0 either way.
  if (!some(x.c, entry => Math.abs(entry) < TINY)) return near
  const c = mul(value.c, tail)
  const error = value.error && each((e, y) => e * 2 + Math.abs(y) * 2, value.error, c)
  return chosen(logicalAnd(less(abs(x.c), TINY), notEqual(value.c, 0)), { ...value, c, error }, near)
}
