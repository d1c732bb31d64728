// Reading plain data that nobody vouches for: every field is checked, and an error names the one that is wrong.
import { fromData } from '../../create.js'
import { allocate } from '../../dtype.js'
import { DataError, describe } from '../../errors.js'
import { formatShape, sizeOf } from '../../shape.js'
import type { Tensor } from '../../tensor.js'

/** A value of unknown make, and its place: `params.theta.shape[1]`. */
export interface Field {
  readonly value: unknown
  readonly path: string
  /** What errors call the text, usually its file. */
  readonly source: string
}

/** An error that names the field. */
export const wrong = ({ path, source }: Field, message: string): DataError =>
  new DataError(source, path === '' ? message : `${path}: ${message}`)

/** An error that says what a field should be. */
export const unlike = (field: Field, wanted: string): DataError =>
  wrong(field, `wanted ${wanted}, got ${field.value === undefined ? 'nothing' : describe(field.value)}`)

/** A field within a field. */
export const at = ({ path, source }: Field, key: string | number, value: unknown): Field => ({
  value,
  path: typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
  source,
})

/** The fields of an object: those asked for, `undefined` inside where absent, and no others. */
export function readObject<K extends string>(field: Field, keys: readonly K[]): Readonly<Record<K, Field>> {
  const { value } = field
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unlike(field, 'an object')
  const known: readonly string[] = keys
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      throw wrong(field, `unknown field ${describe(key)}; there are only ${keys.join(', ')}`)
  }
  const entries = new Map(Object.entries(value))
  return Object.fromEntries(keys.map(key => [key, at(field, key, entries.get(key))])) as Record<K, Field>
}

/** An error shows a shape, but not one of a million extents. */
const MOST_AXES = 8

/** More names than this do not fit into one Set. */
const MOST_NAMES = 10_000_000

/** A list of texts that differ. */
export function readNames(field: Field, least: number): readonly string[] {
  const names = arrayIn(field)
  if (names.length < least) throw wrong(field, `wanted at least ${least} names, got ${names.length}`)
  if (names.length > MOST_NAMES) throw wrong(field, `wanted at most ${MOST_NAMES} names, got ${names.length}`)
  const found = new Set<string>()
  return names.map((name, i) => {
    if (typeof name !== 'string') throw unlike(at(field, i, name), 'a text')
    if (found.has(name)) throw wrong(field, `wanted names that differ, got ${describe(name)} twice`)
    found.add(name)
    return name
  })
}

/** The items of an array. */
export function arrayIn(field: Field): readonly unknown[] {
  if (!Array.isArray(field.value)) throw unlike(field, 'an array')
  return field.value
}

/** A float tensor; `fits` says which shapes will do, with plain words for them. */
export function readTensor(
  field: Field,
  fits: (shape: readonly number[]) => boolean,
  wanted: string,
): Tensor {
  const { dtype, shape, values } = readObject(field, ['dtype', 'shape', 'values'])
  if (dtype.value !== 'float64' && dtype.value !== 'float32') throw unlike(dtype, '"float64" or "float32"')
  if (arrayIn(shape).length > MOST_AXES) throw unlike(shape, wanted)
  const extents = arrayIn(shape).map((extent, i) => {
    if (!Number.isSafeInteger(extent) || Number(extent) < 1)
      throw unlike(at(shape, i, extent), 'a whole number ≥ 1')
    return Number(extent)
  })
  if (!fits(extents)) throw wrong(shape, `wanted ${wanted}, got ${formatShape(extents)}`)
  const size = sizeOf(extents)
  // Before anything of that size is made: a shape is quickly written.
  const given = arrayIn(values)
  if (given.length !== size)
    throw wrong(values, `shape ${formatShape(extents)} takes ${size} values, got ${given.length}`)
  const data = allocate(dtype.value, size)
  given.forEach((value, i) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw unlike(at(values, i, value), 'a finite number')
    data[i] = value
    if (data[i] !== value) throw unlike(at(values, i, value), 'a number that float32 can hold')
  })
  return fromData(data, extents, dtype.value)
}
