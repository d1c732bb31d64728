// The interpreter: a program run step by step, by the ops' own forward rules. It is the oracle of all that is compiled.
import { Tensor } from '../tensor.js'
import type { Program, Value } from './program.js'

/** The outputs of a program for given inputs. A value that nothing reads any more is let go. */
export function interpret(program: Program, inputs: readonly Tensor[]): Tensor[] {
  const { specs, constants, steps, outputs } = program
  const values = new Map<Value, Tensor>(constants)
  program.inputs.forEach((input, i) => {
    values.set(input, inputs[i]!)
  })
  const last = lastReads(program)
  steps.forEach(({ op, params, inputs, output }, i) => {
    const { shape, dtype } = specs[output]!
    const data = op.forward(
      inputs.map(x => values.get(x)!),
      params,
      shape,
      dtype,
    )
    values.set(output, new Tensor(data, shape, dtype))
    for (const x of inputs) if (last.get(x) === i) values.delete(x)
  })
  return outputs.map(y => values.get(y)!)
}

/** The step that reads each value last; outputs and constants stay. */
function lastReads({ steps, outputs, constants }: Program): Map<Value, number> {
  const last = new Map<Value, number>()
  steps.forEach(({ inputs }, i) => {
    for (const x of inputs) last.set(x, i)
  })
  for (const y of [...outputs, ...constants.keys()]) last.delete(y)
  return last
}
