// Formulas with all questions settled: every node knows its labels, rows and columns, and equal nodes are one.
import type { BigOp, Comparison } from '../text/tree.js'

/** A label with its dimension, `i|m`: an axis by name. Bound labels are numbered, `#1|k`, so that renaming changes nothing. */
export type Label = string

/** A symbol's name as it is written: families that share theirs with a whole bear a mark. */
export const spoken = (symbol: string): string => symbol.replace(/[\^_]·$/, '')

/** What dimension a label runs over. */
export const dimOf = (label: Label): string => label.slice(label.lastIndexOf('|') + 1)
/** Along which dimension it is an index: its own; for a stretch, that of the axis which it reads. */
export const axisOf = (label: Label): string => dimOf(label).replace(/^.* of /, '')
/** Its name. */
export const nameOf = (label: Label): string => label.slice(0, label.lastIndexOf('|'))

/** A label belongs to each axis of a value; behind them come rows and columns, '1' where there is but one. */
export interface Type {
  readonly labels: readonly Label[]
  readonly rows: string
  readonly cols: string
  /** Indices count from 1. Truth values are 0 and 1. */
  readonly sort: 'real' | 'index' | 'truth'
}

/** Functions of one number, entry by entry. */
export type Unary =
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'tanh'
  | 'sin'
  | 'cos'
  | 'erf'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
  | 'sign'
  | 'abs'

/** What a node does with its arguments. */
export type Operation =
  /** `digits` where float64 does not hold what is meant, such as 0.1 and π. */
  | { readonly op: 'number'; readonly value: number; readonly digits?: string }
  /** The extent of a dimension. */
  | { readonly op: 'size'; readonly dim: string }
  /** The values of a label: 1, 2, …, or those of a stretch. */
  | { readonly op: 'label'; readonly label: Label }
  /** A symbol read at the indices that are its arguments; axes for which `keep` is true stay. */
  | { readonly op: 'symbol'; readonly name: string; readonly keep: readonly boolean[]; readonly row: boolean }
  /** ± a ± b …, rows and columns stretching where one has 1. */
  | { readonly op: 'add'; readonly signs: readonly boolean[] }
  | { readonly op: 'mul' | 'div' | 'matmul' | 'pow' }
  | {
      readonly op:
        | 'transpose'
        | 'diag'
        | 'trace'
        | 'total'
        | 'squares'
        | 'norm1'
        | 'norm2'
        | 'softmax'
        | 'logsumexp'
        | 'not'
    }
  | { readonly op: 'unary'; readonly fn: Unary }
  /** Over a label; the second argument, where there is one, says for which of its values. */
  | { readonly op: 'reduce'; readonly how: BigOp; readonly label: Label }
  | { readonly op: 'extremum'; readonly how: 'max' | 'min' }
  | { readonly op: 'compare'; readonly relation: Comparison }
  | { readonly op: 'and' | 'or' }
  /** The first argument where the second is true, and the third where it is not. */
  | { readonly op: 'select' }
  | { readonly op: 'ones' | 'identity' }
  | { readonly op: 'onehot'; readonly dim: string }
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
  #next = 0

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.size
  }

  /** Forgets all nodes that are made during a run; their numbers are not given again. */
  scratch<T>(run: () => T): T {
    const kept = this.#nodes.size
    try {
      return run()
    } finally {
      let i = 0
      for (const key of this.#nodes.keys()) if (i++ >= kept) this.#nodes.delete(key)
    }
  }

  /** The node for an operation on arguments. */
  make(operation: Operation, args: readonly Node[], type: Type): Node {
    const key = `${JSON.stringify(operation)}${args.map(({ id }) => id).join()}:${type.rows}:${type.cols}`
    const found = this.#nodes.get(key)
    if (found !== undefined) return found
    const node = { id: this.#next++, operation, args, type }
    this.#nodes.set(key, node)
    return node
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

/** The labels of several nodes, sorted, each once. */
export function labelsOf(nodes: readonly Node[]): readonly Label[] {
  const [first, ...rest] = nodes.map(({ type }) => type.labels)
  if (rest.every(labels => labels.length === 0)) return first ?? []
  return [...new Set(nodes.flatMap(({ type }) => type.labels))].sort()
}

/** Whether a type has one row and one column. */
export const isScalar = ({ rows, cols }: Type): boolean => rows === '1' && cols === '1'

/** Rows and columns as messages name them. */
export function shapeText(type: Type): string {
  if (isScalar(type)) return 'a number'
  if (type.cols === '1') return `a column of ${type.rows}`
  if (type.rows === '1') return `a row of ${type.cols}`
  return `${type.rows}×${type.cols}`
}
