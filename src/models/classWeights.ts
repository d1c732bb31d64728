// Class weights: rows of rare classes made to count as much as those of common ones.
import { fromData } from '../create.js'
import { ArgumentError, describe } from '../errors.js'
import { type Tensor, valuesOf } from '../tensor.js'

/** `'balanced'`: n / (k · rows of the class), by weight. Else a number ≥ 0 by the name of a class, 1 where it is not named. */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>

/** Rows of which each has a class, int32 [n], and perhaps a weight, [n]. */
interface Labelled {
  readonly y: Tensor
  readonly weights?: Tensor | undefined
}

const refuse = (message: string): never => {
  throw new ArgumentError('classWeights', message)
}

/**
 * The weights of rows times those of their classes, as a function of rows; `undefined` where no class has a weight of its own.
 *
 * all : all rows, in blocks, which are counted for `'balanced'`
 */
export function classWeighted(
  classWeights: ClassWeights | undefined,
  classes: readonly string[],
  all: () => Iterable<Labelled>,
): ((rows: Labelled) => Tensor) | undefined {
  if (classWeights === undefined) return undefined
  const each = classWeights === 'balanced' ? balanced(all(), classes.length) : named(classWeights, classes)
  return ({ y, weights }) => {
    const [labels, own] = [classesIn(y), weights === undefined ? undefined : valuesOf(weights)]
    return fromData(
      Float64Array.from(labels, (c, i) => (own?.[i] ?? 1) * each[c]!),
      [labels.length],
    )
  }
}

function classesIn(y: Tensor): ArrayLike<number> {
  if (y.rank !== 1) refuse('want one class a row, got weights for each class; scale those instead')
  return valuesOf(y)
}

function balanced(all: Iterable<Labelled>, k: number): readonly number[] {
  const sums = new Array<number>(k).fill(0)
  for (const { y, weights } of all) {
    const [labels, own] = [classesIn(y), weights === undefined ? undefined : valuesOf(weights)]
    for (let i = 0; i < labels.length; i++) sums[labels[i]!]! += own?.[i] ?? 1
  }
  const [total, present] = [sums.reduce((a, b) => a + b, 0), sums.filter(sum => sum > 0).length]
  return sums.map(sum => (sum === 0 ? 0 : total / (present * sum)))
}

function named(given: Readonly<Record<string, number>>, classes: readonly string[]): readonly number[] {
  if (typeof given !== 'object' || given === null)
    refuse(`must be 'balanced' or numbers by class name, got ${describe(given)}`)
  for (const [name, weight] of Object.entries(given)) {
    if (!classes.includes(name))
      refuse(`name ${describe(name)}, which is none of the classes ${classes.slice(0, 8).join(', ')}`)
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      refuse(`must be finite numbers ≥ 0, got ${describe(weight)} for ${describe(name)}`)
  }
  const entries = new Map(Object.entries(given))
  return classes.map(name => entries.get(name) ?? 1)
}
