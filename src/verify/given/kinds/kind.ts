// What a kind of symbol is: its values, how they are drawn, what is simpler, and what brings them back.
import type { Draw, Layout } from './lanes.js'

/** A kind. Values stand in row-major order; whatever is said of them holds for each line or matrix of a batch. */
export interface Kind {
  /** Its values, as the docs list them. */
  readonly values: string
  /** How a symbol of the kind is declared. */
  readonly example: string
  /** Other names for it. */
  readonly aliases?: readonly string[]
  /** What its axes lack, as an object of "wants"; `undefined` where they will do. */
  lacks?(axes: readonly string[]): string | undefined
  /** Whether it is one `of` so many classes. */
  readonly classes?: true
  /** Whether it may stand as an index. */
  readonly index?: true
  /** Whether it is an index that may point beyond the end of an axis. */
  readonly unbounded?: true
  /** Whether there are derivatives by it. Each entry varies by itself, even where the kind ties it to others. */
  readonly differentiable?: true
  /** Whether its values may be moved a little, one by one; `settle` mends what that breaks. */
  readonly smooth?: true
  /** Whether its values are real numbers between which there are others of the kind. */
  readonly movable?: true
  /** Whether it is drawn near the ends of e^x in the lanes for that. */
  readonly large?: true

  /** Values of the kind. */
  draw(draw: Draw): Float64Array
  /** Whether values are of the kind. */
  holds(values: Float64Array, layout: Layout): boolean
  /** Brings values that were cut off or moved back into the kind; leaves those that are of it. */
  settle(values: Float64Array, layout: Layout): Float64Array
  /** Values that may be simpler, all entries at once. What is not of the kind, or no simpler, is left out by whoever asks. */
  simpler(values: Float64Array, layout: Layout): Iterable<Float64Array>
  /** The same, one entry at a time. */
  simplerByEntry(values: Float64Array, layout: Layout): Iterable<Float64Array>

  /** The entry that always equals an entry, and moves with it. */
  twin?(entry: number, layout: Layout): number
  /** A step between values, as long as it can be without leaving the kind; the whole step where absent. */
  within?(from: Float64Array, to: Float64Array, layout: Layout): Float64Array
  /** Whether values are of the kind to the last bit; they always are where absent. */
  exact?(values: Float64Array, layout: Layout): boolean
  /** What it costs to draw values or to ask whether they are of the kind, in entries beside their own. */
  work?(layout: Layout): number
}
