// The left side of a declaration: a name, with what belongs to it, the indices that it will bear, and what it takes.
import { LanguageError, type Span, type Token, textInName } from '../text/index.js'

/** What hangs on a name: indices where it is letters that have ranges, and else a part of the name. */
interface Hung {
  readonly text: string
  /** Its letters, each with whether a comma is in front; `undefined` where it is something else, such as (1). */
  readonly letters: readonly string[] | undefined
}

/** A name as it is written on the left of a line; which of its letters are indices is not known yet. */
export interface Declarator extends Span {
  /** Its letters, with primes. */
  readonly base: string
  readonly above: Hung | undefined
  readonly below: Hung | undefined
  /** What it takes: the x and y of f(x, y). */
  readonly args: readonly Argument[] | undefined
  /** All of that as one text. */
  readonly text: string
}

/** What stands in the bracket behind a name. */
export interface Argument extends Span {
  /** In one spelling. */
  readonly text: string
  /** `undefined` for what is no name, as in P(Y = k). */
  readonly declarator: Declarator | undefined
}

/** A name whose indices are known. */
export interface Settled {
  /** The whole name: W^(1), y', W_1, v_c. */
  readonly name: string
  /** Its indices, those above first. */
  readonly labels: readonly string[]
  /** How many of them are above. */
  readonly above: number
}

/** All letters of a name that may be indices, and of what it takes. */
export const lettersOf = ({ above, below, args }: Declarator): readonly string[] => [
  ...(above?.letters ?? []),
  ...(below?.letters ?? []),
  // An argument that is a letter may be an index: \pi(a) = e^{θ_a}.
  ...(args ?? []).flatMap(({ declarator }) =>
    declarator === undefined ? [] : [declarator.base, ...lettersOf(declarator)],
  ),
]

/**
 * A name with those of its letters as indices that are indices. Others are a part of the name: v_c. In v_{ci} the c is, where only
 * i is an index. `undefined` where an index comes before a letter that is none.
 */
export function settled(
  { base, above, below }: Declarator,
  isIndex: (letter: string) => boolean,
): Settled | undefined {
  const over = split(above, isIndex)
  const under = split(below, isIndex)
  if (over === undefined || under === undefined) return undefined
  // Above comes before below in a whole name, however it was written.
  const name = base + (over.text === '' ? '' : `^${over.text}`) + (under.text === '' ? '' : `_${under.text}`)
  return { name, labels: [...over.labels, ...under.labels], above: over.labels.length }
}

/** What hangs on a name as a part of it, and as indices. */
function split(hung: Hung | undefined, isIndex: (letter: string) => boolean) {
  if (hung === undefined) return { text: '', labels: [] }
  const { text, letters } = hung
  const from = letters?.findIndex(isIndex) ?? -1
  if (letters === undefined || from < 0) return { text, labels: [] }
  if (!letters.slice(from).every(isIndex)) return undefined
  return { text: letters.slice(0, from).join(''), labels: letters.slice(from) }
}

/** Names with commas between. */
export function declarators(tokens: readonly Token[]): readonly Declarator[] {
  const reader = new Reader(tokens.filter(({ text, type }) => type !== 'sign' || text !== 'quad'))
  const found = [reader.declarator()]
  while (reader.take(',')) found.push(reader.declarator())
  if (!reader.ended()) reader.refuse(`'${reader.text()}' is not understood here`)
  return found
}

const isName = ({ type }: Token): boolean => type === 'name' || type === 'word'

/** A walk along the tokens of a left side. */
class Reader {
  #at = 0
  constructor(readonly tokens: readonly Token[]) {}

