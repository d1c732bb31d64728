// Expressions: code with a type, and how instructions are made of opcodes.
import { signed, unsigned } from './encode.js'

/** The types of values that we use; `v128` is a vector of four float32 or two float64. Single floats stay in memory. */
export type Type = 'i32' | 'v128'

/** Code that leaves one value of a type on the stack. */
export interface Expression<T extends Type> {
  readonly type: T
  readonly code: readonly number[]
}

/** Code that leaves nothing. */
export interface Statement {
  readonly type: undefined
  readonly code: readonly number[]
}

export type I32 = Expression<'i32'>
export type V128 = Expression<'v128'>

/** An integer or an address: plain numbers are constants. */
export type Int = I32 | number

export const make = <T extends Type | undefined>(type: T, ...parts: readonly (readonly number[])[]) => ({
  type,
  code: parts.flat(),
})

export const int = (x: Int): I32 => (typeof x === 'number' ? make('i32', [0x41], signed(x)) : x)

/** SIMD instructions stand behind a prefix. */
export const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

/* @__NO_SIDE_EFFECTS__ */
export const ints = (opcode: number) => (a: Int, b: Int) => make('i32', int(a).code, int(b).code, [opcode])

/* @__NO_SIDE_EFFECTS__ */
export const vector1 = (opcode: number) => (a: V128) => make('v128', a.code, simd(opcode))

/* @__NO_SIDE_EFFECTS__ */
export const vector2 = (opcode: number) => (a: V128, b: V128) => make('v128', a.code, b.code, simd(opcode))

/* @__NO_SIDE_EFFECTS__ */
export const vector3 = (opcode: number) => (a: V128, b: V128, c: V128) =>
  make('v128', a.code, b.code, c.code, simd(opcode))

/* @__NO_SIDE_EFFECTS__ */
export const shift = (opcode: number) => (a: V128, by: Int) =>
  make('v128', a.code, int(by).code, simd(opcode))

/** Reads at an address plus a constant offset; `align` is a hint only, the logarithm of the width. */
/* @__NO_SIDE_EFFECTS__ */
export const load =
  (opcode: number, align: number) =>
  (address: Int, offset = 0) =>
    make('v128', int(address).code, simd(opcode), [align], unsigned(offset))

/** Stores the first lane alone. */
/* @__NO_SIDE_EFFECTS__ */
export const storeLane =
  (opcode: number, align: number) =>
  (address: Int, value: V128, offset = 0): Statement =>
    make(undefined, int(address).code, value.code, simd(opcode), [align], unsigned(offset), [0])
