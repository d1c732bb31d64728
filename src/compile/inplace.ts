// In place: what a step gives back may be written over what it was given, where nobody reads that any more.

import { sameShape } from '../shape.js'
import { isElementwise } from './elementwise.js'
import type { Life } from './layouts.js'
import type { Program, Step, Value } from './program.js'
import { isNest, type Kernel, mayDoubt, REDUCTIONS, type Schedule } from './schedule.js'
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

/**
 * Values of a part that may lie where an output comes to lie: nests by columns make and read them, and the last makes the
 * output of them value by value. So there is less to keep near, by a third where a slope is scaled at the end.
 */
export function aheadOf(
  program: Program,
  kernels: readonly Kernel[],
  lives: ReadonlyMap<Value, Life>,
  isPart: (x: Value) => boolean,
): ReadonlyMap<Value, Value> {
  const { specs, outputs } = program
  const baseOf = basesOf(program)
  const touches = (x: Value, { inputs, output }: Step): boolean =>
    output === x || inputs.some(input => baseOf(input) === x)
  const found = new Map<Value, Value>()
  for (const [at, kernel] of kernels.entries())
    for (const step of kernel.kind === 'columns' ? kernel.steps : []) {
      const y = step.output
      if (!outputs.includes(y) || isPart(y) || !isElementwise(step.op.name)) continue
      const x = step.inputs.find(
        x =>
          isPart(x) &&
          lives.get(x)?.[1] === at &&
          kernels.every(({ kind, steps }) => kind === 'columns' || !steps.some(other => touches(x, other))) &&
          kernel.steps.every(other => other === step || !touches(x, other)) &&
          step.inputs.every(input => input === x || baseOf(input) !== x) &&
          specs[x]!.dtype === specs[y]!.dtype &&
          sameShape(specs[x]!.shape, specs[y]!.shape),
      )
      if (x !== undefined) found.set(x, y)
    }
  return found
}
