// Rows dealt out into folds: each is set aside once, while the others are learned from.
import { fromData } from '../create.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.js'
import { random } from '../random.js'
import { formatShape } from '../shape.js'
import { checkTensor, type Tensor, type TensorData } from '../tensor.js'

/** How rows are dealt out. */
export interface FoldOptions {
  /** How many folds, at least 2 and at most as many as there are rows; 5 unless given. */
  readonly folds?: number
  /** A whole number: the same seed gives the same folds. */
  readonly seed: number
}

/** One way to part all rows in two, as indices in ascending order: `take(x, fold.train)` are the rows to learn from. */
export interface Fold {
  /** int32 [n − m] */
  readonly train: Tensor<readonly [number]>
  /** int32 [m], m ≥ 1: in no other fold */
  readonly test: Tensor<readonly [number]>
}

/**
 * n rows in random order, dealt out into folds whose sizes differ by 1 at most. Each row is tested in one fold and learned
 * from in all others.
 *
 * @example
 * kFold(x.shape[0], { folds: 10, seed: 1 }).map(({ train }) => take(x, train))
 */
export function kFold(n: number, options: FoldOptions): readonly Fold[] {
  if (!Number.isSafeInteger(n) || n < 2)
    throw new ArgumentError('kFold', `wants the number of rows, a whole number ≥ 2, got ${describe(n)}`)
  const folds = foldsIn('kFold', options, n, 'rows')
  return dealt(random(options.seed).permutation(n).data, folds)
}

/**
 * The same with the rows of each class spread as evenly as can be: in any two folds its numbers of rows differ by 1 at
 * most, and so do the sizes of the folds.
 *
 * labels : [n], whole numbers
 *
 * A class with fewer rows than folds is tested in as many folds as it has rows. Throws an `ArgumentError` where a class has
 * one row: tested, it would have none to be learned from.
 */
export function stratifiedKFold(labels: Tensor, options: FoldOptions): readonly Fold[] {
  const n = sizeIn('stratifiedKFold', 'labels', labels)
  const folds = foldsIn('stratifiedKFold', options, n, 'rows')
  const order = random(options.seed).permutation(n).data
  const classes = [...rowsByValue('stratifiedKFold', labels, order)]
  const alone = classes.find(([, rows]) => rows.length === 1)
  if (alone !== undefined)
    throw new ArgumentError(
      'stratifiedKFold',
      `class ${alone[0]} has one row, ${alone[1][0]}: tested, it would have none to be learned from; remove it, merge the class with another, or use kFold`,
    )
  // Class after class, one to each fold in turn.
  return dealt(
    classes.flatMap(([, rows]) => rows),
    folds,
  )
}

/**
 * The same with the rows of a group never parted, such as all pictures of one person: a model is tested on groups that it
 * has not seen. Groups go, the largest first, to the fold that has the fewest rows; sizes differ as the groups do.
 *
 * groups : [n], a whole number for each row that names its group; at least as many groups as folds
 */
export function groupedKFold(groups: Tensor, options: FoldOptions): readonly Fold[] {
  const n = sizeIn('groupedKFold', 'groups', groups)
  const order = random(options.seed).permutation(n).data
  const members = [...rowsByValue('groupedKFold', groups, order).values()]
  const folds = foldsIn('groupedKFold', options, members.length, 'groups')
  // Equal sizes stay in random order.
  members.sort((a, b) => b.length - a.length)
  const foldOf = new Int32Array(n)
  const sizes = new Float64Array(folds)
  for (const rows of members) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold]! += rows.length
    for (const row of rows) foldOf[row] = fold
  }
  return parted(foldOf, folds)
}

/** The rows of each value, rows in the order given and values in that of their first row. values : [n], whole numbers */
export function rowsByValue(op: string, values: Tensor, order: TensorData): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const row of order) {
    const value = values.data[row]!
    if (!Number.isSafeInteger(value))
      throw new ArgumentError(
        op,
        `wants whole numbers that name classes or groups, got ${value} in row ${row}`,
      )
    const rows = found.get(value)
    if (rows === undefined) found.set(value, [row])
    else rows.push(row)
  }
  return found
}

function sizeIn(op: string, role: string, values: Tensor): number {
  checkTensor(op, values, `${role} must be`)
  if (values.rank !== 1)
    throw new ShapeError(op, `wants ${role} [n], got ${formatShape(values.shape)}`, [values.shape])
  if (values.size < 2) throw new ArgumentError(op, `wants at least 2 rows, got ${values.size}`)
  return values.size
}

function foldsIn(op: string, options: FoldOptions, most: number, what: string): number {
  if (options === undefined) throw new ArgumentError(op, 'wants options with a seed, such as { seed: 1 }')
  const { folds = 5 } = checkOptions(op, options, ['folds', 'seed'])
  if (!Number.isSafeInteger(folds) || folds < 2 || folds > most)
    throw new ArgumentError(
      op,
      `folds must be a whole number from 2 to ${most}, the number of ${what}, got ${describe(folds)}`,
    )
  return folds
}

/** Folds of rows dealt out in turn. */
function dealt(order: ArrayLike<number>, folds: number): readonly Fold[] {
  const foldOf = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) foldOf[order[i]!] = i % folds
  return parted(foldOf, folds)
}

/** Folds from the number of each row's fold. */
function parted(foldOf: Int32Array, folds: number): readonly Fold[] {
  const rows = Int32Array.from(foldOf.keys())
  return Array.from({ length: folds }, (_, fold) => {
    const [train, test] = [rows.filter(i => foldOf[i] !== fold), rows.filter(i => foldOf[i] === fold)]
    return { train: fromData(train, [train.length]), test: fromData(test, [test.length]) }
  })
}
