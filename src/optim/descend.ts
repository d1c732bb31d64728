// Training: an optimizer's steps over all rows at once, or batch by batch, until the gradient is small or time is up.

import { ArgumentError, ChainruleError, checkFunction, describe } from '../errors.js'
import { arange } from '../fill.js'
import { norm, slice, take } from '../ops/index.js'
import { random } from '../random.js'
import type { Tensor } from '../tensor.js'
import { type GradientOf, valueAndGrad } from '../transforms/index.js'
import { mapTree } from '../transforms/tree.js'
import type { Optimizer } from './optimizer.js'
import { checked, type DescentSchedule, type EpochRecord } from './schedule.js'

/** What training came to. */
export interface Descent<P> {
  /** The parameters at the end. */
  readonly params: P
  /** How training stood at the start and after each epoch: at most epochs + 1 records. */
  readonly history: readonly EpochRecord[]
  /** Whether the gradient fell below the tolerance. */
  readonly converged: boolean
}

const START = 'before the first step'

/** Training that ran away: a loss or a gradient that is not finite. */
export class DivergenceError extends ChainruleError {
  override readonly name = 'DivergenceError'
  constructor(
    /** How many epochs were completed; of learning from single batches, how many steps. */
    readonly epoch: number,
    /** The loss that was found: not finite, unless the gradient ran away first. */
    readonly loss: number,
    message: string,
    op = 'descend',
  ) {
    super(`${op}: ${message}`)
  }
}

/**
 * Minimizes a loss over rows by an optimizer's steps.
 *
 * loss : params, x, y → [], the mean over the rows given; x : [n, …], y : [n, …], one label a row; params are nested as
 * you like. The last batch of an epoch may be smaller than the others.
 *
 * Throws a `DivergenceError` as soon as the loss or its gradient is not finite.
 *
 * @example
 * descend(loss, { w: zeros([3]) }, x, y, sgd({ learningRate: 0.1 }), { batchSize: 1, seed: 7 }).params
 */
export function descend<P>(
  loss: (params: P, x: Tensor, y: Tensor) => Tensor,
  start: P,
  x: Tensor,
  y: Tensor,
  optimizer: Optimizer,
  schedule: DescentSchedule<P> = {},
): Descent<P> {
  const { epochs, batchSize, shuffle, seed, tolerance, n } = checked(schedule, x, y)
  checkFunction('descend', loss, [])
  if (typeof optimizer?.step !== 'function')
    throw new ArgumentError(
      'descend',
      `wants an optimizer such as sgd({ learningRate: 0.1 }), got ${describe(optimizer)}`,
    )
  const stream = random(seed)
  const evaluate = valueAndGrad(loss)
  const history: EpochRecord[] = []
  let params = start
  let state = optimizer.init(params)
  const update = (gradient: GradientOf<P>): void => {
    ;({ params, state } = optimizer.step(params, gradient, state))
  }

  for (let epoch = 0; ; epoch++) {
    const { value, gradient } = evaluate(params, x, y)
    const record = { epoch, loss: value.item(), gradientNorm: normOf(gradient) }
    refuseInfinite(record.loss, record.gradientNorm, epoch, epoch === 0 ? START : `after epoch ${epoch}`)
    history.push(record)
    const ended = schedule.onEpoch?.(record, params) === false
    const converged = record.gradientNorm < tolerance
    if (converged || ended || epoch === epochs) return { params, history, converged }
    if (batchSize >= n) {
      update(gradient)
      continue
    }
    const order = shuffle ? stream.permutation(n) : arange(n, undefined, 1, { dtype: 'int32' })
    for (let from = 0; from < n; from += batchSize) {
      const rows = slice(order, [[from, Math.min(from + batchSize, n)]])
      const batch = evaluate(params, take(x, rows), take(y, rows))
      refuseInfinite(batch.value.item(), 0, epoch, `in epoch ${epoch + 1}`)
      update(batch.gradient)
    }
  }
}

/** ‖g‖₂ over every tensor of a tree. */
function normOf(gradient: unknown): number {
  const norms: number[] = []
  mapTree(gradient, g => norms.push(norm(g).item()))
  return Math.hypot(...norms)
}

/** Refuses a loss or a gradient that ran away, naming the epoch. */
function refuseInfinite(loss: number, gradientNorm: number, epoch: number, when: string): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return
  const what = Number.isFinite(loss) ? `the norm of the gradient is ${gradientNorm}` : `the loss is ${loss}`
  throw new DivergenceError(
    epoch,
    loss,
    when === START
      ? `${what} ${when}; look for huge values in the rows, and standardize them`
      : `${what} ${when}; use a smaller learning rate, or standardize the features`,
  )
}
