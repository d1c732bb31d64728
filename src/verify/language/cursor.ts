// A walk along tokens, shared by all that reads.
import type { Condition, Expr } from './ast.js'
import type { Token } from './lexer.js'
import { LanguageError, type Span, type Trouble } from './source.js'

/** What the reader must know of the names that are declared. */
export interface Names {
  /** Whether this is a declared name, with all that belongs to it: W_1, y', W^(1). */
  has(name: string): boolean
  /** How many indices it bears above, as x^{(n)} does. */
  above(name: string): number
  /** Whether it stands for an index: a class, a whole number, a dimension. */
  isIndex(name: string): boolean
  /** Runs of letters that are names, for the lexer. */
  readonly words: ReadonlySet<string>
}

/** Nested deeper than this is refused: no person wrote it. */
const DEEPEST = 100

/** The tokens, where the reader is, and the rules that call one another. */
export class Cursor {
  #at = 0
  #depth = 0
  /** Whether | closes an absolute value rather than opening one. */
  bars = false
  /** Where reading ends for now: behind an index or exponent without braces. */
  limit = Number.POSITIVE_INFINITY
  constructor(
    readonly tokens: readonly Token[],
    readonly names: Names,
    /** Whether the text is LaTeX: then h_ij is h_i·j. */
    readonly latex: boolean,
    readonly rules: {
      /** Sums: the loosest that is no relation. */
      readonly sum: (cursor: Cursor) => Expr
      /** Products: what Σ and ∂/∂x reach to. */
      readonly product: (cursor: Cursor) => Expr
      /** One thing with all that is attached to it. */
      readonly operand: (cursor: Cursor) => Expr
      readonly condition: (cursor: Cursor, left?: Expr) => Condition
    },
  ) {}

  /** The token `ahead` of the next. */
  peek(ahead = 0): Token {
    if (this.#at + ahead >= this.limit) return { ...this.tokens[this.limit]!, type: 'end', text: '' }
    return this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)]!
  }

  /** Whether the next token is this sign. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.type === 'sign' && token.text === text
  }

  /** Whether the next token is one of these signs. */
  seesAny(texts: readonly string[], ahead = 0): boolean {
    return texts.some(text => this.sees(text, ahead))
  }

  /** The next token, which is passed. */
  next(): Token {
    const token = this.peek()
    if (token.type !== 'end') this.#at++
    return token
  }

  /** Passes a sign if it is next. */
  take(text: string): boolean {
    const seen = this.sees(text)
    if (seen) this.next()
    return seen
  }

  /** Passes a sign, or refuses; `opened` is the bracket that it would close. */
  expect(text: string, opened?: Token): Token {
    if (this.sees(text)) return this.next()
    const found = this.peek()
    const shown = text.replace(/^\\/, '')
    if (opened !== undefined && found.type === 'end')
      throw new LanguageError(
        'syntax',
        `this '${opened.text.replace(/^\\/, '')}' is never closed; '${shown}' is missing`,
        opened,
      )
    return this.refuse(`expected '${shown}', found ${named(found)}`, found)
  }

  /** Where the reader is, to come back to. */
  get place(): number {
    return this.#at
  }

  /** Goes back, or ahead. */
  moveTo(place: number): void {
    this.#at = place
  }

  /** The span from a token to the last that was passed. */
  since(from: Span): Span {
    return { start: from.start, end: Math.max(from.end, this.tokens[Math.max(0, this.#at - 1)]!.end) }
  }

  /** Runs a rule one level deeper. */
  deeper<T>(rule: () => T): T {
    if (++this.#depth > DEEPEST)
      this.refuse(`brackets and fractions are nested more than ${DEEPEST} deep`, this.peek(), [
        'Name the inner parts in the given block.',
      ])
    const result = rule()
    this.#depth--
    return result
  }

  /** Tries a rule; where it refuses, the reader is back where it was. */
  attempt<T>(rule: () => T): T | undefined {
    const [at, depth] = [this.#at, this.#depth]
    try {
      return rule()
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      this.#at = at
      this.#depth = depth
      return undefined
    }
  }

  refuse(reason: string, span: Span, ways: readonly string[] = [], trouble: Trouble = 'syntax'): never {
    throw new LanguageError(trouble, reason, { start: span.start, end: span.end }, ways)
  }
}

/** A token as messages name it. */
export const named = (token: Token): string =>
  token.type === 'end' ? 'the end' : `'${token.text.replace(/^\\(?=[{}])/, '')}'`
