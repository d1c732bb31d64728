// The right side of a declaration: real[m, n] · class[m] of k · real[D] for n ≤ N · \mathbb{R}^{m \times n}.
import { LanguageError, type Span, type Token } from '../text/index.js'
import { KINDS, kindNamed, kinds, type SymbolKind } from './kinds/index.js'
import { Reader } from './reader.js'
import { setAt } from './sets.js'

/** What a declaration says of a symbol. */
export interface Kinded {
  readonly kind: SymbolKind | 'dim'
  readonly axes: readonly string[]
  /** Whether its only axis is a row. */
  readonly row: boolean
  readonly classes: string | undefined
  /** What it lacks, which another line may say. */
  readonly flaw: LanguageError | undefined
  /** Over what each index on the left runs, if that is said, and where. */
  readonly ranges: ReadonlyMap<string, { readonly dim: string | undefined; readonly span: Span }>
}

/** Words that say nothing a kind does not. */
const IDLE = [
  'constant',
  'number',
  'vector',
  'matrix',
  'a',
  'an',
  'scalar',
  'column',
  'row',
  'valued',
  'variable',
]
const BEHIND = ['of', 'for', 'in', 'with', 'where']
const WAYS = ['X : real[m, n]', 'y : class[m] of k', 'x^{(n)} : real[D] for n ≤ N']

/** Reads a kind with its axes, of how many classes it is, and ranges. `sign` is what stands before it, such as : and >. */
export function readKind(tokens: readonly Token[], source: string, sign = ':'): Kinded {
  const reader = new Reader(tokens)
  const { start } = reader.token()
  const words: string[] = []
  const set = sign === ':' || sign === '∈' ? setAt(reader) : undefined
  let kind: Kinded['kind'] =
    set?.kind ?? (/[>≥]/.test(sign) ? beyond(reader, sign) : kindOf(reader, source, words))
  const axes = [...(set?.axes ?? [])]
  if (reader.take('[')) axes.push(...reader.dimensions(() => reader.take(']')))
  else if (reader.isWord() && /^([*x]|\u00d7)$/.test(reader.text(1)))
    axes.push(...reader.dimensions(() => reader.ended() || /^(,|for|of)$/.test(reader.text())))
  const row = words.includes('row') && axes.length === 1
  let classes = set?.classes
  const ranges = new Map<string, { readonly dim: string | undefined; readonly span: Span }>()
  while (!reader.ended()) {
    const further = furtherKind(reader)
    if (further !== undefined) {
      if (kind !== 'real' && kind !== further && !(kind === 'symmetric' && further === 'positive definite'))
        reader.refuse(`${kind} and ${further} at once are not known`, reader.before())
      kind = further
    } else if (reader.take('of')) {
      classes = reader.dimension()
      reader.take('classes')
    } else if (reader.takeAny(['for', 'where', '∀', ',', 'and'])) {
      while (reader.takeAny(['for', '∀']));
      const span = reader.token()
      for (const [label, dim] of range(reader)) {
        if (ranges.has(label)) reader.refuse(`two ranges for the index ${label}`, span)
        ranges.set(label, { dim, span: { start: span.start, end: span.end } })
      }
    } else reader.refuse(`${reader.found()} is not understood here`, reader.token(), WAYS)
  }
  const { classes: several, lacks, example } = kinds[kind === 'dim' ? 'real' : kind]
  const lacking = several && classes === undefined ? 'to know of how many' : lacks?.(axes)
  const span = { start, end: reader.before().end }
  const flaw =
    lacking === undefined
      ? undefined
      : new LanguageError('context', `${kind} wants ${lacking}`, span, [example])
  if (!several && classes !== undefined) reader.refuse(`'of' goes with class, not with ${kind}`)
  return { kind, axes, row, classes, ranges, flaw }
}

/** > 0, ≥ 0. */
function beyond(reader: Reader, sign: string): SymbolKind {
  if (!reader.take('0'))
    reader.refuse(`a declaration compares with 0, found ${reader.found()}`, reader.token(), [
      'λ > 0',
      'λ : positive',
    ])
  return sign === '>' ? 'positive' : 'nonnegative'
}

/** The words in front: positive, real vector, positive definite, dimension. */
function kindOf(reader: Reader, source: string, words: string[]): Kinded['kind'] {
  const first = reader.token()
  while (reader.isWord() && !BEHIND.includes(reader.text()) && !/^([*x])$/.test(reader.text(1))) {
    words.push(reader.next().text.toLowerCase())
    if (reader.text() === '-' && reader.isWord(1)) reader.next()
  }
  const ways = [`Kinds: ${KINDS.join(', ')}.`]
  if (words.length === 0) reader.refuse(`a kind is missing in '${source.trim()}'`, reader.token(), ways)
  // A positive real is a positive.
  const name = words.filter(word => !IDLE.includes(word) && word !== 'real').join(' ') || 'real'
  if (['dim', 'dimension', 'size'].includes(name)) return 'dim'
  const span = { start: first.start, end: reader.before().end }
  return kindNamed(name) ?? reader.refuse(`the kind '${words.join(' ')}' is not known`, span, ways)
}

/** A kind behind the axes: real[n, n], symmetric. */
function furtherKind(reader: Reader): SymbolKind | undefined {
  const back = reader.place
  reader.takeAny([',', 'and'])
  const words: string[] = []
  while (reader.isWord() && !BEHIND.includes(reader.text()) && reader.text() !== 'and') {
    words.push(reader.next().text.toLowerCase())
    if (reader.text() === '-' && reader.isWord(1)) reader.next()
  }
  const found = kindNamed(words.join(' '))
  if (found === undefined) reader.moveTo(back)
  return found
}

const DOTS = [',', '…', '.', ':']

/** all n ≤ N · i = 1, …, m · i in m · i ∈ {1, …, m} · 1 ≤ i ≤ m · all i, j ≤ m. */
function range(reader: Reader): readonly (readonly [string, string | undefined])[] {
  while (reader.takeAny(['all', 'each', 'every', 'any']));
  if (reader.sees('1', '≤')) {
    reader.take('1', '≤')
    const label = reader.label()
    if (!reader.take('≤')) reader.refuse(`expected ≤ and a dimension behind ${label}`)
    return [[label, reader.dimension()]]
  }
  const label = reader.label()
  if (reader.take('=', '1')) {
    while (reader.takeAny(DOTS));
    return [[label, reader.dimension()]]
  }
  if (reader.takeAny(['≤', '∈', 'in'])) {
    if (reader.takeAny(['{', '\\{'])) {
      reader.take('1')
      while (reader.takeAny(DOTS));
      const dim = reader.dimension()
      if (!reader.takeAny(['}', '\\}'])) reader.refuse(`expected '}', found ${reader.found()}`)
      return [[label, dim]]
    }
    if (reader.take('[')) {
      const dim = reader.dimension()
      if (!reader.take(']')) reader.refuse(`expected ']', found ${reader.found()}`)
      return [[label, dim]]
    }
    return [[label, reader.dimension()]]
  }
  // Others say over what it runs: for all i, or i and j ≤ m.
  if (reader.ended()) return [[label, undefined]]
  if (reader.text() !== ',') reader.refuse(`expected ≤ and a dimension behind ${label}`)
  reader.next()
  const others = range(reader)
  return [[label, others[0]![1]], ...others]
}
