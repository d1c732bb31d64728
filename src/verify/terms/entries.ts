// What definitions entry by entry are made of: truth values, ranges, sums.
import { add, ONE, type Real, sign, ZERO } from '../numbers/doubleDouble/index.js'
import type { Applied, Entries } from './term.js'

export const truth = (is: boolean): Real => (is ? ONE : ZERO)
export const isTrue = (x: Real): boolean => sign(x) !== 0

/** 0, 1, … up to the length of a dimension. */
export const range = (at: Pick<Applied, 'extent'>, dim: string): readonly number[] =>
  Array.from({ length: at.extent(dim) }, (_, i) => i)

export const sumOf = (values: readonly Real[]): Real => values.reduce((a, b) => add(a, b), ZERO)

/** All entries of an argument. */
export function all(entry: Entries, at: Applied, arg = 0): readonly Real[] {
  const { rows, cols } = at.args[arg]!.type
  return range(at, rows).flatMap(i => range(at, cols).map(j => entry(arg, i, j)))
}

/** The entries of an argument along a line: all of a vector, a row of a matrix. */
export function line(entry: Entries, at: Applied, row: number): readonly Real[] {
  const { rows, cols } = at.args[0]!.type
  return cols === '1' ? range(at, rows).map(k => entry(0, k, 0)) : range(at, cols).map(k => entry(0, row, k))
}
