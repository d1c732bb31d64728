// Names and what hangs on them: primes, subscripts and superscripts, which are part of a name, indices or powers.

import { isName, isTransposeSign, type Token } from '../lex/token.js'
import { add, minus, mul, over, times } from '../make.js'
import type { Span } from '../source.js'
import type { Expr, Index, Of, SymbolExpr } from '../tree.js'
import { functionApplied, valueApplied } from './applied.js'
import { type Attached, behindOperand, group, holdsRelation, within } from './attached.js'
import { refuseGlued, sampleOf, standsBelow, withBeside } from './beside.js'
import type { Cursor } from './cursor.js'
import { indexList } from './indices.js'
import { type Attachments, type Resolved, resolved, textInName } from './names.js'

/** What stands above and is neither an index nor a part of a name. */
export type Raised =
  /** `inverse`: of a transpose, which is written A^{-\top}. */
  | { readonly kind: 'transpose'; readonly letter: boolean; readonly inverse?: true }
  | { readonly kind: 'power'; readonly exponent: Expr }

/** Passes everything that hangs on the name that was just passed. */
export function attachments(cursor: Cursor): Attachments {
  const primes: Token[] = []
  let above: Attached | undefined
  let below: Attached | undefined
  for (;;) {
    if (cursor.sees("'") && !cursor.peek().spaced && above === undefined) primes.push(cursor.next())
    else if (cursor.sees('^') && above === undefined) {
      const sign = cursor.next()
      const found = group(cursor)
      const texts = cursor.tokens.slice(found.from, found.to)
      if (texts.every(({ text }) => text === "'")) primes.push(...texts)
      else if (texts[0]!.text === "'")
        cursor.refuse('a prime and an exponent in one', cursor.since(sign), ["Write (y')^{…}."])
      else above = { ...found, start: sign.start }
    } else if (cursor.sees('_') && below === undefined) {
      const sign = cursor.next()
      below = { ...group(cursor), start: sign.start }
    } else return { primes, above, below }
  }
}

/** A symbol with its indices, its power and its transpose. */
export function symbol(cursor: Cursor): Expr {
  const { names } = cursor
  const token = cursor.next()
  let base = token.text
  // dW and Δw, where they are declared.
  if (isName(cursor.peek()) && names.glued.has(base + cursor.peek().text)) base += cursor.next().text
  const name = cursor.since(token)
  const hung = attachments(cursor)
  const found = sampleOf(cursor, resolved(cursor, base, hung), hung)
  refuseGlued(cursor, token)
  if (names.takes(found.name)?.isFunction) return applied(cursor, token, found, hung)
  const square = names.has(found.name) ? undefined : squared(cursor, token, base, hung)
  if (square !== undefined) return square
  const indices: Index[] = []
  let raised: Raised | undefined
  const { above, below } = hung
  const owned = found.above !== undefined
  const family = !owned && above !== undefined && names.above(found.name) > 0
  if (above !== undefined && owned) {
    // W^{(2)\top}: a transpose behind what belongs to the name.
    const rest = { ...above, from: found.above! }
    if (rest.from < rest.to) raised = within(cursor, rest, () => transposed(cursor))
  } else if (above !== undefined && family) {
    raised = within(cursor, above, end => {
      indices.push(...bracketedIndices(cursor, end))
      return end() ? undefined : transposed(cursor)
    })
  } else if (above !== undefined) {
    raised = within(cursor, above, end => {
      notASample(cursor, end, found.name)
      return exponent(cursor, end, found.name)
    })
  }
  if (below !== undefined && found.below !== below.to) {
    const from = found.below ?? below.from
    indices.push(...within(cursor, { ...below, from }, end => indexList(cursor, end)))
  }
  const turning = hung.primes.length - found.primes
  const span = cursor.since(token)
  // In x^{(n)\top} the index and the transpose are in one group: x^{(n)} has no place of its own.
  const mixed = raised !== undefined && (owned || family)
  const own = mixed ? undefined : ownSpan(name, hung, { above: owned || family, turning })
  const node: SymbolExpr = { kind: 'symbol', name: found.name, indices, span: own ?? span }
  const ofTranspose =
    below !== undefined &&
    (turning > 0 || raised?.kind === 'transpose') &&
    isOfTranspose(cursor, hung, token.text)
  if (raised !== undefined && (cursor.sees("'") || (!owned && !family && cursor.sees('^'))))
    refuseSecond(cursor)
  if (ofTranspose) {
    const of: Expr = { kind: 'transpose', of: { ...node, indices: [] }, span: node.span }
    return { kind: 'indexed', of, indices, span }
  }
  const turned: Expr = turning === 0 ? node : { kind: 'transpose', of: node, prime: { times: turning }, span }
  if (raised === undefined && turning === 0) {
    const lacking = below === undefined || found.below === below.to ? undefined : withBeside(cursor, node)
    if (lacking !== undefined) return lacking
    const value = valueApplied(cursor, token, node)
    if (value !== undefined) cursor.applied = cursor.place
    return value ?? node
  }
  if (raised === undefined) return turned.kind === 'transpose' ? primedAt(cursor, token, turned) : turned
  const late = indices.length > 0 && !family && below!.start > above!.start
  return raisedTo(turned, raised, span, late)
}

