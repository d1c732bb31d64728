// What drawn values are like: ordinary, large, or of a special structure.
import type { RandomStream } from '../../../random.js'

/** What values are like. */
export type Lane =
  /** Sixteenths between −1.5 and 1.5. */
  | 'ordinary'
  /** Sixteenths between −4 and 4. */
  | 'wide'
  /** Scores near ±700, where e^x just fits, and ±10000, where it does not. */
  | 'large'
  | 'huge'
  | 'zeros'
  | 'ones'
  /** −1, 0 and 1. */
  | 'units'
  /** All entries of a symbol are equal. */
  | 'ties'

/** Where the values of a symbol stand. */
export interface Layout {
  /** The extent of each axis. */
  readonly shape: readonly number[]
  /** For a class: of how many. */
  readonly classes: number | undefined
}

/** What values are drawn by. */
export interface Draw extends Layout {
  readonly lane: Lane
  readonly stream: RandomStream
  /** In the lane of ties: what all entries are, sixteenths up to 1.5. */
  readonly tie: number | undefined
}

/** Whole numbers from low to high, inclusive. */
export const wholes = (stream: RandomStream, n: number, low: number, high: number): Float64Array =>
  Float64Array.from(stream.integers([n], low, high + 1).data)
