// What stands in front of a claim or behind it: conditions, and for whom it is meant.
import { isName, isRelation, isSign } from '../lex/token.js'
import { INTRODUCING, JOINING } from '../lex/words.js'
import type { Expr } from '../tree.js'
import { nameOfIndex } from '../visit.js'
import { behindOperand, holdsRelation } from './attached.js'
import { condition, seesRelation, seesWord, takeWord } from './conditions.js'
import type { Cursor } from './cursor.js'
import { type Draft, draftAt, isIndex, PAUSES, seesEnd } from './draft.js'
import { passRemark, seesIntroducing, takeJoining } from './passing.js'

const FILLERS = ['all', 'every', 'each', 'any', 'that', 'we', 'have', 'alle', 'jedes', '所有', '每个']
/** What may begin a text that says what something is. */
const WHERE = ['where', 'with', 'wobei', 'mit', '其中']
/** What ends a condition in words. */
const CLOSING = ['时', '有', 'gilt']

/** Reads what comes behind a claim: conditions, for whom it is, remarks; up to the next claim. */
export function behind(cursor: Cursor, draft: Draft): void {
  for (;;) {
    // A remark is no pause: what follows it without one is not understood.
    let paused = false
    for (;;) {
      if (cursor.seesAny([...PAUSES, '&'])) {
        cursor.next()
        paused = true
      } else if (!passRemark(cursor)) break
    }
    if (takeOrder(cursor, draft)) continue
    if (seesEnd(cursor) || cursor.seesAny(['⇒', '∵']) || seesRecall(cursor)) return
    if (seesIntroducing(cursor)) {
      introduced(cursor)
      conditions(cursor, draft)
    } else if (cursor.sees('(') && (holdsRelation(cursor) || seesIntroducing(cursor, 1))) {
      cursor.next()
      introduced(cursor)
      cursor.bracketed(() => conditions(cursor, draft))
      cursor.expect(')')
    } else if (takeJoining(cursor)) return
    else if (!paused) cursor.stray()
    else if (!bareCondition(cursor, draft)) return
    draft.end = cursor.last.end
  }
}

/** Passes "to first order in h". */
function takeOrder(cursor: Cursor, draft: Draft): boolean {
  const sign = cursor.peek()
  if (!cursor.seesAny(['order1', 'order2'])) return false
  cursor.next()
  const isNamed = isName(cursor.peek()) && cursor.names.has(cursor.peek().text)
  const small = isNamed ? cursor.rules.operand(cursor) : undefined
  const name = small === undefined ? undefined : nameOfIndex(small)
  if (small !== undefined && name === undefined)
    cursor.refuse('an order is in a symbol, such as h', small.span)
  const span = cursor.since(sign)
  draft.order = { times: sign.text === 'order1' ? 1 : 2, ...(name === undefined ? {} : { in: name }), span }
  draft.end = cursor.last.end
  return true
}

/** Reads the conditions in front of a claim: "if i = k, then". */
export function inFront(cursor: Cursor): Draft {
  const draft = draftAt(cursor)
  introduced(cursor)
  const from = cursor.peek()
  const left = cursor.rules.sum(cursor)
  const label = nameOfIndex(left)
  if (seesRelation(cursor)) {
    if (!enumerated(cursor, left, draft)) draft.conditions.push(condition(cursor, { value: left, from }))
  } else if (label !== undefined && !cursor.names.has(label)) draft.labels.push(label)
  else cursor.refuse(`expected a condition, such as j = y_i, found ${cursor.found()}`, cursor.peek())
  takeWord(cursor, CLOSING)
  return draft
}

/**
 * Whether an equation in brackets says again what something is that is defined, (h_i = w_i x + b): a claim of its own. Of other things
 * it is a condition.
 */
export function seesRecall(cursor: Cursor): boolean {
  const close = cursor.sees('(') ? cursor.closing() : undefined
  const name = cursor.peek(1)
  if (close === undefined || !isName(name)) return false
  const { names } = cursor
  const whole = names.has(name.text) ? name.text : name.text.toUpperCase()
  const isDefined = names.has(whole) && names.axes(whole) === undefined && !names.isIndex(whole)
  const sign = behindOperand(cursor, cursor.place + 1)
  if (!isDefined || !isSign(cursor.at(sign), '=')) return false
  const isComposed = behindOperand(cursor, sign + 1) !== close
  return isComposed && !cursor.tokens.slice(sign + 1, close).some(isRelation)
}

