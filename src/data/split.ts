// Setting rows aside: a model is judged on data that it has not seen.
import { ArgumentError, ShapeError } from '../errors.js'
import { slice, take } from '../ops/index.js'
import { random } from '../random.js'
import type { Tensor } from '../tensor.js'

/** Rows of features, and the label of each. */
export interface Samples {
  /** [n, d] */
  readonly features: Tensor<readonly [number, number]>
  /** [n] */
  readonly labels: Tensor<readonly [number]>
}

/** What `split` takes beside the data. */
export interface SplitOptions {
  /** The share of rows to set aside, between 0 and 1; a quarter unless given. */
  readonly test?: number
  /** A whole number: the same seed gives the same split. */
  readonly seed: number
}

/** Two parts of the same data, with everything else it holds, such as the names of its classes. */
export interface Split<D extends Samples> {
  /** The rows to learn from. */
  readonly train: Omit<D, keyof Samples> & Samples
  /** The rows set aside. */
  readonly test: Omit<D, keyof Samples> & Samples
}

/**
 * The rows in random order, parted in two; every row is in one part.
 *
 * features : [n, d], labels : [n] → train and test, of n − m and m rows, m = n · test rounded but neither 0 nor n
 *
 * @example
 * const { train, test } = split(readLabelledCsv(text), { test: 0.25, seed: 1 })
 */
export function split<D extends Samples>(data: D, options: SplitOptions): Split<D> {
  const { features, labels, ...rest } = data
  const { test = 0.25, seed } = options
  const n = features.shape[0]
  if (labels.shape[0] !== n) {
    throw new ShapeError('split', `wants a label for each row, got ${n} rows and ${labels.shape[0]} labels`, [
      features.shape,
      labels.shape,
    ])
  }
  if (n < 2) throw new ArgumentError('split', `wants at least 2 rows, got ${n}`)
  if (!(test > 0 && test < 1))
    throw new ArgumentError('split', `test must be a share between 0 and 1, got ${test}`)
  const order = random(seed).permutation(n)
  const m = Math.min(Math.max(Math.round(n * test), 1), n - 1)
  const part = (start: number, end: number) => {
    const rows = slice(order, [[start, end]])
    return { ...rest, features: take(features, rows), labels: take(labels, rows) } as Split<D>['train']
  }
  return { train: part(m, n), test: part(0, m) }
}
