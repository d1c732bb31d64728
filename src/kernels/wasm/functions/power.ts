// Powers.
import type { V128 } from '../expression.js'
import { i64x2 } from '../instructions.js'
import { float64 } from '../lanes.js'
import { Vector } from '../vector.js'
import { narrowed, widened } from '../wide.js'
import { exponential, rangeOf, scaled } from './exponential.js'
import { parted } from './logarithm.js'
import { LN2, polynomial, type VectorPair } from './parts.js'

/** (2 artanh(s)/s − 2)/s² in s² ≤ 0.0296: as far as float32 needs it, and what it has beyond 2/3, over s². */
const SHORT = [
  0.6666666666739516, 0.39999998770080447, 0.2857176008578298, 0.22191049440932323, 0.19369462304677365,
]
const REST = [
  0.4000000000000003, 0.28571428571335, 0.22222222272469, 0.1818180802508, 0.15385590959579, 0.13285421679,
  0.1292022132427,
]
/** 2/3 in 26 bits, and the rest. */
const TWO_THIRDS = [0.6666666567325592, 9.934107462565104e-9] as const

/** The first 26 bits of a float64: products of two such are exact. */
const upper = (x: Vector): Vector => x.and(x.by(() => i64x2.of(-(1n << 27n))))

/** A number as its upper part and the rest. */
function halved(x: Vector) {
  const high = upper(x)
  return { whole: x, high, low: x.sub(high) }
}
type Halves = ReturnType<typeof halved>

/** a·b less what it is as rounded: the product's rounding error (T. J. Dekker, A floating-point technique, 1971). */
const lostIn = (product: Vector, a: Halves, b: Halves): Vector =>
  a.high.mul(b.high).sub(product).add(a.high.mul(b.low)).add(a.low.mul(b.high)).add(a.low.mul(b.low))

/** e·ln 2 + ln m as high + low, to 2⁻⁶³: what a product with up to 2¹⁰ leaves to an exponential. */
function longLogarithm({ e, m }: { readonly e: Vector; readonly m: Vector }): { high: Vector; low: Vector } {
  const d = m.sub(1)
  const u = m.add(1)
  // ln m = 2 artanh s, s = d/(m + 1) = s + more
  const s = halved(d.div(u))
  const down = halved(u)
  const back = s.whole.mul(u)
  const uLow = m.sub(u.sub(1))
  const more = d
    .sub(back)
    .sub(lostIn(back, s, down))
    .sub(s.whole.mul(uLow))
    .div(u)
  const square = halved(s.whole.mul(s.whole))
  const squareLow = lostIn(square.whole, s, s).add(s.whole.mul(2).mul(more))
  const cube = halved(s.whole.mul(square.whole))
  const cubeLow = lostIn(cube.whole, s, square).add(s.whole.mul(squareLow)).add(more.mul(square.whole))
  // 2/3·s³ = third + thirdLow, of which the first is exact
  const third = cube.high.mul(TWO_THIRDS[0])
  const thirdLow = cube.low
    .add(cubeLow)
    .mul(2 / 3)
    .add(cube.high.mul(TWO_THIRDS[1]))
  const rest = cube.whole.mul(square.whole).mul(polynomial(square.whole, REST))
  const twice = s.whole.mul(2)
  const near = twice.add(third)
  const nearLow = third.sub(near.sub(twice)).add(thirdLow.add(more.mul(2)).add(rest))
  const base = e.mul(LN2.float64[0])
  const all = base.add(near)
  const low = near.sub(all.sub(base)).add(nearLow).add(e.mul(LN2.float64[1]))
  const high = all.add(low)
  return { high, low: low.sub(high.sub(all)) }
}

/** The same as far as float32 needs it. */
function shortLogarithm({ e, m }: { readonly e: Vector; readonly m: Vector }): Vector {
  const s = m.sub(1).div(m.add(1))
  const z = s.mul(s)
  const near = s.mul(z).mulAdd(polynomial(z, SHORT), s.mul(2))
  return e.mulAdd(Math.LN2, near)
}

/** xᵖ of float64, to their digits or to those of float32 */
function power(x: Vector, p: Vector, isLong: boolean): Vector {
  const size = x.abs()
  const parts = parted(size)
  const { high, low } = isLong ? longLogarithm(parts) : { high: shortLogarithm(parts), low: undefined }
  const log = size
    .eq(0)
    .select(Number.NEGATIVE_INFINITY, size.lt(Number.POSITIVE_INFINITY).select(high, size))
  const t = p.mul(log)
  // Beyond ±1000 the power is 0 or ∞, and so are parts of this.
  const more =
    low &&
    t
      .abs()
      .lt(1000)
      .select(lostIn(t, halved(p), halved(log)).add(p.mul(low)), 0)
  const [least, most] = rangeOf(t)
  const { q, n } = exponential(t.atMost(most).atLeast(least), undefined, more)
  const value = scaled(q.add(1), n)
  // Odd powers keep the sign; other powers of negative numbers are none.
  const half = p.mul(0.5)
  const { nearest } = x.writer.lanes
  const isWhole = p.eq(p.by(nearest))
  const isEven = half.eq(half.by(nearest))
  const sign = isEven.select(0, isWhole.and(x.and(-0)))
  const isNone = isWhole.select(0, x.lt(0).and(x.gt(Number.NEGATIVE_INFINITY)))
  const isOne = p.eq(0).or(x.eq(1))
  return isOne.select(1, isNone.select(Number.NaN, value.or(sign)))
}

/** xᵖ, as JavaScript has it but for 1^±∞ and 1^NaN, which are 1 */
export const pow: VectorPair = (x, p) => {
  const { writer } = x
  if (writer.lanes.bytes === 8) return power(x, p, true)
  const [a, b] = [x, p].map(v => widened(writer.f, writer.lanes, v.value)) as [V128[], V128[]]
  const wide = { ...writer, lanes: float64 }
  const [low, high] = a.map((v, i) => power(new Vector(wide, v), new Vector(wide, b[i]!), false).value)
  return new Vector(writer, narrowed(low!, high!))
}
