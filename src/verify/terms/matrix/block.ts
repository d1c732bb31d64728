// A matrix put together from entries or blocks, those of a row beside one another, rows below one another.

import { zeros } from '../../../fill.js'
import { broadcastTo, concat } from '../../../ops/index.js'
import type { Tensor } from '../../../tensor.js'
import type { Scaled } from '../../numbers/index.js'
import type { Operator } from '../term.js'

/** `rows` and `cols`: the extents of the blocks. Arguments come row by row; a number, which can be 0 only, fills its block. */
export const block: Operator<{ readonly rows: readonly string[]; readonly cols: readonly string[] }> = {
  whole: true,
  value(args, { params: { rows, cols }, extent }) {
    const rank = Math.max(...args.map(({ c }) => c.rank)) - 2
    const lead = Array.from({ length: rank }, (_, axis) => Math.max(...args.map(({ c }) => c.shape[axis]!)))
    const joined = (part: (arg: Scaled) => Tensor): Tensor =>
      concat(
        rows.map((row, i) =>
          concat(
            cols.map((col, j) =>
              broadcastTo(part(args[i * cols.length + j]!), [...lead, extent(row), extent(col)]),
            ),
            rank + 1,
          ),
        ),
        rank,
      )
    const isScaled = args.some(({ scale }) => scale !== undefined)
    return {
      c: joined(({ c }) => c),
      scale: isScaled ? joined(({ scale }) => scale ?? zeros([1, 1])) : undefined,
      error: args.every(({ error }) => error !== undefined) ? joined(({ error }) => error!) : undefined,
    }
  },
  digits(entry, { params: { rows, cols }, extent }, row, col) {
    const [i, r] = within(rows, row, extent)
    const [j, c] = within(cols, col, extent)
    return entry(i * cols.length + j, r, c)
  },
}

/** In which block a place is, and at which of its own. */
function within(
  dims: readonly string[],
  at: number,
  extent: (dim: string) => number,
): readonly [block: number, place: number] {
  let [block, place] = [0, at]
  while (place >= extent(dims[block]!)) place -= extent(dims[block++]!)
  return [block, place]
}
