// The parts of a formula, and the formula with other parts: everything that walks or changes trees stands on `mapChildren`.
import type { Span } from './source.js'
import type { Condition, Expr, Index, Of, Range, Statement, SymbolExpr } from './tree.js'

/** What becomes of something. */
type Change<T> = (part: T) => T

const same: Change<Condition> = condition => condition

/** A list with its members changed; the list itself where none was. */
function each<T>(list: readonly T[], change: Change<T>): readonly T[] {
  const next = list.map(change)
  return next.every((member, i) => member === list[i]) ? list : next
}

/** An object with some fields replaced; the object itself where all are as before. */
function renewed<T extends object>(whole: T, fields: Partial<T>): T {
  for (const key in fields) if (fields[key] !== whole[key]) return { ...whole, ...fields }
  return whole
}

/**
 * A formula whose direct parts are changed, in their order in the text; the formula itself where none was. Formulas within
 * conditions and ranges are parts as well. `on` changes the conditions, whose own parts have been changed by then. What a
 * derivative is by stays a symbol: nothing else can stand there.
 */
export function mapChildren(expr: Expr, change: Change<Expr>, on: Change<Condition> = same): Expr {
  const index = (part: Index): Index => (part === ':' ? part : change(part))
  const valued = <T extends { readonly value: Expr }>(part: T): T => {
    const value = change(part.value)
    return value === part.value ? part : { ...part, value }
  }
  const condition = (part: Condition): Condition => mapCondition(part, change, on)
  switch (expr.kind) {
    case 'number':
    case 'constant':
      return expr
    case 'symbol':
      return renewed(expr, { indices: each(expr.indices, index) })
    case 'add':
      return renewed(expr, { terms: each(expr.terms, valued) })
    case 'mul':
      return renewed(expr, { factors: each(expr.factors, valued) })
    case 'pow':
      return renewed(expr, { base: change(expr.base), exponent: change(expr.exponent) })
    case 'apply': {
      const indices = expr.indices && each(expr.indices, change)
      return renewed(expr, { ...(indices && { indices }), args: each(expr.args, change) })
    }
    case 'call':
      return renewed(expr, { args: each(expr.args, change) })
    case 'transpose': {
      const { of, prime } = expr
      const turned = renewed(expr, { of: change(of) })
      return typeof prime?.at === 'object'
        ? renewed(turned, { prime: renewed(prime, { at: change(prime.at) }) })
        : turned
    }
    case 'differential':
      return renewed(expr, { of: change(expr.of) })
    case 'norm': {
      const of = change(expr.of)
      return renewed(expr, { of, order: typeof expr.order === 'object' ? change(expr.order) : expr.order })
    }
    case 'big': {
      const range = mapRange(expr.range, change)
      const where = expr.where && condition(expr.where)
      return renewed(expr, { range, where, body: change(expr.body) })
    }
    case 'matrix':
      return renewed(expr, { rows: each(expr.rows, row => each(row, change)) })
    case 'iverson':
      return renewed(expr, { condition: condition(expr.condition) })
    case 'delta':
      return renewed(expr, { left: change(expr.left), right: change(expr.right) })
    case 'cases':
      return renewed(expr, {
        branches: each(expr.branches, branch =>
          renewed(branch, {
            value: change(branch.value),
            condition: branch.condition && condition(branch.condition),
          }),
        ),
      })
    case 'derivative': {
      const of = change(expr.of)
      const by = each(expr.by, (symbol): SymbolExpr => {
        const other = change(symbol)
        return other.kind === 'symbol' ? other : symbol
      })
      return renewed(expr, { of, by })
    }
    case 'indexed':
      return renewed(expr, { of: change(expr.of), indices: each(expr.indices, index) })
  }
}

function mapRange(range: Range, change: Change<Expr>): Range {
  const { from, to, list } = range
  return renewed(range, {
    ...(from && { from: change(from) }),
    ...(to && { to: change(to) }),
    ...(list && { list: change(list) }),
  })
}

