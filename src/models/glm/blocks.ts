// Rows that do not fit into memory at once: blocks that are read again for each step, and checked when they are first read.
import { ArgumentError, describe } from '../../errors.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { checkFeatures } from '../samples.js'
import type { Data } from './estimate.js'
import { checkOffset, checkRowWeights } from './options.js'
import type { Rows } from './rows.js'

/** Rows of a table, in blocks that are read from the first to the last, and again at each call. */
export type Blocks = () => Iterable<Rows>

/**
 * Data out of blocks, of which at least one has rows.
 *
 * labels : what makes responses of a block's y, and refuses those that are none; weighted : what makes weights of rows, from a look
 * at all of them
 */
export function inBlocks(
  blocks: Blocks,
  labels: (y: Tensor, rows: number) => Tensor,
  weighted?: (all: Blocks) => ((rows: Rows) => Tensor) | undefined,
  k?: number,
): Data {
  if (typeof blocks !== 'function')
    throw new ArgumentError(
      'fitBlocks',
      `wants a function that gives blocks of rows { x, y }, got ${describe(blocks)}`,
    )
  const [first] = blocks()
  if (!isTensor(first?.x))
    throw new ArgumentError('fitBlocks', `wants at least one block { x, y }, got ${describe(first)}`)
  const [, d] = checkFeatures('fitBlocks', first.x)
  let seen = false
  const checked = ({ x, y, weights, offset }: Rows): Rows => {
    const [m] = seen ? x.shape : checkFeatures('fitBlocks', x, d)
    const own = seen ? weights : checkRowWeights(weights, m!)
    const shift = seen ? offset : checkOffset(offset, k === undefined ? [m!] : [m!, k])
    return {
      x,
      y: labels(y, m!),
      ...(own === undefined ? {} : { weights: own }),
      ...(shift === undefined ? {} : { offset: shift }),
    }
  }
  const all: Blocks = function* () {
    for (const rows of blocks()) yield checked(rows)
    seen = true
  }
  const weigh = weighted?.(all)
  const weighed: Blocks = function* () {
    for (const rows of all()) yield weigh === undefined ? rows : { ...rows, weights: weigh(rows) }
  }
  return { blocks: weighed, d, ...(k === undefined ? {} : { k }), dtype: 'float64' }
}
