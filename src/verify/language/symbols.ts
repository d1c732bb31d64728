// Names and what is attached to them: primes, subscripts and superscripts, which are part of a name, indices or powers.
import type { Expr, Index, SymbolExpr } from './ast.js'
import { type Cursor, named } from './cursor.js'
import type { Token } from './lexer.js'
import { across, type Span } from './source.js'

/** A group of tokens above or below, by place, not yet understood. */
export interface Attached extends Span {
  readonly from: number
  readonly to: number
}

/** What hangs on a name. */
interface Attachments {
  readonly primes: readonly Token[]
  readonly above: Attached | undefined
  readonly below: Attached | undefined
}

/** Passes one group in braces or parentheses, or one token, and remembers where it was. */
export function group(cursor: Cursor): Attached {
  const from = cursor.place
  const open = cursor.next()
  if (open.type === 'end') cursor.refuse('an index or exponent is missing', open)
  if (open.text === '{' || open.text === '(') {
    const braces = open.text === '{'
    const close = braces ? '}' : ')'
    for (let depth = 1; ; ) {
      const token = cursor.next()
      if (token.type === 'end')
        cursor.refuse(`this '${open.text}' is never closed; '${close}' is missing`, open)
      if (token.type !== 'sign') continue
      if (token.text === open.text) depth++
      if (token.text === close && --depth === 0) {
        return {
          ...across(open, token),
          ...(braces ? { from: from + 1, to: cursor.place - 1 } : { from, to: cursor.place }),
        }
      }
    }
  }
  if (open.text === '-') cursor.next()
  if (open.run !== undefined) indicesWithoutBraces(cursor, open, open.run)
  return { from, to: cursor.place, start: open.start, end: cursor.tokens[cursor.place - 1]!.end }
}

/** In plain text w_ij has two indices. In LaTeX only the i is below the line, which nobody means. */
function indicesWithoutBraces(cursor: Cursor, first: Token, run: string): void {
  let last = first
  while (cursor.peek().run === run && !cursor.peek().spaced) last = cursor.next()
  if (cursor.latex && last !== first) {
    const beside = run.slice(first.text.length)
    cursor.refuse(
      `only '${first.text}' is below the line here, and '${beside}' beside it`,
      across(first, last),
      [`Write _{${run}} for indices, or put a space between.`],
      'ambiguous',
    )
  }
}

/** Everything that hangs on the name that was just passed. */
function attachments(cursor: Cursor): Attachments {
  const primes: Token[] = []
  let above: Attached | undefined
  let below: Attached | undefined
  for (;;) {
    if (cursor.sees("'") && !cursor.peek().spaced && above === undefined) primes.push(cursor.next())
    else if (cursor.sees('^') && above === undefined) {
      const before = cursor.place
      cursor.next()
      const found = group(cursor)
      const texts = cursor.tokens.slice(found.from, found.to)
      if (texts.length > 0 && texts.every(t => t.text === "'")) primes.push(...texts)
      else if (texts.length === 0) cursor.refuse('the exponent is empty', found)
      else if (texts[0]!.text === "'")
        cursor.refuse('a prime and an exponent in one', cursor.tokens[before]!, ["Write y'^{…} or (y')^{…}."])
      else above = found
    } else if (cursor.sees('_') && below === undefined) {
      cursor.next()
      below = group(cursor)
    } else return { primes, above, below }
  }
}

/** Reads the tokens of a group with a rule, all of them. */
export function within<T>(
  cursor: Cursor,
  { from, to, ...span }: Attached,
  rule: (end: () => boolean) => T,
): T {
  const { place: back, limit } = cursor
  // What follows an index without braces does not hang on it: the ⊤ of w_i^⊤ is that of w.
  if (!cursor.tokens[to]?.text.endsWith('}')) cursor.limit = to
  cursor.moveTo(from)
  try {
    const result = rule(() => cursor.place >= to)
    if (cursor.place !== to)
      cursor.refuse(
        `${named(cursor.peek())} is not understood here`,
        cursor.place < to ? cursor.peek() : span,
      )
    return result
  } finally {
    cursor.limit = limit
    cursor.moveTo(back)
  }
}

