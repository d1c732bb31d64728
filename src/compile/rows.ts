// Rows of data by their numbers.
import { take } from '../ops/gather.js'
import { Tensor } from '../tensor.js'
import { mapTree } from '../transforms/tree.js'

/** The rows of every tensor of a tree that are named. */
export function rowsOf(data: unknown, rows: Int32Array): unknown {
  const list = new Tensor(rows, [rows.length], 'int32')
  return mapTree(data, x => take(x, list))
}
