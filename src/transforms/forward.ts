// Forward mode: small changes of the input pushed to the output.

import { isFloat } from '../dtype.js'
import { checkFunction } from '../errors.js'
import { cast } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import { foundAt, pushForward } from '../walk/index.js'
import { grad } from './gradient.js'
import { type Linearized, linearizeAt, released } from './linearize.js'
import { type GradientOf, mapTree, matchLeaves, plain } from './tree.js'

/** Tangents of the inputs to tangents of the outputs, nested as y; `undefined` for an input that stays as it is. */
export function push({ aliases, path, y }: Linearized, tangents: readonly (Tensor | undefined)[]): unknown {
  const seeds = aliases.flatMap((x, i) => {
    const dx = tangents[i]
    return dx === undefined ? [] : [[x, cast(dx, x.dtype)] as const]
  })
  const found = pushForward(path, seeds)
  return mapTree(
    y,
    leaf => foundAt(leaf, path, found),
    () => undefined,
  )
}

/** What `jvp` finds. */
export interface ValueAndTangent<Y> {
  /** f(x). */
  readonly value: Y
  /** ẏ = J·ẋ, nested and shaped as y. */
  readonly tangent: GradientOf<Y>
}

/**
 * The value and its change along a tangent: ẏ = J·ẋ.
 *
 * f : x, …rest → y; the tangent is nested and shaped as x, the result's as y.
 *
 * @example
 * jvp(square)(tensor([1, 2]), tensor([1, 0])).tangent   // [2, 0]
 */
export function jvp<X = Tensor, Rest extends readonly unknown[] = [], Y = Tensor>(
  f: (x: X, ...rest: Rest) => Y,
): (x: X, tangent: GradientOf<X>, ...rest: Rest) => ValueAndTangent<Y>
export function jvp<X, Rest extends readonly unknown[], Y>(
  f: (x: X, ...rest: Rest) => Y,
  ...more: readonly unknown[]
): (x: X, tangent: GradientOf<X>, ...rest: Rest) => ValueAndTangent<Y> {
  checkFunction('jvp', f, more)
  return (x, tangent, ...rest) => {
    const floats = mapTree(
      x,
      leaf => (isFloat(leaf.dtype) ? leaf : undefined),
      plain('jvp', 'the first argument'),
    )
    const tangents = matchLeaves('jvp', floats, tangent, 'tangent')
    const linear = linearizeAt('jvp', f, x, rest)
    return { value: released(linear.y as Y, linear.path), tangent: push(linear, tangents) as GradientOf<Y> }
  }
}

/**
 * The Hessian of a scalar function times a vector, H·v, without the Hessian: a gradient pushed along v.
 *
 * f : x, …rest → []; v and the result are nested and shaped as x.
 */
export function hvp<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, v: GradientOf<X>, ...rest: Rest) => GradientOf<X>
export function hvp<X, Rest extends readonly unknown[]>(
  f: (x: X, ...rest: Rest) => Tensor,
  ...more: readonly unknown[]
): (x: X, v: GradientOf<X>, ...rest: Rest) => GradientOf<X> {
  checkFunction('hvp', f, more)
  const forwardOverReverse = jvp(grad(f))
  return (x, v, ...rest) => forwardOverReverse(x, v, ...rest).tangent as unknown as GradientOf<X>
}
