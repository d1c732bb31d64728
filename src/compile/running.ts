// A program of one signature at work: on the machine where it can, else on the interpreter, with results as ordinary tensors.

import { ArgumentError } from '../errors.js'
import { sizeOf } from '../shape.js'
import { Deferred, Tensor } from '../tensor.js'
import { assembled, type BuildOptions, prepared } from './build.js'
import type { Executable } from './executable.js'
import type { Split } from './hosted.js'
import { interpret } from './interpret.js'
import type { Program, Value } from './program.js'
import { rebuilt } from './trace.js'

/** Small results are copied at once: less work than to remember them. */
const SMALL = 16

/** Builds a program from a function. `isLent` says that results last only until the next call. */
export function running(
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  isLent: boolean,
  options: BuildOptions,
): (inputs: readonly Tensor[]) => unknown {
  const ready = prepared(f, args)
  const { program, result } = ready.traced
  const outputs = outputsOf(program, ready.parts, assembled(ready.lean, options), isLent)
  return inputs => rebuilt(result, outputs(inputs))
}

/** Gives the outputs of a call. */
export function outputsOf(
  program: Program,
  parts: Split | undefined,
  executable: Executable | string,
  isLent: boolean,
): (inputs: readonly Tensor[]) => readonly Tensor[] {
  if (typeof executable === 'string') return inputs => interpret(program, inputs)
  const { specs, outputs } = program
  const own = executable.plan.program
  const makers = new Set(own.steps.map(step => step.output))
  let pending: Deferred[] = []
  let calls = 0
  return inputs => {
    // What was lent may come back as an input.
    for (const results of pending) if (!isLent || inputs.some(x => x.held === results)) results.read()
    pending = []
    const call = ++calls
    const given =
      parts === undefined ? inputs : [...parts.kept.map(i => inputs[i]!), ...interpret(parts.host, inputs)]
    if (!executable.run(given)) return interpret(program, inputs)
    return own.outputs.map((y, i) => {
      const { shape, dtype } = specs[outputs[i]!]!
      if (!makers.has(executable.plan.baseOf(y))) return view(own, y, given)
      const size = sizeOf(shape)
      if (size === 1 && dtype === 'float64') return new Tensor(executable.number(y), shape, dtype)
      if (size <= SMALL) return new Tensor(executable.read(y), shape, dtype)
      const results = new Deferred(size, () => {
        if (call !== calls) throw outlived()
        return executable.read(y)
      })
      pending.push(results)
      return new Tensor(results, shape, dtype)
    })
  }
}

/** An output that is an input or a constant, perhaps seen in another shape. */
function view(program: Program, y: Value, inputs: readonly Tensor[]): Tensor {
  const steps = [program.steps.find(step => step.output === y)]
  while (steps[0] !== undefined)
    steps.unshift(program.steps.find(step => step.output === steps[0]!.inputs[0]))
  return interpret({ ...program, steps: steps.filter(step => step !== undefined), outputs: [y] }, inputs)[0]!
}

const outlived = (): ArgumentError =>
  new ArgumentError(
    'compile',
    "a result is read after the next call of the compiled function, which lends its results only until then; read it before, or leave out results: 'nextCall'",
  )
