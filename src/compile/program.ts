// A program: the ops that a function ran, as data. It is what passes rewrite, what is compiled, and what can be printed and exported.
import type { Operation, Spec } from '../graph/index.js'
import type { Tensor } from '../tensor.js'

/** The number of a value: its place in `specs`. */
export type Value = number

/** One op, applied: `output = op(inputs)`. */
export interface Step {
  /** The op, by which it is known to passes and emitters: by its name. */
  readonly op: Operation<unknown>
  /** What the op was told beside its inputs: plain data. */
  readonly params: unknown
  /** What it reads. */
  readonly inputs: readonly Value[]
  /** What it makes. */
  readonly output: Value
}

/** Ops in an order in which they can run, without a value in it but for what was captured. */
export interface Program {
  /** The shape and dtype of each value. */
  readonly specs: readonly Spec[]
  /** What is given at each call, in the order in which it is given. */
  readonly inputs: readonly Value[]
  /** What the function found around it, and numbers that it wrote. */
  readonly constants: ReadonlyMap<Value, Tensor>
  /** Each after those that make what it reads. */
  readonly steps: readonly Step[]
  /** What comes out; a value may come out twice, and may be an input. */
  readonly outputs: readonly Value[]
}

/** The step that makes each value; none for inputs and constants. */
export const makersOf = ({ steps }: Program): ReadonlyMap<Value, Step> =>
  new Map(steps.map(step => [step.output, step]))

/** How often each value is read, by steps and as an output. */
export function readsOf({ specs, steps, outputs }: Program): number[] {
  const reads = specs.map(() => 0)
  for (const { inputs } of steps) for (const x of inputs) reads[x]!++
  for (const y of outputs) reads[y]!++
  return reads
}

/** Whether all that a value holds is one number, and which. */
export function constantOf({ constants }: Program, x: Value): number | undefined {
  const tensor = constants.get(x)
  return tensor?.size === 1 ? tensor.data[0] : undefined
}
