// A walk through Markdown from its first line to its last, which takes what is the verifier's and passes all else.
import { type Block, tagsIn } from './block.js'
import { type Flaw, flawAt, placesIn, withLineFeeds } from './bytes.js'
import { type Line, LineReader, unquoted } from './lines.js'
import { markOf, type Pending } from './marks.js'
import { behindRun, Paragraphs } from './paragraphs.js'

const SPECIAL = /[\\`$<\n]/g
const FENCE = /(`{3,})[^`\n]*|(~{3,})[^\n]*/y
const BEGIN = /\\begin\{((?:align|equation|gather|eqnarray|displaymath|multline)\*?)\}/y
/** More flaws than this are not worth listing. */
const MOST_FLAWS = 100

/** Reads a text once; what it finds is in its fields. */
export class Reader {
  private readonly flat: string
  private readonly lines: LineReader
  private readonly placeOf: ReturnType<typeof placesIn>
  readonly given: Block[] = []
  readonly displays: Block[] = []
  readonly flaws: Flaw[] = []
  trouble: Flaw | undefined
  private pending: Pending | undefined
  private at = 0
  private line: Line | undefined
  private readonly paragraphs: Paragraphs

  constructor(text: string) {
    this.flat = withLineFeeds(text)
    this.lines = new LineReader(this.flat)
    this.paragraphs = new Paragraphs(this.flat)
    this.placeOf = placesIn(text)
  }

  read(): void {
    const { flat } = this
    this.at = flat.startsWith('\ufeff') ? 1 : 0
    this.beginLine()
    while (this.at < flat.length) {
      SPECIAL.lastIndex = this.at
      const found = SPECIAL.exec(flat)
      this.at = found === null ? flat.length : found.index
      if (found !== null) this.special(found[0])
    }
    if (this.pending !== undefined) this.flaw(this.pending.span, 'no display comes after this mark')
  }

  /** Passes marks of quotes and lists; at fences, and at code by indentation, all of it. */
  private beginLine(): void {
    while (this.at < this.flat.length) {
      const line = this.lines.read(this.at)
      this.line = line
      this.at = line.at
      FENCE.lastIndex = line.at
      const fence = line.indent < 4 ? FENCE.exec(this.flat) : null
      if (fence !== null) this.fence(line, fence[1] ?? fence[2]!, fence[0])
      else if (line.code || line.blank) this.at = line.end + 1
      else return
    }
  }

  private special(character: string): void {
    const { flat, at } = this
    if (character === '\n') {
      this.at++
      this.beginLine()
    } else if (character === '\\') this.escape()
    else if (character === '`') this.at = this.paragraphs.behindCode(at)
    else if (character === '$') this.dollars()
    else if (flat.startsWith('<!--', at)) this.comment()
    else this.at++
  }

  /** ```math, ```given, or a block of code, which is passed. */
  private fence(line: Line, ticks: string, opening: string): void {
    const { flat } = this
    const word = opening.slice(ticks.length).trim().split(/\s/, 1)[0]!.toLowerCase()
    const start = Math.min(line.end + 1, flat.length)
    for (let from = start; from < flat.length; ) {
      const next = this.lines.within(from, line)
      const closes = next.indent < 4 && next.quotes === line.quotes && closesFence(flat, next, ticks)
      if (!closes && next.quotes === line.quotes) from = next.end + 1
      else {
        // Where a quote ends, so does a block of code in it.
        if (!closes && (word === 'math' || word === 'given')) break
        this.at = closes ? next.end + 1 : from
        if (word === 'math') this.display(start, from, line.at, next.end)
        else if (word === 'given') this.given.push(this.block(start, from, undefined))
        return
      }
    }
    this.fail(line.at, line.at + ticks.length, 'this fence is never closed', [
      `Close it with a line ${ticks}`,
    ])
    this.at = flat.length
  }

  /** \begin{align} without dollars around it, or a character that means itself. */
  private escape(): void {
    const { flat, at } = this
    BEGIN.lastIndex = at
    const name = BEGIN.exec(flat)?.[1]
    if (name === undefined) {
      this.at += flat[at + 1] === '\n' ? 1 : 2
      return
    }
    const close = `\\end{${name}}`
    const found = this.paragraphs.find(close, at)
    if (found === undefined) this.unclosed(`\\begin{${name}}`, close)
    else this.display(at, found + close.length)
  }

  /** $$ … $$; one dollar alone is a formula within a line, or money. */
  private dollars(): void {
    const { flat, at } = this
    const from = behindRun(flat, at)
    if (from - at === 1) this.at = from
    else if (from - at > 2) this.empty(at, from)
    else {
      const close = this.paragraphs.closingDollars(from)
      if (close === undefined) this.unclosed('$$', '$$')
      else this.display(from, close, at, close + 2)
    }
  }

  private comment(): void {
    const { flat, at, pending } = this
    const close = flat.indexOf('-->', at + 2)
    if (close < 0) {
      this.fail(at, at + 4, 'this comment is never closed', ['Close it with -->'])
      this.at = flat.length
      return
    }
    const span = { start: at, end: close + 3 }
    this.at = span.end
    const mark = markOf(flat.slice(at + 4, close))
    if (mark === undefined) return
    if (mark.kind === 'wrong') this.flaw(span, mark.reason, mark.ways)
    else if (mark.kind === 'skip') this.pending = { span, expected: pending?.expected, skip: true }
    else if (pending?.expected !== undefined && pending.expected !== mark.verdict)
      this.flaw(span, `another mark for this display says '${pending.expected}'`)
    else this.pending = { span, expected: mark.verdict, skip: pending?.skip ?? false }
  }

  /** A display with its content from `start` to `end`; `from` and `to` have what encloses it as well. */
  private display(start: number, end: number, from = start, to = end): void {
    this.at = Math.max(this.at, to)
    const block = this.block(start, end, this.pending)
    if (block.text === '') this.empty(from, to)
    else {
      this.displays.push(block)
      this.pending = undefined
    }
  }

  private block(start: number, end: number, mark: Pending | undefined): Block {
    const whole = unquoted(this.flat, start, end, this.line?.quotes ?? 0)
    const inner = whole.trimStart()
    const offset = start + whole.length - inner.length
    const text = inner.trimEnd()
    const [first] = tagsIn(text)
    const { expected, skip = false } = mark ?? {}
    return { text, offset, ...this.placeOf(offset), tag: first?.tag, expected, skip }
  }

  private empty(start: number, end: number): void {
    this.at = Math.max(this.at, end)
    this.flaw({ start, end }, 'this display is empty')
    this.pending = undefined
  }

  /** Goes on behind the paragraph, so that one mistake does not turn what follows inside out. */
  private unclosed(open: string, close: string): void {
    const { at } = this
    this.at = this.paragraphs.endOf(at)
    this.pending = undefined
    this.flaw({ start: at, end: at + open.length }, `this ${open} is not closed before the paragraph ends`, [
      `Close it with ${close}; there must be no empty line within a display.`,
      ...(open === '$$' ? ['Where dollars are meant, write \\$\\$.'] : []),
    ])
  }

  private flaw({ start, end }: Pending['span'], reason: string, ways: readonly string[] = []): void {
    if (this.flaws.length < MOST_FLAWS) this.flaws.push(flawAt(this.placeOf, start, end, reason, ways))
  }

  /** Trouble with the whole file; what was found first stands. */
  fail(start: number, end: number, reason: string, ways: readonly string[]): void {
    this.trouble ??= flawAt(this.placeOf, start, end, reason, ways, 'context')
  }
}

/** Whether a line closes a fence: nothing but the same character, as often or more. */
function closesFence(text: string, { at, end }: Line, ticks: string): boolean {
  const to = text[at] === ticks[0] ? behindRun(text, at) : at
  return to - at >= ticks.length && text.slice(to, end).trim() === ''
}
