// A function run on shapes and dtypes alone, to know what it would give.
import type { DType } from '../../dtype.js'
import { ArgumentError } from '../../errors.js'
import { machine, withMachine } from '../../graph/index.js'
import { type Shape, sizeOf } from '../../shape.js'
import { Deferred, type Held, Tensor } from '../../tensor.js'

const standIns = /* @__PURE__ */ new WeakSet<object>()

/** What is held where there are no values. */
function nothing(op: string, shape: Shape): Deferred {
  const held = new Deferred(sizeOf(shape), () => {
    throw new ArgumentError(
      op,
      'a value is read where there are no steps: without any, the function is run on shapes alone, to know those of its outputs',
    )
  })
  standIns.add(held)
  return held
}

/** A tensor without values. */
export const standIn = (shape: Shape, dtype: DType): Tensor =>
  new Tensor(nothing('scan', shape), shape, dtype)

/** Runs a function whose ops compute nothing. */
export function inSpecs<T>(op: string, run: () => T): T {
  const below = machine
  return withMachine(
    {
      run: (_op, _inputs, _params, shape): Held => nothing(op, shape),
      isUnknown: x => standIns.has(x.held as object) || (below.isUnknown?.(x) ?? false),
    },
    run,
  )
}
