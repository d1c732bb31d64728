// What \text{…} is within a formula: a name, words such as "if" and "for all", or a remark that claims nothing.
import { plain } from './letters.js'
import { type Scan, shortened } from './scan.js'
import { areKeywords, INTRODUCING, isChanging, isHarmless } from './words.js'

const WORD = /(\p{L}\p{M}*)+/gu
/** What makes a text more than a remark: a relation, or a sign that computes. */
const COMPUTES = /[=<>≤≥≠≈∈∉+*×÷^_|∀∃]/
/** What a remark may hold beside letters: references, spaces, and marks behind a backslash. */
const HARMLESS = /\\(eqref|ref|cref|Cref|autoref|cite)\s*\{[^{}]*\}|\\[ ,;:!&%#'"`^~]|~/g
/** Words between claims, each of which follows from the other. */
const EQUIVALENT = /^\s*(if and only if|iff|genau dann,? wenn|当且仅当)\s*$/i

/** Words with hyphens between, which are a name where they hang on one. */
const HYPHENATED = /^(\p{L}\p{M}*|\d)+(-(\p{L}\p{M}*|\d)+)+$/u

/** Whether the next token stands below or above something. */
function hangs({ tokens }: Scan): boolean {
  const at = tokens.at(-1)?.text === '{' ? -2 : -1
  return ['_', '^'].includes(tokens.at(at)?.text ?? '')
}

const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? []

/** Reads the argument of \text and its like, which has just been passed; `from` is where it begins. */
export function words(scan: Scan, command: string, text: string, from: number, start: number): void {
  const bare = text.trim()
  if (bare === '1' && command === 'mathrm') scan.push('sign', '𝟙', start)
  else if (/^\d+$/.test(bare)) scan.push('number', bare, start)
  else if (EQUIVALENT.test(text)) scan.push('sign', '⇒', start)
  else if (/^(\p{L}\p{M}*|\d)+$/u.test(bare)) scan.push('word', plain(bare), start)
  else if (HYPHENATED.test(bare) && hangs(scan)) scan.push('word', plain(bare), start)
  else if (/^\$[^$]*\$$/.test(bare)) inDollars(scan, text, from, start)
  else if (/^[\s~,.:;]*$/.test(text)) scan.spaced = true
  else if (ORDER.test(text)) toOrder(scan, text, from, start)
  else if (isSpoken(text)) sentence(scan, text, from)
  else if (mayRemark(command, bare) && isRemark(text)) remark(scan, bare, start)
  else
    scan.refuse(`the text '${shortened(bare)}' is not understood within a formula`, start, [
      'Put remarks into the prose, and conditions behind \\text{if }.',
    ])
}

/** How far ≈ goes: "to first order", "(to second order in $h$)". */
const ORDER = /^[\s~(]*(?:up\s+)?to\s+(first|second)\s+order(?:\s+in(?:\s*\$[^$]+\$)?)?[\s~).,;:]*$/i

/** An order, and the formula in its dollars behind it. */
function toOrder(scan: Scan, text: string, from: number, start: number): void {
  const end = scan.at
  scan.push('sign', /first/i.test(text) ? 'order1' : 'order2', start)
  if (!text.includes('$')) return
  scan.at = from + text.indexOf('$') + 1
  scan.until(from + text.lastIndexOf('$'))
  scan.at = end
}

/** Letters in \mathrm and the like are a name, unless they stand in brackets. */
const mayRemark = (command: string, text: string): boolean =>
  !/^(math|operator)/.test(command) || text.startsWith('(')

/** A remark. Its bracket may close behind a formula: "(by", (2), ")". */
function remark(scan: Scan, text: string, start: number): void {
  const open = text.split('(').length - text.split(')').length
  if (open > 0 && text.startsWith('(')) scan.push('sign', '(', start, start + 1)
  scan.push('sign', 'remark', start)
  if (open < 0 && text.endsWith(')')) scan.push('sign', ')', scan.at - 1)
}

/** Whether a text is a part of what the formula says: "if", "for all", "and we get", "when $y = 1$". */
function isSpoken(text: string): boolean {
  const outside = text.replace(/\$[^$]*\$/g, ' ')
  const [first] = wordsOf(text)
  if (/^[\s~,.:;()]*$/.test(text)) return true
  if (!/^[\p{L}\p{M}\s~,.:;()-]*$/u.test(outside)) return false
  if (areKeywords(wordsOf(outside))) return true
  return (
    first !== undefined && INTRODUCING.includes(first.toLowerCase()) && !wordsOf(outside).some(isChanging)
  )
}

/** Whether a text claims nothing: "(mean)", "by the chain rule", "(2)". */
export function isRemark(text: string): boolean {
  const outside = text.replace(/\$[^$]*\$/g, ' ').replace(HARMLESS, ' ')
  return !/[\\{}$]/.test(outside) && !COMPUTES.test(outside) && isHarmless(wordsOf(outside))
}

/** The words and marks of a sentence, and the formulas in its dollars, as tokens. */
function sentence(scan: Scan, text: string, from: number): void {
  const end = scan.at
  for (const { 0: part, index } of text.matchAll(/\$[^$]*\$|(\p{L}\p{M}*)+|[,.:;()]/gu)) {
    const at = from + index
    scan.spaced = true
    if (part.startsWith('$')) {
      scan.at = at + 1
      scan.until(at + part.length - 1)
    } else scan.push(/^[,.:;()]$/.test(part) ? 'sign' : 'word', plain(part), at, at + part.length)
  }
  scan.at = end
  scan.spaced = true
}

/** \mbox{$…$}: a formula within a text, as a group. The scan is behind it. */
export function inDollars(scan: Scan, text: string, from: number, start: number): void {
  const end = scan.at
  scan.at = from
  scan.push('sign', '{', start)
  scan.at = from + text.indexOf('$') + 1
  scan.until(from + text.lastIndexOf('$'))
  scan.at = end
  scan.push('sign', '}', end - 1)
}
