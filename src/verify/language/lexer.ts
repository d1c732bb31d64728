// Text to tokens: LaTeX, plain text and Unicode come out alike.
import {
  accented,
  accentOf,
  isFont,
  isScript,
  isWord,
  LOWERED,
  letterOf,
  plain,
  RAISED,
  scripted,
} from './letters.js'
import { LanguageError, type Span } from './source.js'

/** A piece of text with one meaning. */
export interface Token extends Span {
  /** `name`: letters. `word`: letters that belong together, as in \text{loss}. `sign`: all others, in one spelling. */
  readonly type: 'number' | 'name' | 'word' | 'sign' | 'end'
  readonly text: string
  /** Whether white space came before. */
  readonly spaced: boolean
  /** The run of letters that the name is a part of, where it is one of several. */
  readonly run?: string
}

/** The longest text that is read. */
export const LONGEST = 20_000

/** Signs by the commands and characters that they are written with. */
const SIGNS: Readonly<Record<string, string>> = {
  cdot: '*',
  times: '*',
  ast: '*',
  odot: '⊙',
  circ: '⊙',
  div: '/',
  top: '⊤',
  intercal: '⊤',
  prime: "'",
  partial: '∂',
  nabla: '∇',
  sum: '∑',
  prod: '∏',
  ne: '≠',
  neq: '≠',
  le: '≤',
  leq: '≤',
  leqslant: '≤',
  ge: '≥',
  geq: '≥',
  geqslant: '≥',
  lt: '<',
  gt: '>',
  in: '∈',
  notin: '∉',
  land: '∧',
  wedge: '∧',
  forall: '∀',
  coloneqq: ':=',
  gets: ':=',
  leftarrow: ':=',
  ldots: '…',
  dots: '…',
  cdots: '…',
  lvert: '|',
  rvert: '|',
  vert: '|',
  mid: '|',
  lVert: '‖',
  rVert: '‖',
  Vert: '‖',
  '|': '‖',
  '{': '\\{',
  '}': '\\}',
  lbrace: '\\{',
  rbrace: '\\}',
  quad: 'quad',
  qquad: 'quad',
  lor: '∨',
  vee: '∨',
  lbrack: '[',
  rbrack: ']',
  colon: ':',
  infty: '∞',
  dfrac: 'frac',
  tfrac: 'frac',
  cfrac: 'frac',
}
const CHARACTERS: Readonly<Record<string, string>> = {
  '·': '*',
  '⋅': '*',
  '×': '*',
  '∗': '*',
  '−': '-',
  '–': '-',
  '÷': '/',
  '⊤': '⊤',
  '′': "'",
  '’': "'",
  '‖': '‖',
  '∥': '‖',
  '←': ':=',
  '≔': ':=',
  '‥': '…',
  '𝟙': '𝟙',
  '≤': '≤',
  '≥': '≥',
  '≠': '≠',
}
/** Longest first. */
const DOUBLES: readonly (readonly [string, string])[] = [
  ['...', '…'],
  [':=', ':='],
  ['!=', '≠'],
  ['<=', '≤'],
  ['>=', '≥'],
  ['<-', ':='],
  ['||', '‖'],
  ['.*', '⊙'],
  ['&&', '∧'],
]
/** Commands that only move things about. */
const SILENT =
  /^(left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|nonumber|notag|mathstrut|strut|middle|scriptstyle)$/
const SPACES = /^[,;:! >]$|^(hspace|hfill|enspace|thinspace|medspace)$/

/** Functions that have a name. */
export const FUNCTIONS = [
  'exp',
  'log',
  'ln',
  'sqrt',
  'tanh',
  'sin',
  'cos',
  'erf',
  'sigmoid',
  'softplus',
  'relu',
  'sign',
  'softmax',
  'logsumexp',
  'diag',
  'tr',
  'trace',
  'onehot',
  'max',
  'min',
  'mean',
  'abs',
  'if',
  'sum',
  'logistic',
  'sgn',
] as const

