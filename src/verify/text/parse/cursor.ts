// A walk along tokens, shared by all that reads.

import { matching } from '../lex/brackets.js'
import { shortened } from '../lex/scan.js'
import { isSign, type Token } from '../lex/token.js'
import { LanguageError, type Span, type Trouble } from '../source.js'
import type { Condition, Expr, Order } from '../tree.js'
import type { Choices } from './readings.js'

/** What the reader must know of the names that are declared. */
export interface Names {
  /** Whether this is a declared name, with all that belongs to it: W_1, y', W^(1). */
  has(name: string): boolean
  /** How many indices it bears above, as x^{(n)} does. */
  above(name: string): number
  /** The letters that these were declared with. */
  lettersAbove?(name: string): readonly string[]
  /** Whether it stands for an index: a class, a whole number, a dimension. */
  isIndex(name: string): boolean
  /** Whether it is declared as a positive number. */
  isPositive(name: string): boolean
  /** Runs of letters that are names, for the lexer. */
  readonly words: ReadonlySet<string>
  /** Signs that stand alone above or below names: the * of x^*. */
  readonly marks: ReadonlySet<string>
  /** Names that begin with a d or a Δ and go on with another name: dW, Δw. */
  readonly glued: ReadonlySet<string>
  /** What a name takes in the bracket behind it, each as one text; `undefined` for what takes nothing. */
  takes(name: string): Taken | undefined
  /** The set of that name, where a condition says what is in it. */
  setOf(name: string): NamedSet | undefined
  /** Whether a symbol is another, or is computed from it. */
  dependsOn(name: string, other: string): boolean
  /** How many axes a symbol has, as far as that is known before formulas are. */
  axes(name: string): number | undefined
}

/** A set that a condition says. */
export interface NamedSet {
  /** What its members are written with. */
  readonly labels: readonly string[]
  readonly condition: Condition
}

/** What a name takes in the bracket behind it. */
export interface Taken {
  /** All of it as it was written, in one spelling. */
  readonly text: string
  readonly args: readonly TakenArgument[]
  /** Whether some of them stand for whatever is written there. */
  readonly isFunction: boolean
  /** How many indices hang on the name itself, and on no argument. */
  readonly borne: number
  /** Whether other things may stand there than what it was defined with. */
  readonly isOpen: boolean
}

/** An argument, as it stands where its function or symbol is declared. */
export interface TakenArgument {
  /** As it was written, in one spelling. */
  readonly text: string
  /** The symbol that it is; `undefined` for what is none, as in P(Y = k). */
  readonly name: string | undefined
  /** Whether it stands for whatever is written there. */
  readonly isParameter: boolean
  /** Which indices of the symbol that takes it are its own: of h(x_i), the i. */
  readonly places: readonly number[]
}

/** The rules that call one another. */
export interface Rules {
  /** Sums: the loosest that is no relation. */
  readonly sum: (cursor: Cursor) => Expr
  /** Products: what Σ and ∂/∂x reach to. */
  readonly product: (cursor: Cursor) => Expr
  /** One thing with all that is attached to it. */
  readonly operand: (cursor: Cursor) => Expr
  /** A name with its indices, its power and its transpose. */
  readonly symbol: (cursor: Cursor) => Expr
  readonly condition: (cursor: Cursor, begun?: Begun) => Condition
}

/** The left side of a relation, where it has been read already, and where it began. */
export interface Begun {
  readonly value: Expr
  readonly from: Span
}

const NONE: Choices = new Map()

/** Nested deeper than this is refused: no person wrote it. */
const DEEPEST = 100

/** A text of the formula that is not too long to be shown. */
export const short = (text: string): string => shortened(text, 24)

/** The tokens, where the reader is, and the rules that call one another. */
export class Cursor {
  #at = 0
  #depth = 0
  /** Whether | closes an absolute value rather than opening one. */
  bars = false
  /** Whether what is read stands below a name, where several indices are side by side. */
  indexing = false
  /** The place behind the bracket of a value or a function that was read last: J(θ)_i is an entry. */
  applied = -1
  /** The order that was said last by what a side leaves out: that of + O(h^2). */
  order: Order | undefined
  /** Where reading ends for now: behind an index or exponent without braces, the ⊤ of w_i^⊤ does not hang on the i. */
  limit = Number.POSITIVE_INFINITY
  /** For each bracket that opens, by place, the place of the one that closes it. */
  readonly #closing: ReadonlyMap<number, number>
  /** Whether the text is LaTeX: then h_ij is h_i·j. */
  readonly latex: boolean

