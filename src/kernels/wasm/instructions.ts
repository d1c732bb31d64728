// The instructions on lanes: vectors of int32, int64, float32 and float64.
import { bytesOf } from './encode.js'
import {
  type Int,
  int,
  load,
  make,
  shift,
  simd,
  storeLane,
  type V128,
  vector1,
  vector2,
  vector3,
} from './expression.js'
import { of } from './v128.js'

/** Vectors of four int32: the bits of float32. */
export const i32x4 = {
  of: (x: number) => of(bytesOf(new Int32Array([x, x, x, x]))),
  splat: (x: Int): V128 => make('v128', [int(x)], simd(0x11)),
  shl: shift(0xab),
  shrS: shift(0xac),
  shrU: shift(0xad),
  add: vector2(0xae),
  sub: vector2(0xb1),
  gtS: vector2(0x3b),
}

/** Vectors of sixteen bytes, for masks. */
export const i8x16 = {
  ne: vector2(0x24),
  /** Sixteen int16 narrowed, those beyond the range to its ends. */
  narrow: vector2(0x65),
}

/** Vectors of eight int16. */
export const i16x8 = {
  /** Eight int32 narrowed, likewise. */
  narrow: vector2(0x85),
}

/** Vectors of two int64: the bits of float64. Constants beyond 2⁵³ are bigints. */
export const i64x2 = {
  of: (x: bigint) => of(bytesOf(new BigInt64Array([x, x]))),
  shl: shift(0xcb),
  shrU: shift(0xcd),
  add: vector2(0xce),
  sub: vector2(0xd1),
}

/** What vectors of float32 and of float64 share: blocks of opcodes in the same order, from their first on. */
/* @__NO_SIDE_EFFECTS__ */
const floats = (eq: number, abs: number) => ({
  eq: vector2(eq),
  lt: vector2(eq + 2),
  gt: vector2(eq + 3),
  ne: vector2(eq + 1),
  le: vector2(eq + 4),
  ge: vector2(eq + 5),
  abs: vector1(abs),
  neg: vector1(abs + 1),
  sqrt: vector1(abs + 3),
  add: vector2(abs + 4),
  sub: vector2(abs + 5),
  mul: vector2(abs + 6),
  div: vector2(abs + 7),
  /** The smaller; NaN where either is, and −0 below 0, as Math.min. */
  min: vector2(abs + 8),
  max: vector2(abs + 9),
  /** b < a ? b : a, a single instruction of the machine; keeps a NaN in a. */
  pmin: vector2(abs + 10),
  /** a < b ? b : a; keeps a NaN in a. */
  pmax: vector2(abs + 11),
})

/** Vectors of four float32. */
export const f32x4 = {
  ...floats(0x41, 0xe0),
  of: (x: number) => of(bytesOf(new Float32Array([x, x, x, x]))),
  loadSplat: load(9, 2),
  storeFirst: storeLane(0x5a, 2, 0),
  ceil: vector1(0x67),
  floor: vector1(0x68),
  nearest: vector1(0x6a),
  /** Two float64 narrowed, then two zeros. */
  demote: vector1(0x5e),
  /** a·b + c, rounded once or twice, as the machine does it best: relaxed SIMD. */
  relaxedMadd: vector3(0x105),
}

/** Vectors of two float64. */
export const f64x2 = {
  ...floats(0x47, 0xec),
  of: (x: number) => of(bytesOf(new Float64Array([x, x]))),
  loadSplat: load(10, 3),
  storeFirst: storeLane(0x5b, 3, 0),
  ceil: vector1(0x74),
  floor: vector1(0x75),
  nearest: vector1(0x94),
  /** The two lower float32 of a vector, widened. */
  promoteLow: vector1(0x5f),
  relaxedMadd: vector3(0x107),
}
