// Shapes: what they are, how they broadcast, and the same rules once more for the type checker.
import { ArgumentError, describe, IndexError, ShapeError } from './errors.js'

/** The extents of a tensor, outermost first. `[]` is a scalar. */
export type Shape = readonly number[]

/** How many values a tensor of this shape holds: 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (let i = 0; i < shape.length; i++) size *= shape[i]!
  return size
}

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  for (let i = shape.length - 1, step = 1; i >= 0; i--) {
    strides[i] = step
    step *= shape[i]!
  }
  return strides
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`

/**
 * The common shape of a and b by NumPy's rule: align right; extents are equal, or one of them is 1. The last `behind` axes
 * are left out of it, and are the caller's to compare.
 */
export function broadcastShapes(op: string, a: Shape, b: Shape, behind = 0): Shape {
  if (behind === 0 && sameShape(a, b)) return a
  const rank = Math.max(a.length, b.length)
  const shape = new Array<number>(rank - behind)
  for (let i = behind + 1; i <= rank; i++) {
    // An index below 0 is read by name, which takes several times as long as all the rest.
    const m = i <= a.length ? a[a.length - i]! : 1
    const n = i <= b.length ? b[b.length - i]! : 1
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        op,
        `shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: extents ${m} and ${n} differ at axis ${-i} and neither is 1`,
        [a, b],
      )
    }
    shape[rank - i] = m === 1 ? n : m
  }
  return shape
}

/** Strides that read a tensor of shape `from` as if it had shape `to`: a stretched axis has stride 0. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = stridesOf(from)
  const lead = to.length - from.length
  return to.map((extent, i) => (i < lead || (from[i - lead] === 1 && extent !== 1) ? 0 : own[i - lead]!))
}

/** An axis counted from the front; negative ones count from the end. */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ArgumentError(
      op,
      `axis ${describe(axis)} does not exist in a tensor of rank ${rank}` +
        (rank === 0 ? ', which has no axes' : `; use ${-rank} to ${rank - 1}`),
    )
  }
  return axis < 0 ? axis + rank : axis
}

const isList = (axis: number | readonly number[]): axis is readonly number[] => Array.isArray(axis)

/** Axes to work over: all when undefined; each once, counted from the front, in ascending order. */
export function normalizeAxes(
  op: string,
  axis: number | readonly number[] | undefined,
  rank: number,
): number[] {
  if (axis === undefined) {
    const all: number[] = []
    for (let i = 0; i < rank; i++) all.push(i)
    return all
  }
  if (!isList(axis)) return [normalizeAxis(op, axis, rank)]
  const axes = axis.map(a => normalizeAxis(op, a, rank)).sort((a, b) => a - b)
  const twice = axes.find((a, i) => a === axes[i - 1])
  if (twice !== undefined) throw new ArgumentError(op, `axis ${twice} is named twice in [${axis.join(', ')}]`)
  return axes
}

/** An index counted from the front; negative ones count from the end. */
export function normalizeIndex(op: string, index: number, axis: number, size: number): number {
  const i = index < 0 ? index + size : index
  if (!Number.isInteger(index) || i < 0 || i >= size) throw new IndexError(op, index, axis, size)
  return i
}

/** Refuses a shape that is no array. */
export function checkArray(op: string, shape: unknown): void {
  if (!Array.isArray(shape)) throw new ShapeError(op, `wants a shape such as [2, 3], got ${describe(shape)}`)
}

/** Refuses what is not a list of whole numbers ≥ 0, or ≥ −1 where that stands for what is left. */
export function checkShape(op: string, shape: Shape, least: 0 | -1 = 0): void {
  checkArray(op, shape)
  for (let i = 0; i < shape.length; i++) {
    const extent = shape[i]!
    if (!Number.isSafeInteger(extent) || extent < least) {
      throw new ShapeError(op, `extents must be whole numbers ≥ 0, got ${formatShape(shape)}`, [shape])
    }
  }
}

/** Refuses what is no extent: a whole number ≥ 0. */
export function checkCount(op: string, name: string, n: number): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new ShapeError(op, `${name} must be a whole number ≥ 0, got ${describe(n)}`)
}

/** The shape seen as [outer, n, inner] around one axis: row-major order makes every axis a middle one. */
export interface Around {
  /** How many values the axes before it take together. */
  readonly outer: number
  /** Its own extent. */
  readonly n: number
  /** How many values the axes behind it take together: how far neighbours along it lie apart. */
  readonly inner: number
}

export function around(shape: Shape, axis: number, through = axis): Around {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    n: sizeOf(shape.slice(axis, through + 1)),
    inner: sizeOf(shape.slice(through + 1)),
  }
}

// ── The same for the type checker. Where extents are plain `number`, types degrade to `Shape` and run time checks. ──

/** Nested arrays of numbers or booleans, all of one depth: what `tensor` takes and `toArray` gives. */
export type Nested = number | boolean | readonly Nested[]

/** The shape of a nested array: `[[1, 2, 3], [4, 5, 6]]` is `readonly [2, 3]`. */
export type ShapeOf<A> = Nested extends A
  ? Shape
  : A extends number | boolean
    ? readonly []
    : A extends readonly []
      ? readonly [0]
      : A extends {
            /** The extent. */ readonly length: infer N extends number
            readonly [index: number]: infer E
          }
        ? readonly [N, ...ShapeOf<E>]
        : Shape

/** Nested arrays of numbers of a given shape. */
export type NestedOf<S extends Shape> = number extends S['length']
  ? NestedNumbers
  : S extends readonly [number, ...infer Rest extends Shape]
    ? NestedOf<Rest>[]
    : number

/** A number, or arrays of numbers nested to any depth. */
export type NestedNumbers = number | NestedNumbers[]

/** The extent that two extents broadcast to; `never` when they do not. */
type BroadcastExtent<M extends number, N extends number> = M extends 1
  ? N
  : N extends 1
    ? M
    : number extends M
      ? N
      : number extends N
        ? M
        : M extends N
          ? M
          : never

type BroadcastTuple<A extends Shape, B extends Shape> = A extends readonly [
  ...infer AS extends Shape,
  infer M extends number,
]
  ? B extends readonly [...infer BS extends Shape, infer N extends number]
    ? readonly [...BroadcastTuple<AS, BS>, BroadcastExtent<M, N>]
    : A
  : B

/** The shape that A and B broadcast to, by NumPy's rule. */
export type Broadcast<A extends Shape, B extends Shape> = number extends A['length']
  ? Shape
  : number extends B['length']
    ? Shape
    : BroadcastTuple<A, B>

/** `unknown` when A and B broadcast; otherwise a text that the compiler shows. */
export type BroadcastCheck<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? unknown
  : HasNever<BroadcastTuple<A, B>> extends true
    ? 'these shapes do not broadcast'
    : unknown

type HasNever<S extends Shape> = S extends readonly [infer Head, ...infer Rest extends Shape]
  ? [Head] extends [never]
    ? true
    : HasNever<Rest>
  : false
