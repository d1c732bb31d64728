// The gradient as it is derived on paper, in plain loops, for autodiff to be compared with.

import type { SoftmaxParams } from '../models/index.js'
import { type Tensor, valuesOf } from '../tensor.js'

/** A gradient, and for each of its values how far two correct computations of it may lie apart. */
export interface ClosedForm {
  readonly theta: { readonly gradient: Float64Array; readonly tolerance: Float64Array }
  readonly bias: { readonly gradient: Float64Array; readonly tolerance: Float64Array }
  /** H, the largest Σ|x||θ| + |b|: how much the scores may have cancelled. */
  readonly magnitude: number
}

/**
 * ∂L/∂θ = Xᵀ(Z − Y)/N + l2·θ and ∂L/∂b = Σᵢ (Z − Y)ᵢ/N with Z = softmax(Xθ + b).
 *
 * The tolerance is 8·eps·M·(1 + H), where M is the same formula on absolute values with every term added.
 *
 * x : [n, d]; labels : int32 [n]; theta : [d, k] → theta [d, k] and bias [k], flat in row-major order
 */
export function closedForm(params: SoftmaxParams, x: Tensor, labels: Tensor, l2: number): ClosedForm {
  const [d, k] = params.theta.shape
  const n = labels.size
  const [X, y, theta] = [valuesOf(x), valuesOf(labels), valuesOf(params.theta)]
  const b = params.bias === undefined ? new Float64Array(k) : valuesOf(params.bias)
  const [gTheta, mTheta] = [new Float64Array(d * k), new Float64Array(d * k)]
  const [gBias, mBias] = [new Float64Array(k), new Float64Array(k)]
  let magnitude = 0

  for (let i = 0; i < n; i++) {
    // z = softmax(h), shifted by the largest score so that nothing overflows.
    const h = new Float64Array(k)
    for (let c = 0; c < k; c++) {
      h[c] = b[c]!
      let size = Math.abs(b[c]!)
      for (let j = 0; j < d; j++) {
        h[c]! += X[i * d + j]! * theta[j * k + c]!
        size += Math.abs(X[i * d + j]! * theta[j * k + c]!)
      }
      magnitude = Math.max(magnitude, size)
    }
    const top = Math.max(...h)
    const z = h.map(value => Math.exp(value - top))
    const total = z.reduce((sum, value) => sum + value, 0)

    for (let c = 0; c < k; c++) {
      const p = z[c]! / total
      const target = y[i] === c ? 1 : 0
      gBias[c]! += (p - target) / n
      mBias[c]! += (p + target) / n
      for (let j = 0; j < d; j++) {
        gTheta[j * k + c]! += (X[i * d + j]! * (p - target)) / n
        mTheta[j * k + c]! += (Math.abs(X[i * d + j]!) * (p + target)) / n
      }
    }
  }
  for (let e = 0; e < d * k; e++) {
    gTheta[e]! += l2 * theta[e]!
    mTheta[e]! += l2 * Math.abs(theta[e]!)
  }
  const tolerance = (m: Float64Array) => m.map(value => 8 * 2 ** -52 * value * (1 + magnitude))
  return {
    theta: { gradient: gTheta, tolerance: tolerance(mTheta) },
    bias: { gradient: gBias, tolerance: tolerance(mBias) },
    magnitude,
  }
}
