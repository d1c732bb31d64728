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
import type { Program, Step, Value } from '../program.js'
import { FOLDED } from '../recorder.js'
import { byName, type ConstantRule, type Draft, firstOf, type Rule, rewrite } from './rewrite.js'

/** A program without ops that change nothing, and without what is known before it runs. */
export const simplify = (program: Program): Program => rewrite(program, simplifying, uniform)

/** A constant whose values are all the same, as a number that is stretched. */
export const uniform: ConstantRule = (_, x, draft) => (isUniform(x) ? spread(x, draft) : undefined)

/** The first value, stretched. */
const spread = ({ data, dtype, shape }: Tensor, draft: Draft): Value =>
  draft.stretch(draft.number(data[0]!, dtype), shape)

function isUniform({ data, size }: Tensor): boolean {
  if (size < 2) return false
  for (let i = 1; i < size; i++) if (!Object.is(data[i], data[0])) return false
  return true
}

/** What a step makes of constants, where that is small. */
const folded: Rule = ({ op, params, inputs, output }, draft) => {
  if (op.name === 'broadcastTo') return undefined
  const known: Tensor[] = []
  for (const x of inputs) {
    const value = knownOf(x, draft)
    if (value === undefined) return undefined
    known.push(value)
  }
  const { shape, dtype } = draft.spec(output)
  if (sizeOf(shape) > FOLDED) return undefined
  const data = withMachine(eager, () => op.forward(known, params, shape, dtype))
  const tensor = new Tensor(data, shape, dtype)
  return isUniform(tensor) ? spread(tensor, draft) : draft.valueOf(tensor)
}

/** The values of a constant, also of a small one that is a stretched number. */
function knownOf(x: Value, draft: Draft): Tensor | undefined {
  const constant = draft.constant(x)
  if (constant !== undefined) return constant
  const number = numberOf(x, draft)
  const { shape, dtype } = draft.spec(x)
  if (number === undefined || sizeOf(shape) > FOLDED) return undefined
  const data = valuesOf(scalar(number, dtype)).constructor as Float64ArrayConstructor
  return new Tensor(new data(sizeOf(shape)).fill(number), shape, dtype)
}

/** The number that all values are, of a constant or of a stretched one. */
function numberOf(x: Value, draft: Draft): number | undefined {
  const step = draft.maker(x)
  const constant = draft.constant(step?.op.name === 'broadcastTo' ? step.inputs[0]! : x)
  return constant !== undefined && constant.size === 1 ? constant.data[0] : undefined
}

/** The input that an op leaves as it is, stretched to the shape of its output. */
function itself(x: Value, { output }: Step, draft: Draft): Value | undefined {
  const { shape, dtype } = draft.spec(output)
  return draft.spec(x).dtype === dtype ? draft.stretch(x, shape) : undefined
}

/** A number in the shape and dtype of the output. */
function filled(value: number, { output }: Step, draft: Draft): Value {
  const { shape, dtype } = draft.spec(output)
  return draft.stretch(draft.number(value, dtype), shape)
}

/** What a `neg` negates, of floats: −(−2³¹) is refused in int32. */
function negated(x: Value, draft: Draft): Value | undefined {
  const step = draft.maker(x)
  return step?.op.name === 'neg' && isFloat(draft.spec(x).dtype) ? step.inputs[0] : undefined
}

