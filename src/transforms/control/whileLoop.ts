// A loop that ends by a value: as many steps as that takes, in forward mode.
import { ArgumentError, checkOptions, DifferentiationError, describe } from '../../errors.js'
import { type Operation, record } from '../../graph/index.js'
import { isTracked, type Tensor, valuesOf } from '../../tensor.js'
import { mapTree } from '../tree.js'
import { decided } from './cond.js'
import { checkAlike } from './match.js'
import { isStandIn } from './specs.js'

/** What bounds a loop. */
export interface WhileOptions {
  /** More steps than that are refused; 10,000 unless given. */
  readonly maxIterations?: number
}

/** Marks what a loop gave: changes go ahead through it, and not back. */
const LOOPED: Operation = {
  name: 'whileLoop',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(x!),
  batch: params => params,
  differentials: () => [
    {
      jvp: dx => dx,
      vjp: () => {
        throw new DifferentiationError(
          'whileLoop',
          'has no derivative in reverse mode, for how many steps would have to be kept is not known; use jvp, or scan, whose number of steps is',
        )
      },
    },
  ],
}

/**
 * Runs a body as long as a condition holds: carry → carry, from `init` on. Derivatives go through in forward mode, at any
 * order, as of the steps that were taken (a start that is right already takes none, and then has its own derivative); in reverse mode they are refused: use `scan` with a fixed number of steps.
 *
 * condition : carry → true, false or bool []; the carry is a tensor, or tensors nested in objects and arrays, and keeps its nesting,
 * shapes and dtypes
 *
 * Throws an `ArgumentError` after `maxIterations` steps, and where the condition is not known: while `compile` traces, or where
 * it differs between samples of `vmap`.
 *
 * @example
 * // √a by Newton's iteration
 * const root = (a: Tensor) =>
 *   whileLoop(
 *     x => greater(abs(sub(square(x), a)), 1e-12),
 *     x => div(add(x, div(a, x)), 2),
 *     a,
 *   )
 * jvp(root)(tensor(2), tensor(1)).tangent   // 1/(2√2)
 */
export function whileLoop<C>(
  condition: (carry: C) => boolean | Tensor,
  body: (carry: C) => C,
  init: C,
  options: WhileOptions = {},
): C {
  for (const f of [condition, body] as unknown[]) {
    if (typeof f !== 'function')
      throw new ArgumentError('whileLoop', `wants a condition and a body, both functions, got ${describe(f)}`)
  }
  const { maxIterations = 10_000 } = checkOptions('whileLoop', options, ['maxIterations'])
  if (!Number.isSafeInteger(maxIterations) || maxIterations < 0) {
    throw new ArgumentError(
      'whileLoop',
      `maxIterations must be a whole number ≥ 0, got ${describe(maxIterations)}`,
    )
  }
  let carry = init
  for (let step = 0; ; step++) {
    const holds = decided('whileLoop', 'the condition', condition(carry))
    // In a scan without steps only shapes count, and those stay.
    if (typeof holds !== 'boolean' && isStandIn(holds)) break
    if (typeof holds !== 'boolean') {
      throw new ArgumentError(
        'whileLoop',
        'the condition is not known here: while a function is compiled there are no values, and under vmap each sample has its own; use scan with a fixed number of steps, and where(…) to leave values as they are',
      )
    }
    if (!holds) break
    if (step === maxIterations) {
      throw new ArgumentError(
        'whileLoop',
        `the condition still holds after ${maxIterations} steps; is it ever false? Otherwise allow more: { maxIterations: n }`,
      )
    }
    carry = body(carry)
    checkAlike('whileLoop', 'the carry', init, 'at the start', carry, `after step ${step}`)
  }
  return mapTree(carry, x =>
    isTracked(x) ? record(LOOPED, [x], undefined, x.held, x.shape, x.dtype) : x,
  ) as C
}
