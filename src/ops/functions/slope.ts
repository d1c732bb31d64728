// A function of single values from its value and how its slope enters: shared by the files beside this one.
import { floatOf } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'

/** f(x) in float, with dy as an op of dx, x and y = f(x). */
/* @__NO_SIDE_EFFECTS__ */
export function sloped(
  name: string,
  f: (x: number) => number,
  change: (dx: Tensor, x: Tensor, y: Tensor) => Tensor,
): UnaryOp {
  return unary({ name, f, dtype: floatOf, differential: (x, y) => selfAdjoint(dx => change(dx, x, y)) })
}
