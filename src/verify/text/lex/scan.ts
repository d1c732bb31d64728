// A walk along characters, which leaves tokens behind.
import { LanguageError, type Trouble } from '../source.js'
import type { Token } from './token.js'

/** More commands within one another than this are refused, before the stack of calls ends. */
const DEEPEST = 100

/** The characters of a text, where the lexer is, and the tokens so far. */
export class Scan {
  readonly tokens: Token[] = []
  at = 0
  spaced = false
  /** Where \left, \big and the like began, whose bracket comes next. */
  size: { readonly start: number; readonly command: string } | undefined
  #depth = 0
  #nested = 0
  /** Commands that still want arguments: those without braces are single characters, as in \frac12. */
  readonly #wanting: { readonly depth: number; left: number }[] = []
  /** Groups whose end does more than close them, by their depth. */
  readonly #groups: { readonly depth: number; readonly close: (start: number) => void }[] = []

  constructor(
    readonly source: string,
    readonly known: ReadonlySet<string> | undefined,
    /** Reads the next token. */
    readonly step: (scan: Scan) => void,
  ) {}

  /** Reads up to a place; what commands cover is read while they are, one level deeper. */
  until(end: number): void {
    if (this.#nested > DEEPEST)
      this.refuse(`commands are nested more than ${DEEPEST} deep`, this.at, [
        'Name the inner parts in the given block.',
      ])
    this.#nested++
    while (this.at < end) this.step(this)
    this.#nested--
  }

  /** Says what the } does that closes the group that has just begun. */
  opened(close: (start: number) => void): void {
    this.#groups.push({ depth: this.#depth, close })
  }

  /** Closes such a group, whose } has just been passed; whether it was one. */
  closed(start: number): boolean {
    const last = this.#groups.at(-1)
    if (last?.depth !== this.#depth) return false
    this.#groups.pop()
    last.close(start)
    return true
  }

  push(type: Token['type'], text: string, start: number, end = this.at, run?: string): void {
    const size = this.size
    this.size = undefined
    if (size !== undefined && !/^(\\?[{}]|[()[\]|‖/⟨⟩])$/.test(text)) this.wantsBracket(size)
    const side = size?.command === 'left' ? 'open' : size?.command === 'right' ? 'close' : undefined
    this.tokens.push({
      type,
      text,
      start: size?.start ?? start,
      end,
      spaced: this.spaced,
      ...(run === undefined ? {} : { run }),
      ...(side === undefined ? {} : { side }),
    })
    this.spaced = false
    if (type === 'sign' && text === '{') this.#depth++
    else {
      if (type === 'sign' && text === '}') this.#depth--
      const wanting = this.#wanting.at(-1)
      if (wanting?.depth === this.#depth && --wanting.left === 0) this.#wanting.pop()
    }
    if (text === 'frac') this.#wanting.push({ depth: this.#depth, left: 2 })
    if (text === '√' && this.source[start] === '\\') this.#wanting.push({ depth: this.#depth, left: 1 })
  }

  refuse(reason: string, start: number, ways: readonly string[] = [], trouble: Trouble = 'syntax'): never {
    throw new LanguageError(trouble, reason, { start, end: Math.max(this.at, start + 1) }, ways)
  }

  wantsBracket({ start, command }: { start: number; command: string }): never {
    throw new LanguageError('syntax', `\\${command} wants a bracket behind it`, {
      start,
      end: start + command.length + 1,
    })
  }

  /** All tokens, with the end behind them. */
  finished(): readonly Token[] {
    const { length } = this.source
    if (this.size !== undefined) this.wantsBracket(this.size)
    this.tokens.push({ type: 'end', text: 'the end', start: length, end: length, spaced: this.spaced })
    return this.tokens
  }

  /** What a pattern that sticks to the place finds there, which is passed. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.source)?.[0]
    this.at += found?.length ?? 0
    return found
  }

  /** Whether no braces are open, as those of an index are, and no _ is just before. */
  get isOutside(): boolean {
    const last = this.tokens.at(-1)
    return this.known !== undefined && this.#depth === 0 && last?.text !== '_' && last?.text !== '('
  }

  /** Whether a single character is wanted, as the 1 of \frac12. */
  get single(): boolean {
    return this.known !== undefined && this.#wanting.at(-1)?.depth === this.#depth
  }

  /** The text of a braced group, or the next letter or command. */
  argument(command: string, start: number): string {
    this.take(/\s+/y)
    if (this.source[this.at] !== '{') {
      const single = this.take(/\\[a-zA-Z]+|[^\s\p{M}}\\]\p{M}*/uy)
      return single ?? this.refuse(`\\${command} wants something behind it`, start)
    }
    const from = this.at
    for (let depth = 0; this.at < this.source.length; this.at++) {
      const c = this.source[this.at]
      if (c === '\\') this.at++
      else if (c === '{') depth++
      else if (c === '}' && --depth === 0) return this.source.slice(from + 1, this.at++)
    }
    this.at = from + 1
    return this.refuse("this '{' is never closed; '}' is missing", from)
  }
}

/** A text that is not too long to be shown. */
export const shortened = (text: string, most = 30): string =>
  text.length > most ? `${text.slice(0, most)}…` : text

/** A character as it may be shown: what cannot be seen by its code. */
export function described(character: string): string {
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)
    ? `the character '${character}'`
    : `the character ${code}`
}
