// One call of a kernel: what it reads, where it writes, and the check of a set's result beside the reference's.
import { allocate, type DType, epsilonOf, type TypedArray } from '../../../src/dtype.js'
import type { Kernels } from '../../../src/kernels/kernels.js'
import { reference } from '../../../src/kernels/reference.js'
import type { Laid } from './values.js'

export interface Call {
  readonly inputs: readonly Laid[]
  readonly dtype: DType
  readonly length: number
  readonly run: (set: Kernels, out: TypedArray) => void
  /** How far a finite value may be from the reference's; the same number, and sign of 0, where this is left out. */
  readonly bound?: ((i: number, want: number, got: number) => number) | undefined
  /** Zeros keep their sign, also where values have a bound. */
  readonly signed?: boolean
  /** Whether the kernel may count on the zeros that `out` comes with; else it gets 77, so that each value must be written. */
  readonly onZeros?: boolean
}

/** Values beside the result; the offset is odd, and no vector fits in between. */
const MARGIN = 7
const CANARY = 77

/** Fails unless the set gives the reference's values, writes all of the result and nothing else. */
export function check(set: Kernels, { inputs, dtype, length, run, bound, signed, onZeros }: Call): void {
  const want = allocate(dtype, length)
  run(reference, want)
  const room = allocate(dtype, length + 2 * MARGIN).fill(CANARY)
  const got = room.subarray(MARGIN, MARGIN + length)
  if (onZeros) got.fill(0)
  const before = inputs.map(({ whole }) => whole.slice())
  run(set, got)
  for (let i = 0; i < length; i++) {
    const [a, b] = [got[i]!, want[i]!]
    if (Object.is(a, b)) continue
    const exact = bound === undefined || !Number.isFinite(b) || (signed && a === 0 && b === 0)
    if (!exact && Math.abs(a - b) <= bound(i, b, a)) continue
    const most = exact ? '' : `; they may be ${bound(i, b, a)} apart`
    throw new Error(`value ${i} of ${length}: got ${show(a)}, the reference gives ${show(b)}${most}`)
  }
  for (let i = 0; i < MARGIN; i++)
    if (room[i] !== CANARY || room[MARGIN + length + i] !== CANARY)
      throw new Error(`wrote ${room[i]} and ${room[MARGIN + length + i]} outside the result of ${length}`)
  for (const [i, { whole }] of inputs.entries())
    if (!sameBytes(whole, before[i]!)) throw new Error(`wrote to operand ${i}`)
}

const show = (x: number) => (Object.is(x, -0) ? '-0' : String(x))

function sameBytes(x: TypedArray, y: TypedArray): boolean {
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i])) return false
  return true
}

// One number as its bits, for millions of them.
const float32 = new Float32Array(1)
const bits32 = new Uint32Array(float32.buffer)
const float64 = new Float64Array(1)
const bits64 = new Uint32Array(float64.buffer)
/** Which half of a float64 holds its exponent: it is that of the sign, which −0 has alone. */
const HIGH = new Uint32Array(Float64Array.of(-0).buffer)[1] === 0 ? 0 : 1

/** The distance between neighbours at a number's size: a unit in the last place. */
export function unitAt(x: number, dtype: DType): number {
  if (dtype === 'float32') {
    float32[0] = x
    return 2 ** (Math.max(1, (bits32[0]! >>> 23) & 255) - 150)
  }
  float64[0] = x
  return 2 ** (Math.max(1, (bits64[HIGH]! >>> 20) & 2047) - 1075)
}

/** The smallest number above 0. */
export const smallest = (dtype: DType): number => (dtype === 'float32' ? 2 ** -149 : 2 ** -1074)

/**
 * How far apart two sums of the same terms may be, with n roundings on the way of each term: in any order float64 is within
 * n·eps/2·Σ|terms| of the true sum, for the set as for the reference. A set that stays in float32 for `chain` roundings
 * adds theirs; and each rounds its result.
 */
export const sumBound =
  (dtype: DType, n: number, sizes: ArrayLike<number>, chain = 0) =>
  (i: number, want: number): number => {
    const narrow = dtype === 'float32' ? (chain * epsilonOf(dtype)) / 2 : 0
    return (narrow + n * epsilonOf('float64')) * sizes[i]! + unitAt(want, dtype)
  }
