// Powers of double-doubles, by squaring or by logarithms.
import { div, mul } from './arithmetic.js'
import { abs, compare, type DoubleDouble, doubleDouble, finite, neg, ONE, toNumber } from './doubleDouble.js'
import { exp, log } from './functions.js'

/** xⁿ for a whole n, by squaring: off by |n|·5u² at most (u = 2⁻⁵³), and exact where the power has no more than 106 bits. */
export function powInteger(x: DoubleDouble, n: number): DoubleDouble {
  let power = ONE
  let square = x
  for (let rest = Math.abs(n); rest >= 1; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = mul(power, square)
    if (rest > 1) square = mul(square, square)
  }
  return n < 0 ? div(ONE, power) : power
}

/** Above the first, all are whole. */
const isWhole = ({ hi, lo, scale }: DoubleDouble): boolean =>
  scale > 0 || (scale === 0 && Number.isInteger(hi) && Number.isInteger(lo))
const isOdd = ({ hi, lo, scale }: DoubleDouble): boolean => scale === 0 && Math.abs((hi % 2) + (lo % 2)) === 1

/**
 * base^exponent, by squaring or as e^(exponent·log base), whichever errs less: by |exponent| or |exponent·log base| times
 * some u². Whole powers of negative numbers are right, others are NaN; 1 to any power and anything to the power 0 is 1.
 */
export function pow(base: DoubleDouble, exponent: DoubleDouble): DoubleDouble {
  if (exponent.hi === 0 || (base.hi === 1 && base.lo === 0 && base.scale === 0)) return ONE
  if (base.hi === 0 || !finite(base) || !finite(exponent)) return powerAtEnd(base, exponent)
  const whole = isWhole(exponent)
  if (base.hi < 0 && !whole) return doubleDouble(NaN)
  const n = toNumber(exponent)
  const safe = whole && Number.isSafeInteger(n)
  if (safe && Math.abs(n) <= 1024) return powInteger(base, n)
  const logarithm = log(abs(base))
  if (safe && Math.abs(toNumber(logarithm)) > 0.5) return powInteger(base, n)
  const size = exp(mul(exponent, logarithm))
  return base.hi < 0 && isOdd(exponent) ? neg(size) : size
}

/** Where one is infinite or the base is 0, float64 knows the answer, once base and exponent are numbers of the same kind in it. */
function powerAtEnd(base: DoubleDouble, exponent: DoubleDouble): DoubleDouble {
  const size = [0.5, 1, 2][compare(abs(base), ONE) + 1]!
  const kind = base.hi === 0 || !finite(base) ? base.hi : Math.sign(base.hi) * size
  const power = isWhole(exponent) ? (isOdd(exponent) ? 1 : 2) : 0.5
  return doubleDouble(kind ** (finite(exponent) ? Math.sign(exponent.hi) * power : exponent.hi))
}
