// Whether slopes settle at a point: what tells a kink or a jump from a function that is only fast.
import type { Rungs } from './stencil.js'

/** Slopes on both sides of x, at the step where they change least. */
export interface Kink {
  readonly kind: 'kink'
  readonly left: number
  readonly right: number
  readonly step: number
}

/** What the slopes do: settle from some rung on; stay apart; or get lost in noise, when at least it is known how far apart they may be. */
export type Probe =
  | Kink
  | { readonly kind: 'settled'; readonly k: number }
  | { readonly kind: 'blind'; readonly spread: number }
  | { readonly kind: 'noise' }

/** How many octaves finer each look is than the one before, and how many looks there are at most. */
export const STRIDE = 5
const LOOKS = 9
/** Looks without settling that make a kink. */
const CONVINCING = 2

/**
 * Looks at the one-sided slopes at ever smaller steps, from 2^k down to 2^lowest. Where f is differentiable they draw together, by 2⁻⁵ a look
 * if it is smooth, by 2^(−5/2) for |x|^(3/2); at a kink their spread stays, at a cusp or a jump it grows.
 * They have settled when they are less apart than `enough`.
 */
export function probe(rungs: Rungs, k: number, lowest: number, noise: number, enough: number): Probe {
  let former = 0
  let held = 0
  let calm = 0
  let steady = true
  let kink: Kink | undefined
  let least = Number.POSITIVE_INFINITY
  for (let look = 0; ; look++) {
    const coarse = k - STRIDE * look
    const fine = coarse - STRIDE
    const [far, near] = [slopes(rungs, coarse), slopes(rungs, fine)]
    const spread = spreadOf([...far, ...near])
    if (spread < 0.7 * former && spread < enough) return { kind: 'settled', k: fine }
    if (!(spread > (20 * noise) / 2 ** fine) || look === LOOKS || fine - STRIDE < lowest) {
      if (held < CONVINCING || kink === undefined)
        return { kind: 'blind', spread: Math.max(spread, (20 * noise) / 2 ** fine) }
      return steady || calm >= CONVINCING || jumps(rungs, coarse) ? kink : { kind: 'noise' }
    }
    const growth = look > 0 ? spread / former : 0
    held = growth >= 0.7 ? held + 1 : 0
    calm = growth >= 0.7 && growth < 2 ? calm + 1 : 0
    if (growth > 20) steady = false
    former = spread
    const change = Math.max(Math.abs(far[0] - near[0]), Math.abs(far[1] - near[1]))
    if (kink === undefined || change <= least) {
      kink = { kind: 'kink', right: near[0], left: near[1], step: 2 ** fine }
      least = change
    }
  }
}

function slopes(rungs: Rungs, k: number): readonly [right: number, left: number] {
  const [right, left] = rungs.at(k)
  return [(right - rungs.f0) / 2 ** k, (rungs.f0 - left) / 2 ** k]
}

const spreadOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)

/** Whether values on each side come to limits of their own. */
function jumps(rungs: Rungs, k: number): boolean {
  const [near, far] = [rungs.at(k - STRIDE), rungs.at(k)]
  return spreadOf([near[0], far[0]]) + spreadOf([near[1], far[1]]) <= spreadOf([...near, rungs.f0]) / 10
}