/** Indices in a row, in a bracket or without one. */
function bracketedIndices(cursor: Cursor, end: () => boolean): readonly Index[] {
  const close = cursor.seesAny(['(', '[']) ? cursor.closing() : undefined
  if (close !== undefined) cursor.next()
  const found = indexList(cursor, close === undefined ? end : () => cursor.place >= close)
  if (close !== undefined) cursor.expect(cursor.tokens[close]!.text)
  return found
}

/** A function of the given block: s(x), s'(x), f^{(2)}(a); s^2(x) is the square of its value. */
function applied(cursor: Cursor, token: Token, found: Resolved, { primes, above, below }: Attachments): Expr {
  let times = primes.length - found.primes
  let raised: Raised | undefined
  const indices: Expr[] = []
  const { borne } = cursor.names.takes(found.name)!
  const listed = (hung: Attached, from: number): void => {
    for (const index of within(cursor, { ...hung, from }, end => bracketedIndices(cursor, end)))
      if (index !== ':') indices.push(index)
  }
  const isFamilyAbove = above !== undefined && found.above === undefined && cursor.names.above(found.name) > 0
  if (above !== undefined && isFamilyAbove) listed(above, above.from)
  if (below !== undefined && found.below !== below.to) {
    if (borne === 0) cursor.refuse(`an index on the function ${found.name} is not understood`, below)
    listed(below, found.below ?? below.from)
  }
  if (indices.length !== borne)
    cursor.refuse(
      `${found.name} bears ${borne === 1 ? 'an index' : `${borne} indices`}, got ${indices.length}`,
      cursor.since(token),
    )
  if (!isFamilyAbove && above !== undefined && found.above !== above.to) {
    const from = found.above ?? above.from
    const inner = cursor.at(from + 1)
    const isOrder =
      cursor.at(from).text === '(' && inner.type === 'number' && cursor.closing(from) === from + 2
    if (isOrder) times += Number(inner.text)
    else raised = within(cursor, { ...above, from }, end => exponent(cursor, end, found.name))
    const inverse = raised?.kind === 'power' && raised.exponent.kind !== 'number'
    if (inverse && cursor.sees('('))
      cursor.unclear(`is this a power of ${found.name}, or its inverse?`, above, [
        `Write ${found.name}(…)^{…} for a power.`,
      ])
  }
  const value = functionApplied(cursor, token, { name: found.name, times, indices })
  cursor.applied = cursor.place
  if (raised === undefined) return value
  const power = raisedTo(value, raised, cursor.since(token))
  return power.kind === 'pow' && power.base === value && value.kind === 'apply'
    ? { ...power, inside: true }
    : power
}

