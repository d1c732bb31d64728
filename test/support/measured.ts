// Numbers with the rounding that they may carry, so that two ways to compute one thing can be compared to the last digit.
import { expect } from 'vitest'
import { epsilonOf } from '../../src/dtype.js'
import { onesLike } from '../../src/fill.js'
import type { Tensor } from '../../src/index.js'
import { add, mul, sum } from '../../src/index.js'
import { alias } from '../../src/ops/reshape.js'
import { findPath, pullBack } from '../../src/walk.js'

export interface Measured {
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

/** Fails unless two measured numbers agree to the rounding of both, and what else is said to part them. */
export function expectAgreement(a: Measured, b: Measured, what: string, beside = 0): void {
  const bound = a.rounding + b.rounding + beside
  const apart = Math.abs(a.value - b.value)
  if (!(apart <= bound))
    expect.fail(`${what}: ${a.value} and ${b.value} are ${apart} apart; rounding allows ${bound}`)
}

/** Σ ⟨aᵢ, bᵢ⟩ over tensors of equal shapes. */
export const inner = (a: readonly Tensor[], b: readonly Tensor[]): Tensor =>
  a.map((x, i) => sum(mul(x, b[i]!)) as Tensor).reduce((p, q) => add(p, q))
