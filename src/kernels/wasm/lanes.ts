// The two vector types under one interface, so that a kernel is written once for float32 and float64.

import type { V128 } from './expression.js'
import { f32x4, f64x2, i32x4, i64x2 } from './instructions.js'
import * as v128 from './v128.js'

/** Vectors of float32 or of float64: their common instructions, and what differs. */
export type Lanes = Omit<typeof f32x4, 'demote'> & {
  readonly dtype: 'float32' | 'float64'
  /** Bytes of a value. */
  readonly bytes: 4 | 8
  /** Values of a vector. */
  readonly count: 4 | 2
  /** Bits of a value after the point. */
  readonly mantissa: 23 | 52
  /** The same bits as integers, in lanes of the same width. */
  readonly bits: Pick<typeof i64x2, 'of' | 'shl' | 'shrU' | 'add' | 'sub'>
  /** The first value of a float64 vector, in this type. */
  readonly narrow: (x: V128) => V128
  /** The sum, or another combination, of all lanes, in each lane. `x` is read often, so it should be a variable. */
  readonly across: (combine: (a: V128, b: V128) => V128, x: V128) => V128
}

const SWAP_HALVES = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
const SWAP_QUARTERS = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11]

const swapped = (x: V128, lanes: readonly number[]): V128 => v128.shuffle(x, x, lanes)

export const float32: Lanes = {
  ...f32x4,
  dtype: 'float32',
  bytes: 4,
  count: 4,
  mantissa: 23,
  narrow: f32x4.demote,
  bits: { ...i32x4, of: x => i32x4.of(Number(x)) },
  across(combine, x) {
    const halves = combine(x, swapped(x, SWAP_HALVES))
    return combine(halves, swapped(halves, SWAP_QUARTERS))
  },
}

export const float64: Lanes = {
  ...f64x2,
  dtype: 'float64',
  bytes: 8,
  count: 2,
  mantissa: 52,
  narrow: x => x,
  bits: i64x2,
  across: (combine, x) => combine(x, swapped(x, SWAP_HALVES)),
}

/** a·b + c: rounded once in one instruction where the host can and it is wanted, else twice. */
export const multiplyAdd =
  (lanes: Lanes, fma: boolean) =>
  (a: V128, b: V128, c: V128): V128 =>
    fma ? lanes.relaxedMadd(a, b, c) : lanes.add(lanes.mul(a, b), c)
