// Numbers with the rounding that they may carry, so that two ways to compute one thing can be compared to the last digit.
import { epsilonOf } from '../dtype.js'
import { onesLike } from '../fill.js'
import { alias } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import { findPath, pullBack } from '../walk/index.js'

/** A number and how sure it is. */
export interface Measured {
  /** As it was computed. */
  readonly value: number
  /** How far rounding may have moved the value. */
  readonly rounding: number
}

/** Lists of tensors of the same lengths. */
type Lists<T> = { readonly [K in keyof T]: readonly Tensor[] }

/**
 * A scalar function of lists of tensors at a point, with a bound of its rounding error by running error analysis.
 *
 * Every value v on the way is computed with an error of at most K·eps·|v|, and moves the result by its sensitivity ∂q/∂v
 * times that; one walk back gives all sensitivities. To first order the error of q is therefore at most
 * K·eps·Σ |∂q/∂v·v| over all values of all tensors in the graph, arguments included, which stand for the terms of a sum:
 * give everything that q computes with, the directions too.
 * K = 3 + n/2: functions are exact to 2.5 ulp, a sum of n terms to (n − 1)·eps/2, and none is longer than the largest tensor.
 */
export function measured<L extends readonly (readonly Tensor[])[]>(
  q: (...lists: Lists<L>) => Tensor,
  ...lists: L
): Measured {
  const twins = lists.map(list => list.map(alias))
  const aliases = twins.flat()
  const y = q(...(twins as unknown as Lists<L>))
  if (y.origin === undefined) return { value: y.item(), rounding: 0 }
  const path = findPath([y], x => aliases.includes(x))
  const sensitivities = pullBack(path, [[y, onesLike(y)]], { recorded: false, keep: true })
  let sum = 0
  let n = 1
  path.nodes.forEach((node, i) => {
    n = Math.max(n, node.size)
    const bar = sensitivities[i]
    if (bar === undefined) return
    const eps = Math.max(epsilonOf(node.dtype), epsilonOf(bar.dtype))
    for (let j = 0; j < node.size; j++) sum += eps * Math.abs(bar.data[j]! * node.data[j]!)
  })
  return { value: y.item(), rounding: (3 + n / 2) * sum }
}
