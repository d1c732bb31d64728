// Gradients of scalar functions, towards one argument or several, and what else the function found on its way.
import { seedFor } from '../backward.js'
import { ArgumentError, checkFunction, checkOptions, DifferentiationError, describe } from '../errors.js'
import { formatShape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'
import { linearizeAt, released } from './linearize.js'
import { pull } from './reverse.js'
import type { GradientOf } from './tree.js'

/** What `valueAndGrad` finds. */
export interface ValueAndGradient<X> {
  /** f(x), a scalar. */
  readonly value: Tensor
  /** ∂f/∂x, nested and shaped as x. */
  readonly gradient: GradientOf<X>
}

/** Which arguments a gradient is taken towards: one by its place, or several. */
export type Wrt = number | readonly number[]

/** Derivatives towards one argument of `Args`, or a list of those towards several. */
export type GradientTowards<Args extends readonly unknown[], W extends Wrt> = W extends number
  ? GradientOf<Args[W]>
  : W extends readonly number[]
    ? { readonly [K in keyof W]: W[K] extends number ? GradientOf<Args[W[K]]> : never }
    : never

/** What `valueAndGrad` is told beside the function. */
export interface GradOptions<W extends Wrt = Wrt> {
  /** Which arguments the gradient is taken towards: 0, the first, unless given. A list gives a list. */
  readonly wrt?: W
  /** Whether f gives [loss, aux]: what it found on its way, such as predictions, comes out beside the gradient. */
  readonly aux?: boolean
}

/** What `valueAndGrad` finds towards the arguments that `wrt` names. */
export interface ValueAndGradientTowards<Args extends readonly unknown[], W extends Wrt> {
  /** f(…), a scalar. */
  readonly value: Tensor
  /** The derivatives towards one argument, or a list of them. */
  readonly gradient: GradientTowards<Args, W>
}

/** What `grad` finds with `aux`. */
export interface GradientAndAux<Args extends readonly unknown[], W extends Wrt, A> {
  /** What f gave beside the loss. */
  readonly aux: A
  /** The derivatives towards one argument, or a list of them. */
  readonly gradient: GradientTowards<Args, W>
}

/** What `valueAndGrad` finds with `aux`. */
export interface ValueAuxAndGradient<Args extends readonly unknown[], W extends Wrt, A>
  extends GradientAndAux<Args, W, A> {
  /** The loss, a scalar. */
  readonly value: Tensor
}

/** The arguments to differentiate by as one tree, and the function of it. */
function towards(op: string, f: Loss, args: readonly unknown[], wrt: Wrt = 0) {
  const isOne = typeof wrt === 'number'
  const places: readonly unknown[] = isOne ? [wrt] : wrt
  const isPlace = (at: unknown): boolean => at === 0 || args.some((_, i) => i === at)
  if (
    !Array.isArray(places) ||
    places.length === 0 ||
    new Set(places).size < places.length ||
    !places.every(isPlace)
  ) {
    throw new ArgumentError(
      op,
      `wrt must be the place of an argument, from 0 to ${args.length - 1}, or a list of different ones, got ${describe(wrt)}`,
    )
  }
  const x = isOne ? args[wrt] : wrt.map(at => args[at])
  const run = (x: unknown) =>
    f(
      ...args.map((arg, i) => {
        const at = places.indexOf(i)
        return at < 0 ? arg : isOne ? x : (x as readonly unknown[])[at]
      }),
    )
  return { x, run, role: wrt === 0 ? undefined : `what wrt names` }
}

type Loss = (...args: unknown[]) => unknown

interface Both {
  readonly value: Tensor
  readonly gradient: unknown
  readonly aux?: unknown
}

/** The options, checked once: before anything is run. */
function optionsOf(op: string, f: unknown, more: readonly unknown[]): GradOptions {
  const [options = {}] = more
  const isAlone = more.length === 1 && !isTensor(options)
  checkFunction(op, f, isAlone ? [] : more)
  const checked = checkOptions(op, options as GradOptions, ['wrt', 'aux'])
  const { aux } = checked
  if (aux !== undefined && typeof aux !== 'boolean')
    throw new ArgumentError(op, `aux must be true or false, got ${describe(aux)}`)
  return checked
}

/**
 * The value of a scalar function and its gradient, from one run.
 *
 * f : x, …rest → []; the gradient is towards x alone, and nested as x is; with `wrt`, towards the arguments at these places.
 * With `aux`, f gives [loss, aux], and aux, whatever it is, comes out beside the value.
 *
 * @example
 * const step = valueAndGrad((w: { theta: Tensor }, x: Tensor, y: Tensor) => loss(w, x, y))
 * const { value, gradient } = step(w, x, y)
 */
export function valueAndGrad<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, ...rest: Rest) => ValueAndGradient<X>
export function valueAndGrad<Args extends readonly unknown[], A, const W extends Wrt = 0>(
  f: (...args: Args) => readonly [loss: Tensor, aux: A],
  options: GradOptions<W> & { readonly aux: true },
): (...args: Args) => ValueAuxAndGradient<Args, W, A>
export function valueAndGrad<Args extends readonly unknown[], const W extends Wrt = 0>(
  f: (...args: Args) => Tensor,
  options: GradOptions<W> & { readonly aux?: false },
): (...args: Args) => ValueAndGradientTowards<Args, W>
export function valueAndGrad(f: Loss, ...more: readonly unknown[]): (...args: unknown[]) => unknown {
  return both('valueAndGrad', f, optionsOf('valueAndGrad', f, more))
}

