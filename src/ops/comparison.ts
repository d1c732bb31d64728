// Questions about values, answered in bool, and the choice between two tensors that such an answer makes.
import { allocate, type DType } from '../dtype.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import type { VectorPair } from '../kernels/wasm/functions/parts.js'
import * as codes from '../kernels/wasm/functions/plain.js'
import { type Broadcast, broadcastShapes, type Shape, sizeOf } from '../shape.js'
import { checkTensor, isTensor, stopGradient, type Tensor, valuesOf } from '../tensor.js'
import type { BinaryOp } from './arithmetic.js'
import { broadcastTo } from './broadcast.js'
import { asTensor, type Operand, type ShapeOfOperand } from './operand.js'
import { compute } from './storage.js'
import { paired, stretchOf } from './zip.js'

/* @__NO_SIDE_EFFECTS__ */
function comparison(
  name: string,
  f: (a: number, b: number) => boolean,
  { code, working }: { readonly code?: VectorPair; readonly working?: () => DType },
): BinaryOp {
  const op: Operation = {
    name,
    shape: ([a, b]) => broadcastShapes(name, a!.shape, b!.shape),
    dtype: () => 'bool',
    forward: ([a, b], _, shape) => {
      const out = allocate('bool', sizeOf(shape))
      kernels.compare(name, f, valuesOf(a!), valuesOf(b!), out, stretchOf(a!, b!, shape), code)
      return out
    },
    broadcasts: true,
    batch: params => params,
  }
  return ((a: Operand, b: Operand) => apply(op, paired(name, a, b, working), undefined)) as BinaryOp
}

const TRUTH = { working: (): DType => 'bool' }

/** a = b, value by value; NaN equals nothing. Broadcasts; → bool */
export const equal = comparison('equal', (a, b) => a === b, { code: codes.equal })
/** a ≠ b, value by value. Broadcasts; → bool */
export const notEqual = comparison('notEqual', (a, b) => a !== b, { code: codes.notEqual })
/** a > b, value by value. Broadcasts; → bool */
export const greater = comparison('greater', (a, b) => a > b, { code: codes.greater })
/** a ≥ b, value by value. Broadcasts; → bool */
export const greaterEqual = comparison('greaterEqual', (a, b) => a >= b, { code: codes.greaterEqual })
/** a < b, value by value. Broadcasts; → bool */
export const less = comparison('less', (a, b) => a < b, { code: codes.less })
/** a ≤ b, value by value. Broadcasts; → bool */
export const lessEqual = comparison('lessEqual', (a, b) => a <= b, { code: codes.lessEqual })
/** Both are not 0. Broadcasts; → bool */
export const logicalAnd = comparison('logicalAnd', (a, b) => a !== 0 && b !== 0, TRUTH)
/** One at least is not 0. Broadcasts; → bool */
export const logicalOr = comparison('logicalOr', (a, b) => a !== 0 || b !== 0, TRUTH)
/** x is 0. → bool of x's shape */
export function logicalNot<S extends Shape>(x: Tensor<S>): Tensor<S> {
  checkTensor('logicalNot', x)
  return equal(x as Tensor, 0) as Tensor<S>
}

const WHERE: Operation = {
  name: 'where',
  shape: ([c, a, b]) => broadcastShapes('where', c!.shape, broadcastShapes('where', a!.shape, b!.shape)),
  dtype: ([, a]) => a!.dtype,
  forward([c, a, b], _, shape, dtype) {
    const whole = (x: Tensor) => valuesOf(broadcastTo(stopGradient(x), shape))
    const [p, q] = [a!, b!].map(x => (x.size === 1 ? valuesOf(x) : whole(x)))
    return compute('where', dtype, sizeOf(shape), out => kernels.select(whole(c!), p!, q!, out))
  },
  broadcasts: true,
  batch: params => params,
  differentials: ([c]) => [
    undefined,
    { jvp: da => where(c!, da, 0), vjp: dy => where(c!, dy, 0) },
    { jvp: db => where(c!, 0, db), vjp: dy => where(c!, 0, dy) },
  ],
}

/** The shape that all broadcast to. Where they do not, two do not, and the complaint names two that were given. */
export function commonShape(op: string, all: readonly Tensor[]): Shape {
  try {
    return all.reduce<Shape>((common, { shape }) => broadcastShapes(op, common, shape), all[0]!.shape)
  } catch (error) {
    for (const { shape } of all) for (const other of all) broadcastShapes(op, shape, other.shape)
    throw error
  }
}

/**
 * a where the condition holds, else b. Broadcasts all three.
 *
 * dy = da where it holds, else db: what is not chosen gets a derivative of 0, also where it is infinite or NaN.
 * Yet an op *before* `where` whose own slope is infinite makes 0 · ∞ = NaN: mend its input instead, as in
 * `where(x > 0, log(where(x > 0, x, 1)), 0)`.
 */
export function where<C extends Shape, A extends Operand, B extends Operand>(
  condition: Tensor<C>,
  a: A,
  b: B,
): Tensor<Broadcast<C, Broadcast<ShapeOfOperand<A>, ShapeOfOperand<B>>>> {
  checkTensor('where', condition)
  const all: readonly Tensor[] = [condition, ...paired('where', a, b)]
  commonShape('where', all)
  return apply(WHERE, all, undefined) as ReturnType<typeof where<C, A, B>>
}

/**
 * x limited to low … high. The slope is 1 on the closed interval and 0 outside; a NaN, in x or a bound, gives NaN;
 * where low > high the result is high, as NumPy's.
 *
 * Broadcasts; derivatives flow to the bounds where they are tensors.
 */
export function clip(x: Tensor, low: Operand, high: Operand): Tensor {
  checkTensor('clip', x)
  commonShape('clip', [x, asTensor('clip', low), asTensor('clip', high)])
  const passes = (beyond: Tensor, bound: Operand) =>
    isTensor(bound) || Number.isNaN(bound) ? logicalOr(beyond, notEqual(bound, bound)) : beyond
  const raised = where(passes(less(x, low), low), low, x)
  return where(passes(greater(raised, high), high), high, raised)
}
