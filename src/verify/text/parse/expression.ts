// Formulas by precedence: sums of products of operands.

import { matching } from '../lex/brackets.js'
import { regrouped } from '../lex/groups.js'
import { tokenize } from '../lex/lexer.js'
import { isMatrix } from '../lex/signs.js'
import { laidOut } from '../lex/systems.js'
import { isName, isSign, type Token } from '../lex/token.js'
import { FILLERS, isKeyword } from '../lex/words.js'
import { add, minus, mul, over, times } from '../make.js'
import { across } from '../source.js'
import type { Expr, Factor, Term } from '../tree.js'
import { refuseCall } from './applied.js'
import { holdsRelation } from './attached.js'
import { condition } from './conditions.js'
import { dottedFactors, dottedTerms } from './constructs/dotted.js'
import { passLabels } from './constructs/matrices.js'
import { Cursor, type Names, short } from './cursor.js'
import { operand } from './operand.js'
import type { Choices } from './readings.js'
import { takeRemainder } from './remainder.js'
import { joined } from './rows.js'
import { symbol } from './symbols.js'

/** a + b − c. */
function sum(cursor: Cursor): Expr {
  const first = cursor.peek()
  const terms: Term[] = []
  const starts: Token[] = []
  do {
    let negative = false
    const sign = cursor.peek()
    while (cursor.seesAny(['+', '-'])) negative = (cursor.next().text === '-') !== negative
    if (terms.length > 0 && cursor.sees('…')) {
      dottedTerms(cursor, terms, starts, negative)
      continue
    }
    if (terms.length > 0 && takeRemainder(cursor)) continue
    starts.push(sign)
    terms.push({ negative, value: product(cursor) })
  } while (cursor.seesAny(['+', '-']))
  const [only] = terms
  if (terms.length === 1 && !only!.negative) return only!.value
  return add(terms, cursor.since(first))
}

/** Signs between factors that are not multiplied as matrices are. */
const ENTRYWISE: Readonly<Record<string, Factor['by']>> = {
  '⊙': 'hadamard',
  '⊘': 'hadamardOver',
  '⊗': 'kronecker',
}

/** a b, a · b, a / b, a ⊙ b, from left to right. */
function product(cursor: Cursor): Expr {
  const first = cursor.peek()
  let factors: Factor[] = [times(operand(cursor))]
  let below: { readonly above: Factor; readonly factors: readonly Factor[] } | undefined
  for (;;) {
    const token = cursor.peek()
    if (cursor.sees('…')) {
      factors = dottedFactors(cursor, factors)
      continue
    }
    if (passLabels(cursor)) continue
    const sign = cursor.seesAny(['*', '·', '/', ...Object.keys(ENTRYWISE)])
    if (!sign && !beginsOperand(cursor)) break
    const soFar = cursor.since(first)
    if (sign) cursor.next()
    if (sign && cursor.sees('…') && factors.at(-1)!.by === 'times') {
      factors = dottedFactors(cursor, factors)
      continue
    }
    const further = !sign && isBelow(cursor, factors.at(-1)!.value, below !== undefined)
    const value = signed(cursor)
    if (sign && token.text === '/') {
      // Everything so far is above the line.
      below = { above: times(mul(factors, soFar)), factors: [times(value)] }
      factors = [times(mul([below.above, over(value)], cursor.since(first)))]
      continue
    }
    if (further && below !== undefined) {
      const all = [...below.factors, times(value)]
      const line = mul(all, { start: all[0]!.value.span.start, end: cursor.last.end })
      below = { ...below, factors: all }
      factors = [times(mul([below.above, over(line)], cursor.since(first)))]
      continue
    }
    below = undefined
    if (sign && token.text === '·') factors.push({ by: 'times', dot: true, value })
    else factors.push({ by: (sign && ENTRYWISE[token.text]) || 'times', value })
  }
  return mul(factors, cursor.since(first))
}

