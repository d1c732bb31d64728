// What a kernel set offers: plain loops over typed arrays, without shapes to check or derivatives to know.
import type { TypedArray } from '../dtype.js'
import type { Around } from '../shape.js'

/** Where the values of a strided view lie in a row-major array. A stride may be 0 or negative. */
export interface Layout {
  /** The extents of the view. */
  readonly shape: readonly number[]
  /** How far neighbours along each axis lie apart. */
  readonly strides: readonly number[]
  /** Where the first value lies. */
  readonly offset: number
}

/** C[m, n] = A[m, k] · B[k, n], for a run of batches; a transposed operand is stored as [k, m] or [n, k]. */
export interface MatmulPlan {
  /** Rows of the result. */
  readonly m: number
  /** Products in each sum. */
  readonly k: number
  /** Columns of the result. */
  readonly n: number
  /** A is stored as [k, m]. */
  readonly transposeA: boolean
  /** B is stored as [n, k]. */
  readonly transposeB: boolean
  /** Where A starts in each batch. */
  readonly startsA: readonly number[]
  /** Where B starts in each batch. */
  readonly startsB: readonly number[]
}

/** How a reduction takes in a value. */
export type Fold = 'sum' | 'max' | 'min'

/** A rule written for the vectors of some set; to others it says nothing. */
export type Code = (...vectors: never[]) => unknown

/**
 * A set of kernels. Every set gives the results of the reference set, to a few units in the last place; a set may
 * implement part and take the rest from the reference by spreading it. `op` names the rule, so that a set can bring
 * its own code for it; `f` is the plain rule, and `code` the same for vectors, where there is such. `out` is freshly allocated zeros of the right length and is the result.
 */
export interface Kernels {
  /** What it is called in messages. */
  readonly name: string
  /** out = f(x), value by value. */
  map(op: string, f: (x: number) => number, x: TypedArray, out: TypedArray, code?: Code): void
  /** out = f(a, b), value by value; a and b are read through strides that stretch them to `shape`. */
  zip(
    op: string,
    f: (a: number, b: number) => number,
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    stretch?: Stretch,
    code?: Code,
  ): void
  /** out = f(a, b), value by value, as 0 and 1. */
  compare(
    op: string,
    f: (a: number, b: number) => boolean,
    a: TypedArray,
    b: TypedArray,
    out: TypedArray,
    stretch?: Stretch,
    code?: Code,
  ): void
  /** out = a where condition is not 0, else b; of a and b each may hold a single value, which is meant everywhere. */
  select(condition: TypedArray, a: TypedArray, b: TypedArray, out: TypedArray): void
  /** out[i] = x[layout(i)]: transposes, slices, stretches. */
  copy(x: TypedArray, layout: Layout, out: TypedArray): void
  /** out[layout(i)] += x[i]: the adjoint of `copy`. */
  addInto(x: TypedArray, layout: Layout, out: TypedArray): void
  /** [outer, n, inner] → [outer, inner]. */
  reduce(fold: Fold, x: TypedArray, around: Around, out: TypedArray): void
  /** The position of the first largest (sign 1) or smallest (sign −1) value; a NaN wins. [outer, n, inner] → [outer, inner]. */
  argMax(x: TypedArray, around: Around, sign: 1 | -1, out: TypedArray): void
  /** Sums of what comes before and including, or after and including, along n. */
  cumsum(x: TypedArray, around: Around, reverse: boolean, out: TypedArray): void
  /** out = A · B in each batch. */
  matmul(a: TypedArray, b: TypedArray, plan: MatmulPlan, out: TypedArray): void
  /** log Σ exp along n. [outer, n, inner] → [outer, inner]. */
  logSumExp(x: TypedArray, around: Around, out: TypedArray): void
  /** exp(x) / Σ exp(x) along n. */
  softmax(x: TypedArray, around: Around, out: TypedArray): void
  /** x − log Σ exp(x) along n. */
  logSoftmax(x: TypedArray, around: Around, out: TypedArray): void
  /** log Σ exp(x) − x[label], row by row. [rows, n] → [rows] */
  crossEntropy(x: TypedArray, labels: Int32Array, n: number, out: TypedArray): void
  /**
   * dy·softmax(x) along n, the vjp of `logSumExp`; with labels, dy·(softmax(x) − 1 at the label), that of `crossEntropy`;
   * 0 where x is −∞, also for an infinite dy.
   * [outer, n, inner], a dy and a label for each line → [outer, n, inner]
   */
  softmaxTimes(
    x: TypedArray,
    around: Around,
    dy: TypedArray,
    labels: Int32Array | undefined,
    out: TypedArray,
  ): void
  /** out[o, j, i] = x[o, at, i], where at = indices[j], or indices[o, j, i] when `along`. Indices are checked before. */
  gather(x: TypedArray, around: Around, indices: Int32Array, along: boolean, out: TypedArray): void
  /** out[o, at, i] += x[o, j, i]: the adjoint of `gather`; `around` is out's. */
  scatterAdd(x: TypedArray, around: Around, indices: Int32Array, along: boolean, out: TypedArray): void
}

/** How two operands are stretched to a common shape. Where one holds a single value, that one is meant, and all is empty. */
export interface Stretch {
  /** The common shape. */
  readonly shape: readonly number[]
  /** How far neighbours along each axis lie apart in a; 0 along an axis that repeats. */
  readonly stridesA: readonly number[]
  /** The same for b. */
  readonly stridesB: readonly number[]
}
