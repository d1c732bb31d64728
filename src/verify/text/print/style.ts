// How formulas are written, and what holds their parts together.
import type { Names } from '../parse/cursor.js'
import type { Expr } from '../tree.js'

/** How to write. */
export interface Style {
  readonly latex: boolean
  /** What is declared; e, σ, δ, I and π mean something else then. */
  readonly names: Pick<Names, 'has' | 'above' | 'isIndex' | 'axes'>
  /** The text that unchanged nodes are taken from, and whether a node is one of them. */
  readonly source?: { readonly text: string; readonly has: (expr: Expr) => boolean }
}

/** How tightly a text holds together: what is looser than its place wants needs brackets. */
export const TIGHT = {
  anything: 0,
  sum: 1,
  /** Σ with its body, and products that end with one: they would take what follows. */
  reaching: 2,
  product: 2.2,
  /** \log x without brackets, which must not be followed by a factor. */
  bare: 2.5,
  /** What multiplies without brackets: \frac, ∂a/∂b, \log(x). */
  factor: 3,
  /** Powers and transposes. */
  power: 4,
  /** What may be raised: x_i, |x|, numbers. */
  base: 5,
  /** What may be indexed: (…). */
  bracket: 6,
} as const

/** A text, and how tightly it holds together. */
export interface Piece {
  readonly text: string
  readonly tight: number
}

/** Writes parts of a formula, each once; bracketed where they are looser than their place wants. */
export interface Write {
  (part: Expr, atLeast?: number): string
  /** The same, with how tightly the text holds together. */
  piece(part: Expr, atLeast?: number): Piece
}

/** A piece, bracketed if it is looser than its place wants. */
export const fitted = (piece: Piece, atLeast: number, latex: boolean): Piece =>
  piece.tight < atLeast ? { text: bracketed(piece.text, latex), tight: TIGHT.bracket } : piece

/** A text in brackets, which grow with what is tall. */
export const bracketed = (text: string, latex: boolean): string =>
  latex && isTall(text) ? `\\left( ${text} \\right)` : `(${text})`

/** Whether brackets around a text should grow. */
export const isTall = (text: string): boolean => /\\frac|\\sum|\\begin|\\prod/.test(text)

/** A subscript or superscript, braced where it is more than a single thing. */
export function script(text: string, latex: boolean): string {
  if (latex) return /^([^\\]|\\[a-zA-Z]+)$/u.test(text) ? text : `{${text}}`
  return /^([\p{Lu}\p{Ll}\p{Lo}\p{M}]+|\d+(\.\d+)?)$/u.test(text)
    ? text
    : /^\{.*\}$/.test(text)
      ? `{${text}}`
      : `(${text})`
}
