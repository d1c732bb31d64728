// L-BFGS: Newton's method with a Hessian that a few past gradients tell of.
import { ArgumentError, describe } from '../../../errors.js'
import { drive } from './drive.js'
import { straight } from './lineSearch.js'
import type { Found, MinimizeOptions, Objective } from './objective.js'
import { quasiNewton } from './quasiNewton.js'

/** What L-BFGS takes. */
export interface LbfgsOptions extends MinimizeOptions {
  /** How many past steps are remembered, ≥ 1; 10 unless given. */
  readonly memory?: number
}

/**
 * Minimizes a smooth loss by L-BFGS (D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale optimization", 1989).
 *
 * The steps do not depend on the unit of the loss: the first has length 1, and the tolerance is measured by the gradient at the
 * start. Where the loss is NaN or infinite it is backed away from.
 *
 * x0 : [n]; with a state the run goes on from there, and x0 gives n alone
 *
 * @example
 * lbfgs((x, g) => { g[0] = 2 * (x[0] - 3); return (x[0] - 3) ** 2 }, new Float64Array(1)).x   // [3]
 */
export function lbfgs(f: Objective, x0: Float64Array, options: LbfgsOptions = {}): Found {
  const memory = checkedMemory('lbfgs', options)
  return drive('lbfgs', f, x0, options, ['memory'], kept =>
    quasiNewton(
      {
        name: 'lbfgs',
        memory,
        slope: point => point.gradient,
        path: (from, direction) => straight(f, from, direction),
      },
      kept,
    ),
  )
}

/** The number of steps to remember. */
export function checkedMemory(op: string, { memory = 10 }: LbfgsOptions = {}): number {
  if (!Number.isSafeInteger(memory) || memory < 1)
    throw new ArgumentError(op, `memory must be a whole number ≥ 1, got ${describe(memory)}`)
  return memory
}
