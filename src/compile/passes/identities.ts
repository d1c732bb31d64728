// Identities and constants: what an op leaves as it is, and what can be computed at once.
//
// Law: the outputs are the same bit by bit, for every input: NaN, ±∞ and −0 too. So x + 0 stays, which makes 0 of −0, and
// x · 0, which makes NaN of ∞. x / 2ᵏ is x · 2⁻ᵏ, for both are the number nearest to the same quotient.

import { scalar } from '../../create.js'
import { type DType, isFloat } from '../../dtype.js'
import { eager, withMachine } from '../../graph/index.js'
import { abs, add, cast, mul, neg, square, sub } from '../../ops/index.js'
import { sizeOf } from '../../shape.js'
import { Tensor, valuesOf } from '../../tensor.js'
import type { Program, Value } from '../program.js'
import { FOLDED } from '../recorder.js'
import { type Draft, type Met, type Rule, rewrite } from './rewrite.js'

/** A program without ops that change nothing, and without what is known before it runs. */
export const simplify = (program: Program): Program =>
  rewrite(program, (step, draft) => folded(step, draft) ?? rules[step.op.name]?.(step, draft), uniform)

/** A constant whose values are all the same, as a number that is stretched. */
function uniform(x: Tensor, draft: Draft): Value | undefined {
  if (x.rank === 0 || !isUniform(x)) return undefined
  return draft.stretch(draft.valueOf(scalar(x.data[0]!, x.dtype)), x.shape)
}

function isUniform({ data }: Tensor): boolean {
  if (data.length === 0) return false
  for (let i = 1; i < data.length; i++) if (!Object.is(data[i], data[0])) return false
  return true
}

/** What a step makes of constants, where that is small. */
function folded({ op, params, inputs, spec: { shape, dtype } }: Met, draft: Draft): Value | undefined {
  if (op.name === 'broadcastTo' || sizeOf(shape) > FOLDED) return undefined
  const known: Tensor[] = []
  for (const x of inputs) {
    const value = knownOf(x, draft)
    if (value === undefined) return undefined
    known.push(value)
  }
  const data = withMachine(eager, () => op.forward(known, params, shape, dtype))
  return draft.valueOf(new Tensor(data, shape, dtype, undefined))
}

/** The values of a constant, also of a small one that is a stretched number. */
function knownOf(x: Value, draft: Draft): Tensor | undefined {
  const constant = draft.constant(x)
  if (constant !== undefined) return constant
  const number = numberOf(x, draft)
  const { shape, dtype } = draft.spec(x)
  if (number === undefined || sizeOf(shape) > FOLDED) return undefined
  const data = valuesOf(scalar(number, dtype)).constructor as Float64ArrayConstructor
  return new Tensor(new data(sizeOf(shape)).fill(number), shape, dtype, undefined)
}

/** The number that all values are, of a constant or of a stretched one. */
function numberOf(x: Value, draft: Draft): number | undefined {
  const step = draft.maker(x)
  const constant = draft.constant(step?.op.name === 'broadcastTo' ? step.inputs[0]! : x)
  return constant !== undefined && constant.size === 1 ? constant.data[0] : undefined
}

/** The input that an op leaves as it is, stretched to the shape of its output. */
const itself = (x: Value, { spec }: Met, draft: Draft): Value | undefined =>
  draft.spec(x).dtype === spec.dtype ? draft.stretch(x, spec.shape) : undefined

/** A number in the shape and dtype of the output. */
const filled = (value: number, { spec }: Met, draft: Draft): Value =>
  draft.stretch(draft.valueOf(scalar(value, spec.dtype)), spec.shape)

/** What a `neg` negates, of floats: −(−2³¹) is refused in int32. */
function negated(x: Value, draft: Draft): Value | undefined {
  const step = draft.maker(x)
  return step?.op.name === 'neg' && isFloat(draft.spec(x).dtype) ? step.inputs[0] : undefined
}

/** A rule for an op of two operands and a number that one of them is. */
const beside =
  (
    rule: (x: Value, number: number, step: Met, draft: Draft) => Value | undefined,
    sides: readonly (0 | 1)[] = [0, 1],
  ): Rule =>
  (step, draft) => {
    for (const side of sides) {
      const number = numberOf(step.inputs[side]!, draft)
      const found = number === undefined ? undefined : rule(step.inputs[1 - side]!, number, step, draft)
      if (found !== undefined) return found
    }
    return undefined
  }

