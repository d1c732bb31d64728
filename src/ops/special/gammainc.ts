// The regularised incomplete gamma functions: the shares of a gamma distribution below and above x.
import { floatOf } from '../../dtype.js'
import { apply, type Differential, type Operation } from '../../graph/index.js'
import { broadcastShapes, sizeOf } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { type BinaryOp, binary, mulNoNan, neg, sub } from '../arithmetic.js'
import { log } from '../elementwise.js'
import { storage } from '../storage.js'
import { selfAdjoint } from '../unary.js'
import { zipped } from '../zip.js'
import { digamma } from './lgamma.js'
import { gammaDensityOf, gammainccOf, gammaincOf } from './numbers/gammainc.js'
import { gammaShapeOf } from './numbers/gammaShape.js'
import { refused } from './refused.js'

/** xᵃ⁻¹⁻ⁱe⁻ˣ/Γ(a), a density over xⁱ. dy = ((a − 1 − i)·x⁻¹ − 1)·y·dx + (ln x − ψ(a))·y·da */
const DENSITY: Operation<number> = {
  name: 'gammaDensity',
  shape: ([a, x]) => broadcastShapes('gammaDensity', a!.shape, x!.shape),
  forward([a, x], i, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    zipped('gammaDensity', (a, x) => gammaDensityOf(i, a, x), a!, x!, shape, out)
    return out
  },
  broadcasts: true,
  batch: i => i,
  differentials: ([a, x], y, i) => [
    selfAdjoint(da => mulNoNan(da, mulNoNan(y, sub(log(x!), digamma(a!))))),
    selfAdjoint(dx => mulNoNan(dx, sub(mulNoNan(sub(a!, 1 + i), density(i + 1, a!, x!)), y))),
  ],
}

const density = (i: number, a: Tensor, x: Tensor): Tensor => apply(DENSITY, [a, x], i)

/** ∂P/∂a. dy = (ln x − ψ(a))·density·dx */
const shape: BinaryOp = binary({
  name: 'gammaincShape',
  f: gammaShapeOf,
  dtype: floatOf,
  differentials: (a, x) => [
    refused('gammainc', 'a', 'second derivative'),
    selfAdjoint(dx => mulNoNan(dx, mulNoNan(density(0, a, x), sub(log(x), digamma(a))))),
  ],
})

const towardsA = (a: Tensor, x: Tensor): Differential => selfAdjoint(da => mulNoNan(da, shape(a, x)))
const towardsX = (a: Tensor, x: Tensor): Differential => selfAdjoint(dx => mulNoNan(dx, density(0, a, x)))

/**
 * The regularised lower incomplete gamma function P(a, x) = 1/Γ(a)·∫₀ˣ tᵃ⁻¹e⁻ᵗ dt, with broadcasting; float also for integers.
 *
 * dy = xᵃ⁻¹e⁻ˣ/Γ(a)·dx + ∂P/∂a·da, the latter from a series or a continued fraction
 *
 * Exact to 8·(1 + |ln y|) ulp: what rounding of x may do, too. NaN for a < 0 or x < 0.
 * ∂P/∂a takes about 10·√a steps where x is near a; a second derivative towards a is refused.
 */
export const gammainc: BinaryOp = binary({
  name: 'gammainc',
  f: gammaincOf,
  dtype: floatOf,
  differentials: (a, x) => [towardsA(a, x), towardsX(a, x)],
})

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), small tails included, with broadcasting; float also
 * for integers.
 *
 * dy = −xᵃ⁻¹e⁻ˣ/Γ(a)·dx − ∂P/∂a·da, the latter from a series or a continued fraction
 *
 * Exact to 8·(1 + |ln y|) ulp: what rounding of x may do, too. NaN for a < 0 or x < 0.
 */
export const gammaincc: BinaryOp = binary({
  name: 'gammaincc',
  f: gammainccOf,
  dtype: floatOf,
  differentials: (a, x) => [
    selfAdjoint(da => neg(mulNoNan(da, shape(a, x)))),
    selfAdjoint(dx => neg(mulNoNan(dx, density(0, a, x)))),
  ],
})
