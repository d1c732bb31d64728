// The places of a formula at which something may go wrong, with the labels that may be used there.

import { rangesWithin } from '../../../src/verify/meaning/scope.js'
import { LanguageError } from '../../../src/verify/text/source.js'
import type { Condition, Expr } from '../../../src/verify/text/tree.js'
import type { Material } from './material.js'
import { type Role, rebuilt } from './tree.js'

/** Labels in force and the dimensions that they run over. */
export type Labels = ReadonlyMap<string, string>

/** A part of a right side. */
export interface Place {
  readonly expr: Expr
  readonly role: Role
  readonly parent: Expr | undefined
  readonly labels: Labels
  /** The whole right side with something else here. */
  readonly put: (next: Expr) => Expr
}

/** A condition within a right side. */
export interface ConditionPlace {
  readonly condition: Condition
  readonly labels: Labels
  readonly put: (next: Condition) => Expr
}

/** All places of a right side. */
export function placesOf(root: Expr, material: Material): readonly Place[] {
  const places: Place[] = []
  const visit = (place: Place): void => {
    places.push(place)
    const { expr, put } = place
    const labels = labelsBelow(place, material)
    const parts: [Expr, Role][] = []
    rebuilt(expr, (part, role) => {
      parts.push([part, role])
      return part
    })
    parts.forEach(([part, role], k) => {
      const putPart = (next: Expr): Expr => {
        let at = 0
        return put(rebuilt(expr, other => (at++ === k ? next : other)))
      }
      visit({ expr: part, role: inherited(place.role, role), parent: expr, labels, put: putPart })
    })
  }
  visit({ expr: root, role: 'formula', parent: undefined, labels: material.labels, put: next => next })
  return places
}

/** What is within an index is an index. */
const inherited = (outer: Role, own: Role): Role =>
  outer === 'index' || (outer === 'condition' && own !== 'index') ? outer : own

function labelsBelow({ expr, labels }: Place, { problem }: Material): Labels {
  if (expr.kind !== 'big') return labels
  const { body, where, range, index } = expr
  const to = range.to?.kind === 'symbol' ? range.to.name : undefined
  const dim = dimOf(index, [body, ...(where ? [where] : [])], problem) ?? to
  return dim === undefined ? labels : new Map([...labels, [index, dim]])
}

/** Over what an index runs; `undefined` where another mistake has left that open. */
function dimOf(
  index: string,
  parts: readonly (Expr | Condition)[],
  problem: Material['problem'],
): string | undefined {
  try {
    return rangesWithin(parts, problem).get(index)?.dim
  } catch (error) {
    if (error instanceof LanguageError) return undefined
    throw error
  }
}

/** All conditions of a right side. */
export function conditionsOf(root: Expr, material: Material): readonly ConditionPlace[] {
  return placesOf(root, material).flatMap(place => {
    const found: Condition[] = []
    const { expr, put } = place
    rebuilt(
      expr,
      part => part,
      condition => {
        found.push(condition)
        return condition
      },
    )
    return found.map((condition, k) => ({
      condition,
      labels: labelsBelow(place, material),
      put: (next: Condition): Expr => {
        let at = 0
        return put(
          rebuilt(
            expr,
            part => part,
            other => (at++ === k ? next : other),
          ),
        )
      },
    }))
  })
}

/** Other labels in force of the same range. */
export const othersLike = (labels: Labels, label: string): readonly string[] => {
  const dim = labels.get(label)
  return dim === undefined
    ? []
    : [...labels.keys()].filter(other => other !== label && labels.get(other) === dim)
}
