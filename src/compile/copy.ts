// Copies: what a reshape reads in an order in which it does not lie is written anew first.
import type { Operation } from '../graph/index.js'
import { valuesOf } from '../tensor.js'
import type { Lowered } from './lower.js'
import type { Step, Value } from './program.js'
import { Unsupported } from './schedule.js'

/** Thrown where a reshape has no view of what it reads. */
export class NeedsCopy extends Unsupported {
  constructor(readonly reshaped: Value) {
    super('a reshape that takes a copy')
  }
}

const COPY: Operation<unknown> = {
  name: 'copy',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(x!).slice(),
}

/** The program with a copy before the reshape that makes a value. */
export function withCopy({ program, guards }: Lowered, reshaped: Value): Lowered {
  const copied = program.specs.length
  const steps = program.steps.flatMap((step): Step[] => {
    if (step.output !== reshaped) return [step]
    const copy = { op: COPY, params: undefined, inputs: step.inputs, output: copied }
    return [copy, { ...step, inputs: [copied] }]
  })
  const input = steps.find(step => step.output === copied)!.inputs[0]!
  return { program: { ...program, specs: [...program.specs, program.specs[input]!], steps }, guards }
}
