// Data as a model must have it: finite rows, a sound label for each, and names; all else is refused by its place.
import { floatOf, isFloat } from '../dtype.js'
import { ArgumentError, describe, ShapeError } from '../errors.js'
import { cast } from '../ops/index.js'
import { formatShape } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'

const refuse = (op: string, message: string): never => {
  throw new ArgumentError(op, message)
}

/** Refuses what is not rows of finite numbers, d of them where d is given. x : [n, d] → n and d */
export function checkFeatures(op: string, x: Tensor, d?: number): readonly [n: number, d: number] {
  checkTensor(op, x, 'features must be')
  const [n = 0, columns = 0] = x.shape
  if (x.rank !== 2) {
    const hint = x.rank === 1 ? '; a single row is [1, d], as expandDims(x, 0) gives' : ''
    throw new ShapeError(op, `wants features [n, d], got ${formatShape(x.shape)}${hint}`, [x.shape])
  }
  if (d !== undefined && columns !== d)
    throw new ShapeError(op, `the model has ${d} features, got rows of ${columns}: ${formatShape(x.shape)}`, [
      x.shape,
    ])
  if (columns === 0) throw new ShapeError(op, 'wants at least one feature, got none', [x.shape])
  const values = valuesOf(x)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value))
      refuse(
        op,
        `features must be finite, got ${value} in row ${Math.floor(i / columns)}, column ${i % columns}; fill it in or remove the row`,
      )
  }
  return [n, columns]
}

/** Labels as a loss takes them: int32 [n], or float [n, k]; refuses those that are no class of k, or not one a row. */
export function checkLabels(op: string, y: Tensor, n: number, k: number): Tensor {
  checkTensor(op, y, 'labels must be')
  if (n === 0) throw new ShapeError(op, 'wants at least one row, got none')
  if (y.rank !== 1 && y.rank !== 2)
    throw new ShapeError(op, `wants labels [n], or weights [n, k], got ${formatShape(y.shape)}`, [y.shape])
  if (y.shape[0] !== n)
    throw new ShapeError(op, `wants a label for each row, got ${n} rows and ${y.shape[0]} labels`, [y.shape])
  if (y.rank === 2) return checkWeights(op, y, k)
  for (let i = 0; i < n; i++) {
    const label = y.data[i]!
    if (!Number.isInteger(label)) refuse(op, `labels must be whole numbers, got ${label} in row ${i}`)
    if (label < 0 || label >= k)
      refuse(op, `label ${label} in row ${i} is out of range: there are ${k} classes, 0 to ${k - 1}`)
  }
  return cast(y, 'int32')
}

function checkWeights(op: string, y: Tensor, k: number): Tensor {
  if (y.shape[1] !== k)
    throw new ShapeError(op, `wants weights [n, ${k}], one for each class, got ${formatShape(y.shape)}`, [
      y.shape,
    ])
  for (let i = 0; i < y.size; i++) {
    const weight = y.data[i]!
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      refuse(
        op,
        `label weights must be finite and ≥ 0, got ${weight} in row ${Math.floor(i / k)}, class ${i % k}`,
      )
  }
  return isFloat(y.dtype) ? y : cast(y, floatOf(y.dtype))
}

/** The names of the classes: those given, or the numbers up to the largest label. y : [n], or [n, k] for n rows */
export function classNames(y: Tensor, n: number, given?: readonly string[]): readonly string[] {
  checkTensor('fit', y, 'labels must be')
  const names = given === undefined ? undefined : checkNames('classes', given, given.length)
  const present = y.rank === 2 ? classesWithWeight(y) : [...new Set(y.data)]
  const k = names?.length ?? (y.rank === 2 ? y.shape[1]! : 1 + present.reduce((a, b) => Math.max(a, b), -1))
  checkLabels('fit', y, n, k)
  if (present.length < 2)
    refuse('fit', `every label is ${present[0] ?? 'without weight'}: to learn takes at least two classes`)
  if (names !== undefined) return names
  if (y.rank === 1 && present.length < k) {
    // More likely a mistake than a class without a sample.
    let absent = 0
    while (present.includes(absent)) absent++
    refuse(
      'fit',
      `the largest label is ${k - 1} but no row has label ${absent}; number classes from 0, or give their names as classes`,
    )
  }
  return Array.from({ length: k }, (_, i) => String(i))
}

/** The classes that have weight in some row. y : [n, k] */
function classesWithWeight(y: Tensor): readonly number[] {
  const k = y.shape[1]!
  const found = new Set<number>()
  for (let i = 0; i < y.size; i++) if (y.data[i] !== 0) found.add(i % k)
  return [...found]
}

/** Refuses names that are not distinct texts, one for each. */
export function checkNames(role: string, names: readonly string[], count: number): readonly string[] {
  if (!Array.isArray(names) || names.length !== count || names.some(name => typeof name !== 'string'))
    refuse('fit', `${role} must be ${count} texts, got ${describe(names)}`)
  if (new Set(names).size < count) {
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    refuse('fit', `${role} must differ, got ${describe(twice)} twice`)
  }
  return [...names]
}
