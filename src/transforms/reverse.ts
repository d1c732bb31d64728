// Reverse mode: sensitivities of the output pulled back to the input. One walk gives the whole gradient of a scalar.
import { seedFor } from '../backward.js'
import { checkFunction, DifferentiationError } from '../errors.js'
import { cast } from '../ops/reshape.js'
import { formatShape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'
import { foundAt, pullBack } from '../walk/index.js'
import { type Linearized, linearize, rebuild, released } from './linearize.js'
import { type GradientOf, leavesOf, matchLeaves } from './tree.js'

/** Cotangents of the outputs to cotangents of the inputs, nested as x. */
function pull({ aliases, path, y }: Linearized, x: unknown, cotangents: readonly Tensor[]): unknown {
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

/** What `valueAndGrad` finds. */
export interface ValueAndGradient<X> {
  /** f(x), a scalar. */
  readonly value: Tensor
  /** ∂f/∂x, nested and shaped as x. */
  readonly gradient: GradientOf<X>
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
    const linear = linearize('vjp', f, x, rest)
    const y = linear.y as Y
    return {
      value: released(y, linear.path),
      pullback: cotangent => pull(linear, x, matchLeaves('vjp', y, cotangent, 'cotangent')) as GradientOf<X>,
    }
  }
}

/**
 * The value of a scalar function and its gradient, from one run.
 *
 * f : x, …rest → []; the gradient is towards x alone, and nested as x is.
 *
 * @example
 * const step = valueAndGrad((w: { theta: Tensor }, x: Tensor, y: Tensor) => loss(w, x, y))
 * const { value, gradient } = step(w, x, y)
 */
export function valueAndGrad<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, ...rest: Rest) => ValueAndGradient<X>
export function valueAndGrad<X, Rest extends readonly unknown[]>(
  f: (x: X, ...rest: Rest) => Tensor,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => ValueAndGradient<X> {
  checkFunction('valueAndGrad', f, more)
  return (x, ...rest) => {
    const linear = linearize('grad', f, x, rest)
    const y = linear.y
    if (!isTensor(y))
      throw new DifferentiationError(
        'grad',
        'the function must return one tensor; for several use vjp or jacobian',
      )
    if (y.size !== 1) {
      throw new DifferentiationError(
        'grad',
        `needs a scalar function, got an output of shape ${formatShape(y.shape)}; reduce it with sum or mean, or use jacobian or vjp`,
      )
    }
    return {
      value: released(y, linear.path),
      gradient: pull(linear, x, [seedFor('grad', y, undefined)]) as GradientOf<X>,
    }
  }
}

/**
 * The gradient of a scalar function, as a function.
 *
 * f : x, …rest → []; returns x, …rest → tensors nested and shaped as x. Nest it for higher orders.
 *
 * @example
 * grad((x: Tensor) => sum(mul(x, x)))(tensor([1, 2]))   // [2, 4]
 */
export function grad<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, ...rest: Rest) => GradientOf<X>
export function grad<X, Rest extends readonly unknown[]>(
  f: (x: X, ...rest: Rest) => Tensor,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => GradientOf<X> {
  checkFunction('grad', f, more)
  const both = valueAndGrad(f)
  return (x, ...rest) => both(x, ...rest).gradient
}
