// A function near a point: one run, and then its derivative as a linear map, either way, as often as it is wanted.

import { isFloat } from '../dtype.js'
import { checkFunction } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { push } from './forward.js'
import { linearizeAt, released } from './linearize.js'
import { pull } from './reverse.js'
import { type GradientOf, mapTree, matchLeaves } from './tree.js'

/** A function at a point: y ≈ f(x) + J·ẋ. */
export interface Linearization<X, Y> {
  /** f(x). */
  readonly value: Y
  /** ẏ = J·ẋ: takes a tangent nested as x, gives one nested as y. */
  jvp(tangent: GradientOf<X>): GradientOf<Y>
  /** x̄ = Jᵀ·ȳ: takes a cotangent nested as y, gives one nested as x. */
  vjp(cotangent: GradientOf<Y>): GradientOf<X>
}

/**
 * A function at a point, run once: its value there, and its derivative J as a map to apply in both directions, as often as it
 * is wanted. With it come methods that ask for many products at one point, such as conjugate gradients: products with a
 * Hessian are those of `linearize(grad(f))`.
 *
 * f : x, …rest → y, tensors of any shape or nested in objects and arrays; `rest` is passed on as it is.
 *
 * @example
 * const { value, jvp, vjp } = linearize(square)(tensor([1, 2]))
 * jvp(tensor([1, 0]))   // [2, 0]
 * vjp(tensor([0, 1]))   // [0, 4]
 */
export function linearize<X = Tensor, Rest extends readonly unknown[] = [], Y = Tensor>(
  f: (x: X, ...rest: Rest) => Y,
): (x: X, ...rest: Rest) => Linearization<X, Y>
export function linearize<X, Rest extends readonly unknown[], Y>(
  f: (x: X, ...rest: Rest) => Y,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => Linearization<X, Y> {
  checkFunction('linearize', f, more)
  return (x, ...rest) => {
    const linear = linearizeAt('linearize', f, x, rest)
    const floats = mapTree(x, leaf => (isFloat(leaf.dtype) ? leaf : undefined))
    const { y } = linear
    return {
      value: released(y as Y, linear.path),
      jvp: tangent => push(linear, matchLeaves('jvp', floats, tangent, 'tangent')) as GradientOf<Y>,
      vjp: cotangent => pull(linear, x, matchLeaves('vjp', y, cotangent, 'cotangent')) as GradientOf<X>,
    }
  }
}
