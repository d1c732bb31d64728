// An op on samples that stand in one tensor: all in one go where it has a rule for that, else one after the other.
import type { DType } from '../dtype.js'
import { zeros } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import { broadcastTo } from '../ops/broadcast.js'
import { stack } from '../ops/concat.js'
import { reshape } from '../ops/reshape.js'
import { cutOut } from '../ops/slice.js'
import type { Shape } from '../shape.js'
import type { Tensor } from '../tensor.js'

/** One sample of [n, ...shape]. */
function sampleOf(x: Tensor, i: number): Tensor {
  const shape = x.shape.slice(1)
  const starts = x.shape.map((_, axis) => (axis === 0 ? i : 0))
  return reshape(cutOut(x, { starts, steps: x.shape.map(() => 1), shape: [1, ...shape] }), shape)
}

/** A function of tensors on one sample after the other; inputs that do not vary are shared. */
export function oneByOne(
  n: number,
  inputs: readonly Tensor[],
  varies: readonly boolean[],
  run: (inputs: readonly Tensor[]) => readonly Tensor[],
): Tensor[] {
  const found = Array.from({ length: n }, (_, i) =>
    run(inputs.map((x, j) => (varies[j] ? sampleOf(x, i) : x))),
  )
  return found[0]!.map((_, k) => stack(found.map(ys => ys[k]!)))
}

/** An op on all samples, [...shape] of each as [n, ...shape]. `samples` has them for each input that varies. */
export function runOnAll<P>(
  op: Operation<P>,
  inputs: readonly Tensor[],
  samples: readonly (Tensor | undefined)[],
  params: P,
  n: number,
  { shape, dtype }: { readonly shape: Shape; readonly dtype: DType },
): Tensor {
  const varies = samples.map(whole => whole !== undefined)
  const given = inputs.map((x, j) => samples[j] ?? x)
  const whole = op.onSamples?.(given, varies, params, n)
  if (whole !== undefined) return whole
  const batched = op.batch?.(params, n, inputs, varies)
  if (op.batch === undefined || batched === false) {
    if (n === 0) return zeros([0, ...shape], { dtype })
    return oneByOne(n, given, varies, xs => [apply(op, xs, params)])[0]!
  }
  const rank = Math.max(shape.length, ...inputs.map(x => x.rank))
  const operands = inputs.map((x, i) => {
    const whole = samples[i]
    if (!op.broadcasts && !op.shares) return whole ?? broadcastTo(x, [n, ...x.shape])
    return whole === undefined
      ? x
      : reshape(whole, [n, ...new Array<number>(rank - x.rank).fill(1), ...x.shape])
  })
  return reshape(apply(op, operands, batched as P), [n, ...shape])
}
