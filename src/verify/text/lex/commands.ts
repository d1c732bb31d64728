// Commands to tokens: \frac, \hat{y}, \text{if}, \begin{cases}.
import { nearest } from '../../../data/nearest.js'
import { dressed } from './dressed.js'
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
  switchedTo,
} from './letters.js'
import { words } from './remarks.js'
import type { Scan } from './scan.js'
import {
  ENVIRONMENTS,
  INSTEAD,
  isRow,
  isSilent,
  isSize,
  isSpace,
  MATRICES,
  SIGN_COMMANDS,
  signOf,
} from './signs.js'
import { functionNamed } from './words.js'

/** More accents than this on one letter are refused. */
const MOST_ACCENTS = 4

/** Environments that say in braces how their columns stand. */
const LAID_OUT = /^(x*align(ed)?at|IEEEeqnarray|array)$/

/** Reads a command, which begins at a place. */
export function command(scan: Scan, start: number): void {
  scan.at++
  const command = scan.take(/[a-zA-Z]+|[\s\S]/y) ?? ''
  if (isSilent(command) || dressed(scan, command, start)) return
  const [letter, sign] = [letterOf(command), signOf(command)]
  if (isSize(command)) {
    // \left. and \right. stand for no bracket at all.
    if (scan.take(/\s*\./y) === undefined) scan.size = { start, command }
    else if (command === 'right') scan.push('sign', '\\right.', start)
  } else if (isSpace(command)) {
    scan.spaced = true
  } else if (isRow(command)) {
    // A row may be followed by the space to the next one: \\[2pt].
    scan.take(/\*?(\s*\[[-\d.]+\s*[a-z]{2}\])?/y)
    scan.push('sign', '\\\\', start)
  } else if (command === 'begin' || command === 'end') environment(scan, command, start)
  else if (switchedTo(command) !== undefined) switched(scan, command, start)
  else if (isFont(command) || isScript(command) || accentOf(command) !== undefined)
    accentedName(scan, command, start)
  else if (isWord(command)) spoken(scan, command, start)
  else if (command === 'intertext' || command === 'shortintertext') {
    scan.push('sign', '\\\\', start, start)
    spoken(scan, command, start)
    scan.push('sign', '\\\\', scan.at)
  } else if (letter !== undefined) scan.push('name', letter, start)
  else if (command === 'not' && scan.take(/\s*=/y) !== undefined) scan.push('sign', '≠', start)
  else if (command === 'not' && scan.take(/\s*(\\in(?![a-zA-Z])|∈)/y) !== undefined)
    scan.push('sign', '∉', start)
  else if (sign !== undefined) scan.push('sign', sign, start)
  else if (command === 'sup' || command === 'inf') scan.push('name', command === 'sup' ? 'max' : 'min', start)
  else if (functionNamed(command) !== undefined) scan.push('name', command, start)
  else unknown(scan, command, start)
}

function unknown(scan: Scan, command: string, start: number): never {
  if (command === '') scan.refuse('a command is missing behind the \\', start)
  const known = [...SIGN_COMMANDS, ...LETTER_COMMANDS, 'log', 'exp', 'max', 'min', 'left', 'right', 'begin']
  const close = nearest(command, known)
  const way = Object.hasOwn(INSTEAD, command)
    ? INSTEAD[command]!
    : close !== undefined && command.length > 1
      ? `Is \\${close} meant?`
      : 'For a name of several letters write \\mathrm{…}; for a function \\operatorname{…}.'
  scan.refuse(`the command \\${command.slice(0, 30)} is not known`, start, [way])
}

function environment(scan: Scan, command: string, start: number): void {
  const name = scan
    .argument(command, start)
    .trim()
    .replace(/\*$/, '')
    .replace(/^d(?=cases)/, '')
  if (!ENVIRONMENTS.includes(name) && !MATRICES.includes(name))
    scan.refuse(`the environment '${name.slice(0, 30)}' is not read`, start, [
      'Write aligned for a chain in rows, cases for a formula by cases.',
    ])
  // How rows are laid out, such as [t], {2} and {rCl}, means nothing.
  if (command === 'begin') scan.take(/\s*\[[tcb]\]/y)
  if (command === 'begin' && LAID_OUT.test(name)) scan.take(/\s*\{[^{}]*\}/y)
  scan.push('sign', `\\${command}{${name}}`, start)
  // amsmath's place of the rows beside what stands on their line: no part of the formula.
  if (command === 'begin' && /^(aligned|gathered)$/.test(name)) scan.take(/\[[tbc]\]/y)
}

