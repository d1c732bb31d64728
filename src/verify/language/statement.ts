// What a display says: equations, chains of them, updates, and the conditions under which they are meant to hold.
import type { Condition, Expr, Statement } from './ast.js'
import { condition, seesRelation, seesWord, takeWord } from './conditions.js'
import { type Cursor, type Names, named } from './cursor.js'
import { cursorOver, holdsRelation } from './expression.js'
import { LanguageError } from './source.js'

const INTRODUCING = ['if', 'for', 'when', 'where', 'whenever', 'provided', 'assuming', 'with']
const FILLERS = ['all', 'every', 'each', 'any', 'that', 'we', 'have']
const PAUSES = [',', 'quad', '.', ';']
const ENVIRONMENT =
  /^\\(begin|end)\{(align|aligned|equation|gather|gathered|split|eqnarray|displaymath|multline)\}$/

interface Draft {
  relation: '=' | ':='
  readonly sides: Expr[]
  readonly conditions: Condition[]
  readonly labels: string[]
}

/** All that a text states. An `align` environment may go on with a chain in each row. */
export function parseStatements(source: string, names: Names): readonly Statement[] {
  return inSource(source, () => {
    const cursor = cursorOver(source, names)
    const drafts: Draft[] = []
    for (;;) {
      skip(cursor)
      if (cursor.peek().type === 'end') break
      const last = drafts.at(-1)
      if (cursor.seesAny(['=', ':='])) {
        if (last === undefined) cursor.refuse('nothing stands to the left of this', cursor.peek())
        chain(cursor, last!)
      } else drafts.push(begin(cursor))
      tail(cursor, drafts)
    }
    return drafts.map(draft => finished(cursor, draft))
  })
}

/** One formula, and nothing but a formula. */
export function parseExpression(source: string, names: Names): Expr {
  return inSource(source, () => {
    const cursor = cursorOver(source, names)
    const expr = cursor.rules.sum(cursor)
    while (cursor.seesAny(PAUSES)) cursor.next()
    if (cursor.peek().type !== 'end')
      cursor.refuse(`${named(cursor.peek())} is not understood here`, cursor.peek())
    return expr
  })
}

/** One condition, and nothing else. */
export function parseCondition(source: string, names: Names): Condition {
  return inSource(source, () => {
    const cursor = cursorOver(source, names)
    const found = condition(cursor)
    if (cursor.peek().type !== 'end')
      cursor.refuse(`${named(cursor.peek())} is not understood here`, cursor.peek())
    return found
  })
}

/** Errors of a reader, with the text that they speak of. */
function inSource<T>(source: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof LanguageError ? error.in(source) : error
  }
}

/** Passes what has no meaning of its own. */
function skip(cursor: Cursor): void {
  while (cursor.seesAny(['&', '\\\\', ...PAUSES]) || ENVIRONMENT.test(cursor.peek().text)) {
    if (cursor.next().text.endsWith('eqnarray}'))
      cursor.refuse('eqnarray is not read', cursor.peek(), ['Write aligned.'])
  }
}

function begin(cursor: Cursor): Draft {
  const draft: Draft = { relation: '=', sides: [cursor.rules.sum(cursor)], conditions: [], labels: [] }
  while (cursor.sees('&')) cursor.next()
  if (!cursor.seesAny(['=', ':='])) {
    const found = cursor.peek()
    const inequality = seesRelation(cursor) || found.text === '≈'
    cursor.refuse(
      inequality
        ? `claims are equations; ${named(found)} cannot be checked`
        : `expected '=', found ${named(found)}`,
      found,
    )
  }
  chain(cursor, draft)
  return draft
}

/** = b = c … */
function chain(cursor: Cursor, draft: Draft): void {
  for (;;) {
    while (cursor.sees('&')) cursor.next()
    if (!cursor.seesAny(['=', ':='])) return
    const sign = cursor.next()
    if (sign.text === ':=') {
      if (draft.sides.length > 1)
        cursor.refuse('an update within a chain', sign, ['Write it as a claim of its own.'])
      draft.relation = ':='
    }
    while (cursor.seesAny(['&', '\\\\'])) cursor.next()
    draft.sides.push(cursor.rules.sum(cursor))
  }
}

