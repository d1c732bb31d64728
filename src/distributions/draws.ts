// Numbers one by one from a stream of tensors, and the rejection methods that need them.
import { lgammaOf } from '../ops/special/numbers/lgamma.js'
import type { RandomStream } from '../random.js'

/** Random numbers, as many as are asked for. */
export interface Draws {
  /** From above 0 up to 1. */
  unit(): number
  /** From the standard normal distribution. */
  normal(): number
}

/** Numbers from a stream, taken from it in blocks; the rest of the last block is not used. */
export function drawsOf(stream: RandomStream, count: number): Draws {
  const size = Math.max(16, Math.min(4096, 4 * count))
  let [block, at] = [stream.uniform([size]).data, 0]
  const unit = (): number => {
    if (at === size) [block, at] = [stream.uniform([size]).data, 0]
    return 1 - block[at++]!
  }
  // Box and Muller (1958).
  return { unit, normal: () => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit()) }
}

/** A gamma variate of rate 1 for a ≥ 1 (Marsaglia & Tsang 2000, A simple method for generating gamma variables). */
export function gammaDraw({ unit, normal }: Draws, a: number): number {
  const d = a - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(unit()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A Poisson variate: by products of uniform numbers, or for large rates by transformed rejection (Hörmann 1993, PTRS). */
export function poissonDraw({ unit }: Draws, rate: number): number {
  if (rate < 10) {
    const limit = Math.exp(-rate)
    let count = 0
    for (let product = unit(); product > limit; product *= unit()) count++
    return count
  }
  const b = 0.931 + 2.53 * Math.sqrt(rate)
  const a = -0.059 + 0.02483 * b
  const logInverseAlpha = Math.log(1.1239 + 1.1328 / (b - 3.4))
  const quick = 0.9277 - 3.6224 / (b - 2)
  const log = Math.log(rate)
  for (;;) {
    const u = unit() - 0.5
    const v = unit()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + rate + 0.43)
    if (edge >= 0.07 && v <= quick) return k
    if (k < 0 || (edge < 0.013 && v > edge)) continue
    if (Math.log(v) + logInverseAlpha - Math.log(a / (edge * edge) + b) <= k * log - rate - lgammaOf(k + 1))
      return k
  }
}
