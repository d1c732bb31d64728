// Common subexpressions: of two steps with the same op, the same params and the same inputs one is kept, and of two constants
// with the same values.
//
// Law: the outputs are the same bit by bit, for an op gives the same values for the same inputs.
import type { Operation } from '../../graph/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import type { Program, Step, Value } from '../program.js'

/** A program that computes nothing twice. */
export function shareCommon(program: Program): Program {
  const names = new Map<Value, Value>()
  const name = (x: Value): Value => names.get(x) ?? x
  const constants = sharedConstants(program, names)
  const numbers = new Map<Operation<unknown>, number>()
  const numberOf = (op: Operation<unknown>): number => {
    const number = numbers.get(op) ?? numbers.size
    numbers.set(op, number)
    return number
  }
  const known = new Map<string, Value>()
  const steps: Step[] = []
  for (const step of program.steps) {
    const inputs = step.inputs.some(x => names.has(x)) ? step.inputs.map(name) : step.inputs
    const key = `${numberOf(step.op)} ${inputs.join(' ')} ${textOf(step.params)}`
    const twin = known.get(key)
    if (twin === undefined) {
      known.set(key, step.output)
      steps.push(inputs === step.inputs ? step : { ...step, inputs })
    } else names.set(step.output, twin)
  }
  return names.size === 0 ? program : { ...program, constants, steps, outputs: program.outputs.map(name) }
}

/** Params are plain data; JSON would take NaN and ±∞ for null. */
const textOf = (params: unknown): string =>
  params === undefined
    ? ''
    : JSON.stringify(params, (_, value: unknown) => (typeof value === 'number' ? String(value) : value))

function sharedConstants({ constants }: Program, names: Map<Value, Value>): Map<Value, Tensor> {
  const kept = new Map<Value, Tensor>()
  const alike = new Map<string, [Value, Tensor][]>()
  for (const [x, tensor] of constants) {
    // What begins alike is compared to its end.
    const key = `${tensor.dtype} ${tensor.shape.join(' ')}: ${Array.from(valuesOf(tensor).subarray(0, 8)).join(' ')}`
    const others = alike.get(key) ?? []
    const twin = others.find(([, other]) => sameBits(other, tensor))
    if (twin !== undefined) names.set(x, twin[0])
    else {
      kept.set(x, tensor)
      alike.set(key, [...others, [x, tensor]])
    }
  }
  return kept
}

/** Bit by bit: 0 is not −0. */
function sameBits(a: Tensor, b: Tensor): boolean {
  if (a.data === b.data) return true
  const [p, q] = [a, b].map(x => {
    const { buffer, byteOffset, byteLength } = valuesOf(x)
    return new Uint8Array(buffer, byteOffset, byteLength)
  })
  for (let i = 0; i < p!.length; i++) if (p![i] !== q![i]) return false
  return true
}
