// Windows that slide along the axes of an image: where they stand, how many there are, and what options say of them.
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { formatShape, type Shape } from '../../shape.js'

/** A window along one axis: tap j of window p reads place p·stride + j·dilation − before. */
export interface Axis {
  /** The extent of the axis, without padding. */
  readonly n: number
  /** How many taps a window has. */
  readonly taps: number
  readonly stride: number
  readonly dilation: number
  /** How many zeros stand in front of the axis. */
  readonly before: number
  /** How many windows there are. */
  readonly windows: number
}

/** Windows along the last two axes. One axis alone has a row of one before it. */
export type Windows = readonly [rows: Axis, columns: Axis]

/** The axis of a single row, over which nothing slides. */
export const ONE_ROW: Axis = { n: 1, taps: 1, stride: 1, dilation: 1, before: 0, windows: 1 }

/** One number for all axes, or one for each. */
export type PerAxis = number | readonly number[]

/**
 * Zeros around an image: so many on every side, or for each axis so many on both sides, or `[before, after]`. `'valid'` is
 * none; `'same'` is as many as make the output as large as the input, divided by the stride and rounded up, an odd one behind.
 */
export type Padding = 'same' | 'valid' | number | readonly (number | readonly [number, number])[]

/** How windows move. */
export interface WindowOptions {
  /** How far apart neighbouring windows begin, 1 unless given. */
  readonly stride?: PerAxis
  /** Zeros around the image, none unless given. */
  readonly padding?: Padding
  /** How far apart the taps of a window stand, 1 unless given. */
  readonly dilation?: PerAxis
}

/** How far a window reaches, from its first tap to its last. */
export const reachOf = (taps: number, dilation: number): number => (taps - 1) * dilation + 1

/** Whole numbers ≥ 1, one for each axis. */
export function perAxis(op: string, name: string, value: PerAxis, rank: number): readonly number[] {
  const list = typeof value === 'number' ? new Array<number>(rank).fill(value) : value
  if (!Array.isArray(list) || list.length !== rank || !list.every(v => Number.isSafeInteger(v) && v >= 1)) {
    const wanted = rank === 1 ? 'a whole number ≥ 1' : `a whole number ≥ 1, or ${rank} of them`
    throw new ArgumentError(op, `${name} must be ${wanted}, got ${shown(value)}`)
  }
  return list
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : describe(value)

/** For each axis the zeros before and behind it; `undefined` for `'same'`. */
export function paddingOf(
  op: string,
  padding: Padding,
  rank: number,
): readonly (readonly [number, number])[] | undefined {
  if (padding === 'same') return undefined
  const sides = (value: unknown): unknown => (Array.isArray(value) ? value : [value, value])
  const list: readonly unknown[] =
    padding === 'valid'
      ? new Array<unknown>(rank).fill([0, 0])
      : Array.isArray(padding)
        ? padding.map(sides)
        : new Array<unknown>(rank).fill(sides(padding))
  const isPair = (pair: unknown): pair is readonly [number, number] =>
    Array.isArray(pair) && pair.length === 2 && pair.every(v => Number.isSafeInteger(v) && v >= 0)
  if (list.length !== rank || !list.every(isPair)) {
    const each = rank === 1 ? '[[before, after]]' : `${rank} numbers or pairs [before, after]`
    throw new ArgumentError(
      op,
      `padding must be 'same', 'valid', a whole number ≥ 0 or ${each}, got ${shown(padding)}`,
    )
  }
  return list as readonly (readonly [number, number])[]
}

/** What two axes are called in errors. */
const names = (rank: number): readonly string[] => (rank === 1 ? ['length'] : ['height', 'width'])

/** Windows of a size over the last axes of an image, one or two of them. */
export function windowsOf(
  op: string,
  image: Shape,
  size: readonly number[],
  options: WindowOptions,
): Windows {
  const rank = size.length
  const strides = perAxis(op, 'stride', options.stride ?? 1, rank)
  const dilations = perAxis(op, 'dilation', options.dilation ?? 1, rank)
  const padding = paddingOf(op, options.padding ?? 0, rank)
  const axes = size.map((taps, i): Axis => {
    const n = image[image.length - rank + i]!
    const [stride, dilation] = [strides[i]!, dilations[i]!]
    const reach = reachOf(taps, dilation)
    const missing = Math.max(0, (Math.ceil(n / stride) - 1) * stride + reach - n)
    const [before, after] = padding?.[i] ?? [Math.floor(missing / 2), Math.ceil(missing / 2)]
    const padded = n + before + after
    // Of nothing, 'same' is nothing.
    const windows = padding === undefined && n === 0 ? 0 : Math.floor((padded - reach) / stride) + 1
    if (taps < 1 || windows < (padding === undefined && n === 0 ? 0 : 1)) {
      throw new ShapeError(
        op,
        `a window of ${formatShape(size)} does not fit into an image of shape ${formatShape(image)}: its ${names(rank)[i]} reaches over ${reach}, and with padding there are ${padded}`,
        [image, size],
      )
    }
    return { n, taps, stride, dilation, before, windows }
  })
  return axes.length === 1 ? [ONE_ROW, axes[0]!] : [axes[0]!, axes[1]!]
}

/** The first window whose tap `tap` stands on the axis, and the one after the last. */
export function windowsAt({ n, stride, dilation, before, windows }: Axis, tap: number): [number, number] {
  const shift = before - tap * dilation
  const first = Math.min(windows, Math.max(0, Math.ceil(shift / stride)))
  return [first, Math.max(first, Math.min(windows, Math.ceil((n + shift) / stride)))]
}

/** For each window the first tap that stands on the axis, and the one after the last. */
export function tapsOn({ n, taps, stride, dilation, before, windows }: Axis): [Int32Array, Int32Array] {
  const [first, end] = [new Int32Array(windows), new Int32Array(windows)]
  for (let p = 0; p < windows; p++) {
    const start = p * stride - before
    first[p] = Math.min(taps, Math.max(0, Math.ceil(-start / dilation)))
    end[p] = Math.max(first[p]!, Math.min(taps, Math.ceil((n - start) / dilation)))
  }
  return [first, end]
}
