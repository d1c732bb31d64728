// Views: what only moves values, or stands for many by one, is joined, or folded into the op that reads it.
//
// Law: the outputs are the same numbers. Two things may differ by rounding. An op that now reads what was stretched later, or a
// product that reads its factor as a transpose, may take another kernel, which keeps the same bounds. And n equal terms are no
// longer added but multiplied by n, which rounds once; adding 0 makes 0 of −0, as the sum does.

import { isFloat } from '../../dtype.js'
import { add, matmul, mul, reshape, sub, sumTo, transpose } from '../../ops/index.js'
import { type Shape, sameShape, sizeOf } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import type { Program, Step, Value } from '../program.js'
import { BINARY, UNARY } from './elementwise.js'
import { byName, type Draft, type Rule, rewrite } from './rewrite.js'

/** A program with fewer copies, and with ops on what is small instead of what it is stretched to. */
export const foldViews = (program: Program): Program => rewrite(program, foldingViews)

export const foldingViews: Rule = (step, draft) => {
  const { name } = step.op
  if (UNARY.has(name)) return stretchedLater(step, draft)
  if (BINARY.has(name)) return stretchedLater(step, draft) ?? withoutOnes(step, draft)
  return others(step, draft)
}

/** The step of an op by which a value is made. */
function madeBy(name: string, x: Value, draft: Draft): Step | undefined {
  const step = draft.maker(x)
  return step?.op.name === name ? step : undefined
}

/** f(stretched x) is f(x), stretched; and where x is stretched for its neighbour's sake alone, f does so itself. */
function stretchedLater({ op, inputs, params, output }: Step, draft: Draft): Value | undefined {
  if (!inputs.some(x => madeBy('broadcastTo', x, draft))) return undefined
  const small = inputs.map(x => unstretched(x, draft))
  return draft.stretch(draft.add(op, small, params), draft.spec(output).shape)
}

/** An operand is read as it was before it got leading axes of extent 1, or lost them; what is one number is read as that. */
function withoutOnes({ op, inputs, params, output }: Step, draft: Draft): Value | undefined {
  const [a, b] = inputs as [Value, Value]
  const [p, q] = [plain(a, draft), plain(b, draft)]
  if (p === a && q === b) return undefined
  const rank = (x: Value): number => draft.spec(x).shape.length
  const same = [[p, q] as const, [p, b] as const, [a, q] as const].find(
    ([x, y]) => (x !== a || y !== b) && Math.max(rank(x), rank(y)) === rank(output),
  )
  return same && draft.add(op, same, params)
}

function plain(x: Value, draft: Draft): Value {
  const constant = draft.constant(x)
  if (constant !== undefined)
    return constant.size === 1 && constant.rank > 0 ? draft.number(constant.data[0]!, constant.dtype) : x
  const inner = madeBy('reshape', x, draft)?.inputs[0]
  if (inner === undefined) return x
  const [own, former] = [x, inner].map(y => withoutLead(draft.spec(y).shape))
  return sameShape(own!, former!) ? inner : x
}

/** What a value was before it was stretched. */
const unstretched = (x: Value, draft: Draft): Value => madeBy('broadcastTo', x, draft)?.inputs[0] ?? x

/** A sum of one term, or of equal ones, as computed without a sum: no sum is −0. */
export const asSum = (x: Tensor): Tensor => (isFloat(x.dtype) ? add(x, 0) : x)

/** Whether axes in a new order leave the values in theirs: those that are longer than 1 stay in order. */
function keepsOrder(axes: readonly number[], shape: Shape): boolean {
  const long = axes.filter(axis => shape[axis] !== 1)
  return long.every((axis, i) => i === 0 || axis > long[i - 1]!)
}

/** Whether axes exchange the last two and leave the others where they are. */
const isTransposition = (axes: readonly number[]): boolean =>
  axes.length >= 2 && axes.every((axis, i) => axis === (i < axes.length - 2 ? i : 2 * axes.length - 3 - i))