  token = (ahead = 0): Token => this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)]!
  text = (ahead = 0): string => this.token(ahead).text
  ended = (): boolean => this.token().type === 'end'

  refuse(reason: string): never {
    throw new LanguageError('context', reason, this.token())
  }

  take(text: string): boolean {
    const seen = !this.ended() && this.text() === text
    if (seen) this.#at++
    return seen
  }

  declarator(): Declarator {
    const first = this.token()
    if (!isName(first)) this.refuse(`expected a name, found '${first.text}'`)
    this.#at++
    let base = first.text
    // dμ, \mathrm{d}W and Δw are names of their own.
    if (/^[dΔ]$/.test(base) && isName(this.token())) base += this.tokens[this.#at++]!.text
    let [above, below]: [Hung?, Hung?] = []
    for (;;) {
      if (this.take("'")) base += "'"
      else if (this.take('^')) {
        const inner = this.#group()
        if (inner.length > 0 && inner.every(({ text }) => text === "'")) base += "'".repeat(inner.length)
        else above = hungOf(inner, 'above')
      } else if (this.take('_')) below = hungOf(this.#group(), 'below')
      else break
    }
    const from = this.#at + 1
    const args = this.text() === '(' ? this.#arguments() : undefined
    const { end } = this.tokens[this.#at - 1]!
    const text = args === undefined ? '' : textOfArgument(this.tokens.slice(from, this.#at - 1))
    return { base, above, below, args, text, start: first.start, end }
  }

  /** The tokens of one group in braces or parentheses, or one token. */
  #group(): readonly Token[] {
    const open = this.token()
    if (open.type === 'end') this.refuse('an index is missing here')
    const from = this.#at++
    const close = { '{': '}', '(': ')', '[': ']' }[open.text]
    if (close === undefined) return [open]
    this.#behind(open.text, close)
    return open.text === '{' ? this.tokens.slice(from + 1, this.#at - 1) : this.tokens.slice(from, this.#at)
  }

  /** Passes all up to the bracket that closes one that has been passed. */
  #behind(open: string, close: string): void {
    for (let depth = 1; depth > 0; this.#at++) {
      const { text, type } = this.token()
      if (type === 'end') this.refuse(`a '${open}' is never closed`)
      if (text === open) depth++
      if (text === close) depth--
    }
  }

  #arguments(): readonly Argument[] {
    const from = ++this.#at
    this.#behind('(', ')')
    const parts: Token[][] = [[]]
    let depth = 0
    for (const token of this.tokens.slice(from, this.#at - 1)) {
      if (/^\\?[([{]$/.test(token.text)) depth++
      if (/^\\?[)\]}]$/.test(token.text)) depth--
      if (depth === 0 && isBetween(token)) parts.push([])
      else parts.at(-1)!.push(token)
    }
    return parts.map(part => {
      const [first, last] = [part[0], part.at(-1)]
      if (first === undefined || last === undefined)
        return this.refuse('an argument is missing in this bracket')
      const span = { start: first.start, end: last.end }
      const reader = new Reader([
        ...part,
        { type: 'end', text: '', start: last.end, end: last.end, spaced: false },
      ])
      const declarator = isName(first) ? reader.declarator() : undefined
      return { ...span, text: textOfArgument(part), declarator: reader.ended() ? declarator : undefined }
    })
  }
}

/** Whether a token stands between two arguments. */
const isBetween = ({ type, text }: Token): boolean => type === 'sign' && /^[,;|‖]$/.test(text)

/** An argument in one spelling, without the braces that show nothing. */
const textOfArgument = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ type, text }) => type !== 'sign' || !/^[{}]$/.test(text))
    .map(({ text }) => text)
    .join('')

/** What a group adds to a name. */
function hungOf(tokens: readonly Token[], where: 'above' | 'below'): Hung {
  const text = textInName(tokens, where)
  const bare = tokens.filter(token => !/^[()[\],]$/.test(token.text))
  const [only] = bare
  const isWord = only?.type === 'word' || (where === 'below' && (only?.text.length ?? 0) > 2)
  return { text, letters: bare.length === 1 && isWord ? undefined : indicesIn(bare) }
}

/** Single letters, of which several may be written in a row. */
function indicesIn(tokens: readonly Token[]): readonly string[] | undefined {
  const letters: string[] = []
  for (const token of tokens) {
    if (token.text === "'" && letters.length > 0) letters.push(`${letters.pop()!}'`)
    else if (token.type !== 'name') return undefined
    else letters.push(...[...token.text.matchAll(/\P{M}\p{M}*/gu)].map(([letter]) => letter))
  }
  return letters.length === 0 ? undefined : letters
}
