// Families of generalised linear models: the loss of a row at its scores. Slopes are nowhere in sight: autodiff finds them.
import { add, crossEntropy, exp, matmul, mul, softplus, square, sub } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'

/** What a family is: how scores, x·θ + b, become losses and expected responses. */
export interface Family {
  readonly name: 'softmax' | 'logistic' | 'linear' | 'Poisson'
  /** Minus the log-likelihood of each row, up to what does not depend on the scores. scores : [n], or [n, k] for softmax → [n] */
  losses(scores: Tensor, y: Tensor): Tensor
  /** About how much a row's loss bends along its score; it sets the scale that columns are brought to. */
  curvature(classes: number): number
}

/** ln Σ e^h − h_y, or −Σ y·ln softmax(h) for labels with weights. y : int32 [n], or [n, k] */
export const softmaxFamily: Family = {
  name: 'softmax',
  losses: (h, y) => crossEntropy(h, y, { reduction: 'none' }),
  curvature: k => (1 - 1 / k) / k,
}

/** ln(1 + e^h) − y·h: minus the log-likelihood of a Bernoulli variable with mean σ(h). y : [n], from 0 to 1 */
export const logisticFamily: Family = {
  name: 'logistic',
  losses: (h, y) => sub(softplus(h), mul(y, h)),
  curvature: () => 1 / 4,
}

/** ½(y − h)²: least squares. y : [n] */
export const linearFamily: Family = {
  name: 'linear',
  losses: (h, y) => mul(0.5, square(sub(y, h))),
  curvature: () => 1,
}

/** e^h − y·h: minus the log-likelihood of a Poisson variable with mean e^h, without ln y!. y : [n], ≥ 0 */
export const poissonFamily: Family = {
  name: 'Poisson',
  losses: (h, y) => sub(exp(h), mul(y, h)),
  curvature: () => 1,
}

/** Parameters of linear scores, x·θ + b. */
export interface LinearParams {
  /** θ, [d, k] for a score of each class, or [d] for one score */
  readonly theta: Tensor
  /** b, [k] or []; left out for a model without one */
  readonly bias?: Tensor
}

/** x·θ + b, and an offset where there is one. x : [n, d] → [n, k], or [n] */
export function linearScores({ theta, bias }: LinearParams, x: Tensor, offset?: Tensor): Tensor {
  const h = matmul(x, theta)
  const shifted = bias === undefined ? h : add(h, bias)
  return offset === undefined ? shifted : add(shifted, offset)
}
