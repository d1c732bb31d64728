// What a display says: equations, chains of them, updates, and the conditions under which they are meant to hold.

import type { Token } from '../lex/token.js'
import { INTRODUCING, JOINING } from '../lex/words.js'
import { inSource } from '../source.js'
import type { Condition, Expr, Relation, Statement } from '../tree.js'
import { nameOfIndex } from '../visit.js'
import { holdsRelation } from './attached.js'
import { condition, seesRelation, seesWord, takeWord } from './conditions.js'
import type { Cursor, Names } from './cursor.js'
import { cursorOver } from './expression.js'
import type { Choices } from './readings.js'

const FILLERS = ['all', 'every', 'each', 'any', 'that', 'we', 'have']
const PAUSES = [',', 'quad', '.', ';']
const NO_EQUATION = ['≈', '≡', '∝', '∼', '≠', '∈', '∉']
const RELATIONS: readonly string[] = ['=', '≤', '≥', '<', '>'] satisfies readonly Relation[]

interface Draft {
  readonly first: Token
  relation: '=' | ':='
  readonly sides: Expr[]
  readonly relations: Relation[]
  readonly conditions: Condition[]
  readonly labels: string[]
  end: number
}

/** All that a text states. An `align` environment may go on with a chain in each row. */
export function parseStatements(source: string, names: Names, choices?: Choices): readonly Statement[] {
  return inSource(source, () => {
    const cursor = cursorOver(source, names, choices)
    const drafts: Draft[] = []
    for (;;) {
      skip(cursor)
      if (cursor.peek().type === 'end') break
      const last = drafts.at(-1)
      if (cursor.seesAny([...RELATIONS, ':='])) {
        if (last === undefined) cursor.refuse('nothing stands to the left of this', cursor.peek())
        chain(cursor, last!)
      } else drafts.push(begin(cursor))
      tail(cursor, drafts.at(-1)!)
    }
    return drafts.map(({ first, relation, relations, sides, conditions, labels, end }) => {
      if (relation === ':=' && sides.length !== 2)
        cursor.refuse('an update within a chain', sides[2]!.span, ['Write it as a claim of its own.'])
      const related = relations.some(sign => sign !== '=') ? { relations } : {}
      return { relation, sides, ...related, conditions, labels, span: { start: first.start, end } }
    })
  })
}

/** One formula, and nothing but a formula. */
export function parseExpression(source: string, names: Names, choices?: Choices): Expr {
  return inSource(source, () => {
    const cursor = cursorOver(source, names, choices)
    const expr = cursor.rules.sum(cursor)
    while (cursor.seesAny(PAUSES)) cursor.next()
    if (cursor.peek().type !== 'end') cursor.stray()
    return expr
  })
}

/** One condition, and nothing else. */
export function parseCondition(source: string, names: Names): Condition {
  return inSource(source, () => {
    const cursor = cursorOver(source, names)
    const found = cursor.rules.condition(cursor)
    if (cursor.peek().type !== 'end') cursor.stray()
    return found
  })
}

const seesEnvironment = (cursor: Cursor): boolean =>
  cursor.peek().type === 'sign' && /^\\(begin|end)\{(?!cases)/.test(cursor.peek().text)

/** Passes what has no meaning of its own. */
function skip(cursor: Cursor): void {
  while (cursor.seesAny(['&', '\\\\', ...PAUSES]) || seesEnvironment(cursor)) cursor.next()
}

function begin(cursor: Cursor): Draft {
  const first = cursor.peek()
  const sides = [cursor.rules.sum(cursor)]
  const draft: Draft = {
    first,
    relation: '=',
    sides,
    relations: [],
    conditions: [],
    labels: [],
    end: cursor.last.end,
  }
  while (cursor.sees('&')) cursor.next()
  const sign = cursor.peek()
  if (cursor.seesAny(NO_EQUATION))
    cursor.refuse(`claims are exact; ${cursor.found()} cannot be checked`, sign, [
      'Write = where it is meant.',
    ])
  chain(cursor, draft)
  if (sides.length < 2) cursor.refuse(`expected '=', found ${cursor.found()}`, cursor.peek())
  return draft
}

/** = b = c …, where a row may end before or behind the sign. */
function chain(cursor: Cursor, draft: Draft): void {
  for (;;) {
    const back = cursor.place
    while (cursor.seesAny(['&', '\\\\', 'quad'])) cursor.next()
    if (!cursor.seesAny([...RELATIONS, ':='])) {
      cursor.moveTo(back)
      return
    }
    const sign = cursor.next()
    if (sign.text === ':=') {
      if (draft.sides.length > 1)
        cursor.refuse('an update within a chain', sign, ['Write it as a claim of its own.'])
      draft.relation = ':='
    }
    draft.relations.push(sign.text === ':=' ? '=' : (sign.text as Relation))
    while (cursor.seesAny(['&', '\\\\', 'quad'])) cursor.next()
    draft.sides.push(cursor.rules.sum(cursor))
    draft.end = cursor.last.end
  }
}

/** What comes behind an equation: conditions, for whom it is, or the next statement. */
function tail(cursor: Cursor, draft: Draft): void {
  for (;;) {
    const before = cursor.place
    while (cursor.seesAny([...PAUSES, '&'])) cursor.next()
    const paused = cursor.place > before
    if (cursor.peek().type === 'end' || cursor.sees('\\\\') || seesEnvironment(cursor)) return
    if (cursor.sees('∀') || seesWord(cursor, INTRODUCING)) {
      introduced(cursor)
      conditions(cursor, draft)
    } else if (cursor.sees('(') && holdsRelation(cursor)) {
      cursor.next()
      introduced(cursor)
      cursor.bracketed(() => conditions(cursor, draft))
      cursor.expect(')')
    } else if (takeWord(cursor, JOINING)) {
      while (takeWord(cursor, JOINING));
      return
    } else if (!paused) cursor.stray()
    else if (!bareCondition(cursor, draft)) return
    draft.end = cursor.last.end
  }
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

const isIndex = (cursor: Cursor, expr: Expr): boolean =>
  expr.kind === 'symbol' && (!cursor.names.has(expr.name) || cursor.names.isIndex(expr.name))

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
  cursor.take(',')
  cursor.rules.operand(cursor)
  if (set) cursor.expect(cursor.sees('}') ? '}' : '\\}')
  draft.labels.push(left.name)
  return true
}

/** Passes what joins conditions if another one follows. */
function another(cursor: Cursor): boolean {
  const back = cursor.place
  const joint = takeWord(cursor, ['and', 'if', 'with', 'where'])
  while (cursor.seesAny([',', 'quad', '∧'])) cursor.next()
  if (cursor.place === back) return false
  if (cursor.sees('∀') || seesWord(cursor, [...INTRODUCING, 'and'])) {
    takeWord(cursor, ['and'])
    introduced(cursor)
    return true
  }
  if (cursor.peek().type !== 'end' && !cursor.sees('\\\\') && !seesEnvironment(cursor)) {
    const at = cursor.place
    if (!cursor.seesAny(['&', '.', ';', ')']) && (joint || isCondition(cursor))) {
      cursor.moveTo(at)
      return true
    }
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
