// Entries by their small letters: h_{ij} of the matrix H, where no h is declared.
import { apart, type Expr, nameOfIndex, type Of, rewritten, type SymbolExpr } from '../../text/index.js'
import type { Axes } from '../scope.js'

/** The capital of a name of one letter: x̂' → X̂'. */
function capitalOf(name: string): string | undefined {
  const [, letter, rest] = /^(\p{Ll}\p{M}*)('*)$/u.exec(name) ?? []
  return letter === undefined ? undefined : `${letter.toUpperCase()}${rest}`.normalize('NFC')
}

/**
 * A formula in which other names are those that they stand for, and small letters with indices are entries of their capitals. An index for each axis must be there: w_i may
 * be a row of W or a column, so it is neither.
 */
export function withEntries(root: Expr, axes: Axes): Expr {
  const named = (written: SymbolExpr): SymbolExpr => {
    const symbol = { ...written, name: axes.aliasOf?.(written.name) ?? written.name }
    const capital = capitalOf(symbol.name)
    if (capital === undefined || symbol.indices.length === 0 || axes.axesOf(symbol.name) !== undefined)
      return symbol
    const count = axes.axesOf(capital)?.length
    // h_{11} is no row of H: it has an index for each axis, without a comma.
    const entry = count === undefined ? symbol : apart(symbol, count)
    return count === entry.indices.length ? { ...entry, name: capital } : symbol
  }
  return rewritten(root, expr => {
    if (expr.kind === 'symbol') return counted(named(expr), axes)
    return expr.kind === 'pow' ? (sampled(expr, axes) ?? expr) : expr
  })
}

/** y^i of a list of classes, which has no powers: the class of sample i. */
function sampled({ base, exponent, span }: Of<'pow'>, axes: Axes): Expr | undefined {
  if (base.kind !== 'symbol' || base.indices.length > 0 || axes.classesOf(base.name) === undefined)
    return undefined
  const label = nameOfIndex(exponent)
  const isLabel = label !== undefined && axes.axesOf(label) === undefined
  return isLabel && axes.axesOf(base.name)?.length === 1 ? { ...base, indices: [exponent], span } : undefined
}

/** B_{12} of a matrix with too few rows for a twelfth is its entry in row 1 and column 2. */
function counted(symbol: SymbolExpr, axes: Axes): SymbolExpr {
  const [row, column, ...more] = axes.axesOf(symbol.name) ?? []
  const [index] = symbol.indices
  if (row === undefined || column === undefined || more.length > 0) return symbol
  if (symbol.indices.length !== 1 || index === ':' || index?.kind !== 'number') return symbol
  return /^\d+$/.test(row) && index.value > Number(row) ? apart(symbol, 2) : symbol
}
