// What the rules of lowering need of one another.
import type { Context, Declared } from '../given/index.js'
import type { Expr, Of } from '../text/index.js'
import type { Graph, Label, Node } from './node.js'
import type { Axes, Scope } from './scope.js'

/** What a definition comes to. */
export interface Lowered {
  readonly node: Node
  /** The labels of its left side, as axes. */
  readonly labels: readonly Label[]
  /** The dimensions of all its axes: of the labels, then rows and columns. */
  readonly axes: readonly string[]
  readonly family: number
  /** Whether its only axis is a row. */
  readonly row: boolean
}

/** What a label runs over that is no whole dimension: the whole numbers from one node to another. */
export interface Stretch {
  readonly from: Node
  readonly to: Node
}

/** What an operator such as Σ runs over. */
export interface Bound {
  readonly label: Node
  /** The scope of its body. */
  readonly inner: Scope
  /** Between what its label's values must lie. */
  readonly bounds: readonly Node[]
}

/** What lowers: see `Problem`. */
export interface Lowerer extends Context, Axes {
  readonly graph: Graph
  /** For each symbol that varies in a claim about differentials, the symbol that is its direction. */
  readonly directions: ReadonlyMap<string, string>
  /** The node of a formula. */
  lower(expr: Expr, scope: Scope): Node
  /** What an operator such as Σ runs over. */
  bound(expr: Of<'big'>, scope: Scope): Bound
  /** A scope in which names run over dimensions. */
  scopeFor(ranges: Iterable<readonly [string, string]>): Scope
  /** The dimension that a stretch is; `axis` is the one whose indices it runs over, where it does. */
  stretchOf(stretch: Stretch, axis: string | undefined): string
  /** Whether a name or number is the extent of an axis. */
  isDim(name: string): boolean
  /** A number that no line declares, by which a function varies. */
  variable(name: string): Node
  /** A node as a symbol of its own, by which one can differentiate. */
  alias(node: Node): Node
  /** Whether the value of a node depends on that of a symbol. */
  mentions(node: Node, name: string): boolean
  /** A definition, lowered when it is first asked for. */
  definition(symbol: Declared): Lowered
  /** Whether a symbol is another, or is computed from it. */
  symbolMentions(symbol: string, name: string): boolean
}
