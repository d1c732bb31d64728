// CSV text as rows of cells (RFC 4180), each with its place in the file: only where rows start is kept, so that memory stays small.
import { ArgumentError, type DataError, describe } from '../errors.js'
import { errorAt, textOf } from './text.js'

/** The rows of a file, blank lines left out, and a way to refuse one of their cells by its place. */
export interface Cells {
  /** how many rows there are */
  readonly size: number
  /** the first row that has not as many cells as row 0; `undefined` where there is none */
  readonly ragged: number | undefined
  /** The cells of a row as text: blanks around a cell go, unless they are quoted. They are read anew at each call. */
  row(row: number): readonly string[]
  /** An error at a cell; one cell past the last of its row means the end of that row, one row past the last the end of the file. */
  error(message: string, row: number, cell: number): DataError
}

const [LF, CR, QUOTE] = [10, 13, 34]

/** A character that `String.trim` takes away. */
const isBlank = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || (code >= 160 && /\s/.test(String.fromCharCode(code)))

/** Finds the cells of a file; throws a `DataError` where quotes are not sound. It takes time and memory linear in the text. */
export function readCells(input: string | Uint8Array, source: string, delimiter: string): Cells {
  if (typeof delimiter !== 'string' || [...delimiter].length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new ArgumentError(
      'csv',
      `delimiter must be one character such as ',' ';' '|' or a tab, got ${describe(delimiter)}`,
    )
  }
  const text = textOf(input, source)
  const mark = delimiter.charCodeAt(0)
  // NaN past the end, which equals nothing.
  const codeAt = (at: number) => text.charCodeAt(at)
  const isDelimiter = (at: number) =>
    codeAt(at) === mark && (delimiter.length === 1 || text.startsWith(delimiter, at))
  const isEnd = (at: number) => at >= text.length || codeAt(at) === LF || codeAt(at) === CR

  /** Past the blanks from an offset on, within the line or beyond it. A delimiter is none, even where it is a tab. */
  function skip(at: number, beyond: boolean): number {
    while (isBlank(codeAt(at)) && !isDelimiter(at) && (beyond || !isEnd(at))) at++
    return at
  }

  function endOfQuoted(start: number): number {
    let at = start
    do {
      const quote = text.indexOf('"', at + 1)
      if (quote < 0) {
        throw errorAt(
          text,
          source,
          start,
          'this cell opens a quote that is never closed; close it, and write "" for a quote inside',
        )
      }
      at = quote + 1
    } while (codeAt(at) === QUOTE)
    const next = skip(at, false)
    if (!isEnd(next) && !isDelimiter(next)) {
      throw errorAt(
        text,
        source,
        start,
        'text follows the closing quote of this cell; write "" for a quote inside',
      )
    }
    return at
  }

  function endOfPlain(start: number): number {
    let at = start
    while (!isEnd(at) && !isDelimiter(at)) {
      if (codeAt(at) === QUOTE) {
        throw errorAt(
          text,
          source,
          start,
          'a quote stands inside a cell; put the whole cell in quotes and write "" for a quote inside',
        )
      }
      at++
    }
    return at
  }

  /** Visits the cells of the row at an offset, each from its first character to past its last; returns where the row ends. */
  function walk(from: number, visit: (start: number, end: number) => void): number {
    for (let at = from; ; at += delimiter.length) {
      const start = skip(at, false)
      const end = codeAt(start) === QUOTE ? endOfQuoted(start) : endOfPlain(start)
      visit(start, end)
      at = skip(end, false)
      if (isEnd(at)) return at
    }
  }

  let starts = new Uint32Array(64)
  let [size, first] = [0, 0]
  let ragged: number | undefined
  for (let at = skip(0, true); at < text.length; size++) {
    if (size === starts.length) {
      const longer = new Uint32Array(2 * size)
      longer.set(starts)
      starts = longer
    }
    starts[size] = at
    let count = 0
    at = skip(
      walk(at, () => {
        count++
      }),
      true,
    )
    if (size === 0) first = count
    else if (count !== first) ragged ??= size
  }

  function row(row: number): readonly string[] {
    const cells: string[] = []
    walk(starts[row]!, (start, end) => {
      const quoted = codeAt(start) === QUOTE
      cells.push(
        quoted ? text.slice(start + 1, end - 1).replaceAll('""', '"') : text.slice(start, end).trimEnd(),
      )
    })
    return cells
  }

  function error(message: string, row: number, cell: number): DataError {
    if (row >= size) return errorAt(text, source, text.length, message)
    let [i, place] = [0, 0]
    const end = walk(starts[row]!, start => {
      if (i++ === cell) place = start
    })
    return errorAt(text, source, cell < i ? place : end, message)
  }

  return { size, ragged, row, error }
}
