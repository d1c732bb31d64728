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

/** (E. M. L. Beale, 1958); its minimum is 0 at (3, ½). */
export const beale: Objective = (z, g) => {
  const [x, y] = [z[0]!, z[1]!]
  const [a, b, c] = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y ** 3]
  g[0] = 2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y ** 3 - 1)
  g[1] = 2 * a * x + 4 * b * x * y + 6 * c * x * y * y
  return a * a + b * b + c * c
}

/** (M. J. D. Powell, 1962), in blocks of four; at its minimum, 0 at 0, the Hessian has rank n/2. */
export const powell: Objective = (x, g) => {
  let value = 0
  for (let i = 0; i < x.length; i += 4) {
    const [a, b, c, d] = [x[i]!, x[i + 1]!, x[i + 2]!, x[i + 3]!]
    const [p, q, r, s] = [a + 10 * b, c - d, b - 2 * c, a - d]
    value += p * p + 5 * q * q + r ** 4 + 10 * s ** 4
    g[i] = 2 * p + 40 * s ** 3
    g[i + 1] = 20 * p + 4 * r ** 3
    g[i + 2] = 10 * q - 8 * r ** 3
    g[i + 3] = -10 * q - 40 * s ** 3
  }
  return value
}

/** (C. F. Wood, by way of A. R. Colville, 1968); its minimum is 0 at ones, and there is a saddle on the way. */
export const wood: Objective = (x, gradient) => {
  const [a, b, c, d] = [x[0]!, x[1]!, x[2]!, x[3]!]
  const [p, q] = [b - a * a, d - c * c]
  gradient[0] = -400 * a * p - 2 * (1 - a)
  gradient[1] = 200 * p + 20.2 * (b - 1) + 19.8 * (d - 1)
  gradient[2] = -360 * c * q - 2 * (1 - c)
  gradient[3] = 180 * q + 20.2 * (d - 1) + 19.8 * (b - 1)
  const mixed = 10.1 * ((b - 1) ** 2 + (d - 1) ** 2) + 19.8 * (b - 1) * (d - 1)
  return 100 * p * p + (1 - a) ** 2 + 90 * q * q + (1 - c) ** 2 + mixed
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

/** A logistic regression of 200 made-up rows with 20 features, l2 = 1e-3. */
export const madeUp = (): Objective => {
  const rows = Array.from({ length: 200 }, (_, i) =>
    Array.from({ length: 20 }, (_, j) => Math.sin(1 + i * (j + 1) * 0.37) + (j === 0 ? 1 : 0)),
  )
  const labels = rows.map((row, i) => (Math.sin(3 * i) + row[1]! > 0 ? 1 : -1))
  return logistic(rows, labels, 1e-3)
}

/** Starts that alternate −1.2 and 1. */
export const zigzag = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1.2))
