// Sums of products by naming axes: "ij,jk->ik" is a matrix product. Lowered to transposes, reshapes and matmul.
import { countable, type DType, promote } from '../../dtype.js'
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { mul } from '../arithmetic.js'
import { matmul } from '../matmul.js'
import { sum } from '../reduce.js'
import { cast, reshape, transpose } from '../reshape.js'
import { slice } from '../slice.js'
import { type Arranged, type Contraction, type Plan, planOf, type Side } from './plan.js'
import type { Einsum } from './shape.js'
import type { Labels } from './subscripts.js'

/**
 * Einstein's summation: each operand's axes are named by letters, and letters that the result does not name are summed.
 * Without `->` the result names the letters that occur once, in alphabetical order. '...' stands for all axes that are not
 * named; they broadcast, and come first in a result without `->`.
 *
 * einsum('ij,jk->ik', a, b) : [m, k], [k, n] → [m, n]; '...ij,...jk->...ik' works over batches; 'ii->' is a trace;
 * dy = Σ over the operands, each replaced in turn by its change
 *
 * All operands are brought to their common dtype first; three float32 ones or more are multiplied in float64 and rounded once.
 *
 * Throws an `ArgumentError` for a spec that cannot be read and a `ShapeError` for extents that differ under one letter.
 */
export function einsum<const Spec extends string, X extends readonly Tensor[]>(
  spec: Spec,
  ...operands: X
): Tensor<Einsum<Spec, X>>
export function einsum(spec: string, ...operands: readonly Tensor[]): Tensor {
  if (typeof spec !== 'string')
    throw new ArgumentError('einsum', `wants a text such as 'ij,jk->ik' first, got ${describe(spec)}`)
  for (const x of operands) checkTensor('einsum', x)
  const plan = planFor(spec, operands)
  const extents = extentsOf(spec, plan, operands)
  let dtype: DType = operands[0]!.dtype
  for (const x of operands) dtype = promote(dtype, x.dtype)
  // What two of three operands give may leave float32 though the result does not.
  const narrow = dtype === 'float32' && operands.length > 2
  const terms = operands.map((x, i) => {
    const kept = plan.kept[i]
    const own =
      kept === undefined
        ? x
        : reshape(
            x,
            kept.map(axis => x.shape[axis]!),
          )
    const labels = plan.repeated[i]
    return cast(labels === undefined ? own : withoutRepeats(own, labels), narrow ? 'float64' : dtype)
  })
  const joined = plan.contractions.reduce(
    (x, step, i) => contract(step, x, terms[i + 1]!, extents),
    terms[0]!,
  )
  return arrange(narrow ? cast(joined, dtype) : joined, plan.last)
}

/** Plans that were made, by what they depend on; the oldest go first. */
const plans = new Map<string, Plan>()
const PLANS = 256

function planFor(spec: string, operands: readonly Tensor[]): Plan {
  // An ellipsis may be stretched, so that extents count; otherwise the letters say how many axes there are.
  const key = spec.includes('...') ? `${spec} ${operands.map(x => x.shape.join()).join(' ')}` : spec
  const known = plans.get(key)
  if (known !== undefined && fits(known, operands)) return known
  const plan = planOf(
    spec,
    operands.map(x => x.shape),
  )
  if (plans.size >= PLANS) plans.delete(plans.keys().next().value!)
  plans.set(key, plan)
  return plan
}

function fits({ inputs }: Plan, operands: readonly Tensor[]): boolean {
  if (inputs.length !== operands.length) return false
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.length !== operands[i]!.shape.length) return false
  return true
}

type Extents = Map<string, number>

/** The extent of each label. An axis that is stretched does not count. */
function extentsOf(spec: string, { inputs, kept }: Plan, operands: readonly Tensor[]): Extents {
  const extents: Extents = new Map()
  for (let i = 0; i < inputs.length; i++) {
    const { shape } = operands[i]!
    for (let axis = 0; axis < shape.length; axis++) {
      if (kept[i] !== undefined && !kept[i]!.includes(axis)) continue
      const label = inputs[i]![axis]!
      const known = extents.get(label)
      if (known === undefined) extents.set(label, shape[axis]!)
      else if (known !== shape[axis]) {
        const name = label.length === 1 ? `axis '${label}'` : `axis −${Number(label.slice(1)) + 1} of '...'`
        throw new ShapeError(
          'einsum',
          `${name} in '${spec}' has extents ${known} and ${shape[axis]}`,
          operands.map(x => x.shape),
        )
      }
    }
  }
  return extents
}

/** The diagonal where a label is repeated within one operand: 'ii' → 'i'. In row-major order its steps are n + 1 long. */
function withoutRepeats(x: Tensor, labels: Labels): Tensor {
  const second = labels.findIndex((l, i) => labels.indexOf(l) < i)
  if (second < 0) return x
  const first = labels.indexOf(labels[second]!)
  const others = labels.flatMap((_, i) => (i === first || i === second ? [] : [i]))
  const lead = others.map(i => x.shape[i]!)
  const n = x.shape[second]!
  const square = reshape(transpose(x, [...others, first, second]), [...lead, n * n])
  const diagonal = slice(square, [...lead.map(() => undefined), [0, n * n, n + 1]])
  return withoutRepeats(diagonal, [...others.map(i => labels[i]!), labels[second]!])
}

function arrange(x: Tensor, { summed, order }: Arranged): Tensor {
  const left = summed === undefined ? x : sum(x, { axis: summed })
  return order === undefined ? left : transpose(left, order)
}

/** Two operands into one: shared labels that are needed later are batches, shared ones that are not are contracted. */
function contract({ left, right, ...step }: Contraction, a: Tensor, b: Tensor, extents: Extents): Tensor {
  if (step.isElementwise) {
    const dtype = countable(a.dtype)
    return mul(cast(arrange(a, left), dtype), cast(arrange(b, right), dtype))
  }
  const [p, q] = [matricesOf(a, left, extents), matricesOf(b, right, extents)]
  const y =
    left.turned || right.turned
      ? matmul(p, q, { transposeA: left.turned, transposeB: right.turned })
      : matmul(p, q)
  return step.isGrouped
    ? reshape(
        y,
        step.labels.map(l => extents.get(l)!),
      )
    : y
}

function matricesOf(x: Tensor, side: Side, extents: Extents): Tensor {
  const y = arrange(x, side)
  if (side.groups === undefined) return y
  const [batch, first, second] = side.groups
  const size = (labels: Labels) => labels.reduce((n, l) => n * extents.get(l)!, 1)
  return reshape(y, [...batch.map(l => extents.get(l)!), size(first), size(second)])
}
