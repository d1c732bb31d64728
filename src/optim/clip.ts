// Clipping: an optimizer that sees gradients of a bounded size.
import { isFloat } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { div, mul } from '../ops/arithmetic.js'
import { clip, greater, where } from '../ops/comparison.js'
import { cast } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import type { GradientOf } from '../transforms/index.js'
import { mapTree } from '../transforms/tree.js'
import { checkPositive, type Optimizer } from './optimizer.js'
import { treeNorm } from './tree.js'

/**
 * The optimizer with gradients that are longer than `max`, in ‖g‖₂ over all parameters together, brought to that length; their
 * direction stays (R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks", 2013,
 * algorithm 1). Others pass as they are.
 *
 * @example
 * const optimizer = clipByNorm(sgd({ learningRate: 0.1 }), 1)
 */
export function clipByNorm(optimizer: Optimizer, max: number): Optimizer {
  checkClip('clipByNorm', optimizer, max)
  return clipped(optimizer, gradients => {
    const length = treeNorm(gradients)
    const scale = where(greater(length, max), div(max, length), 1)
    return g => mul(g, cast(scale, g.dtype))
  })
}

/**
 * The optimizer with each value of the gradients brought to between −max and max. That changes their direction.
 *
 * @example
 * const optimizer = clipByValue(adam({ learningRate: 0.01 }), 0.5)
 */
export function clipByValue(optimizer: Optimizer, max: number): Optimizer {
  checkClip('clipByValue', optimizer, max)
  return clipped(optimizer, () => g => clip(g, -max, max))
}

/** An optimizer that is given other gradients; `look` sees all of them, and gives what becomes of each. */
const clipped = (optimizer: Optimizer, look: (gradients: unknown) => (g: Tensor) => Tensor): Optimizer => ({
  init: params => optimizer.init(params),
  step(params, gradients, state) {
    const change = look(gradients)
    const bounded = mapTree(gradients, g => (isFloat(g.dtype) ? change(g) : g)) as GradientOf<typeof params>
    return optimizer.step(params, bounded, state)
  },
})

function checkClip(op: string, optimizer: Optimizer, max: number): void {
  if (typeof optimizer?.step !== 'function' || typeof optimizer.init !== 'function') {
    throw new ArgumentError(
      op,
      `wants an optimizer such as sgd({ learningRate: 0.1 }), got ${describe(optimizer)}`,
    )
  }
  checkPositive(op, 'max', max, 1)
}
