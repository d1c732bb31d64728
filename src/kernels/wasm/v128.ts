// The instructions on vectors as 128 bits, whatever they hold.
import { unsigned } from './encode.js'
import {
  type Int,
  int,
  load as loadOf,
  make,
  type Statement,
  simd,
  type V128,
  vector2,
} from './expression.js'

/** A constant of sixteen bytes. */
export const of = (bytes: readonly number[]) => make('v128', simd(12), bytes)

export const load = loadOf(0, 4)

export const store = (address: Int, value: V128, offset = 0): Statement =>
  make(undefined, int(address).code, value.code, simd(11), [4], unsigned(offset))

/** Bytes by number: 0 to 15 are a's, 16 to 31 are b's. */
export const shuffle = (a: V128, b: V128, lanes: readonly number[]) =>
  make('v128', a.code, b.code, simd(13), lanes)

export const and = vector2(0x4e)
/** a where b's bits are 0. */
export const andNot = vector2(0x4f)
export const or = vector2(0x50)

/** a's bits where the mask has ones, else b's. */
export const select = (mask: V128, a: V128, b: V128) => make('v128', a.code, b.code, mask.code, simd(0x52))
