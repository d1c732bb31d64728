// Rewriting: a program walked step by step, where a rule may let another value stand for what a step makes.
import type { Operation, Spec } from '../../graph/index.js'
import { broadcastTo } from '../../ops/index.js'
import { formatShape, type Shape, sameShape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { type Program, readsOf, type Step, type Value } from '../program.js'
import { Recorder } from '../recorder.js'

/** A step as a rule sees it: its inputs are values of the program that is being written, its output's spec is known. */
export type Met = Omit<Step, 'output'> & { readonly spec: Spec }

/** The program that is being written: what a rule may look up, and how it adds steps. */
export interface Draft {
  spec(x: Value): Spec
  /** The step that makes a value; none for inputs and constants. */
  maker(x: Value): Step | undefined
  constant(x: Value): Tensor | undefined
  /** How often a value was read before anything was rewritten. */
  reads(x: Value): number
  /** A value for a tensor: a constant. */
  valueOf(x: Tensor): Value
  /** What ops make of values. Constants are computed at once. */
  record(make: (...xs: Tensor[]) => Tensor, ...inputs: readonly Value[]): Value
  /** A step of an op that is at hand. */
  add(op: Operation<unknown>, inputs: readonly Value[], params: unknown): Value
  /** A value stretched to a shape, by a step of its own even where it is constant; itself where it has that shape. */
  stretch(x: Value, shape: Shape): Value
}

/** Gives the value that stands for a step's output from now on, or `undefined` to keep the step. */
export type Rule = (step: Met, draft: Draft) => Value | undefined

/** The program that a rule makes of each step; the very same where it keeps them all. `onConstant` does so for constants. */
export function rewrite(
  program: Program,
  rule: Rule,
  onConstant: (x: Tensor, draft: Draft) => Value | undefined = () => undefined,
): Program {
  const recorder = new Recorder()
  const names = new Map<Value, Value>()
  const reads = readsOf(program)
  const counted: number[] = []
  const draft = draftOf(recorder, counted)
  let changed = false
  const name = (x: Value, value: Value): Value => {
    names.set(x, value)
    counted[value] = (counted[value] ?? 0) + reads[x]!
    return value
  }
  const instead = (x: Value, value: Value): Value => {
    changed = true
    checkSpec(program.specs[x]!, recorder.specs[value]!)
    return name(x, value)
  }
  const named = (x: Value): Value => {
    const known = names.get(x)
    if (known !== undefined) return known
    const tensor = program.constants.get(x)!
    const other = onConstant(tensor, draft)
    return other === undefined ? name(x, recorder.valueOf(tensor)) : instead(x, other)
  }
  for (const x of program.inputs) name(x, recorder.input(program.specs[x]!))
  for (const { op, params, inputs: from, output } of program.steps) {
    const inputs = from.map(named)
    const spec = program.specs[output]!
    const other = rule({ op, params, inputs, spec }, draft)
    if (other === undefined) name(output, recorder.put(op, inputs, params, spec))
    else instead(output, other)
  }
  const outputs = program.outputs.map(y => names.get(y) ?? recorder.valueOf(program.constants.get(y)!))
  if (!changed) return program
  const { specs, constants, steps } = recorder
  return { specs, inputs: program.inputs.map(x => names.get(x)!), constants, steps, outputs }
}

function draftOf(recorder: Recorder, reads: readonly number[]): Draft {
  const makers = new Map<Value, Step>()
  let seen = 0
  return {
    spec: x => recorder.specs[x]!,
    maker(x) {
      for (; seen < recorder.steps.length; seen++)
        makers.set(recorder.steps[seen]!.output, recorder.steps[seen]!)
      return makers.get(x)
    },
    constant: x => recorder.constants.get(x),
    reads: x => reads[x] ?? 0,
    valueOf: x => recorder.valueOf(x),
    record: (make, ...inputs) => {
      const tensors = inputs.map(x => recorder.tensorOf(x))
      return recorder.valueOf(recorder.record(() => make(...tensors)))
    },
    add: (op, inputs, params) => recorder.add(op, inputs, params),
    stretch: (x, shape) =>
      sameShape(recorder.specs[x]!.shape, shape) ? x : recorder.add(stretching(), [x], shape),
  }
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
