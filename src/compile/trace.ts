// A trace: a function run once on tensors without values, and the program that it leaves.
import { ArgumentError, describe } from '../errors.js'
import type { Spec } from '../graph/index.js'
import { withoutDrawing } from '../random.js'
import { isTracked, onlyValue, type Tensor } from '../tensor.js'
import { isRecord, mapTree, pathOf } from '../transforms/tree.js'
import type { Program, Value } from './program.js'
import { Recorder } from './recorder.js'

/** A leaf of what a function gives: one of the program's outputs, as a tensor or a plain number. */
export class Leaf {
  constructor(
    readonly output: number,
    readonly isNumber: boolean,
  ) {}
}

/** What a run left behind. */
export interface Trace {
  readonly program: Program
  /** The values that stand for plain numbers among the inputs. */
  readonly numbers: ReadonlySet<Value>
  /** What the function gave, with a `Leaf` for each tensor. */
  readonly result: unknown
}

/** Runs a function on tensors that stand for those among its arguments, and for the numbers: each is an input, in their order. */
export function trace(f: (...args: never[]) => unknown, args: readonly unknown[]): Trace {
  const recorder = new Recorder()
  const inputs: Value[] = []
  const numbers = new Set<Value>()
  const input = (spec: Spec, isNumber = false): Tensor => {
    const value = recorder.input(spec, isNumber)
    inputs.push(value)
    if (isNumber) numbers.add(value)
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
    (x, keys) => {
      if (isTracked(x)) throw captured(keys)
      const value = recorder.valueOf(x)
      return new Leaf(outputs.push(value) - 1, recorder.isNumber(value))
    },
    (value, keys) => {
      if (typeof value === 'object' && value !== null) {
        const place = keys.length === 0 ? 'the result' : `${pathOf(keys)} in the result`
        throw new ArgumentError(
          'compile',
          `${place} is ${describe(value)}; give tensors, nested in plain objects and arrays`,
        )
      }
      return value
    },
  )
  const { specs, constants, steps } = recorder
  return { program: { specs, inputs, constants, steps, outputs }, numbers, result }
}

const captured = (keys: Parameters<typeof pathOf>[0]): ArgumentError =>
  new ArgumentError(
    'compile',
    `${keys.length === 0 ? 'the result' : `${pathOf(keys)} in the result`} depends on a variable that the function found outside, and a compiled function passes no derivative on to it; pass it as an argument`,
  )

/** The result with tensors and numbers in the places of its leaves. */
export function rebuilt(tree: unknown, outputs: readonly Tensor[]): unknown {
  if (tree instanceof Leaf) {
    const output = outputs[tree.output]!
    return tree.isNumber ? onlyValue(output) : output
  }
  if (Array.isArray(tree)) return tree.map(item => rebuilt(item, outputs))
  if (!isRecord(tree)) return tree
  return Object.fromEntries(Reflect.ownKeys(tree).map(key => [key, rebuilt(tree[key], outputs)]))
}
