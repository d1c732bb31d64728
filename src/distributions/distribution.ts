// What a distribution is, and what all of them share: parameters that are checked, supports, and the dtype of draws.
import { fromData } from '../create.js'
import { type DType, floatOf, promote } from '../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.js'
import { equal, greaterEqual, logicalAnd, where } from '../ops/comparison.js'
import { floor } from '../ops/elementwise.js'
import { broadcastTo, cast } from '../ops/index.js'
import { asTensor, type Operand } from '../ops/operand.js'
import type { RandomStream } from '../random.js'
import { broadcastShapes, checkShape, formatShape, type Shape, sameShape, sizeOf } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'

/**
 * A distribution: functions of its parameters, which are tensors or plain numbers and broadcast. Numbers that cannot be
 * parameters are refused; tensors are not read, as they may not be computed yet, and NaN comes of what cannot be.
 */
export interface Distribution<Parameters> {
  /**
   * The logarithm of the density at x, or of the probability of x where values are counted; −∞ where there is none. Broadcasts
   * x and the parameters, with derivatives towards all of them.
   */
  logProb(x: Operand, parameters: Parameters): Tensor
  /** Draws from a stream. `shape` is what comes back: parameters broadcast to it. */
  sample(stream: RandomStream, shape: Shape, parameters: Parameters): Tensor
  /** The expected value. */
  mean(parameters: Parameters): Tensor
  /** The expected square of the distance from the mean. */
  variance(parameters: Parameters): Tensor
}

/** The same with an entropy in closed form. */
export interface WithEntropy<Parameters> extends Distribution<Parameters> {
  /** −E ln p(x), in nats. */
  entropy(parameters: Parameters): Tensor
}

/** What a plain number must be to serve as a parameter. */
interface Rule {
  readonly says: string
  readonly holds: (value: number) => boolean
}

export const ABOVE_ZERO: Rule = { says: 'above 0', holds: v => v > 0 && v < Number.POSITIVE_INFINITY }
export const FROM_ZERO: Rule = { says: 'at least 0', holds: v => v >= 0 && v < Number.POSITIVE_INFINITY }
export const FINITE: Rule = { says: 'finite', holds: Number.isFinite }
export const PROBABILITY: Rule = { says: 'from 0 to 1', holds: v => v >= 0 && v <= 1 }
export const NOT_NAN: Rule = { says: 'a number', holds: v => !Number.isNaN(v) }

/** Parameters by name as tensors of one float dtype; refuses what is missing, misspelt, or a number that breaks its rule. `x` is what they meet. */
export function parametersOf<Name extends string>(
  op: string,
  given: { readonly [K in Name]?: Operand | undefined },
  rules: { readonly [K in Name]: Rule },
  x?: Operand,
): { readonly [K in Name]: Tensor } {
  const names = Object.keys(rules) as Name[]
  if (given === undefined) throw new ArgumentError(op, `wants { ${names.join(', ')} }, got undefined`)
  checkOptions(op, given, names)
  const parameters = names.map(name => given[name])
  // Plain numbers take the dtype of what they meet: tensors among them, or else x.
  const dtype = dtypeOf(parameters.some(isTensor) ? parameters : [x])
  const entries = names.map(name => {
    const value: Operand | undefined = given[name]
    const { says, holds } = rules[name]
    if (!isTensor(value) && typeof value !== 'number')
      throw new ArgumentError(op, `wants ${name}, a tensor or a number, got ${describe(value)}`)
    if (typeof value === 'number' && !holds(value))
      throw new ArgumentError(op, `${name} must be ${says}, got ${value}`)
    return [name, cast(asTensor(op, value, dtype), dtype)] as const
  })
  return Object.fromEntries(entries) as { [K in Name]: Tensor }
}

/** Refuses values of a tensor that break a rule: for draws, which read them. */
export function checkValues(op: string, name: string, x: Tensor, { says, holds }: Rule): void {
  const odd = Array.from(x.data).find(value => !holds(value))
  if (odd !== undefined) throw new ArgumentError(op, `${name} must be ${says} to draw, got ${odd}`)
}

/** Refuses what is no stream, and what is no shape of draws. */
export function checkDraw(op: string, stream: RandomStream, shape: Shape): void {
  if (typeof stream?.uniform !== 'function')
    throw new ArgumentError(op, `wants a stream, such as random(42), got ${describe(stream)}`)
  checkShape(op, shape)
}

/** Refuses what has no names, where parameters come in one of two ways, which `wants` says. */
export function checkNamed(op: string, parameters: object, wants: string): void {
  if (typeof parameters !== 'object' || parameters === null)
    throw new ArgumentError(op, `wants ${wants}, got ${describe(parameters)}`)
}

/** The float dtype in which values meet: float64 where there are only plain numbers. */
function dtypeOf(values: readonly (Operand | undefined)[]): DType {
  const [first, ...rest] = values.filter(isTensor).map(x => x.dtype)
  return first === undefined ? 'float64' : floatOf(rest.reduce(promote, first))
}

/** A tensor of drawn numbers, one after the other. */
export function drawn(shape: Shape, dtype: DType, next: (i: number) => number): Tensor {
  const data = dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Float64Array(sizeOf(shape))
  for (let i = 0; i < data.length; i++) data[i] = next(i)
  return fromData(data, shape)
}

/** A parameter in every place of a shape. */
export function everywhere(op: string, x: Tensor, shape: Shape): Tensor {
  if (!sameShape(broadcastShapes(op, x.shape, shape), shape))
    throw new ShapeError(
      op,
      `a parameter of shape ${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}`,
      [x.shape, shape],
    )
  return broadcastTo(x, shape)
}

/** x as a tensor beside parameters. */
export const besides = (op: string, x: Operand, parameter: Tensor): Tensor => {
  const value = asTensor(op, x, parameter.dtype)
  return cast(value, floatOf(value.dtype))
}

/** Whether x is a whole number from 0 on. */
export const isCount = (x: Tensor): Tensor => logicalAnd(greaterEqual(x, 0), equal(floor(x), x))

/** A log density where x is in the support, −∞ elsewhere, and NaN where x is NaN; `of` gets an x that is inside everywhere. */
export function supported(x: Tensor, inside: Tensor, instead: Operand, of: (x: Tensor) => Tensor): Tensor {
  const value = of(where(inside, x, instead))
  return where(inside, value, where(equal(x, x), Number.NEGATIVE_INFINITY, x))
}
