// What a file holds, as compilers show it: its lines with carets under the part that is meant, and where that is.
import type { Span } from '../text/index.js'
import { lengthOf } from './numbers.js'
import { type Paint, unpainted } from './paint.js'
import type { Place } from './report.js'

/** More of a line than this is not shown, nor more lines of one part. */
const WIDTH = 100
const MOST_LINES = 4

/** Text from a file, safe to print: no character that moves the cursor or turns the writing about. */
export const safe = (text: string): string =>
  text
    .replace(/\r(?=\n|$)/g, '')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, c => (c === '\t' ? ' ' : c === '\n' ? c : '\ufffd'))

/** `12`, `12 of cell 3` in a notebook, `12 of proofs.tex` in a file that is included: to be written behind "line". */
export const lineText = ({ file, cell, line }: Place): string =>
  file !== undefined
    ? `${line} of ${safe(file)}`
    : cell === undefined
      ? String(line)
      : `${line} of cell ${cell}`

/** `paper.md:12:4`, or `notebook.ipynb:cell 3:12:4`. */
export const placeText = (paper: string, { file = paper, cell, line, column }: Place): string =>
  [safe(file), ...(cell === undefined ? [] : [`cell ${cell}`]), line, column].join(':')

/**
 * The lines that a part of the source is on, with carets below; without a part, the first lines. `line` is the number
 * of the source's first line.
 */
export function excerpt(
  source: string,
  span: Span | undefined,
  { line, paint = unpainted }: { readonly line?: number | undefined; readonly paint?: Paint } = {},
): readonly string[] {
  const { start, end } = span ?? { start: 0, end: source.length }
  const shown: { readonly number: number; readonly text: string; readonly carets: string }[] = []
  let number = line ?? 1
  for (let from = 0; from <= source.length && from <= Math.max(start, end - 1); number++) {
    const next = source.indexOf('\n', from)
    const to = next < 0 ? source.length : next
    const empty = from > start && source.slice(from, to).trim() === ''
    if (to >= start && !empty && shown.length < MOST_LINES)
      shown.push({ number, ...windowed(source.slice(from, to), start - from, end - from) })
    from = to + 1
  }
  const width = Math.max(1, ...shown.map(row => String(row.number).length))
  const gutter = (text: string) => paint('faint', `${text.padStart(width)} |`)
  return shown.flatMap(({ number, text, carets }) => [
    `${gutter(line === undefined ? '' : String(number))} ${text}`,
    ...(span === undefined ? [] : [`${gutter('')} ${carets.replace(/\^+/, found => paint('caret', found))}`]),
  ])
}

/** One line, of a long one the part about the span, and the carets for it. */
function windowed(
  line: string,
  start: number,
  end: number,
): { readonly text: string; readonly carets: string } {
  // White space at its beginning is not underlined, unless the part is a place between characters.
  const inner = line.slice(Math.max(start, 0), Math.max(end, 0))
  const spaces = inner.length - inner.trimStart().length
  const first = Math.min(Math.max(start, 0) + (spaces < inner.length ? spaces : 0), line.length)
  const last = Math.max(first + 1, Math.min(end, line.trimEnd().length, first + inner.trim().length))
  const cut = line.length > WIDTH && first > WIDTH / 2 ? first - 20 : 0
  // Not through the middle of a character.
  const left = /[\udc00-\udfff]/.test(line[cut] ?? '') ? cut + 1 : cut
  const right = Math.min(line.length, left + WIDTH)
  const before = left > 0 ? '…' : ''
  const carets = Math.max(1, lengthOf(safe(line.slice(first, Math.min(last, right)))))
  return {
    text: `${before}${safe(line.slice(left, right))}${right < line.length ? '…' : ''}`,
    carets: ' '.repeat(lengthOf(before + safe(line.slice(left, first)))) + '^'.repeat(carets),
  }
}
