// Smooth relatives of relu: x times the probability, by one distribution or another, of being below x.
import { floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import type { Shape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { add, mul, mulNoNan } from '../arithmetic.js'
import { exp, sigmoid, square } from '../elementwise.js'
import { cast } from '../reshape.js'
import { erfc } from '../special/erfc.js'
import { erfcOf } from '../special/numbers/erfc.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'

/** Φ(x), the normal distribution's share below x, small tails included. */
const below = (x: Tensor): Tensor => mul(erfc(mul(x, -Math.SQRT1_2)), 0.5)

/** The normal density. */
const density = (x: Tensor): Tensor => mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))

/** x·Φ(x). dy = (Φ(x) + x·φ(x))·dx */
const byErf: UnaryOp = unary({
  name: 'gelu',
  f: x => {
    const share = erfcOf(-x * Math.SQRT1_2) / 2
    return share === 0 ? 0 : x * share
  },
  dtype: floatOf,
  differential: x => selfAdjoint(dx => mul(dx, add(below(x), mulNoNan(density(x), x)))),
})

/**
 * The Gaussian error linear unit x·Φ(x), Φ the normal distribution (Hendrycks and Gimpel, 2016), which keeps its digits for a large −x, too. The form
 * `'tanh'` is their approximation x·σ(2u), u = √(2/π)·(x + 0.044715·x³), which some networks were trained with.
 *
 * x : any shape → the same; dy = (Φ(x) + x·φ(x))·dx, or that of the approximation
 */
export function gelu<S extends Shape>(
  x: Tensor<S>,
  options: { readonly form?: 'erf' | 'tanh' } = {},
): Tensor<S> {
  checkTensor('gelu', x)
  const { form = 'erf' } = checkOptions('gelu', options, ['form'])
  if (form === 'erf') return byErf(x)
  if (form !== 'tanh') throw new ArgumentError('gelu', `form must be 'erf' or 'tanh', got ${describe(form)}`)
  const v: Tensor = cast(x as Tensor, floatOf(x.dtype))
  const u = mul(v, add(mul(square(v), 0.044715), 1))
  return mulNoNan(sigmoid(mul(u, 2 * Math.sqrt(2 / Math.PI))), v) as Tensor as Tensor<S>
}

/**
 * The sigmoid linear unit x·σ(x), also known as swish.
 *
 * x : any shape → the same; dy = (σ(x) + x·σ(x)·σ(−x))·dx
 */
export function silu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  checkTensor('silu', x)
  const v: Tensor = cast(x as Tensor, floatOf(x.dtype))
  return mulNoNan(sigmoid(v), v) as Tensor as Tensor<S>
}
