// Text to tokens: LaTeX, plain text and Unicode come out alike.

import { LanguageError } from '../source.js'
import { command, switchedGroup } from './commands.js'
import { plain } from './letters.js'
import { described, Scan, shortened } from './scan.js'
import { LETTERS, scriptAt } from './scripts.js'
import { signAt } from './signs.js'
import { withoutLone } from './systems.js'
import type { Token } from './token.js'
import { functionNamed, isKeyword } from './words.js'

export type { Token } from './token.js'

/** The longest text that is read. */
const LONGEST = 20_000

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
  const scan = new Scan(source, known, step)
  scan.until(source.length)
  return withoutLone(scan.finished())
}

function step(scan: Scan): void {
  const start = scan.at
  if (scan.take(/(\s|~|%[^\n]*)+/y) !== undefined) scan.spaced = true
  else if (scan.source[start] === '\\') command(scan, start)
  else if (scan.source[start] === '{' && switchedGroup(scan, start)) return
  else if (!readNumber(scan, start) && !readScript(scan, start) && !readLetters(scan, start))
    readSign(scan, start)
}

function readScript(scan: Scan, start: number): boolean {
  const script = scriptAt(scan.source, start)
  if (script === undefined) return false
  scan.push('sign', script.sign, start, start)
  scan.push('sign', '{', start, start)
  for (const text of script.parts) {
    scan.at++
    scan.push(/\d/.test(text) ? 'number' : /\p{L}/u.test(text) ? 'name' : 'sign', text, scan.at - 1)
  }
  scan.push('sign', '}', scan.at)
  return true
}

function readSign(scan: Scan, start: number): void {
  const sign = signAt(scan.source, start)
  scan.at += sign?.length ?? String.fromCodePoint(scan.source.codePointAt(start)!).length
  if (sign?.sign === '}' && scan.closed(start)) return
  if (sign !== undefined) scan.push('sign', sign.sign, start)
  else scan.refuse(`${described(scan.source.slice(start, scan.at))} is not understood`, start)
}

function readNumber(scan: Scan, start: number): boolean {
  const text = scan.take(scan.single ? /\d/y : /\d+(\.\d+)?|\.\d+/y)
  if (text === undefined) return false
  if (/^\d{1,3}$/.test(text) && scan.isOutside && scan.take(/(,\d{3})+(?![\d,])/y) !== undefined) {
    const whole = scan.source.slice(start, scan.at)
    const ways = [
      `Write ${whole.replaceAll(',', '')} for the number.`,
      'Put a space behind the comma of a list.',
    ]
    scan.refuse(`'${shortened(whole)}' may be a number, or a list`, start, ways, 'ambiguous')
  }
  if (scan.take(/e[-+]?\d+/iy) !== undefined && scan.known !== undefined) {
    const whole = scan.source.slice(start, scan.at)
    const [digits, exponent] = whole.split(/e\+?/i)
    const ways = [
      `Write ${shortened(digits!)} \\cdot 10^{${shortened(exponent!)}} for the number.`,
      'Put spaces around the e where it is 2.718….',
    ]
    scan.refuse(`'${shortened(whole)}' may be a number, or e times something`, start, ways, 'ambiguous')
  }
  if (!Number.isFinite(Number(text))) scan.refuse('this number is too large', start)
  scan.push('number', text, start)
  return true
}

/** A run of letters, which may be several names; as the argument of a command, its first letter only. */
function readLetters(scan: Scan, start: number): boolean {
  const run = scan.take(HAN) ?? scan.take(LETTERS)
  if (run === undefined) return false
  const found = [...run.matchAll(/\P{M}\p{M}*/gu)]
  const letters = found.map(([letter]) => plain(letter))
  const whole = letters.join('')
  const ends = found.map(({ index, 0: letter }) => start + index + letter.length)
  const { known } = scan
  const isWhole =
    known === undefined || known.has(whole) || functionNamed(whole) !== undefined || isKeyword(whole)
  if (scan.single) {
    scan.at = ends[0]!
    scan.push('name', letters[0]!, start)
  } else if (isSum(scan, whole)) scan.push('sign', '∑', start)
  else if (isWhole) scan.push('name', whole, start)
  else {
    const end = functionBehind(letters, known)
    const longest = Math.max(1, ...[...known].map(({ length }) => length))
    const split = letters.slice(0, end).join('')
    for (let at = 0; at < end; ) {
      const from = at
      at = Math.min(end, from + longest)
      while (at > from + 1 && !known.has(letters.slice(from, at).join(''))) at--
      const part = letters.slice(from, at).join('')
      const many = at - from < end
      scan.push('name', part, from === 0 ? start : ends[from - 1]!, ends[at - 1]!, many ? split : undefined)
    }
    if (end < letters.length) scan.push('name', letters.slice(end).join(''), ends[end - 1]!)
  }
  return true
}

/** Chinese words, which stand beside letters without a space. */
const HAN = /\p{Script=Han}+/uy

/** Functions that may stand behind letters without a space: ylog p is y log p. */
const BEHIND = /^(log|ln|exp|tanh|sigmoid|softmax|sqrt)$/

/** Where a function begins at the end of a run of letters; the end of the run where there is none. */
function functionBehind(letters: readonly string[], known: ReadonlySet<string>): number {
  for (let at = Math.max(1, letters.length - 7); at < letters.length - 1; at++) {
    const rest = letters.slice(at)
    if (BEHIND.test(rest.join('')) && !rest.every(letter => known.has(letter))) return at
  }
  return letters.length
}

/** Σ with a subscript is the sum, unless it is declared as a symbol. */
function isSum(scan: Scan, run: string): boolean {
  if (run !== 'Σ' || scan.known?.has('Σ')) return false
  return /^\s*[_ᵢⱼₖₗₘₙ]/.test(scan.source.slice(scan.at, scan.at + 9))
}
