// `loop`: a step of training, taken many times without leaving the machine between steps.
import { ArgumentError, checkFunction, checkOptions, describe } from '../errors.js'
import { random } from '../random.js'
import type { Tensor } from '../tensor.js'
import { leavesOf } from '../transforms/tree.js'
import type { BuildOptions } from './build.js'
import { Log } from './log.js'
import { rowsOf } from './rows.js'
import { fits, type Signature, signatureOf } from './signature.js'
import { type Stepper, stepperOf } from './steps.js'

/** How long to go on, and on which rows. */
export interface LoopRun {
  /** How many steps to take: a whole number. */
  readonly steps: number
  /** How many rows of the data a step gets; all of them unless given. */
  readonly batchSize?: number
  /** What the order of rows follows from, where a step gets some of them: 0 unless given. */
  readonly seed?: number
  /** Called after every `every` steps and at the end; `false` ends the run. */
  readonly onProgress?: (progress: LoopProgress) => boolean | undefined
  /** How many steps there are between two reports: 100 unless given. */
  readonly every?: number
}

/** How far a run has come. */
export interface LoopProgress {
  /** Steps that were taken. */
  readonly steps: number
}

/** Tensors and numbers, each as a tensor with a first axis of one value a step. */
export type Stacked<Y> = Y extends Tensor | number
  ? Tensor
  : Y extends object
    ? { readonly [K in keyof Y]: Stacked<Y[K]> }
    : Y

/** What a run leaves. */
export interface LoopResult<C, Y> {
  /** What the last step carried on. */
  readonly carry: C
  /** What the steps gave beside it. */
  readonly outputs: Stacked<Y>
  /** Steps that were taken. */
  readonly steps: number
}

/** So many programs are kept, one for each signature. */
const KEPT = 4

/**
 * A loop around a step, compiled: what the step carries on stays where the next one finds it, rows are gathered and outputs
 * kept without leaving the machine, in chunks.
 *
 * step : carry, batch → [carry, output], trees of tensors and numbers; the carry comes out nested and shaped as it went in (a
 * first step may still change it, as that of an optimizer with momentum does). It is traced as by `compile`.
 * data : tensors with a first axis of n rows, nested as the step wants a batch. With `batchSize` b each step gets b rows: in
 * a random order in which every row comes once before any comes again.
 *
 * Throws an `ArgumentError` where `compile` does, and where the carry changes its nesting, shapes or dtypes.
 *
 * @example
 * const train = loop((theta, { x, y }) => {
 *   const { value, gradient } = valueAndGrad(loss)(theta, x, y)
 *   return [sub(theta, mul(0.1, gradient)), value]
 * })
 * const { carry, outputs } = train(zeros([4, 3]), { x, y }, { steps: 1000, batchSize: 32 })
 */
export function loop<C, B, Y>(
  step: (carry: C, batch: B) => readonly [carry: C, output: Y],
  options: Omit<BuildOptions, 'threads'> = {},
): (start: C, data: B, run: LoopRun) => LoopResult<C, Y> {
  checkFunction('loop', step, [])
  checkOptions('loop', options, ['fma', 'host'])
  const kept: { readonly signature: Signature; readonly all: number; readonly stepper: Stepper }[] = []
  const stepperFor = (carry: C, batch: B, all: number): Stepper => {
    const at = kept.findIndex(one => one.all === all && fits(one.signature, [carry, batch], []))
    const found = kept[at] ?? {
      signature: signatureOf([carry, batch]),
      all,
      stepper: stepperOf(step as never, [carry, batch], all, options),
    }
    if (at >= 0) kept.splice(at, 1)
    kept.unshift(found)
    kept.length = Math.min(kept.length, KEPT)
    return found.stepper
  }
  return (start, data, run) => {
    const { steps, batchSize, seed, onProgress, every } = checkedRun(run)
    const all = countRows(data, batchSize)
    const rows = batchSize ?? all
    const next = orderOf(all, rows, batchSize === undefined ? undefined : seed)
    const example = (
      batchSize === undefined
        ? data
        : rowsOf(
            data,
            Int32Array.from({ length: rows }, (_, i) => i % all),
          )
    ) as B
    const log = new Log(steps)
    let carry = start
    let taken = 0
    let isGoingOn = true
    do {
      const stepper = stepperFor(carry, example, batchSize === undefined ? 0 : all)
      stepper.start(carry, data)
      // The first step may change the signature of the carry, as that of an optimizer with momentum does; others may not.
      const last = stepper.change === undefined ? steps : taken + 1
      if (stepper.change !== undefined && taken > 0)
        throw new ArgumentError('loop', `the step changes what it carries: ${stepper.change}`)
      if (steps === 0) stepper.advance(0, next(0), log)
      while (taken < Math.min(last, steps) && isGoingOn) {
        const count = Math.min(last - taken, every - (taken % every), stepper.calls)
        stepper.advance(count, next(count), log)
        taken += count
        if (taken % every === 0 || taken === steps) isGoingOn = onProgress?.({ steps: taken }) !== false
      }
      carry = stepper.carry() as C
    } while (taken < steps && isGoingOn)
    return { carry, outputs: log.stacked(taken) as Stacked<Y>, steps: taken }
  }
}

/** Gives the rows of the next steps; nothing where each gets all. */
function orderOf(
  n: number,
  rows: number,
  seed: number | undefined,
): (steps: number) => Int32Array | undefined {
  if (seed === undefined) return () => undefined
  const stream = random(seed)
  let order = new Int32Array(0)
  let at = 0
  return steps => {
    const out = new Int32Array(steps * rows)
    for (let i = 0; i < out.length; ) {
      if (at === order.length) {
        order = Int32Array.from(stream.permutation(n).data)
        at = 0
      }
      const some = order.subarray(at, at + out.length - i)
      out.set(some, i)
      at += some.length
      i += some.length
    }
    return out
  }
}

/** The first axis that all tensors of the data have in common. */
function countRows(data: unknown, batchSize: number | undefined): number {
  const leaves = leavesOf(data)
  const n = leaves[0]?.shape[0]
  if (batchSize === undefined) return n ?? 0
  if (n === undefined || leaves.some(x => x.shape[0] !== n)) {
    const shapes = leaves.map(x => `[${x.shape.join(', ')}]`)
    throw new ArgumentError(
      'loop',
      `batches are rows of the data, whose tensors need the same first axis, got ${shapes.join(' and ') || 'none'}`,
    )
  }
  if (n < 1) throw new ArgumentError('loop', 'the data have no rows')
  return n
}

function checkedRun(run: LoopRun) {
  const {
    steps,
    batchSize,
    seed = 0,
    onProgress,
    every = onProgress === undefined ? Number.MAX_SAFE_INTEGER : 100,
  } = checkOptions('loop', run, ['steps', 'batchSize', 'seed', 'onProgress', 'every'])
  checkCounted('steps', steps, 0)
  checkCounted('every', every, 1)
  if (batchSize !== undefined) checkCounted('batchSize', batchSize, 1)
  return { steps, batchSize, seed, onProgress, every }
}

function checkCounted(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ArgumentError('loop', `${name} must be a whole number from ${least} on, got ${describe(value)}`)
}
