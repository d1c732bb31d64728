// Softmax regression as it is derived on paper, in plain loops over typed arrays: what autodiff is judged by.

/** A problem as flat arrays in row-major order. */
export interface Flat {
  readonly n: number
  readonly d: number
  readonly k: number
  /** [n, d] */
  readonly x: Float64Array
  /** [d, k] */
  readonly theta: Float64Array
  /** [k] */
  readonly bias: Float64Array | undefined
  /** [n, k], the weight of each class in each row: one 1 a row for hard labels */
  readonly y: Float64Array
  readonly l2: number
}

/** A number, or many, and how far another correct computation may lie from each. */
export interface Judged<T> {
  readonly value: T
  readonly tolerance: T
}

const EPS = 2 ** -52
/** Below the smallest normal number rounding is absolute: so much for each term. */
const UNDERFLOW = 8 * 2 ** -1074

/**
 * The tolerance of a formula, τ = 8·eps·M·(1 + H).
 *
 * M is the formula on absolute values with every term added, so that cancellation does not count as error. H = max Σ|x||θ| + |b|
 * bounds the scores before they cancel: a score is off by up to about eps·H, and so is every probability, relatively.
 * Measured before this was written: two correct implementations in different orders differed by at most 0.45·eps·M·(1 + H).
 * A claim that is wrong in one term of n, d or k is off by M/(n·d·k) or so, which is 1e10 times that.
 */
const judge = (value: Float64Array, m: Float64Array, h: number, factor = 8): Judged<Float64Array> => ({
  value,
  tolerance: m.map(size => factor * EPS * size * (1 + h) + UNDERFLOW * (1 + h)),
})

/** Scores h = xθ + b [n, k], probabilities z = softmax(h) [n, k], ln Σ eʰ [n], and H. */
export function forward({ n, d, k, x, theta, bias }: Flat) {
  const h = new Float64Array(n * k)
  const z = new Float64Array(n * k)
  const lse = new Float64Array(n)
  let largest = 0
  for (let i = 0; i < n; i++) {
    let top = -Infinity
    for (let c = 0; c < k; c++) {
      let score = bias === undefined ? 0 : bias[c]!
      let size = Math.abs(score)
      for (let j = 0; j < d; j++) {
        const term = x[i * d + j]! * theta[j * k + c]!
        score += term
        size += Math.abs(term)
      }
      h[i * k + c] = score
      top = Math.max(top, score)
      largest = Math.max(largest, size)
    }
    let total = 0
    for (let c = 0; c < k; c++) total += Math.exp(h[i * k + c]! - top)
    for (let c = 0; c < k; c++) z[i * k + c] = Math.exp(h[i * k + c]! - top) / total
    lse[i] = top + Math.log(total)
  }
  return { h, z, lse, largest }
}

/** (1/n)·Σᵢ (sᵢ·ln Σ eʰ − Σ_c y·h) + ½·l2·‖θ‖², sᵢ = Σ_c y: for hard labels mean(logSumExp(h) − h_y). */
export function loss(flat: Flat): Judged<number> {
  const { n, k, y, theta, l2 } = flat
  const { h, lse, largest } = forward(flat)
  let [value, m] = [0, 0]
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const weight = y[i * k + c]! / n
      value += weight * (lse[i]! - h[i * k + c]!)
      m += weight * (1 + Math.abs(lse[i]!) + Math.abs(h[i * k + c]!) + largest)
    }
  }
  for (const t of theta) {
    value += (l2 / 2) * t * t
    m += (l2 / 2) * t * t
  }
  return { value, tolerance: 8 * EPS * m }
}

/** ∂/∂θ = Xᵀ(sZ − Y)/n + l2·θ, [d, k]; ∂/∂b = Σᵢ (sZ − Y)ᵢ/n, [k]; s is the sum of a row of labels, 1 for hard ones. */
export function gradient(flat: Flat): {
  readonly theta: Judged<Float64Array>
  readonly bias: Judged<Float64Array>
} {
  const { n, d, k, x, theta, y, l2 } = flat
  const { z, largest } = forward(flat)
  const [gTheta, mTheta] = [new Float64Array(d * k), new Float64Array(d * k)]
  const [gBias, mBias] = [new Float64Array(k), new Float64Array(k)]
  for (let i = 0; i < n; i++) {
    let s = 0
    for (let c = 0; c < k; c++) s += y[i * k + c]!
    for (let c = 0; c < k; c++) {
      const [p, target] = [s * z[i * k + c]!, y[i * k + c]!]
      gBias[c]! += (p - target) / n
      mBias[c]! += (p + target) / n
      for (let j = 0; j < d; j++) {
        gTheta[j * k + c]! += (x[i * d + j]! * (p - target)) / n
        mTheta[j * k + c]! += (Math.abs(x[i * d + j]!) * (p + target)) / n
      }
    }
  }
  for (let e = 0; e < d * k; e++) {
    gTheta[e]! += l2 * theta[e]!
    mTheta[e]! += l2 * Math.abs(theta[e]!)
  }
  return { theta: judge(gTheta, mTheta, largest), bias: judge(gBias, mBias, largest) }
}

/**
 * ∂²/∂θ_jc ∂θ_j′c′ = (1/n)·Σᵢ sᵢ·x_ij·x_ij′·z_ic·([c = c′] − z_ic′) + l2·[j = j′, c = c′]; the bias is one more feature,
 * of value 1 and without l2, j = d. [(d + 1)·k, (d + 1)·k]
 *
 * Two probabilities are multiplied, so that the tolerance is twice that of the gradient.
 */
export function hessian(flat: Flat): Judged<Float64Array> {
  const { n, d, k, x, y, l2 } = flat
  const { z, largest } = forward(flat)
  const size = (d + 1) * k
  const [value, m] = [new Float64Array(size * size), new Float64Array(size * size)]
  const feature = (i: number, j: number) => (j === d ? 1 : x[i * d + j]!)
  for (let i = 0; i < n; i++) {
    let s = 0
    for (let c = 0; c < k; c++) s += y[i * k + c]!
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const [j, c] = [Math.floor(a / k), a % k]
        const [j2, c2] = [Math.floor(b / k), b % k]
        const factor = (s * feature(i, j) * feature(i, j2)) / n
        const same = c === c2 ? 1 : 0
        value[a * size + b]! += factor * z[i * k + c]! * (same - z[i * k + c2]!)
        m[a * size + b]! += Math.abs(factor) * z[i * k + c]! * (same + z[i * k + c2]!)
      }
    }
  }
  for (let a = 0; a < d * k; a++) {
    value[a * size + a]! += l2
    m[a * size + a]! += l2
  }
  return judge(value, m, largest, 16)
}