/** Splits a run of letters into names that are known, and single letters: iy → i, y; loss → loss where it is declared. */
function split(run: string, known: ReadonlySet<string>): readonly string[] {
  if (known.has(run) || (FUNCTIONS as readonly string[]).includes(run)) return [run]
  const letters = [...run.matchAll(/\P{M}\p{M}*/gu)].map(([letter]) => letter)
  const names: string[] = []
  for (let at = 0; at < letters.length; ) {
    let length = Math.min(letters.length - at, 24)
    while (length > 1 && !known.has(letters.slice(at, at + length).join(''))) length--
    names.push(letters.slice(at, at + length).join(''))
    at += length
  }
  return names
}

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
  const tokens: Token[] = []
  let at = 0
  let spaced = false
  const push = (type: Token['type'], text: string, start: number, run?: string): void => {
    tokens.push({ type, text, start, end: at, spaced, ...(run === undefined ? {} : { run }) })
    spaced = false
  }
  const refuse = (reason: string, start: number, ways: readonly string[] = []): never => {
    throw new LanguageError('syntax', reason, { start, end: Math.max(at, start + 1) }, ways)
  }
  /** Letters and the marks on them from `at`. */
  const letters = (): string => /^(?:\p{L}\p{M}*)+/u.exec(source.slice(at, at + 200))?.[0] ?? ''
  const names = (run: string, start: number): void => {
    const whole = [...run.normalize('NFC')].map(plain).join('')
    const parts = known === undefined ? [whole] : split(whole, known)
    let from = start
    for (const part of parts) {
      // Composed and decomposed letters differ in length, so the place is found by counting letters.
      const to =
        parts.length === 1
          ? at
          : from + lengthOf(source.slice(from, at), [...part.matchAll(/\P{M}/gu)].length)
      tokens.push({
        type: 'name',
        text: part,
        start: from,
        end: to,
        spaced,
        ...(parts.length > 1 ? { run } : {}),
      })
      spaced = false
      from = to
    }
  }
  /** The text of a braced group, or the next letter or command. */
  const argument = (command: string, start: number): string => {
    while (source[at] === ' ') at++
    if (source[at] !== '{') {
      const single = /^(\\[a-zA-Z]+|\P{M}\p{M}*)/u.exec(source.slice(at, at + 60))?.[0]
      if (single === undefined) return refuse(`\\${command} wants something to its right`, start)
      at += single.length
      return single
    }
    let depth = 0
    const from = at
    for (; at < source.length; at++) {
      if (source[at] === '{') depth++
      else if (source[at] === '}' && --depth === 0) return source.slice(from + 1, at++)
    }
    at = from + 1
    return refuse(`the brace of \\${command} is never closed`, start)
  }
  /** The letter or word inside \hat{…}, \mathbf{…} and the like. */
  const inner = (text: string, start: number): string => {
    const command = /^\s*\\([a-zA-Z]+)\s*(.*)$/s.exec(text)
    if (command === null) return text.trim()
    const [, word = '', rest = ''] = command
    const held = inner(rest.replace(/^\{(.*)\}\s*$/s, '$1'), start)
    const accent = accentOf(word)
    if (accent !== undefined) return accented(held, accent)
    if (isFont(word) || isWord(word)) return held
    if (isScript(word)) return scripted(held)
    const letter = letterOf(word)
    if (letter !== undefined && rest.trim() === '') return letter
    return refuse(`\\${word} is not understood here`, start)
  }

  while (at < source.length) {
    const start = at
    const c = source[at]!
    if (/\s/.test(c) || c === '~') {
      at++
      spaced = true
      continue
    }
    if (c === '%') {
      while (at < source.length && source[at] !== '\n') at++
      continue
    }
    if (c === '\\') {
      at++
      const command = /^([a-zA-Z]+|[\s\S])/.exec(source.slice(at, at + 40))?.[0] ?? ''
      at += command.length
      if (SILENT.test(command)) {
        // \left. and \right. stand for no bracket at all.
        if (/^(left|right)$/.test(command) && source[at] === '.') at++
        continue
      }
      if (SPACES.test(command)) {
        if (command === 'hspace') argument(command, start)
        spaced = true
        continue
      }
      if (command === '\\') {
        push('sign', '\\\\', start)
        continue
      }
      if (command === 'begin' || command === 'end') {
        const name = argument(command, start)
        push('sign', `\\${command}{${name.replace('*', '')}}`, start)
        continue
      }
      if (command === 'tag' || command === 'label') {
        argument(command, start)
        continue
      }
      if (isWord(command) || command === 'operatorname*') {
        const text = argument(command, start).trim()
        if (/^[\p{L}\p{M}\d]+$/u.test(text)) push('word', text.normalize('NFC'), start)
        else if (/^[\p{L}\s,]+$/u.test(text))
          for (const word of text.match(/\p{L}+|,/gu)!) push(word === ',' ? 'sign' : 'word', word, start)
        else if (text !== '')
          refuse(`text such as '${text.slice(0, 30)}' is not understood within a formula`, start)
        else spaced = true
        continue
      }
      if (isFont(command)) {
        const text = argument(command, start)
        if (text.trim() === '1') push('sign', '𝟙', start)
        else names(inner(text, start), start)
        continue
      }
      if (isScript(command) || accentOf(command) !== undefined) {
        const text = inner(argument(command, start), start)
        const mark = accentOf(command)
        push('name', mark === undefined ? scripted(text) : accented(text, mark), start)
        continue
      }
      const letter = letterOf(command)
      if (letter !== undefined) push('name', letter, start)
      else if (command === 'not' && source[at] === '=') {
        at++
        push('sign', '≠', start)
      } else if (Object.hasOwn(SIGNS, command)) push('sign', SIGNS[command]!, start)
      else if (command === 'frac') push('sign', 'frac', start)
      else if ((FUNCTIONS as readonly string[]).includes(command)) push('name', command, start)
      else {
        refuse(`the command \\${command} is not known`, start, [
          'For a name of several letters write \\mathrm{…}; for a function \\operatorname{…}.',
        ])
      }
      continue
    }
    const number = /^(\d+(\.\d+)?|\.\d+)/.exec(source.slice(at, at + 60))?.[0]
    if (number !== undefined) {
      at += number.length
      push('number', number, start)
      continue
    }
    const double = DOUBLES.find(([text]) => source.startsWith(text, at))
    if (double !== undefined) {
      at += double[0].length
      push('sign', double[1], start)
      continue
    }
    const character = String.fromCodePoint(source.codePointAt(at)!)
    if (Object.hasOwn(LOWERED, character) || Object.hasOwn(RAISED, character)) {
      const table = Object.hasOwn(LOWERED, character) ? LOWERED : RAISED
      push('sign', table === LOWERED ? '_' : '^', start)
      push('sign', '{', start)
      while (at < source.length && Object.hasOwn(table, source[at]!)) {
        const from = at
        const text = table[source[at++]!]!
        push(/\d/.test(text) ? 'number' : /\p{L}/u.test(text) ? 'name' : 'sign', text, from)
      }
      push('sign', '}', at - 1)
      continue
    }
    const run = letters()
    if (run !== '') {
      at += run.length
      // Σ with a subscript is the sum, unless it is declared as a symbol.
      if (run === 'Σ' && !known?.has('Σ') && /^\s*_/.test(source.slice(at, at + 9))) push('sign', '∑', start)
      else names(run, start)
      continue
    }
    at += character.length
    const sign = Object.hasOwn(CHARACTERS, character) ? CHARACTERS[character]! : character
    if (!/^[-+*/^_'=≠<>≤≥()[\]{}|,:;&∑∏∂∇⊤⊙√‖∈∉∧∨∀…𝟙.!]$|^:=$/u.test(sign))
      refuse(`the character '${character}' is not understood`, start)
    push('sign', sign, start)
  }
  tokens.push({ type: 'end', text: 'the end', start: source.length, end: source.length, spaced })
  return tokens
}

/** The length of the first letters of a text, marks included. */
function lengthOf(text: string, letters: number): number {
  let seen = 0
  let length = 0
  for (const character of text) {
    const mark = /\p{M}/u.test(character)
    if (!mark && seen++ === letters) break
    length += character.length
  }
  return length
}
