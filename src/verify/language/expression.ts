// Formulas by precedence: sums of products of operands, with everything that may hang on an operand.
import type { Expr, Factor, Term } from './ast.js'
import { big } from './big.js'
import { fractionOfDs, gradient, inlineD } from './calculus.js'
import { cases } from './cases.js'
import { condition, seesRelation, seesWord } from './conditions.js'
import { constantNamed, indicator } from './constants.js'
import { Cursor, type Names, named } from './cursor.js'
import { call, isFunction } from './functions.js'
import { tokenize } from './lexer.js'
import { exponent, group, indexList, symbol, within } from './symbols.js'

/** Words that end a formula and begin its conditions. */
export const KEYWORDS = [
  'if',
  'for',
  'when',
  'where',
  'whenever',
  'provided',
  'otherwise',
  'else',
  'and',
  'with',
  'or',
  'but',
  'unless',
  'assuming',
]

/** a + b − c. */
function sum(cursor: Cursor): Expr {
  const first = cursor.peek()
  const terms: Term[] = []
  do {
    let negative = false
    while (cursor.seesAny(['+', '-'])) negative = (cursor.next().text === '-') !== negative
    terms.push({ negative, value: product(cursor) })
  } while (cursor.seesAny(['+', '-']))
  const [only] = terms
  if (terms.length === 1 && !only!.negative) return only!.value
  return { kind: 'add', terms, span: cursor.since(first) }
}

/** Whether the next token begins an operand, so that it multiplies without a sign. */
function beginsOperand(cursor: Cursor): boolean {
  const token = cursor.peek()
  if (token.type === 'number') return true
  if (token.type === 'name' || token.type === 'word')
    return !seesWord(cursor, KEYWORDS) || cursor.names.has(token.text)
  if (token.type === 'end') return false
  if (token.text === '(') return !holdsRelation(cursor)
  if (token.text === '|' || token.text === '‖') return !cursor.bars
  return ['[', '{', 'frac', '∑', '∏', '∂', '∇', '√', '𝟙', '\\begin{cases}', '\\{'].includes(token.text)
}

/** Whether a bracket holds a relation: (j ≠ y_i) is a condition, and no factor. */
export function holdsRelation(cursor: Cursor): boolean {
  const relations = ['=', '≠', '<', '>', '≤', '≥', '∈', '∉']
  let depth = 0
  for (let ahead = 0; ; ahead++) {
    const token = cursor.peek(ahead)
    if (token.type === 'end') return false
    if (token.type !== 'sign') continue
    if ('([{'.includes(token.text)) depth++
    else if (')]}'.includes(token.text) && --depth === 0) return false
    else if (depth === 1 && relations.includes(token.text)) return true
  }
}

/** a b, a · b, a / b, a ⊙ b, from left to right. */
function product(cursor: Cursor): Expr {
  const first = cursor.peek()
  const factors: Factor[] = [{ by: 'times', value: operand(cursor) }]
  for (;;) {
    const token = cursor.peek()
    const sign = cursor.seesAny(['*', '/', '⊙'])
    if (sign) cursor.next()
    else if (!beginsOperand(cursor)) break
    else if (token.type === 'number' && !cursor.sees('(')) {
      const [before] = [cursor.tokens[cursor.place - 1]!]
      if (before.type === 'number')
        cursor.refuse('two numbers in a row', token, ['Write \\cdot between them.'])
    } else if (factors.at(-1)!.by === 'over' && !token.spaced) {
      // 1/2x: nobody can know. With a space, 1/m X, it is read from left to right.
      cursor.refuse(
        "what is beside a slash's right side: is it below the fraction line?",
        token,
        ['Write \\frac{1}{2} x, or put a space between, for a product.', 'Write 1/(2x) where it is below.'],
        'ambiguous',
      )
    }
    const negative = sign && cursor.sees('-') ? cursor.next() : undefined
    const value = operand(cursor)
    const by = token.text === '/' && sign ? 'over' : token.text === '⊙' && sign ? 'hadamard' : 'times'
    factors.push({
      by,
      value:
        negative === undefined
          ? value
          : { kind: 'add', terms: [{ negative: true, value }], span: cursor.since(negative) },
    })
  }
  return factors.length === 1 ? factors[0]!.value : { kind: 'mul', factors, span: cursor.since(first) }
}

/** One thing with what hangs on it: powers, transposes, indices. */
function operand(cursor: Cursor): Expr {
  const first = cursor.peek()
  let value = cursor.deeper(() => primary(cursor))
  for (;;) {
    if (cursor.sees("'") && !cursor.peek().spaced) {
      cursor.next()
      value = { kind: 'transpose', of: value, span: cursor.since(first) }
    } else if (cursor.take('^')) {
      const { exponent: power, transposed } = within(cursor, group(cursor), end =>
        exponent(cursor, end, '(…)'),
      )
      value = transposed
        ? { kind: 'transpose', of: value, span: cursor.since(first) }
        : { kind: 'pow', base: value, exponent: power!, span: cursor.since(first) }
    } else if (value.kind !== 'norm' && cursor.take('_')) {
      const indices = within(cursor, group(cursor), end => indexList(cursor, end))
      value = { kind: 'indexed', of: value, indices, span: cursor.since(first) }
    } else return value
  }
}

