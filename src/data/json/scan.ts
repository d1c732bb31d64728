// One walk over a line of JSON (RFC 8259): where its keys and values lie; nothing is decoded.
import type { DataError } from '../../errors.js'

/** Takes a key, between its quotes, and a value, by where they begin and end. */
export type Take = (keyFrom: number, keyTo: number, from: number, to: number) => void

/** Says that a line is not sound, by an offset into the bytes. */
export type Refuse = (message: string, at: number) => DataError

const [QUOTE, BACKSLASH, COLON, COMMA, MINUS] = [34, 92, 58, 44, 45]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93]

/** Past blanks. */
export function skip(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++
  return at
}

/** Walks over the object that stands between two offsets, which are those of a line that is not blank. */
export function scanObject(bytes: Uint8Array, from: number, to: number, take: Take, refuse: Refuse): void {
  let at = skip(bytes, from, to)
  if (bytes[at] !== OPEN) {
    const what = bytes[at] === OPEN_LIST ? 'an array' : 'no object'
    throw refuse(
      `this line holds ${what}; wanted an object on each line, such as {"x": 1}; a whole array of objects is written so by jq -c '.[]'`,
      at,
    )
  }
  at = skip(bytes, at + 1, to)
  if (bytes[at] === CLOSE && at < to) at++
  else {
    for (;;) {
      if (bytes[at] !== QUOTE || at >= to) throw refuse('wanted a key in double quotes', at)
      const keyEnd = endOfString(bytes, at, to, refuse)
      const key = at + 1
      at = skip(bytes, keyEnd, to)
      if (bytes[at] !== COLON || at >= to) throw refuse('wanted a colon behind the key', at)
      at = skip(bytes, at + 1, to)
      const end = endOfValue(bytes, at, to, refuse)
      take(key, keyEnd - 1, at, end)
      at = skip(bytes, end, to)
      if (bytes[at] === CLOSE && at < to) break
      if (bytes[at] !== COMMA || at >= to) throw refuse('wanted a comma, or } where the object ends', at)
      at = skip(bytes, at + 1, to)
    }
    at++
  }
  const rest = skip(bytes, at, to)
  if (rest < to) throw refuse('something follows the object; put each on a line of its own', rest)
}

function endOfValue(bytes: Uint8Array, at: number, to: number, refuse: Refuse): number {
  const first = at < to ? bytes[at]! : 0
  if (first === QUOTE) return endOfString(bytes, at, to, refuse)
  if (first === OPEN || first === OPEN_LIST) return endOfNested(bytes, at, to, refuse)
  if (first === MINUS || isDigit(first)) return endOfNumber(bytes, at, to, refuse)
  for (const word of WORDS) {
    let i = 0
    while (i < word.length && at + i < to && bytes[at + i] === word[i]) i++
    if (i === word.length) return at + i
  }
  const odd = /^-?(NaN|Infinity|inf)/i.test(String.fromCharCode(...bytes.subarray(at, Math.min(at + 9, to))))
  throw refuse(
    odd
      ? 'NaN and Infinity are not JSON; write null where a value is missing'
      : 'wanted a value: a text in double quotes, a number, true, false or null',
    at,
  )
}

const WORDS: readonly Uint8Array[] = ['null', 'true', 'false'].map(word =>
  Uint8Array.from(word, c => c.charCodeAt(0)),
)

/** Past the closing quote of the text that begins at an offset. */
function endOfString(bytes: Uint8Array, start: number, to: number, refuse: Refuse): number {
  for (let at = start + 1; at < to; at++) {
    const code = bytes[at]!
    if (code === QUOTE) return at + 1
    if (code < 32) throw refuse('a control character stands in a text; write it as \\n, \\t or \\u0000', at)
    if (code !== BACKSLASH) continue
    const letter = String.fromCharCode(bytes[at + 1] ?? 0)
    const hex = letter === 'u' ? String.fromCharCode(...bytes.subarray(at + 2, Math.min(at + 6, to))) : '0000'
    if (at + 1 >= to || !'"\\/bfnrtu'.includes(letter) || !/^[\da-f]{4}$/i.test(hex))
      throw refuse('a backslash stands before what it cannot; write \\\\ for one', at)
    at++
  }
  throw refuse('this text opens a quote that is not closed on its line', start)
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

function endOfNumber(bytes: Uint8Array, start: number, to: number, refuse: Refuse): number {
  const digits = (from: number): number => {
    let at = from
    while (at < to && isDigit(bytes[at]!)) at++
    if (at === from)
      throw refuse('this number is not as JSON has them: digits are wanted, as in -0.5 or 1e-3', start)
    return at
  }
  const first = bytes[start] === MINUS ? start + 1 : start
  let at = digits(first)
  if (bytes[first] === 48 && at > first + 1)
    throw refuse('this number begins with 0; write it without, or as a text in quotes', start)
  if (at < to && bytes[at] === 46) at = digits(at + 1)
  if (at < to && (bytes[at]! | 32) === 101) {
    at++
    if (at < to && (bytes[at] === 43 || bytes[at] === MINUS)) at++
    at = digits(at)
  }
  return at
}

/** Past an array or an object: its brackets are paired, its texts closed; nobody asks for what is inside. */
function endOfNested(bytes: Uint8Array, start: number, to: number, refuse: Refuse): number {
  const closing: number[] = []
  for (let at = start; at < to; at++) {
    const code = bytes[at]!
    if (code === QUOTE) at = endOfString(bytes, at, to, refuse) - 1
    else if (code === OPEN) closing.push(CLOSE)
    else if (code === OPEN_LIST) closing.push(CLOSE_LIST)
    else if (code === CLOSE || code === CLOSE_LIST) {
      if (closing.pop() !== code) throw refuse('this bracket closes none', at)
      if (closing.length === 0) return at + 1
    }
  }
  throw refuse('this bracket is not closed on its line; write each object on one line', start)
}
