// What happens at one step of a walk: an op's differentials are asked for, and what they give is checked and added up.
import { DifferentiationError, describe } from '../errors.js'
import { type Differential, originOf, watcher } from '../graph/index.js'
import { add } from '../ops/arithmetic.js'
import { formatShape, sameShape } from '../shape.js'
import { isTensor, stopGradient, type Tensor } from '../tensor.js'

/** The differentials of the op that made y, over constants unless derivatives must be recorded. */
export function differentialsOf(y: Tensor, recorded: boolean): readonly (Differential | undefined)[] {
  const { op, inputs, params } = originOf(y)!
  if (!recorded) for (let j = 0; j < inputs.length; j++) inputs[j] = stopGradient(inputs[j]!)
  const found = op.differentials!(inputs, recorded ? y : stopGradient(y), params)
  return watcher?.differentials?.(y, found) ?? found
}

/** The complaint about a differential that lacks a direction. */
export const missing = (y: Tensor, direction: string) =>
  new DifferentiationError(
    originOf(y)!.op.name,
    `has no ${direction} rule; a differential has two directions, jvp and vjp`,
  )

/** Adds what arrives at a tensor to what came before. Of a shape other than the tensor's, it must be `narrow`. */
export function accumulate(
  sums: (Tensor | undefined)[],
  index: number,
  x: Tensor,
  part: Tensor,
  from: Tensor,
  rule: string,
  narrow = false,
): void {
  if (!isTensor(part) || part.dtype !== x.dtype || !(narrow || sameShape(part.shape, x.shape))) {
    const got = isTensor(part) ? `${part.dtype} ${formatShape(part.shape)}` : describe(part)
    throw new DifferentiationError(
      originOf(from)!.op.name,
      `its ${rule} gave ${got} where ${x.dtype} ${formatShape(x.shape)} is wanted`,
    )
  }
  const sum = sums[index]
  sums[index] = sum === undefined ? part : add(sum, part)
}
