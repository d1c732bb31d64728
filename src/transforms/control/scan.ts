// A loop over the slices of sequences that carries a state: recurrences of any kind, in time and memory linear in their length.
import { ArgumentError, checkOptions, describe, isSet, ShapeError } from '../../errors.js'
import { zeros } from '../../fill.js'
import { stack } from '../../ops/concat.js'
import { unstack } from '../../ops/slice.js'
import { formatShape, normalizeAxis } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { isRecord, mapTree, pathOf } from '../tree.js'
import { checkAlike } from './match.js'
import { inSpecs, standIn } from './specs.js'

/** T with tensors of any shape in the places of its tensors: they have one axis less, or one more. */
export type Unshaped<T> = T extends Tensor
  ? Tensor
  : T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Unshaped<T[K]> }
      : T

/** What a step gives: the state to go on with, and its output. */
export type StepOf<C, Y> =
  | readonly [carry: C, y: Y]
  | {
      /** What goes on to the next step. */
      readonly carry: C
      /** What the step gives. */
      readonly y: Y
    }

/** How `scan` walks. */
export interface ScanOptions {
  /** The axis of xs along which to go, 0 unless given. */
  readonly axis?: number
  /** The axis of ys along which outputs are stacked; the same unless given. */
  readonly outAxis?: number
  /** From the last slice to the first; the outputs stand where their slices do. */
  readonly reverse?: boolean
  /** How many steps to take: for an xs without tensors; otherwise it must be the extent of their axis. */
  readonly length?: number
}

/** What `scan` finds. */
export interface Scanned<C, Y> {
  /** The state after the last step. */
  readonly carry: C
  /** The outputs of all steps, stacked. */
  readonly ys: Unshaped<Y>
}

/**
 * Runs f over the slices of xs, one after the other, with a state that it hands on: (carry, x) → [carry, y], or { carry, y }.
 * A plain loop: f runs once for each step, so derivatives of any order and in both modes go through, whatever f uses from
 * outside. The time of a derivative is linear in the number of steps; its memory too, unless f is wrapped in `checkpoint`.
 *
 * f : carry, x → [carry, y]; init, xs and y are tensors, or tensors nested in objects and arrays; every tensor of xs has an
 * axis of n steps in front, every tensor of ys has one. The carry keeps its nesting, shapes and dtypes. A y of `undefined` gives
 * none. For n = 0, f is run once on shapes alone, to know those of ys.
 *
 * Throws a `ShapeError` where tensors of xs differ in extent, or where the carry or y changes its shape, and a `DTypeError` where
 * one changes its dtype; both name the place.
 *
 * @example
 * const { carry, ys } = scan(
 *   (h, x) => {
 *     const next = tanh(add(matmul(w, h), x))
 *     return [next, next]
 *   },
 *   zeros([8]),
 *   inputs,              // [t, 8]
 * )                      // carry: [8], ys: [t, 8]
 */
export function scan<C, X, Y>(
  f: (carry: C, x: Unshaped<X>) => StepOf<C, Y>,
  init: C,
  xs: X,
  options: ScanOptions = {},
): Scanned<C, Y> {
  if (typeof f !== 'function') throw new ArgumentError('scan', `wants a function, got ${describe(f)}`)
  const {
    axis = 0,
    outAxis = axis,
    length,
  } = checkOptions('scan', options, ['axis', 'outAxis', 'reverse', 'length'])
  const reverse = isSet('scan', options, 'reverse')
  const n = stepsOf(xs, axis, length)
  const step = (carry: C, x: unknown, t: number): { carry: C; y: Y } => {
    const result = resultOf<C, Y>(f(carry, x as Unshaped<X>))
    checkAlike('scan', 'the carry', init, 'at the start', result.carry, `after step ${t}`)
    return result
  }
  if (n === 0) {
    const without = mapTree(xs, x => standIn(withoutAxis(x, axis), x.dtype))
    const { y } = inSpecs('scan', () => step(init, without, 0))
    const empty = (x: Tensor) => {
      const at = normalizeAxis('scan', outAxis, x.rank + 1)
      return zeros([...x.shape.slice(0, at), 0, ...x.shape.slice(at)], { dtype: x.dtype })
    }
    return { carry: init, ys: mapTree(y, empty, onlyTensors) as Unshaped<Y> }
  }

  const slices: Tensor[][] = []
  mapTree(xs, x => {
    slices.push(unstack(x, axis))
  })
  const outputs: Tensor[][] = []
  let carry = init
  let first: Y | undefined
  for (let k = 0; k < n; k++) {
    const t = reverse ? n - 1 - k : k
    let i = 0
    const x = mapTree(xs, () => slices[i++]![t]!)
    const result = step(carry, x, t)
    carry = result.carry
    if (k === 0) first = result.y
    else checkAlike('scan', 'y', first, `after step ${reverse ? n - 1 : 0}`, result.y, `after step ${t}`)
    let o = 0
    mapTree(
      result.y,
      y => {
        outputs[o] ??= new Array<Tensor>(n)
        outputs[o++]![t] = y
      },
      onlyTensors,
    )
  }
  let o = 0
  const ys = mapTree(first, y => stack(outputs[o++]!, normalizeAxis('scan', outAxis, y.rank + 1)))
  return { carry, ys: ys as Unshaped<Y> }
}

/** How many slices the tensors of xs have along an axis. */
function stepsOf(xs: unknown, axis: number, length: number | undefined): number {
  if (length !== undefined && (!Number.isSafeInteger(length) || length < 0))
    throw new ArgumentError('scan', `the length must be a whole number ≥ 0, got ${describe(length)}`)
  let n = length
  let said = 'the length says'
  mapTree(xs, (x, keys) => {
    const place = keys.length === 0 ? 'xs' : `xs at ${pathOf(keys)}`
    if (x.rank === 0) {
      throw new ShapeError('scan', `${place} is a scalar and has no axis to go along`, [x.shape])
    }
    const extent = x.shape[normalizeAxis('scan', axis, x.rank)]!
    if (n !== undefined && n !== extent) {
      throw new ShapeError(
        'scan',
        `${place} of shape ${formatShape(x.shape)} has ${extent} slices along axis ${axis}, and ${said} ${n}`,
        [x.shape],
      )
    }
    n = extent
    said = `${place} has`
  })
  if (n === undefined) {
    throw new ArgumentError(
      'scan',
      `wants tensors to go along in xs, got ${describe(xs)}; for a loop without them say how many steps: { length: n }`,
    )
  }
  return n
}

/** The two parts of what a step gave, in either form. */
function resultOf<C, Y>(result: StepOf<C, Y>): { carry: C; y: Y } {
  const given: unknown = result
  if (Array.isArray(given) && given.length === 2) return { carry: given[0] as C, y: given[1] as Y }
  if (isRecord(given) && 'carry' in given) return { carry: given.carry as C, y: given.y as Y }
  throw new ArgumentError(
    'scan',
    `f must give [carry, y] or { carry, y }, got ${Array.isArray(given) ? `an array of ${given.length}` : describe(given)}`,
  )
}

const withoutAxis = ({ shape, rank }: Tensor, axis: number): readonly number[] => {
  const at = normalizeAxis('scan', axis, rank)
  return shape.filter((_, i) => i !== at)
}

/** Refuses outputs that cannot be stacked. */
const onlyTensors = (value: unknown, keys: Parameters<typeof pathOf>[0]): unknown => {
  if (value === undefined || value === null) return value
  throw new ArgumentError(
    'scan',
    `y${keys.length === 0 ? '' : ` at ${pathOf(keys)}`} must be a tensor to be stacked, got ${describe(value)}`,
  )
}
