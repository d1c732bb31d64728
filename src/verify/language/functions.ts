// Functions and what they are applied to.
import type { Expr } from './ast.js'
import { big } from './big.js'
import { type Cursor, named } from './cursor.js'
import { FUNCTIONS } from './lexer.js'
import { exponent, group, within } from './symbols.js'

/** Other names of functions. */
const ALIASES: Readonly<Record<string, string>> = {
  ln: 'log',
  logistic: 'sigmoid',
  σ: 'sigmoid',
  sgn: 'sign',
  trace: 'tr',
  LSE: 'logsumexp',
  lse: 'logsumexp',
  ReLU: 'relu',
  onehot: 'onehot',
}

/** Whether the next token is a function by its name; σ is one in front of a bracket. */
export function isFunction(cursor: Cursor): boolean {
  const { text, type } = cursor.peek()
  if (type !== 'name' && type !== 'word') return false
  if (text === 'σ') return cursor.sees('(', 1) || cursor.sees('{', 1)
  return text !== 'if' && ((FUNCTIONS as readonly string[]).includes(text) || Object.hasOwn(ALIASES, text))
}

/** A function with its arguments. */
export function call(cursor: Cursor): Expr {
  const token = cursor.next()
  const fn = ALIASES[token.text] ?? token.text
  if ((fn === 'max' || fn === 'min' || fn === 'sum') && cursor.sees('_')) return big(cursor, token, fn)
  let power: Expr | undefined
  if (cursor.sees('^')) {
    // tanh²(x): the power of the value.
    cursor.next()
    power = within(cursor, group(cursor), end => exponent(cursor, end, fn)).exponent
    if (power?.kind !== 'number')
      cursor.refuse(
        `${fn}^{…} may be an inverse or a power`,
        cursor.since(token),
        [`Write (${fn} x)^{2} for a power.`],
        'ambiguous',
      )
  }
  if (cursor.sees('_')) {
    const ways = fn === 'log' ? ['Write \\frac{\\log x}{\\log 2} for a logarithm to another base.'] : []
    cursor.refuse(`an index on ${token.text} is not understood`, cursor.peek(), ways)
  }
  const args = argumentsOf(cursor, fn)
  const applied: Expr = { kind: 'call', fn, args, span: cursor.since(token) }
  return power === undefined
    ? applied
    : { kind: 'pow', base: applied, exponent: power, span: cursor.since(token) }
}

function argumentsOf(cursor: Cursor, fn: string): readonly Expr[] {
  const open = cursor.peek()
  const close = open.type === 'sign' ? { '(': ')', '{': '}', '\\{': '\\}', '[': ']' }[open.text] : undefined
  if (close !== undefined) {
    cursor.next()
    const bars = cursor.bars
    cursor.bars = false
    const args = [cursor.rules.sum(cursor)]
    while (cursor.take(',')) args.push(cursor.rules.sum(cursor))
    cursor.bars = bars
    cursor.expect(close, open)
    return args
  }
  const arg = cursor.deeper(() => cursor.rules.operand(cursor))
  const next = cursor.peek()
  const closed = arg.kind === 'big' || (arg.kind === 'call' && next.type === 'sign')
  if (
    !closed &&
    (next.type === 'number' ||
      ((next.type === 'name' || next.type === 'word') &&
        !/^(if|for|when|where|otherwise|and|with|or)$/.test(next.text)) ||
      (next.type === 'sign' && ['(', '[', 'frac', '∑'].includes(next.text)))
  ) {
    cursor.refuse(
      `does ${fn} reach to ${named(next)}?`,
      next,
      [
        `Write \\${fn}(…) around what it is applied to.`,
        `Put \\cdot in front of ${named(next)} where it is not.`,
      ],
      'ambiguous',
    )
  }
  return [arg]
}
