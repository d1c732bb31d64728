// What ops run on: the machine computes values at once, unless another one is set for a while, such as one that traces.
import type { DType } from '../dtype.js'
import { scoped } from '../scoped.js'
import type { Shape } from '../shape.js'
import { type Held, onlyValue, type Tensor } from '../tensor.js'
import type { Operation } from './operation.js'
import { record } from './record.js'

/** What runs ops. Shapes, dtypes, derivatives and the record of the graph are the same on every machine. */
export interface Machine {
  /**
   * The values of an op's output, whose shape and dtype its rules have given. A machine that does not compute gives what
   * stands for them: anything with their number as its length. Tensors that share values share this object, so it is
   * also their name.
   */
  run<P>(op: Operation<P>, inputs: readonly Tensor[], params: P, shape: Shape, dtype: DType): Held
  /** Whether a tensor stands for a plain number that is not known yet, which takes its neighbour's dtype. */
  standsForNumber?(x: Tensor): boolean
  /** Makes a tensor stand for a plain number. */
  standForNumber?(x: Tensor): void
  /**
   * Runs a function that may read the values of its inputs, which are constants, where a tensor stands for many samples: on all
   * at once by `batch`, which is given and gives them with an axis of n in front, or as it can.
   */
  opaque?(inputs: readonly Tensor[], run: OfTensors, batch?: OfSamples): readonly Tensor[]
  /** Whether a tensor has no value that can be read here. */
  isUnknown?(x: Tensor): boolean
}

/** A function from tensors to tensors. */
export type OfTensors = (inputs: readonly Tensor[]) => readonly Tensor[]

/** The same of n samples at once. */
export type OfSamples = (n: number, inputs: readonly Tensor[]) => readonly Tensor[]

/** Computes values at once, by the op's forward rule. */
export const eager: Machine = {
  run(op, inputs, params, shape, dtype) {
    const { single } = op
    if (single === undefined || shape.length > 0 || dtype !== 'float64')
      return op.forward(inputs, params, shape, dtype)
    const a = onlyValue(inputs[0]!)
    return inputs.length === 1 ? single(a) : single(a, onlyValue(inputs[1]!))
  },
}

/** The machine that ops run on now. */
export let machine: Machine = eager

/** Runs a function on a machine of your choice. */
export const withMachine = <T>(chosen: Machine, run: () => T): T =>
  scoped(machine, m => (machine = m), chosen, run)

/** Whether ops compute values at once: no other machine is set. */
export const isComputing = (): boolean => machine === eager

/** Whether a tensor stands for a plain number: only on machines that do not know their numbers yet. */
export const standsForNumber = (x: Tensor): boolean => machine.standsForNumber?.(x) ?? false

/** Whether a tensor has no value that can be read: one that is traced, or that stands for many samples. */
export const isUnknown = (x: Tensor): boolean => machine.isUnknown?.(x) ?? false

/** The tensor itself, which stands for a plain number from now on, as it does where it takes the place of one. */
export function standForNumber(x: Tensor): Tensor {
  machine.standForNumber?.(x)
  return x
}

/** What a function that may read its inputs' values gives, also for many samples at once. */
export const opaque = (inputs: readonly Tensor[], run: OfTensors, batch?: OfSamples): readonly Tensor[] =>
  machine.opaque?.(inputs, run, batch) ?? run(inputs)

/** The output of an op: its shape, its dtype and its values, and where it depends on something tracked, its origin. */
export function apply<P>(op: Operation<P>, inputs: readonly Tensor[], params: P): Tensor {
  const shape = op.shape(inputs, params)
  const dtype = op.dtype === undefined ? inputs[0]!.dtype : op.dtype(inputs, params)
  const held = machine.run(op, inputs, params, shape, dtype)
  return record(op, inputs, params, held, shape, dtype)
}
