// How far predictions are from labels: cross-entropy, composed from what lies below.
import { floatOf, isFloat } from '../dtype.js'
import { ArgumentError, checkOptions, DTypeError, ShapeError } from '../errors.js'
import { onesLike } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { formatShape, sameShape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { add, mul, mulNoNan, sub } from './arithmetic.js'
import { equal, greater, logicalAnd, logicalOr, where } from './comparison.js'
import { checkedLabels } from './labels.js'
import { logSoftmax, logSumExp, softmaxTimes } from './logsumexp.js'
import { commonDType } from './operand.js'
import { mean, sum } from './reduce.js'
import { cast } from './reshape.js'
import { compute } from './storage.js'

/** ln Σ e^z − z_label, row by row: [..., c] → [...]; d = Σ (softmax(z) − 1 at the label)·dz */
const CROSS_ENTROPY: Operation = {
  name: 'crossEntropy',
  shape: ([z]) => z!.shape.slice(0, -1),
  forward: ([z, labels], _, shape, dtype) =>
    compute('crossEntropy', dtype, sizeOf(shape), out => {
      const classes = z!.shape[shape.length]!
      kernels.crossEntropy(
        valuesOf(z!),
        checkedLabels('crossEntropy', labels!, classes) as Int32Array,
        classes,
        out,
      )
    }),
  batch: params => params,
  differentials: ([z, labels], y) => [
    {
      jvp: dz => sum(mul(dz, softmaxTimes(z!, onesLike(y), labels!)), { axis: -1 }),
      vjp: dy => softmaxTimes(z!, dy, labels!),
    },
    undefined,
  ],
}

/** What becomes of the losses of single samples. */
export type Reduction = 'mean' | 'sum' | 'none'

/**
 * Cross-entropy −Σ_c y_c · ln softmax(z)_c over the last axis, from logits z and labels y.
 *
 * logits : [..., c]; labels : int32 [...], the true class of each, or float [..., c], a weight for each class
 * → [] for the mean (default) or the sum, [...] for none
 *
 * ∂/∂z = (Σ_c y_c)·softmax(z) − y for one sample, also where labels do not sum to 1; ∂/∂y = −ln softmax(z).
 * A label of 0 at a logit of −∞ adds 0.
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  options: { readonly reduction?: Reduction } = {},
): Tensor {
  checkOptions('crossEntropy', options, ['reduction'])
  const { reduction = 'mean' } = options
  checkTensor('crossEntropy', logits)
  checkTensor('crossEntropy', labels)
  if (logits.rank === 0)
    throw new ShapeError('crossEntropy', 'logits need an axis of classes, got shape []', [[]])
  const losses = isFloat(labels.dtype) ? soft(logits, labels) : hard(logits, labels)
  if (reduction === 'none') return losses
  if (reduction === 'sum') return sum(losses)
  if (reduction === 'mean') return mean(losses)
  throw new ArgumentError('crossEntropy', `reduction must be mean, sum or none, got ${String(reduction)}`)
}

function hard(logits: Tensor, labels: Tensor): Tensor {
  if (labels.dtype === 'bool') throw new DTypeError('crossEntropy', 'labels must be int32 or float, got bool')
  if (!sameShape(logits.shape.slice(0, -1), labels.shape)) {
    throw new ShapeError(
      'crossEntropy',
      `${labels.dtype} labels are class numbers, one for each row of the logits: wanted shape ${formatShape(logits.shape.slice(0, -1))}, got ${formatShape(labels.shape)}; cast indicator rows to float64`,
      [logits.shape, labels.shape],
    )
  }
  return apply(CROSS_ENTROPY, [cast(logits, floatOf(logits.dtype)), labels], undefined)
}

function soft(logits: Tensor, labels: Tensor): Tensor {
  if (!sameShape(logits.shape, labels.shape)) {
    throw new ShapeError(
      'crossEntropy',
      `float labels weigh every class, so their shape must be that of the logits, got ${formatShape(labels.shape)} and ${formatShape(logits.shape)}; for class numbers use int32 labels`,
      [logits.shape, labels.shape],
    )
  }
  const z = cast(logits, commonDType('crossEntropy', logits, labels))
  const logs = logSoftmax(z)
  const none = equal(logs, Number.NEGATIVE_INFINITY)
  const far = logicalAnd(none, greater(z, Number.NEGATIVE_INFINITY))
  const near = mul(labels, where(logicalOr(far, logicalAnd(equal(labels, 0), none)), 0, logs))
  // Far out z − ln Σ e^z is out of range, its half is not: y·logs = 2y·(logs/2).
  const half = (x: Tensor) => mul(x, 0.5)
  const halves = where(far, sub(half(z), half(logSumExp(z, { axis: -1, keepdims: true }))), 0)
  const terms = add(near, mulNoNan(mul(labels, 2), halves))
  // 0 − x and not −x: a perfect prediction costs 0, and not −0.
  return sub(0, sum(terms, { axis: -1 }))
}
