// Methods for tensors, all in one place: `x.matmul(w).add(b)` instead of `add(matmul(x, w), b)`. Everything else as in `chainrule`.
import { type BackwardOptions, backward, type Gradients } from './backward.js'
import type { DType } from './dtype.js'
import type { Operand, ShapeOfOperand } from './op.js'
import * as ops from './ops/index.js'
import type { MatmulOptions, Product, ProductCheck } from './ops/matmul.js'
import type { Reduced, ReduceOptions } from './ops/reduce.js'
import type { Inferred, Transposed } from './ops/reshape.js'
import type { Range } from './ops/slice.js'
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

type Over = (options?: ReduceOptions) => Tensor

declare module './tensor.js' {
  interface Tensor<out S extends Shape = Shape> {
    add: With
    sub: With
    mul: With
    div: With
    mod: With
    pow: With
    maximum: With
    minimum: With
    equal: With
    notEqual: With
    greater: With
    greaterEqual: With
    less: With
    lessEqual: With
    neg: Same
    abs: Same
    sign: Same
    square: Same
    sqrt: Same
    exp: Same
    expm1: Same
    log: Same
    log1p: Same
    sin: Same
    cos: Same
    tanh: Same
    sigmoid: Same
    softplus: Same
    logSigmoid: Same
    relu: Same
    erf: Same
    stopGradient: Same
    sum<const O extends ReduceOptions = Record<never, never>>(options?: O): Tensor<Reduced<O>>
    mean<const O extends ReduceOptions = Record<never, never>>(options?: O): Tensor<Reduced<O>>
    variance(options?: ReduceOptions & { readonly ddof?: number }): Tensor
    max: Over
    min: Over
    prod: Over
    logSumExp: Over
    norm(options?: ReduceOptions & { readonly ord?: number }): Tensor
    argMax(options?: { readonly axis?: number; readonly keepdims?: boolean }): Tensor
    argMin(options?: { readonly axis?: number; readonly keepdims?: boolean }): Tensor
    cumsum(options: { readonly axis: number; readonly reverse?: boolean }): Tensor
    softmax<T extends Shape>(this: Tensor<T>, options?: { readonly axis?: number }): Tensor<T>
    logSoftmax<T extends Shape>(this: Tensor<T>, options?: { readonly axis?: number }): Tensor<T>
    matmul<A extends Shape, B extends Shape, const O extends MatmulOptions = Record<never, never>>(
      this: Tensor<A>,
      other: Tensor<B> & ProductCheck<A, B, O>,
      options?: O,
    ): Tensor<Product<A, B, O>>
    dot(other: Tensor): Tensor<readonly []>
    cast<T extends Shape>(this: Tensor<T>, dtype: DType): Tensor<T>
    reshape<const T extends Shape>(shape: T): Tensor<Inferred<T>>
    transpose<T extends Shape>(this: Tensor<T>): Tensor<Transposed<T>>
    transpose(axes: readonly number[]): Tensor
    broadcastTo<const T extends Shape>(shape: T): Tensor<T>
    expandDims(axis: number): Tensor
    squeeze(axis?: number): Tensor
    slice(ranges: readonly Range[]): Tensor
    flip(axis: number): Tensor
    clip(low: Operand, high: Operand): Tensor
    gather(indices: Tensor, options?: { readonly axis?: number }): Tensor
    take(indices: Tensor, options?: { readonly axis?: number }): Tensor
    /** Gradients towards every variable that this tensor depends on; see `backward`. */
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
  norm: ops.norm,
  argMax: ops.argMax,
  argMin: ops.argMin,
  cumsum: ops.cumsum,
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
