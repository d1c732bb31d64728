// Labels: whole numbers that name classes, as inputs of ops; and the indicator rows that say the same.
import { dtypeIn, type TensorOptions } from '../create.js'
import { allocate, type DType, type TypedArray } from '../dtype.js'
import { IndexError } from '../errors.js'
import { float64 } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import { checkCount, type Shape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'

/** The values of labels. A label names a class and is no position: −1 often means that there is none, and is refused. */
export function checkedLabels(op: string, labels: Tensor, classes: number): TypedArray {
  const values = valuesOf(labels)
  for (let i = 0; i < values.length; i++) {
    const label = values[i]!
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new IndexError(op, label, labels.rank, classes, 0)
  }
  return values
}

interface Classes {
  readonly classes: number
  readonly dtype: DType
}

const ONE_HOT: Operation<Classes> = {
  name: 'oneHot',
  shape: ([labels], { classes }) => [...labels!.shape, classes],
  dtype: (_, { dtype }) => dtype,
  forward([labels], { classes }, shape, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    checkedLabels('oneHot', labels!, classes).forEach((label, i) => {
      out[i * classes + label] = 1
    })
    return out
  },
  batch: params => params,
}

/**
 * Indicator rows: y[…, c] = 1 where c is the label, else 0.
 *
 * labels : int32 or whole numbers, any shape → [...labels.shape, classes]; flat
 *
 * Throws an `IndexError` for a label outside 0 … classes − 1: labels are names, so negative ones do not count from the end.
 */
export function oneHot<S extends Shape, const K extends number>(
  labels: Tensor<S>,
  classes: K,
  options: TensorOptions = {},
): Tensor<readonly [...S, K]> {
  checkTensor('oneHot', labels)
  checkCount('oneHot', 'the number of classes', classes)
  const params = { classes, dtype: dtypeIn('oneHot', options, float64) }
  return apply(ONE_HOT, [labels], params) as Tensor<readonly [...S, K]>
}
