// Many samples at once: a machine on which one tensor stands for a batch of them, and ops run on all in one go.
import { ArgumentError } from '../errors.js'
import { apply, type Machine, machine, type Operation, originOf, withMachine } from '../graph/index.js'
import { broadcastTo } from '../ops/broadcast.js'
import { ALIAS, reshape } from '../ops/reshape.js'
import { sizeOf } from '../shape.js'
import { Deferred, stopGradient, Tensor } from '../tensor.js'

/** The way into a batch and out of it again. */
export interface Batch {
  /** What stands for each sample of a constant [n, ...shape]: a tensor of that shape, whose values cannot be read. */
  enter(samples: Tensor): Tensor
  /** All that a tensor stands for: [n, ...shape]. What all samples share is repeated. */
  leave(x: Tensor): Tensor
}

/** What a batch knows of a tensor that stands for its samples. */
interface Samples {
  readonly whole: Tensor
  /** What it was made by, unless it entered. */
  readonly op?: unknown
}

/**
 * Runs a function on n samples at once. Within, a tensor has the shape of one sample, so that derivatives and rules of shape
 * need not know; behind it stands [n, ...shape], which ops run on. What is tracked outside stays tracked.
 *
 * Throws where an op has no rule for a batch, and where a value is read that differs between samples; also if something
 * catches that error on its way.
 */
export function inBatch<T>(n: number, run: (batch: Batch) => T): T {
  const below = machine
  const known = new WeakMap<object, Samples>()
  let refusal: ArgumentError | undefined
  const refuse = (): never => {
    refusal = new ArgumentError('batch', 'samples must be taken one by one')
    throw refusal
  }

  const standIn = (shape: readonly number[], samples: Samples): Deferred => {
    const held = new Deferred(sizeOf(shape), refuse)
    known.set(held, samples)
    return held
  }

  /** The samples behind a tensor, tracked outside as far as the tensor itself is tracked. */
  const samplesOf = (x: Tensor): Tensor | undefined => {
    const samples = known.get(x.held as object)
    if (samples === undefined) return undefined
    let origin = originOf(x)
    while (origin?.op === ALIAS) origin = originOf(origin.inputs[0]!)
    if (origin === undefined) return stopGradient(samples.whole)
    // Another op gave its name to what this one made: a custom op, which has no derivative for many samples.
    return origin.op === samples.op ? samples.whole : refuse()
  }

  const here: Machine = {
    ...below,
    standsForNumber: x => !known.has(x.held as object) && (below.standsForNumber?.(x) ?? false),
    isUnknown: x => known.has(x.held as object) || (below.isUnknown?.(x) ?? false),
    run(op, inputs, params, shape, dtype) {
      const samples = inputs.map(samplesOf)
      if (samples.every(whole => whole === undefined)) return below.run(op, inputs, params, shape, dtype)
      const whole = withMachine(below, () => runOnAll(op, inputs, samples, params, n, shape) ?? refuse())
      return standIn(shape, { whole, op })
    },
  }
  const result = withMachine(here, () =>
    run({
      enter(whole) {
        const shape = whole.shape.slice(1)
        return new Tensor(standIn(shape, { whole }), shape, whole.dtype)
      },
      leave: x => samplesOf(x) ?? broadcastTo(x, [n, ...x.shape]),
    }),
  )
  if (refusal !== undefined) throw refusal
  return result
}

/** An op on all samples, [...shape] of each as [n, ...shape]; `undefined` where it has no rule for that. */
function runOnAll<P>(
  op: Operation<P>,
  inputs: readonly Tensor[],
  samples: readonly (Tensor | undefined)[],
  params: P,
  n: number,
  shape: readonly number[],
): Tensor | undefined {
  const batched = op.batch?.(
    params,
    n,
    inputs,
    samples.map(whole => whole !== undefined),
  )
  if (op.batch === undefined || batched === false) return undefined
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
