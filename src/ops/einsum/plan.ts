// How a sum of products is computed: which axes of each operand go first, and what is multiplied with what, in which order.

import type { Shape } from '../../shape.js'
import { isEllipsis, type Labels, readSubscripts } from './subscripts.js'

/** An operand brought into an order of axes: what is summed first, what is transposed then. `undefined`: nothing is. */
export interface Arranged {
  readonly summed: readonly number[] | undefined
  readonly order: readonly number[] | undefined
}

/** One operand of a product: its axes are batch, then two groups that become a matrix, the second first where it is turned. */
export interface Side extends Arranged {
  readonly turned: boolean
  /** Labels of the groups where they must be made one axis each, in the order in which they stand. */
  readonly groups: readonly [Labels, Labels, Labels] | undefined
}

/** Two operands into one. */
export interface Contraction {
  readonly left: Side
  readonly right: Side
  /** Whether all labels are shared and stay: a product value by value. */
  readonly isElementwise: boolean
  /** Labels of the result, which it is brought back to where groups were made. */
  readonly labels: Labels
  readonly isGrouped: boolean
}

/** All that is known of a text before values are. */
export interface Plan {
  /** The label of each axis of each operand, as written. */
  readonly inputs: readonly Labels[]
  /** For each operand the axes that stay, where others have extent 1 and are stretched. */
  readonly kept: readonly (readonly number[] | undefined)[]
  /** The labels of each operand that has one twice. */
  readonly repeated: readonly (Labels | undefined)[]
  readonly contractions: readonly Contraction[]
  readonly last: Arranged
}

/** The plan for a text and operands of given shapes. Of the shapes it depends on the ranks alone, unless there is an ellipsis. */
export function planOf(spec: string, shapes: readonly Shape[]): Plan {
  const { inputs, output } = readSubscripts(spec, shapes)
  const stretched = new Set<string>()
  inputs.forEach((labels, i) => {
    for (const [axis, label] of labels.entries())
      if (isEllipsis(label) && shapes[i]![axis] !== 1) stretched.add(label)
  })
  const isKept = (i: number, axis: number) => !(stretched.has(inputs[i]![axis]!) && shapes[i]![axis] === 1)
  const kept = inputs.map((labels, i) => {
    const axes = labels.flatMap((_, axis) => (isKept(i, axis) ? [axis] : []))
    return axes.length === labels.length ? undefined : axes
  })
  const own = inputs.map((labels, i) => kept[i]?.map(axis => labels[axis]!) ?? labels)
  const repeated = own.map(labels => (new Set(labels).size < labels.length ? labels : undefined))
  const terms = own.map(unrepeated)
  const contractions: Contraction[] = []
  const joined = terms.reduce((a, b, i) => {
    const later = terms.slice(i + 1).flat()
    const isLast = i === terms.length - 1
    const step = contractionOf(
      a,
      b,
      l => output.includes(l) || later.includes(l),
      isLast ? output : undefined,
    )
    contractions.push(step)
    return step.labels
  })
  return { inputs, kept, repeated, contractions, last: arranged(joined, output) }
}

/** The labels that are left where each repeated one has become the last axis, a diagonal. */
export function unrepeated(labels: Labels): Labels {
  const label = labels.find((l, i) => labels.indexOf(l) < i)
  if (label === undefined) return labels
  const second = labels.indexOf(label, labels.indexOf(label) + 1)
  return unrepeated([...labels.filter((l, i) => l !== label || i > second), label])
}

/** How axes come into an order of labels: those that are not among them are summed. */
function arranged(labels: Labels, wanted: Labels): Arranged {
  const summed = labels.flatMap((l, axis) => (wanted.includes(l) ? [] : [axis]))
  const left = labels.filter(l => wanted.includes(l))
  const order = wanted.map(l => left.indexOf(l))
  return {
    summed: summed.length === 0 ? undefined : summed,
    order: order.every((axis, i) => axis === i) ? undefined : order,
  }
}

function contractionOf(
  a: Labels,
  b: Labels,
  isLater: (label: string) => boolean,
  output: Labels | undefined,
): Contraction {
  const shared = a.filter(l => b.includes(l))
  const batch = inOrderOf(output, shared.filter(isLater))
  const inner = shared.filter(l => !isLater(l))
  const rows = inOrderOf(
    output,
    a.filter(l => !shared.includes(l) && isLater(l)),
  )
  const columns = inOrderOf(
    output,
    b.filter(l => !shared.includes(l) && isLater(l)),
  )
  const isElementwise = inner.length + rows.length + columns.length === 0
  const isGrouped = !isElementwise && [rows, inner, columns].some(group => group.length !== 1)
  return {
    left: sideOf(a, batch, rows, inner, isGrouped),
    right: sideOf(b, batch, inner, columns, isGrouped),
    isElementwise,
    labels: [...batch, ...rows, ...columns],
    isGrouped,
  }
}

/** Labels in the order of the result, where that is known: it saves a transpose. */
const inOrderOf = (output: Labels | undefined, labels: Labels): Labels =>
  output === undefined ? labels : labels.toSorted((p, q) => output.indexOf(p) - output.indexOf(q))

function sideOf(labels: Labels, batch: Labels, first: Labels, second: Labels, isGrouped: boolean): Side {
  const straight = arranged(labels, [...batch, ...first, ...second])
  const turned = arranged(labels, [...batch, ...second, ...first])
  const isTurned = straight.order !== undefined && turned.order === undefined
  const groups = [batch, ...(isTurned ? [second, first] : [first, second])] as const
  return {
    ...(isTurned ? turned : straight),
    turned: isTurned,
    groups: isGrouped ? (groups as unknown as [Labels, Labels, Labels]) : undefined,
  }
}
