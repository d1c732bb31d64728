// Functions and what they are applied to.

import { type FunctionName, functionOf } from '../../../terms/index.js'
import { isName, isSign, type Token } from '../../lex/token.js'
import { functionNamed, isKeyword } from '../../lex/words.js'
import { mul, over, times } from '../../make.js'
import type { Expr } from '../../tree.js'
import { refuseCall } from '../applied.js'
import { group, within } from '../attached.js'
import type { Cursor } from '../cursor.js'
import { exponent } from '../symbols.js'
import { big } from './big.js'
import { seesDifferential } from './differentials.js'
import { columnOf, placedIn } from './matrices.js'

/** The function that the next token stands for by its name; σ is one in front of a bracket. */
export function functionAt(cursor: Cursor): FunctionName | 'prod' | undefined {
  const token = cursor.peek()
  if (!isName(token)) return undefined
  if (token.text === 'σ')
    return cursor.seesAny(['(', '{', '[', '\\{'], 1 + primesAt(cursor, cursor.place + 1).tokens)
      ? 'sigmoid'
      : undefined
  return functionNamed(token.text)
}

/** Functions that people write and that are none here, with what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  rank: 'It jumps: declare r : integer, and claim what follows from it.',
  argmax: 'Declare the index, c : class of k, and claim p_c = \\max_j p_j.',
  argmin: 'Declare the index, c : class of k, and claim p_c = \\min_j p_j.',
  eig: 'Declare eigenvalues and vectors, λ : real[n] and V : orthogonal[n, n], with A = V diag(λ) V^\\top.',
  adj: 'Write \\det(A) A^{-1} for the adjugate of an invertible matrix.',
  pinv: 'Write (A^\\top A)^{-1} A^\\top for the pseudoinverse of a matrix of full column rank.',
}

/** Refuses a function that is known not to be one here. */
export function refuseUnknown(cursor: Cursor): void {
  const { type, text, ...span } = cursor.peek()
  if (type === 'word' && Object.hasOwn(INSTEAD, text))
    cursor.refuse(`${text} is not known as a function`, span, [INSTEAD[text]!], 'unsupported')
}

/** A function, which is next, with its arguments. */
export function call(cursor: Cursor, fn: FunctionName | 'prod'): Expr {
  const token = cursor.next()
  const runs = fn === 'max' || fn === 'min' || fn === 'sum' || fn === 'prod'
  if (runs && cursor.seesAny(['_', '^'])) return big(cursor, token, fn)
  if (fn !== 'prod' && primesAt(cursor, cursor.place).times > 0) return derived(cursor, token, fn)
  let power: Expr | undefined
  if (cursor.take('^')) {
    // tanh²(x): the power of the value.
    const above = group(cursor)
    const raised = within(cursor, above, end => exponent(cursor, end, fn))
    if (raised.kind !== 'power' || raised.exponent.kind !== 'number' || fn === 'exp')
      return cursor.unclear(`is this a power of ${fn}, or its inverse?`, above, [
        `Write (${fn} x)^{…} for a power.`,
      ])
    power = raised.exponent
  }
  const base = fn === 'log' && token.text === 'log' && cursor.sees('_') ? baseBelow(cursor) : undefined
  if (cursor.sees('_')) cursor.refuse(`an index on ${token.text} is not understood`, cursor.peek())
  const args = argumentsOf(cursor, fn).map(arg =>
    arg.span.start < 0 ? placedIn(arg, cursor.since(token)) : arg,
  )
  if ((fn === 'max' || fn === 'min') && args.length < 2) {
    cursor.unclear(`this ${fn} does not say over what`, token, [`Write \\${fn}_j a_j, or \\${fn}(a, b).`])
  }
  if (fn === 'prod')
    return cursor.unclear('this product does not say over what', token, ['Write \\prod_i a_i.'])
  const value: Expr = { kind: 'call', fn, args, span: cursor.since(token) }
  const applied =
    base === undefined ? value : mul([times(value), over({ ...base, span: value.span })], value.span)
  return power === undefined
    ? applied
    : {
        kind: 'pow',
        base: applied,
        exponent: power,
        ...(base === undefined ? { inside: true } : {}),
        span: cursor.since(token),
      }
}

/** The logarithm of the base, with no place of its own, of \log_2 or \log_{10}. */
function baseBelow(cursor: Cursor): Expr {
  cursor.next()
  const below = group(cursor)
  const base = within(cursor, below, () => cursor.rules.sum(cursor))
  return { kind: 'call', fn: 'log', args: [base], span: base.span }
}