/** An operand, which may have a sign behind * and /. */
function signed(cursor: Cursor): Expr {
  const first = cursor.peek()
  if (!cursor.take('-')) return operand(cursor)
  return add([minus(operand(cursor))], cursor.since(first))
}

/** Whether the next token begins an operand, so that it multiplies without a sign. */
function beginsOperand(cursor: Cursor): boolean {
  const token = cursor.peek()
  if (token.type === 'number') return true
  if (isName(token)) return isFactor(token) || cursor.names.has(token.text)
  if (token.type === 'end') return false
  if (token.text === '(') return !holdsRelation(cursor) && !speaks(cursor.peek(1))
  if (token.text === '|' || token.text === '‖')
    return token.side === undefined ? !cursor.bars : token.side === 'open'
  return (
    isMatrix(token.text) ||
    ['[', '{', '⟨', 'frac', '∑', '∏', '∂', '∇', '√', '𝟙', '\\begin{cases}', '\\{'].includes(token.text)
  )
}

/** Whether (2) is next, and nothing behind it in its row. */
const seesEquationNumber = (cursor: Cursor): boolean =>
  cursor.peek(1).type === 'number' &&
  isSign(cursor.peek(2), ')') &&
  (cursor.peek(3).type === 'end' || cursor.sees('\\\\', 3))

/** Whether a name may be a factor, and is no word of a sentence. */
const isFactor = ({ type, text }: Token): boolean =>
  !isKeyword(text) && !(type === 'word' && FILLERS.includes(text.toLowerCase()))

/** Whether a token in a bracket makes it one of words: (by (2)), (for all i), (∀ i). */
const speaks = (token: Token): boolean =>
  isSign(token, 'remark') ||
  isSign(token, '∀') ||
  isSign(token, '∵') ||
  (token.type === 'word' && isKeyword(token.text))

/** Whether what stands beside something without a sign is below the fraction line; refuses what may be meant as no product. */
function isBelow(cursor: Cursor, before: Expr, below: boolean): boolean {
  const token = cursor.peek()
  if (token.type === 'number')
    cursor.refuse(`the number ${cursor.found()} behind a factor`, token, [
      'Write \\cdot between them for a product, x_1 for an index, x^2 for a power.',
    ])
  if (token.spaced && token.text === '(' && seesEquationNumber(cursor)) {
    const close = cursor.closing()!
    const text = cursor.source.slice(token.start, cursor.at(close).end)
    cursor.unclear(`is ${text} the number of the claim, or a factor?`, across(token, cursor.at(close)), [
      `Write \\tag{…} or \\quad ${text} for a number of the claim.`,
      `Write \\cdot ${text.slice(1, -1)} for the factor.`,
    ])
  }
  const reaching = token.type === 'sign' && /^[∑∏]$/.test(token.text)
  if (below && !token.spaced && !reaching) {
    // 1/2x: nobody can know. With a space, 1/m X, it is read from left to right.
    const { start, end } = before.span
    const text = short(cursor.source.slice(start, end))
    const beside = token.text === '(' ? '(…)' : cursor.found().slice(1, -1)
    const below = `${text.slice(text.lastIndexOf('/') + 1)}${beside === '(…)' ? ' ' : ''}${beside}`
    const way = cursor.choose(`is ${cursor.found()} below the fraction line as well?`, token, [
      `Write ${text} \\cdot ${beside} where it is beside the fraction.`,
      `Put brackets around all that is below the line where it is: ${text.slice(0, text.lastIndexOf('/'))}/(${below}).`,
    ])
    return way === 1
  }
  if (token.text === '(' && token.type === 'sign') refuseCall(cursor, before, token)
  return false
}

/** A cursor over a text, with all rules. */
export function cursorOver(source: string, names: Names, choices?: Choices): Cursor {
  const all = regrouped(laidOut(tokenize(source, names.words)))
  const rules = { sum, product, operand, symbol, condition }
  return new Cursor(source, joined(all, matching(all)), names, rules, choices)
}
