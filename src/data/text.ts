// The text of a file: decoded from UTF-8, and places in it as editors count them.
import { ArgumentError, DataError, describe } from '../errors.js'
import { kindOf } from './csv/magic.js'
import { firstNotUtf8 } from './csv/utf8.js'

/** What surely fits into one string: V8's longest, as others have longer ones. */
const MOST_BYTES = 2 ** 29 - 24

/** The text without its byte order mark; refuses bytes that are not UTF-8, and strings that cannot become it. */
export function textOf(input: string | Uint8Array, source: string): string {
  if (typeof input === 'string') {
    checkWhole(input, source)
    return input.startsWith('\ufeff') ? input.slice(1) : input
  }
  if (!(input instanceof Uint8Array)) {
    throw new ArgumentError(
      'csv',
      `wants the text of a file, or its bytes as a Uint8Array, got ${describe(input)}`,
    )
  }
  if (input.length > MOST_BYTES)
    throw new DataError(source, `is too large: ${input.length} bytes, where a text has ${MOST_BYTES} at most`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input)
  } catch {
    const broken = firstNotUtf8(input, 0, input.length)
    const text = new TextDecoder('utf-8').decode(input.subarray(0, broken))
    const what = kindOf(input) ?? 'what follows is not UTF-8; save the file as UTF-8'
    throw errorAt(text, source, text.length, what)
  }
}

/** Refuses a string that no text in UTF-8 can become. */
export function checkWhole(text: string, source: string): void {
  const broken = text.search(/\p{Surrogate}/u)
  if (broken < 0) return
  const mark = text.startsWith('\ufeff') ? 1 : 0
  throw errorAt(
    text.slice(mark),
    source,
    broken - mark,
    'half of a surrogate pair is not a character; remove it',
  )
}

/** An error at an offset into the text, as a line and a column counted from 1. */
export function errorAt(text: string, source: string, offset: number, message: string): DataError {
  let [line, start] = [1, 0]
  for (const { 0: end, index } of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line++
    start = index + end.length
  }
  return new DataError(source, message, line, offset - start + 1)
}
