// Sums, products, quotients and roots of double-doubles. In each error bound u = 2⁻⁵³.
import { type DoubleDouble, neg, normal } from './doubleDouble.js'

/** Dekker's constant: x·(2²⁷ + 1) splits x into halves of 26 bits, whose products are exact (Dekker 1971). */
const SPLIT = 2 ** 27 + 1

/** A result that float64 knows by itself: 0, ±Infinity or NaN. */
const special = (hi: number): DoubleDouble => ({ hi, lo: 0, scale: 0 })
const isSpecial = (hi: number): boolean => hi === 0 || hi - hi !== 0

/** What the product p = a·b of doubles lost to rounding, exactly (Dekker 1971; Veltkamp's split). */
function lost(a: number, b: number, p: number): number {
  const [sa, sb] = [SPLIT * a, SPLIT * b]
  const ha = sa - (sa - a)
  const hb = sb - (sb - b)
  const [la, lb] = [a - ha, b - hb]
  return ha * hb - p + ha * lb + la * hb + la * lb
}

/** a·b of doubles, exactly; both must be in 2^±256, or 0. */
export function product(a: number, b: number): DoubleDouble {
  const p = a * b
  return normal(p, lost(a, b, p), 0)
}

/** a + b, to 3u² (AccurateDWPlusDW of Joldes, Muller & Popescu 2017), whatever cancels; the sums inside are Knuth's. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  if (a.scale !== b.scale) return addApart(a, b)
  const [x, y] = [a.lo, b.lo]
  const s = a.hi + b.hi
  // −0 + −0 is −0, which the corrections below would lose.
  if (s - s !== 0 || (s === 0 && x === 0 && y === 0)) return special(s)
  const bh = s - a.hi
  const t = a.hi - (s - bh) + (b.hi - bh)
  const u = x + y
  const bl = u - x
  const v = x - (u - bl) + (y - bl)
  const c = t + u
  const high = s + c
  const low = v + (c - (high - s))
  const hi = high + low
  return normal(hi, low - (hi - high), a.scale)
}

/** a + b where the scales differ: brought to one scale, or so far apart that the smaller one does not count. */
function addApart(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  if (isSpecial(a.hi) || isSpecial(b.hi))
    return a.hi === 0 ? b : b.hi === 0 ? a : special(a.hi - a.hi === 0 ? b.hi : a.hi)
  if (a.scale < b.scale) return addApart(b, a)
  // The next scale but one is at least 2⁵¹² times smaller. One scale down, 2⁻⁷⁶⁸ ≤ |hi|: nothing that matters underflows.
  if (a.scale - b.scale > 512) return a
  return add(a, { hi: b.hi * 2 ** -512, lo: b.lo * 2 ** -512, scale: a.scale })
}

/** a − b, to 3u². */
export const sub = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => add(a, neg(b))

/** a·b, to 5u² (DWTimesDW1 of Joldes, Muller & Popescu 2017; Hida, Li & Bailey 2001). */
export function mul(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = a.hi * b.hi
  if (isSpecial(p)) return special(p)
  const e = lost(a.hi, b.hi, p) + (a.hi * b.lo + a.lo * b.hi)
  const hi = p + e
  return normal(hi, e - (hi - p), a.scale + b.scale)
}

/** a/b, to 15u² (DWDivDW2 of Joldes, Muller & Popescu 2017): a quotient of doubles, and the rest by the divisor once more. */
export function div(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const q = a.hi / b.hi
  if (isSpecial(q)) return special(q)
  const p = q * b.hi
  const e = lost(q, b.hi, p) + q * b.lo
  const high = p + e
  const rest = a.hi - high + (a.lo - (e - (high - p)))
  const r = rest / b.hi
  const hi = q + r
  return normal(hi, r - (hi - q), a.scale - b.scale)
}

/** √x, to 4u² (SQRTDWtoDW of Lefèvre, Louvet, Muller, Picot & Rideau 2023): a root of doubles, and one Newton step. */
export function sqrt(x: DoubleDouble): DoubleDouble {
  // Half of an odd multiple of 512 is no scale.
  const odd = x.scale % 1024 !== 0
  const [high, low] = odd ? [x.hi * 2 ** 512, x.lo * 2 ** 512] : [x.hi, x.lo]
  const root = Math.sqrt(high)
  if (isSpecial(root)) return special(root)
  const p = root * root
  const r = (low + (high - p - lost(root, root, p))) / (2 * root)
  const hi = root + r
  return normal(hi, r - (hi - root), (odd ? x.scale - 512 : x.scale) / 2)
}
