// Setting rows aside: a model is judged on data that it has not seen.
import { fromData } from '../create.js'
import { ArgumentError, checkOptions, ShapeError } from '../errors.js'
import { slice, take } from '../ops/index.js'
import { random } from '../random.js'
import type { Tensor, TensorData } from '../tensor.js'
import { rowsByValue } from './folds.js'

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
  /**
   * Whether each class has its share in both parts; labels are whole numbers then. Of each class the number of rows set
   * aside is the share to within 1, and at least one row is left to learn from: a class of one row is not tested.
   */
  readonly stratify?: boolean
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
 * features : [n, d], labels : [n] → train and test, of n − m and m rows, m = n · test rounded but neither 0 nor n;
 * with `stratify` less where so many would leave a class no row to learn from
 *
 * @example
 * const { train, test } = split(readLabelledCsv(text), { test: 0.25, seed: 1 })
 */
export function split<D extends Samples>(data: D, options: SplitOptions): Split<D> {
  const { features, labels, ...rest } = data
  const { test = 0.25, seed, stratify = false } = checkOptions('split', options, ['test', 'seed', 'stratify'])
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
  const aside = stratify ? sharesOf(labels, order.data, m) : undefined
  const part = (isTest: boolean) => {
    const rows =
      aside === undefined
        ? slice(order, [isTest ? [0, m] : [m, n]])
        : rowsOf(Int32Array.from(order.data).filter(row => aside.has(row) === isTest))
    return { ...rest, features: take(features, rows), labels: take(labels, rows) } as Split<D>['train']
  }
  return { train: part(false), test: part(true) }
}

const rowsOf = (rows: Int32Array) => fromData(rows, [rows.length] as const)

/** About m rows, of each class its share: rounded down first, then up where most was cut off (largest remainders). */
function sharesOf(labels: Tensor, order: TensorData, m: number): ReadonlySet<number> {
  const n = order.length
  const classes = [...rowsByValue('split', labels, order).values()].map(rows => {
    const share = (rows.length * m) / n
    return { rows, count: Math.floor(share), rest: share - Math.floor(share) }
  })
  let left = m - classes.reduce((sum, { count }) => sum + count, 0)
  for (const one of classes.toSorted((a, b) => b.rest - a.rest)) {
    if (left === 0) break
    if (one.rest === 0 || one.count + 1 >= one.rows.length) continue
    one.count++
    left--
  }
  const aside = new Set(classes.flatMap(({ rows, count }) => rows.slice(0, count)))
  if (aside.size === 0)
    throw new ArgumentError(
      'split',
      `cannot stratify ${n} rows of ${classes.length} classes: no class has a row to spare; use another share, or no stratify`,
    )
  return aside
}
