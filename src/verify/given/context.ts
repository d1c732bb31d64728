// What a paper takes for granted: symbols with their kinds and axes, dimensions, definitions.

import type { Expr, Names, Readings, Span } from '../text/index.js'
import { type Kind, kinds, type Layout, type SymbolKind } from './kinds/index.js'

/** How a symbol is defined by others. */
interface Definition {
  readonly expr: Expr
  /** The labels on the left side, one for each of the leading axes, those above first. */
  readonly labels: readonly string[]
  /** Where it may be read in several ways: all of them, of which only one may fit. */
  readonly readings: Readings<Expr>
}

/** A function that is defined by a formula: s(x) = 1/(1 + e^{-x}). */
export interface OwnFunction {
  readonly name: string
  /** Its variables, by place; `undefined` for what is a symbol and stays so, as the θ of h(x; θ). */
  readonly params: readonly (string | undefined)[]
  /** Those of its variables that are indices: the a of π(a ∣ s), and what it bears itself, the i of q_i(θ). */
  readonly labels: readonly string[]
  /** Which of these it bears itself, in their order. */
  readonly borne: readonly string[]
  /** Whether its variables are symbols as well, at which it has a value: f(x) where x is declared. */
  readonly isValue: boolean
  readonly expr: Expr
  /** Where it may be read in several ways: all of them, of which only one may fit. */
  readonly readings: Readings<Expr>
  /** Its line in the given block. */
  readonly span: Span
}

/** A symbol. */
export interface Declared {
  readonly name: string
  /** What values it may have. */
  readonly kind: SymbolKind
  /** The name of the dimension of each axis, or a number; for definitions known once they are lowered. */
  readonly axes: readonly string[]
  /** How many leading axes must always be indexed: a sample x^{(n)} of a family. */
  readonly family: number
  /** How many indices it bears above. */
  readonly above: number
  /** Whether its only axis is a row. */
  readonly row: boolean
  /** For a class: of how many. */
  readonly classes: string | undefined
  readonly definition: Definition | undefined
  /** The axes that another line says its definition has. */
  readonly stated?: readonly string[]
  /** Its line in the given block. */
  readonly span: Span
}

/** What updates descend on. */
export interface Objective {
  /** The name of the loss. */
  readonly loss: string
  /** The name of the step. */
  readonly step: string | undefined
}

/** Everything that is declared. */
export interface Context {
  /** The text of the given block. */
  readonly source: string
  /** Symbols by name. */
  readonly symbols: ReadonlyMap<string, Declared>
  /** Functions that it defines, by name. */
  readonly functions: ReadonlyMap<string, OwnFunction>
  /** Dimensions in the order in which they first occur. */
  readonly dims: readonly string[]
  /** What the reader of formulas must know of them. */
  readonly names: Names
  /** What updates such as w := w − … descend on, and their step. */
  readonly objective: Objective | undefined
  /** How derivatives of numbers stand: as what they are by unless it is said, in numerator layout turned. */
  readonly layout: 'numerator' | undefined
}

/** The kind of a symbol. */
export const kindIn = ({ symbols }: Context, name: string): Kind => kinds[symbols.get(name)!.kind]

/** Where the values of a symbol stand, at given sizes of the dimensions. */
export function layoutOf(
  { symbols }: Context,
  name: string,
  sizes: Readonly<Record<string, number>>,
): Layout {
  const { axes, classes } = symbols.get(name)!
  const extent = (dim: string): number => sizes[dim] ?? Number(dim)
  return { shape: axes.map(extent), classes: classes === undefined ? undefined : extent(classes) }
}
