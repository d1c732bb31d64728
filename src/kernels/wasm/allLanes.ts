// The instructions on lanes that only compiled programs use, apart from those of kernels, so that pages without them stay small.
import {
  access,
  type I32,
  type Int,
  int,
  load,
  make,
  type Statement,
  simd,
  type V128,
  vector1,
} from './expression.js'
import * as kernels from './lanes.js'

const told =
  (opcode: number) =>
  (x: V128): I32 =>
    make('i32', [x], simd(opcode))

/** Those on integers, whose opcodes come in the same order. */
const bits = (allTrue: number) => ({
  /** Whether no lane is 0. */
  allTrue: told(allTrue),
  /** The lanes' highest bits as a number, the first lane's as its lowest. */
  bitmask: told(allTrue + 1),
})

/** Those on floats, from the opcodes of the loads and stores of a lane on. */
const floats = (lane: number, trunc: number, convert: number) => {
  const align = lane + 2
  return {
    trunc: vector1(trunc),
    /** The int32 in the first lanes, rounded. */
    convert: vector1(convert),
    /** Reads one value; the other lanes are 0. */
    loadFirst: load(0x5c + lane, align),
    /** Reads one lane; the others are those of a vector. */
    loadLane: (address: Int, others: V128, at: number, offset = 0): V128 =>
      make('v128', [int(address), others], [...access(simd(0x56 + lane), align, offset), at]),
    /** Stores one lane alone. */
    storeLane: (address: Int, value: V128, at: number, offset = 0): Statement =>
      make(undefined, [int(address), value], [...access(simd(0x5a + lane), align, offset), at]),
  }
}

/** Vectors of float32 or of float64, with every instruction. */
export type AllLanes = kernels.Lanes & ReturnType<typeof floats> & { readonly bits: ReturnType<typeof bits> }

export const float32: AllLanes = {
  ...kernels.float32,
  ...floats(0, 0x69, 0xfa),
  bits: { ...kernels.float32.bits, ...bits(0xa3) },
}

export const float64: AllLanes = {
  ...kernels.float64,
  ...floats(1, 0x7a, 0xfe),
  bits: { ...kernels.float64.bits, ...bits(0xc3) },
}
