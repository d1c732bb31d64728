// A file's bytes as text, for a document format to read.
import { textOf } from '../../data/text.js'
import { DataError } from '../../errors.js'
import type { PlacedMisreading } from '../report/index.js'
import { flawAt } from './block.js'
import type { Document } from './format.js'
import { fileSource, withLineFeeds } from './sourceMap.js'

const BOM = '\ufeff'

/** What `read` makes of the text of a file, a byte order mark and all; where it is none, what is wrong with it. */
export function decoded(input: string | Uint8Array, read: (text: string) => Document): Document {
  const marked =
    typeof input === 'string'
      ? input.startsWith(BOM)
      : input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf
  let text: string
  try {
    text = (marked ? BOM : '') + textOf(input, '')
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return unreadable(input, error)
  }
  const zero = text.indexOf('\0')
  if (zero < 0) return read(text)
  const span = { start: zero, end: zero + 1 }
  const reason = 'this is no text: it holds the character NUL'
  return nothingIn(text, flawAt(fileSource(text), span, reason, ['Save the file as UTF-8.']))
}

/** As much of the text as can be shown, and where it is none. */
function unreadable(input: string | Uint8Array, { line = 1, column = 1, message }: DataError): Document {
  const text = typeof input === 'string' ? input : new TextDecoder('utf-8', { ignoreBOM: true }).decode(input)
  const start = offsetOf(text, line) + column - 1
  const at = `at byte ${new TextEncoder().encode(text.slice(0, start)).length}: `
  const reason = (typeof input === 'string' ? '' : at) + message.slice(message.indexOf(': ') + 2)
  return nothingIn(text, flawAt(fileSource(text), { start, end: start + 1 }, reason))
}

/** A document in which nothing could be found. */
export const nothingIn = (text: string, trouble?: PlacedMisreading): Document => ({
  text,
  given: undefined,
  displays: [],
  inline: [],
  flaws: [],
  trouble,
  included: [],
})

/** Where a line starts, behind the byte order mark. */
function offsetOf(text: string, line: number): number {
  const flat = withLineFeeds(text)
  let at = flat.startsWith(BOM) ? 1 : 0
  for (let passed = 1; passed < line; passed++) at = flat.indexOf('\n', at) + 1
  return at
}
