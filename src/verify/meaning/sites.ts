// The places of a formula at which something could be different: each node with the labels in force there and its shape.

import { LanguageError } from '../text/source.js'
import type { Expr, Of } from '../text/tree.js'
import { mapTree } from '../text/visit.js'
import type { Type } from './node.js'
import type { Problem } from './problem.js'
import { childrenOf, type Scope } from './scope.js'

/** What a node is to the node above it. */
export type Role = 'root' | 'term' | 'factor' | 'argument' | 'index' | 'body' | 'branch' | 'inner'

/** A node in its place. */
export interface Place {
  readonly node: Expr
  readonly scope: Scope
  /** Its shape; `undefined` where it has none because of the mistake. */
  readonly type: Type | undefined
  readonly role: Role
  readonly parent: Expr | undefined
}

/** All places of a formula. */
export function placesIn(problem: Problem, root: Expr, scope: Scope): readonly Place[] {
  const places: Place[] = []
  const visit = (node: Expr, inner: Scope, role: Role, parent: Expr | undefined): void => {
    places.push({ node, scope: inner, type: typeOf(problem, node, inner), role, parent })
    // What is differentiated, and what stands in a condition, is changed by rules of their own.
    if (node.kind === 'symbol') {
      for (const index of node.indices) if (index !== ':') visit(index, inner, 'index', node)
      return
    }
    if (node.kind === 'iverson' || node.kind === 'delta' || role === 'index') return
    if (node.kind === 'derivative') {
      visit(node.of, inner, 'inner', node)
      return
    }
    if (node.kind === 'cases') {
      for (const { value } of node.branches) visit(value, inner, 'branch', node)
      return
    }
    if (node.kind === 'big') {
      const within = attempt(() => problem.scopeInside(node, inner)) ?? scopeByUse(problem, node, inner)
      if (within !== undefined) visit(node.body, within, 'body', node)
      return
    }
    const roles: Partial<Record<Expr['kind'], Role>> = {
      add: 'term',
      mul: 'factor',
      call: 'argument',
      indexed: 'inner',
    }
    for (const child of childrenOf(node)) {
      const isIndex = node.kind === 'indexed' && child !== node.of
      visit(child, inner, isIndex ? 'index' : (roles[node.kind] ?? 'inner'), node)
    }
  }
  visit(root, scope, 'root', undefined)
  return places
}

/** The scope of a sum whose body does not fit together: over what its index runs where it is used first. */
function scopeByUse(problem: Problem, { index, body }: Of<'big'>, scope: Scope): Scope | undefined {
  let dim: string | undefined
  mapTree(body, node => {
    if (node.kind === 'symbol') {
      const axis = node.indices.findIndex(i => i !== ':' && i.kind === 'symbol' && i.name === index)
      if (axis >= 0) dim ??= problem.axesOf(node.name)?.[axis]
    }
    return undefined
  })
  if (dim === undefined) return undefined
  const depth = scope.depth + 1
  return { labels: new Map([...scope.labels, [index, problem.label(`#${depth}|${dim}`)] as const]), depth }
}

const typeOf = (problem: Problem, node: Expr, scope: Scope): Type | undefined =>
  attempt(() => problem.lower(node, scope).type)

/** What a rule gives, or nothing where the language refuses. */
export function attempt<T>(rule: () => T): T | undefined {
  try {
    return rule()
  } catch (error) {
    if (error instanceof LanguageError) return undefined
    throw error
  }
}
