// Losses with gradients written by hand, on flat vectors.
import type { Objective } from '../../../src/optim/minimize/flat.js'

/** Σ (1 − xᵢ)² + 100·(xᵢ₊₁ − xᵢ²)² (H. H. Rosenbrock, 1960, chained); its minimum is 0 at ones. */
export const rosenbrock: Objective = (x, g) => {
  let value = 0
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [1 - x[i]!, x[i + 1]! - x[i]! ** 2]
    value += a * a + 100 * b * b
    g[i]! += -2 * a - 400 * b * x[i]!
    g[i + 1]! += 200 * b
  }
  return value
}

/** lowest + ½ Σ hᵢ(xᵢ − 1)², h from 1 to `condition` in equal ratios. */
export const quadratic =
  (condition: number, lowest = 0): Objective =>
  (x, g) => {
    let value = lowest
    for (let i = 0; i < x.length; i++) {
      const h = condition ** (x.length === 1 ? 0 : i / (x.length - 1))
      g[i] = h * (x[i]! - 1)
      value += (h * (x[i]! - 1) ** 2) / 2
    }
    return value
  }

/** The loss in another unit. */
export const times =
  (unit: number, f: Objective): Objective =>
  (x, g) => {
    const value = f(x, g)
    for (let i = 0; i < g.length; i++) g[i]! *= unit
    return value * unit
  }

/** A loss of one number, from its value and its slope. */
export const line =
  (f: (x: number) => number, slope: (x: number) => number): Objective =>
  (x, g) => {
    g[0] = slope(x[0]!)
    return f(x[0]!)
  }

/** The mean of log(1 + e^(−yᵢ·xᵢᵀw)) + ½ l2‖w‖²; rows : [n][d], labels ±1. */
export const logistic =
  (rows: readonly (readonly number[])[], labels: readonly number[], l2: number): Objective =>
  (w, g) => {
    let value = 0
    for (const [i, row] of rows.entries()) {
      const margin = labels[i]! * row.reduce((sum, entry, j) => sum + entry * w[j]!, 0)
      value += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)))
      const pull = -labels[i]! / (1 + Math.exp(margin))
      for (let j = 0; j < w.length; j++) g[j]! += pull * row[j]!
    }
    for (let j = 0; j < w.length; j++) {
      g[j] = g[j]! / rows.length + l2 * w[j]!
      value += (rows.length * l2 * w[j]! ** 2) / 2
    }
    return value / rows.length
  }

/** Starts that alternate −1.2 and 1. */
export const zigzag = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1.2))
