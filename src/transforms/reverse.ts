// Reverse mode: sensitivities of the output pulled back to the input.
import { checkFunction } from '../errors.js'
import { cast } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import { foundAt, pullBack } from '../walk/index.js'
import { type Linearized, linearizeAt, rebuild, released } from './linearize.js'
import { type GradientOf, leavesOf, matchLeaves } from './tree.js'

/** Cotangents of the outputs, as many as there are, to cotangents of the inputs, nested as x. */
export function pull({ aliases, path, y }: Linearized, x: unknown, cotangents: readonly Tensor[]): unknown {
  const seeds = leavesOf(y).map((leaf, i) => [leaf, cast(cotangents[i]!, leaf.dtype)] as const)
  const found = pullBack(path, seeds)
  return rebuild(x, i => foundAt(aliases[i]!, path, found))
}

/** What `vjp` finds. */
export interface ValueAndPullback<Y, X> {
  /** f(x). */
  readonly value: Y
  /** x̄ = Jᵀ·ȳ: takes a cotangent nested as y, gives one nested as x. */
  pullback(cotangent: Y): GradientOf<X>
}

/**
 * The value and a function that pulls cotangents back: x̄ = Jᵀ·ȳ.
 *
 * f : x, …rest → y, where x and y are tensors, or tensors nested in objects and arrays; `rest` is passed on as it is.
 * `pullback` takes cotangents nested as y and returns cotangents nested as x; the graph is kept, so call it often.
 *
 * @example
 * const { value, pullback } = vjp(square)(tensor([1, 2]))
 * pullback(tensor([1, 0]))   // [2, 0]
 */
export function vjp<X = Tensor, Rest extends readonly unknown[] = [], Y = Tensor>(
  f: (x: X, ...rest: Rest) => Y,
): (x: X, ...rest: Rest) => ValueAndPullback<Y, X>
export function vjp<X, Rest extends readonly unknown[], Y>(
  f: (x: X, ...rest: Rest) => Y,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => ValueAndPullback<Y, X> {
  checkFunction('vjp', f, more)
  return (x, ...rest) => {
    const linear = linearizeAt('vjp', f, x, rest)
    const y = linear.y as Y
    return {
      value: released(y, linear.path),
      pullback: cotangent => pull(linear, x, matchLeaves('vjp', y, cotangent, 'cotangent')) as GradientOf<X>,
    }
  }
}
