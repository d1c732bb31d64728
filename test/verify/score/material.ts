// True claims, read: what mistakes are planted into.
import type { Claim } from '../../../src/verify/decide/claim.js'
import type { Context } from '../../../src/verify/given/context.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { type Problem, problemOf } from '../../../src/verify/meaning/problem.js'
import { rangesWithin } from '../../../src/verify/meaning/scope.js'
import type { Expr } from '../../../src/verify/text/tree.js'
import { readClaims } from '../decide/claims.js'
import { LOSSES, type Loss } from './losses.js'
import type { Labels } from './places.js'
import { nodesOf } from './tree.js'

/** A true claim with all that is known of it. */
export interface Material {
  readonly loss: Loss
  readonly source: string
  readonly context: Context
  readonly problem: Problem
  readonly claim: Claim
  readonly left: Expr
  readonly right: Expr
  /** The nodes of the right side as it was read. */
  readonly nodes: ReadonlySet<Expr>
  /** Free labels. */
  readonly labels: Labels
}

/** One claim of a context. */
export function materialOf(loss: Loss, source: string, context: Context): Material {
  const problem = problemOf(context)
  const claims = readClaims(source, problem)
  const [claim] = claims
  if (claims.length !== 1 || claim!.sides.length !== 2) throw new Error(`not one equation: ${source}`)
  const { statement, sides } = claim!
  const [left, right] = sides.map(({ expr }) => expr)
  const parts = [left!, right!, ...statement.conditions]
  const labels = new Map([...rangesWithin(parts, problem).values()].map(({ name, dim }) => [name, dim]))
  return {
    loss,
    source,
    context,
    problem,
    claim: claim!,
    left: left!,
    right: right!,
    nodes: new Set(nodesOf(right!)),
    labels,
  }
}

/** All true claims. */
export const materials = (): readonly Material[] =>
  LOSSES.flatMap(loss => {
    const context = readGiven(loss.given)
    return loss.claims.map(source => materialOf(loss, source, context))
  })
