// Entries by their small letters: h_{ij} of the matrix H, where no h is declared.
import type { SymbolExpr } from '../language/ast.js'
import type { Axes } from './scope.js'

/** The capital of a name of one letter: x̂' → X̂'. */
function capitalOf(name: string): string | undefined {
  const [, letter, rest] = /^(\p{Ll}\p{M}*)('*)$/u.exec(name) ?? []
  return letter === undefined ? undefined : `${letter.toUpperCase()}${rest}`.normalize('NFC')
}

/**
 * A formula in which small letters with indices are entries of their capitals. An index for each axis must be there: w_i may
 * be a row of W or a column, so it is neither.
 */
export function withEntries<T>(tree: T, axes: Axes): T {
  const named = (symbol: SymbolExpr): SymbolExpr => {
    const capital = capitalOf(symbol.name)
    if (capital === undefined || symbol.indices.length === 0 || axes.axesOf(symbol.name) !== undefined)
      return symbol
    return axes.axesOf(capital)?.length === symbol.indices.length ? { ...symbol, name: capital } : symbol
  }
  const visit = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) {
      const parts = part.map(visit)
      return parts.some((value, i) => value !== part[i]) ? parts : part
    }
    const changed = Object.entries(part)
      .map(([key, value]) => [key, value, visit(value)] as const)
      .filter(([, before, after]) => before !== after)
    const whole =
      changed.length === 0
        ? part
        : { ...part, ...Object.fromEntries(changed.map(([key, , value]) => [key, value])) }
    return 'kind' in whole && whole.kind === 'symbol' ? named(whole as SymbolExpr) : whole
  }
  return visit(tree) as T
}
