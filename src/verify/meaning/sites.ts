// The sites of a formula at which something could be different: each part with the labels in force there and its shape.

import { attempt, childrenOf, type Expr, type Kind, nameOfIndex, type Of, symbolsIn } from '../text/index.js'
import type { Type } from './node.js'
import type { Problem } from './problem.js'
import type { Scope } from './scope.js'

/** What a part is to the formula above it. */
export type Role = 'root' | 'term' | 'factor' | 'argument' | 'index' | 'body' | 'branch' | 'inner'

/** A part of a formula in its place. */
export interface Site {
  readonly expr: Expr
  readonly scope: Scope
  /** Its shape; `undefined` where it has none because of the mistake. */
  readonly type: Type | undefined
  readonly role: Role
  readonly parent: Expr | undefined
}

const ROLES: Partial<Record<Kind, Role>> = {
  add: 'term',
  mul: 'factor',
  call: 'argument',
  apply: 'argument',
  big: 'body',
  cases: 'branch',
  symbol: 'index',
}

/** All sites of a formula. */
export function sitesIn(problem: Problem, root: Expr, scope: Scope): readonly Site[] {
  const sites: Site[] = []
  const visit = (expr: Expr, inner: Scope, role: Role, parent: Expr | undefined): void => {
    sites.push({ expr, scope: inner, type: typeOf(problem, expr, inner), role, parent })
    if (role === 'index' && expr.kind !== 'symbol') return
    const within = expr.kind === 'big' ? scopeWithin(problem, expr, inner) : inner
    if (within === undefined) return
    for (const part of changeable(expr)) {
      const isIndex = expr.kind === 'indexed' && part !== expr.of
      visit(part, within, isIndex ? 'index' : (ROLES[expr.kind] ?? 'inner'), expr)
    }
  }
  visit(root, scope, 'root', undefined)
  return sites
}

/** The parts that are sites: what is differentiated by, ranges and conditions are changed by slips of their own. */
function changeable(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'iverson':
    case 'delta':
      return []
    case 'derivative':
      return [expr.of]
    case 'big':
      return [expr.body]
    case 'cases':
      return expr.branches.map(({ value }) => value)
    default:
      return childrenOf(expr)
  }
}

/** The scope of a sum's body; where that does not fit together, its index runs over what it runs over where it is used first. */
function scopeWithin(problem: Problem, expr: Of<'big'>, scope: Scope): Scope | undefined {
  const found = attempt(() => problem.bound(expr, scope).inner)
  if (found !== undefined) return found
  const { index, body } = expr
  const dims = symbolsIn(body).flatMap(({ name, indices }) => {
    const axis = indices.findIndex(i => nameOfIndex(i) === index)
    return axis < 0 ? [] : [problem.axesOf(name)?.[axis]]
  })
  const dim = dims.find(known => known !== undefined)
  if (dim === undefined) return undefined
  const depth = scope.depth + 1
  return {
    labels: new Map([...scope.labels, [index, problem.graph.label(`#${depth}|${dim}`)] as const]),
    depth,
    bound: scope.bound,
    ...(scope.moved && { moved: scope.moved }),
  }
}

const typeOf = (problem: Problem, expr: Expr, scope: Scope): Type | undefined =>
  attempt(() => problem.lower(expr, scope).type)
