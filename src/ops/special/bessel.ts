// The modified Bessel functions of the first kind, plain and scaled, of orders 0 and 1.
import { floatOf } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'
import { add, mul, sub } from '../arithmetic.js'
import { sign } from '../elementwise.js'
import { selfAdjoint, type UnaryOp, unary } from '../unary.js'
import { besselOf, besselScaledOf } from './numbers/bessel.js'

/** Half of the sum of the orders on either side: what Iₙ has as its slope (DLMF 10.29.1). Of order −1 is that of order 1. */
const between = (of: (n: number) => UnaryOp, n: number, x: Tensor): Tensor =>
  n === 0 ? of(1)(x) : mul(add(of(n - 1)(x), of(n + 1)(x)), 0.5)

/** Iₙ(x), an op for each order: derivatives of i0 and i1 take in further ones. */
/* @__NO_SIDE_EFFECTS__ */
function plain(n: number): UnaryOp {
  return unary({
    name: `i${n}`,
    f: x => besselOf(n, x),
    dtype: floatOf,
    differential: x => selfAdjoint(dx => mul(dx, between(plain, n, x))),
  })
}

/** e^(−|x|)·Iₙ(x) */
/* @__NO_SIDE_EFFECTS__ */
function scaled(n: number): UnaryOp {
  return unary({
    name: `i${n}e`,
    f: x => besselScaledOf(n, x),
    dtype: floatOf,
    differential: (x, y) => selfAdjoint(dx => mul(dx, sub(between(scaled, n, x), mul(sign(x), y)))),
  })
}

/** The modified Bessel function I₀(x), to 8 ulp; it overflows beyond 713.98. Float also for integers. dy = I₁(x)·dx */
export const i0: UnaryOp = plain(0)

/** The modified Bessel function I₁(x), to 8 ulp; it overflows beyond 713.98. Float also for integers. dy = (I₀(x) + I₂(x))/2·dx */
export const i1: UnaryOp = plain(1)

/**
 * e^(−|x|)·I₀(x), to 8 ulp, which has room for every x; float also for integers.
 *
 * dy = (e^(−|x|)·I₁(x) − sign(x)·y)·dx, where the two cancel to a small part for a large x
 */
export const i0e: UnaryOp = scaled(0)

/**
 * e^(−|x|)·I₁(x), to 8 ulp, which has room for every x; float also for integers.
 *
 * dy = (e^(−|x|)·(I₀(x) + I₂(x))/2 − sign(x)·y)·dx
 */
export const i1e: UnaryOp = scaled(1)
