// Two sides side by side: brought to one shape, or the reason why they have none in common.

import { fitted, isScalar, type Node, type Problem, shapeText } from '../meaning/index.js'
import { BATTERY, sizesFor } from '../points/index.js'
import type { Span } from '../text/index.js'
import type { Side } from './claim.js'

/** Two sides that can be compared, or why they cannot. */
type Pairing =
  | { readonly kind: 'fit'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'layout' | 'shape'; readonly reason: string; readonly blame: Span }

/** Brings two sides to one shape. */
export function paired(problem: Problem, left: Side, right: Side): Pairing {
  const misfit = (kind: 'layout' | 'shape', reason: string, blame: Span): Pairing => ({
    kind,
    reason: reason + instance(problem, reason),
    blame,
  })
  for (const { trouble } of [left, right])
    if (trouble !== undefined) return misfit('shape', trouble.reason, trouble.span)
  const open = { left: left.node!, right: right.node! }
  const a = fitted(problem, open.left, open.right.type.rows, open.right.type.cols)
  const b = fitted(problem, open.right, a.type.rows, a.type.cols)
  const same = a.type.rows === b.type.rows && a.type.cols === b.type.cols
  const zero = [a, b].some(({ operation }) => operation.op === 'number' && operation.value === 0)
  if (same || zero) return { kind: 'fit', left: a, right: b }
  const shapes = `the left side is ${shapeText(a.type)}, the right side ${shapeText(b.type)}`
  const { span } = right.expr
  if (a.type.rows === b.type.cols && a.type.cols === b.type.rows)
    return misfit('layout', `the layout is transposed: ${shapes}`, span)
  const number = isScalar(b.type) || isScalar(a.type)
  return misfit(
    'shape',
    `${number ? 'a number is not a matrix' : 'the sides have different shapes'}: ${shapes}`,
    span,
  )
}

/** Shapes by name with numbers for the names, so that one can see that they do not fit. */
function instance({ dims }: Problem, reason: string): string {
  const sizes = sizesFor(dims, BATTERY[0]!)
  const shapes = [...reason.matchAll(/([^\s×,]+)×([^\s×,]+)/g)].map(
    ([, rows, cols]) => `${sizes[rows!] ?? rows}×${sizes[cols!] ?? cols}`,
  )
  return shapes.length === 0 ? '' : ` (for example ${shapes.join(' and ')})`
}
