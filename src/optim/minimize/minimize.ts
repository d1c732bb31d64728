// Minimizing a loss over tensors nested in objects and arrays, by methods that choose their own steps.
import { ArgumentError, checkFunction, checkOptions, describe } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { push } from '../../transforms/forward.js'
import { type GradientOf, grad, type ValueAndGradient, valueAndGrad } from '../../transforms/index.js'
import { linearizeAt } from '../../transforms/linearize.js'
import { COMMON } from './flat/drive.js'
import type { Found, MinimizeOptions, Objective } from './flat/objective.js'
import { lbfgs, newtonCG, owlqn } from './flat.js'
import { type Layout, layoutOf, writeLeaves } from './layout.js'

/** What `minimize` takes. */
export interface MinimizeTreeOptions<P> extends MinimizeOptions {
  /**
   * `lbfgs`, unless given: gradients alone, for any number of parameters. `newton-cg`: products with the Hessian too; fewer iterations
   * on losses whose curvatures differ much, each of which costs more.
   */
  readonly method?: 'lbfgs' | 'newton-cg'
  /** Adds Σ λ|θ|: λ for all parameters, or numbers nested as they are, where what is missing gets none. With `lbfgs` only. */
  readonly l1?: Penalties<P>
  /** With `lbfgs`: how many past steps are remembered; 10 unless given. */
  readonly memory?: number
  /** What computes the loss and its gradient, in place of `valueAndGrad(loss)`: that one compiled, for example. */
  readonly evaluate?: (params: P) => ValueAndGradient<P>
}

/** A number for each tensor of P, or for all tensors of a part of it. */
export type Penalties<P> =
  | number
  | (P extends Tensor ? never : P extends object ? { readonly [K in keyof P]?: Penalties<P[K]> } : never)

/** What a minimization came to. */
export interface Minimum<P> extends Omit<Found, 'x' | 'gradient'> {
  /** The parameters at the end, of the dtypes that they had at the start. */
  readonly params: P
  /** The gradient there, without the slope of an L1 penalty. */
  readonly gradient: GradientOf<P>
}

/**
 * Minimizes a loss by L-BFGS, by OWL-QN where there is an L1 penalty, or by Newton's method.
 *
 * loss : params → []; params : tensors nested as you like, of which the float ones move
 *
 * float32 parameters are float64 inside: so the loss sees them, and what was found is rounded at the end. Where the loss itself is
 * float32, its rounding is taken to be that of float32.
 *
 * Why it ended is `reason`, and `message` says what was seen; nothing is thrown where a minimum is not reached. Throws an
 * `ArgumentError` where the loss at the start, or its gradient, is not finite.
 *
 * @example
 * const { params, reason } = minimize(({ w }) => sum(square(sub(w, 3))), { w: zeros([2]) })   // w = [3, 3], 'gradient'
 */
export function minimize<P>(
  loss: (params: P) => Tensor,
  start: P,
  options: MinimizeTreeOptions<P> = {},
): Minimum<P> {
  const known = [...COMMON, 'method', 'l1', 'memory', 'evaluate']
  const { method = 'lbfgs', l1, memory, evaluate, ...common } = checkOptions('minimize', options, known)
  checkFunction('minimize', loss, [])
  const layout = layoutOf('minimize', start)
  const { f, precision } = objectiveOf(layout, evaluate ?? valueAndGrad(loss), common.state === undefined)
  const flat = { ...(precision === undefined ? {} : { precision }), ...common }
  const first = layout.start
  if (method === 'newton-cg') {
    for (const [name, value] of Object.entries({ l1, memory }))
      if (value !== undefined)
        throw new ArgumentError('minimize', `${name} goes with the method 'lbfgs' only`)
    return minimumOf(layout, newtonCG(f, productsOf(loss, layout), first, flat))
  }
  if (method !== 'lbfgs')
    throw new ArgumentError('minimize', `method must be 'lbfgs' or 'newton-cg', got ${describe(method)}`)
  const limited = memory === undefined ? flat : { ...flat, memory }
  return minimumOf(
    layout,
    l1 === undefined ? lbfgs(f, first, limited) : owlqn(f, layout.spread('l1', l1), first, limited),
  )
}

/** What was found on vectors, as a tree. */
export const minimumOf = <P>(layout: Layout<P>, { x, gradient, ...rest }: Found): Minimum<P> => ({
  ...rest,
  params: layout.rounded(x),
  gradient: layout.gradient(gradient) as GradientOf<P>,
})

/** The loss on vectors, and its precision, where it is evaluated at the start: its dtype tells. */
function objectiveOf<P>(
  { start, size, tree, nameOf }: Layout<P>,
  evaluate: (params: P) => ValueAndGradient<P>,
  atStart: boolean,
): { readonly f: Objective; readonly precision: number | undefined } {
  const compute = (x: Float64Array) => {
    const { value, gradient } = evaluate(tree(x))
    const numbers = new Float64Array(size)
    writeLeaves(gradient, numbers)
    return { value: value.item(), gradient: numbers, dtype: value.dtype }
  }
  let first = atStart ? compute(start) : undefined
  const bad = first?.gradient.findIndex(g => !Number.isFinite(g)) ?? -1
  if (first && Number.isFinite(first.value) && bad >= 0)
    throw new ArgumentError(
      'minimize',
      `the gradient at the start is ${first.gradient[bad]} at ${nameOf(bad)}; begin where it is finite`,
    )
  const precision = first?.dtype === 'float32' ? 2 ** -23 : undefined
  const f: Objective = (x, gradient) => {
    const found = first ?? compute(x)
    first = undefined
    gradient.set(found.gradient)
    return found.value
  }
  return { f, precision }
}

/** Products with the Hessian: the gradient is taken once at a point, and pushed along each vector. */
function productsOf<P>(loss: (params: P) => Tensor, { tree, tensors }: Layout<P>) {
  const gradient = grad(loss)
  let at: Float64Array | undefined
  let linear: ReturnType<typeof linearizeAt> | undefined
  return (x: Float64Array, v: Float64Array, product: Float64Array): void => {
    if (at !== x || linear === undefined) linear = linearizeAt('minimize', gradient, tree(x), [])
    at = x
    writeLeaves(push(linear, tensors(v)), product)
  }
}