const NUMERIC = /^\d+$/

/** What a group says if it is part of a name: a number, a word. */
function literal(cursor: Cursor, group: Attached | undefined): string | undefined {
  if (group === undefined) return undefined
  const tokens = cursor.tokens.slice(group.from, group.to)
  const run = tokens[0]?.run ?? tokens.map(t => t.text).join('')
  return tokens.length > 0 && tokens.every(t => t.type !== 'sign') ? run : undefined
}

/** The number or name in parentheses above: W^{(1)} → (1). */
function parenthesized(cursor: Cursor, group: Attached | undefined): string | undefined {
  if (group === undefined) return undefined
  const [open, inner, close] = cursor.tokens.slice(group.from, group.to)
  return open?.text === '(' && close?.text === ')' && inner !== undefined && inner.type !== 'sign'
    ? `(${inner.text})`
    : undefined
}

/** The transpose sign, in any of its spellings. */
export const isTransposeSign = (token: Token): boolean =>
  token.text === '⊤' || ((token.type === 'name' || token.type === 'word') && token.text === 'T')

/** A symbol with its indices; what is left above is a power or a transpose. */
export function symbol(cursor: Cursor): Expr {
  const token = cursor.next()
  const { primes, above, below } = attachments(cursor)
  const { names } = cursor
  const base = token.text
  const [number, word] = [parenthesized(cursor, above), literal(cursor, below)]
  const bracketed = above !== undefined && cursor.tokens[above.from]!.text === '('
  // The most that is declared as one name: primes first, then what stands above and below.
  const candidates = [primes.length, 0].flatMap(count => {
    const primed = base + "'".repeat(count)
    return [
      ...(number && word
        ? [{ name: `${primed}^${number}_${word}`, count, usesAbove: true, usesBelow: true }]
        : []),
      ...(number ? [{ name: `${primed}^${number}`, count, usesAbove: true, usesBelow: false }] : []),
      ...(word ? [{ name: `${primed}_${word}`, count, usesAbove: false, usesBelow: true }] : []),
      // Where both L and a family of that name are declared, an index tells them apart.
      ...(bracketed ? [{ name: `${primed}^·`, count, usesAbove: false, usesBelow: false }] : []),
      ...(below ? [{ name: `${primed}_·`, count, usesAbove: false, usesBelow: false }] : []),
      { name: primed, count, usesAbove: false, usesBelow: false },
    ]
  })
  const found = candidates.find(({ name }) => names.has(name)) ?? {
    // Of what is not declared, the primes are a part: j' is a label of its own.
    name: base + "'".repeat(primes.length),
    count: primes.length,
    usesAbove: false,
    usesBelow: false,
  }
  const rest = found.usesAbove ? undefined : above
  const sub = found.usesBelow ? undefined : below
  const indices: Index[] = []
  let power: { readonly exponent: Expr | undefined; readonly transposed: boolean } = {
    exponent: undefined,
    transposed: false,
  }
  const transposesAfter = found.usesAbove ? tail(cursor, above!) : false
  if (rest !== undefined) {
    power = within(cursor, rest, end => {
      if (names.above(found.name) > 0) {
        const parens = cursor.take('(')
        indices.push(...indexList(cursor, () => end() || cursor.sees(')')))
        if (parens) cursor.expect(')')
        return afterIndex(cursor, end)
      }
      return exponent(cursor, end, found.name)
    })
  }
  if (sub !== undefined) indices.push(...within(cursor, sub, end => indexList(cursor, end)))
  const span = cursor.since(token)
  const node: SymbolExpr = { kind: 'symbol', name: found.name, indices, span }
  const turned = power.transposed || transposesAfter || (primes.length - found.count) % 2 === 1
  const transposed: Expr = turned ? { kind: 'transpose', of: node, span } : node
  return power.exponent === undefined
    ? transposed
    : { kind: 'pow', base: transposed, exponent: power.exponent, span }
}

