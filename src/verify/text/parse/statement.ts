// What a display says: equations, chains of them, updates, and the conditions under which they are meant to hold.

import { isRelation } from '../lex/token.js'
import { inSource, LanguageError } from '../source.js'
import type { Condition, Expr, Relation, Statement, Step } from '../tree.js'
import { formulasIn, placedAt } from '../visit.js'
import { behind, inFront, passWhere, seesRecall } from './behind.js'
import { refuseBare, withGradients } from './constructs/differentials.js'
import type { Cursor, Names } from './cursor.js'
import { newName } from './defined.js'
import { claimOfDots, passDots, seesDots } from './dottedClaims.js'
import { type Draft, draftAt, isIndex, PAUSES, RELATIONS, seesEnd } from './draft.js'
import { cursorOver } from './expression.js'
import { passItem, passNote, passRemark, seesIntroducing, skip } from './passing.js'
import type { Choices } from './readings.js'

/**
 * All that a text states. An `align` environment may go on with a chain in each row. A text that begins with a relation goes on
 * from `before`, which was said last.
 */
export function parseStatements(
  source: string,
  names: Names,
  choices?: Choices,
  before?: Expr,
): readonly Statement[] {
  return inSource(source, () => {
    const cursor = cursorOver(source, names, choices)
    const drafts: Draft[] = []
    readDrafts(cursor, drafts, before)
    return drafts
      .flatMap(draft => statementsOf(cursor, draft))
      .map(statement => withGradients(cursor, statement))
  })
}

/** What a text states up to the place where it cannot be read: what is defined there may be what is read behind it. */
export function leadingStatements(source: string, names: Names, choices?: Choices): readonly Statement[] {
  return inSource(source, () => {
    const cursor = cursorOver(source, names, choices)
    const drafts: Draft[] = []
    try {
      readDrafts(cursor, drafts, undefined)
    } catch (error) {
      if (!(error instanceof LanguageError) || error.choice !== undefined || drafts.length === 0) throw error
    }
    return drafts.flatMap(draft => statementsOf(cursor, draft))
  })
}

/** Reads all that a text states, one after the other. */
function readDrafts(cursor: Cursor, drafts: Draft[], before: Expr | undefined): void {
  let premises: readonly Condition[] = []
  for (;;) {
    skip(cursor)
    if (cursor.peek().type === 'end') break
    const last = drafts.at(-1)
    if (last !== undefined && seesDots(cursor)) {
      const dots = passDots(cursor)
      const next = claimBehind(cursor)
      drafts.push(claimOfDots(cursor, drafts, next, dots), next)
    } else if (seesRecall(cursor)) drafts.push(recalled(cursor))
    else if (last === undefined && passWhere(cursor)) drafts.push(claimBehind(cursor))
    else if (cursor.take('⇒')) {
      skip(cursor)
      if (last !== undefined && passNote(cursor)) continue
      if (last?.isSet)
        cursor.unclear('is this claimed, or does it only follow from what is set?', cursor.peek(), [
          'Write what is claimed as a formula of its own, with its condition: a = b \\text{ if } c = 0.',
        ])
      if (last !== undefined && !cursor.seesAny(RELATIONS) && isPremise(cursor, last)) {
        drafts.pop()
        premises = [...premises, ...premisesOf(last)]
      }
    } else if (seesIntroducing(cursor)) {
      const { conditions, labels } = inFront(cursor)
      // Behind a claim, in a row of their own, conditions are of that claim.
      const own = last !== undefined && (seesEnd(cursor) || cursor.sees('.'))
      const claim = own ? last : claimBehind(cursor)
      claim.conditions.unshift(...conditions)
      claim.labels.unshift(...labels)
      if (claim !== last) drafts.push(claim)
    } else {
      if (!cursor.seesAny(RELATIONS)) drafts.push(begin(cursor))
      else if (last !== undefined) chain(cursor, last)
      else if (before === undefined) nothingBefore(cursor)
      else drafts.push(continuing(cursor, before))
      const draft = drafts.at(-1)!
      draft.conditions.unshift(...premises)
      premises = []
      behind(cursor, draft)
    }
  }
  if (premises.length > 0) cursor.refuse('nothing follows from this condition', premises[0]!.span)
}