function primary(cursor: Cursor): Expr {
  const token = cursor.peek()
  if (token.type === 'number') {
    if ((cursor.sees('\\{', 1) || cursor.sees('{', 1)) && token.text === '1') return indicator(cursor)
    cursor.next()
    return { kind: 'number', value: Number(token.text), span: token }
  }
  if (token.type === 'name' || token.type === 'word') return letters(cursor)
  if (token.type === 'end') return cursor.refuse('the formula ends where a term is expected', token)
  switch (token.text) {
    case '(':
    case '{':
    case '\\{': {
      cursor.next()
      const bars = cursor.bars
      cursor.bars = false
      const inner = sum(cursor)
      cursor.bars = bars
      if (seesRelation(cursor) && token.text === '(')
        cursor.refuse('a relation within a formula', cursor.peek(), [
          'Write [j = y_i] for 1 where it is true and 0 where it is not.',
        ])
      cursor.expect(token.text === '(' ? ')' : token.text === '{' ? '}' : '\\}', token)
      return inner
    }
    case '[': {
      cursor.next()
      const bars = cursor.bars
      cursor.bars = false
      const inner = sum(cursor)
      const asked = seesRelation(cursor) ? condition(cursor, inner) : undefined
      cursor.bars = bars
      cursor.expect(']', token)
      return asked === undefined ? inner : { kind: 'iverson', condition: asked, span: cursor.since(token) }
    }
    case '|':
    case '‖': {
      cursor.next()
      const bars = cursor.bars
      cursor.bars = true
      const of = sum(cursor)
      cursor.bars = bars
      cursor.expect(token.text, token)
      if (token.text === '|') return { kind: 'call', fn: 'abs', args: [of], span: cursor.since(token) }
      return { kind: 'norm', of, order: normOrder(cursor), span: cursor.since(token) }
    }
    case 'frac': {
      cursor.next()
      const derivative = fractionOfDs(cursor, token)
      if (derivative !== undefined) return derivative
      const [above, below] = [fractionPart(cursor), fractionPart(cursor)]
      const factors = [
        { by: 'times', value: above },
        { by: 'over', value: below },
      ] as const
      return { kind: 'mul', factors, span: cursor.since(token) }
    }
    case '∑':
    case '∏':
      return big(cursor, cursor.next(), token.text === '∑' ? 'sum' : 'prod')
    case '∂':
      return inlineD(cursor)!
    case '∇':
      return gradient(cursor)
    case '√': {
      cursor.next()
      return { kind: 'call', fn: 'sqrt', args: [operand(cursor)], span: cursor.since(token) }
    }
    case '𝟙':
      return indicator(cursor)
    case '\\begin{cases}':
      return cases(cursor)
    case '∞':
      return cursor.refuse('infinity is no number that can be computed with', token)
  }
  if (token.text === '}' || token.text === ')' || token.text === ']')
    cursor.refuse(`this '${token.text}' closes nothing, or a term before it is missing`, token)
  return cursor.refuse(`expected a term, found ${named(token)}`, token)
}

/** What \frac takes: a group, or a single token. */
const fractionPart = (cursor: Cursor): Expr =>
  within(cursor, group(cursor), end => {
    if (end()) cursor.refuse('a part of the fraction is empty', cursor.peek())
    return cursor.deeper(() => sum(cursor))
  })

/** ‖w‖_1, ‖w‖_2. */
function normOrder(cursor: Cursor): 1 | 2 {
  if (!cursor.take('_')) return 2
  return within(cursor, group(cursor), () => {
    const token = cursor.next()
    if (token.text === 'F' || token.text === '2') return 2
    if (token.text === '1') return 1
    return cursor.refuse(`a norm of order ${token.text} is not known; 1 and 2 are`, token)
  })
}

/** Names: functions, constants, derivatives with d, symbols. */
function letters(cursor: Cursor): Expr {
  const token = cursor.peek()
  const declared = cursor.names.has(token.text)
  if (!declared) {
    if (token.text === 'd') {
      const derivative = inlineD(cursor)
      if (derivative !== undefined) return derivative
    }
    if (isFunction(cursor)) return call(cursor)
    const constant = constantNamed(cursor)
    if (constant !== undefined) return constant
  } else if (token.text === 'σ' && cursor.sees('(', 1) && !cursor.peek(1).spaced) {
    cursor.refuse(
      "'σ(…)': the symbol σ, which is declared, times a bracket, or the logistic function?",
      token,
      ['Write σ \\cdot (…) for the product.', 'Write \\operatorname{sigmoid}(…) for the function.'],
      'ambiguous',
    )
  }
  const value = symbol(cursor)
  if (
    !declared &&
    value.kind === 'symbol' &&
    !cursor.names.has(value.name) &&
    cursor.sees('(') &&
    !cursor.peek().spaced &&
    !holdsRelation(cursor)
  ) {
    cursor.refuse(
      `'${value.name}(…)': ${value.name} is neither a known function nor a declared symbol`,
      value.span,
      [
        `Declare ${value.name} in the given block if this is a product.`,
        'Functions are written \\exp, \\log, \\operatorname{softmax}, …',
      ],
      'ambiguous',
    )
  }
  return value
}

/** A cursor over a text, with all rules. */
export function cursorOver(source: string, names: Names): Cursor {
  return new Cursor(tokenize(source, names.words), names, source.includes('\\'), {
    sum,
    product,
    operand,
    condition,
  })
}
