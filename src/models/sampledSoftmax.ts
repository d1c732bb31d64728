// Sampled softmax: a loss over so many classes that each step scores only a few of them, drawn at random.
import { fromData } from '../create.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.js'
import { zeros } from '../fill.js'
import {
  add,
  cast,
  concat,
  crossEntropy,
  einsum,
  equal,
  expandDims,
  log,
  matmul,
  mul,
  sub,
  take,
  where,
} from '../ops/index.js'
import type { Reduction } from '../ops/loss.js'
import type { RandomStream } from '../random.js'
import { formatShape, sameShape } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { checkLabels } from './samples.js'
import type { SoftmaxParams } from './softmaxLoss.js'

/** Classes drawn at random, with replacement, and how likely each of them was. `sampleClasses` draws one. */
export interface ClassSample {
  /** j_1 … j_K, int32 [K]; a class that was drawn twice stands there twice */
  readonly classes: Tensor
  /** q_j for each of them, [K]: the probability of a single draw, above 0 and at most 1 */
  readonly probabilities: Tensor
}

/** How `sampledSoftmaxLoss` is computed. */
export interface SampledSoftmaxOptions {
  /** What becomes of the losses of single samples: their mean unless given. */
  readonly reduction?: Reduction
  /** Whether a drawn class is left out for the rows whose own class it is, which it is unless this is `false`. */
  readonly removeAccidentalHits?: boolean
}

/**
 * Draws K classes from a proposal distribution, with replacement.
 *
 * weights : [C], ≥ 0, the proposal q, or counts that are divided by their sum → classes int32 [K], probabilities [K]
 *
 * @example
 * const stream = random(1)
 * const loss = (params, x, y) => sampledSoftmaxLoss(params, x, y, sampleClasses(counts, 64, stream))
 */
export function sampleClasses(weights: Tensor, count: number, stream: RandomStream): ClassSample {
  const op = 'sampleClasses'
  checkTensor(op, weights, 'weights must be')
  if (weights.rank !== 1)
    throw new ShapeError(op, `wants a weight for each class, [C], got ${formatShape(weights.shape)}`)
  if (!Number.isSafeInteger(count) || count < 1)
    throw new ArgumentError(op, `the count must be a whole number ≥ 1, got ${describe(count)}`)
  if (typeof stream?.uniform !== 'function')
    throw new ArgumentError(op, `wants a stream such as random(1), got ${describe(stream)}`)
  const values = valuesOf(weights)
  // Class j has the stretch from ends[j − 1] to ends[j], empty where its weight is 0.
  const ends = new Float64Array(values.length)
  let [total, last] = [0, -1]
  for (let j = 0; j < values.length; j++) {
    if (!(values[j]! >= 0))
      throw new ArgumentError(op, `weights must be ≥ 0, got ${values[j]} for class ${j}`)
    if (values[j]! > 0) last = j
    ends[j] = total += values[j]!
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new ArgumentError(op, `weights must have a finite sum above 0, got ${total}`)
  const classes = Int32Array.from(stream.uniform([count], { high: total }).data, u => {
    let [low, high] = [0, last]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! > u) high = middle
      else low = middle + 1
    }
    return low
  })
  const probabilities = Float64Array.from(classes, j => values[j]! / total)
  return { classes: fromData(classes, [count]), probabilities: fromData(probabilities, [count]) }
}

