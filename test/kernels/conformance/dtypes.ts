// Which number types meet in a call: mostly one float throughout, for which there is fast code, else mixtures.
import fc from 'fast-check'
import type { DType } from '../../../src/dtype.js'

export type One = readonly [x: DType, out: DType]
export type Two = readonly [a: DType, b: DType, out: DType]

interface Group<T> {
  readonly same: readonly T[]
  readonly mixed: readonly T[]
}

export const ONE: Group<One> = {
  same: [
    ['float64', 'float64'],
    ['float32', 'float32'],
  ],
  mixed: [
    ['int32', 'float64'],
    ['bool', 'float64'],
    ['int32', 'int32'],
    ['float64', 'float32'],
    ['float32', 'float64'],
  ],
}

export const TWO: Group<Two> = {
  same: [
    ['float64', 'float64', 'float64'],
    ['float32', 'float32', 'float32'],
  ],
  mixed: [
    ['int32', 'int32', 'float64'],
    ['bool', 'bool', 'float64'],
    ['int32', 'int32', 'int32'],
    ['float32', 'float64', 'float64'],
    ['float64', 'float32', 'float64'],
    ['float64', 'float64', 'float32'],
    ['float32', 'float32', 'float64'],
    ['int32', 'float64', 'float64'],
  ],
}

/** Three times of four the same float. */
export const mostlySame = <T>({ same, mixed }: Group<T>): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...same) },
    { weight: 1, arbitrary: fc.constantFrom(...mixed) },
  )

/** Both floats, and with every fourth size another mixture. */
export const inTurn = <T>({ same, mixed }: Group<T>, size: number): readonly T[] =>
  size % 4 > 0 ? same : [...same, mixed[(size / 4) % mixed.length]!]
