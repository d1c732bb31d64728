// Steps on plain numbers: JavaScript takes them before each call, in float64, and the program gets what they give.
import type { Program, Step, Value } from './program.js'

/** A program without its steps on numbers, and those steps, as a program of their own that gives what the other takes. */
export interface Split {
  /** Inputs: those of the whole that it reads, then what `host` gives. */
  readonly program: Program
  /** Gives the values that `program` takes beside the inputs of the whole. */
  readonly host: Program
  /** Of the inputs of the whole, by place, those that `program` takes. */
  readonly kept: readonly number[]
}

/** Splits a program that computes with numbers beside tensors; `undefined` where there is nothing to split. */
export function split(program: Program, numbers: ReadonlySet<Value>): Split | undefined {
  if (numbers.size === 0) return undefined
  const { specs, inputs, constants, steps, outputs } = program
  const hosted = new Set<Value>(numbers)
  const isNumber = (x: Value): boolean => hosted.has(x) || (constants.has(x) && specs[x]!.shape.length === 0)
  const [own, rest]: [Step[], Step[]] = [[], []]
  for (const step of steps) {
    const isHosted =
      step.inputs.some(x => hosted.has(x)) &&
      step.inputs.every(isNumber) &&
      specs[step.output]!.shape.length === 0
    if (isHosted) hosted.add(step.output)
    ;(isHosted ? own : rest).push(step)
  }
  if (rest.length === 0) return undefined
  const read = new Set([...rest.flatMap(step => step.inputs), ...outputs])
  const given = [...hosted].filter(x => read.has(x))
  const kept = inputs.flatMap((x, i) => (hosted.has(x) ? [] : [i]))
  return {
    program: { specs, constants, steps: rest, outputs, inputs: [...kept.map(i => inputs[i]!), ...given] },
    host: { specs, constants, steps: own, inputs, outputs: given },
    kept,
  }
}
