// Sums over the values of tensors, in plain numbers: the checker does not lean on the ops that it checks.
import { fromData } from '../create.js'
import { allocate, type DType, epsilonOf } from '../dtype.js'
import type { Tensor } from '../tensor.js'

/** A constant of x's shape and dtype with other values. */
export function like(x: Tensor, values: ArrayLike<number>): Tensor {
  const data = allocate(x.dtype, x.size)
  data.set(values)
  return fromData(data, x.shape, x.dtype)
}

/** Σ f(item) */
export const sum = <T>(items: readonly T[], f: (item: T, i: number) => number): number =>
  items.reduce((total, item, i) => total + f(item, i), 0)

/** The largest of many numbers, at least `least`; NaN is none. */
export const largest = (values: readonly number[], least = 0): number =>
  values.reduce((most, value) => (value > most ? value : most), least)

/** Σ a·b; what is absent counts as 0, and where a is 0, b does not matter: 0·∞ is 0 here. */
export function dot(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number {
  let total = 0
  if (a !== undefined && b !== undefined)
    for (let i = 0; i < a.length; i++) if (a[i] !== 0) total += a[i]! * b[i]!
  return total
}

/**
 * What rounding values of a dtype does to Σ w·v, to first order: Σ |w|·(eps·|v| + the smallest number), over the terms
 * that are finite.
 */
export function rounding(
  w: ArrayLike<number> | undefined,
  v: ArrayLike<number> | undefined,
  dtype: DType,
): number {
  const least = dtype === 'float32' ? 2 ** -149 : 2 ** -1074
  let total = 0
  if (w !== undefined && v !== undefined) {
    for (let i = 0; i < w.length; i++) {
      const term = Math.abs(w[i]!) * (epsilonOf(dtype) * Math.abs(v[i]!) + least)
      if (term < Infinity) total += term
    }
  }
  return total
}
