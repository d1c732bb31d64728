// In place: what a step gives back may be written over what it was given, where nobody reads that any more.
import { sameShape } from '../shape.js'
import type { Program, Step, Value } from './program.js'
import { isNest, mayDoubt, REDUCTIONS, type Schedule } from './schedule.js'
import { basesOf } from './views.js'

/**
 * Which of the outputs that take an input's place in the next call may take its room in this one: those that a nest gives
 * which reads the input value by value before it writes there, after everybody else has, and when all doubts are past.
 */
export function inPlace(
  program: Program,
  { regions, batch }: Schedule,
  carried: readonly (readonly [output: Value, input: Value])[],
): ReadonlyMap<Value, Value> {
  const { specs, outputs } = program
  const baseOf = basesOf(program)
  const kernels = regions.flatMap(region => region.kernels)
  const lastDoubt = kernels.findLastIndex(mayDoubt)
  const reads = (step: Step, x: Value): boolean => step.inputs.some(input => baseOf(input) === x)
  const isFree = (y: Value, x: Value): boolean => {
    const at = kernels.findIndex(({ steps }) => steps.some(step => step.output === y))
    const kernel = kernels[at]
    if (kernel === undefined || !isNest(kernel)) return false
    // A nest by rows checks before it stores.
    if (kernel.kind === 'rows' ? at < lastDoubt : at <= lastDoubt) return false
    const writing = kernel.steps.findIndex(step => step.output === y)
    const isReadInTime = kernel.steps.every(
      (step, i) =>
        !reads(step, x) || (i <= writing && step.inputs.every(input => input === x || baseOf(input) !== x)),
    )
    return (
      isReadInTime &&
      !kernels.some(({ steps }, i) => i > at && steps.some(step => reads(step, x))) &&
      !REDUCTIONS.has(kernel.steps[writing]!.op.name) &&
      !outputs.some(other => baseOf(other) === x) &&
      !batch?.values.has(y) &&
      specs[x]!.dtype === specs[y]!.dtype &&
      sameShape(specs[x]!.shape, specs[y]!.shape)
    )
  }
  const free = carried.filter(([y, x], i) => isFree(y, x) && carried.findIndex(pair => pair[0] === y) === i)
  return new Map(free)
}