/** Whether a font holds more than a name: \mathbf{X w} is X w. */
function holdsMore({ known }: Scan, command: string, text: string): boolean {
  if (!isFont(command) && command !== 'underline') return false
  if (/^(\p{L}\p{M}*){2,}$/u.test(text))
    return known !== undefined && !known.has(plain(text)) && functionNamed(text) === undefined
  return !/^\{*\s*(\\[a-zA-Z]+\s*)*\{*[\p{L}\p{M}\d]*\}*$/u.test(text)
}

/** \hat{y}, \mathbf{x}, \mathcal{L}: a letter, and what is on it. */
function accentedName(scan: Scan, command: string, start: number): void {
  const from = scan.at
  const text = scan.argument(command, start).trim()
  // A whole formula may be underlined, or set in bold.
  if (holdsMore(scan, command, text)) {
    scan.at = scan.source.indexOf('{', from) + 1
    scan.push('sign', '{', start)
    return
  }
  if (isFont(command) && text === '1') scan.push('sign', '𝟙', start)
  else if (isFont(command) && /^\d+$/.test(text)) scan.push('number', text, start)
  else scan.push('name', withAccent(command, baseName(scan, text, from, 1)), start)
}

function withAccent(command: string, base: string): string {
  const mark = accentOf(command)
  if (mark !== undefined) return accented(base, mark)
  return isScript(command) ? scripted(base) : base
}

/** The name inside \hat{…}, \mathbf{…} and the like. */
function baseName(scan: Scan, text: string, start: number, depth: number): string {
  if (depth > MOST_ACCENTS) scan.refuse('accents and fonts are nested too deep', start)
  const bare = text.trim()
  if (/^(\p{L}\p{M}*)+$/u.test(bare)) return plain(bare)
  if (/^\{[\s\S]*\}$/.test(bare)) return baseName(scan, bare.slice(1, -1), start, depth + 1)
  const [, command, rest = ''] = /^\\([a-zA-Z]+)\s*([\s\S]*)$/.exec(bare) ?? []
  if (command !== undefined) {
    const letter = letterOf(command)
    if (letter !== undefined && rest === '') return letter
    const font = switchedTo(command) ?? command
    if (isFont(font) || isWord(font) || isScript(font) || accentOf(font) !== undefined) {
      const inside = /^\{[\s\S]*\}$/.test(rest) ? rest.slice(1, -1) : rest
      return withAccent(font, baseName(scan, inside, start, depth + 1))
    }
  }
  return scan.refuse('an accent or font covers a single name here', start, [
    'Write indices outside of it: \\hat{y}_i.',
  ])
}

/** \text{…}: a name of several letters, words such as "if" and "for all", or a remark. */
function spoken(scan: Scan, command: string, start: number): void {
  scan.take(/\*/y)
  const text = scan.argument(command, start)
  words(scan, command, text, scan.source.indexOf('{', start) + 1, start)
}

/** {\rm tr} and {\cal L}, a word or letter in a group of its own, whose { is next; whether it was one. */
export function switchedGroup(scan: Scan, start: number): boolean {
  const back = scan.at
  const group = scan.take(/\{\s*\\[a-z]+(?![a-zA-Z])\s*((\p{L}\p{M}*)+|\\[a-zA-Z]+)\s*\}/uy)
  const [, command = '', inner = ''] = /^\{\s*\\([a-z]+)\s*([\s\S]*?)\s*\}$/.exec(group ?? '') ?? []
  const font = switchedTo(command)
  if (font === undefined) {
    scan.at = back
    return false
  }
  if (isWord(font) && /^\p{L}/u.test(inner)) words(scan, font, inner, back, start)
  else scan.push('name', withAccent(font, baseName(scan, inner, start, 1)), start)
  return true
}

/** \rm and \cal in front of what they change; bold and italic letters are the plain ones. */
function switched(scan: Scan, command: string, start: number): void {
  const font = switchedTo(command)!
  if (isScript(font)) accentedName(scan, font, start)
  else if (isWord(font)) {
    const found = scan.take(/\s*(\p{L}\p{M}*)+/uy)?.trim()
    if (found !== undefined) words(scan, font, found, scan.at - found.length, start)
  }
}
