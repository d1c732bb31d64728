// What the ops of linear algebra take, square matrices in the last two axes, in float; and those turned.
import { floatOf } from '../../dtype.js'
import { ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { cast, transpose } from '../reshape.js'

/** Square matrices in float; refuses anything else. */
export function square(op: string, x: Tensor): Tensor {
  checkTensor(op, x)
  const [rows, columns] = x.shape.slice(-2)
  if (x.rank < 2 || rows !== columns)
    throw new ShapeError(op, `wants square matrices [..., n, n], got ${formatShape(x.shape)}`, [x.shape])
  return cast(x, floatOf(x.dtype))
}

/** Rows for columns. */
export function transposed(x: Tensor): Tensor {
  const axes = x.shape.map((_, i) => i)
  return transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2])
}
