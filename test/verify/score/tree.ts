// Trees of formulas: every place in one, and the whole with something else at that place.
import type { Condition, Expr, Index } from '../../../src/verify/text/tree.js'

/** What a part is to its whole. */
export type Role = 'formula' | 'index' | 'exponent' | 'condition' | 'range'

/** A new part for an old one. */
export type Change = (part: Expr, role: Role) => Expr
type ChangeCondition = (condition: Condition) => Condition

const same: ChangeCondition = condition => condition

/** A list with its members changed; the list itself where none was. */
function each<T>(list: readonly T[], change: (member: T) => T): readonly T[] {
  const next = list.map(change)
  return next.every((member, i) => member === list[i]) ? list : next
}

const valued =
  <T extends { readonly value: Expr }>(change: Change) =>
  (part: T): T => {
    const value = change(part.value, 'formula')
    return value === part.value ? part : { ...part, value }
  }

/** A node with some fields replaced; the node itself where all are as before. */
function renewed<T extends object>(node: T, fields: Partial<T>): T {
  return Object.entries(fields).every(([key, value]) => node[key as keyof T] === value)
    ? node
    : { ...node, ...fields }
}

/** A formula with its direct parts changed. */
export function rebuilt(expr: Expr, change: Change, onCondition: ChangeCondition = same): Expr {
  const at = (part: Expr): Expr => change(part, 'formula')
  const index = (part: Index): Index => (part === ':' ? part : change(part, 'index'))
  const asked = (condition: Condition): Condition => onCondition(rebuiltCondition(condition, change))
  switch (expr.kind) {
    case 'number':
    case 'constant':
      return expr
    case 'symbol':
      return renewed(expr, { indices: each(expr.indices, index) })
    case 'add':
      return renewed(expr, { terms: each(expr.terms, valued(change)) })
    case 'mul':
      return renewed(expr, { factors: each(expr.factors, valued(change)) })
    case 'pow':
      return renewed(expr, { base: at(expr.base), exponent: change(expr.exponent, 'exponent') })
    case 'call':
      return renewed(expr, { args: each(expr.args, at) })
    case 'apply':
      return renewed(expr, {
        ...(expr.indices && { indices: each(expr.indices, at) }),
        args: each(expr.args, at),
      })
    case 'transpose':
    case 'differential':
    case 'norm':
      return renewed(expr, { of: at(expr.of) })
    case 'big':
      return renewed(expr, { where: expr.where && asked(expr.where), body: at(expr.body) })
    case 'matrix':
      return renewed(expr, { rows: each(expr.rows, row => each(row, at)) })
    case 'iverson':
      return renewed(expr, { condition: asked(expr.condition) })
    case 'delta':
      return renewed(expr, { left: change(expr.left, 'index'), right: change(expr.right, 'index') })
    case 'cases': {
      const branches = each(expr.branches, branch =>
        renewed(branch, { value: at(branch.value), condition: branch.condition && asked(branch.condition) }),
      )
      return renewed(expr, { branches })
    }
    case 'derivative':
      return renewed(expr, { of: at(expr.of) })
    case 'indexed':
      return renewed(expr, { of: at(expr.of), indices: each(expr.indices, index) })
  }
}

/** A condition with its direct formulas changed. */
export function rebuiltCondition(condition: Condition, change: Change): Condition {
  const at = (part: Expr): Expr => change(part, 'condition')
  if (condition.kind === 'compare')
    return renewed(condition, { left: at(condition.left), right: at(condition.right) })
  if (condition.kind === 'member') return renewed(condition, { element: at(condition.element) })
  return renewed(condition, { parts: each(condition.parts, part => rebuiltCondition(part, change)) })
}

/** A formula with a label replaced wherever it stands free. */
export function substituted(expr: Expr, label: string, by: Expr): Expr {
  if (expr.kind === 'symbol' && expr.name === label && expr.indices.length === 0) return by
  if (expr.kind === 'big' && expr.index === label) return expr
  return rebuilt(expr, part => substituted(part, label, by))
}

/** All nodes below and with a formula. */
export function nodesOf(expr: Expr): readonly Expr[] {
  const found: Expr[] = []
  const visit = (node: Expr): Expr => {
    found.push(node)
    rebuilt(node, visit)
    return node
  }
  visit(expr)
  return found
}
