// The inverses of the error function and of its complement: quantiles of the normal distribution.
import { floatOf } from '../../dtype.js'
import { div, mul } from '../arithmetic.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'
import { gauss } from './erfc.js'
import { erfcinvOf, erfinvOf } from './numbers/erfinv.js'

const HALF_ROOT_PI = Math.sqrt(Math.PI) / 2

/**
 * The y with erf y = x, to 4 ulp; float also for integers.
 *
 * dy = √π/2·e^(y²)·dx, infinite at ±1
 *
 * ±∞ at ±1, NaN beyond. Near 1 use `erfcinv` of 1 − x, which has the digits.
 */
export const erfinv: UnaryOp = unary({
  name: 'erfinv',
  f: erfinvOf,
  dtype: floatOf,
  differential: (_, y) => selfAdjoint(dx => mul(div(dx, gauss(y)), HALF_ROOT_PI)),
})

/**
 * The y with erfc y = x, to 4 ulp of y or, near x = 1, of x; float also for integers. −√2·erfcinv(2p) is the normal
 * distribution's quantile of p.
 *
 * dy = −√π/2·e^(y²)·dx, infinite at 0 and 2
 *
 * ∞ at 0, −∞ at 2, NaN outside.
 */
export const erfcinv: UnaryOp = unary({
  name: 'erfcinv',
  f: erfcinvOf,
  dtype: floatOf,
  differential: (_, y) => selfAdjoint(dx => mul(div(dx, gauss(y)), -HALF_ROOT_PI)),
})
