// Methods for tensors, all in one place: `x.matmul(w).add(b)` instead of `add(matmul(x, w), b)`. Everything else as in `chainrule`.
import type { Inserted, Reduced, Replaced, Settled, Without } from './axes.js'
import { type BackwardOptions, backward, type Gradients } from './backward.js'
import type { DType } from './dtype.js'
import type { RunningOptions } from './ops/cumulative.js'
import type { PositionOptions } from './ops/extremum.js'
import * as ops from './ops/index.js'
import type { MatmulOptions, Product, ProductCheck } from './ops/matmul.js'
import type { Operand, ShapeOfOperand } from './ops/operand.js'
import type { DiagonalOptions } from './ops/order/diagonal.js'
import type { SortOptions, TopK, TopKOptions } from './ops/order/sort.js'
import type { Axes, ReduceOptions } from './ops/reduce.js'
import type { Inferred, Permuted, Transposed } from './ops/reshape.js'
import type { Range, SliceCheck, Sliced } from './ops/slice.js'
import type { Broadcast, BroadcastCheck, Shape } from './shape.js'
import { stopGradient, Tensor } from './tensor.js'

export * from './index.js'

/** A method that broadcasts with an operand. */
type With<Result = never> = <S extends Shape, B extends Operand>(
  this: Tensor<S>,
  other: B & BroadcastCheck<S, ShapeOfOperand<B>>,
) => [Result] extends [never] ? Tensor<Broadcast<S, ShapeOfOperand<B>>> : Result

/** A method that keeps the shape. */
type Same = <S extends Shape>(this: Tensor<S>) => Tensor<S>

type Over<More = unknown> = <
  S extends Shape,
  const A extends Axes = never,
  const Kept extends boolean = false,
>(
  this: Tensor<S>,
  options?: ReduceOptions<A, Kept> & More,
) => Tensor<Reduced<S, A, Kept>>

