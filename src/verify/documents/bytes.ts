// A file's bytes as text, and the places of offsets in it.
import { textOf } from '../../data/text.js'
import { DataError } from '../../errors.js'
import type { Misreading } from '../report/report.js'
import type { Trouble } from '../text/source.js'

/** Something in a file that cannot be read; `span` is in the file's text, as are line and column, which count from 1. */
export interface Flaw extends Misreading {
  readonly line: number
  readonly column: number
}

/** The line and column of an offset, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

const BOM = '\ufeff'

/** The same text with \n for the \r of files from long ago: offsets stay, \r\n stays. */
export const withLineFeeds = (text: string): string => text.replace(/\r(?!\n)/g, '\n')

/** Finds places of offsets, many of them quickly. A byte order mark takes no column. */
export function placesIn(text: string): (offset: number) => Place {
  const flat = withLineFeeds(text)
  const starts = [text.startsWith(BOM) ? 1 : 0]
  for (let at = flat.indexOf('\n'); at >= 0; at = flat.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: Math.max(1, offset - starts[low]! + 1) }
  }
}

/** Trouble at a place of the text. */
export function flawAt(
  placeOf: (offset: number) => Place,
  start: number,
  end: number,
  reason: string,
  ways: readonly string[] = [],
  trouble: Trouble = 'syntax',
): Flaw {
  return { trouble, reason, span: { start, end }, ways, ...placeOf(start) }
}

/** The text of a file, a byte order mark and all; where it is none, what is wrong and as much as can be shown. */
export function decoded(input: string | Uint8Array): { readonly text: string; readonly flaw?: Flaw } {
  const marked =
    typeof input === 'string'
      ? input.startsWith(BOM)
      : input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf
  try {
    const text = (marked ? BOM : '') + textOf(input, '')
    const zero = text.indexOf('\0')
    if (zero < 0) return { text }
    const reason = 'this is no text: it holds the character NUL'
    return { text, flaw: flawAt(placesIn(text), zero, zero + 1, reason, ['Save the file as UTF-8.']) }
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    const { line = 1, column = 1, message } = error
    const text =
      typeof input === 'string' ? input : new TextDecoder('utf-8', { ignoreBOM: true }).decode(input)
    const start = offsetOf(text, line) + column - 1
    const at = `at byte ${new TextEncoder().encode(text.slice(0, start)).length}: `
    const reason = (typeof input === 'string' ? '' : at) + message.slice(message.indexOf(': ') + 2)
    return {
      text,
      flaw: { trouble: 'syntax', reason, span: { start, end: start + 1 }, ways: [], line, column },
    }
  }
}

/** Where a line starts, behind the byte order mark. */
function offsetOf(text: string, line: number): number {
  const flat = withLineFeeds(text)
  let at = flat.startsWith(BOM) ? 1 : 0
  for (let passed = 1; passed < line; passed++) at = flat.indexOf('\n', at) + 1
  return at
}
