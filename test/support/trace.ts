// A tiny tracing machine: it notes which ops a program runs, on which specs, and computes no value.

import { type Machine, type Operation, type Spec, withMachine } from '../../src/graph/index.js'
import type { DType, Shape } from '../../src/index.js'
import { formatShape, sizeOf } from '../../src/shape.js'
import { type Held, Tensor, type TensorData } from '../../src/tensor.js'

/** What stands for values that there are not: their number is known, and whoever reads one is told so. */
const absent = (length: number): TensorData =>
  new Proxy({ length } as TensorData, {
    get(target, key) {
      if (key === 'length') return target.length
      throw new Error(`a traced tensor has no values, and '${String(key)}' of them was read`)
    },
  })

/** A tensor without values. */
export const placeholder = ({ shape, dtype }: Spec): Tensor => new Tensor(absent(sizeOf(shape)), shape, dtype)

/** One op that ran, with all that it was given. */
export interface Step {
  readonly op: Operation
  readonly inputs: readonly Tensor[]
  readonly params: unknown
  readonly shape: Shape
  readonly dtype: DType
  /** The values of the output, or what stands for them. */
  readonly data: Held
}

/** Runs a function on a machine that notes what it runs; `compute` gives the values. Ops that an op runs itself are not noted. */
export function noting<T>(run: () => T, compute: Machine['run']): { result: T; steps: readonly Step[] } {
  const steps: Step[] = []
  let inside = false
  const machine: Machine = {
    run(op, inputs, params, shape, dtype) {
      if (inside) return compute(op, inputs, params, shape, dtype)
      inside = true
      try {
        const data = compute(op, inputs, params, shape, dtype)
        steps.push({ op: op as Operation, inputs, params, shape, dtype, data })
        return data
      } finally {
        inside = false
      }
    },
  }
  return { result: withMachine(machine, run), steps }
}

/** Runs a function without computing a value. */
export const tracing = <T>(run: () => T) =>
  noting(run, (_op, _inputs, _params, shape) => absent(sizeOf(shape)))

/** Runs a function as ever. */
export const computing = <T>(run: () => T) =>
  noting(run, (op, inputs, params, shape, dtype) => op.forward(inputs, params, shape, dtype))

/** A program as text: `c = mul(a, b) float64 [2]`. Arguments are a, b, …; what comes from elsewhere is shown by its spec. */
export function listing(args: readonly Tensor[], steps: readonly Step[]): string {
  const names = new Map<Held, string>()
  const name = (data: Held): string => {
    names.set(data, 'abcdefghijklmnopqrstuvwxyz'[names.size] ?? `v${names.size}`)
    return names.get(data)!
  }
  const spec = ({ shape, dtype }: Spec) => `${dtype} ${formatShape(shape)}`
  return [
    ...args.map(x => `${name(x.data)} : ${spec(x)}`),
    ...steps.map(step => {
      const inputs = step.inputs.map(x => names.get(x.data) ?? `<${spec(x)}>`)
      return `${name(step.data)} = ${step.op.name}(${inputs.join(', ')}) ${spec(step)}`
    }),
  ].join('\n')
}