/** The primes of a function, which begin at a place: those of σ'', σ^{\prime\prime} and σ^{(2)}, and how many tokens they take. */
function primesAt(cursor: Cursor, place: number): { readonly times: number; readonly tokens: number } {
  let at = place
  while (isSign(cursor.at(at), "'")) at++
  if (at > place || !isSign(cursor.at(at), '^')) return { times: at - place, tokens: at - place }
  const close = cursor.closing(at + 1) ?? at + 1
  const inner = cursor.tokens.slice(at + 1, close + 1).filter(token => !/^[{}]$/.test(token.text))
  const tokens = close + 1 - place
  if (inner.length > 0 && inner.every(token => isSign(token, "'"))) return { times: inner.length, tokens }
  const [open, order] = inner
  const isOrder = inner.length === 3 && isSign(open!, '(') && order!.type === 'number'
  return isOrder ? { times: Number(order!.text), tokens } : { times: 0, tokens: 0 }
}

/** \sigma'(z), \tanh''(x): the derivative of a function of the language. */
function derived(cursor: Cursor, token: Token, fn: FunctionName): Expr {
  const { times, tokens } = primesAt(cursor, cursor.place)
  cursor.moveTo(cursor.place + tokens)
  if (!cursor.seesAny(['(', '[', '\\{']))
    cursor.refuse(`${fn}' of what? A bracket is missing behind it`, cursor.peek(), [
      `Write ${token.text}'(x).`,
    ])
  const args = argumentsOf(cursor, fn)
  cursor.applied = cursor.place
  return { kind: 'apply', name: fn, times, args, span: cursor.since(token) }
}

function argumentsOf(cursor: Cursor, fn: string): readonly Expr[] {
  const open = cursor.peek()
  const close = cursor.closing()
  if (close !== undefined && /^([([{]|\\\{)$/.test(open.text)) {
    cursor.next()
    const args = cursor.deeper(() =>
      cursor.bracketed(() => {
        const found = [cursor.rules.sum(cursor)]
        if (fn === 'diag' && cursor.sees(',')) return [columnOf(cursor, found[0]!, close)]
        while (cursor.take(',')) found.push(cursor.rules.sum(cursor))
        return found
      }),
    )
    cursor.expect(cursor.tokens[close]!.text)
    // Braces are not seen: \log{x}^2 and \log{x}_i look as if they spoke of x.
    if (open.text === '{' && cursor.seesAny(['^', '_', "'"]))
      cursor.unclear(`does this belong to ${fn}, or to what it is applied to?`, cursor.peek(), [
        `Write \\${fn}(…) with what it is applied to in brackets.`,
      ])
    return args
  }
  if (cursor.sees('-'))
    cursor.refuse(`${fn} of what? A minus follows it`, cursor.peek(), [`Write \\${fn}(-…).`])
  const back = cursor.place
  const arg = cursor.deeper(() => cursor.rules.operand(cursor))
  const next = cursor.peek()
  const closed =
    arg.kind === 'big' ||
    (arg.kind === 'call' && next.type === 'sign') ||
    beginsAnother(cursor, next) ||
    isFactorBehind(cursor, arg, next)
  if (!closed && goesOn(cursor, next)) {
    const way = cursor.choose(`does ${fn} reach to ${cursor.found()}?`, next, [
      `Write \\${fn}(…) around what it is applied to.`,
      `Put \\cdot in front of ${cursor.found()} where it is not.`,
    ])
    if (way === 0) {
      cursor.moveTo(back)
      return [cursor.deeper(() => cursor.rules.product(cursor))]
    }
  }
  return [arg]
}

/** Whether a function begins that is written without brackets: \log a \log b is a product of two, and so is \det A \operatorname{tr} B. */
function beginsAnother(cursor: Cursor, token: Token): boolean {
  if (seesDifferential(cursor)) return true
  const fn = isName(token) && !cursor.names.has(token.text) ? functionNamed(token.text) : undefined
  if (fn === undefined || fn === 'prod') return false
  const { latex, ofMatrix } = functionOf(fn)
  return latex === 'bare' || ofMatrix === true
}

/**
 * Whether a bracket behind what a function is applied to is a factor, as in \\log p_i (a + b): who meant the logarithm of a product
 * would put all of it in brackets. Behind what is not declared it may be what that is applied to.
 */
function isFactorBehind(cursor: Cursor, arg: Expr, next: Token): boolean {
  if (next.type !== 'sign' || !/^(\(|\[|\\\{)$/.test(next.text)) return false
  if (arg.kind !== 'symbol') return true
  refuseCall(cursor, arg, next)
  return cursor.names.has(arg.name) || cursor.names.has(arg.name.toUpperCase())
}

/** Whether a token multiplies what is before it without a sign. */
const goesOn = (cursor: Cursor, token: Token): boolean =>
  token.type === 'number' ||
  (isName(token) && (!isKeyword(token.run ?? token.text) || cursor.names.has(token.text))) ||
  cursor.seesAny(['(', '[', '{', '⟨', '\\{', 'frac', '∑', '∏', '∂', '∇', '√', '𝟙', '\\begin{cases}'])
