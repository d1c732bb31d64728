// JSON with the place of each value, so that a string can be changed in its file and nothing else is touched.
import type { Span } from '../../text/index.js'
import type { Piece } from '../sourceMap.js'

/** A value of a JSON text. Strings are read when they are asked for: most of a notebook are pictures. */
export type Json =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Json> }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  /** Between its quotes. */
  | { readonly kind: 'string'; readonly span: Span }
  | { readonly kind: 'other' }

/** Where a text is no JSON, and why. */
export class JsonError extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason)
  }
}

const DEEPEST = 200
const OTHER = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
const STOP = /["\\\p{Cc}]/gu

/** The value that a text says; throws a `JsonError` where it says none. */
export function jsonIn(text: string): Json {
  let at = text.startsWith('\ufeff') ? 1 : 0
  const space = (): void => {
    const blank = /[ \t\r\n]*/y
    blank.lastIndex = at
    blank.exec(text)
    at = blank.lastIndex
  }
  const refuse = (wanted: string): never => {
    const found =
      at < text.length ? `'${String.fromCodePoint(text.codePointAt(at)!)}'` : 'the end of the file'
    throw new JsonError(at, `${wanted} is wanted here, not ${found}`)
  }
  const take = (sign: string): boolean => {
    space()
    if (text[at] !== sign) return false
    at++
    return true
  }
  const string = (): Span => {
    const start = at
    for (;;) {
      STOP.lastIndex = at
      const stop = STOP.exec(text)
      at = stop?.index ?? text.length
      if (stop?.[0] === '"') return { start, end: at++ }
      ESCAPE.lastIndex = at
      if (stop?.[0] !== '\\') {
        // A control character above the first ones may stand in a string.
        if (stop !== null && stop[0] > '\u001f') at++
        else refuse('the end of this string, a quote,')
      } else if (ESCAPE.test(text)) at = ESCAPE.lastIndex
      else refuse('an escape such as \\n')
    }
  }
  const value = (depth: number): Json => {
    if (depth > DEEPEST) throw new JsonError(at, 'values are nested too deep here')
    if (take('{')) {
      const members = new Map<string, Json>()
      if (take('}')) return { kind: 'object', members }
      do {
        if (!take('"')) refuse('a name in quotes')
        const name = stringIn(text, string()).text
        if (!take(':')) refuse("':'")
        members.set(name, value(depth + 1))
      } while (take(','))
      return take('}') ? { kind: 'object', members } : refuse("',' or '}'")
    }
    if (take('[')) {
      const items: Json[] = []
      if (take(']')) return { kind: 'array', items }
      do items.push(value(depth + 1))
      while (take(','))
      return take(']') ? { kind: 'array', items } : refuse("',' or ']'")
    }
    if (take('"')) return { kind: 'string', span: string() }
    OTHER.lastIndex = at
    if (!OTHER.test(text)) refuse('a value')
    at = OTHER.lastIndex
    return { kind: 'other' }
  }
  const result = value(0)
  space()
  if (at < text.length) refuse('the end of the file')
  return result
}

/** What stands between quotes, and how the file says each piece of it; `from` is where it starts in a longer text. */
export function stringIn(
  json: string,
  { start, end }: Span,
  from = 0,
): { readonly text: string; readonly pieces: readonly Piece[] } {
  const pieces: Piece[] = []
  let [text, at] = ['', start]
  const push = (said: string, to: number): void => {
    const begin = from + text.length
    text += said
    pieces.push({ text: { start: begin, end: from + text.length }, file: { start: at, end: to } })
    at = to
  }
  while (at < end) {
    const next = json.indexOf('\\', at)
    if (next !== at) {
      const to = next < 0 ? end : Math.min(next, end)
      push(json.slice(at, to), to)
    } else {
      const to = at + (json[at + 1] === 'u' ? 6 : 2)
      push(JSON.parse(`"${json.slice(at, to)}"`), to)
    }
  }
  return { text, pieces }
}
