// What stands around claims and says nothing itself: remarks, numbers of equations, "so", "we get", ∴.
import { isName, isRelation } from '../lex/token.js'
import { FILLERS, functionNamed, INTRODUCING, isHarmless, isKeyword, JOINING } from '../lex/words.js'
import { holdsRelation } from './attached.js'
import { seesWord, takeWord } from './conditions.js'
import type { Cursor } from './cursor.js'
import { PAUSES, RELATIONS, seesEnd, seesEnvironment } from './draft.js'

/** Passes what has no meaning of its own between claims. */
export function skip(cursor: Cursor): void {
  for (;;) {
    const layout = cursor.seesAny(['&', '\\\\', ':', '∵', ...PAUSES]) || seesEnvironment(cursor)
    if (layout) cursor.next()
    else if (!passRemark(cursor) && !takeJoining(cursor)) return
  }
}

/** Passes "and", "so we get", "which implies". */
export function takeJoining(cursor: Cursor): boolean {
  // "we" by itself may be w e.
  const filled = cursor.peek().type === 'word' && seesWord(cursor, FILLERS)
  if (!filled && !seesWord(cursor, JOINING)) return false
  while (takeWord(cursor, [...JOINING, ...FILLERS]));
  return true
}

/** Passes a remark in words or in brackets, the number of an equation or the end of a proof; whether there was one. */
export function passRemark(cursor: Cursor): boolean {
  if (cursor.take('remark')) return true
  const behind = cursor.sees('(') ? behindNumber(cursor) : undefined
  if (behind === undefined) return passWord(cursor)
  cursor.moveTo(behind)
  return true
}

/** The place behind (1), (2.3a), (*) and (by (2)), with nothing but an end or a pause behind it. */
function behindNumber(cursor: Cursor): number | undefined {
  const close = cursor.closing()
  if (close === undefined) return undefined
  const ahead = close - cursor.place + 1
  if (!standsApart(cursor, ahead)) return undefined
  if (cursor.sees('remark', 1)) return holdsRelation(cursor) ? undefined : close + 1
  const inside = cursor.source.slice(cursor.peek().end, cursor.at(close).start)
  return /^\s*(\d+([.\-–]\d+)*[a-z']?|[ivx]{1,4}|[a-hA-H]|\*{1,3}|\\ast|\\star|†)\s*$/.test(inside)
    ? close + 1
    : undefined
}

/** Passes a word that is alone, such as \text{linearity} or QED. */
function passWord(cursor: Cursor): boolean {
  const token = cursor.peek()
  const { type, text, run } = token
  const proved = isName(token) && /^q\.?e\.?d$/i.test(run ?? text) && !cursor.names.has(text)
  const alone =
    type === 'word' &&
    !cursor.names.has(text) &&
    functionNamed(text) === undefined &&
    !isKeyword(text) &&
    text.length > 2 &&
    isHarmless([text])
  if (!proved && !alone) return false
  const back = cursor.place
  cursor.next()
  if (proved) cursor.passRun(token)
  if (standsApart(cursor)) return true
  cursor.moveTo(back)
  return false
}

/** Whether what stands before this place ends there, and is no side of a relation. */
function standsApart(cursor: Cursor, ahead = 0): boolean {
  if (seesEnd(cursor, ahead)) return true
  let next = ahead
  while (cursor.seesAny(['&', 'remark', ':', ...PAUSES], next)) next++
  return next > ahead && !cursor.seesAny(RELATIONS, next)
}

/** Passes what numbers a claim in front of it: 1., (2), (i), (a). */
export function passItem(cursor: Cursor): void {
  const token = cursor.peek()
  if (token.type === 'number' && cursor.sees('.', 1) && /^\d+$/.test(token.text)) {
    cursor.moveTo(cursor.place + 2)
    return
  }
  const close = cursor.sees('(') ? cursor.closing() : undefined
  if (close === undefined) return
  const inside = cursor.source.slice(token.end, cursor.at(close).start).trim()
  const behind = cursor.at(close + 1)
  const goesOn = behind.type !== 'sign' || /^(quad|remark|frac|[∑∏∂∇√({𝟙])$/u.test(behind.text)
  if (!goesOn || behind.type === 'end' || !/^(\d+|[ivx]{1,4}|[a-hA-H])$/.test(inside)) return
  if (behind.text === '(' && !behind.spaced) return
  const apart = behind.text === 'quad' || behind.text === 'remark'
  const glued = /^\d/.test(inside) && !behind.spaced
  const declared = glued || [...inside].some(letter => cursor.names.has(letter)) || cursor.names.has(inside)
  if (declared && !apart) {
    const way = cursor.choose(`'(${inside})' in front of a claim: its number, or a factor?`, token, [
      'Put a \\quad behind it where it numbers the claim.',
      `Write ${inside} \\cdot for the factor.`,
    ])
    if (way === 1) return
  }
  cursor.moveTo(close + 1)
}

/** Passes a note behind an arrow: words with formulas between them that relate nothing, up to the end of the row. */
export function passNote(cursor: Cursor): boolean {
  const words: string[] = []
  let ahead = 0
  for (; !seesEnd(cursor, ahead); ahead++) {
    const token = cursor.peek(ahead)
    if (isRelation(token) || cursor.seesAny([...RELATIONS, '⇒'], ahead)) return false
    if (token.type === 'word' && !cursor.names.has(token.text)) words.push(token.text.toLowerCase())
  }
  // What only remains is no condition on what was claimed.
  if (words.length === 0 || words.some(isKeyword) || !isHarmless(words.filter(word => word !== 'only')))
    return false
  cursor.moveTo(cursor.place + ahead)
  return true
}

/** Whether a word comes next that begins a condition. */
export const seesIntroducing = (cursor: Cursor, ahead = 0): boolean =>
  cursor.sees('∀', ahead) || seesWord(cursor, INTRODUCING, ahead)
