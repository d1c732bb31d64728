// Gradients by hand: variables, and the walk back from a result to them.

import { isFloat } from './dtype.js'
import { checkOptions, DifferentiationError, DTypeError, ShapeError } from './errors.js'
import { onesLike, zerosLike } from './fill.js'
import { type Operation, originOf, tracked } from './graph/index.js'
import { cast } from './ops/reshape.js'
import { formatShape, type Shape, sameShape } from './shape.js'
import { checkTensor, type Tensor, valuesOf } from './tensor.js'
import { findPath, pullBack } from './walk/index.js'

const VARIABLE: Operation = {
  name: 'variable',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(x!),
  differentials: () => [],
}

/**
 * A tensor that `backward` finds: the same values, with a fresh history. Also the way to go on after an update:
 * `w = variable(sub(w, mul(rate, gradients.of(w))))` starts anew, so that nothing piles up.
 * Inside `grad` and its relatives it cuts: what is computed from it does not depend on their input.
 *
 * x : float, any shape → the same
 */
export function variable<S extends Shape>(x: Tensor<S>): Tensor<S> {
  checkTensor('variable', x)
  if (!isFloat(x.dtype))
    throw new DTypeError('variable', `${x.dtype} tensors have no derivative; cast to float64 first`)
  return tracked(x, VARIABLE, [], undefined)
}

const isVariable = (x: Tensor): boolean => originOf(x)?.op === VARIABLE

/** The gradients that a walk back found: a map from variables to tensors of their shapes. */
export class Gradients implements Iterable<readonly [variable: Tensor, gradient: Tensor]> {
  readonly #found: ReadonlyMap<Tensor, Tensor>

  /** @internal Made by `backward`. */
  constructor(found: ReadonlyMap<Tensor, Tensor>) {
    this.#found = found
  }

  /** The gradient towards a variable: zeros where the result does not depend on it. Throws for what is no variable. */
  of<S extends Shape>(x: Tensor<S>): Tensor<S> {
    if (!isVariable(x)) {
      throw new DifferentiationError(
        'gradients',
        'the tensor is not a variable; wrap it in variable(…) before computing with it',
      )
    }
    return this.get(x) ?? zerosLike(x)
  }

  /** The gradient towards a variable; `undefined` where the result does not depend on it. */
  get<S extends Shape>(x: Tensor<S>): Tensor<S> | undefined {
    return this.#found.get(x) as Tensor<S> | undefined
  }

  /** Whether the result depends on a variable. */
  has(x: Tensor): boolean {
    return this.#found.has(x)
  }

  /** How many variables the result depends on. */
  get size(): number {
    return this.#found.size
  }

  /** Pairs of a variable and its gradient. */
  [Symbol.iterator](): Iterator<readonly [variable: Tensor, gradient: Tensor]> {
    return this.#found[Symbol.iterator]()
  }
}

/** How `backward` walks. */
export interface BackwardOptions {
  /** Record the walk, so that the gradients have derivatives themselves. Off unless given. */
  readonly createGraph?: boolean
}

/**
 * Walks back once from y to every variable that it depends on. Nothing is accumulated behind your back: a second call
 * gives the same again.
 *
 * y : [], or any shape when a cotangent of y's shape is given
 *
 * @example
 * const w = variable(tensor([1, 2]))
 * backward(sum(mul(w, w))).of(w)   // [2, 4]
 */
export function backward(y: Tensor, cotangent?: Tensor, options: BackwardOptions = {}): Gradients {
  const { createGraph = false } = checkOptions('backward', options, ['createGraph'])
  checkTensor('backward', y)
  if (y.origin === undefined) {
    throw new DifferentiationError(
      'backward',
      'the tensor depends on no variable; wrap what to differentiate by in variable(…)',
    )
  }
  const path = findPath([y], isVariable)
  const recorded = path.open || createGraph
  const cotangents = pullBack(path, [[y, seedFor('backward', y, cotangent)]], { recorded })
  const found = new Map<Tensor, Tensor>()
  for (const [x, i] of path.indices) if (isVariable(x)) found.set(x, cotangents[i] ?? zerosLike(x))
  return new Gradients(found)
}

/** The cotangent to start from, of y's dtype: 1 for a scalar, the given one otherwise. */
export function seedFor(op: string, y: Tensor, cotangent: Tensor | undefined): Tensor {
  if (cotangent === undefined) {
    if (y.size !== 1) {
      throw new DifferentiationError(
        op,
        `needs a scalar, got shape ${formatShape(y.shape)}; reduce it with sum or mean, or give a cotangent of that shape`,
      )
    }
    return onesLike(y)
  }
  checkTensor(op, cotangent)
  if (!sameShape(cotangent.shape, y.shape)) {
    throw new ShapeError(
      op,
      `the cotangent has shape ${formatShape(cotangent.shape)}, the output ${formatShape(y.shape)}`,
      [cotangent.shape, y.shape],
    )
  }
  return cast(cotangent, y.dtype)
}
