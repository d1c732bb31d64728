// The record of where tensors came from: of all that depends on something tracked, and of nothing else.
import { type DType, isFloat } from '../dtype.js'
import type { Shape } from '../shape.js'
import { type Held, Tensor } from '../tensor.js'
import type { Operation } from './operation.js'
import { watcher } from './watch.js'

/** Where a tracked tensor came from. */
export interface Origin {
  readonly op: Operation
  /** What the op took. A list of its own each time, of the same tensors. */
  readonly inputs: readonly Tensor[]
  readonly params: unknown
  /** Counts up with each origin, so that what is older than an input cannot depend on it. */
  readonly serial: number
  /** Scratch of `findPath`, meaningless outside of it: the search that last came by, and the index it gave. */
  search: number
  index: number
}

/**
 * A tensor that is its own origin. A graph has millions, and what they cost is the collector's work, which goes by the
 * number of objects: so nothing stands beside the tensor, neither an origin nor a list of one or two inputs.
 */
class Tracked<S extends Shape = Shape> extends Tensor<S> implements Origin {
  readonly #first: Tensor | undefined
  readonly #second: Tensor | undefined
  /** All inputs, where they are more than two. */
  readonly #many: readonly Tensor[] | undefined
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
    this.#first = inputs[0]
    this.#second = inputs[1]
    this.#many = inputs.length > 2 ? inputs : undefined
  }

  override get origin(): Origin {
    return this
  }

  get inputs(): readonly Tensor[] {
    if (this.#many !== undefined) return this.#many
    if (this.#first === undefined) return []
    return this.#second === undefined ? [this.#first] : [this.#first, this.#second]
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
