// What is known of the values at a point by those who compute derivatives from them.
import type { Tensor } from '../../tensor.js'
import type { Node, Problem } from '../meaning/index.js'
import type { Scaled } from '../numbers/index.js'
import type { IndexValue } from './axes.js'
import type { Point } from './point.js'

/** Bytes of an entry: its value, its scale, its error, and what the graph keeps of how they were made. */
export const PER_ENTRY = 32

/** The values of nodes at a point. */
export interface Values {
  readonly problem: Problem
  /** Whether bounds of rounding errors are kept. */
  readonly bounded: boolean
  /** Bytes that values take, here and further out. */
  readonly held: number
  /** The extent of a dimension. */
  extent(dim: string): number
  /** The value of a node: an axis for each label, then rows and columns. Extents of 1 may stand for larger ones. */
  value(node: Node): Scaled
  /** The same with all its extents. */
  full(node: Node): Scaled
  /** The values of a symbol as plain numbers. */
  plainRaw(name: string): Tensor
  /** Nodes as indices. */
  indices(nodes: readonly Node[]): readonly IndexValue[]
  /** The values where a symbol has another value, and nothing that it was computed from reaches it. */
  cutAt(name: string, value: Tensor): Values
  /** The values at a point nearby, which is found once. */
  nearby(move: (point: Point) => Point): Values
}