/** W^{(2)\top}: a transpose behind what belongs to the name. */
function tail(cursor: Cursor, above: Attached): boolean {
  const tokens = cursor.tokens.slice(above.from + 3, above.to)
  if (tokens.length === 0) return false
  if (tokens.length === 1 && isTransposeSign(tokens[0]!)) return true
  return cursor.refuse(`${named(tokens[0]!)} is not understood here`, tokens[0]!)
}

/** What may follow an index above: a transpose, or nothing. */
function afterIndex(cursor: Cursor, end: () => boolean) {
  if (end()) return { exponent: undefined, transposed: false }
  const token = cursor.next()
  if (!isTransposeSign(token)) cursor.refuse(`${named(token)} is not understood behind an index`, token)
  return { exponent: undefined, transposed: true }
}

/** What stands above a symbol without indices there: a transpose or a power. */
export function exponent(cursor: Cursor, end: () => boolean, of: string) {
  const token = cursor.peek()
  const single = (): boolean => {
    const back = cursor.place
    cursor.next()
    const last = end()
    cursor.moveTo(back)
    return last
  }
  if (isTransposeSign(token) && single()) {
    if (token.text === 'T' && cursor.names.has('T')) {
      cursor.refuse(
        "'T' may be the transpose here, or the symbol T that is declared",
        token,
        [`Write ${of}^\\top for the transpose.`, `Write ${of}^{(T)} or rename T where the symbol is meant.`],
        'ambiguous',
      )
    }
    cursor.next()
    return { exponent: undefined, transposed: true }
  }
  if (cursor.sees('(') && cursor.peek(2).text === ')' && !end()) {
    const inside = cursor.peek(1)
    if (inside.type !== 'sign') {
      cursor.refuse(
        `'(${inside.text})' above ${of}: ${of} is declared without an index there`,
        inside,
        [`Declare ${of}^{(${inside.text})}, or write ${of}^{${inside.text}} for a power.`],
        'name',
      )
    }
  }
  const value = cursor.deeper(() => cursor.rules.sum(cursor))
  return { exponent: value, transposed: false }
}

/** Indices in a row, with commas or without: ij, i y_i, :,j, i+1. */
export function indexList(cursor: Cursor, end: () => boolean): readonly Index[] {
  const indices: Index[] = []
  while (!end()) {
    indices.push(index(cursor, end))
    if (cursor.take(',') && end()) cursor.refuse('an index is missing behind the comma', cursor.peek())
  }
  if (indices.length === 0) cursor.refuse('the index is empty', cursor.peek())
  return indices
}

/** One index: `:`, a label, a class such as y_i, a number, or a sum of these. */
function index(cursor: Cursor, end: () => boolean): Index {
  if (cursor.take(':')) return ':'
  const first = cursor.peek()
  let value = atom(cursor)
  const terms = [{ negative: false, value }]
  while (!end() && cursor.seesAny(['+', '-'])) {
    const negative = cursor.next().text === '-'
    terms.push({ negative, value: atom(cursor) })
  }
  if (terms.length > 1) value = { kind: 'add', terms, span: cursor.since(first) }
  return value
}

function atom(cursor: Cursor): Expr {
  const token = cursor.peek()
  if (token.type === 'number') {
    cursor.next()
    if (!NUMERIC.test(token.text)) cursor.refuse(`an index is a whole number, not ${token.text}`, token)
    return { kind: 'number', value: Number(token.text), span: token }
  }
  if (token.type === 'name' || token.type === 'word') return cursor.deeper(() => symbol(cursor))
  if (cursor.sees('(')) {
    cursor.next()
    const inner = atom(cursor)
    cursor.expect(')', token)
    return inner
  }
  return cursor.refuse(`expected an index, found ${named(token)}`, token)
}
