// The logarithm of the gamma function and its derivatives of every order.
import { floatOf } from '../../dtype.js'
import { ArgumentError, describe } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import * as kernels from '../../kernels/run.js'
import type { Shape } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'
import { mul } from '../arithmetic.js'
import { cast } from '../reshape.js'
import { castResult, storage } from '../storage.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'
import { lgammaOf } from './numbers/lgamma.js'
import { digammaOf, polygammaOf } from './numbers/polygamma.js'

/** Beyond, 170! has no room in float64. */
const HIGHEST = 170

const POLYGAMMA: Operation<number> = {
  name: 'polygamma',
  shape: ([x]) => x!.shape,
  forward([x], n, _, dtype) {
    const out = storage(dtype, x!.size)
    kernels.map('polygamma', v => polygammaOf(n, v), valuesOf(x!), out)
    return castResult('polygamma', dtype, out)
  },
  batch: n => n,
  broadcasts: true,
  differentials: ([x], _, n) => [selfAdjoint(dx => mul(dx, polygamma(n + 1, x!)))],
}

/**
 * The derivative of order n of the digamma function, ψ⁽ⁿ⁾(x): trigamma for n = 1. n is a whole number from 0 to 170. Exact to
 * 6 ulp for n ≤ 7 and x > 0; ∞ at the poles 0, −1, … for an odd n, and NaN for an even one, where it has two limits.
 *
 * [m, n] → [m, n]; dy = ψ⁽ⁿ⁺¹⁾(x)·dx
 */
export function polygamma<S extends Shape>(n: number, x: Tensor<S>): Tensor<S> {
  if (!(Number.isInteger(n) && n >= 0 && n <= HIGHEST))
    throw new ArgumentError('polygamma', `n must be a whole number from 0 to ${HIGHEST}, got ${describe(n)}`)
  checkTensor('polygamma', x)
  return apply(POLYGAMMA, [cast(x as Tensor, floatOf(x.dtype))], n) as Tensor<S>
}

/**
 * The digamma function ψ(x) = Γ′(x)/Γ(x), exact to 4 ulp for x > 0; ∓∞ at ±0, and NaN at the poles −1, −2, …, where it has two
 * limits. Below 0 its error is a few ulp of the largest of ψ(1 − x) and π·cot πx.
 *
 * dy = ψ′(x)·dx
 */
export const digamma: UnaryOp = unary({
  name: 'digamma',
  f: digammaOf,
  dtype: floatOf,
  differential: x => selfAdjoint(dx => mul(dx, polygamma(1, x))),
})

/**
 * ln |Γ(x)|, exact to 4 ulp for x > 0; ∞ at the poles 0, −1, −2, …. Below 0 its error is a few ulp of ln Γ(−x) or of 1.
 *
 * dy = ψ(x)·dx
 */
export const lgamma: UnaryOp = unary({
  name: 'lgamma',
  f: lgammaOf,
  dtype: floatOf,
  differential: x => selfAdjoint(dx => mul(dx, digamma(x))),
})
