// The largest and the smallest value over axes, and where they stand.
import { allocate } from '../dtype.js'
import { ArgumentError, describe, ShapeError } from '../errors.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { type Around, around, formatShape, type Shape, sizeOf } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'
import { div, mulNoNan } from './arithmetic.js'
import { sumTo } from './broadcast.js'
import { equal } from './comparison.js'
import { asOneAxis, keptAt, type ReduceOptions, type Reducer, reducedShapes } from './reduce.js'
import { cast, reshape } from './reshape.js'
import { compute } from './storage.js'

/** The largest or smallest value over axes. */
/* @__NO_SIDE_EFFECTS__ */
function extremum(name: 'max' | 'min'): Reducer {
  const op: Operation<number> = {
    name,
    shape: ([x], axis) => keptAt(x!.shape, axis),
    forward: ([x], axis, shape, dtype) =>
      compute(name, dtype, sizeOf(shape), out =>
        kernels.reduce(name, valuesOf(x!), around(x!.shape, axis), out),
      ),
    batch: axis => axis + 1,
    differentials([x], y) {
      const shares = () => {
        const hit = cast(equal(x!, y), x!.dtype)
        return div(hit, sumTo(hit, y.shape))
      }
      return [{ jvp: dx => sumTo(mulNoNan(dx, shares()), y.shape), vjp: dy => mulNoNan(dy, shares()) }]
    },
  }
  return (x: Tensor, options: ReduceOptions = {}): Tensor => {
    const { axes, result, count } = reducedShapes(name, x, options)
    if (count === 0) throw nothingToChoose(name, x)
    const { line, axis } = asOneAxis(x, axes)
    return reshape(apply(op, [line], axis), result)
  }
}

/** The complaint of an op that must choose among no values. */
export const nothingToChoose = (op: string, { shape }: Tensor): ShapeError =>
  new ShapeError(op, `no value to choose from: shape ${formatShape(shape)} has an empty axis`, [shape])

/**
 * The largest value over axes; NaN where there is one. An empty axis is refused.
 *
 * [m, n], axis 1 → [m]; dy = dx of the largest, shared equally where several tie
 */
export const max = extremum('max')

/** The smallest value over axes; NaN where there is one. [m, n], axis 1 → [m]; dy = dx of the smallest, ties share */
export const min = extremum('min')

/** Which axis to search, counted from either end, and whether it stays with extent 1; all values when left out. */
export interface PositionOptions {
  /** The axis to search. */
  readonly axis?: number
  /** Keep it with extent 1. */
  readonly keepdims?: boolean
}

/** Where the largest (sign 1) or smallest (sign −1) value stands. */
/* @__NO_SIDE_EFFECTS__ */
function position(name: string, sign: 1 | -1): (x: Tensor, options?: PositionOptions) => Tensor {
  const op: Operation<{ readonly searched: Around; readonly result: Shape }> = {
    name,
    shape: (_, { result }) => result,
    dtype: () => 'int32',
    forward([x], { searched }, shape) {
      const out = allocate('int32', sizeOf(shape))
      kernels.argMax(valuesOf(x!), searched, sign, out)
      return out
    },
    batch: ({ searched, result }, n) => ({
      searched: { ...searched, outer: n * searched.outer },
      result: [n, ...result],
    }),
  }
  return (x, options = {}) => {
    const { axes, result, count } = reducedShapes(name, x, options)
    if (options.axis !== undefined && typeof options.axis !== 'number') {
      throw new ArgumentError(name, `searches one axis or all, got ${describe(options.axis)}`)
    }
    if (count === 0) throw nothingToChoose(name, x)
    const searched =
      options.axis === undefined ? { outer: 1, n: x.size, inner: 1 } : around(x.shape, axes[0]!)
    return apply(op, [x], { searched, result })
  }
}

/** The index of the first largest value along an axis, or in row-major order without one. [m, n], axis 1 → int32 [m]; a NaN counts as largest */
export const argMax = position('argMax', 1)

/** The index of the first smallest value along an axis, or in row-major order without one. [m, n], axis 1 → int32 [m]; a NaN counts as smallest */
export const argMin = position('argMin', -1)
