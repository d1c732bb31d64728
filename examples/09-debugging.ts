// A loss turned into NaN. Where did it begin? detectAnomalies stops at the first op that makes a NaN or an infinity.
import {
  crossEntropy,
  div,
  exp,
  gather,
  grad,
  log,
  mean,
  mul,
  neg,
  norm,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from 'chainrule'
import { detectAnomalies } from 'chainrule/debug'

const attempt = (run: () => unknown): void => {
  try {
    run()
  } catch (error) {
    console.log(String(error))
  }
}

// Cross-entropy as it stands in books: −ln(e^(z_y) / Σ e^(z_c)), averaged.
const labels = tensor([0, 1], { dtype: 'int32' })
const fromTheBook = (z: Tensor): Tensor => {
  const e = exp(z)
  const p = div(e, sum(e, { axis: 1, keepdims: true }))
  return neg(mean(log(gather(p, labels))))
}
const logits = tensor([
  [1000, 998],
  [3, 5],
])
console.log('loss:', fromTheBook(logits).item())

// The NaN is far from its cause: e¹⁰⁰⁰ is infinite, and ∞/∞ is NaN. The report names the first op and the line that called it.
attempt(() => detectAnomalies(() => fromTheBook(logits)))

// The way out: do not leave the logarithms. crossEntropy shifts each row by its largest score, so nothing overflows.
console.log('loss:', crossEntropy(logits, labels).item().toFixed(6))

// A value can be right and its derivative not. The length of a − b is 0 at a = b, but the slope of √ is infinite there.
const length = (a: Tensor): Tensor => sqrt(sum(square(sub(a, tensor([1, 2])))))
const a = tensor([1, 2])
console.log('\nlength:', length(a).item(), ' gradient:', grad(length)(a).toArray())
attempt(() => detectAnomalies(() => grad(length)(a)))

// The way out here: norm is an op of its own, whose slope at 0 is 0 by decision.
const better = (a: Tensor): Tensor => norm(sub(a, tensor([1, 2])))
console.log('gradient with norm:', grad(better)(a).toArray())

// Infinities that were put in are no anomaly: masks use them on purpose.
const masked = tensor([0, Number.NEGATIVE_INFINITY])
console.log('e^(0, −∞):', detectAnomalies(() => mul(1, exp(masked))).toArray())
