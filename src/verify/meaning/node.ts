// Formulas with all questions settled: every node knows its labels, rows and columns, and equal nodes are one.
import { type Label, NUMBER, type TermUse, type Type } from '../terms/index.js'
import type { BigOp } from '../text/index.js'

export {
  axisOf,
  dimOf,
  isScalar,
  isSquare,
  type Label,
  labelsOf,
  nameOf,
  scalarLike,
  shapeText,
  type Type,
} from '../terms/index.js'

/** Whether an extent is put together from others, as m·n and n+1 are, and no stretch. */
export const isComposed = (dim: string): boolean => !dim.startsWith('#') && /[·+]/.test(dim)

/** A symbol's name as it is written: families that share theirs with a whole bear a mark. */
export const spoken = (symbol: string): string => symbol.replace(/[\^_]·$/, '')

/** What a node does with its arguments: a term, or what needs to know of symbols, sizes and labels. */
export type Operation =
  | TermUse
  /** `digits` where float64 does not hold what is meant, such as 0.1 and π. */
  | { readonly op: 'number'; readonly value: number; readonly digits?: string }
  /** The extent of a dimension. */
  | { readonly op: 'size'; readonly dim: string }
  /** The values of a label: 1, 2, …, or those of a stretch. */
  | { readonly op: 'label'; readonly label: Label }
  /** A symbol read at the indices that are its arguments; axes for which `keep` is true stay. */
  | { readonly op: 'symbol'; readonly name: string; readonly keep: readonly boolean[]; readonly row: boolean }
  /** Over a label; the second argument, where there is one, says for which of its values. */
  | { readonly op: 'reduce'; readonly how: BigOp; readonly label: Label }
  /** The derivative of the first argument by a symbol, read at the indices that are the other arguments. */
  | {
      readonly op: 'derivative'
      readonly name: string
      readonly keep: readonly boolean[]
      readonly row: boolean
    }
  /** Rows and columns read at indices. */
  | { readonly op: 'entry'; readonly keep: readonly boolean[]; readonly row: boolean }

/** A node. */
export interface Node {
  /** Equal for equal nodes of one graph, and only for those. */
  readonly id: number
  readonly operation: Operation
  readonly args: readonly Node[]
  readonly type: Type
}

/** Makes each node once. */
export class Graph {
  readonly #nodes = new Map<string, Node>()
  /** What stays when the others are forgotten. */
  readonly #lasting = new Set<string>()
  #lasts = false
  #next = 0

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.size
  }

  /** Forgets all nodes that are made during a run, but for those that last; their numbers are not given again. */
  scratch<T>(run: () => T): T {
    const kept = this.#nodes.size
    try {
      return run()
    } finally {
      let i = 0
      for (const key of this.#nodes.keys())
        if (i++ >= kept && !this.#lasting.has(key)) this.#nodes.delete(key)
    }
  }

  /** Runs what makes nodes that somebody keeps. */
  lasting<T>(run: () => T): T {
    const before = this.#lasts
    this.#lasts = true
    try {
      return run()
    } finally {
      this.#lasts = before
    }
  }

  /** The node for an operation on arguments. */
  make(operation: Operation, args: readonly Node[], type: Type): Node {
    const key = `${JSON.stringify(operation)}${args.map(({ id }) => id).join()}:${type.rows}:${type.cols}`
    if (this.#lasts) this.#lasting.add(key)
    const found = this.#nodes.get(key)
    if (found !== undefined) return found
    const node = { id: this.#next++, operation, args, type }
    this.#nodes.set(key, node)
    return node
  }

  /** The node of a label. */
  label(label: Label): Node {
    return this.make({ op: 'label', label }, [], { ...NUMBER, labels: [label], sort: 'index' })
  }

  /** The node of a number. */
  number(value: number, digits?: string): Node {
    const operation = { op: 'number', value, ...(digits === undefined ? {} : { digits }) } as const
    return this.make(operation, [], { ...NUMBER, sort: Number.isInteger(value) ? 'index' : 'real' })
  }
}

/**
 * Whether a node is made of truth values and whole numbers alone, as [i = j] and 1 − [i = j]. Where it is 0, it switches off
 * what it multiplies (Knuth 1992: an Iverson bracket is strongly zero).
 */
export const isSwitch = ({ operation: { op }, args, type }: Node): boolean =>
  type.sort === 'truth' ||
  ((op === 'add' || op === 'mul') &&
    args.some(isSwitch) &&
    args.every(arg => isSwitch(arg) || (arg.operation.op === 'number' && arg.type.sort === 'index')))