declare module './tensor.js' {
  interface Tensor<S extends Shape = Shape> {
    /** See {@link ops.add}. */
    add: With
    /** See {@link ops.sub}. */
    sub: With
    /** See {@link ops.mul}. */
    mul: With
    /** See {@link ops.div}. */
    div: With
    /** See {@link ops.mod}. */
    mod: With
    /** See {@link ops.pow}. */
    pow: With
    /** See {@link ops.atan2}. */
    atan2: With
    /** See {@link ops.logAddExp}. */
    logAddExp: With
    /** See {@link ops.xlogy}. */
    xlogy: With
    /** See {@link ops.maximum}. */
    maximum: With
    /** See {@link ops.minimum}. */
    minimum: With
    /** See {@link ops.equal}. */
    equal: With
    /** See {@link ops.notEqual}. */
    notEqual: With
    /** See {@link ops.greater}. */
    greater: With
    /** See {@link ops.greaterEqual}. */
    greaterEqual: With
    /** See {@link ops.less}. */
    less: With
    /** See {@link ops.lessEqual}. */
    lessEqual: With
    /** See {@link ops.neg}. */
    neg: Same
    /** See {@link ops.abs}. */
    abs: Same
    /** See {@link ops.sign}. */
    sign: Same
    /** See {@link ops.square}. */
    square: Same
    /** See {@link ops.sqrt}. */
    sqrt: Same
    /** See {@link ops.exp}. */
    exp: Same
    /** See {@link ops.expm1}. */
    expm1: Same
    /** See {@link ops.log}. */
    log: Same
    /** See {@link ops.log1p}. */
    log1p: Same
    /** See {@link ops.sin}. */
    sin: Same
    /** See {@link ops.cos}. */
    cos: Same
    /** See {@link ops.tan}. */
    tan: Same
    /** See {@link ops.asin}. */
    asin: Same
    /** See {@link ops.acos}. */
    acos: Same
    /** See {@link ops.atan}. */
    atan: Same
    /** See {@link ops.sinh}. */
    sinh: Same
    /** See {@link ops.cosh}. */
    cosh: Same
    /** See {@link ops.asinh}. */
    asinh: Same
    /** See {@link ops.acosh}. */
    acosh: Same
    /** See {@link ops.atanh}. */
    atanh: Same
    /** See {@link ops.log2}. */
    log2: Same
    /** See {@link ops.log10}. */
    log10: Same
    /** See {@link ops.log1mexp}. */
    log1mexp: Same
    /** See {@link ops.tanh}. */
    tanh: Same
    /** See {@link ops.sigmoid}. */
    sigmoid: Same
    /** See {@link ops.softplus}. */
    softplus: Same
    /** See {@link ops.logSigmoid}. */
    logSigmoid: Same
    /** See {@link ops.relu}. */
    relu: Same
    /** See {@link ops.erf}. */
    erf: Same
    /** See {@link stopGradient}. */
    stopGradient: Same
    /** See {@link ops.sum}. */
    sum: Over
    /** See {@link ops.mean}. */
    mean: Over
    /** See {@link ops.variance}. */
    variance: Over<{
      /** What is taken from n in the divisor: 0 unless given, 1 for the unbiased estimate. */
      readonly ddof?: number
    }>
    /** See {@link ops.max}. */
    max: Over
    /** See {@link ops.min}. */
    min: Over
    /** See {@link ops.prod}. */
    prod: Over
    /** See {@link ops.logSumExp}. */
    logSumExp: Over
    /** See {@link ops.entropy}. */
    entropy: Over
    /** See {@link ops.norm}. */
    norm: Over<{
      /** Which norm: 2 unless given. */
      readonly ord?: number
    }>
    /** See {@link ops.argMax}. */
    argMax(options?: PositionOptions): Tensor
    /** See {@link ops.argMin}. */
    argMin(options?: PositionOptions): Tensor
    /** See {@link ops.cumsum}. */
    cumsum(options: { readonly axis: number; readonly reverse?: boolean }): Tensor
    /** See {@link ops.cumprod}. */
    cumprod(options: RunningOptions): Tensor
    /** See {@link ops.cummax}. */
    cummax(options: RunningOptions): Tensor
    /** See {@link ops.cummin}. */
    cummin(options: RunningOptions): Tensor
    /** See {@link ops.cumLogSumExp}. */
    cumLogSumExp(options: RunningOptions): Tensor
    /** See {@link ops.std}. */
    std: Over<{
      /** What is taken from n in the divisor: 0 unless given, 1 for the unbiased estimate. */
      readonly ddof?: number
    }>
    /** See {@link ops.unstack}. */
    unstack<T extends Shape, const A extends number = 0>(
      this: Tensor<T>,
      axis?: A,
    ): Tensor<Without<T, Settled<A>>>[]
    /** See {@link ops.softmax}. */
    softmax<T extends Shape>(this: Tensor<T>, options?: { readonly axis?: number }): Tensor<T>
    /** See {@link ops.logSoftmax}. */
    logSoftmax<T extends Shape>(this: Tensor<T>, options?: { readonly axis?: number }): Tensor<T>
    /** See {@link ops.matmul}. */
    matmul(other: Tensor, options: MatmulOptions | undefined): Tensor
    /** See {@link ops.matmul}. */
    matmul<A extends Shape, B extends Shape>(
      this: Tensor<A>,
      other: Tensor<B> & ProductCheck<A, B>,
    ): Tensor<Product<A, B>>
    /** See {@link ops.dot}. */
    dot(other: Tensor): Tensor<readonly []>
    /** See {@link ops.cast}. */
    cast<T extends Shape>(this: Tensor<T>, dtype: DType): Tensor<T>
    /** See {@link ops.reshape}. */
    reshape<const T extends Shape>(shape: T): Tensor<Inferred<T>>
    /** See {@link ops.transpose}. */
    transpose<T extends Shape>(this: Tensor<T>): Tensor<Transposed<T>>
    /** See {@link ops.transpose}. */
    transpose<T extends Shape, const P extends readonly number[]>(
      this: Tensor<T>,
      axes: P,
    ): Tensor<Permuted<T, P>>
    /** See {@link ops.broadcastTo}. */
    broadcastTo<const T extends Shape>(shape: T): Tensor<T>
    /** See {@link ops.expandDims}. */
    expandDims<T extends Shape, const A extends number>(this: Tensor<T>, axis: A): Tensor<Inserted<T, A, 1>>
    /** See {@link ops.squeeze}. */
    squeeze<T extends Shape, const A extends number>(this: Tensor<T>, axis: A): Tensor<Without<T, A>>
    /** See {@link ops.squeeze}. */
    squeeze(): Tensor
    /** See {@link ops.slice}. */
    slice<T extends Shape, const R extends readonly Range[] | readonly []>(
      this: Tensor<T>,
      ranges: R & SliceCheck<T, R>,
    ): Tensor<Sliced<T, R>>
    /** See {@link ops.flip}. */
    flip<T extends Shape>(this: Tensor<T>, axis: number): Tensor<T>
    /** See {@link ops.clip}. */
    clip(low: Operand, high: Operand): Tensor
    /** See {@link ops.gather}. */
    gather<I extends Shape>(indices: Tensor<I>, options?: { readonly axis?: number }): Tensor<I>
    /** See {@link ops.sort}. */
    sort(options?: SortOptions): Tensor
    /** See {@link ops.argsort}. */
    argsort(options?: SortOptions): Tensor
    /** See {@link ops.topK}. */
    topK(k: number, options?: TopKOptions): TopK
    /** See {@link ops.tril}. */
    tril(k?: number): Tensor
    /** See {@link ops.triu}. */
    triu(k?: number): Tensor
    /** See {@link ops.diag}. */
    diag(k?: number): Tensor
    /** See {@link ops.diagonal}. */
    diagonal(options?: DiagonalOptions): Tensor
    /** See {@link ops.roll}. */
    roll(shift: number | readonly number[], axis?: number | readonly number[]): Tensor
    /** See {@link ops.take}. */
    take<T extends Shape, I extends Shape, const A extends number = 0>(
      this: Tensor<T>,
      indices: Tensor<I>,
      options?: { readonly axis?: A },
    ): Tensor<Replaced<T, Settled<A>, I>>
    /** Gradients towards every variable that this tensor depends on. See {@link backward}. */
    backward(cotangent?: Tensor, options?: BackwardOptions): Gradients
  }
}

