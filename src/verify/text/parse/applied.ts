// What stands in a bracket behind a name: what a function is applied to, or what a value depends on.
import { isName, isRelation, type Token } from '../lex/token.js'
import { functionNamed } from '../lex/words.js'
import type { Span } from '../source.js'
import type { Expr, Index, Of, SymbolExpr } from '../tree.js'
import { nameOfIndex } from '../visit.js'
import { behindOperand, holdsComma } from './attached.js'
import { type Cursor, short, type Taken } from './cursor.js'

/** An argument: its tokens as one text, and what they say. */
interface Given {
  readonly text: string
  readonly expr: Expr | undefined
}

const OPEN = ['(', '[', '\\{']

/** Whether a token stands between two arguments: bars do only where they did when these were declared. */
const isBetween = ({ type, text }: Token, declared = ''): boolean =>
  type === 'sign' && (/^[,;]$/.test(text) || (/^[|‖]$/.test(text) && declared.includes(text)))

/** Tokens in one spelling, without the braces that show nothing. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ type, text }) => type !== 'sign' || !/^[{}]$/.test(text))
    .map(({ text }) => text)
    .join('')

/** A function of the given block where it stands: with what it is applied to or, alone, at its own variables. */
export function functionApplied(
  cursor: Cursor,
  from: Token,
  { name, times, indices }: Pick<Of<'apply'>, 'name' | 'times'> & { readonly indices: readonly Expr[] },
): Expr {
  const borne = indices.length > 0 ? { indices } : {}
  const { args: own, text: declared } = cursor.names.takes(name)!
  const close = cursor.seesAny(OPEN) ? cursor.closing() : undefined
  // s(1 − s) is a product: who writes s for its value has no bracket behind it.
  if (close === undefined || mentionsAlone(cursor, close, from.text)) {
    const span = cursor.since(from)
    const args = own.map(({ name: arg }): Expr => ({ kind: 'symbol', name: arg!, indices: [], span }))
    return { kind: 'apply', name, times, ...borne, args, span }
  }
  const open = cursor.next()
  const args = listed(cursor, close, declared).map(({ expr }) => expr)
  const span = cursor.since(from)
  if (args.length !== own.length)
    cursor.refuse(
      `${name} takes ${own.length === 1 ? 'one argument' : `${own.length} arguments`}, got ${args.length}`,
      { start: open.start, end: span.end },
      [`It is defined as ${name}(${own.map(({ text }) => text).join(', ')}).`],
    )
  own.forEach(({ isParameter, name: fixed, text }, i) => {
    const arg = args[i]
    if (
      isParameter ||
      isIndex(own[i]!) ||
      (arg?.kind === 'symbol' && arg.name === fixed && arg.indices.length === 0)
    )
      return
    cursor.refuse(`${name} is defined with ${text} at this place`, arg?.span ?? span, [
      `Write ${text} there.`,
      `Where ${name} is a function of it, give it a letter of its own: one that is not declared.`,
    ])
  })
  return { kind: 'apply', name, times, ...borne, args: args.map(arg => arg!), span }
}

/** Whether an argument is an index of what takes it, as the a of π(a ∣ s). */
const isIndex = ({ name, places }: Taken['args'][number]): boolean =>
  name === undefined && places.length === 1

