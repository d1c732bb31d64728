// A system of equations as its ops take it: matrices and right sides of one dtype, and what belongs to a vector.
import { type DType, floatOf } from '../../../dtype.js'
import { ShapeError } from '../../../errors.js'
import { broadcastShapes, formatShape, type Shape } from '../../../shape.js'
import { checkTensor, type Tensor } from '../../../tensor.js'
import { commonDType } from '../../operand.js'
import { cast, reshape } from '../../reshape.js'

/** What a system of A·y = b comes as. */
export interface System {
  /** [..., m, n] */
  readonly a: Tensor
  /** [..., m, k]; k = 1 for a vector */
  readonly b: Tensor
  readonly dtype: DType
  /** The leading axes of both, stretched to each other. */
  readonly batch: Shape
  /** A solution [..., n, k] in the shape that b asks for. */
  readonly shaped: (y: Tensor) => Tensor
}

/** A matrix in float and right sides as one system: a vector serves all of a batch. */
export function systemOf(op: string, a: Tensor, b: Tensor): System {
  checkTensor(op, b)
  const m = a.shape.at(-2)!
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b
  if (right.rank < 2 || right.shape.at(-2) !== m) {
    throw new ShapeError(
      op,
      `wants b [${m}] or [..., ${m}, k] for a matrix ${formatShape(a.shape)}, got ${formatShape(b.shape)}`,
      [a.shape, b.shape],
    )
  }
  const dtype = floatOf(commonDType(op, a, b))
  return {
    a: cast(a, dtype),
    b: cast(right, dtype),
    dtype,
    batch: broadcastShapes(op, a.shape, b.rank === 1 ? [1, 1] : b.shape, 2),
    shaped: y => (b.rank === 1 ? reshape(y, y.shape.slice(0, -1)) : y),
  }
}
