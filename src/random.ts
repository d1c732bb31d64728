// Seeded random tensors: a stream that is passed about in the open, on pure-rand's generator.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { skipN } from 'pure-rand/utils/skipN'
import { allocate, type DType, isFloat } from './dtype.js'
import { ArgumentError, checkOptions, DTypeError, describe } from './errors.js'
import { scoped } from './scoped.js'
import { checkShape, type Shape, sizeOf } from './shape.js'
import { Tensor } from './tensor.js'

/** A stream of random tensors: each call draws on, so the order of calls matters, and nothing else does. */
export interface RandomStream {
  /** Numbers evenly spread from low to high, 0 to 1 unless given; high itself comes only by rounding. */
  uniform<const S extends Shape>(
    shape: S,
    options?: { low?: number; high?: number; dtype?: DType },
  ): Tensor<S>
  /** Numbers from the normal distribution, mean 0 and deviation 1 unless given. */
  normal<const S extends Shape>(
    shape: S,
    options?: { mean?: number; deviation?: number; dtype?: DType },
  ): Tensor<S>
  /** Whole numbers evenly spread over low … high − 1, as int32. */
  integers<const S extends Shape>(shape: S, low: number, high: number): Tensor<S>
  /** 0 … n − 1 in random order, as int32 [n]. */
  permutation(n: number): Tensor<readonly [number]>
}

/** Why nothing may be drawn, where that is so. */
let refusal: string | undefined

/** Runs a function in which drawing is refused, for a reason that the error tells. */
export const withoutDrawing = <T>(reason: string, run: () => T): T =>
  scoped<string | undefined, T>(refusal, r => (refusal = r), reason, run)

/** int32 reaches from −2³¹ to 2³¹ − 1. */
const LIMIT = 2 ** 31

/**
 * A random stream; the same seed gives the same numbers again. (`normal` uses Math.log and
 * Math.cos, whose last digit is the engine's own.)
 *
 * seed : a whole number, of which the lowest 32 bits count
 *
 * @example
 * const stream = random(42)
 * const w = stream.normal([4, 3], { deviation: 0.1 })
 */
export function random(seed: number): RandomStream {
  if (!Number.isSafeInteger(seed))
    throw new ArgumentError('random', `the seed must be a whole number, got ${seed}`)
  const generator = xoroshiro128plus(seed)
  // The first numbers after seeding are alike for neighbouring seeds: the state starts almost empty.
  skipN(generator, 64)
  const unit = () => uniformFloat64(generator)
  // The same numbers as pure-rand's uniformInt, which brings arithmetic for 64 bits along: of 32 random bits the remainder,
  // drawn again where the last, unfinished run of remainders would make some more likely than others.
  const whole = (low: number, high: number): number => {
    const count = high - low + 1
    let bits: number
    do bits = generator.next() + LIMIT
    while (bits >= 2 * LIMIT - ((2 * LIMIT) % count))
    return low + (bits % count)
  }

  function draw<S extends Shape>(op: string, shape: S, dtype: DType, next: () => number): Tensor<S> {
    checkShape(op, shape)
    if (refusal !== undefined) throw new ArgumentError(op, `cannot draw here: ${refusal}`)
    const data = allocate(dtype, sizeOf(shape))
    for (let i = 0; i < data.length; i++) data[i] = next()
    return new Tensor(data, shape.slice(), dtype)
  }

  const real = (op: string, dtype: DType, ...numbers: readonly number[]): DType => {
    if (!isFloat(dtype))
      throw new DTypeError(op, `draws float64 or float32, got ${dtype}; for whole numbers use integers`)
    const odd = numbers.find(value => !Number.isFinite(value))
    if (odd !== undefined) throw new ArgumentError(op, `wants finite numbers, got ${describe(odd)}`)
    return dtype
  }

  return {
    uniform(shape, options = {}) {
      const {
        low = 0,
        high = 1,
        dtype = 'float64',
      } = checkOptions('uniform', options, ['low', 'high', 'dtype'])
      return draw('uniform', shape, real('uniform', dtype, low, high), () => low + unit() * (high - low))
    },
    // Box and Muller (1958): the radius and the angle of a point drawn from a round Gaussian. 1 − u is never 0.
    normal(shape, options = {}) {
      const names = ['mean', 'deviation', 'dtype']
      const { mean = 0, deviation = 1, dtype = 'float64' } = checkOptions('normal', options, names)
      return draw('normal', shape, real('normal', dtype, mean, deviation), () => {
        const radius = Math.sqrt(-2 * Math.log(1 - unit()))
        return mean + deviation * radius * Math.cos(2 * Math.PI * unit())
      })
    },
    integers(shape, low, high) {
      if (
        !Number.isSafeInteger(low) ||
        !Number.isSafeInteger(high) ||
        low >= high ||
        low < -LIMIT ||
        high > LIMIT
      ) {
        throw new ArgumentError(
          'integers',
          `wants whole numbers −2³¹ ≤ low < high ≤ 2³¹, got ${low} and ${high}`,
        )
      }
      return draw('integers', shape, 'int32', () => whole(low, high - 1))
    },
    permutation(n) {
      const order = draw('permutation', [n] as const, 'int32', () => 0)
      const data = order.data as unknown as Int32Array
      for (let i = 0; i < n; i++) {
        const j = whole(0, i)
        data[i] = data[j]!
        data[j] = i
      }
      return order
    },
  }
}
