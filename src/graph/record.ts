// The record of where tensors came from: of all that depends on something tracked, and of nothing else.
import { type DType, isFloat } from '../dtype.js'
import type { Shape } from '../shape.js'
import { type Held, Tensor } from '../tensor.js'
import type { Operation } from './operation.js'
import { watcher } from './watch.js'

/** Where a tracked tensor came from. */
export interface Origin {
  readonly op: Operation
  /** How many tensors the op took. */
  readonly arity: number
  /** One of them. */
  input(j: number): Tensor
  /** All of them, in a list that is made for whoever asks. */
  readonly inputs: Tensor[]
  readonly params: unknown
  /** Counts up with each origin, so that what is older than an input cannot depend on it. */
  readonly serial: number
  /** Scratch of `findPath`, meaningless outside of it: the search that last came by, and the index it gave. */
  search: number
  index: number
}

/**
 * A tensor that is its own origin. A graph has millions, and most of what they cost is the collector's work, which goes by
 * the number of objects: so nothing stands beside the tensor, neither an origin nor a list of one or two inputs.
 */
class Tracked<S extends Shape = Shape> extends Tensor<S> implements Origin {
  readonly arity: number
  readonly #first: Tensor | undefined
  readonly #second: Tensor | undefined
  readonly #rest: readonly Tensor[] | undefined
  search = 0
  index = 0

  constructor(
    held: Held,
    shape: Shape,
    dtype: DType,
    readonly op: Operation,
    inputs: readonly Tensor[],
    readonly params: unknown,
    readonly serial: number,
  ) {
    super(held, shape, dtype)
    this.arity = inputs.length
    this.#first = inputs[0]
    this.#second = inputs[1]
    this.#rest = inputs.length > 2 ? inputs.slice(2) : undefined
  }

  override get origin(): Origin {
    return this
  }

  input(j: number): Tensor {
    return (j === 0 ? this.#first : j === 1 ? this.#second : this.#rest![j - 2])!
  }

  get inputs(): Tensor[] {
    const inputs = new Array<Tensor>(this.arity)
    for (let j = 0; j < inputs.length; j++) inputs[j] = this.input(j)
    return inputs
  }
}

/** Where a tensor came from; `undefined` for a constant. Only `tracked` and `record` make tensors that have an origin. */
export const originOf = (x: Tensor): Origin | undefined => x.origin as Origin | undefined

let latest = 0

/** The values of x as what an op made of some inputs. */
export const tracked = <P, S extends Shape>(
  x: Tensor<S>,
  op: Operation<P>,
  inputs: readonly Tensor[],
  params: P,
): Tensor<S> => new Tracked(x.held, x.shape, x.dtype, op as Operation, inputs, params, ++latest)

/** The output of an op, tracked if a derivative can flow through it. */
export function record<P>(
  op: Operation<P>,
  inputs: readonly Tensor[],
  params: P,
  held: Held,
  shape: Shape,
  dtype: DType,
): Tensor {
  const flows = op.differentials !== undefined && isFloat(dtype) && anyTracked(inputs)
  const output = flows
    ? new Tracked(held, shape, dtype, op as Operation, inputs, params, ++latest)
    : new Tensor(held, shape, dtype)
  watcher?.ran(op as Operation, inputs, output)
  return output
}

function anyTracked(inputs: readonly Tensor[]): boolean {
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.origin !== undefined) return true
  return false
}
