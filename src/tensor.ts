// What a tensor is: values, a shape, a dtype and, where it was computed from something tracked, its origin.
import type { DType, TypedArray } from './dtype.js'
import { ArgumentError, BRAND, describe, ShapeError } from './errors.js'
import { format } from './print.js'
import { formatShape, type NestedNumbers, type NestedOf, type Shape, sizeOf } from './shape.js'

/** The values of a tensor in row-major order, to be read and never written. */
export interface TensorData extends Iterable<number> {
  /** How many values there are. */
  readonly length: number
  readonly [index: number]: number
}

/**
 * @internal Values that are fetched when they are first read: once, for all tensors that share them. They may lie where
 * something else will be written; whoever lent them calls `read` before.
 */
export class Deferred {
  #found: TensorData | undefined
  #fetch: (() => TensorData) | undefined

  constructor(
    /** How many values there are. */
    readonly length: number,
    fetch: () => TensorData,
  ) {
    this.#fetch = fetch
  }

  /** The values, the same object each time. */
  read(): TensorData {
    if (this.#fetch !== undefined) {
      this.#found = this.#fetch()
      this.#fetch = undefined
    }
    return this.#found!
  }
}

/**
 * @internal What a tensor holds: its values, or what gives them when they are first read; a float64 scalar may hold its plain
 * number, for an array of one value takes ten times as much memory.
 */
export type Held = TensorData | Deferred | number

/** A tensor as JSON has it. */
export interface TensorJSON {
  /** The type of each value. */
  readonly dtype: DType
  /** The extents, outermost first. */
  readonly shape: Shape
  /** In row-major order; NaN, ±∞ and −0, which JSON lacks, as the texts NaN, Infinity, -Infinity and -0. */
  readonly values: readonly (number | string)[]
}

/**
 * An immutable array of numbers of one dtype, in row-major order.
 *
 * `S` is the shape as a type: `Tensor<readonly [2, 3]>` where extents are known, `Tensor` where they are not. One that is
 * not known is taken for any: `let h = zeros([4, 8])` can be assigned what an op gives back as `Tensor`, and never a
 * `Tensor<readonly [4, 3]>`; a variable whose shape changes is declared, `let h: Tensor = zeros([4, 8])`.
 * Make one with `tensor`, `zeros`, `variable`, …; there is nothing to dispose of.
 */
export class Tensor<S extends Shape = Shape> {
  /** @internal Use `tensor(…)`. */
  constructor(
    /** @internal Handed on to tensors with the same values; whoever wants to see them reads `data`. */
    public held: Held,
    /** The extents, outermost first. */
    readonly shape: Shape,
    /** The type of each value. */
    readonly dtype: DType,
  ) {}

  /**
   * @internal Marks a tensor, at run time for other copies of this library, and for the compiler: it compares parameters of
   * methods both ways, and `S` with them. Hence `shape` is no `S`.
   */
  [BRAND](_?: S): unknown {
    return describe
  }

  /** The values, to be read and never written. bool is stored as 0 and 1. */
  get data(): TensorData {
    const { held } = this
    if (typeof held !== 'number' && !(held instanceof Deferred)) return held
    const data = typeof held === 'number' ? Float64Array.of(held) : held.read()
    this.held = data
    return data
  }

  /** How it was computed, which the graph reads; `undefined` for a constant. */
  get origin(): object | undefined {
    return undefined
  }

  /** The number of axes. */
  get rank(): number {
    return this.shape.length
  }

  /** The number of values. */
  get size(): number {
    const { held } = this
    return typeof held === 'number' ? 1 : held.length
  }

  /** The only value of a tensor of size 1. Throws a `ShapeError` for any other size. */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError('item', `needs a tensor with one value, got shape ${formatShape(this.shape)}`, [
        this.shape,
      ])
    }
    return onlyValue(this)
  }

  /** The values as nested arrays; a number for a scalar. bool reads as 0 and 1. */
  toArray<T extends Shape>(this: Tensor<T>): NestedOf<T> {
    let level: NestedNumbers[] = Array.from(this.data)
    for (let axis = this.shape.length - 1; axis > 0; axis--) {
      const n = this.shape[axis]!
      level = Array.from({ length: sizeOf(this.shape.slice(0, axis)) }, (_, i) =>
        level.slice(i * n, (i + 1) * n),
      )
    }
    return (this.shape.length === 0 ? level[0]! : level) as NestedOf<T>
  }

  /** The values as a typed array of their own: writing to it changes nothing here. */
  toTypedArray(): TypedArray {
    return valuesOf(this).slice()
  }

  /** What `JSON.stringify` writes: every value to the last bit. `JSON.parse(text, reviveTensor)` reads it back. */
  toJSON(): TensorJSON {
    const { dtype, shape, data } = this
    const values = Array.from(data, v => (Object.is(v, -0) ? '-0' : Number.isFinite(v) ? v : String(v)))
    return { dtype, shape, values }
  }

  /** Shape, dtype and values in aligned columns; long axes are elided. */
  toString(): string {
    return format(this)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return format(this)
  }

  /** Text where text is wanted; `x + 1` is an error, for JavaScript cannot add tensors. */
  [Symbol.toPrimitive](hint: 'string' | 'number' | 'default'): string {
    if (hint === 'string') return format(this)
    throw new ArgumentError(
      'tensor',
      'JavaScript operators do not work on tensors; write add(a, b), mul(a, b), …, or x.item()',
    )
  }
}

/** The storage behind `data`, for kernels: they read it and never write it. */
export const valuesOf = (x: Tensor): TypedArray => x.data as unknown as TypedArray

/** The value of a tensor that has one; no array is made for it. */
export const onlyValue = (x: Tensor): number => (typeof x.held === 'number' ? x.held : x.data[0]!)

/** Whether a value is a tensor. */
export const isTensor = (value: unknown): value is Tensor => value instanceof Tensor

/** Refuses what is no tensor: types do not reach JavaScript. Of several arguments, `wants` can name one: 'labels must be'. */
export function checkTensor(op: string, value: unknown, wants = 'wants'): void {
  if (!isTensor(value))
    throw new ArgumentError(op, `${wants} a tensor, got ${describe(value)}; make one with tensor(…)`)
}

/** Whether a derivative can flow to this tensor: it is a variable, or computed from something tracked. */
export const isTracked = (x: Tensor): boolean => x.origin !== undefined

/**
 * The same values without a history: derivatives treat it as a constant.
 *
 * x : any shape, any dtype → the same
 */
export function stopGradient<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return x.origin === undefined ? x : new Tensor(x.held, x.shape, x.dtype)
}