  constructor(
    readonly source: string,
    readonly tokens: readonly Token[],
    readonly names: Names,
    readonly rules: Rules,
    readonly choices: Choices = NONE,
  ) {
    this.#closing = matching(tokens)
    this.latex = source.includes('\\')
  }

  /** The token `ahead` of the next. */
  peek(ahead = 0): Token {
    if (this.#at + ahead >= this.limit) return { ...this.tokens[this.limit]!, type: 'end', text: '' }
    return this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)]!
  }

  /** The token at a place; the end, where that is behind it. */
  at(place: number): Token {
    return this.tokens[Math.min(place, this.tokens.length - 1)]!
  }

  /** The token that was passed last. */
  get last(): Token {
    return this.tokens[Math.max(0, this.#at - 1)]!
  }

  /** Whether the next token is this sign. */
  sees(text: string, ahead = 0): boolean {
    return isSign(this.peek(ahead), text)
  }

  /** Whether the next token is one of these signs. */
  seesAny(texts: readonly string[], ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.type === 'sign' && texts.includes(token.text)
  }

  /** The next token, which is passed. */
  next(): Token {
    const token = this.peek()
    if (token.type !== 'end') this.#at++
    return token
  }

  /** Passes what is left of the run of letters that a token is a part of. */
  passRun({ run }: Token): void {
    while (run !== undefined && this.peek().run === run && !this.peek().spaced) this.next()
  }

  /** Passes a sign if it is next. */
  take(text: string): boolean {
    const seen = this.sees(text)
    if (seen) this.next()
    return seen
  }

  /** Passes a sign, or refuses. */
  expect(text: string): Token {
    if (this.sees(text)) return this.next()
    return this.refuse(`expected '${text.replace(/^\\/, '')}', found ${this.found()}`, this.peek())
  }

  /** Where the reader is, to come back to. */
  get place(): number {
    return this.#at
  }

  /** Goes back, or ahead. */
  moveTo(place: number): void {
    this.#at = place
  }

  /** The place of the bracket that closes the one at a place; `undefined` where none opens there. */
  closing(place = this.#at): number | undefined {
    return this.#closing.get(place)
  }

  /** The span from a token to the last that was passed. */
  since(from: Span): Span {
    return { start: from.start, end: Math.max(from.end, this.last.end) }
  }

  /** How many brackets, fractions and the like are around what is read. */
  get depth(): number {
    return this.#depth
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

  /** Runs a rule within brackets, where | is a bracket of its own again. */
  bracketed<T>(rule: () => T, bars = false): T {
    const before = this.bars
    this.bars = bars
    const result = rule()
    this.bars = before
    return result
  }

  /** The next token as messages name it: as it was written. */
  found(token = this.peek()): string {
    if (token.type === 'end') return 'the end'
    return `'${short(this.source.slice(token.start, token.end))}'`
  }

  refuse(reason: string, span: Span, ways: readonly string[] = [], trouble: Trouble = 'syntax'): never {
    throw new LanguageError(trouble, reason, { start: span.start, end: span.end }, ways)
  }

  /** Refuses what means more than one thing. */
  unclear(reason: string, span: Span, ways: readonly string[]): never {
    this.refuse(reason, span, ways, 'ambiguous')
  }

  /**
   * Which of several ways is meant, by its number: what a reader takes for now (see `readings`). Refuses where that is open,
   * with the ways to say each of them clearly.
   */
  choose(reason: string, span: Span, ways: readonly string[]): number {
    const choice = `${span.start} ${reason}`
    const taken = this.choices.get(choice)
    if (taken !== undefined) return taken
    throw new LanguageError('ambiguous', reason, { start: span.start, end: span.end }, ways, '', choice)
  }

  /** Refuses the next token. */
  stray(): never {
    const ways = this.sees('remark') ? ['Put remarks behind a claim, and conditions behind \\text{if }.'] : []
    this.refuse(`${this.found()} is not understood here`, this.peek(), ways)
  }
}
