// How windows move over an axis, drawn at random; and where they stand, by the definition.
import fc from 'fast-check'
import type { WindowOptions } from '../../src/ops/nn/index.js'

/** A window along one axis. */
export interface Move {
  /** The extent of the axis. */
  readonly n: number
  readonly taps: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly after: number
}

/** How many windows there are. */
export const outputOf = ({ n, taps, stride, dilation, before, after }: Move): number => {
  let count = 0
  while (count * stride + (taps - 1) * dilation < n + before + after) count++
  return count
}

/** The place that a tap of a window reads; on padding it lies outside. */
export const placeOf = ({ stride, dilation, before }: Move, window: number, tap: number): number =>
  window * stride + tap * dilation - before

const sees = (move: Move, window: number): boolean =>
  Array.from({ length: move.taps }, (_, tap) => placeOf(move, window, tap)).some(at => at >= 0 && at < move.n)

const axis = (most: number): fc.Arbitrary<Move> =>
  fc
    .record({
      n: fc.integer({ min: 1, max: most }),
      taps: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      before: fc.integer({ min: 0, max: 2 }),
      after: fc.integer({ min: 0, max: 2 }),
    })
    // The kernel fits where the axis is as long as it, or padding is.
    .map(move => ({
      ...move,
      n: Math.max(move.n, (move.taps - 1) * move.dilation + 1 - move.before - move.after),
    }))

/** Windows over one axis or two; with `least: 'seen'` each sees a value that is not padding. */
export const moves = (rank: 1 | 2, { least }: { readonly least?: 'seen' } = {}): fc.Arbitrary<Move[]> =>
  fc.array(axis(rank === 1 ? 6 : 4), { minLength: rank, maxLength: rank }).map(list =>
    least === undefined ||
    list.every(move => Array.from({ length: outputOf(move) }, (_, p) => p).every(p => sees(move, p)))
      ? list
      : list.map(move => ({
          ...move,
          n: Math.max(move.n, (move.taps - 1) * move.dilation + 1),
          before: 0,
          after: 0,
        })),
  )

/** The options that say so, in the one way that says all. */
export const windowOptions = (move: readonly Move[]): WindowOptions => ({
  stride: move.map(({ stride }) => stride),
  dilation: move.map(({ dilation }) => dilation),
  padding: move.map(({ before, after }) => [before, after] as const),
})
