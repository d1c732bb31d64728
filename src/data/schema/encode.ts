// Rows of a table as numbers by a schema: all at once as tensors, or block by block for what does not fit into memory.
import { fromData } from '../../create.js'
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { noneOf } from '../csv/labels.js'
import { parseNumber } from '../numbers.js'
import type { Block, Numbers, Source } from '../source.js'
import { matchColumns, noColumn } from './match.js'
import { type Feature, type Schema, type Target, widthOf } from './schema.js'

/** What `encode` and `encodeBlocks` take beside the table and the schema. */
export interface EncodeOptions {
  /** Whether the target is read: where the table has its column, unless given. `true` refuses a table without it. */
  readonly target?: boolean
}

/** A table as numbers. */
export interface Encoded {
  /** float64 [n, d] */
  readonly x: Tensor<readonly [number, number]>
  /** int32 [n] of classes, or float64 [n] of numbers; `undefined` where the target was not read */
  readonly y: Tensor<readonly [number]> | undefined
  /** the d names of the features */
  readonly names: readonly string[]
  /** the names of the classes, where the target has such */
  readonly classes: readonly string[] | undefined
  /** [n], which row of the table each is, from 0: rows are left out where the schema drops them */
  readonly rows: Float64Array
  /** the columns of the table that the schema does not use */
  readonly unused: readonly string[]
}

/** Some rows of a table as numbers. */
export interface EncodedBlock {
  /** how many rows there are, perhaps none */
  readonly size: number
  /** [size, d] */
  readonly x: Float64Array
  /** [size], classes or numbers; `undefined` where the target was not read */
  readonly y: Float64Array | undefined
  /** [size], which row of the table each is, from 0 */
  readonly rows: Float64Array
}

/**
 * A table as tensors, by a schema that was learned from it or from another.
 *
 * Throws a `DataError` where a column is absent, with the nearest name; and with the place for a text in a column of numbers, a
 * category or a class that the schema does not know, and a missing value with no strategy.
 *
 * @example
 * const { x, y, classes } = encode(csvSource(text), schema)
 */
export function encode(source: Source, schema: Schema, options: EncodeOptions = {}): Encoded {
  const blocks = [...encodeBlocks(source, schema, options)]
  const n = blocks.reduce((sum, { size }) => sum + size, 0)
  const d = schema.names.length
  const [x, rows] = [new Float64Array(n * d), new Float64Array(n)]
  const isClasses = schema.target?.kind === 'classes'
  const y = blocks[0]?.y === undefined ? undefined : isClasses ? new Int32Array(n) : new Float64Array(n)
  let at = 0
  for (const block of blocks) {
    x.set(block.x, at * d)
    rows.set(block.rows, at)
    if (block.y !== undefined) y?.set(block.y, at)
    at += block.size
  }
  return {
    x: fromData(x, [n, d] as const),
    y: y === undefined ? undefined : fromData(y, [n] as const),
    names: schema.names,
    classes: schema.target?.kind === 'classes' ? schema.target.classes : undefined,
    rows,
    unused: matchColumns(source, schema).unused,
  }
}

/** The same in blocks of rows, from the start at each call; each block has arrays of its own. */
export function* encodeBlocks(
  source: Source,
  schema: Schema,
  options: EncodeOptions = {},
): Generator<EncodedBlock> {
  checkOptions('encode', options, ['target'])
  const places = matchColumns(source, schema)
  const { target } = schema
  if (options.target === true && target === undefined)
    throw new ArgumentError('encode', `the schema has no target to be read from ${source.name}`)
  if (options.target === true && target !== undefined && places.target === undefined)
    throw noColumn(source, [target.column], places.unused, 'which is the target')
  const targetPlace = options.target === false ? undefined : places.target
  const readers = schema.features.map(feature => readerOf(feature, schema))
  const read = target === undefined ? undefined : targetReader(target)
  const d = schema.names.length
  const used = [...places.features, ...(targetPlace === undefined ? [] : [targetPlace])]
  for (const block of source.blocks(used)) {
    const numbers = new Map<number, Numbers>()
    const reading: Reading = {
      block,
      numbersOf(column) {
        const known = numbers.get(column) ?? block.numbers(column)
        numbers.set(column, known)
        return known
      },
      out: new Uint8Array(block.size),
      refused: [],
    }
    // Rows that go are not looked at.
    const columns = schema.features.map((feature, f) => ({ feature, column: places.features[f]! }))
    for (const { feature, column } of columns)
      if (feature.missing === 'drop') dropRows(reading, feature.kind === 'numeric', column)
    if (target?.missing === 'drop' && targetPlace !== undefined)
      dropRows(reading, target.kind === 'number', targetPlace)
    const x = new Float64Array(block.size * d)
    let offset = 0
    readers.forEach((reader, f) => {
      reader(reading, places.features[f]!, { x, d, offset })
      offset += widthOf(schema.features[f]!)
    })
    const y = targetPlace === undefined ? undefined : read?.(reading, targetPlace)
    // The first one in the order of the rows, so that it does not depend on where blocks end.
    const first = reading.refused.reduce((a, b) => (b.row < a.row ? b : a), reading.refused[0]!)
    if (first !== undefined) throw block.error(first.message, first.row, first.column)
    yield compact(block, d, x, y, reading.out)
  }
}

/** A block that is being read. */
interface Reading {
  readonly block: Block
  numbersOf(column: number): Numbers
  /** 1 for each row that is left out. */
  readonly out: Uint8Array
  /** What is not sound: the first cell of each column. */
  readonly refused: { readonly message: string; readonly row: number; readonly column: number }[]
}

