// Between float32 and float64: a vector of four as two of two, for sums and formulas that need the digits, and back.
import type { Body } from './assembler.js'
import type { V128 } from './expression.js'
import { f32x4, f64x2 } from './instructions.js'
import type { Lanes } from './lanes.js'
import * as v128 from './v128.js'

const HIGH = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]

/** A vector as float64: float32 become two. */
export function widened(f: Pick<Body, 'let'>, lanes: Lanes, x: V128): V128[] {
  if (lanes.bytes === 8) return [x]
  const held = f.let(x)
  return [f64x2.promoteLow(held), f64x2.promoteLow(v128.shuffle(held, held, HIGH))]
}

/** Two vectors of float64 as one of float32. */
export const narrowed = (low: V128, high: V128): V128 =>
  v128.shuffle(f32x4.demote(low), f32x4.demote(high), LOW_HALVES)
