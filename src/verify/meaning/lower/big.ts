// Operators that run over an index: what it runs over, and the scope of what they are applied to.
import { CLASSES } from '../../terms/index.js'
import { type Expr, LanguageError, type Of } from '../../text/index.js'
import type { Bound, Lowerer } from '../lowerer.js'
import { isScalar, labelsOf, type Node, shapeText } from '../node.js'
import { axesIn, rangesWithin, type Scope } from '../scope.js'
import { joined, lowerCondition, memberAt, truth } from './condition.js'
import { boundRun, lowerRun } from './matrix.js'

/** Σ_i a_i, Π, max and min. */
export function lowerBig(problem: Lowerer, expr: Of<'big'>, scope: Scope): Node {
  const { op } = expr
  if (op === 'rows' || op === 'columns') return lowerRun(problem, expr, scope)
  const { label, inner, bounds } = problem.bound(expr, scope)
  const asked = expr.where === undefined ? bounds : [...bounds, lowerCondition(problem, expr.where, inner)]
  const body = problem.lower(expr.body, inner)
  if (op === 'prod' && body.type.rows !== '1' && body.type.cols !== '1')
    throw new LanguageError(
      'ambiguous',
      'a product of matrices: in which order, or entry by entry?',
      expr.span,
      [
        'Write the factors one by one, A_1 A_2 A_3.',
        'Use indices for a product entry by entry: \\prod_i (A_i)_{pq}.',
      ],
    )
  const parts = asked.length === 0 ? [body] : [body, asked.reduce((a, b) => joined(problem, 'and', a, b))]
  const own = label.type.labels[0]!
  const labels = labelsOf(parts).filter(other => other !== own)
  // A body without the label counts once for each of its values.
  const operation = { op: 'reduce', how: op, label: own } as const
  return problem.graph.make(operation, parts, { ...body.type, labels, sort: 'real' })
}

/** What an operator runs over. */
export function boundBy(problem: Lowerer, expr: Of<'big'>, scope: Scope): Bound {
  const { index, range, body, where, span } = expr
  if (problem.symbols.has(index)) {
    throw new LanguageError('ambiguous', `the index ${index} is a declared symbol as well`, span, [
      'Run over another letter.',
    ])
  }
  if (expr.op === 'rows' || expr.op === 'columns') return boundRun(problem, expr, scope)
  const depth = scope.depth + 1
  const inside = (node: Node): Scope => ({
    labels: new Map([...scope.labels, [index, node] as const]),
    depth,
    bound: new Map([...scope.bound].filter(([name]) => name !== index)),
    ...(scope.moved && { moved: scope.moved }),
  })
  if (range.kind === 'members') {
    const list = range.list!
    const classes = list.kind === 'symbol' ? problem.classesOf(list.name) : undefined
    const axes = list.kind === 'symbol' ? problem.axesOf(list.name) : undefined
    if (list.kind !== 'symbol' || classes === undefined || axes?.length !== 1) {
      throw new LanguageError(
        'unsupported',
        'what is summed over must be a list of classes',
        list.span,
        CLASSES,
      )
    }
    const position = problem.graph.label(`#${depth}|${axes[0]}`)
    return { label: position, inner: inside(memberAt(problem, list.name, position)), bounds: [] }
  }
  const uses = rangesWithin([body, ...(where === undefined ? [] : [where])], axesIn(problem, scope))
  const { from, to } = range
  const used = uses.get(index)?.dim
  if (to?.kind === 'symbol' && used !== undefined && problem.isDim(to.name) && to.name !== used) {
    throw new LanguageError(
      'shape',
      `${index} runs to ${to.name}, but as an index it runs over ${used}`,
      to.span,
      [`Sum to ${used}.`],
    )
  }
  const dim = from === undefined || to === undefined ? used : wholeRange(problem, from, to, used)
  if (dim !== undefined) {
    const label = problem.graph.label(`#${depth}|${dim}`)
    return { label, inner: inside(label), bounds: [] }
  }
  if (from === undefined || to === undefined) {
    throw new LanguageError('ambiguous', `the index ${index} has no range: nothing is indexed by it`, span, [
      `Write \\sum_{${index}=1}^{n}.`,
    ])
  }
  const [low, high] = [endOf(problem, from, index, scope), endOf(problem, to, index, scope)]
  const label = problem.graph.label(`#${depth}|${problem.stretchOf({ from: low, to: high }, used)}`)
  return {
    label,
    inner: inside(label),
    bounds: [truth(problem, '≥', label, low), truth(problem, '≤', label, high)],
  }
}

/** The dimension that a sum from 1 to its end runs over; `undefined` for a stretch of another kind. */
function wholeRange(problem: Lowerer, from: Expr, to: Expr, used: string | undefined): string | undefined {
  if (from.kind !== 'number' || from.value !== 1) return undefined
  if (to.kind === 'symbol' && to.indices.length === 0 && problem.isDim(to.name)) return to.name
  // A number says how far to go where the label has a range of its own.
  const counted = to.kind === 'number' && Number.isInteger(to.value) && to.value >= 1
  return counted && (used ?? String(to.value)) === String(to.value) ? String(to.value) : undefined
}

/** Where a stretch begins or ends: at a whole number. */
function endOf(problem: Lowerer, end: Expr, index: string, scope: Scope): Node {
  const node = problem.lower(end, scope)
  if (isScalar(node.type) && node.type.sort === 'index') return node
  const what = isScalar(node.type) ? 'a number that need not be whole' : shapeText(node.type)
  throw new LanguageError('ambiguous', `${index} begins or ends at ${what}: what is it then?`, end.span, [
    'Begin and end at whole numbers, sizes, classes and other indices.',
  ])
}