/** Functions whose first argument is the tensor itself; the type asks for each method that is declared above. */
const methods = {
  add: ops.add,
  sub: ops.sub,
  mul: ops.mul,
  div: ops.div,
  mod: ops.mod,
  pow: ops.pow,
  atan2: ops.atan2,
  logAddExp: ops.logAddExp,
  xlogy: ops.xlogy,
  maximum: ops.maximum,
  minimum: ops.minimum,
  equal: ops.equal,
  notEqual: ops.notEqual,
  greater: ops.greater,
  greaterEqual: ops.greaterEqual,
  less: ops.less,
  lessEqual: ops.lessEqual,
  neg: ops.neg,
  abs: ops.abs,
  sign: ops.sign,
  square: ops.square,
  sqrt: ops.sqrt,
  exp: ops.exp,
  expm1: ops.expm1,
  log: ops.log,
  log1p: ops.log1p,
  sin: ops.sin,
  cos: ops.cos,
  tan: ops.tan,
  asin: ops.asin,
  acos: ops.acos,
  atan: ops.atan,
  sinh: ops.sinh,
  cosh: ops.cosh,
  asinh: ops.asinh,
  acosh: ops.acosh,
  atanh: ops.atanh,
  log2: ops.log2,
  log10: ops.log10,
  log1mexp: ops.log1mexp,
  tanh: ops.tanh,
  sigmoid: ops.sigmoid,
  softplus: ops.softplus,
  logSigmoid: ops.logSigmoid,
  relu: ops.relu,
  erf: ops.erf,
  stopGradient,
  sum: ops.sum,
  mean: ops.mean,
  variance: ops.variance,
  max: ops.max,
  min: ops.min,
  prod: ops.prod,
  logSumExp: ops.logSumExp,
  entropy: ops.entropy,
  norm: ops.norm,
  argMax: ops.argMax,
  argMin: ops.argMin,
  cumsum: ops.cumsum,
  cumprod: ops.cumprod,
  cummax: ops.cummax,
  cummin: ops.cummin,
  cumLogSumExp: ops.cumLogSumExp,
  std: ops.std,
  unstack: ops.unstack,
  softmax: ops.softmax,
  logSoftmax: ops.logSoftmax,
  matmul: ops.matmul,
  dot: ops.dot,
  cast: ops.cast,
  reshape: ops.reshape,
  transpose: ops.transpose,
  broadcastTo: ops.broadcastTo,
  expandDims: ops.expandDims,
  squeeze: ops.squeeze,
  slice: ops.slice,
  flip: ops.flip,
  clip: ops.clip,
  gather: ops.gather,
  sort: ops.sort,
  argsort: ops.argsort,
  topK: ops.topK,
  tril: ops.tril,
  triu: ops.triu,
  diag: ops.diag,
  diagonal: ops.diagonal,
  roll: ops.roll,
  take: ops.take,
  backward,
}

for (const [name, run] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Tensor, ...rest: unknown[]): unknown {
      return (run as (...all: unknown[]) => unknown)(this, ...rest)
    },
  })
}
