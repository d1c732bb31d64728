// The instructions on vectors as 128 bits, whatever they hold.
import {
  type I32,
  load as loadOf,
  make,
  simd,
  store as storeOf,
  type V128,
  vector1,
  vector2,
} from './expression.js'

/** A constant of sixteen bytes. */
export const of = (bytes: readonly number[]): V128 => make('v128', [], [...simd(12), ...bytes])

export const load = loadOf(0, 4)
export const store = storeOf(11, 4)

/** Bytes by number: 0 to 15 are a's, 16 to 31 are b's. */
export const shuffle = (a: V128, b: V128, lanes: readonly number[]): V128 =>
  make('v128', [a, b], [...simd(13), ...lanes])

export const not = /* @__PURE__ */ vector1(0x4d)
export const and = vector2(0x4e)
/** a where b's bits are 0. */
export const andNot = vector2(0x4f)
export const or = vector2(0x50)
export const xor = /* @__PURE__ */ vector2(0x51)

/** a's bits where the mask has ones, else b's. */
export const select = (mask: V128, a: V128, b: V128): V128 => make('v128', [a, b, mask], simd(0x52))

/** Whether any bit is one. */
export const anyTrue = (x: V128): I32 => make('i32', [x], simd(0x53))
