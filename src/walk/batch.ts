// Many samples at once: a machine on which one tensor stands for a batch of them, and ops run on all in one go.
import { ArgumentError } from '../errors.js'
import { apply, type Machine, machine, type Operation, originOf, withMachine } from '../graph/index.js'
import { broadcastTo } from '../ops/broadcast.js'
import { stack } from '../ops/concat.js'
import { ALIAS, reshape } from '../ops/reshape.js'
import { slice } from '../ops/slice.js'
import type { Shape } from '../shape.js'
import { stopGradient, Tensor, type TensorData } from '../tensor.js'

/** The way into a batch and out of it again. */
export interface Batch {
  /** What stands for each sample of a constant [n, ...shape]: a tensor of that shape, whose values cannot be read. */
  enter(samples: Tensor): Tensor
  /** All that a tensor stands for: [n, ...shape]. What all samples share is repeated. */
  leave(x: Tensor): Tensor
}

/** What a batch keeps of a tensor that stands for its samples. */
interface Samples {
  readonly whole: Tensor
  /** What it was made by, unless it entered. */
  readonly op?: unknown
}

/**
 * Runs a function on n samples at once. Within, a tensor has the shape of one sample, so that rules of shape and derivatives
 * need not know; behind it stands [n, ...shape], which ops run on. Batches may be nested, in transforms and they in batches.
 *
 * Throws where a value is asked for that differs between samples, even if that error is caught on the way.
 */
export function inBatch<T>(n: number, run: (batch: Batch) => T): T {
  const below = machine
  const entries = new WeakMap<TensorData, Samples>()
  let refusal: ArgumentError | undefined
  const refuse = (why: string): never => {
    refusal = new ArgumentError('batch', why)
    throw refusal
  }

  const standIn = (length: number, samples: Samples): TensorData => {
    const data = new Proxy({ length } as TensorData, {
      get: (_, key) => (key === 'length' ? length : refuse('a value was read that differs between samples')),
    })
    entries.set(data, samples)
    return data
  }

  /** The samples behind a tensor. They depend on what is tracked outside if the tensor does. */
  const samplesOf = (x: Tensor): Tensor | undefined => {
    const entry = entries.get(x.data)
    if (entry === undefined) return undefined
    let origin = originOf(x)
    while (origin?.op === ALIAS) origin = originOf(origin.inputs[0]!)
    if (origin !== undefined && origin.op === entry.op) return entry.whole
    // A custom op: its rule is known for one sample alone.
    if (origin?.inputs.some(input => (samplesOf(input) ?? input).origin !== undefined))
      refuse(`${origin.op.name} has no rule for many samples that are tracked outside`)
    return stopGradient(entry.whole)
  }

  const here: Machine = {
    ...below,
    run(op, inputs, params, shape, dtype) {
      const samples = inputs.map(samplesOf)
      if (samples.every(whole => whole === undefined)) return below.run(op, inputs, params, shape, dtype)
      const whole = withMachine(below, () => runOnAll(op, inputs, samples, params, n, shape))
      return standIn(whole.size / n, { whole, op })
    },
  }
  const result = withMachine(here, () =>
    run({
      enter(whole) {
        const shape = whole.shape.slice(1)
        return new Tensor(standIn(whole.size / n, { whole }), shape, whole.dtype, undefined)
      },
      leave: x => samplesOf(x) ?? broadcastTo(x, [n, ...x.shape]),
    }),
  )
  if (refusal !== undefined) throw refusal
  return result
}

/** An op on samples: those behind each input, where they differ. [...shape] of one becomes [n, ...shape]. */
function runOnAll<P>(
  op: Operation<P>,
  inputs: readonly Tensor[],
  samples: readonly (Tensor | undefined)[],
  params: P,
  n: number,
  shape: Shape,
): Tensor {
  const differ = samples.map(whole => whole !== undefined)
  const batched = op.batch === undefined ? false : op.batch(params, n, inputs, differ)
  if (batched === false) {
    const one = (i: number) =>
      apply(
        op,
        inputs.map((x, j) => (differ[j] ? slice(samples[j]!, [i]) : x)),
        params,
      )
    return stack(Array.from({ length: n }, (_, i) => one(i)))
  }
  const rank = Math.max(shape.length, ...inputs.map(x => x.rank))
  const operands = inputs.map((x, j) => {
    const whole = samples[j]
    if (!op.broadcasts) return whole ?? broadcastTo(x, [n, ...x.shape])
    return whole && reshape(whole, [n, ...new Array<number>(rank - x.rank).fill(1), ...x.shape])
  })
  return reshape(
    apply(
      op,
      operands.map((operand, j) => operand ?? inputs[j]!),
      batched,
    ),
    [n, ...shape],
  )
}