/** A condition whose formulas are changed; then `on` changes the condition itself. */
function mapCondition(condition: Condition, change: Change<Expr>, on: Change<Condition> = same): Condition {
  switch (condition.kind) {
    case 'compare':
      return on(renewed(condition, { left: change(condition.left), right: change(condition.right) }))
    case 'member':
      return on(renewed(condition, { element: change(condition.element), list: change(condition.list) }))
    case 'and':
    case 'or':
      return on(renewed(condition, { parts: each(condition.parts, part => mapCondition(part, change, on)) }))
  }
}

/** What a change is called with, in order. */
function visited<T>(visit: (note: Change<T>) => unknown): readonly T[] {
  const found: T[] = []
  visit(part => {
    found.push(part)
    return part
  })
  return found
}

/** The formulas directly below one. */
export const childrenOf = (expr: Expr): readonly Expr[] => visited(note => mapChildren(expr, note))

/** The formulas directly within a condition. */
export const conditionParts = (condition: Condition): readonly Expr[] =>
  visited(note => mapCondition(condition, note))

/** The conditions directly within a formula; those within them come before them. */
export const conditionsOf = (expr: Expr): readonly Condition[] =>
  visited(note => mapChildren(expr, part => part, note))

/** The name of an index that is nothing but a name. */
export const nameOfIndex = (index: Index): string | undefined =>
  index !== ':' && index.kind === 'symbol' && index.indices.length === 0 ? index.name : undefined

/** A formula and all within it, each before its parts. */
export function formulasIn(root: Expr): readonly Expr[] {
  const found: Expr[] = []
  const open = [root]
  for (let expr = open.pop(); expr !== undefined; expr = open.pop()) {
    found.push(expr)
    open.push(...childrenOf(expr).toReversed())
  }
  return found
}

/** All symbols in a formula: those that stand in an index, too. */
export const symbolsIn = (root: Expr): readonly SymbolExpr[] =>
  formulasIn(root).filter((part): part is Of<'symbol'> => part.kind === 'symbol')

/** The names of all functions of the given block that a formula applies. */
export const appliedIn = (root: Expr): readonly string[] =>
  formulasIn(root).flatMap(part => (part.kind === 'apply' ? [part.name] : []))

/** A tree in which each formula for which `change` has another is replaced by it; what it has none for is entered. */
export const mapTree = (root: Expr, change: (expr: Expr) => Expr | undefined): Expr =>
  change(root) ?? mapChildren(root, part => mapTree(part, change))

/** A tree in which each formula is replaced by what `change` makes of it, the innermost first. */
export const rewritten = (root: Expr, change: Change<Expr>): Expr =>
  change(mapChildren(root, part => rewritten(part, change)))

/** A tree with one formula replaced by another. */
export const replaced = (root: Expr, expr: Expr, by: Expr): Expr =>
  mapTree(root, found => (found === expr ? by : undefined))

/** A formula in which one of its own conditions is another. */
export const withCondition = (root: Expr, from: Condition, to: Condition): Expr =>
  mapChildren(
    root,
    part => part,
    condition => (condition === from ? to : condition),
  )

/** A tree whose places are changed. */
function relocated(root: Expr, change: Change<Span>): Expr {
  const at = <T extends Expr | Condition>(part: T): T => ({ ...part, span: change(part.span) })
  return at(mapChildren(root, part => relocated(part, change), at))
}

/** A tree that stands elsewhere in the text. */
export const moved = (root: Expr, by: number): Expr =>
  relocated(root, ({ start, end }) => ({ start: start + by, end: end + by }))

/** A tree of another text, all of which stands at a place of this one and takes none. */
export const placedAt = (root: Expr, place: number): Expr =>
  relocated(root, () => ({ start: place, end: place }))

/** The formulas of a statement: its sides, and what its conditions speak of. */
export const formulasOf = ({
  sides,
  conditions,
}: Pick<Statement, 'sides' | 'conditions'>): readonly Expr[] => [
  ...sides,
  ...conditions.flatMap(conditionParts),
]

/** A statement whose formulas are changed. */
export const mapStatement = (statement: Statement, change: Change<Expr>): Statement => ({
  ...statement,
  sides: each(statement.sides, change),
  conditions: each(statement.conditions, condition => mapCondition(condition, change)),
})
