// The lines of a given block, and where the left side of each ends.
import { LanguageError, type Span } from '../text/index.js'

/** A line, or several of which all but the first begin with a space. */
export interface Line extends Span {
  /** Without comments, and of the length of the span. */
  readonly text: string
}

/**
 * The lines of a text. What begins with # is a comment, and what is indented more than the rest goes on with the line
 * before.
 */
export function linesOf(source: string): readonly Line[] {
  const indent = (text: string): number => text.search(/\S/)
  const raws = source.split('\n').map(raw => raw.replace(/(^|\s)#.*$/, ''))
  const common = Math.min(...raws.filter(raw => raw.trim() !== '').map(indent))
  const lines: { text: string; start: number; end: number }[] = []
  let start = 0
  source.split('\n').forEach((raw, i) => {
    const text = raws[i]!.trimEnd()
    const last = lines.at(-1)
    if (text !== '' && last !== undefined && indent(text) > common) {
      last.text = last.text.padEnd(start - last.start) + text
      last.end = start + text.length
    } else if (text !== '') lines.push({ text, start, end: start + text.length })
    start += raw.length + 1
  })
  return lines
    .flatMap(splitAtSemicolons)
    .map(cleared)
    .filter(({ text }) => text.trim() !== '')
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** A line without what shows nothing: dollars around it, marks of alignment, what ends it, a word that introduces it. */
function cleared({ text, start, end }: Line): Line {
  const plain = text
    .replace(/(?<!\\)\$/g, ' ')
    .replace(/&(?=\s*(=|:|∈|\\in(?![a-zA-Z])|\\coloneqq))/g, ' ')
    .replace(/(\s|\\\\|[,;.])+$/, blank)
    .replace(/^\s*(where|with|let|and|given|denote|here)(?=\s)/i, blank)
  return { text: plain, start, end }
}

/** Several declarations in one line: with ; between, or x \in … , y \in …. */
function splitAtSemicolons({ text, start }: Line): readonly Line[] {
  const found: Line[] = []
  let from = 0
  let depth = 0
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? ''
    if (character === '\\') {
      at++
      continue
    }
    if ('{[('.includes(character) && character !== '') depth++
    if ('}])'.includes(character) && character !== '') depth--
    const ends =
      depth === 0 &&
      (character === ';' || (character === ',' && beginsAnother(text.slice(from, at), text.slice(at + 1))))
    if (ends || at === text.length) {
      found.push({ text: text.slice(from, at), start: start + from, end: start + at })
      from = at + 1
    }
  }
  return found
}

const IN = /\\in(?![a-zA-Z])|∈/

/** Whether a comma stands between two declarations: a ∈ …, b ∈ …. */
function beginsAnother(before: string, behind: string): boolean {
  const [left] = behind.split(IN)
  return (
    IN.test(before) &&
    new RegExp(`^[^,;:=]*(${IN.source})\\s*(\\\\mathbb|\\\\?\\{|ℝ|R\\b|\\(|\\[)`).test(behind) &&
    // In x_i ∈ …, i ∈ {1, …, m} the second is a range.
    !new RegExp(`[_^]\\s*\\{?\\(?[^\\s})]*${left!.trim().replace(/[^a-zA-Z]/g, '.')}\\b`).test(before)
  )
}

/** Where the left side of a line ends, and whether what stands to the right defines it. */
export interface Cut {
  readonly at: number
  readonly length: number
  readonly defines: boolean
  /** What stands between: `:`, ∈, > and ≥ declare. */
  readonly sign: ':' | '∈' | '>' | '≥'
}

const SEPARATORS: readonly (readonly [sign: RegExp, defines: boolean, means?: Cut['sign']])[] = [
  [/^:=/, true],
  [/^(\\coloneqq|\\equiv|\\triangleq|≡|≔)/, true],
  [/^=/, true],
  [/^:/, false],
  [/^(∈|\\in(?![a-zA-Z]))/, false, '∈'],
  [/^(>=|≥|⩾|\\g(eq?|eqslant)(?![a-zA-Z]))/, false, '≥'],
  [/^(>|\\gt(?![a-zA-Z]))/, false, '>'],
]

/** The first `:` or `=` outside of brackets, or another sign that means as much. */
export function separator(line: Line): Cut {
  let depth = 0
  for (let at = 0; at < line.text.length; at++) {
    const character = line.text[at]!
    if ('{[('.includes(character)) depth++
    if ('}])'.includes(character)) depth--
    if (depth > 0) continue
    for (const [sign, defines, means] of SEPARATORS) {
      const found = sign.exec(line.text.slice(at, at + 12))
      if (found !== null) return { at, length: found[0].length, defines, sign: means ?? ':' }
    }
  }
  throw new LanguageError('context', 'this line neither declares nor defines', line, [
    'Declare: X : real[m, n]',
    'Define: H = X \\theta',
    'Comments begin with #.',
  ])
}
