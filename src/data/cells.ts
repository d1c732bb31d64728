// CSV text as rows of cells, each with its place in the file, on the parser of the package csv-parse.
import { CsvError, type Options, parse } from '#csv-parse'
import { ArgumentError, type DataError, describe } from '../errors.js'
import { errorAt, lengthOfUtf8, textOf } from './text.js'

/** The rows of a file, blank ones left out, and a way to refuse one of their cells by its place. */
export interface Cells {
  readonly rows: readonly (readonly string[])[]
  /** An error at a cell; one cell past the last of its row means the end of that row. */
  error(message: string, row: number, cell: number): DataError
}

const LAYOUT = {
  trim: true,
  skip_empty_lines: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
}

const MALFORMED: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED:
    'this cell opens a quote that is never closed; close it, and write "" for a quote inside',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a cell; put the whole cell in quotes and write "" for a quote inside',
  CSV_INVALID_CLOSING_QUOTE: 'text follows the closing quote of this cell; write "" for a quote inside',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'text follows the closing quote of this cell; write "" for a quote inside',
}

/** Reads the cells as text: blanks around a cell go, unless it is quoted. */
export function readCells(input: string | Uint8Array, source: string, delimiter: string): Cells {
  if (typeof delimiter !== 'string' || [...delimiter].length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new ArgumentError(
      'csv',
      `delimiter must be one character such as ',' ';' '|' or a tab, got ${describe(delimiter)}`,
    )
  }
  const text = textOf(input, source)
  const layout = { ...LAYOUT, delimiter }

  const rows: (readonly string[])[] = []
  /** Where each row ends, as an offset into the UTF-8 of the text. */
  const ends: number[] = []
  const keep = (row: string[], info: { readonly bytes_records: number }) => {
    rows.push(row)
    ends.push(info.bytes_records)
    return null
  }
  const malformed = attempt(text, { ...layout, on_record: keep })

  /** The error at a cell; without one, at the first malformed cell of the row. Only here are cells located. */
  function error(message: string, row: number, cell?: number): DataError {
    const start = row === 0 ? 0 : lengthOfUtf8(text, ends[row - 1]!)
    const tail = text.slice(start)
    const cells: number[] = []
    const locate = (value: string, info: { readonly bytes: number }) => {
      cells.push(info.bytes)
      return value
    }
    attempt(tail, { ...layout, cast: locate, to: 1 })
    const before = cell ?? cells.length
    let at = before === 0 ? 0 : lengthOfUtf8(tail, cells[before - 1]!)
    // Before the first cell there may be blank lines. Another cell follows a delimiter, or is missing at the end of its row.
    const skip = (blank: RegExp) => {
      while (at < tail.length && blank.test(tail[at]!) && !tail.startsWith(delimiter, at)) at++
    }
    if (before === 0) skip(/\s/)
    else if (tail.startsWith(delimiter, at)) {
      at += delimiter.length
      skip(/[^\S\r\n]/)
    }
    return errorAt(text, source, start + at, message)
  }

  if (malformed !== undefined) throw error(MALFORMED[malformed.code] ?? malformed.message, rows.length)
  return { rows, error }
}

/** Parses up to the end, or the error that the text is to blame for. */
function attempt(text: string, options: Options): CsvError | undefined {
  try {
    parse(text, options)
    return undefined
  } catch (error) {
    if (error instanceof CsvError) return error
    throw error
  }
}
