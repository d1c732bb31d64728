// What a fit minimizes, in plain loops: the oracle of its loss.
import { mean, std } from './agree.js'
import type { Fit, Given } from './fits.js'

/** The loss of a row with scores h, one for each class or one alone. */
const LOSSES = {
  softmax: (h: readonly number[], y: number) => logSumExp(h) - h[y]!,
  logistic: ([h]: readonly number[], y: number) => logSumExp([0, h!]) - y * h!,
  linear: ([h]: readonly number[], y: number) => (y - h!) ** 2 / 2,
  poisson: ([h]: readonly number[], y: number) => Math.exp(h!) - y * h!,
}

function logSumExp(h: readonly number[]): number {
  const top = Math.max(...h)
  return top + Math.log(h.reduce((sum, v) => sum + Math.exp(v - top), 0))
}

/** The mean loss, l1·Σ|θ| and ½·l2·Σθ². theta : [d, k] for the columns as the fit takes them; bias : [k] */
export function objective(
  { model, l1 = 0, l2 = 0, standardize }: Fit,
  { x, y, offset }: Given,
  theta: ArrayLike<number>,
  bias: ArrayLike<number>,
): number {
  const [n = 0, d = 0] = x.shape
  const k = bias.length
  const [center, scale] = [0, 1].map(part =>
    Array.from({ length: d }, (_, j) => {
      if (!standardize) return part
      return part === 0 ? mean(Array.from({ length: n }, (_, i) => x.data[i * d + j]!)) : std(x, j) || 1
    }),
  )
  let loss = 0
  for (let i = 0; i < n; i++) {
    const h = Array.from(bias, b => b + (offset?.data[i] ?? 0))
    for (let j = 0; j < d; j++) {
      const v = (x.data[i * d + j]! - center![j]!) / scale![j]!
      for (let c = 0; c < k; c++) h[c]! += v * theta[j * k + c]!
    }
    loss += LOSSES[model](h, y.data[i]!)
  }
  return Array.from(theta).reduce((sum, t) => sum + l1 * Math.abs(t) + (l2 / 2) * t * t, loss / n)
}
