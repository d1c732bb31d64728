// Definitions in an order in which each comes behind those that it is made of, found without recursion, however long the chain.
import type { Context, Declared, OwnFunction } from '../given/index.js'
import { appliedIn, type Expr, LanguageError, symbolsIn } from '../text/index.js'
import { spoken } from './node.js'

/** A symbol and all that it is computed from and that is not known yet, what comes first first; a circle is refused. */
export function dependenciesFirst(
  root: Declared,
  { symbols, functions, source }: Context,
  isKnown: (name: string) => boolean,
): readonly Declared[] {
  const done = new Set<string>()
  const order: Declared[] = []
  const path: { readonly symbol: Declared; readonly rest: Iterator<string> }[] = []
  const enter = (symbol: Declared): void => {
    const { expr } = symbol.definition!
    path.push({ symbol, rest: namesIn(expr, functions, name => symbols.has(name)).values() })
  }
  enter(root)
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const next = last.rest.next()
    if (next.done) {
      path.pop()
      done.add(last.symbol.name)
      order.push(last.symbol)
      continue
    }
    const symbol = symbols.get(next.value)
    if (symbol?.definition === undefined || done.has(symbol.name) || isKnown(symbol.name)) continue
    if (path.some(entered => entered.symbol === symbol)) {
      const chain = [...path.map(entered => entered.symbol.name), symbol.name].map(spoken)
      const shown = chain.length > SHOWN ? [...chain.slice(0, SHOWN - 1), '…', chain.at(-1)!] : chain
      throw new LanguageError(
        'context',
        `${spoken(symbol.name)} is defined by itself: ${shown.join(' → ')}`,
        symbol.span,
        symbol.definition.labels.length > 0
          ? [
              'What comes before may have a line of its own: v_{t-1} : real, for a step v_t = \\beta v_{t-1} + g.',
            ]
          : [],
        source,
      )
    }
    enter(symbol)
  }
  return order
}

/** More links of a circle are not shown. */
const SHOWN = 12

/** The names of all symbols in a formula and in the functions that it applies, of an undeclared h_{ij} that of its capital. */
function namesIn(
  root: Expr,
  functions: Context['functions'],
  isDeclared: (name: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (expr: Expr, params: OwnFunction['params']): void => {
    for (const { name, indices } of symbolsIn(expr)) {
      if (params.includes(name)) continue
      found.add(indices.length === 0 || isDeclared(name) ? name : name.toUpperCase().normalize('NFC'))
    }
    for (const name of appliedIn(expr)) {
      const own = functions.get(name)
      if (own === undefined || seen.has(name)) continue
      seen.add(name)
      visit(own.expr, own.params)
    }
  }
  visit(root, [])
  return found
}
