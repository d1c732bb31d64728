// A trace: a function run once on tensors without values, and the program that it leaves.
import { ArgumentError, describe } from '../errors.js'
import type { Spec } from '../graph/index.js'
import { withoutDrawing } from '../random.js'
import { stopGradient, type Tensor } from '../tensor.js'
import { mapTree, pathOf } from '../transforms/tree.js'
import type { Program, Value } from './program.js'
import { Recorder } from './recorder.js'

/** A leaf of what a function gives: one of the program's outputs, a plain number that is one, or a value as it is. */
export type Leaf =
  | { readonly kind: 'tensor' | 'number'; readonly output: number }
  | { readonly kind: 'other'; readonly value: unknown }

/** What a run left behind. */
export interface Trace {
  readonly program: Program
  /** What the function gave, with a `Leaf` for each leaf. */
  readonly result: unknown
}

/** The arguments of a function with a spec for each tensor, and the text `number` in place of a number that is an input. */
export function trace(f: (...args: never[]) => unknown, args: readonly unknown[]): Trace {
  const recorder = new Recorder()
  const inputs: Value[] = []
  const input = (spec: Spec, isNumber = false): Tensor => {
    const value = recorder.input(spec, isNumber)
    inputs.push(value)
    return recorder.tensorOf(value)
  }
  const standIns = mapTree(
    args,
    ({ shape, dtype }) => input({ shape, dtype }),
    value => (typeof value === 'number' ? input({ shape: [], dtype: 'float64' }, true) : value),
  ) as never[]
  const reason =
    'a compiled function would give the same numbers at each call; draw outside, and pass what was drawn as an argument'
  const found = withoutDrawing(reason, () => recorder.record(() => f(...standIns)))
  const outputs: Value[] = []
  const result = mapTree(
    found,
    x => {
      const value = recorder.valueOf(stopGradient(x))
      const kind = recorder.isNumber(value) ? 'number' : 'tensor'
      return { kind, output: outputs.push(value) - 1 } satisfies Leaf
    },
    (value, keys) => {
      if (typeof value === 'object' && value !== null) {
        const place = keys.length === 0 ? 'the result' : `${pathOf(keys)} in the result`
        throw new ArgumentError(
          'compile',
          `${place} is ${describe(value)}; give tensors, nested in plain objects and arrays`,
        )
      }
      return { kind: 'other', value } satisfies Leaf
    },
  )
  const { specs, constants, steps } = recorder
  return { program: { specs, inputs, constants, steps, outputs }, result }
}
