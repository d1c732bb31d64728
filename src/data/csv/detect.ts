// What a CSV file does not say about itself, found in its first rows: the delimiter, the decimal sign, whether it has a header.
import { DataError, describe } from '../../errors.js'
import { parseNumber } from '../numbers.js'
import type { Bytes } from './bytes.js'
import { chunksOf } from './chunks.js'
import { Texts } from './texts.js'

/** Delimiters that are looked for. The comma comes last: it stands inside numbers and sentences more often than the others. */
const DELIMITERS = ['\t', ';', '|', ','] as const

/** The first rows, and an error at a cell of them. */
export interface Sample {
  readonly rows: readonly (readonly string[])[]
  error(message: string, row: number): DataError
}

/** So many rows are looked at, and fewer where they have so many cells. */
const [ROWS, CELLS] = [100, 20_000]

/** The first rows under a delimiter. Rows before one that is not sound are given; where that is the first, it throws. */
export function sampleOf(input: Bytes, delimiter: string): Sample {
  const mark = new TextEncoder().encode(delimiter)
  const texts = new Texts()
  const rows: string[][] = []
  let cells = 0
  try {
    chunks: for (const { bytes, rows: found } of chunksOf(input, mark)) {
      for (let i = 0; i < found.size; i++) {
        const row = Array.from({ length: found.width(i) }, (_, j) =>
          texts.of(bytes, found.start(i, j, mark), found.end(i, j)),
        )
        rows.push(row)
        cells += row.length
        if (rows.length === ROWS || (rows.length > 1 && cells > CELLS)) break chunks
      }
    }
  } catch (error) {
    if (rows.length === 0 || !(error instanceof DataError)) throw error
  }
  const error = (message: string, row: number) => {
    let before = 0
    for (const { rows: found, error } of chunksOf(input, mark)) {
      if (row < before + found.size) return error(message, found.starts[row - before]!)
      before += found.size
    }
    return new DataError(input.name, message)
  }
  return { rows, error }
}

const comma = /^\s*[+-]?\d*,\d+\s*$/

/** Whether a cell is a number, by either decimal sign. */
const isNumber = (cell: string): boolean => parseNumber(cell) !== undefined || comma.test(cell)

/**
 * The delimiter that parts the first row and half of the others at least into equally many cells. Where several do, the one that
 * leaves the fewest cells with another of them inside: so a decimal comma parts no cells. A comma where none does.
 */
export function findDelimiter(input: Bytes): string {
  let best: { readonly mark: string; readonly rank: readonly number[] } | undefined
  let trouble: unknown
  for (const mark of DELIMITERS) {
    let rows: Sample['rows']
    try {
      rows = sampleOf(input, mark).rows
    } catch (error) {
      trouble = error
      continue
    }
    const width = rows[0]?.length ?? 0
    if (width < 2) continue
    const others = DELIMITERS.filter(other => other !== mark)
    const cells = rows.flat()
    const unclean = cells.filter(cell => !isNumber(cell) && others.some(other => cell.includes(other))).length
    const even = rows.filter(row => row.length === width).length / rows.length
    const rank = [even < 0.5 ? 1 : 0, unclean / cells.length, -even]
    if (best === undefined || isBefore(rank, best.rank)) best = { mark, rank }
  }
  // Under every delimiter the first row is not sound, or under those that part it.
  if (best === undefined && trouble !== undefined) sampleOf(input, ',')
  return best?.mark ?? ','
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((x, i) => x !== b[i])
  return i >= 0 && a[i]! < b[i]!
}

/** `,` where cells such as 1,5 are numbers, and none has a point. 1,234 alone may as well be a thousand: that is asked. */
export function findDecimal({ rows, error }: Sample, delimiter: string): '.' | ',' {
  let [commas, sure, first] = [0, 0, -1]
  for (const [i, row] of rows.entries()) {
    for (const cell of row) {
      if (cell.includes('.') && parseNumber(cell) !== undefined) return '.'
      if (!comma.test(cell)) continue
      if (commas++ === 0) first = i
      if (!/^\s*[+-]?[1-9]\d{0,2},\d{3}\s*$/.test(cell)) sure++
    }
  }
  if (sure > 0) return ','
  // Between commas only quoted cells have one inside, which is how thousands are written there.
  if (commas === 0 || delimiter === ',') return '.'
  const cell = rows[first]!.find(cell => comma.test(cell))
  throw error(
    `${describe(cell)} is a thousand with a separator or a fraction with a decimal comma, and no other cell tells; give the option decimal: '.' or ','`,
    first,
  )
}

/**
 * Whether the first row names the columns. A row without a number does, unless half of its cells are found again below them, as
 * categories are. One with numbers does where a text stands above a column of numbers, and where five numbers or more count up by
 * one, as the second row does not; two to four that do may be either, and that is asked. Else it is data.
 */
export function findHeader(
  { rows, error }: Sample,
  decimal: '.' | ',',
  isMissing: (cell: string) => boolean,
): boolean {
  const [first, ...body] = rows
  const numberOf = (cell: string) => parseNumber(decimal === '.' ? cell : cell.replace(',', '.'))
  const counts = (row: readonly string[] | undefined) => {
    const values = (row ?? []).map(numberOf).filter(value => value !== undefined)
    return values.length > 1 && values.every((v, i) => Number.isInteger(v) && v === values[0]! + i)
      ? values.length
      : 0
  }
  const isAbove = (j: number) => {
    const below = body.map(row => row[j] ?? '').filter(cell => !isMissing(cell))
    return below.length > 0 && below.every(cell => numberOf(cell) !== undefined)
  }
  const texts = first!.flatMap((cell, j) => (isMissing(cell) || numberOf(cell) !== undefined ? [] : [j]))
  if (texts.some(isAbove)) return true
  if (first!.every(cell => numberOf(cell) === undefined)) {
    const again = texts.filter(j => body.some(row => row[j] === first![j])).length
    return 2 * again < first!.length || texts.length === 0
  }
  const run = counts(first)
  if (run === 0 || counts(body[0]) > 0) return false
  if (run >= 5) return true
  throw error(
    'the first row may hold names or data, for its numbers count up; give the option header: true or false',
    0,
  )
}