/** What both functions find, under the name of the one that was asked. */
function both(op: string, f: Loss, { wrt, aux }: GradOptions): (...args: unknown[]) => Both {
  return (...args) => {
    const { x, run, role } = towards(op, f, args, wrt)
    const linear = linearizeAt(op, run, x, [], role)
    const all = linear.y
    if (aux && (!Array.isArray(all) || all.length !== 2)) {
      throw new DifferentiationError(
        op,
        `with aux the function must return [loss, aux], got ${isTensor(all) ? 'one tensor' : describe(all)}`,
      )
    }
    const y: unknown = aux ? (all as readonly unknown[])[0] : all
    if (!isTensor(y))
      throw new DifferentiationError(
        op,
        `the function must return one tensor${aux ? ' as its loss' : ''}; for several use vjp or jacobian`,
      )
    if (y.size !== 1) {
      throw new DifferentiationError(
        op,
        `needs a scalar function, got an output of shape ${formatShape(y.shape)}; reduce it with sum or mean, or use jacobian or vjp`,
      )
    }
    const value = released(y, linear.path)
    const gradient = pull({ ...linear, y }, x, [seedFor(op, y, undefined)])
    return aux
      ? { value, aux: released((all as readonly unknown[])[1], linear.path), gradient }
      : { value, gradient }
  }
}

/**
 * The gradient of a scalar function, as a function.
 *
 * f : x, …rest → []; returns x, …rest → tensors nested and shaped as x. Nest it for higher orders. With `wrt`, towards the
 * arguments at these places, as a list where it is one. With `aux`, f gives [loss, aux], and { gradient, aux } comes out.
 *
 * @example
 * grad((x: Tensor) => sum(mul(x, x)))(tensor([1, 2]))   // [2, 4]
 */
export function grad<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, ...rest: Rest) => GradientOf<X>
export function grad<Args extends readonly unknown[], A, const W extends Wrt = 0>(
  f: (...args: Args) => readonly [loss: Tensor, aux: A],
  options: GradOptions<W> & { readonly aux: true },
): (...args: Args) => GradientAndAux<Args, W, A>
export function grad<Args extends readonly unknown[], const W extends Wrt = 0>(
  f: (...args: Args) => Tensor,
  options: GradOptions<W> & { readonly aux?: false },
): (...args: Args) => GradientTowards<Args, W>
export function grad(f: Loss, ...more: readonly unknown[]): (...args: unknown[]) => unknown {
  const options = optionsOf('grad', f, more)
  const find = both('grad', f, options)
  return (...args) => {
    const { gradient, aux } = find(...args)
    return options.aux ? { gradient, aux } : gradient
  }
}
