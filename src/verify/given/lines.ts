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
}

/** Where the left side of a line ends, and whether what stands to the right defines it. */
export interface Cut {
  readonly at: number
  readonly length: number
  readonly defines: boolean
}

const SEPARATORS: readonly (readonly [sign: RegExp, defines: boolean])[] = [
  [/^:=/, true],
  [/^=/, true],
  [/^:/, false],
  [/^∈/, false],
  [/^\\in(?![a-zA-Z])/, false],
]

/** The first `:` or `=` outside of brackets. */
export function separator(line: Line): Cut {
  let depth = 0
  for (let at = 0; at < line.text.length; at++) {
    const character = line.text[at]!
    if ('{[('.includes(character)) depth++
    if ('}])'.includes(character)) depth--
    if (depth > 0) continue
    for (const [sign, defines] of SEPARATORS) {
      const found = sign.exec(line.text.slice(at, at + 8))
      if (found !== null) return { at, length: found[0].length, defines }
    }
  }
  throw new LanguageError('context', 'this line neither declares nor defines', line, [
    'Declare: X : real[m, n]',
    'Define: H = X \\theta',
    'Comments begin with #.',
  ])
}