/** What comes behind an equation: conditions, for whom it is, or the next statement. */
function tail(cursor: Cursor, drafts: Draft[]): void {
  const draft = drafts.at(-1)!
  for (;;) {
    let paused = false
    while (cursor.seesAny([...PAUSES, '&'])) {
      paused = true
      cursor.next()
    }
    const token = cursor.peek()
    if (token.type === 'end' || cursor.sees('\\\\') || ENVIRONMENT.test(token.text)) return
    if (cursor.sees('∀') || seesWord(cursor, INTRODUCING)) {
      if (!cursor.take('∀')) takeWord(cursor, INTRODUCING)
      while (takeWord(cursor, FILLERS) !== undefined || cursor.take('∀'));
      conditions(cursor, draft)
    } else if (cursor.sees('(') && holdsRelation(cursor)) {
      const open = cursor.next()
      takeWord(cursor, INTRODUCING)
      conditions(cursor, draft)
      cursor.expect(')', open)
    } else if (takeWord(cursor, ['and', 'so', 'hence', 'thus']) !== undefined) return
    else if (paused && bareCondition(cursor, draft)) continue
    else if (paused) return
    else cursor.refuse(`${named(token)} is not understood here`, token)
  }
}

/** , j ≠ y_i without a word before it: an equation only counts as a condition if its left side is an index. */
function bareCondition(cursor: Cursor, draft: Draft): boolean {
  const back = cursor.place
  const found = cursor.attempt(() => cursor.rules.condition(cursor))
  if (
    found === undefined ||
    (found.kind === 'compare' && found.op === '=' && !speaksOfIndex(cursor, found.left))
  ) {
    cursor.moveTo(back)
    return false
  }
  draft.conditions.push(found)
  return true
}

const speaksOfIndex = (cursor: Cursor, expr: Expr): boolean =>
  expr.kind === 'symbol' && (!cursor.names.has(expr.name) || cursor.names.isIndex(expr.name))

/** Conditions and labels behind "for", "if", "∀". */
function conditions(cursor: Cursor, draft: Draft): void {
  for (;;) {
    const first = cursor.rules.sum(cursor)
    const isLabel = first.kind === 'symbol' && !cursor.names.has(first.name)
    if (!seesRelation(cursor)) {
      if (!isLabel) cursor.refuse('expected a condition', first.span)
      if (first.kind === 'symbol') draft.labels.push(first.name)
    } else if (isLabel && cursor.sees('=') && stretchAhead(cursor)) {
      // for i = 1, …, m
      if (first.kind === 'symbol') draft.labels.push(first.name)
      while (!cursor.sees('…')) cursor.next()
      cursor.next()
      cursor.take(',')
      cursor.rules.sum(cursor)
    } else draft.conditions.push(condition(cursor, first))
    const back = cursor.place
    let more = takeWord(cursor, ['and', 'if', 'with', 'where']) !== undefined
    while (cursor.seesAny([',', 'quad', '∧'])) {
      more = true
      cursor.next()
    }
    takeWord(cursor, ['and', 'if', 'with', 'where'])
    const on =
      more && cursor.attempt(() => cursor.rules.sum(cursor)) !== undefined && !anotherStatement(cursor)
    if (!on) {
      cursor.moveTo(back)
      return
    }
    // Look again from behind the comma.
    cursor.moveTo(back)
    takeWord(cursor, ['and', 'if', 'with', 'where'])
    while (cursor.seesAny([',', 'quad', '∧'])) cursor.next()
    takeWord(cursor, ['and', 'if', 'with', 'where'])
  }
}

/** Whether what was just passed is the left side of another equation rather than of a condition. */
const anotherStatement = (cursor: Cursor): boolean => {
  const before = cursor.tokens[cursor.place - 1]!
  return cursor.sees('=') && (before.text === '}' || before.text === ')')
}

const stretchAhead = (cursor: Cursor): boolean => cursor.sees('…', 2) || cursor.sees('…', 3)

function finished(cursor: Cursor, { relation, sides, conditions: given, labels }: Draft): Statement {
  if (relation === ':=' && sides.length !== 2) cursor.refuse('an update has two sides', sides[2]!.span)
  const spans = [...sides, ...given].map(({ span }) => span)
  const span = { start: Math.min(...spans.map(s => s.start)), end: Math.max(...spans.map(s => s.end)) }
  return { relation, sides, conditions: given, labels, span }
}