/** Passes the "where" of a text that says what something is, and nothing else: then that is claimed. */
export function passWhere(cursor: Cursor): boolean {
  const from = cursor.place
  if (!takeWord(cursor, WHERE)) return false
  const behind = cursor.place
  cursor.moveTo(from)
  const { conditions } = inFront(cursor)
  while (cursor.seesAny(PAUSES)) cursor.next()
  const states = conditions.length > 0 && cursor.peek().type === 'end'
  cursor.moveTo(states ? behind : from)
  return states
}

/** Passes "for all", "if", ∀. */
function introduced(cursor: Cursor): void {
  while (takeWord(cursor, [...INTRODUCING, ...FILLERS]) || cursor.take('∀'));
}

/** , j ≠ y_i without a word before it: an equation only counts as a condition if its left side is an index. */
function bareCondition(cursor: Cursor, draft: Draft): boolean {
  const back = cursor.place
  const from = cursor.peek()
  const left = cursor.rules.sum(cursor)
  const asked = cursor.sees('=') ? isIndex(cursor, left) : seesRelation(cursor)
  if (!asked) {
    cursor.moveTo(back)
    return false
  }
  if (!enumerated(cursor, left, draft)) draft.conditions.push(condition(cursor, { value: left, from }))
  return true
}

/** Conditions and labels behind "for", "if", "∀". */
function conditions(cursor: Cursor, draft: Draft): void {
  do {
    const from = cursor.peek()
    const left = cursor.rules.sum(cursor)
    const label = nameOfIndex(left)
    if (seesRelation(cursor)) {
      if (!enumerated(cursor, left, draft)) draft.conditions.push(condition(cursor, { value: left, from }))
    } else if (label !== undefined && !cursor.names.has(label)) draft.labels.push(label)
    else cursor.refuse(`expected a condition, such as j = y_i, found ${cursor.found()}`, cursor.peek())
    takeWord(cursor, CLOSING)
  } while (another(cursor))
}

/** i = 1, …, m and i ∈ \{1, …, m\}: all values of a label. */
function enumerated(cursor: Cursor, left: Expr, draft: Draft): boolean {
  if (left.kind !== 'symbol' || cursor.names.has(left.name) || !cursor.seesAny(['=', '∈'])) return false
  const set = cursor.seesAny(['\\{', '{'], 1)
  if (set !== cursor.sees('∈')) return false
  const begins = set ? 2 : 1
  const behind = [2, 3, 4, 5].find(ahead => cursor.sees('…', begins + ahead - 1))
  if (cursor.peek(begins).type !== 'number' || behind === undefined) return false
  for (let i = 0; i < begins + behind; i++) cursor.next()
  const from = cursor.at(cursor.place - behind).text
  cursor.take(',')
  const last = cursor.rules.operand(cursor)
  // From 0 on, the last is one less than there are.
  if (from === '0' && last.kind === 'symbol' && cursor.sees('-') && cursor.peek(1).text === '1')
    cursor.moveTo(cursor.place + 2)
  if (set) cursor.expect(cursor.sees('}') ? '}' : '\\}')
  draft.labels.push(left.name)
  return true
}

/** Passes what joins conditions if another one follows. */
function another(cursor: Cursor): boolean {
  const back = cursor.place
  const joint = takeWord(cursor, ['and', 'if', 'with', 'where', 'und', '且'])
  while (cursor.seesAny([',', 'quad', '∧'])) cursor.next()
  if (cursor.place === back) return false
  if (seesIntroducing(cursor) || seesWord(cursor, ['and'])) {
    takeWord(cursor, ['and'])
    introduced(cursor)
    return true
  }
  const ends = seesEnd(cursor) || cursor.seesAny(['&', '.', ';', ')', 'remark', '⇒'])
  const at = cursor.place
  if (!ends && !seesWord(cursor, JOINING) && (joint || isCondition(cursor))) {
    cursor.moveTo(at)
    return true
  }
  cursor.moveTo(back)
  return false
}

/** Whether what follows a comma reads as a condition rather than as another equation. */
function isCondition(cursor: Cursor): boolean {
  const left = cursor.rules.sum(cursor)
  if (!seesRelation(cursor)) return left.kind === 'symbol' && !cursor.names.has(left.name)
  if (!cursor.sees('=')) return true
  if (left.kind !== 'symbol') return false
  return left.indices.length === 0 || isIndex(cursor, left)
}