const others = byName({
  reshape({ inputs: [x], output }, draft) {
    const { shape } = draft.spec(output)
    if (sameShape(draft.spec(x!).shape, shape)) return x
    const former = madeBy('reshape', x!, draft)
    if (former !== undefined) return draft.record(y => reshape(y, shape), former.inputs[0]!)
    return ofOneValue(x!, shape, draft)
  },

  permute({ inputs: [x], params, output }, draft) {
    const { shape } = draft.spec(output)
    const axes = params as readonly number[]
    if (keepsOrder(axes, draft.spec(x!).shape)) return draft.record(y => reshape(y, shape), x!)
    const former = madeBy('permute', x!, draft)
    if (former !== undefined) {
      const order = former.params as readonly number[]
      return draft.record(
        y =>
          transpose(
            y,
            axes.map(axis => order[axis]!),
          ),
        former.inputs[0]!,
      )
    }
    const product = madeBy('matmul', x!, draft)
    // (AB)ᵀ = BᵀAᵀ, where nobody else reads AB.
    if (product !== undefined && isTransposition(axes) && draft.reads(x!) === 1) {
      const { transposeA, transposeB } = product.params as Flags
      const [a, b] = product.inputs
      return draft.record(
        (p, q) => matmul(p, q, { transposeA: !transposeB, transposeB: !transposeA }),
        b!,
        a!,
      )
    }
    return ofOneValue(x!, shape, draft)
  },

  broadcastTo({ inputs: [x], output }, draft) {
    const { shape } = draft.spec(output)
    const own = draft.spec(x!).shape
    if (sizeOf(own) === sizeOf(shape) && sizeOf(own) > 0) return draft.record(y => reshape(y, shape), x!)
    const former = madeBy('broadcastTo', x!, draft)
    if (former !== undefined) return draft.stretch(former.inputs[0]!, shape)
    // A reshape that only puts axes of extent 1 before the others, or takes them away, which stretching does itself.
    const reshaped = madeBy('reshape', x!, draft)?.inputs[0]
    if (reshaped === undefined) return undefined
    const inner = draft.spec(reshaped).shape
    return inner.length <= shape.length && sameShape(withoutLead(inner), withoutLead(own))
      ? draft.stretch(reshaped, shape)
      : undefined
  },

  matmul({ op, inputs, params, output }, draft) {
    const { shape } = draft.spec(output)
    const flags: { -readonly [K in keyof Flags]: Flags[K] } = { ...(params as Flags) }
    const sides = inputs.map((x, side) => {
      const turned = madeBy('permute', x, draft)
      if (turned === undefined || !isTransposition(turned.params as readonly number[])) return x
      const flag = side === 0 ? 'transposeA' : 'transposeB'
      flags[flag] = !flags[flag]
      return turned.inputs[0]!
    })
    const batched = sides.map(x => wholeBatches(x, draft) ?? x)
    const found = [batched, [batched[0]!, sides[1]!], [sides[0]!, batched[1]!], sides].find(pair =>
      sameShape(op.shape(pair.map(draft.spec), flags), shape),
    )!
    return found.every((x, i) => x === inputs[i]) ? undefined : draft.add(op, found, flags)
  },

  where: stretchedLater,

  sumTo({ inputs: [x], output }, draft) {
    const { shape, dtype } = draft.spec(output)
    const whole = draft.spec(x!).shape
    if (sizeOf(whole) === sizeOf(shape) && sizeOf(shape) > 0)
      return draft.record(y => asSum(reshape(y, shape)), x!)
    const negated = isFloat(dtype) ? madeBy('neg', x!, draft)?.inputs[0] : undefined
    // Σ −x = 0 − Σ x
    if (negated !== undefined) return draft.record(y => sub(0, sumTo(y, shape)), negated)
    const inner = madeBy('broadcastTo', x!, draft)?.inputs[0]
    if (inner === undefined) return undefined
    const count = repeatedTerms(draft.spec(inner).shape, whole, shape)
    if (count === 0 || (dtype === 'float32' && Math.fround(count) !== count)) return undefined
    const down = draft.record(y => summedTo(y, shape), inner)
    const times = (y: Tensor, n: Tensor) => asSum(mul(y, n))
    return draft.stretch(count === 1 ? down : draft.record(times, down, draft.number(count, dtype)), shape)
  },
})

interface Flags {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** A stretched single value in another shape: stretched to that. */
function ofOneValue(x: Value, shape: Shape, draft: Draft): Value | undefined {
  const one = madeBy('broadcastTo', x, draft)?.inputs[0]
  if (one === undefined || sizeOf(draft.spec(one).shape) !== 1) return undefined
  return draft.stretch(
    draft.record(y => reshape(y, []), one),
    shape,
  )
}

function withoutLead(shape: Shape): Shape {
  const at = shape.findIndex(n => n !== 1)
  return at < 0 ? [] : shape.slice(at)
}

/** What a factor was before its batches were stretched, its matrices being the same. */
function wholeBatches(x: Value, draft: Draft): Value | undefined {
  const inner = madeBy('broadcastTo', x, draft)?.inputs[0]
  if (inner === undefined) return undefined
  const [own, whole] = [inner, x].map(y => draft.spec(y).shape)
  return own!.length >= 2 && sameShape(own!.slice(-2), whole!.slice(-2)) ? inner : undefined
}

/** x summed down as far as a shape asks for that is no larger; what it has less than that shape, stretching gives it. */
function summedTo(x: Tensor, shape: Shape): Tensor {
  const kept = x.shape.map((n, i) => (shape[shape.length - x.rank + i] === n ? n : 1))
  const y = sumTo(x, kept)
  return reshape(y, kept.slice(Math.max(0, x.rank - shape.length)))
}

/** How often each term is added where something is stretched and then summed down. */
function repeatedTerms(own: Shape, whole: Shape, result: Shape): number {
  const at = (shape: Shape, i: number): number => shape[shape.length - i] ?? 1
  let count = 1
  for (let i = 1; i <= whole.length; i++) if (at(own, i) === 1 && at(result, i) === 1) count *= at(whole, i)
  return count
}
