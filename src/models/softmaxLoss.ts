// Softmax regression as a user would write it: scores and a loss. Its gradient is nowhere in sight: autodiff finds it.
import { add, crossEntropy, gather, logSumExp, matmul, mean, mul, square, sub, sum } from '../ops/index.js'
import type { Tensor } from '../tensor.js'

/** The parameters: scores are h = Xθ + b. */
export interface SoftmaxParams {
  /** θ, [d, k]: a column of weights for each class */
  readonly theta: Tensor<readonly [number, number]>
  /** b, [k]; left out for a model without one */
  readonly bias?: Tensor<readonly [number]>
}

/** A score for each class, h = Xθ + b. x : [n, d] → [n, k] */
export function scores({ theta, bias }: SoftmaxParams, x: Tensor): Tensor {
  const h = matmul(x, theta)
  return bias === undefined ? h : add(h, bias)
}

/**
 * The loss, mean(logSumExp(h) − h_y) with h = Xθ + b, plus ½·l2·‖θ‖²; the bias is not penalised.
 *
 * x : [n, d]; y : int32 [n], the class of each row; or float [n, k], a weight for each class: −mean(Σ y·ln softmax(h)) → []
 *
 * ∂/∂θ = Xᵀ(Z − Y)/n + l2·θ and ∂/∂b = Σᵢ(Z − Y)ᵢ/n with Z = softmax(h), when the rows of Y sum to 1: but that is
 * for `grad` to find.
 */
export function softmaxLoss(params: SoftmaxParams, x: Tensor, y: Tensor, { l2 = 0 } = {}): Tensor {
  const h = scores(params, x)
  const fit = y.rank === 1 ? mean(sub(logSumExp(h, { axis: 1 }), gather(h, y))) : crossEntropy(h, y)
  return l2 === 0 ? fit : add(fit, mul(l2 / 2, sum(square(params.theta))))
}
