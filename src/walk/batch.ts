// Many samples at once: a machine on which one tensor stands for a batch of them, and ops run on all in one go.
import { isFloat } from '../dtype.js'
import { ArgumentError, ShapeError } from '../errors.js'
import { zerosLike } from '../fill.js'
import {
  type Machine,
  machine,
  type Operation,
  opaque,
  originOf,
  record,
  tracked,
  watcher,
  withMachine,
  withWatcher,
} from '../graph/index.js'
import { broadcastTo, sumTo } from '../ops/broadcast.js'
import { ALIAS } from '../ops/reshape.js'
import { formatShape, sizeOf } from '../shape.js'
import { Deferred, isTracked, stopGradient, Tensor, valuesOf } from '../tensor.js'
import { oneByOne, runOnAll } from './samples.js'

/** The way into a batch and out of it again. */
export interface Batch {
  /** What stands for each sample of [n, ...shape]: a tensor of that shape, whose values cannot be read. */
  enter(samples: Tensor): Tensor
  /** All that a tensor stands for: [n, ...shape]. What all samples share is repeated. */
  leave(x: Tensor): Tensor
}

/** What a batch knows of a tensor that stands for its samples. */
interface Samples {
  readonly whole: Tensor
  /** What it was made by, if it is an op. */
  readonly op?: unknown
}

/** What stands for samples in a batch, by what it holds. A batch that goes on where another stopped has the same. */
type Known = WeakMap<object, Samples>

/** Marks what entered a batch and is tracked outside. */
const ENTERED: Operation = {
  name: 'sample',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(x!),
  differentials: () => [],
}

/**
 * Runs a function on n samples at once. Within, a tensor has the shape of one sample, so that derivatives and rules of shape
 * need not know; behind it stands [n, ...shape], which ops run on. What is tracked outside stays tracked.
 *
 * An op without a rule for a batch runs on one sample after the other. Throws where a value is read that differs between
 * samples, also if something catches that error on its way.
 */
export function inBatch<T>(n: number, run: (batch: Batch) => T, known: Known = new WeakMap()): T {
  const below = machine
  const watching = watcher
  const named = new WeakMap<Tensor, Tensor>()
  let refusal: ArgumentError | undefined
  const refuse = (): never => {
    refusal = new ArgumentError(
      'vmap',
      'a value is read that differs between samples; to choose by it write where(condition, a, b), or read it outside',
    )
    throw refusal
  }
  /** Back to where the samples are in sight. */
  const outside = <R>(run: () => R): R => withWatcher(watching, () => withMachine(below, run))

  const standIn = (shape: readonly number[], samples: Samples): Deferred => {
    const held = new Deferred(sizeOf(shape), refuse)
    known.set(held, samples)
    return held
  }

  /** The samples behind a tensor, tracked outside as far as the tensor itself is tracked. */
  const samplesOf = (x: Tensor): Tensor | undefined => {
    const samples = known.get(x.held as object)
    if (samples === undefined) return undefined
    const { whole, op } = samples
    let named = x
    let origin = originOf(x)
    while (origin?.op === ALIAS) {
      named = origin.input(0)
      origin = originOf(named)
    }
    if (origin === undefined) return stopGradient(whole)
    if (origin.op === op || origin.op === ENTERED) return whole
    return origin.arity === 0 ? stopGradient(whole) : underItsName(named, whole)
  }

  /** Something gave its own name to what other ops had made, such as a custom op: its derivative is the one that counts. */
  const underItsName = (x: Tensor, whole: Tensor): Tensor => {
    const found = named.get(x)
    if (found !== undefined) return found
    const { op, inputs, params } = originOf(x)!
    const samples = inputs.map(samplesOf)
    const given = inputs.map((input, j) => samples[j] ?? input)
    const varies = samples.map(one => one !== undefined)
    const made = outside(() => adopted(op, given, params, whole, varies, n, known))
    named.set(x, made)
    return made
  }

  const here: Machine = {
    ...below,
    standsForNumber: x => !known.has(x.held as object) && (below.standsForNumber?.(x) ?? false),
    isUnknown: x => known.has(x.held as object) || (below.isUnknown?.(x) ?? false),
    run(op, inputs, params, shape, dtype) {
      const samples = inputs.map(samplesOf)
      if (samples.every(whole => whole === undefined)) return below.run(op, inputs, params, shape, dtype)
      const whole = outside(() => runOnAll(op, inputs, samples, params, n, { shape, dtype }))
      return standIn(shape, { whole, op })
    },
    opaque(inputs, run, batch) {
      const samples = inputs.map(samplesOf)
      const varies = samples.map(whole => whole !== undefined)
      if (!varies.includes(true)) return outside(() => opaque(inputs, run, batch))
      const given = inputs.map((x, j) => samples[j] ?? x)
      const wholes = outside(() =>
        batch === undefined
          ? opaque(given, xs => onEach(n, xs, varies, run))
          : opaque(repeated(n, given, varies), xs => checkedSamples(n, batch(n, xs))),
      )
      return wholes.map(whole => {
        const shape = whole.shape.slice(1)
        return new Tensor(standIn(shape, { whole }), shape, whole.dtype)
      })
    },
  }
  const result = withWatcher(undefined, () =>
    withMachine(here, () =>
      run({
        enter(whole) {
          const shape = whole.shape.slice(1)
          const x = new Tensor(standIn(shape, { whole }), shape, whole.dtype)
          return isTracked(whole) && isFloat(whole.dtype) ? tracked(x, ENTERED, [], undefined) : x
        },
        leave: x => samplesOf(x) ?? outside(() => broadcastTo(x, [n, ...x.shape])),
      }),
    ),
  )
  if (refusal !== undefined) throw refusal
  return result
}

