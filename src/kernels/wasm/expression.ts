// Expressions: code with a type, as trees of instructions, and how instructions are made of opcodes.
import { type Sink, signed, unsigned } from './encode.js'

/** The types of values that we use; `v128` is a vector of four float32 or two float64. Single floats stay in memory. */
export type Type = 'i32' | 'v128'

/** An instruction behind those that give its operands. */
export interface Code<T extends Type | undefined> {
  readonly type: T
  readonly operands: readonly Code<Type>[]
  /** The opcode, and what it takes along. */
  readonly code: readonly number[]
  /** What is written behind the opcode: the number of the variable that it reads or sets, or the offset of an access. */
  readonly index: number | undefined
}

/** Code that leaves one value of a type on the stack. */
export type Expression<T extends Type> = Code<T>

/** Code that leaves nothing. */
export type Statement = Code<undefined>

export type I32 = Expression<'i32'>
export type V128 = Expression<'v128'>

/** An integer or an address: plain numbers are constants. */
export type Int = I32 | number

export const make = <T extends Type | undefined>(
  type: T,
  operands: readonly Code<Type>[],
  code: readonly number[],
  index?: number,
): Code<T> => ({ type, operands, code, index })

/** What reads a variable, and the operands of what has none. */
export const GET = [0x20]
export const NONE: readonly Code<Type>[] = []

/** Writes an instruction behind its operands. A plain loop, for this runs before engines have made it fast. */
export function write(out: Sink, { operands, code, index }: Code<Type | undefined>): void {
  for (let i = 0; i < operands.length; i++) write(out, operands[i]!)
  out.all(code)
  if (index !== undefined) out.unsigned(index)
}

export const int = (x: Int): I32 => (typeof x === 'number' ? make('i32', NONE, [0x41, ...signed(x)]) : x)

/** SIMD instructions stand behind a prefix. */
export const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

// Makers of instructions. `code` is always that of the opcode, made once.

/* @__NO_SIDE_EFFECTS__ */
export const ints =
  (opcode: number, code = [opcode]) =>
  (a: Int, b: Int) =>
    make('i32', [int(a), int(b)], code)

/* @__NO_SIDE_EFFECTS__ */
export const vector1 =
  (opcode: number, code = simd(opcode)) =>
  (a: V128) =>
    make('v128', [a], code)

/* @__NO_SIDE_EFFECTS__ */
export const vector2 =
  (opcode: number, code = simd(opcode)) =>
  (a: V128, b: V128) =>
    make('v128', [a, b], code)

/* @__NO_SIDE_EFFECTS__ */
export const vector3 =
  (opcode: number, code = simd(opcode)) =>
  (a: V128, b: V128, c: V128) =>
    make('v128', [a, b, c], code)

/* @__NO_SIDE_EFFECTS__ */
export const shift =
  (opcode: number, code = simd(opcode)) =>
  (a: V128, by: Int) =>
    make('v128', [a, int(by)], code)

/** What stands behind an opcode that reads or writes: `align` is a hint only, the logarithm of the width. */
export const access = (opcode: readonly number[], align: number, offset: number): number[] => [
  ...opcode,
  align,
  ...unsigned(offset),
]

/** Reads at an address plus a constant offset. */
/* @__NO_SIDE_EFFECTS__ */
export const load =
  (opcode: number, align: number, code = [...simd(opcode), align]) =>
  (address: Int, offset = 0) =>
    make('v128', [int(address)], code, offset)

/** Stores a vector. */
/* @__NO_SIDE_EFFECTS__ */
export const store =
  (opcode: number, align: number, code = [...simd(opcode), align]) =>
  (address: Int, value: V128, offset = 0): Statement =>
    make(undefined, [int(address), value], code, offset)

/** Stores the lane of a vector that has that number. */
/* @__NO_SIDE_EFFECTS__ */
export const storeLane =
  (opcode: number, align: number, lane: number) =>
  (address: Int, value: V128, offset = 0): Statement =>
    make(undefined, [int(address), value], [...access(simd(opcode), align, offset), lane])
