// The record of where tensors came from: of all that depends on something tracked, and of nothing else.
import { type DType, isFloat } from '../dtype.js'
import type { Shape } from '../shape.js'
import { type Held, Tensor } from '../tensor.js'
import type { Operation } from './operation.js'
import { watcher } from './watch.js'

/** Where a tracked tensor came from. */
export interface Origin {
  readonly op: Operation
  readonly inputs: readonly Tensor[]
  readonly params: unknown
  /** Counts up with each origin, so that what is older than an input cannot depend on it. */
  readonly serial: number
  /** Scratch of `findPath`, meaningless outside of it: the search that last came by, and the index it gave. */
  search: number
  index: number
}

/** Where a tensor came from; `undefined` for a constant. Only `tracked` gives an origin to a tensor. */
export const originOf = (x: Tensor): Origin | undefined => x.origin as Origin | undefined

let latest = 0

/** The values of x as what an op made of some inputs. */
export const tracked = <P, S extends Shape>(
  x: Tensor<S>,
  op: Operation<P>,
  inputs: readonly Tensor[],
  params: P,
): Tensor<S> => new Tensor(x.held, x.shape, x.dtype, originFrom(op as Operation, inputs, params))

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
  const output = new Tensor(
    held,
    shape,
    dtype,
    flows ? originFrom(op as Operation, inputs, params) : undefined,
  )
  watcher?.ran(op as Operation, inputs, output)
  return output
}

const originFrom = (op: Operation, inputs: readonly Tensor[], params: unknown): Origin => ({
  op,
  inputs,
  params,
  serial: ++latest,
  search: 0,
  index: 0,
})

function anyTracked(inputs: readonly Tensor[]): boolean {
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.origin !== undefined) return true
  return false
}
