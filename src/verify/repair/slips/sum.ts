// Sums that are lost, or one too many.

import { axisOf, type Site } from '../../meaning/index.js'
import { big, type Expr, type Index, mapTree, nameOfIndex, symbol } from '../../text/index.js'
import { freshIndex, type Vocabulary, withIndices } from '../vocabulary.js'
import { type Change, change, isQuantity, replace, type Slip } from './slip.js'

/** A formula with an index by another name. */
const renamed = (root: Expr, from: string, to: Expr): Expr =>
  mapTree(root, expr => (nameOfIndex(expr) === from ? to : undefined))

/** A sum over a label in force on which the formula depends. */
function* overLabels({ expr, type, scope }: Site, { problem }: Vocabulary): IterableIterator<Change> {
  for (const [name, { type: of }] of scope.labels) {
    if (type === undefined || !type.labels.some(label => of.labels.includes(label))) continue
    const fresh = freshIndex(problem, scope)
    yield change(expr, big('sum', fresh, renamed(expr, name, symbol(fresh))), 1.5)
  }
}

/** A sum whose index stands as a number, or as a label that runs over something else. */
function* overLost({ expr, role, scope }: Site, { problem }: Vocabulary): IterableIterator<Change> {
  if (role === 'argument') return
  const fresh = freshIndex(problem, scope)
  const isOdd = (index: Index, dim: string | undefined): boolean => {
    if (index !== ':' && index.kind === 'number') return true
    const label = scope.labels.get(nameOfIndex(index) ?? '')?.operation
    return label?.op === 'label' && axisOf(label.label) !== dim
  }
  const body = mapTree(expr, part =>
    withIndices(part, problem, (index, dim) => (isOdd(index, dim) ? symbol(fresh) : index)),
  )
  if (body !== expr) yield change(expr, big('sum', fresh, body), 1.6)
}

export const sum: Slip = {
  rule: 'paths',
  *edits(site, words) {
    const { expr } = site
    // Not summed at all, but read at an index that is in force.
    if (expr.kind === 'big')
      for (const { expr: index } of words.indices)
        yield change(expr, renamed(expr.body, expr.index, index), 1.2)
    if (isQuantity(site)) yield* overLabels(site, words)
    yield* overLost(site, words)
  },
  says: replace('what is summed is wrong'),
  example: {
    given: String.raw`
      x : real[n]
      f = \sum_i x_i^2`,
    wrong: String.raw`\frac{\partial f}{\partial x_k} = 2 \sum_i x_i`,
    message: String.raw`what is summed is wrong: replace \sum_i x_i by x_k`,
    right: String.raw`\frac{\partial f}{\partial x_k} = 2 x_k`,
  },
}
