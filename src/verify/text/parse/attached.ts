// What hangs on a name or a bracket: groups above and below, found by place before they are understood.

import { isName, isRelation, isSign, type Token } from '../lex/token.js'
import { functionNamed } from '../lex/words.js'
import { across, type Span } from '../source.js'
import type { Cursor } from './cursor.js'

/** A group of tokens above or below, by place: the tokens of what is in its braces, and the span of all of it. */
export interface Attached extends Span {
  readonly from: number
  readonly to: number
  readonly braced: boolean
}

/** Passes one group in braces or parentheses, or one token, and remembers where it was. */
export function group(cursor: Cursor): Attached {
  const from = cursor.place
  const open = cursor.peek()
  if (open.type === 'end') cursor.refuse('an index or exponent is missing', cursor.last)
  const close = open.text === '{' || open.text === '(' ? cursor.closing() : undefined
  cursor.next()
  // w^+, x^*: a sign alone, where a name is declared with it.
  if (open.type === 'sign' && cursor.names.marks.has(open.text) && !beginsNumber(cursor, open))
    return { from, to: cursor.place, braced: false, start: open.start, end: open.end }
  if (close !== undefined) {
    cursor.moveTo(close + 1)
    const braced = open.text === '{'
    const inner = { from: braced ? from + 1 : from, to: braced ? close : close + 1, braced }
    if (inner.to === inner.from) cursor.refuse('this group is empty', across(open, cursor.last))
    return { ...across(open, cursor.last), ...inner }
  }
  if (
    open.type === 'sign' &&
    /^(\^|_|&|\\\\|[)}\]]|\\}|=|,|\+|\*|·|\/|⊙|⊗|⊘|\\(begin|end).*)$/.test(open.text)
  )
    cursor.refuse(`expected an index or exponent, found ${cursor.found(open)}`, open)
  if (open.type === 'sign' && open.text === 'frac') {
    // ^\frac12: the fraction with both of its groups.
    cursor.moveTo(behindGroup(cursor, behindGroup(cursor, from + 1)))
    return { from, to: cursor.place, braced: false, start: open.start, end: cursor.last.end }
  }
  if (open.type === 'sign' && open.text === '-') cursor.next()
  alone(cursor, open)
  return { from, to: cursor.place, braced: false, start: open.start, end: cursor.last.end }
}

/** Whether a sign is that of a number, as in a^-1. */
const beginsNumber = (cursor: Cursor, { text }: Token): boolean =>
  text === '-' && !cursor.peek().spaced && cursor.peek().type !== 'sign' && cursor.peek().type !== 'end'

/**
 * In LaTeX only one token is raised or lowered, and in plain text all that has no space between: w_ij, x^10. In w^Tx
 * the T is a transpose in both. In LaTeX, an index such as that of h_ij may be meant for all.
 */
function alone(cursor: Cursor, first: Token): void {
  const { run, type, text } = first
  const behind = cursor.place
  cursor.passRun(first)
  const digits = type === 'number' && text.length > 1
  const minus = text === '-'
  if (cursor.last === first && !digits && !minus) return
  const declared = cursor.tokens.slice(behind, cursor.place).some(token => cursor.names.has(token.text))
  if (!cursor.latex && !(declared && text === 'T')) return
  const whole = minus ? `-${cursor.last.text}` : (run ?? text)
  const raised = digits || minus ? whole.slice(0, 1) : text
  const sign = cursor.tokens[cursor.tokens.indexOf(first) - 1]!.text
  const reason = `only '${raised}' is ${sign === '_' ? 'below' : 'above'} the line here, and '${whole.slice(raised.length)}' beside it`
  const span = across(first, cursor.last)
  if (digits || minus) cursor.unclear(reason, span, [`Write ${sign}{${whole}}, or put a space between.`])
  const ways = [`Put a space behind ${sign}${raised} for a factor.`, `Write ${sign}{${whole}} for all of it.`]
  if ((declared && cursor.latex) || cursor.choose(reason, span, ways) === 0) cursor.moveTo(behind)
}

/** Reads the tokens of a group with a rule, all of them. */
export function within<T>(
  cursor: Cursor,
  { from, to, braced, ...span }: Attached,
  rule: (end: () => boolean) => T,
): T {
  const { place: back, limit } = cursor
  // Braces end by themselves, and messages name them.
  if (!braced) cursor.limit = to
  cursor.moveTo(from)
  const result = cursor.bracketed(() => rule(() => cursor.place >= to))
  cursor.limit = limit
  if (cursor.place !== to) {
    if (cursor.place < to) cursor.stray()
    cursor.refuse('this group ends too early', span)
  }
  cursor.moveTo(back)
  return result
}

/** Whether the tokens of a bracket say that something is true: (j ≠ y_i) is a condition, and so is ((a = b) ∧ (b = c)). */
export function holdsRelation(cursor: Cursor, open = cursor.place): boolean {
  const close = cursor.closing(open)
  if (close === undefined) return false
  for (let at = open + 1; at < close; at++) {
    const token = cursor.tokens[at]!
    if (isRelation(token)) return true
    if (token.text !== '(') at = cursor.closing(at) ?? at
  }
  return false
}

/** Whether a bracket, which is next, holds several things. */
export function holdsComma(cursor: Cursor, close: number): boolean {
  for (let at = cursor.place + 1; at < close; at++) {
    if (isSign(cursor.tokens[at]!, ',')) return true
    at = cursor.closing(at) ?? at
  }
  return false
}

/** The place behind one operand, by its looks alone; the same place where none begins. */
export function behindOperand(cursor: Cursor, from: number): number {
  let at = from
  // Functions without brackets and roots belong to what they are applied to.
  while (isName(cursor.at(at)) && functionNamed(cursor.at(at).text) !== undefined)
    at = behindAttached(cursor, at + 1)
  while (cursor.at(at).type === 'sign' && /^[√∂]$/.test(cursor.at(at).text)) at++
  const token = cursor.at(at)
  if (token.text === 'frac') at = behindGroup(cursor, behindGroup(cursor, at + 1))
  else if (token.type === 'sign' && /^[|‖]$/.test(token.text)) {
    at++
    while (cursor.at(at).type !== 'end' && cursor.at(at).text !== token.text) at = behindGroup(cursor, at)
    if (cursor.at(at).type !== 'end') at++
  } else if (token.type !== 'sign' && token.type !== 'end') at++
  else if (cursor.closing(at) !== undefined || token.text === '𝟙') at = behindGroup(cursor, at)
  return at === from ? at : behindAttached(cursor, at)
}

const behindGroup = (cursor: Cursor, at: number): number =>
  Math.min((cursor.closing(at) ?? at) + 1, cursor.tokens.length - 1)

function behindAttached(cursor: Cursor, from: number): number {
  let at = from
  for (;;) {
    const { type, text } = cursor.at(at)
    if (type !== 'sign') return at
    if (text === "'") at++
    else if (text !== '^' && text !== '_') return at
    else {
      const inner = cursor.at(at + 1)
      at = behindGroup(cursor, at + 1)
      while (inner.run !== undefined && cursor.at(at).run === inner.run && !cursor.at(at).spaced) at++
    }
  }
}
