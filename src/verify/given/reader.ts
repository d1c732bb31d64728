// A walk along the tokens of a declaration's right side.
import { LanguageError, type Span, type Token } from '../text/index.js'

/** The most entries of an axis. */
const MOST = 2 ** 31 - 1

/** Where the reader is, and what it may be asked. */
export class Reader {
  #at = 0
  readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens.filter(({ type, text }) => type !== 'sign' || text !== 'quad')
  }

  token = (ahead = 0): Token => this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)]!
  before = (): Token => this.tokens[Math.max(0, this.#at - 1)]!
  text = (ahead = 0): string => this.token(ahead).text
  ended = (): boolean => this.token().type === 'end'
  isWord = (ahead = 0): boolean => ['name', 'word'].includes(this.token(ahead).type)
  found = (): string => (this.ended() ? 'the end' : `'${this.text()}'`)
  /** Whether the next tokens are these. */
  sees = (...texts: readonly string[]): boolean => texts.every((text, i) => this.text(i) === text)

  get place(): number {
    return this.#at
  }

  moveTo(place: number): void {
    this.#at = place
  }

  next(): Token {
    const token = this.token()
    if (token.type !== 'end') this.#at++
    return token
  }

  take(...texts: readonly string[]): boolean {
    const seen = !this.ended() && this.sees(...texts)
    if (seen) this.#at += texts.length
    return seen
  }

  takeAny(texts: readonly string[]): boolean {
    return texts.some(text => this.take(text))
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
        { start, end },
      )
    if (type === 'number' || !this.take('_')) return text
    const braced = this.take('{')
    if (!this.isWord() && this.token().type !== 'number')
      this.refuse(`expected a number or a word, found ${this.found()}`)
    const below = this.next().text
    if (braced && !this.take('}')) this.refuse(`expected '}', found ${this.found()}`)
    return `${text}_${below}`
  }

  /** m × n, m x n, m, n. */
  dimensions(until: () => boolean): readonly string[] {
    const axes: string[] = []
    while (!until()) {
      axes.push(this.dimension())
      if (until()) break
      if (!this.takeAny([',', '*', 'x'])) this.refuse(`expected ',' or ']', found ${this.found()}`)
    }
    return axes
  }
}