/** What all samples share, once for each. */
const repeated = (n: number, inputs: readonly Tensor[], varies: readonly boolean[]): Tensor[] =>
  inputs.map((x, j) => (varies[j] ? x : broadcastTo(x, [n, ...x.shape])))

/** Refuses what a user's rule for n samples gave, if it has no axis of n in front. */
function checkedSamples(n: number, found: readonly Tensor[]): readonly Tensor[] {
  for (const { shape } of found) {
    if (shape[0] !== n) {
      throw new ShapeError(
        'vmap',
        `the batch rule of a custom op gave ${formatShape(shape)} for ${n} samples; the first axis must have that extent`,
        [shape],
      )
    }
  }
  return found
}

/** A function of tensors on each of n samples: at once, or where it refuses that, one after the other. */
function onEach(
  n: number,
  inputs: readonly Tensor[],
  varies: readonly boolean[],
  run: (inputs: readonly Tensor[]) => readonly Tensor[],
  known?: Known,
): readonly Tensor[] {
  try {
    return inBatch(
      n,
      ({ enter, leave }) => run(inputs.map((x, j) => (varies[j] ? enter(x) : x))).map(leave),
      known,
    )
  } catch (error) {
    if (n === 0) throw error
    return oneByOne(n, inputs, varies, run)
  }
}

/**
 * All samples of what an op made of its inputs, whose values are known: tracked, with differentials that are those of the op,
 * sample by sample. An input that all samples share gets the sum of what they send back. Rules may have kept tensors of the batch
 * in which the op ran, and so go on in it.
 */
function adopted(
  op: Operation,
  inputs: readonly Tensor[],
  params: unknown,
  whole: Tensor,
  varies: readonly boolean[],
  n: number,
  known: Known,
): Tensor {
  const { held, shape, dtype } = whole
  const many: Operation = {
    name: op.name,
    shape: () => shape,
    dtype: () => dtype,
    forward: xs => {
      const one = shape.slice(1)
      const values = (own: readonly Tensor[]) => op.forward(own, params, one, dtype)
      return valuesOf(onEach(n, xs, varies, own => [new Tensor(values(own), one, dtype)])[0]!)
    },
    differentials: (xs, y) =>
      xs.map((x, j) => {
        /** A rule of the op for this input, on each sample. */
        const along = (change: Tensor, isShared: boolean, rule: 'jvp' | 'vjp'): Tensor => {
          const [found] = onEach(
            n,
            [...xs, y, change],
            [...varies, true, !isShared],
            all => {
              const [own, output, one] = [all.slice(0, xs.length), all[xs.length]!, all[xs.length + 1]!]
              const differential = op.differentials!(own, output, params)[j]
              const target = rule === 'jvp' ? output : own[j]!
              if (differential === undefined) return [zerosLike(target)]
              const part = differential[rule](one)
              if (!op.broadcasts) return [op.spreads ? broadcastTo(part, target.shape) : part]
              return [sumTo(broadcastTo(part, output.shape), target.shape)]
            },
            known,
          )
          return found!
        }
        return {
          jvp: dx => along(dx, !varies[j], 'jvp'),
          vjp: dy => {
            const all = along(dy, false, 'vjp')
            return varies[j] ? all : sumTo(all, x.shape)
          },
        }
      }),
  }
  return record(many, inputs, undefined, held, shape, dtype)
}