/** A rule for an op of two operands and a number that one of them is. */
const beside =
  (
    rule: (x: Value, number: number, step: Step, draft: Draft) => Value | undefined,
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

const LEFT = [0] as const
const RIGHT = [1] as const

const isFloatStep = ({ output }: Step, draft: Draft): boolean => isFloat(draft.spec(output).dtype)

/** Ops that never give −0: sums begin with 0. A product in float32 may, where a negative one gets too small. */
const ABOVE = new Set(['sumTo', 'exp', 'square', 'abs', 'sigmoid', 'softplus', 'sechSquared'])
const VIEWS = new Set(['reshape', 'permute', 'broadcastTo'])

/** Whether no value is −0, by the op that gives them. */
function hasNoNegativeZero(x: Value, draft: Draft): boolean {
  const step = draft.maker(x)
  if (step === undefined) return false
  const { op, inputs } = step
  if (VIEWS.has(op.name)) return hasNoNegativeZero(inputs[0]!, draft)
  return ABOVE.has(op.name) || (op.name === 'add' && inputs.some(y => Object.is(numberOf(y, draft), 0)))
}

/** x + (−0) = x, and x + 0 = x where x is not −0; integers know no −0. */
const plusZero = beside((x, number, step, draft) => {
  if (number !== 0) return undefined
  const isNeutral = Object.is(number, -0) || !isFloatStep(step, draft) || hasNoNegativeZero(x, draft)
  return isNeutral ? itself(x, step, draft) : undefined
})

export const simplifying: Rule = firstOf(
  folded,
  byName({
    add: firstOf(plusZero, ({ inputs: [a, b] }, draft) => {
      const inner = negated(b!, draft)
      return inner === undefined ? undefined : draft.record(sub, a!, inner)
    }),
    sub: firstOf(neutral(0, RIGHT), ({ inputs: [a, b] }, draft) => {
      const inner = negated(b!, draft)
      return inner === undefined ? undefined : draft.record(add, a!, inner)
    }),
    mul: firstOf(
      neutral(1),
      beside((x, number, step, draft) =>
        number === -1 && isFloatStep(step, draft)
          ? draft.stretch(draft.record(neg, x), draft.spec(step.output).shape)
          : undefined,
      ),
    ),
    mulNoNan: beside((x, number, step, draft) => {
      if (number === 0) return filled(0, step, draft)
      return number === 1 && !isFloatStep(step, draft) ? itself(x, step, draft) : undefined
    }),
    div: firstOf(
      neutral(1, RIGHT),
      beside((x, number, { output }, draft) => {
        const { shape, dtype } = draft.spec(output)
        if (!hasReciprocal(number, dtype)) return undefined
        return draft.stretch(draft.record(mul, x, draft.number(1 / number, dtype)), shape)
      }, RIGHT),
    ),
    pow: firstOf(
      neutral(1, RIGHT),
      beside((_, number, step, draft) => (number === 0 ? filled(1, step, draft) : undefined), RIGHT),
      beside((_, number, step, draft) => (number === 1 ? filled(1, step, draft) : undefined), LEFT),
    ),
    powTo(step, draft) {
      if (step.params === 1) return step.inputs[0]
      return step.params === 0 ? filled(1, step, draft) : undefined
    },
    maximum: firstOf(idempotent, neutral(Number.NEGATIVE_INFINITY)),
    minimum: firstOf(idempotent, neutral(Number.POSITIVE_INFINITY)),
    logicalAnd: firstOf(
      neutral(1),
      beside((_, number, step, draft) => (number === 0 ? filled(0, step, draft) : undefined)),
    ),
    logicalOr: firstOf(
      neutral(0),
      beside((_, number, step, draft) => (number === 1 ? filled(1, step, draft) : undefined)),
    ),
    neg: ({ inputs: [x] }, draft) => negated(x!, draft),
    abs: even(abs),
    square: even(square),
    alias: ({ inputs: [x] }) => x,
    where({ inputs: [condition, a, b], output }, draft) {
      const number = numberOf(condition!, draft)
      const chosen = number !== undefined ? (number === 0 ? b : a) : a === b ? a : undefined
      return chosen === undefined ? undefined : draft.stretch(chosen, draft.spec(output).shape)
    },
    cast({ inputs: [x], output }, draft) {
      const { dtype } = draft.spec(output)
      const own = draft.spec(x!).dtype
      if (own === dtype) return x
      const step = draft.maker(x!)
      if (step?.op.name !== 'cast') return undefined
      const inner = step.inputs[0]!
      return holds(own, draft.spec(inner).dtype) ? draft.record(y => cast(y, dtype), inner) : undefined
    },
  }),
)

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