/** Whether a name stands in a bracket without one of its own behind it. */
function mentionsAlone(cursor: Cursor, close: number, name: string): boolean {
  for (let at = cursor.place + 1; at < close; at++) {
    if (cursor.at(at).text === '_') at = cursor.closing(at + 1) ?? at + 1
    else if (cursor.at(at).text === name && !/^[([{'^_]$|^\\\{$/.test(cursor.at(at + 1).text)) return true
  }
  return false
}

/**
 * A symbol with what it depends on in a bracket behind it, which is next: J(\theta), h_\theta(x^{(i)}), p(y \mid x). `undefined` where
 * the bracket holds something else, and is a factor.
 */
export function valueApplied(cursor: Cursor, from: Token, symbol: SymbolExpr): Expr | undefined {
  const close = cursor.sees('(') ? cursor.closing() : undefined
  if (close === undefined || close === cursor.place + 1) return undefined
  // G_{iq} (W_2)_{jq} is a product of entries, whatever G is computed from.
  if (symbol.indices.length > 0 && cursor.at(close + 1).text === '_') return undefined
  const back = cursor.place
  const taken = cursor.names.takes(symbol.name)
  const text = textOf(cursor.tokens.slice(cursor.place + 1, close))
  const whole = `${symbol.name}(${text})`
  if (cursor.names.has(whole) && symbol.indices.length === 0) {
    cursor.moveTo(close + 1)
    return { ...symbol, name: whole, span: cursor.since(from) }
  }
  if (!cursor.names.has(symbol.name)) return undefined
  if (taken?.text === text && taken.args.every(({ places }) => places.length === 0)) {
    cursor.moveTo(close + 1)
    return { ...symbol, span: cursor.since(from) }
  }
  // In G_{iq} (W_2)_{jq} the bracket is there for what hangs on it.
  const hangs = /^[\^_']$/.test(cursor.at(close + 1).text)
  if (taken === undefined && (hangs || !mayBeArguments(cursor, close, undefined))) return undefined
  if (taken !== undefined && mentionsAlone(cursor, close, from.text)) return undefined
  cursor.next()
  const args = listed(cursor, close, taken?.text)
  const span = cursor.since(from)
  const value =
    memberOf(cursor, symbol, args) ?? valueWith(cursor, symbol, taken, args) ?? entryOf(cursor, symbol, args)
  if (value !== undefined) return { ...value, span }
  if (taken?.isOpen && symbol.indices.length === taken.borne && args.length === taken.args.length) {
    const { name, indices } = symbol
    const given = args.map(({ expr }) => expr!)
    if (taken.borne === 0) return { kind: 'apply', name, times: 0, args: given, span }
    const borne = indices.filter(index => index !== ':')
    if (borne.length < indices.length || asApplied(cursor, from, back, close, symbol, taken) === 1) {
      cursor.moveTo(back)
      return undefined
    }
    return { kind: 'apply', name, times: 0, indices: borne, args: given, span }
  }
  // f(2x) is no product where f was declared as f(x).
  if (taken !== undefined && args.length === taken.args.length)
    cursor.unclear(...productOr(cursor, from, back, close, symbol, taken))
  cursor.moveTo(back)
  return undefined
}

/** What to say of q_i(…) where it may be a product, or q_i at another place. */
function productOr(
  cursor: Cursor,
  from: Token,
  open: number,
  close: number,
  { name }: SymbolExpr,
  { text }: Taken,
): readonly [reason: string, span: Span, ways: readonly string[]] {
  const inside = cursor.source.slice(cursor.at(open).end, cursor.at(close).start)
  const written = `${cursor.source.slice(from.start, cursor.at(open).start)}(${inside})`
  return [
    `'${short(written)}': a product, or a function applied?`,
    { start: from.start, end: cursor.at(close).end },
    [`It is declared as ${name}(${text}).`, `Write \\cdot in front of the bracket for a product.`],
  ]
}

/** Which of the two is meant: 0 for the function. */
const asApplied = (...at: Parameters<typeof productOr>): number => at[0].choose(...productOr(...at))

/** The symbol itself, where each argument is something that it depends on. */
function valueWith(
  { names }: Cursor,
  symbol: SymbolExpr,
  taken: Taken | undefined,
  args: readonly Given[],
): SymbolExpr | undefined {
  const indices: Index[] = [...symbol.indices]
  for (const [i, { expr }] of args.entries()) {
    const index = taken?.args[i]
    // Y = k says what is meant, and is compared as it is written.
    if (expr === undefined && index?.text === args[i]!.text) continue
    if (expr !== undefined && index?.name === undefined && index?.places.length === 1) {
      indices[index.places[0]!] ??= expr
      continue
    }
    // x(x)^T is a product: nothing is a function of itself.
    if (expr?.kind !== 'symbol' || expr.name === symbol.name) return undefined
    const own = taken?.args.find(({ name }) => name === expr.name) ?? taken?.args[i]
    // f(b) of f(a) is its value at b, whatever it is computed from.
    const isOther = taken?.isOpen && args.length === taken.args.length && taken.args[i]!.name !== expr.name
    if (isOther) return undefined
    if (own?.name === expr.name && own.places.length === expr.indices.length)
      for (const [k, place] of own.places.entries()) indices[place] ??= expr.indices[k]!
    else if (!names.dependsOn(symbol.name, expr.name)) return undefined
  }
  return { ...symbol, indices }
}

/** v_i(k) is v^{(k)}_i, where v is declared with an index above as well. */
function memberOf(cursor: Cursor, symbol: SymbolExpr, args: readonly Given[]): SymbolExpr | undefined {
  const family = `${symbol.name}^·`
  const found = cursor.names.above(family) === args.length ? indicesOf(cursor, args) : undefined
  return found && { ...symbol, name: family, indices: [...found, ...symbol.indices] }
}

/** q(z) is an entry of q, where z is an index. */
function entryOf(cursor: Cursor, symbol: SymbolExpr, args: readonly Given[]): SymbolExpr | undefined {
  const { name, indices } = symbol
  if (indices.length > 0 || (cursor.names.axes(name) ?? args.length) !== args.length) return undefined
  const found = indicesOf(cursor, args)
  return found && { ...symbol, indices: found }
}

/** Arguments that are all indices. */
function indicesOf({ names }: Cursor, args: readonly Given[]): readonly Index[] | undefined {
  const found: Index[] = []
  for (const { expr } of args) {
    const label = expr && nameOfIndex(expr)
    const isClass = expr?.kind === 'symbol' && names.isIndex(expr.name)
    if (!isClass && (label === undefined || names.has(label))) return undefined
    found.push(expr!)
  }
  return found
}

/** The arguments of a bracket that has been entered, up to the place where it closes, which is passed. */
function listed(cursor: Cursor, close: number, declared: string | undefined): readonly Given[] {
  const found: Given[] = []
  do {
    const at = cursor.place
    const to = behindArgument(cursor, close, declared)
    const isEvent = declared !== undefined && statesAt(cursor, at, to)
    if (isEvent) cursor.moveTo(to)
    const expr = isEvent
      ? undefined
      : cursor.deeper(() => cursor.bracketed(() => cursor.rules.sum(cursor), declared?.includes('|')))
    found.push({ text: textOf(cursor.tokens.slice(at, cursor.place)), expr })
  } while (isBetween(cursor.peek(), declared) && cursor.next())
  cursor.expect(cursor.tokens[close]!.text)
  return found
}

/** Whether a relation stands between two places, and in no bracket. */
function statesAt(cursor: Cursor, from: number, to: number): boolean {
  for (let at = from; at < to; at = (cursor.closing(at) ?? at) + 1) if (isRelation(cursor.at(at))) return true
  return false
}

/** The place behind the argument that is next. */
function behindArgument(cursor: Cursor, close: number, declared: string | undefined): number {
  let at = cursor.place
  while (at < close && !isBetween(cursor.at(at), declared)) at = (cursor.closing(at) ?? at) + 1
  return at
}

/** Whether a bracket, which is next, may hold arguments: names with what hangs on them, or several things. */
function mayBeArguments(cursor: Cursor, close: number, declared: string | undefined): boolean {
  let hasSeveral = false
  let isNames = true
  let depth = 0
  for (let at = cursor.place + 1; at < close; at++) {
    const token = cursor.at(at)
    if (cursor.closing(at) !== undefined) depth++
    else if (/^\\?[)\]}]$/.test(token.text)) depth--
    else if (depth === 0 && isBetween(token, declared)) hasSeveral = true
    else if (
      depth === 0 &&
      !isName(token) &&
      !/^['^_]$/.test(token.text) &&
      !/^[\^_]$/.test(cursor.at(at - 1).text)
    )
      isNames = false
  }
  return isNames || hasSeveral
}

/** Refuses a bracket behind p_i where p is not declared, and J(θ): a product, or a function that is not known? */
export function refuseCall(cursor: Cursor, before: Expr, token: Token): void {
  if (before.kind !== 'symbol') return
  const { name, indices, span } = before
  const written = short(cursor.source.slice(span.start, span.end))
  if (!cursor.names.has(name)) {
    // s(x) := … defines s.
    if (cursor.at(cursor.closing()! + 1).text === ':=') return
    // A small letter may be an entry of its capital.
    if (indices.length === 0 ? token.spaced : cursor.names.has(name.toUpperCase())) return
    cursor.unclear(
      `'${written}(…)': ${short(name)} is neither a known function nor a declared symbol`,
      span,
      [
        `Declare ${short(name)} in the given block for a product.`,
        'Functions are \\exp, \\log, \\operatorname{softmax}, ….',
      ],
    )
  }
  const close = cursor.closing()!
  const { tokens, place } = cursor
  const inner = tokens[place + 1]!
  const named = isName(inner) && (cursor.names.has(inner.text) || functionNamed(inner.text) === undefined)
  const alone = named && behindOperand(cursor, place + 1) === close
  const list = holdsComma(cursor, close)
  const hangs = /^[\^_']$/.test(tokens[close + 1]!.text)
  if ((alone || list) && !hangs) {
    const inside = list ? '…' : cursor.source.slice(inner.start, tokens[close - 1]!.end)
    cursor.unclear(`'${written}(${short(inside)})': a product, or a function applied?`, span, [
      `Write ${written} \\cdot ${short(inside)} for the product.`,
      `Write ${written} alone for its value: the given block says what it depends on.`,
    ])
  }
}