/**
 * The loss of softmax regression with the sum over all C classes estimated from K that were drawn from q: with scores
 * z = xθ + b and the true class c, −ln p̃_c for p̃_c = e^(z_c) / (e^(z_c) + Σ_k e^(z_{j_k}) / (K·q_{j_k})).
 *
 * x : [n, d], features or the output of a hidden layer; y : int32 [n]; θ : [d, C], b : [C]; one sample of K classes serves
 * all rows → [] for the mean (default) or the sum, [n] for none. n·(K + 1) scores are computed, not n·C.
 *
 * For one row ∂/∂z_c = p̃_c − 1, ∂/∂z_i = n_i·p̃_i/(K·q_i) where i was drawn n_i times, p̃_i = e^(z_i) over the same
 * denominator, and 0 for all other classes; ∂/∂θ_i is that times x. The gradient towards θ is as large as θ.
 *
 * The formula wants c ∉ S. Where the true class was drawn nevertheless, that draw counts 0 for the row: over all samples the
 * denominator then averages to the full Σ e^z, provided that q > 0 for all classes but c. With `removeAccidentalHits: false`
 * it stays, c counts twice, and the average is Σ e^z + e^(z_c).
 */
export function sampledSoftmaxLoss(
  params: SoftmaxParams,
  x: Tensor,
  y: Tensor,
  sample: ClassSample,
  options: SampledSoftmaxOptions = {},
): Tensor {
  checkOptions('sampledSoftmaxLoss', options, ['reduction', 'removeAccidentalHits'])
  const { reduction = 'mean', removeAccidentalHits = true } = options
  const labels = checked(params, x, y, sample)
  const { theta, bias } = params
  const { classes, probabilities } = sample
  const biased = (h: Tensor, picked: Tensor) => (bias === undefined ? h : add(h, take(bias, picked)))
  const own = biased(einsum('nd,dn->n', x, take(theta, labels, { axis: 1 })), labels)
  const drawn = biased(matmul(x, take(theta, classes, { axis: 1 })), classes)
  // e^z / (K·q) = e^(z − ln(K·q)): nothing leaves the logarithms.
  const weighted = sub(drawn, cast(log(mul(probabilities, classes.size)), drawn.dtype))
  const hits = equal(expandDims(labels, 1), classes)
  const others = removeAccidentalHits ? where(hits, Number.NEGATIVE_INFINITY, weighted) : weighted
  // Of these K + 1 candidates the first is true.
  const candidates = concat([expandDims(own, 1), others], 1)
  return crossEntropy(candidates, zeros(labels.shape, { dtype: 'int32' }), { reduction })
}

/** The labels as int32; refuses what does not fit together. */
function checked(
  { theta, bias }: SoftmaxParams,
  x: Tensor,
  y: Tensor,
  { classes, probabilities }: ClassSample,
) {
  const op = 'sampledSoftmaxLoss'
  const roles = { theta, features: x, labels: y, classes, probabilities, ...(bias && { bias }) }
  for (const [role, value] of Object.entries(roles)) checkTensor(op, value, `${role} must be`)
  const want = (what: string, { shape }: Tensor, fits: boolean) => {
    if (!fits) throw new ShapeError(op, `wants ${what}, got ${formatShape(shape)}`, [shape])
  }
  const [d, c] = theta.shape
  const k = classes.size
  want('theta [d, C]', theta, theta.rank === 2)
  want(`features [n, ${d}], as theta has ${d} rows`, x, x.rank === 2 && x.shape[1] === d)
  if (bias !== undefined) want(`a bias for each of ${c} classes`, bias, bias.rank === 1 && bias.size === c)
  want('a class for each row as labels [n]', y, y.rank === 1)
  want('at least one drawn class, [K]', classes, classes.rank === 1 && k > 0)
  want(`probabilities [${k}], one for each drawn class`, probabilities, sameShape(probabilities.shape, [k]))
  for (let i = 0; i < k; i++) {
    const [j, q] = [classes.data[i]!, probabilities.data[i]!]
    if (!Number.isInteger(j) || j < 0 || j >= c)
      throw new ArgumentError(op, `drawn class ${j} at place ${i} is none of the ${c} classes, 0 to ${c - 1}`)
    if (!(q > 0 && q <= 1))
      throw new ArgumentError(op, `probabilities must be above 0 and at most 1, got ${q} at place ${i}`)
  }
  return checkLabels(op, y, x.shape[0]!, c)
}
