// Checkpoints: parameters, optimizers' states and what else a run needs as text, from which they come back bit for bit.
import { allocate, type DType, type TypedArray } from '../../dtype.js'
import { ArgumentError, DataError, describe } from '../../errors.js'
import { formatShape, type Shape, sizeOf } from '../../shape.js'
import { isTensor, Tensor } from '../../tensor.js'
import { isRecord, pathOf } from '../../transforms/tree.js'
import { differing } from './like.js'

/** What the text calls itself. */
const FORMAT = 'chainrule/checkpoint'

/** The version of the format; a change that an older reader would misunderstand makes a new one. */
const VERSION = 1

/** Deeper than anyone nests on purpose. */
const DEEPEST = 100

type Keys = readonly (string | number)[]

/**
 * A tree as JSON text: objects and arrays of tensors, numbers, texts, booleans, null and undefined. Each value comes back to the
 * last bit and with its dtype, NaN, ±∞ and −0 as well; tensors come back without a history.
 *
 * Throws an `ArgumentError` that names the place of anything else.
 *
 * @example
 * localStorage.setItem('run', checkpointText({ params, state, epoch: 3 }))
 */
export function checkpointText(tree: unknown): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, tree: written(tree, []) })}\n`
}

/**
 * The tree in the text that `checkpointText` gave.
 *
 * like : a tree such as the one that is wanted, for example `{ params: start, state: optimizer.init(start) }`: the text must have its
 * nesting, its shapes and its dtypes, and texts and numbers where it has them; an empty array in it stands for any array. Without it
 * the type is unknown.
 * source : what errors call the text, usually its file; `checkpoint` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged, is no checkpoint, or is not like that; nothing in it is trusted.
 *
 * @example
 * const { params, state } = fromCheckpoint(text, { params: start, state: optimizer.init(start) })
 */
export function fromCheckpoint(text: string): unknown
export function fromCheckpoint<T>(text: string, like: T, source?: string): T
export function fromCheckpoint(text: string, like?: unknown, source = 'checkpoint'): unknown {
  if (typeof text !== 'string')
    throw new ArgumentError('fromCheckpoint', `wants the text of a checkpoint, got ${describe(text)}`)
  const reader = new Reader(source)
  const tree = reader.read(reader.checked(parsed(text, source)), [])
  const difference = like === undefined ? undefined : differing(tree, like, [])
  if (difference !== undefined) throw reader.wrong(difference.keys, difference.message)
  return tree
}

/** Keys that begin so stand for what JSON lacks; a key of the user's that does gets one more. */
const MARK = '$'

function written(value: unknown, keys: Keys): unknown {
  const refuse = (what: string) =>
    new ArgumentError(
      'checkpointText',
      `${keys.length === 0 ? 'the tree' : pathOf(keys)} is ${what}; wanted tensors, numbers, texts, booleans, null and undefined, in plain objects and arrays`,
    )
  if (keys.length > DEEPEST)
    throw new ArgumentError(
      'checkpointText',
      `objects and arrays are nested deeper than ${DEEPEST} levels, at ${pathOf(keys.slice(0, 5))}…; is one inside itself?`,
    )
  if (typeof value === 'number') return isPlain(value) ? value : { [`${MARK}number`]: spelled(value) }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (value === undefined) return { [`${MARK}undefined`]: true }
  if (isTensor(value)) return { [`${MARK}tensor`]: value.toJSON() }
  if (Array.isArray(value)) return Array.from(value, (item, i) => written(item, [...keys, i]))
  if (!isRecord(value)) throw refuse(typeof value === 'bigint' ? `${value}n` : describe(value))
  const symbol = Object.getOwnPropertySymbols(value)[0]
  if (symbol !== undefined) throw refuse(`an object with the key ${String(symbol)}`)
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.startsWith(MARK) ? MARK + key : key,
      written(item, [...keys, key]),
    ]),
  )
}

const isPlain = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0)

const spelled = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError(source, `is not JSON: ${reason}; is it cut off, or another file?`)
  }
}

/** Numbers that JSON lacks. */
const SPECIAL: ReadonlyMap<unknown, number> = new Map(
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].map(value => [spelled(value), value]),
)

const DTYPES: readonly unknown[] = ['float64', 'float32', 'int32', 'bool'] satisfies DType[]

/** Takes parsed JSON apart, of which nothing is known. */
class Reader {
  constructor(readonly source: string) {}

  wrong(keys: Keys, message: string): DataError {
    return new DataError(this.source, keys.length === 0 ? message : `${pathOf(keys)}: ${message}`)
  }

  /** The tree under the format and the version. */
  checked(value: unknown): unknown {
    const { format, version, tree } = isRecord(value) ? value : {}
    if (format !== FORMAT)
      throw this.wrong([], `is no checkpoint: wanted format ${describe(FORMAT)}, got ${describe(format)}`)
    if (version !== VERSION) {
      const newer = typeof version === 'number' && version > VERSION ? '; it needs a newer chainrule' : ''
      throw this.wrong([], `wanted version ${VERSION} of the format, got ${describe(version)}${newer}`)
    }
    if (tree === undefined) throw this.unlike(['tree'], 'a tree', tree)
    return tree
  }

  read(value: unknown, keys: Keys): unknown {
    if (keys.length > DEEPEST) throw this.wrong(keys.slice(0, 5), `is nested deeper than ${DEEPEST} levels`)
    if (typeof value === 'number') return this.number(value, keys)
    if (Array.isArray(value)) return value.map((item, i) => this.read(item, [...keys, i]))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [marked] = entries.find(([key]) => /^\$(?!\$)/.test(key)) ?? []
    if (marked !== undefined) return this.special(marked, entries, keys)
    return Object.fromEntries(
      entries.map(([key, item]) => {
        const own = key.startsWith(MARK) ? key.slice(MARK.length) : key
        return [own, this.read(item, [...keys, own])]
      }),
    )
  }

  unlike(keys: Keys, wanted: string, value: unknown): DataError {
    return this.wrong(keys, `wanted ${wanted}, got ${value === undefined ? 'nothing' : describe(value)}`)
  }

  special(mark: string, entries: readonly (readonly [string, unknown])[], keys: Keys): unknown {
    const [[, value], ...others] = entries as [readonly [string, unknown]]
    if (others.length > 0)
      throw this.wrong(keys, `wanted ${describe(mark)} alone, got other fields beside it`)
    const own = [...keys, mark]
    if (mark === '$tensor') return this.tensor(value, own)
    if (mark === '$number') {
      const number = SPECIAL.get(value)
      if (number === undefined) throw this.unlike(own, `one of ${[...SPECIAL.keys()].join(', ')}`, value)
      return number
    }
    if (mark !== '$undefined') throw this.wrong(keys, `unknown field ${describe(mark)}`)
    if (value !== true) throw this.unlike(own, 'true', value)
    return undefined
  }

  number(value: number, keys: Keys): number {
    // Digits may spell a number that no float64 is.
    if (!Number.isFinite(value)) throw this.unlike(keys, 'a number', value)
    return value
  }

  tensor(value: unknown, keys: Keys): Tensor {
    if (!isRecord(value)) throw this.unlike(keys, 'dtype, shape and values', value)
    const { dtype, shape, values, ...others } = value
    for (const key of Object.keys(others))
      throw this.wrong(keys, `unknown field ${describe(key)}; there are only dtype, shape, values`)
    if (!DTYPES.includes(dtype)) throw this.unlike([...keys, 'dtype'], `one of ${DTYPES.join(', ')}`, dtype)
    if (!Array.isArray(shape)) throw this.unlike([...keys, 'shape'], 'an array', shape)
    for (const [i, extent] of shape.entries()) {
      if (!Number.isSafeInteger(extent) || extent < 0)
        throw this.unlike([...keys, 'shape', i], 'a whole number ≥ 0', extent)
    }
    if (!Array.isArray(values)) throw this.unlike([...keys, 'values'], 'an array', values)
    // Before anything of that size is made: a shape is quickly written.
    if (sizeOf(shape) !== values.length) {
      const size = shape.length > 8 ? 'the shape' : `shape ${formatShape(shape)}`
      throw this.wrong([...keys, 'values'], `${size} takes ${sizeOf(shape)} values, got ${values.length}`)
    }
    return new Tensor(
      this.values(values, dtype as DType, [...keys, 'values']),
      shape as Shape,
      dtype as DType,
    )
  }

  values(values: readonly unknown[], dtype: DType, keys: Keys): TypedArray {
    const data = allocate(dtype, values.length)
    for (const [i, given] of values.entries()) {
      const value = typeof given === 'number' ? this.number(given, [...keys, i]) : SPECIAL.get(given)
      if (value === undefined) throw this.unlike([...keys, i], 'a number', given)
      data[i] = value
      if (!Object.is(data[i], value) || (dtype === 'bool' && value > 1))
        throw this.unlike([...keys, i], `a number that ${dtype} can hold`, value)
    }
    return data
  }
}
