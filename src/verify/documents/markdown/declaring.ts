// Where a given block may stand in Markdown: before the first display, else further up.
import type { TextEdit } from '../../text/index.js'
import type { Document } from '../format.js'

/** The places for a block, the one nearest to the first display first: before a line behind an empty one. */
export function declaring({ text, displays: [first] }: Document, block: string): readonly TextEdit[] {
  const [newline] = /\r\n?|\n/.exec(text) ?? ['\n']
  const fence = ['```given', ...block.split('\n'), '```', '', ''].join(newline)
  const starts = [0]
  for (const { index, 0: found } of text.matchAll(/\r\n?|\n/g)) starts.push(index + found.length)
  const until = first?.offset ?? text.length
  return starts
    .filter(
      start => start <= until && (start === 0 || /(?:^|\n|\r)[ \t]*(?:\r\n?|\n)$/.test(text.slice(0, start))),
    )
    .reverse()
    .map(start => (start === 0 && text.startsWith('\ufeff') ? 1 : start))
    .map(start => ({ span: { start, end: start }, text: fence }))
}
