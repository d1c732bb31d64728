// Text to tokens: LaTeX, plain text and Unicode come out alike.
import { nearest } from '../../data/nearest.js'
import { ENVIRONMENTS, INSTEAD, isSilent, isSize, isSpace, SIGNS, signAt } from './commands.js'
import {
  accented,
  accentOf,
  isFont,
  isScript,
  isWord,
  LETTER_COMMANDS,
  letterOf,
  plain,
  scripted,
} from './letters.js'
import { LETTERS, scriptAt } from './scripts.js'
import { LanguageError } from './source.js'
import type { Token } from './token.js'
import { functionNamed, isKeyword, nameLength } from './words.js'

export type { Token } from './token.js'

/** The longest text that is read. */
export const LONGEST = 20_000

/** More accents than this on one letter are refused. */
const MOST_ACCENTS = 4

/**
 * The tokens of a text. A run of letters is one name where `known` has it, and several where it does not; with `known`
 * absent, runs stay whole.
 */
export function tokenize(source: string, known?: ReadonlySet<string>): readonly Token[] {
  if (source.length > LONGEST) {
    throw new LanguageError(
      'syntax',
      `a formula of ${source.length.toLocaleString('en')} characters is too long; at most ${LONGEST.toLocaleString('en')} are read`,
      { start: 0, end: 1 },
      ['Name its parts in the given block.'],
    )
  }
  return new Lexer(source, known).all()
}

class Lexer {
  readonly #tokens: Token[] = []
  #at = 0
  #spaced = false
  /** Where \left, \big and the like began, whose bracket comes next. */
  #size: { readonly start: number; readonly command: string } | undefined
  #depth = 0
  /** Commands that still want arguments: those without braces are single characters, as in \frac12. */
  readonly #wanting: { readonly depth: number; left: number }[] = []

  constructor(
    readonly source: string,
    readonly known: ReadonlySet<string> | undefined,
  ) {}

  all(): readonly Token[] {
    while (this.#at < this.source.length) this.#step()
    const { length } = this.source
    if (this.#size !== undefined) this.#wantsBracket(this.#size)
    this.#tokens.push({ type: 'end', text: 'the end', start: length, end: length, spaced: this.#spaced })
    return this.#tokens
  }

  #push(type: Token['type'], text: string, start: number, end = this.#at, run?: string): void {
    const size = this.#size
    this.#size = undefined
    if (size !== undefined && !/^(\\?[{}]|[()[\]|‖/])$/.test(text)) this.#wantsBracket(size)
    const side = size?.command === 'left' ? 'open' : size?.command === 'right' ? 'close' : undefined
    this.#tokens.push({
      type,
      text,
      start: size?.start ?? start,
      end,
      spaced: this.#spaced,
      ...(run === undefined ? {} : { run }),
      ...(side === undefined ? {} : { side }),
    })
    this.#spaced = false
    if (type === 'sign' && text === '{') this.#depth++
    else {
      if (type === 'sign' && text === '}') this.#depth--
      const wanting = this.#wanting.at(-1)
      if (wanting?.depth === this.#depth && --wanting.left === 0) this.#wanting.pop()
    }
    if (text === 'frac') this.#wanting.push({ depth: this.#depth, left: 2 })
    if (text === '√' && this.source[start] === '\\') this.#wanting.push({ depth: this.#depth, left: 1 })
  }

  #refuse(reason: string, start: number, ways: readonly string[] = []): never {
    throw new LanguageError('syntax', reason, { start, end: Math.max(this.#at, start + 1) }, ways)
  }

  #wantsBracket({ start, command }: { start: number; command: string }): never {
    throw new LanguageError('syntax', `\\${command} wants a bracket behind it`, {
      start,
      end: start + command.length + 1,
    })
  }

  /** What a pattern that sticks to the place finds there, which is passed. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.source)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #step(): void {
    const start = this.#at
    if (this.#take(/(\s|~|%[^\n]*)+/y) !== undefined) this.#spaced = true
    else if (this.source[start] === '\\') this.#command(start)
    else if (!this.#numberAt(start) && !this.#scriptAt(start) && !this.#lettersAt(start)) this.#signAt(start)
  }

  /** Whether a single character is wanted, as the 1 of \frac12. */
  get #single(): boolean {
    return this.known !== undefined && this.#wanting.at(-1)?.depth === this.#depth
  }

