// Commands to tokens: \frac, \hat{y}, \text{if}, \begin{cases}.
import { nearest } from '../../../data/nearest.js'
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
import { type Scan, shortened } from './scan.js'
import { ENVIRONMENTS, INSTEAD, isSilent, isSize, isSpace, MATRICES, SIGN_COMMANDS, signOf } from './signs.js'
import { functionNamed } from './words.js'

/** More accents than this on one letter are refused. */
const MOST_ACCENTS = 4

/** Environments that say in braces how their columns stand. */
const LAID_OUT = /^(x*align(ed)?at|IEEEeqnarray|array)$/

/** Reads a command, which begins at a place. */
export function command(scan: Scan, start: number): void {
  scan.at++
  const command = scan.take(/[a-zA-Z]+|[\s\S]/y) ?? ''
  if (isSilent(command)) return
  const [letter, sign] = [letterOf(command), signOf(command)]
  if (isSize(command)) {
    // \left. and \right. stand for no bracket at all.
    if (scan.take(/\s*\./y) === undefined) scan.size = { start, command }
  } else if (isSpace(command)) {
    if (command === 'hspace') skipped(scan, command, start)
    scan.spaced = true
  } else if (command === '\\') {
    // A row may be followed by the space to the next one: \\[2pt].
    scan.take(/\*?(\s*\[[-\d.]+\s*[a-z]{2}\])?/y)
    scan.push('sign', '\\\\', start)
  } else if (command === 'begin' || command === 'end') environment(scan, command, start)
  else if (command === 'tag' || command === 'label') skipped(scan, command, start)
  else if (isFont(command) || isScript(command) || accentOf(command) !== undefined)
    accentedName(scan, command, start)
  else if (isWord(command)) words(scan, command, start)
  else if (letter !== undefined) scan.push('name', letter, start)
  else if (command === 'not' && scan.take(/\s*=/y) !== undefined) scan.push('sign', '≠', start)
  else if (command === 'not' && scan.take(/\s*(\\in(?![a-zA-Z])|∈)/y) !== undefined)
    scan.push('sign', '∉', start)
  else if (sign !== undefined) scan.push('sign', sign, start)
  else if (functionNamed(command) !== undefined) scan.push('name', command, start)
  else unknown(scan, command, start)
}

/** Passes what a command holds that means nothing here. */
function skipped(scan: Scan, command: string, start: number): void {
  scan.take(/\*/y)
  scan.argument(command, start)
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

/** \hat{y}, \mathbf{x}, \mathcal{L}: a letter, and what is on it. */
function accentedName(scan: Scan, command: string, start: number): void {
  const from = scan.at
  const text = scan.argument(command, start).trim()
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
  const [, command, rest = ''] = /^\\([a-zA-Z]+)\s*([\s\S]*)$/.exec(bare) ?? []
  if (command !== undefined) {
    const letter = letterOf(command)
    if (letter !== undefined && rest === '') return letter
    if (isFont(command) || isWord(command) || isScript(command) || accentOf(command) !== undefined) {
      const inside = /^\{[\s\S]*\}$/.test(rest) ? rest.slice(1, -1) : rest
      return withAccent(command, baseName(scan, inside, start, depth + 1))
    }
  }
  return scan.refuse('an accent or font covers a single name here', start, [
    'Write indices outside of it: \\hat{y}_i.',
  ])
}

/** \text{…}: a name of several letters, or words such as "if" and "for all". */
function words(scan: Scan, command: string, start: number): void {
  scan.take(/\*/y)
  const text = scan.argument(command, start)
  const bare = text.trim()
  if (bare === '1' && command === 'mathrm') scan.push('sign', '𝟙', start)
  else if (/^\d+$/.test(bare)) scan.push('number', bare, start)
  else if (/^(\p{L}\p{M}*|\d)+$/u.test(bare)) scan.push('word', plain(bare), start)
  else if (/^([\p{L}\p{M}\s,.:;])*$/u.test(text)) sentence(scan, text, scan.source.indexOf('{', start) + 1)
  else
    scan.refuse(`the text '${shortened(bare)}' is not understood within a formula`, start, [
      'Put remarks into the prose, and conditions behind \\text{if }.',
    ])
}

function sentence(scan: Scan, text: string, from: number): void {
  for (const { 0: word, index } of text.matchAll(/(\p{L}\p{M}*)+|[,.:;]/gu)) {
    scan.spaced = true
    const type = /^[,.:;]$/.test(word) ? 'sign' : 'word'
    scan.push(type, plain(word), from + index, from + index + word.length)
  }
  scan.spaced = true
}
