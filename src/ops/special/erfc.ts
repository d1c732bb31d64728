// The complementary error function, with its tail.
import { floatOf } from '../../dtype.js'
import { mul } from '../arithmetic.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'
import { erfcOf, gaussOf } from './numbers/erfc.js'

/** e^(−x²), to the last digits of a large x. dy = −2x·y·dx */
export const gauss: UnaryOp = unary({
  name: 'gauss',
  f: gaussOf,
  differential: (x, y) => selfAdjoint(dx => mul(dx, mul(mul(x, y), -2))),
})

/**
 * erfc x = 1 − erf x = 2/√π ∫ₓ^∞ e^(−t²) dt, to 4 ulp down to its smallest values near x = 27; float also for integers.
 *
 * dy = −2/√π·e^(−x²)·dx
 */
export const erfc: UnaryOp = unary({
  name: 'erfc',
  f: erfcOf,
  dtype: floatOf,
  differential: x => selfAdjoint(dx => mul(dx, mul(gauss(x), -2 / Math.sqrt(Math.PI)))),
})
