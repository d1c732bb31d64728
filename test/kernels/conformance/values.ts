// Arrays of numbers from a seed: readable ones, what may stand among them, and every float there is.
import fc from 'fast-check'
import { allocate, type DType, type TypedArray } from '../../../src/dtype.js'

/**
 * What an array holds. grid: sixteenths from −4 to 4, whose sums and products are exact in either float. wide: among them
 * thirds of them, and powers of 2 as far as 2^±20 times them. special: among them NaN, ±∞ and ±0. extreme: and also the
 * smallest, the largest and subnormal numbers. tiny: the grid, but subnormal. bits: floats of any size, each as likely.
 */
export type Kind = 'grid' | 'wide' | 'special' | 'extreme' | 'tiny' | 'bits'

/** Where an array lies: in a buffer of its own, in the midst of a larger one, or in shared memory, where the host has it. */
export type Place = 'own' | 'part' | 'shared'

export interface Values {
  readonly kind: Kind
  readonly place: Place
  readonly seed: number
}

export const valuesOf = (...kinds: readonly Kind[]): fc.Arbitrary<Values> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    place: fc.constantFrom<Place>('own', 'part', 'shared'),
    seed: fc.nat(),
  })

/** Values for the systematic sizes. */
export const plainValues = (kind: Kind, seed: number): Values => ({ kind, place: 'part', seed })

/** Whole numbers below a bound, by the generator "mulberry32": a few lines that run alike everywhere. */
export function dice(seed: number): (below: number) => number {
  let state = Math.imul(seed, 0x9e3779b9)
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0]
const EXTREME = {
  float32: [2 ** -149, 2 ** -127, 2 ** -126, 2 ** 127, (2 - 2 ** -23) * 2 ** 127],
  float64: [2 ** -1074, 2 ** -1023, 2 ** -1022, 2 ** 1023, Number.MAX_VALUE],
}

/** Values and the whole of the array in which they stand. */
export interface Laid {
  readonly values: TypedArray
  readonly whole: TypedArray
}

/** Beside the values of a part stands NaN, or 77, which no kernel should read; their number makes the offset odd. */
const MARGIN = 3

export function lay(dtype: DType, count: number, { kind, place, seed }: Values): Laid {
  const own = place !== 'part'
  const whole = place === 'shared' ? shared(dtype, count) : allocate(dtype, own ? count : count + 2 * MARGIN)
  if (!own) whole.fill(dtype === 'float32' || dtype === 'float64' ? Number.NaN : 77)
  const values = own ? whole : whole.subarray(MARGIN, MARGIN + count)
  const draw = dice(seed)
  const one = dtype === 'float32' || dtype === 'float64' ? floats(kind, dtype, draw) : whole32(dtype, draw)
  for (let i = 0; i < count; i++) values[i] = one()
  return { values, whole }
}

function shared(dtype: DType, count: number): TypedArray {
  const plain = allocate(dtype, count)
  const { SharedArrayBuffer: Memory } = globalThis as { SharedArrayBuffer?: SharedArrayBufferConstructor }
  if (Memory === undefined) return plain
  return new (plain.constructor as Float64ArrayConstructor)(new Memory(plain.byteLength))
}

/** A mask has as many 0 as 1, and sometimes another byte; int32 are as small as the grid. */
const whole32 = (dtype: DType, draw: (below: number) => number) => () =>
  dtype === 'bool' ? (draw(8) > 0 ? draw(2) : draw(256)) : draw(129) - 64

function floats(kind: Kind, dtype: 'float32' | 'float64', draw: (below: number) => number): () => number {
  const grid = () => (draw(129) - 64) / 16
  const sign = () => 1 - 2 * draw(2)
  const extremes = EXTREME[dtype]
  switch (kind) {
    case 'grid':
      return grid
    case 'wide':
      return () => (draw(2) > 0 ? grid() : draw(2) > 0 ? grid() / 3 : grid() * 2 ** (draw(41) - 20))
    case 'special':
      return () => (draw(8) > 0 ? grid() : SPECIAL[draw(SPECIAL.length)]!)
    case 'extreme':
      return () =>
        draw(4) > 0 ? grid() : draw(2) > 0 ? SPECIAL[draw(5)]! : sign() * extremes[draw(extremes.length)]!
    case 'tiny':
      return () => grid() * (dtype === 'float32' ? 2 ** -144 : 2 ** -1069)
    case 'bits': {
      // An exponent of the dtype's range and 52 random bits behind the point.
      const [low, count] = dtype === 'float32' ? [-149, 277] : [-1074, 2098]
      const digits = () => 1 + draw(2 ** 26) / 2 ** 26 + draw(2 ** 26) / 2 ** 52
      return () => sign() * digits() * 2 ** (low + draw(count))
    }
  }
}
