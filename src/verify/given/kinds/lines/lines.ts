// Kinds whose values along the last axis sum to 1.
import { sizeOf } from '../../../../shape.js'
import type { Kind } from '../kind.js'
import type { Draw } from '../lanes.js'

/** A kind of lines. */
type OfLines = Omit<Kind, 'lacks' | 'draw' | 'holds' | 'settle' | 'simpler' | 'simplerByEntry'> & {
  /** Whether an entry may be a number. */
  allows(value: number): boolean
  /** A line of so many entries. */
  line(stream: Draw['stream'], n: number): Float64Array
}

/** A kind of lines by what their entries may be. No line is simpler than another; what is cut off goes to the last entry. */
export function ofLines({ allows, line, ...kind }: OfLines): Kind {
  return {
    ...kind,
    lacks: axes => (axes.length === 0 ? 'an axis to sum to 1 along' : undefined),
    draw({ shape, stream }) {
      const all = new Float64Array(sizeOf(shape))
      const n = shape.at(-1)!
      for (let at = 0; at < all.length; at += n) all.set(line(stream, n), at)
      return all
    },
    holds: (values, { shape }) =>
      values.every(allows) && values.every((v, i) => v === completing(values, i, shape)),
    settle: (values, { shape }) => values.map((_, i) => completing(values, i, shape)),
    simpler: () => [],
    simplerByEntry: () => [],
  }
}

/** An entry, or, at the end of a line, what the others leave of 1. */
function completing(values: Float64Array, i: number, shape: readonly number[]): number {
  const n = shape.at(-1)!
  return (i + 1) % n === 0 ? 1 - values.slice(i + 1 - n, i).reduce((a, b) => a + b, 0) : values[i]!
}
