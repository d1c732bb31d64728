// An op of the user's own, with derivative rules of the user's own.
import { ArgumentError, describe } from '../errors.js'
import { type Differential, type Operation, record, type Spec } from '../graph/index.js'
import { isTensor, isTracked, stopGradient, type Tensor, valuesOf } from '../tensor.js'

/** What a user says of an op. */
export interface CustomOp<Inputs extends readonly Tensor[], Y extends Tensor> {
  /** The name in errors, graphs and anomaly reports. */
  readonly name: string
  /** The value, from the inputs as constants. What else it uses must be constant too. */
  forward(...inputs: Inputs): Y
  /** For each input its differential, in terms of ops; `undefined` for an input that has none. */
  differentials(inputs: Inputs, output: Y): readonly (Differential | undefined)[]
}

/**
 * A function of tensors with its own derivative, to replace what autodiff would find: for numerics, for speed, or for a
 * rule that is not the true derivative (a straight-through estimator). Rules made of ops have derivatives themselves.
 *
 * @example
 * const cube = customOp({
 *   name: 'cube',
 *   forward: (x: Tensor) => mul(x, mul(x, x)),
 *   differentials: ([x]) => [{ jvp: dx => mul(dx, mul(3, square(x))), vjp: dy => mul(dy, mul(3, square(x))) }],
 * })
 * grad(cube)(tensor(2))  // 12
 */
export function customOp<const Inputs extends readonly Tensor[], Y extends Tensor>(
  definition: CustomOp<Inputs, Y>,
): (...inputs: Inputs) => Y {
  const { name } = definition
  if (typeof definition.forward !== 'function' || typeof definition.differentials !== 'function') {
    throw new ArgumentError('customOp', 'wants { name, forward, differentials }, the latter two functions')
  }
  const op: Operation<Spec> = {
    name,
    // What a user's forward rule gives is known by running it alone: the parameters are what it gave.
    shape: (_, { shape }) => shape,
    dtype: (_, { dtype }) => dtype,
    forward: inputs => valuesOf(run(inputs)),
    differentials: (inputs, output) => {
      const rules = definition.differentials(inputs as unknown as Inputs, output as Y)
      if (rules.length !== inputs.length) {
        throw new ArgumentError(
          name,
          `has ${inputs.length} inputs and gave ${rules.length} differentials; give one for each, or undefined`,
        )
      }
      return rules
    },
  }
  const run = (inputs: readonly Tensor[]): Tensor => {
    const y: unknown = definition.forward(...(inputs.map(stopGradient) as unknown as Inputs))
    if (!isTensor(y)) throw new ArgumentError(name, `forward must return a tensor, got ${describe(y)}`)
    if (isTracked(y)) {
      throw new ArgumentError(
        name,
        'forward uses a tracked tensor that is no input, and its derivative would be lost; pass it as an input, or wrap it in stopGradient(…)',
      )
    }
    return y
  }
  return (...inputs) => {
    for (const x of inputs) {
      if (!isTensor(x)) throw new ArgumentError(name, `takes tensors, got ${describe(x)}`)
    }
    const y = run(inputs)
    return record(op, inputs, { shape: y.shape, dtype: y.dtype }, y.held, y.shape, y.dtype) as Y
  }
}