/** σ^4 and σ where the square σ^2 is declared: powers of it, and its root. */
function squared(
  cursor: Cursor,
  token: Token,
  base: string,
  { primes, above, below }: Attachments,
): Expr | undefined {
  if (primes.length > 0) return undefined
  const found = resolved(cursor, base, { primes, above: undefined, below })
  const { names } = cursor
  const under =
    below === undefined
      ? undefined
      : `${base}^2_${textInName(cursor.tokens.slice(below.from, below.to), 'below')}`
  const isWhole = under !== undefined && names.has(under)
  const name = isWhole ? under : `${base}^2`
  if (!names.has(name) || names.has(found.name)) return undefined
  const indices = below === undefined || isWhole ? [] : within(cursor, below, end => indexList(cursor, end))
  const raised = above && within(cursor, above, end => exponent(cursor, end, base))
  if (raised?.kind === 'transpose') return undefined
  const span = cursor.since(token)
  const square: Expr = { kind: 'symbol', name, indices, span }
  if (raised === undefined) return { kind: 'call', fn: 'sqrt', args: [square], span }
  return { kind: 'pow', base: square, exponent: halfOf(raised.exponent), span }
}

/** A half of an exponent. */
function halfOf(exponent: Expr): Expr {
  const { span } = exponent
  if (exponent.kind === 'number' && Number.isInteger(exponent.value))
    return exponent.value % 2 === 0
      ? { kind: 'number', value: exponent.value / 2, span }
      : mul([times(exponent), over({ kind: 'number', value: 2, span })], span)
  const [only] = exponent.kind === 'add' ? exponent.terms : []
  if (exponent.kind === 'add' && exponent.terms.length === 1 && only!.negative)
    return add([minus(halfOf(only!.value))], span)
  return mul([times(exponent), over({ kind: 'number', value: 2, span })], span)
}

/** A value with what stands above it; `late` where an index of the value stands behind that. */
export function raisedTo(value: Expr, raised: Raised, span: Span, late = false): Expr {
  const behind = late ? ({ late: true } as const) : {}
  if (raised.kind === 'power') return { kind: 'pow', base: value, exponent: raised.exponent, ...behind, span }
  const turned: Expr = { kind: 'transpose', of: value, ...(raised.letter ? { letter: true } : {}), span }
  const one: Expr = { kind: 'number', value: 1, span }
  return raised.inverse ? { kind: 'pow', base: turned, exponent: add([minus(one)], span), span } : turned
}

/** f'(a): a name with primes, and the bracket behind it, which says by what f is differentiated if f is a number. */
function primedAt(cursor: Cursor, token: Token, primed: Of<'transpose'>): Expr {
  const close = cursor.sees('(') ? cursor.closing() : undefined
  if (close === undefined || holdsRelation(cursor)) return primed
  const { times } = primed.prime!
  const inner = cursor.peek(1)
  const alone = isName(inner) && behindOperand(cursor, cursor.place + 1) === close
  if (!alone) return { ...primed, prime: { times, at: 'formula' } }
  cursor.next()
  const at = cursor.bracketed(() => cursor.rules.operand(cursor))
  cursor.expect(')')
  if (cursor.seesAny(['^', '_', "'"])) {
    const written = cursor.source.slice(token.start, cursor.last.end)
    cursor.unclear(
      `what hangs behind '${written}': is it on all of this, or on the bracket?`,
      cursor.peek(),
      [`Write (${written}) with it behind the bracket, or \\cdot in front of the inner one for a product.`],
    )
  }
  return { ...primed, prime: { times, at }, span: cursor.since(token) }
}

/** Where the symbol itself stands, if it is in one piece: the X of X^\top, the y_i of y_i^2. */
function ownSpan(
  name: Span,
  { primes, above, below }: Attachments,
  own: { readonly above: boolean; readonly turning: number },
): { readonly start: number; readonly end: number } | undefined {
  const foreign = [
    ...(above !== undefined && !own.above ? [above] : []),
    ...(own.turning > 0 ? primes.slice(-own.turning) : []),
  ]
  if (foreign.length === 0) return undefined
  const from = Math.min(...foreign.map(({ start }) => start))
  const mine = [
    name,
    ...(above !== undefined && own.above ? [above] : []),
    ...(below === undefined ? [] : [below]),
    ...primes.slice(0, primes.length - own.turning),
  ]
  const end = Math.max(...mine.map(part => part.end))
  return end <= from ? { start: name.start, end } : undefined
}

