// The length of a vector, and its slope that is 0 where it has none.
import type { Reduced } from '../axes.js'
import { floatOf } from '../dtype.js'
import { ArgumentError, checkOptions, DifferentiationError } from '../errors.js'
import { apply, type Operation } from '../graph/index.js'
import type { Shape } from '../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../tensor.js'
import { div, mul, mulNoNan } from './arithmetic.js'
import { sumTo } from './broadcast.js'
import { equal, logicalOr, where } from './comparison.js'
import { abs, sqrt, square } from './elementwise.js'
import { max, nothingToChoose } from './extremum.js'
import { type Axes, type ReduceOptions, reducedShapes, sum } from './reduce.js'
import { cast, reshape } from './reshape.js'
import { selfAdjoint } from './unary.js'

const NORM: Operation<{ readonly axes: readonly number[]; readonly kept: Shape }> = {
  name: 'norm',
  shape: (_, { kept }) => kept,
  // ‖x‖ = s·‖x/s‖: dividing by the largest |x| keeps the squares in range.
  forward([x], { axes, kept }) {
    const size = abs(stopGradient(x!))
    const over = { axis: axes, keepdims: true }
    if (x!.size === 0 || axes.length === 0) return valuesOf(reshape(sum(size, over), kept))
    const largest = max(size, over)
    const scale = where(logicalOr(equal(largest, 0), equal(largest, Number.POSITIVE_INFINITY)), 1, largest)
    return valuesOf(cast(mul(scale, sqrt(sum(square(div(size, scale)), over))), x!.dtype))
  },
  batch: ({ axes, kept }, n) => ({ axes: axes.map(axis => axis + 1), kept: [n, ...kept] }),
  differentials([x], y, { kept }) {
    const zero = equal(y, 0)
    const direction = () =>
      where(zero, 0, div(x!, where(zero, 1, x!.size === 0 ? y : apply(LENGTH, [y], undefined))))
    return [{ jvp: dx => sumTo(mulNoNan(dx, direction()), kept), vjp: dy => mulNoNan(dy, direction()) }]
  },
}

/** The length that a direction is divided by. At a length of 0 directions jump, and have no slope to give. */
const LENGTH: Operation = {
  name: 'norm',
  shape: ([y]) => y!.shape,
  forward: ([y]) => valuesOf(y!),
  batch: params => params,
  differentials: ([y]) => [selfAdjoint(dy => apply(ABOVE_0, [dy, y!], undefined))],
}

/** A change of lengths, which must not be 0. */
const ABOVE_0: Operation = {
  name: 'norm',
  shape: ([dy]) => dy!.shape,
  forward([dy, y]) {
    if (valuesOf(y!).includes(0)) {
      throw new DifferentiationError(
        'norm',
        'has no second derivative where all values are 0; write ‖x‖² as sum(square(x))',
      )
    }
    return valuesOf(dy!)
  },
  batch: params => params,
  differentials: ([, y]) => [selfAdjoint(v => apply(ABOVE_0, [v, y!], undefined)), undefined],
}

/**
 * The norm over axes (all unless given): ord 1 is Σ|x|, ord 2 (default) is √Σx², ord Infinity is max |x|.
 * The squares neither overflow nor underflow.
 *
 * [m, n], axis 1 → [m]; for ord 2, dy = Σ x·dx / y, and 0 where y = 0, where a second derivative is refused
 */
export function norm<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept> & { readonly ord?: number },
): Tensor<Reduced<S, A, Kept>>
export function norm(x: Tensor, options: ReduceOptions & { readonly ord?: number } = {}): Tensor {
  checkOptions('norm', options, ['axis', 'keepdims', 'ord'])
  const { ord = 2, ...over } = options
  const { axes, result, kept, count } = reducedShapes('norm', x, over)
  if (ord === Number.POSITIVE_INFINITY && count === 0) throw nothingToChoose('norm', x)
  const values = cast(x, floatOf(x.dtype))
  if (ord === 1) return sum(abs(values), over)
  if (ord === Number.POSITIVE_INFINITY) return max(abs(values), over)
  if (ord !== 2) throw new ArgumentError('norm', `ord must be 1, 2 or Infinity, got ${String(ord)}`)
  return reshape(apply(NORM, [values], { axes, kept }), result)
}
