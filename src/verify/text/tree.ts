// What a formula is once it is read: a tree in which every node knows its place in the text.
import type { Comparison, FunctionName } from '../terms/index.js'
import type { Span } from './source.js'

export type { Comparison } from '../terms/index.js'

/** One of several things that are added. */
export interface Term {
  readonly negative: boolean
  readonly value: Expr
}

/** One of several things that are multiplied, in order: products of matrices do not commute. */
export interface Factor {
  /** `over` divides; `hadamard` multiplies and `hadamardOver` divides entry by entry; `kronecker` is ⊗. */
  readonly by: 'times' | 'over' | 'hadamard' | 'hadamardOver' | 'kronecker'
  /** Whether the sign is a dot, which between columns is their inner product; without it, they do not multiply. */
  readonly dot?: true
  readonly value: Expr
}

/** Primes, which turn a matrix and differentiate a number. */
export interface Prime {
  readonly times: number
  /** The bracket behind them: f'(a) is by a; `formula` where it holds more than a name, and is a factor by itself. */
  readonly at?: Expr | 'formula'
}

/** An index: a whole number, a label such as i, a class such as y_i; `:` keeps the axis. */
export type Index = Expr | ':'

/** What an operator such as Σ runs over: all values of a label, a stretch of them, or the members of a list. */
export interface Range {
  readonly kind: 'all' | 'stretch' | 'members'
  /** `stretch`: from (a number from 1) and to (a dimension, or a whole number). */
  readonly from?: Expr
  readonly to?: Expr
  /** `members`: the list of classes. */
  readonly list?: Expr
}

/** What may be true or false. */
export type Condition = { readonly span: Span } & (
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'member'; readonly negative: boolean; readonly element: Expr; readonly list: Expr }
)

/** A branch of a `cases` environment; the last may be without condition. */
export interface Branch {
  readonly value: Expr
  readonly condition: Condition | undefined
}

/** A symbol with its indices, those written above first. */
export interface SymbolExpr {
  readonly kind: 'symbol'
  readonly name: string
  readonly indices: readonly Index[]
  readonly span: Span
}

/** Brackets that compute. */
export type Bracket = 'bars' | 'inner'

/** What operators such as Σ do. */
export type BigOp = 'sum' | 'prod' | 'max' | 'min'

/** What runs over an index as well: rows one below another and columns side by side, as in x_1, …, x_n. */
export type Run = 'rows' | 'columns'

/** A formula. */
export type Expr =
  | SymbolExpr
  | ({
      readonly span: Span
    } /** `digits`: what is written, such as 0.1 and π, where float64 does not hold it exactly. */ & (
      | { readonly kind: 'number'; readonly value: number; readonly digits?: string }
      | { readonly kind: 'add'; readonly terms: readonly Term[] }
      | { readonly kind: 'mul'; readonly factors: readonly Factor[] }
      /**
       * `late`: its index is written behind it, A^{-1}_{ij}, so that it may be one of the power. `inside`: it stands at the name of a
       * function, \tanh^2(x), and is taken entry by entry, as the function is.
       */
      | {
          readonly kind: 'pow'
          readonly base: Expr
          readonly exponent: Expr
          readonly late?: true
          readonly inside?: true
        }
      /** What its arguments make of it: `bars`, |a|; `inner`, ⟨a, b⟩. */
      | { readonly kind: 'call'; readonly fn: FunctionName | Bracket; readonly args: readonly Expr[] }
      /**
       * A function of the given block, or with primes one of the language's own, at a place: s(x), s'(x), \sigma'(z). `times`: how
       * often it is differentiated.
       */
      | {
          readonly kind: 'apply'
          readonly name: string
          readonly times: number
          /** The indices that it bears itself: the i of q_i(θ + h). */
          readonly indices?: readonly Expr[]
          readonly args: readonly Expr[]
        }
      /** `letter`: it is written T, which may be an exponent as well. */
      | { readonly kind: 'transpose'; readonly of: Expr; readonly prime?: Prime; readonly letter?: true }
      | {
          readonly kind: 'big'
          readonly op: BigOp | Run
          readonly index: string
          readonly range: Range
          readonly where: Condition | undefined
          readonly body: Expr
        }
      | { readonly kind: 'norm'; readonly of: Expr; readonly order: 1 | 2 | '∞' | Expr }
      /** `list`: it is written [a, b], which people write for other things as well. */
      | { readonly kind: 'matrix'; readonly rows: readonly (readonly Expr[])[]; readonly list?: true }
      | { readonly kind: 'iverson'; readonly condition: Condition }
      | { readonly kind: 'delta'; readonly left: Expr; readonly right: Expr }
      | { readonly kind: 'cases'; readonly branches: readonly Branch[] }
      | {
          readonly kind: 'derivative'
          readonly of: Expr
          readonly by: readonly SymbolExpr[]
          readonly nabla: boolean
          /** Whether it is by a row, ∂x^⊤: of a number a row, of a column its Jacobian. */
          readonly row?: true
        }
      /** d a: how a changes where what varies moves in any direction. */
      | { readonly kind: 'differential'; readonly of: Expr }
      | { readonly kind: 'constant'; readonly which: 'ones' | 'identity'; readonly size: string | undefined }
      | { readonly kind: 'indexed'; readonly of: Expr; readonly indices: readonly Index[] }
    ))

/** The kinds of nodes. */
export type Kind = Expr['kind']

/** A node of one kind. */
export type Of<K extends Kind> = Extract<Expr, { kind: K }>

/** What a statement says of two sides; ≡ defines a name that is not declared, and says of all else that it is equal. */
export type Relation = Comparison | ':=' | '≡' | '≈' | '∝' | '∼'

/** How two sides may be claimed to be related, and decided to be. */
export type Related = '=' | '≤' | '≥' | '<' | '>'

/** A relation between two sides of a statement, and the place of its sign. */
export interface Step {
  readonly relation: Relation
  readonly span: Span
}

/** What a person asserts: how sides are related, under conditions. */
export interface Statement {
  /**
   * `=`: all sides are equal. `:=`: an update of a parameter, a step of gradient descent, or a definition. Otherwise the first of
   * `steps` that is no equation.
   */
  readonly relation: Relation
  /** What stands between each side and the next. */
  readonly steps: readonly Step[]
  readonly sides: readonly Expr[]
  readonly conditions: readonly Condition[]
  /** Labels that the statement says it is for: "for all i". */
  readonly labels: readonly string[]
  readonly span: Span
  /** Whether the text begins with the relation: the first side was said before it, and has no place in it. */
  readonly continued?: true
  /** To which order ≈ is meant, and in what, where that is said: "to first order in h". */
  readonly order?: Order
}

/** The order to which sides agree. */
export interface Order {
  readonly times: 1 | 2
  readonly in?: string
  readonly span: Span
}