/** One formula, and nothing but a formula. */
export const parseExpression = (source: string, names: Names, choices?: Choices): Expr =>
  formula(source, names, choices, false)

/** What defines a symbol: one formula, or several with = between, of which the first does. */
export const parseDefinition = (source: string, names: Names, choices?: Choices): Expr =>
  formula(source, names, choices, true)

function formula(source: string, names: Names, choices: Choices | undefined, goesOn: boolean): Expr {
  return inSource(source, () => {
    const cursor = cursorOver(source, names, choices)
    const expr = cursor.rules.sum(cursor)
    while (goesOn && cursor.take('=')) cursor.rules.sum(cursor)
    if (cursor.order !== undefined)
      cursor.refuse('what is left out has no place in a definition', cursor.order.span)
    const vague = formulasIn(expr).find(part => part.kind === 'derivative' && part.by.length === 0)
    if (vague !== undefined) refuseBare(cursor, vague)
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

/** What a draft states. In c := a = b there are two statements: c is defined, and a = b is claimed. */
function statementsOf(cursor: Cursor, draft: Draft): readonly Statement[] {
  const { first, sides, steps } = draft
  if (steps.length < 2 || !/^(:=|≡)$/.test(steps[0]!.relation) || steps[1]!.relation === ':=')
    return [statementOf(cursor, draft)]
  const [defined, from] = [sides[1]!, { ...first, start: sides[1]!.span.start }]
  return [
    statementOf(cursor, {
      ...draft,
      sides: sides.slice(0, 2),
      steps: steps.slice(0, 1),
      end: defined.span.end,
    }),
    statementOf(cursor, { ...draft, first: from, sides: sides.slice(1), steps: steps.slice(1) }),
  ]
}

function statementOf(cursor: Cursor, draft: Draft): Statement {
  const { first, sides, steps, conditions, labels, end, continued, order } = draft
  const update = steps.findIndex(({ relation }) => relation === ':=')
  if (update >= 0 && steps.length > 1)
    cursor.refuse('an update within a chain', update > 0 ? steps[update]!.span : sides[2]!.span, [
      'Write it as a claim of its own.',
    ])
  const relation = steps.find(step => step.relation !== '=')?.relation ?? '='
  const span = { start: first.start, end }
  return {
    relation,
    steps,
    sides,
    conditions,
    labels,
    span,
    ...(continued && { continued }),
    ...(order && { order }),
  }
}

/** Refuses a text that begins with a relation; what is wrong behind it is told first. */
function nothingBefore(cursor: Cursor): never {
  const sign = cursor.peek()
  if (!cursor.sees('<')) {
    cursor.next()
    cursor.rules.sum(cursor)
    cursor.refuse('nothing stands to the left of this', sign)
  }
  const ways = cursor.sees('<') ? ['Write \\langle a, b \\rangle for an inner product.'] : []
  return cursor.refuse('nothing stands to the left of this', cursor.peek(), ways)
}

/** A claim, which is next. */
function begin(cursor: Cursor): Draft {
  passItem(cursor)
  skip(cursor)
  const draft = draftAt(cursor)
  cursor.order = undefined
  draft.sides.push(newName(cursor) ?? cursor.rules.sum(cursor))
  draft.end = cursor.last.end
  chain(cursor, draft)
  if (draft.sides.length < 2) {
    const missing =
      draft.steps.length > 0 ? 'what is set is not claimed' : `expected '=', found ${cursor.found()}`
    cursor.refuse(missing, cursor.peek())
  }
  return draft
}

/** A claim in brackets, which is next. */
function recalled(cursor: Cursor): Draft {
  cursor.next()
  const draft = cursor.bracketed(() => begin(cursor))
  cursor.expect(')')
  behind(cursor, draft)
  return draft
}

/** The claim behind a condition: "if i = k, then a = b". */
function claimBehind(cursor: Cursor): Draft {
  skip(cursor)
  if (cursor.peek().type === 'end') cursor.refuse('a condition without a claim', cursor.last)
  const draft = begin(cursor)
  behind(cursor, draft)
  return draft
}

/** A chain that begins with its relation, from what was said before this text. */
function continuing(cursor: Cursor, before: Expr): Draft {
  const { start } = cursor.peek()
  const draft: Draft = { ...draftAt(cursor), sides: [placedAt(before, start)], continued: true }
  chain(cursor, draft)
  return draft
}

/** = b = c …, where a row may end before or behind the sign. */
function chain(cursor: Cursor, draft: Draft): void {
  for (;;) {
    const back = cursor.place
    const pass = (): boolean => cursor.seesAny(['&', '\\\\', 'quad']) && cursor.next() !== undefined
    while (pass() || passRemark(cursor));
    if (!cursor.seesAny(RELATIONS)) {
      cursor.moveTo(back)
      return
    }
    const sign = cursor.next()
    while (pass() || cursor.take('remark'));
    const side = sideBehind(cursor, sign)
    // What is set by \overset{!}{=} is a wish, and no claim.
    if (sign.text === '=!') {
      draft.end = cursor.last.end
      if (draft.sides.length < 2)
        cursor.refuse('this is set equal, and not claimed', sign, ['Write = for a claim.'])
      draft.isSet = true
      continue
    }
    const relation = sign.text as Relation
    draft.steps.push({ relation, span: { start: sign.start, end: sign.end } })
    draft.sides.push(side)
    draft.end = cursor.last.end
    if (cursor.order !== undefined) draft.order = cursor.order
    cursor.order = undefined
  }
}

/** What stands behind a sign. Behind ∼ and ∝ there may be anything: then the sign is what cannot be read. */
function sideBehind(cursor: Cursor, sign: Step['span'] & { readonly text: string }): Expr {
  try {
    return cursor.rules.sum(cursor)
  } catch (error) {
    if (!/^[∼∝]$/.test(sign.text) || !(error instanceof LanguageError) || error.choice !== undefined)
      throw error
    return cursor.refuse(`claims are exact; '${sign.text}' cannot be checked`, sign, [
      'Write = where it is meant.',
    ])
  }
}

/**
 * Whether what stands in front of ⇒ is a condition of what follows: i = k, λ = 0. A derivative that is 0 may be claimed, or what the
 * other follows from: that is refused. Other equalities are claimed.
 */
function isPremise(cursor: Cursor, { sides, steps, conditions, first, end }: Draft): boolean {
  const [left] = sides
  const last = sides.at(-1)!
  const value = last.kind === 'add' && last.terms.length === 1 ? last.terms[0]!.value : last
  const isNumber = value.kind === 'number'
  const isOfIndex = isIndex(cursor, left!) && isRelation({ ...first, type: 'sign', text: steps[0]!.relation })
  const isOfSymbol = left!.kind === 'symbol' && isNumber && steps[0]!.relation === '='
  if (steps.length === 1 && conditions.length === 0 && (isOfIndex || isOfSymbol)) return true
  const compares = steps.some(({ relation }) => !/^(=|≡|:=)$/.test(relation))
  const isDerived = sides.flatMap(formulasIn).some(({ kind }) => kind === 'derivative')
  if ((isNumber && isDerived) || compares)
    cursor.unclear('is this claimed, or is it what the other follows from?', { start: first.start, end }, [
      'Write each claim as a formula of its own where both are claimed.',
      'Write the condition behind the claim where it is one: a = b \\text{ if } c = 0.',
    ])
  return false
}

/** A statement as a condition of the next one. */
function premisesOf({ sides: [left, right], steps, first, end, conditions }: Draft): readonly Condition[] {
  const { relation } = steps[0]!
  const op = relation as Extract<Condition, { kind: 'compare' }>['op']
  const span = { start: first.start, end }
  return [...conditions, { kind: 'compare', op, left: left!, right: right!, span }]
}
