// What stands before a line's own text in Markdown: marks of quotes and lists, and white space.
import type { Span } from '../../text/index.js'

/** A line, and where its own text begins. */
export interface Line {
  /** Behind the marks of quotes and lists and behind white space. */
  readonly at: number
  /** The line break, or the end of the text. */
  readonly end: number
  /** How many quotes it is within. */
  readonly quotes: number
  /** The column at which its list item or quote begins. */
  readonly base: number
  /** Columns of white space from there. */
  readonly indent: number
  readonly blank: boolean
  /** Whether the indentation makes it code. */
  readonly code: boolean
}

const MARKER = /([-+*]|\d{1,9}[.)])(?=[ \t\r\n]|$)/y

/** A list within a list within …: deeper ones are text. */
const DEEPEST = 100

/** Reads lines from the first to the last, remembering which lists are open. */
export class LineReader {
  /** The columns at which the contents of open list items begin. */
  private readonly items: number[] = []
  /** Whether the line before belongs to a paragraph, which goes on. */
  private paragraph = false

  constructor(private readonly text: string) {}

  /** The line that starts at an offset. */
  read(start: number): Line {
    const { text, items } = this
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    let [at, column, base, quotes] = [start, 0, 0, 0]
    for (;;) {
      for (; text[at] === ' ' || text[at] === '\t'; at++) column += text[at] === '\t' ? 4 - (column % 4) : 1
      const blank = at >= end || (text[at] === '\r' && at + 1 >= end)
      MARKER.lastIndex = at
      const marker = blank ? undefined : MARKER.exec(text)?.[0]
      if (!blank && (!this.paragraph || marker !== undefined))
        while (items.length > 0 && items.at(-1)! > column) items.pop()
      base = Math.max(base, items.findLast(item => item <= column) ?? 0)
      const indent = column - base
      const code = !blank && indent >= 4 && !this.paragraph
      if (!blank && indent < 4 && text[at] === '>') {
        at++
        base = ++column + 1
        quotes++
      } else if (marker !== undefined && indent < 4 && items.length < DEEPEST) {
        at += marker.length
        column += marker.length
        base = column + spacesBehind(text, at)
        items.push(base)
        this.paragraph = false
      } else {
        this.paragraph = !blank && !code
        return { at, end, quotes, base, indent: Math.max(0, indent), blank, code }
      }
    }
  }

  /** A line within a fence that opened in another line: marks of lists are text here. What comes next is no paragraph. */
  within(start: number, opening: Line): Line {
    this.paragraph = false
    const { text } = this
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    let [at, column, quotes] = [start, 0, 0]
    for (; ; at++, column++, quotes++) {
      for (; text[at] === ' ' || text[at] === '\t'; at++) column += text[at] === '\t' ? 4 - (column % 4) : 1
      if (text[at] !== '>' || quotes === opening.quotes) break
    }
    const indent = Math.max(0, column - opening.base)
    return { at, end, quotes, base: opening.base, indent, blank: at === end, code: false }
  }
}

/** How far behind a list marker its content begins: up to four spaces, and one where what follows is code. */
function spacesBehind(text: string, at: number): number {
  let count = 0
  while (text[at + count] === ' ' && count < 5) count++
  return count === 0 || count === 5 ? 1 : count
}

/** The beginnings of lines in a stretch that starts in a line, each from its line break on, where marks or a list are. */
export function leadsIn(text: string, start: number, end: number, { quotes, base }: Line): readonly Span[] {
  if (quotes === 0 && base === 0) return []
  const leads: Span[] = []
  for (let at = text[start - 1] === '\n' ? start : text.indexOf('\n', start); at >= 0 && at < end; ) {
    const behind = behindMarks(text, text[at] === '\n' && at >= start ? at + 1 : at, quotes)
    leads.push({ start: at, end: Math.min(behind, end) })
    at = text.indexOf('\n', behind)
  }
  return leads
}

/** Behind white space and the marks of so many quotes at most. */
function behindMarks(text: string, at: number, quotes: number): number {
  for (let left = quotes; ; at++) {
    if (text[at] === '>' && left > 0) left--
    else if (text[at] !== ' ' && text[at] !== '\t') return at
  }
}

/** The same marks of quotes as before a line, and blanks for those of lists: for a further line. */
export const leadOf = (text: string, { at }: Line): string =>
  text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/[^\s>]/g, ' ')
