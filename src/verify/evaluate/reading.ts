// Where a node reads: along which axes, at which entry of each, and what is computed for that.
import { sizeOf } from '../../shape.js'
import {
  dimOf,
  isScalar,
  type Label,
  type Lowered,
  type Node,
  type Operation,
  type Problem,
} from '../meaning/index.js'
import { indicesAt } from './axes.js'

/** The value of each label: its position from 1, but for a stretch. */
export type Positions = ReadonlyMap<Label, number>

/** An operation that reads axes, each at an index unless it is kept. */
export type Reading = Extract<Operation, { readonly keep: readonly boolean[] }>

/** The dimensions of the axes that a node reads. */
export function axesOf(problem: Problem, operation: Reading, [of]: readonly Node[]): readonly string[] {
  if (operation.op !== 'entry') return problem.axesOf(operation.name)!
  return [of!.type.rows, of!.type.cols].filter(dim => dim !== '1')
}

/** The indices that a node reads axes at. */
export const indicesOf = ({ op }: Reading, args: readonly Node[]): readonly Node[] =>
  op === 'symbol' ? args : args.slice(1)

/** The index along each axis, from 0: what it is read at or, where the axis is kept, the row or the column. */
export function indicesRead(
  reading: Reading,
  args: readonly Node[],
  row: number,
  col: number,
  value: (index: Node) => number,
): readonly number[] {
  const read = indicesOf(reading, args)
  let next = 0
  let rowIsNext = !reading.row
  return reading.keep.map(stays => {
    if (!stays) return value(read[next++]!) - 1
    const index = rowIsNext ? row : col
    rowIsNext = false
    return index
  })
}

/** The row and the column of a formula at the indices of those axes that it has. */
export const entryAt = ({ type }: Node, indices: readonly number[]): readonly [number, number] => [
  type.rows === '1' ? 0 : indices[0]!,
  type.cols === '1' ? 0 : indices.at(-1)!,
]

/**
 * The row and the column of what is differentiated, then of what it is differentiated by: a Jacobian has the rows of the one,
 * and a column for each entry of the other.
 */
export function jacobianEntry(
  { keep }: Reading,
  of: Node,
  row: number,
  col: number,
): readonly [number, number, number, number] {
  if (isScalar(of.type)) return [0, 0, row, col]
  return keep.includes(true) ? [row, 0, col, 0] : [row, col, 0, 0]
}

/** Where the node of a definition is computed for an entry of its symbol, whose indices count from 0. */
export function definedAt(
  { labels, row }: Lowered,
  indices: readonly number[],
): { readonly at: Positions; readonly row: number; readonly col: number } {
  const at = new Map(labels.map((label, axis) => [label, indices[axis]! + 1] as const))
  const [first = 0, second = 0] = indices.slice(labels.length)
  return row ? { at, row: 0, col: first } : { at, row: first, col: second }
}

/** All values that labels have together. */
export function* positionsOf(
  labels: readonly Label[],
  extent: (dim: string) => number,
): IterableIterator<Positions> {
  const extents = labels.map(label => extent(dimOf(label)))
  for (let e = 0; e < sizeOf(extents); e++) {
    const at = indicesAt(e, extents)
    yield new Map(labels.map((label, axis) => [label, at[axis]!] as const))
  }
}
