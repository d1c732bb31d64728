// The right side of a declaration: real[m, n] · class[m] of k · real[D] for n ≤ N.
import { LanguageError, type Span, type Token } from '../text/index.js'
import { KINDS, kindNamed, kinds, type SymbolKind } from './kinds/index.js'

/** What a declaration says of a symbol. */
interface Kinded {
  readonly kind: SymbolKind | 'dim'
  readonly axes: readonly string[]
  readonly classes: string | undefined
  /** Over what each index on the left runs, and where that is said. */
  readonly ranges: ReadonlyMap<string, { readonly dim: string; readonly span: Span }>
}

/** Words that say nothing a kind does not. */
const IDLE = ['constant', 'number', 'vector', 'matrix', 'a', 'an', 'scalar']
const BEHIND = ['of', 'for', 'in', 'with']

/** Reads a kind with its axes, of how many classes it is, and ranges. */
export function readKind(tokens: readonly Token[], source: string): Kinded {
  const reader = new Reader(tokens)
  const { start } = reader.token()
  const kind = kindOf(reader, source)
  const axes: string[] = []
  if (reader.take('[')) {
    while (!reader.take(']')) {
      axes.push(reader.dimension())
      if (!reader.take(',') && reader.text() !== ']')
        reader.refuse(`expected ',' or ']', found ${reader.found()}`)
    }
  }
  let classes: string | undefined
  const ranges = new Map<string, { readonly dim: string; readonly span: Span }>()
  while (!reader.ended()) {
    if (reader.take('of')) {
      classes = reader.dimension()
      reader.take('classes')
    } else if (['for', ',', 'and'].some(word => reader.take(word))) {
      const span = reader.token()
      const [label, dim] = range(reader)
      if (ranges.has(label)) reader.refuse(`two ranges for the index ${label}`, span)
      ranges.set(label, { dim, span: { start: span.start, end: span.end } })
    } else {
      reader.refuse(`${reader.found()} is not understood here`, reader.token(), [
        'X : real[m, n]',
        'y : class[m] of k',
        'x^{(n)} : real[D] for n ≤ N',
      ])
    }
  }
  const { classes: several, lacks, example } = kinds[kind === 'dim' ? 'real' : kind]
  const lacking = several && classes === undefined ? 'to know of how many' : lacks?.(axes)
  if (lacking !== undefined)
    reader.refuse(`${kind} wants ${lacking}`, { start, end: reader.before().end }, [example])
  if (!several && classes !== undefined) reader.refuse(`'of' goes with class, not with ${kind}`)
  return { kind, axes, classes, ranges }
}

/** The words in front: positive, real vector, positive definite, dimension. */
function kindOf(reader: Reader, source: string): Kinded['kind'] {
  const first = reader.token()
  const words: string[] = []
  while (reader.isWord() && !BEHIND.includes(reader.text())) {
    words.push(reader.next().text)
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

/** all n ≤ N · i = 1, …, m · i in m */
function range(reader: Reader): readonly [string, string] {
  for (const word of ['all', 'each', 'every']) reader.take(word)
  const label = reader.label()
  if (reader.text() === '=' && reader.text(1) === '1') {
    reader.next()
    reader.next()
    while ([',', '…', '.'].some(sign => reader.take(sign)));
    return [label, reader.dimension()]
  }
  if (!['≤', '∈', 'in'].some(sign => reader.take(sign)))
    reader.refuse(`expected ≤ and a dimension behind ${label}`)
  return [label, reader.dimension()]
}

/** The most entries of an axis. */
const MOST = 2 ** 31 - 1

/** A walk along the tokens of a declaration. */
class Reader {
  #at = 0
  constructor(readonly tokens: readonly Token[]) {}

  token = (ahead = 0): Token => this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)]!
  before = (): Token => this.tokens[Math.max(0, this.#at - 1)]!
  text = (ahead = 0): string => this.token(ahead).text
  ended = (): boolean => this.token().type === 'end'
  isWord = (ahead = 0): boolean => ['name', 'word'].includes(this.token(ahead).type)
  found = (): string => (this.ended() ? 'the end' : `'${this.text()}'`)

  next(): Token {
    const token = this.token()
    if (token.type !== 'end') this.#at++
    return token
  }

  take(text: string): boolean {
    const seen = !this.ended() && this.text() === text
    if (seen) this.next()
    return seen
  }

  refuse(reason: string, { start, end }: Span = this.token(), ways: readonly string[] = []): never {
    throw new LanguageError('context', reason, { start, end }, ways)
  }

  label(): string {
    if (this.token().type !== 'name') this.refuse(`expected an index, found ${this.found()}`)
    let label = this.next().text
    while (this.take("'")) label += "'"
    return label
  }

  /** m, d_1, d_{\text{out}}, 3. */
  dimension(): string {
    if (!this.isWord() && !/^\d+$/.test(this.text()))
      this.refuse(`expected the name of a dimension, found ${this.found()}`)
    const { text, type, start, end } = this.next()
    // Longer than that no array is. What a claim may cost is another matter.
    if (type === 'number' && Number(text) > MOST)
      this.refuse(
        `an axis or a class of ${text.length > 24 ? `${text.length} digits` : text} is too long: at most ${MOST}`,
        {
          start,
          end,
        },
      )
    if (type === 'number' || !this.take('_')) return text
    const braced = this.take('{')
    if (!this.isWord() && this.token().type !== 'number')
      this.refuse(`expected a number or a word, found ${this.found()}`)
    const below = this.next().text
    if (braced && !this.take('}')) this.refuse(`expected '}', found ${this.found()}`)
    return `${text}_${below}`
  }
}
