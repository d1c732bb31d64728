// A function run on shapes and dtypes alone, to know what it would give.
import type { DType } from '../../dtype.js'
import { ArgumentError } from '../../errors.js'
import { type Machine, machine, withMachine, withWatcher } from '../../graph/index.js'
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

/** Whether a tensor has no value because there are no steps. */
export const isStandIn = (x: Tensor): boolean => standIns.has(x.held as object)

/** Runs a function whose ops compute nothing. Nobody watches, for there are no values to be seen. */
export function inSpecs<T>(op: string, run: () => T): T {
  const below = machine
  const inside: Machine = {
    run: (_op, _inputs, _params, shape): Held => nothing(op, shape),
    isUnknown: x => isStandIn(x) || (below.isUnknown?.(x) ?? false),
    // Numbers that are not known yet are so here as well, or else dtypes would differ.
    standsForNumber: x => !isStandIn(x) && (below.standsForNumber?.(x) ?? false),
    standForNumber: x => {
      if (!isStandIn(x)) below.standForNumber?.(x)
    },
  }
  return withWatcher(undefined, () => withMachine(inside, run))
}
