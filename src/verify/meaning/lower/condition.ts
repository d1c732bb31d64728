// Conditions, which are 1 where they are true, and formulas by cases.
import { CLASSES, type Comparison, sameShape } from '../../terms/index.js'
import { type Condition, type Expr, LanguageError, type Of } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, labelsOf, type Node, scalarLike, shapeText, type Type } from '../node.js'
import type { Scope } from '../scope.js'
import { refusing } from './sum.js'

/** The node of a condition: 1 where it is true. */
export function lowerCondition(problem: Lowerer, condition: Condition, scope: Scope): Node {
  switch (condition.kind) {
    case 'compare':
      return compared(problem, condition.op, condition.left, condition.right, scope)
    case 'and':
    case 'or':
      return condition.parts
        .map(part => lowerCondition(problem, part, scope))
        .reduce((a, b) => joined(problem, condition.kind, a, b))
    case 'member': {
      const { list, element, negative } = condition
      const classes = list.kind === 'symbol' ? problem.classesOf(list.name) : undefined
      if (list.kind !== 'symbol' || classes === undefined)
        throw new LanguageError('unsupported', '∈ wants a list of classes on its right', list.span, CLASSES)
      const position = problem.graph.label(`#${scope.depth + 1}|${problem.axesOf(list.name)![0]}`)
      const equal = truth(problem, '=', problem.lower(element, scope), memberAt(problem, list.name, position))
      const label = position.type.labels[0]!
      const found = problem.graph.make({ op: 'reduce', how: 'max', label }, [equal], {
        ...equal.type,
        labels: equal.type.labels.filter(other => other !== label),
      })
      return negative ? problem.graph.make({ op: 'not' }, [found], found.type) : found
    }
  }
}

/** The member of a list of classes at a position. */
export const memberAt = (problem: Lowerer, list: string, position: Node): Node =>
  problem.graph.make({ op: 'symbol', name: list, keep: [false], row: false }, [position], {
    ...position.type,
    sort: 'index',
  })

/** Two numbers, compared. */
export function compared(
  problem: Lowerer,
  relation: Comparison,
  left: Expr,
  right: Expr,
  scope: Scope,
): Node {
  const [a, b] = [left, right].map(side => {
    const node = problem.lower(side, scope)
    if (isScalar(node.type)) return node
    throw new LanguageError('unsupported', `numbers are compared, not ${shapeText(node.type)}`, side.span, [
      'Use indices.',
    ])
  })
  return truth(problem, relation, a!, b!)
}

/** Two nodes, compared. */
export function truth({ graph }: Lowerer, relation: Comparison, a: Node, b: Node): Node {
  const labels = labelsOf([a, b])
  return graph.make({ op: 'compare', relation }, [a, b], {
    ...scalarLike({ ...a.type, labels }),
    sort: 'truth',
  })
}

/** Two conditions as one. */
export const joined = ({ graph }: Lowerer, op: 'and' | 'or', a: Node, b: Node): Node =>
  graph.make({ op }, [a, b], { ...a.type, labels: labelsOf([a, b]), sort: 'truth' })

/** A formula by cases. */
export function lowerCases(problem: Lowerer, { branches, span }: Of<'cases'>, scope: Scope): Node {
  const last = branches.at(-1)!
  // Where no condition is met, nothing is claimed.
  const rest =
    last.condition === undefined ? problem.lower(last.value, scope) : problem.graph.number(Number.NaN)
  const conditional = last.condition === undefined ? branches.slice(0, -1) : branches
  return conditional.reduceRight<Node>((otherwise, { value, condition }) => {
    const [then, asked] = [problem.lower(value, scope), lowerCondition(problem, condition!, scope)]
    const open = Number.isNaN(otherwise.operation.op === 'number' ? otherwise.operation.value : 0)
    const type: Type = open
      ? then.type
      : { ...then.type, ...sameShape(then.type, otherwise.type, refusing(span)) }
    return problem.graph.make({ op: 'select' }, [then, asked, otherwise], {
      ...type,
      labels: labelsOf([then, asked, otherwise]),
      sort: 'real',
    })
  }, rest)
}
