// Trees and how to change them: one node replaced, everything else as it was.
import type { Condition, Expr, Index } from './tree.js'

/** A tree with one node replaced by another. */
export function replaced(root: Expr, node: Expr, by: Expr): Expr {
  return mapTree(root, found => (found === node ? by : undefined))
}

/** A tree in which each node for which `change` has another is replaced by it. */
export function mapTree(root: Expr, change: (node: Expr) => Expr | undefined): Expr {
  const other = change(root)
  if (other !== undefined) return other
  const go = (part: Expr): Expr => mapTree(part, change)
  const list = <T>(items: readonly T[], f: (item: T) => T): readonly T[] => {
    const mapped = items.map(f)
    return mapped.every((item, i) => item === items[i]) ? items : mapped
  }
  const index = (i: Index): Index => (i === ':' ? i : go(i))
  const valued = <T extends { readonly value: Expr }>(item: T): T => {
    const value = go(item.value)
    return value === item.value ? item : { ...item, value }
  }
  const same = <T extends Expr>(before: T, after: T): T =>
    (Object.keys(after) as (keyof T)[]).every(key => after[key] === before[key]) ? before : after
  switch (root.kind) {
    case 'number':
    case 'constant':
      return root
    case 'symbol':
      return same(root, { ...root, indices: list(root.indices, index) })
    case 'add':
      return same(root, { ...root, terms: list(root.terms, valued) })
    case 'mul':
      return same(root, { ...root, factors: list(root.factors, valued) })
    case 'pow':
      return same(root, { ...root, base: go(root.base), exponent: go(root.exponent) })
    case 'call':
      return same(root, { ...root, args: list(root.args, go) })
    case 'transpose':
    case 'norm':
      return same(root, { ...root, of: go(root.of) })
    case 'big': {
      const where = root.where && mapCondition(root.where, go)
      return same(root, { ...root, where, body: go(root.body) })
    }
    case 'iverson':
      return same(root, { ...root, condition: mapCondition(root.condition, go) })
    case 'delta':
      return same(root, { ...root, left: go(root.left), right: go(root.right) })
    case 'cases':
      return same(root, {
        ...root,
        branches: list(root.branches, branch => {
          const value = go(branch.value)
          const condition = branch.condition && mapCondition(branch.condition, go)
          return value === branch.value && condition === branch.condition ? branch : { value, condition }
        }),
      })
    case 'derivative':
      return same(root, { ...root, of: go(root.of) })
    case 'indexed':
      return same(root, { ...root, of: go(root.of), indices: list(root.indices, index) })
  }
}

function mapCondition(condition: Condition, go: (part: Expr) => Expr): Condition {
  switch (condition.kind) {
    case 'compare': {
      const [left, right] = [go(condition.left), go(condition.right)]
      return left === condition.left && right === condition.right ? condition : { ...condition, left, right }
    }
    case 'member': {
      const element = go(condition.element)
      return element === condition.element ? condition : { ...condition, element }
    }
    case 'and':
    case 'or': {
      const parts = condition.parts.map(part => mapCondition(part, go))
      return parts.every((part, i) => part === condition.parts[i]) ? condition : { ...condition, parts }
    }
  }
}

/** A tree in which a condition is another. */
export function withCondition(root: Expr, from: Condition, to: Condition): Expr {
  const change = (condition: Condition): Condition =>
    condition === from
      ? to
      : condition.kind === 'and' || condition.kind === 'or'
        ? { ...condition, parts: condition.parts.map(change) }
        : condition
  if (root.kind === 'iverson') return { ...root, condition: change(root.condition) }
  if (root.kind === 'big' && root.where !== undefined) return { ...root, where: change(root.where) }
  if (root.kind === 'cases')
    return {
      ...root,
      branches: root.branches.map(b => ({ ...b, condition: b.condition && change(b.condition) })),
    }
  return root
}