const first =
  (...all: readonly Rule[]): Rule =>
  (step, draft) => {
    for (const rule of all) {
      const found = rule(step, draft)
      if (found !== undefined) return found
    }
    return undefined
  }

/** A number beside which an op leaves the other operand as it is. */
const neutral = (value: number, sides?: readonly (0 | 1)[]): Rule =>
  beside((x, number, step, draft) => (Object.is(number, value) ? itself(x, step, draft) : undefined), sides)

/** x ∘ x = x */
const idempotent: Rule = (step, draft) =>
  step.inputs[0] === step.inputs[1] ? itself(step.inputs[0]!, step, draft) : undefined

/** f(−x) = f(x) */
const even =
  (f: (x: Tensor) => Tensor): Rule =>
  ({ inputs: [x] }, draft) => {
    const inner = negated(x!, draft)
    return inner === undefined ? undefined : draft.record(f, inner)
  }

const RIGHT = [1] as const

const rules: Readonly<Record<string, Rule>> = {
  // x + (−0) = x; integers know no −0.
  add: first(
    beside((x, number, step, draft) =>
      Object.is(number, isFloat(step.spec.dtype) ? -0 : 0) ? itself(x, step, draft) : undefined,
    ),
    ({ inputs: [a, b] }, draft) => {
      const inner = negated(b!, draft)
      return inner === undefined ? undefined : draft.record(sub, a!, inner)
    },
  ),
  sub: first(neutral(0, RIGHT), ({ inputs: [a, b] }, draft) => {
    const inner = negated(b!, draft)
    return inner === undefined ? undefined : draft.record(add, a!, inner)
  }),
  mul: first(
    neutral(1),
    beside((x, number, { spec }, draft) =>
      number === -1 && isFloat(spec.dtype) ? draft.stretch(draft.record(neg, x), spec.shape) : undefined,
    ),
  ),
  mulNoNan: beside((x, number, step, draft) => {
    if (number === 0) return filled(0, step, draft)
    return number === 1 && !isFloat(step.spec.dtype) ? itself(x, step, draft) : undefined
  }),
  div: first(
    neutral(1, RIGHT),
    beside((x, number, { spec }, draft) => {
      if (!hasReciprocal(number, spec.dtype)) return undefined
      const reciprocal = draft.valueOf(scalar(1 / number, spec.dtype))
      return draft.stretch(draft.record(mul, x, reciprocal), spec.shape)
    }, RIGHT),
  ),
  pow: first(
    neutral(1, RIGHT),
    beside((_, number, step, draft) => (number === 0 ? filled(1, step, draft) : undefined), RIGHT),
    beside((_, number, step, draft) => (number === 1 ? filled(1, step, draft) : undefined), [0]),
  ),
  maximum: first(idempotent, neutral(Number.NEGATIVE_INFINITY)),
  minimum: first(idempotent, neutral(Number.POSITIVE_INFINITY)),
  logicalAnd: first(
    neutral(1),
    beside((_, number, step, draft) => (number === 0 ? filled(0, step, draft) : undefined)),
  ),
  logicalOr: first(
    neutral(0),
    beside((_, number, step, draft) => (number === 1 ? filled(1, step, draft) : undefined)),
  ),
  neg: ({ inputs: [x] }, draft) => negated(x!, draft),
  abs: even(abs),
  square: even(square),
  where({ inputs: [condition, a, b] }, draft) {
    const number = numberOf(condition!, draft)
    if (number !== undefined) return number === 0 ? b : a
    return a === b ? a : undefined
  },
  cast({ inputs: [x], spec: { dtype } }, draft) {
    if (draft.spec(x!).dtype === dtype) return x
    const step = draft.maker(x!)
    if (step?.op.name !== 'cast') return undefined
    const inner = step.inputs[0]!
    if (!holds(draft.spec(x!).dtype, draft.spec(inner).dtype)) return undefined
    return draft.record(y => cast(y, dtype), inner)
  },
}

/** Whether every value of a dtype is one of another. */
const holds = (wide: DType, narrow: DType): boolean =>
  narrow === 'bool' || wide === narrow || (wide === 'float64' && narrow !== 'float64')

/** Whether 1 / n is a number, to the last bit: n is a power of two, and 1 / n no subnormal number. */
function hasReciprocal(n: number, dtype: DType): boolean {
  const exponent = Math.log2(Math.abs(n))
  return (
    Number.isInteger(exponent) &&
    2 ** exponent === Math.abs(n) &&
    Math.abs(exponent) <= (dtype === 'float32' ? 126 : 1022)
  )
}
