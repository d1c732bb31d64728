// Rewriting: a program walked once, where a rule may let another value stand for what a step makes.
//
// Steps that a rule adds meet the rule as well, so that nothing is left for it to do.
import type { DType } from '../../dtype.js'
import type { Operation, Spec } from '../../graph/index.js'
import { broadcastTo } from '../../ops/index.js'
import { formatShape, type Shape, sameShape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { type Program, readsOf, type Step, type Value } from '../program.js'
import { Recorder } from '../recorder.js'

/** The program that is being written: what a rule may look up, and how it adds steps. */
export interface Draft {
  spec(x: Value): Spec
  /** The step that makes a value; none for inputs and constants. */
  maker(x: Value): Step | undefined
  constant(x: Value): Tensor | undefined
  /** How often a value is read, more or less: as often as before anything was rewritten. */
  reads(x: Value): number
  /** A value for a tensor: a constant. */
  valueOf(x: Tensor): Value
  /** A number without axes: the same value each time. */
  number(value: number, dtype: DType): Value
  /** What ops make of values. Constants are computed at once. */
  record(make: (...xs: Tensor[]) => Tensor, ...inputs: readonly Value[]): Value
  /** A step of an op that is at hand. */
  add(op: Operation<unknown>, inputs: readonly Value[], params: unknown): Value
  /** A value stretched to a shape, by a step of its own even where it is constant; itself where it has that shape. */
  stretch(x: Value, shape: Shape): Value
}

/**
 * Gives the value that stands for a step's output from now on, or `undefined` to keep the step. Its inputs are values of the
 * draft. What a rule adds must be nearer to what it leaves alone.
 */
export type Rule = (step: Step, draft: Draft) => Value | undefined

/** A rule that tries others in turn. */
export const firstOf =
  (...rules: readonly Rule[]): Rule =>
  (step, draft) => {
    for (const rule of rules) {
      const found = rule(step, draft)
      if (found !== undefined) return found
    }
    return undefined
  }

/** A rule for each op, by its name. */
export const byName =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (step, draft) =>
    Object.hasOwn(rules, step.op.name) ? rules[step.op.name]!(step, draft) : undefined

/** Gives the value that stands for a constant, or `undefined` to keep it. */
export type ConstantRule = (value: Value, tensor: Tensor, draft: Draft) => Value | undefined

/** The program that a rule makes of each step; the very same where it keeps them all. */
export function rewrite(program: Program, rule: Rule, onConstant?: ConstantRule): Program {
  const recorder = new Recorder(program.specs, program.constants)
  const { specs, constants } = recorder
  const reads = readsOf(program)
  const makers: (Step | undefined)[] = []
  /** What stands for a value that is made no more. */
  const heirs: (Value | undefined)[] = []
  const steps: Step[] = []
  const current = (x: Value): Value => heirs[x] ?? x
  let changed = false

  const replace = (x: Value, heir: Value): void => {
    changed = true
    checkSpec(specs[x]!, specs[heir]!)
    heirs[x] = heir
    reads[heir] = (reads[heir] ?? 0) + (reads[x] ?? 0)
  }
  const meet = (step: Step): void => {
    const { op, params, output } = step
    const met = step.inputs.some(x => heirs[x] !== undefined)
      ? { op, params, inputs: step.inputs.map(current), output }
      : step
    const heir = rule(met, draft)
    if (heir === undefined) {
      makers[output] = met
      steps.push(met)
    } else replace(output, heir)
  }
  /** What was recorded meets the rule. */
  const settled = (x: Value): Value => {
    for (const step of recorder.steps.splice(0)) meet(step)
    return current(x)
  }
  const numbers = new Map<string, Value>()
  const draft: Draft = {
    spec: x => specs[x]!,
    maker: x => makers[x],
    constant: x => constants.get(x),
    reads: x => reads[x] ?? 0,
    valueOf: x => recorder.valueOf(x),
    number(value, dtype) {
      const key = `${dtype} ${Object.is(value, -0) ? '-0' : value}`
      const known = numbers.get(key) ?? recorder.number(value, dtype)
      numbers.set(key, known)
      return known
    },
    record(make, ...inputs) {
      const tensors = inputs.map(x => recorder.tensorOf(x))
      return settled(recorder.valueOf(recorder.record(() => make(...tensors))))
    },
    add: (op, inputs, params) => settled(recorder.add(op, inputs, params)),
    stretch: (x, shape) =>
      sameShape(specs[x]!.shape, shape) ? x : settled(recorder.add(stretching(), [x], shape)),
  }
  if (onConstant !== undefined) {
    for (const [x, tensor] of program.constants) {
      const heir = onConstant(x, tensor, draft)
      if (heir !== undefined) replace(x, heir)
    }
  }
  for (const step of program.steps) meet(step)
  for (const x of program.constants.keys()) if (heirs[x] !== undefined) constants.delete(x)
  return changed
    ? { specs, inputs: program.inputs, constants, steps, outputs: program.outputs.map(current) }
    : program
}

let stretchingOp: Operation<unknown> | undefined

/** The op behind `broadcastTo`. */
function stretching(): Operation<unknown> {
  if (stretchingOp === undefined) {
    const recorder = new Recorder()
    const x = recorder.tensorOf(recorder.input({ shape: [], dtype: 'float64' }))
    recorder.record(() => broadcastTo(x, [2]))
    stretchingOp = recorder.steps[0]!.op
  }
  return stretchingOp
}

/** A rule that changes a shape or a dtype is wrong. */
function checkSpec(was: Spec, is: Spec): void {
  if (was.dtype !== is.dtype || !sameShape(was.shape, is.shape)) {
    const [before, after] = [was, is].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`)
    throw new Error(`a pass put ${after} in the place of ${before}`)
  }
}
