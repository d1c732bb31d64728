// Dead values.
//
// Steps whose output nobody reads go, and so do constants; what is left is numbered anew, in the order of the program.
// Law: the outputs are the same values. What a dead step would have refused is not refused any more.
import type { Program, Value } from '../program.js'

/** A program without what nobody reads. */
export function removeDead(program: Program): Program {
  const { specs, inputs, constants, steps, outputs } = program
  const isRead = new Set<Value>(outputs)
  const live = [...steps]
    .reverse()
    .filter(step => {
      if (!isRead.has(step.output)) return false
      for (const x of step.inputs) isRead.add(x)
      return true
    })
    .reverse()
  const kept = [...constants].filter(([x]) => isRead.has(x))
  const order = [...inputs, ...kept.map(([x]) => x), ...live.map(step => step.output)]
  if (live.length === steps.length && order.length === specs.length) return program
  const names = new Map(order.map((x, i) => [x, i]))
  const name = (x: Value): Value => names.get(x)!
  return {
    specs: order.map(x => specs[x]!),
    inputs: inputs.map(name),
    constants: new Map(kept.map(([x, tensor]) => [name(x), tensor])),
    steps: live.map(step => ({ ...step, inputs: step.inputs.map(name), output: name(step.output) })),
    outputs: outputs.map(name),
  }
}