  #scriptAt(start: number): boolean {
    const script = scriptAt(this.source, start)
    if (script === undefined) return false
    this.#push('sign', script.sign, start, start)
    this.#push('sign', '{', start, start)
    for (const text of script.parts) {
      this.#at++
      this.#push(/\d/.test(text) ? 'number' : /\p{L}/u.test(text) ? 'name' : 'sign', text, this.#at - 1)
    }
    this.#push('sign', '}', this.#at)
    return true
  }

  #signAt(start: number): void {
    const sign = signAt(this.source, start)
    this.#at += sign?.length ?? String.fromCodePoint(this.source.codePointAt(start)!).length
    if (sign !== undefined) this.#push('sign', sign.sign, start)
    else this.#refuse(`${described(this.source.slice(start, this.#at))} is not understood`, start)
  }

  #numberAt(start: number): boolean {
    const text = this.#take(this.#single ? /\d/y : /\d+(\.\d+)?|\.\d+/y)
    if (text === undefined) return false
    if (this.#take(/e[-+]?\d+/iy) !== undefined && this.known !== undefined) {
      const whole = this.source.slice(start, this.#at)
      const [digits, exponent] = whole.split(/e\+?/i)
      this.#refuse(`'${shortened(whole)}' may be a number, or e times something`, start, [
        `Write ${shortened(digits!)} \\cdot 10^{${shortened(exponent!)}} for the number.`,
        'Put spaces around the e where it is 2.718….',
      ])
    }
    if (!Number.isFinite(Number(text))) this.#refuse('this number is too large', start)
    this.#push('number', text, start)
    return true
  }

  /** A run of letters, which may be several names; as the argument of a command, its first letter only. */
  #lettersAt(start: number): boolean {
    const run = this.#take(LETTERS)
    if (run === undefined) return false
    const found = [...run.matchAll(/\P{M}\p{M}*/gu)]
    const letters = found.map(([letter]) => plain(letter))
    const whole = letters.join('')
    const ends = found.map(({ index, 0: letter }) => start + index + letter.length)
    const { known } = this
    const isWhole =
      known === undefined || known.has(whole) || functionNamed(whole) !== undefined || isKeyword(whole)
    if (this.#single) {
      this.#at = ends[0]!
      this.#push('name', letters[0]!, start)
    } else if (this.#isSum(whole)) this.#push('sign', '∑', start)
    else if (isWhole) this.#push('name', whole, start)
    else {
      for (let at = 0; at < letters.length; ) {
        const from = at
        at += nameLength(letters, at, known)
        const part = letters.slice(from, at).join('')
        const many = at - from < letters.length
        this.#push(
          'name',
          part,
          from === 0 ? start : ends[from - 1]!,
          ends[at - 1]!,
          many ? whole : undefined,
        )
      }
    }
    return true
  }

  /** Σ with a subscript is the sum, unless it is declared as a symbol. */
  #isSum(run: string): boolean {
    if (run !== 'Σ' || this.known?.has('Σ')) return false
    return /^\s*[_ᵢⱼₖₗₘₙ]/.test(this.source.slice(this.#at, this.#at + 9))
  }

  #command(start: number): void {
    this.#at++
    const command = this.#take(/[a-zA-Z]+|[\s\S]/y) ?? ''
    if (isSilent(command)) return
    const letter = letterOf(command)
    if (isSize(command)) {
      // \left. and \right. stand for no bracket at all.
      if (this.#take(/\s*\./y) === undefined) this.#size = { start, command }
    } else if (isSpace(command)) {
      if (command === 'hspace') this.#skipped(command, start)
      this.#spaced = true
    } else if (command === '\\') {
      // A row may be followed by the space to the next one: \\[2pt].
      this.#take(/\*?(\s*\[[-\d.]+\s*[a-z]{2}\])?/y)
      this.#push('sign', '\\\\', start)
    } else if (command === 'begin' || command === 'end') this.#environment(command, start)
    else if (command === 'tag' || command === 'label') this.#skipped(command, start)
    else if (isFont(command) || isScript(command) || accentOf(command) !== undefined)
      this.#dressed(command, start)
    else if (isWord(command)) this.#words(command, start)
    else if (letter !== undefined) this.#push('name', letter, start)
    else if (command === 'not' && this.#take(/\s*=/y) !== undefined) this.#push('sign', '≠', start)
    else if (command === 'not' && this.#take(/\s*(\\in(?![a-zA-Z])|∈)/y) !== undefined)
      this.#push('sign', '∉', start)
    else if (Object.hasOwn(SIGNS, command)) this.#push('sign', SIGNS[command]!, start)
    else if (functionNamed(command) !== undefined) this.#push('name', command, start)
    else this.#unknown(command, start)
  }

  /** Passes what a command holds that means nothing here. */
  #skipped(command: string, start: number): void {
    this.#take(/\*/y)
    this.#argument(command, start)
  }

  #unknown(command: string, start: number): never {
    if (command === '') this.#refuse('a command is missing behind the \\', start)
    const known = [
      ...Object.keys(SIGNS),
      ...LETTER_COMMANDS,
      'log',
      'exp',
      'max',
      'min',
      'left',
      'right',
      'begin',
    ]
    const close = nearest(command, known)
    const way = Object.hasOwn(INSTEAD, command)
      ? INSTEAD[command]!
      : close !== undefined && command.length > 1
        ? `Is \\${close} meant?`
        : 'For a name of several letters write \\mathrm{…}; for a function \\operatorname{…}.'
    this.#refuse(`the command \\${command.slice(0, 30)} is not known`, start, [way])
  }

  #environment(command: string, start: number): void {
    const name = this.#argument(command, start)
      .trim()
      .replace(/\*$/, '')
      .replace(/^d(?=cases)/, '')
    if (!ENVIRONMENTS.includes(name))
      this.#refuse(`the environment '${name.slice(0, 30)}' is not read`, start, [
        'Write aligned for a chain in rows, cases for a formula by cases.',
      ])
    this.#push('sign', `\\${command}{${name}}`, start)
  }

  /** \hat{y}, \mathbf{x}, \mathcal{L}: a letter, and what is on it. */
  #dressed(command: string, start: number): void {
    const from = this.#at
    const text = this.#argument(command, start).trim()
    if (isFont(command) && text === '1') this.#push('sign', '𝟙', start)
    else if (isFont(command) && /^\d+$/.test(text)) this.#push('number', text, start)
    else this.#push('name', this.#worn(command, this.#held(text, from, 1)), start)
  }

  #worn(command: string, held: string): string {
    const mark = accentOf(command)
    if (mark !== undefined) return accented(held, mark)
    return isScript(command) ? scripted(held) : held
  }

  /** The name inside \hat{…}, \mathbf{…} and the like. */
  #held(text: string, start: number, depth: number): string {
    if (depth > MOST_ACCENTS) this.#refuse('accents and fonts are nested too deep', start)
    const bare = text.trim()
    if (/^(\p{L}\p{M}*)+$/u.test(bare)) return plain(bare)
    const [, command, rest = ''] = /^\\([a-zA-Z]+)\s*([\s\S]*)$/.exec(bare) ?? []
    if (command !== undefined) {
      const letter = letterOf(command)
      if (letter !== undefined && rest === '') return letter
      if (isFont(command) || isWord(command) || isScript(command) || accentOf(command) !== undefined)
        return this.#worn(
          command,
          this.#held(/^\{[\s\S]*\}$/.test(rest) ? rest.slice(1, -1) : rest, start, depth + 1),
        )
    }
    return this.#refuse('an accent or font covers a single name here', start, [
      'Write indices outside of it: \\hat{y}_i.',
    ])
  }

  /** \text{…}: a name of several letters, or words such as "if" and "for all". */
  #words(command: string, start: number): void {
    this.#take(/\*/y)
    const text = this.#argument(command, start)
    const bare = text.trim()
    if (bare === '1' && command === 'mathrm') this.#push('sign', '𝟙', start)
    else if (/^\d+$/.test(bare)) this.#push('number', bare, start)
    else if (/^(\p{L}\p{M}*|\d)+$/u.test(bare)) this.#push('word', plain(bare), start)
    else if (/^([\p{L}\p{M}\s,.:;])*$/u.test(text)) this.#sentence(text, this.source.indexOf('{', start) + 1)
    else
      this.#refuse(`the text '${shortened(bare)}' is not understood within a formula`, start, [
        'Put remarks into the prose, and conditions behind \\text{if }.',
      ])
  }

  #sentence(text: string, from: number): void {
    for (const { 0: word, index } of text.matchAll(/(\p{L}\p{M}*)+|[,.:;]/gu)) {
      this.#spaced = true
      const type = /^[,.:;]$/.test(word) ? 'sign' : 'word'
      this.#push(type, plain(word), from + index, from + index + word.length)
    }
    this.#spaced = true
  }

  /** The text of a braced group, or the next letter or command. */
  #argument(command: string, start: number): string {
    this.#take(/\s+/y)
    if (this.source[this.#at] !== '{') {
      const single = this.#take(/\\[a-zA-Z]+|[^\s\p{M}}\\]\p{M}*/uy)
      return single ?? this.#refuse(`\\${command} wants something behind it`, start)
    }
    const from = this.#at
    for (let depth = 0; this.#at < this.source.length; this.#at++) {
      const c = this.source[this.#at]
      if (c === '\\') this.#at++
      else if (c === '{') depth++
      else if (c === '}' && --depth === 0) return this.source.slice(from + 1, this.#at++)
    }
    this.#at = from + 1
    return this.#refuse("this '{' is never closed; '}' is missing", from)
  }
}

/** A text that is not too long to be shown. */
const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text)

/** A character as it may be shown: what cannot be seen by its code. */
function described(character: string): string {
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)
    ? `the character '${character}'`
    : `the character ${code}`
}
