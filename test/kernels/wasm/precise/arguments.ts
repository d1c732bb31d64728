// Arguments for functions of single values: from every binade, on a grid, and dense where the code changes its way.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { FORMATS, type Format } from '../../../support/ulps.js'

/** Where functions change: their code from one branch to another, or their values to what a format cannot hold. */
const TURNS = {
  float64: [
    // eˣ overflows; becomes subnormal; becomes 0.
    709.782712893384, 708.3964185322641, 745.1332191019412,
    // softplus and sigmoid leave their ends; 4e⁻²ˣ becomes subnormal and 0.
    36.7, 354.891356446692, 373.2,
  ],
  float32: [88.72283, 87.33655, 103.97208, 16.6, 44.36142, 52.3],
}

/** Of both: tanh's 0.55; expm1's 40 and 60; |n| of 2ⁿ from 0 to 1, and to 2; √½ and √2, for log and, less 1, log1p. */
const BOTH = [
  ...[0.55, 40, 60, 25],
  ...[1, 2, 3, 5].flatMap(k => [(k * Math.LN2) / 2, (k * Math.LN2) / 4]),
  // Multiples of π/2, where sines and cosines are 0 or ±1; where sines leave off; and where erf changes its way.
  ...[1, 2, 3, 4, 7, 100, 20_000].map(k => (k * Math.PI) / 2),
  ...[2 ** 15, 2 ** 20, 6],
  ...[Math.SQRT1_2, Math.SQRT2, 1 - Math.SQRT1_2, Math.SQRT2 - 1],
]

/** Arguments at which many functions have a value that is exact: whole, infinite, NaN, or the argument itself. */
const specialOf = ({ mantissa, least, most }: (typeof FORMATS)[Format]): readonly number[] =>
  [0, 1, 2 ** (least - mantissa), 2 ** least, (2 - 2 ** -mantissa) * 2 ** most, Number.POSITIVE_INFINITY]
    .flatMap(x => [x, -x])
    .concat(Number.NaN)

export const SPECIAL = { float32: specialOf(FORMATS.float32), float64: specialOf(FORMATS.float64) }

/** `count` arguments, and the special ones, as a format holds them. */
export function argumentsFor(format: Format, count: number, seed: number): Float32Array | Float64Array {
  const { mantissa, least, most } = FORMATS[format]
  const generator = xoroshiro128plus(seed)
  const unit = () => uniformFloat64(generator)
  const sign = () => (unit() < 0.5 ? -1 : 1)
  const turns = [1, ...BOTH, ...TURNS[format]]
  /** Near a number: as likely one in a thousand as one in 2⁵² away. */
  const near = (x: number) => x * (1 + sign() * unit() * 2 ** -uniformInt(generator, 2, mantissa))
  const draws = [
    () => sign() * (1 + unit()) * 2 ** uniformInt(generator, least - mantissa, most - 1),
    () => sign() * 2 ** (75 * unit() - 60),
    () => uniformInt(generator, -320, 320) / 16,
    () => sign() * 20 * unit(),
    () => sign() * 2 * unit(),
    () => sign() * 1.2 * TURNS[format][2]! * unit(),
    () => sign() * near(turns[uniformInt(generator, 0, turns.length - 1)]!),
  ]
  const values = Array.from({ length: count }, (_, i) => draws[i % draws.length]!())
  const all = [...SPECIAL[format], ...values]
  return format === 'float32' ? Float32Array.from(all) : Float64Array.from(all)
}
