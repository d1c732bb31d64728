// Rows of a table by index, and how to learn a large table by the few rows that a batch reads.

import { fromData } from '../../create.js'
import { ArgumentError, ShapeError } from '../../errors.js'
import { formatShape, normalizeIndex } from '../../shape.js'
import { checkTensor, stopGradient, type Tensor, valuesOf } from '../../tensor.js'
import { concat } from '../concat.js'
import { checkIndices, take, takeAs } from '../gather.js'

/** The rows of a table that some indices name, each once. */
export interface EmbeddingRows {
  /** The rows, in the order of `indices`: [u, d]. */
  readonly rows: Tensor
  /** Where they stand in the table, in ascending order: int32 [u]. */
  readonly indices: Tensor
  /** For each index that was given its place in `rows`: int32, of the shape of the ids. */
  readonly ids: Tensor
}

function checkTable(op: string, table: Tensor): void {
  checkTensor(op, table)
  if (table.rank !== 2) {
    throw new ShapeError(
      op,
      `wants a table [v, d], a row for each index, got shape ${formatShape(table.shape)}`,
      [table.shape],
    )
  }
}

/**
 * The row of a table for each index.
 *
 * table : [v, d], ids : int32, any shape → [...ids.shape, d]; dy = the same rows of dtable
 *
 * The gradient has the shape of the table. For a table much larger than a batch, `embeddingRows` leads to one of the rows alone.
 *
 * Throws an `IndexError` for an index outside the table; negative ones count from its end.
 */
export function embedding(table: Tensor, ids: Tensor): Tensor {
  checkTable('embedding', table)
  return takeAs('embedding', table, ids, 0)
}

/**
 * The rows of a table that a batch of ids reads, each once, and the ids as places among them: `embedding(rows, ids)` is what
 * `embedding(table, ids)` was. A gradient towards the rows is the sparse form of that towards the table, and an optimizer steps them
 * alone; `replaceRows` puts them back. It reads the ids, so it belongs before `grad` and `compile`.
 *
 * table : [v, d], ids : int32, any shape → [u, d] as rows, beside indices : int32 [u] and ids; dy = the same rows of dtable
 *
 * @example
 * const { rows, indices, ids } = embeddingRows(table, batch)
 * const slope = grad((rows: Tensor) => loss(embedding(rows, ids)))(rows)   // [u, d], not [v, d]
 * table = replaceRows(table, indices, sub(rows, mul(slope, 0.1)))
 */
export function embeddingRows(table: Tensor, ids: Tensor): EmbeddingRows {
  const op = 'embeddingRows'
  checkTable(op, table)
  checkTensor(op, ids)
  checkIndices(op, ids)
  const v = table.shape[0]!
  const fromFront = Int32Array.from(valuesOf(ids), id => normalizeIndex(op, id, 0, v))
  const indices = Int32Array.from(new Set(fromFront)).sort()
  const places = new Map(Array.from(indices, (id, place) => [id, place]))
  const named = fromData(indices, [indices.length])
  return {
    rows: take(table, named),
    indices: named,
    ids: fromData(
      fromFront.map(id => places.get(id)!),
      ids.shape,
    ),
  }
}

/**
 * A table with some of its rows replaced.
 *
 * table : [v, d], indices : int32 [u], each once, rows : [u, d] → [v, d]; dy = dtable with drows in the place of its rows
 */
export function replaceRows(table: Tensor, indices: Tensor, rows: Tensor): Tensor {
  const op = 'replaceRows'
  checkTable(op, table)
  checkTensor(op, indices)
  checkIndices(op, indices)
  checkTable(op, rows)
  const [v, u] = [table.shape[0]!, indices.size]
  if (indices.rank !== 1 || rows.shape[0] !== u || rows.shape[1] !== table.shape[1]) {
    throw new ShapeError(
      op,
      `wants a row of ${table.shape[1]} values for each index, got indices of shape ${formatShape(indices.shape)} and rows of shape ${formatShape(rows.shape)} for a table of shape ${formatShape(table.shape)}`,
      [indices.shape, rows.shape, table.shape],
    )
  }
  const order = Int32Array.from({ length: v }, (_, i) => i)
  valuesOf(stopGradient(indices)).forEach((id, k) => {
    const at = normalizeIndex(op, id, 0, v)
    if (order[at] !== at) throw new ArgumentError(op, `row ${at} is named twice`)
    order[at] = v + k
  })
  return take(concat([table, rows]), fromData(order, [v]))
}