/** X^\top_{ij}: an entry of X^\top, or X_{ij} transposed? */
function isOfTranspose(cursor: Cursor, { above, below, primes }: Attachments, name: string): boolean {
  const turned = above ?? primes.at(-1)!
  if (below === undefined || below.start < turned.start) return false
  const index = cursor.source.slice(below.start, below.end)
  const ways = [
    `Write (${name}^\\top)${index} for an entry of the transpose.`,
    `Write ${name}${index}^\\top for the transpose of ${name}${index}.`,
  ]
  const reason = `an index behind a transpose: is it an index of ${name}, or of its transpose?`
  return cursor.choose(reason, below, ways) === 0
}

/** x^2^3: nobody can know. */
export function refuseSecond(cursor: Cursor): never {
  return cursor.refuse('a second exponent', cursor.peek(), ['Put the power into brackets: (x^{2})^{3}.'])
}

/** What may follow an index above: a transpose. */
function transposed(cursor: Cursor): Raised {
  const token = cursor.next()
  if (!isTransposeSign(token))
    cursor.refuse(`${cursor.found(token)} is not understood behind an index`, token, [
      'Put the symbol into brackets for a power: (x^{(n)})^{2}.',
    ])
  return { kind: 'transpose', letter: token.text === 'T' }
}

/** What stands above something without indices there: a transpose, one of the inverse, or a power. */
export function exponent(cursor: Cursor, end: () => boolean, of: string): Raised {
  const at = cursor.place
  // A^{-\top} and A^{-1\top}; where T is declared, −T is a power.
  const inverse = cursor.take('-')
  if (inverse && cursor.peek().text === '1' && isTransposeSign(cursor.peek(1))) cursor.next()
  const token = cursor.peek()
  if (isTransposeSign(token) && !(inverse && token.text === 'T' && cursor.names.has('T'))) {
    cursor.next()
    if (end()) {
      const turned = {
        kind: 'transpose',
        letter: token.text === 'T',
        ...(inverse ? { inverse } : {}),
      } as const
      if (token.text !== 'T' || !cursor.names.has('T')) return turned
      const way = cursor.choose("'T' may be the transpose here, or the symbol T that is declared", token, [
        `Write ${of}^\\top for the transpose.`,
        `Write ${of}^{{T}} for the power.`,
      ])
      if (way === 0) return turned
    }
  }
  cursor.moveTo(at)
  // A^t: a transpose, where t is nothing else; in Σ_t γ^t it is an index.
  if (
    isName(cursor.peek()) &&
    cursor.peek().text === 't' &&
    !cursor.names.has('t') &&
    !standsBelow(cursor, 't')
  ) {
    const letter = cursor.next()
    const ways = [`Write ${of}^\\top for the transpose.`, 'Declare t in the given block for a power.']
    if (end() && cursor.choose("'t' above: a transpose, or a power?", letter, ways) === 0)
      return { kind: 'transpose', letter: true }
    cursor.moveTo(at)
  }
  return { kind: 'power', exponent: cursor.deeper(() => cursor.rules.sum(cursor)) }
}

/** x^{(n)} is a sample of a family, and no power. */
function notASample(cursor: Cursor, end: () => boolean, of: string): void {
  const at = cursor.place
  if (!cursor.sees('(') || cursor.closing() !== at + 2) return
  const inside = cursor.peek(1)
  cursor.moveTo(at + 3)
  if (end() && inside.type !== 'sign') {
    cursor.refuse(
      `'(${inside.text})' above ${of}: ${of} is not declared with an index there`,
      inside,
      [`Declare ${of}^{(${inside.text})}, or write ${of}^{${inside.text}} for a power.`],
      'name',
    )
  }
  cursor.moveTo(at)
}