/** The columns of x, [size, d], from `offset` on. */
interface Into {
  readonly x: Float64Array
  readonly d: number
  readonly offset: number
}

function dropRows({ block, numbersOf, out }: Reading, numeric: boolean, column: number): void {
  if (numeric)
    numbersOf(column).values.forEach((value, i) => {
      if (Number.isNaN(value)) out[i] = 1
    })
  else
    block.texts(column).forEach((text, i) => {
      if (text === undefined) out[i] = 1
    })
}

/** The rows that stay. */
function compact(
  { start, size }: Block,
  d: number,
  x: Float64Array,
  y: Float64Array | undefined,
  out: Uint8Array,
): EncodedBlock {
  const rows = new Float64Array(size)
  let kept = 0
  for (let i = 0; i < size; i++) {
    if (out[i] === 1) continue
    rows[kept] = start + i
    if (kept < i) {
      x.copyWithin(kept * d, i * d, (i + 1) * d)
      if (y !== undefined) y[kept] = y[i]!
    }
    kept++
  }
  return { size: kept, x: x.subarray(0, kept * d), y: y?.subarray(0, kept), rows: rows.subarray(0, kept) }
}

/** Reads a column of a block into its place in x; ends at the first cell that is not sound. */
type Reader = (reading: Reading, column: number, into: Into) => void

function readerOf(feature: Feature, schema: Schema): Reader {
  const name = describe(feature.column)
  const { indicator, fill } = feature
  const last = widthOf(feature) - 1

  /** Goes through the cells that are kept, until one is not sound: `valueOf` says why. */
  function each<T>(
    cells: ArrayLike<T>,
    isMissing: (cell: T) => boolean,
    put: (row: number, cell: T | typeof fill) => string | undefined,
  ): Reader {
    return ({ out, refused }, column, { x, d, offset }) => {
      for (let i = 0; i < cells.length; i++) {
        if (out[i] === 1) continue
        const missing = isMissing(cells[i]!)
        if (missing && indicator) x[i * d + offset + last] = 1
        const message = missing && fill === undefined ? NOTHING : put(i, missing ? fill : cells[i]!)
        if (message === undefined) continue
        refused.push({ message: `column ${name}: ${message}`, row: i, column })
        return
      }
    }
  }

  if (feature.kind === 'numeric') {
    return (reading, column, into) => {
      const { values, bad, problem } = reading.numbersOf(column)
      const { x, d, offset } = into
      const to = bad < 0 ? values.length : bad
      let absent = 0
      for (let i = 0; i < to; i++) {
        x[i * d + offset] = values[i]!
        if (Number.isNaN(values[i])) absent++
      }
      const put = (row: number, value: number | typeof fill) => {
        x[row * d + offset] = Number(value)
        return undefined
      }
      const known = reading.refused.length
      if (absent > 0) each(values.subarray(0, to), Number.isNaN, put)(reading, column, into)
      if (bad >= 0 && reading.refused.length === known)
        reading.refused.push({ message: `column ${name}: ${problem!.message}`, row: bad, column })
    }
  }
  const slots =
    feature.kind === 'categorical'
      ? new Map(feature.categories.map((category, k) => [category, k]))
      : undefined
  return (reading, column, into) => {
    const { x, d, offset } = into
    const put = (row: number, cell: string | typeof fill) => {
      const at = row * d + offset
      if (feature.kind === 'boolean') {
        const small = String(cell).toLowerCase()
        if (typeof cell === 'number') x[at] = cell
        else if (small === feature.yes) x[at] = 1
        else if (small !== feature.no) return `${describe(cell)} is neither ${feature.yes} nor ${feature.no}`
        return undefined
      }
      const text = String(cell)
      const known = slots!.get(text)
      if (known === undefined && !feature.other && schema.unknown === 'error')
        return noneOf(text, feature.categories, 'categories')
      const k = known ?? (feature.other ? feature.categories.length : 0)
      if (k > 0) x[at + k - 1] = 1
      return undefined
    }
    each(reading.block.texts(column), text => text === undefined, put)(reading, column, into)
  }
}

const NOTHING = 'it is missing here, and the schema has nothing in its place; fill it in or remove the row'

/** Reads the target of a block. */
function targetReader(target: Target): (reading: Reading, column: number) => Float64Array {
  const name = describe(target.column)
  // Numbers that are spelled in another way are the same class.
  const keyOf = (text: string) =>
    target.kind === 'classes' && target.numeric ? (parseNumber(text.replace(',', '.')) ?? text) : text
  const classes = target.kind === 'classes' ? target.classes : []
  const places = new Map(classes.map((name, k) => [keyOf(name), k]))
  return ({ block, numbersOf, out, refused }, column) => {
    const refuse = (row: number, message: string) => {
      refused.push({ message: `column ${name}: ${message}`, row, column })
    }
    const isOut = (row: number) => out[row] === 1
    if (target.kind === 'number') {
      const { values, bad, problem } = numbersOf(column)
      const at = values
        .subarray(0, bad < 0 ? undefined : bad)
        .findIndex((value, i) => Number.isNaN(value) && !isOut(i))
      if (at >= 0) refuse(at, ABSENT)
      else if (bad >= 0) refuse(bad, problem!.message)
      return values.slice()
    }
    const y = new Float64Array(block.size)
    const texts = block.texts(column)
    for (let i = 0; i < block.size; i++) {
      const text = texts[i]
      const k = text === undefined ? undefined : places.get(keyOf(text))
      if (k !== undefined) y[i] = k
      else if (!isOut(i)) {
        refuse(i, text === undefined ? ABSENT : noneOf(text, classes))
        break
      }
    }
    return y
  }
}

const ABSENT = 'the target is missing here; fill it in or remove the row'
