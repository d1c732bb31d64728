// A walk through Markdown from its first line to its last, which takes what is the verifier's and passes all else.
import type { PlacedMisreading } from '../../report/index.js'
import { LanguageError } from '../../text/index.js'
import { type Block, blockOf, type Flaw, flawAt, flawIn } from '../block.js'
import { environmentOf, isProse } from '../environments.js'
import type { Findings } from '../format.js'
import { expandedHere, type KnownMacros, knownMacros } from '../macros/known.js'
import { markOf, type Pending } from '../marks.js'
import { statesRelation } from '../relations.js'
import { mapOf, type Source } from '../sourceMap.js'
import { inlineAt } from './inline.js'
import { type Line, LineReader, leadOf, leadsIn } from './lines.js'
import { behindRun, Paragraphs } from './paragraphs.js'

const SPECIAL = /[\\`$<\n]/g
const FENCE = /(`{3,})[^`\n]*|(~{3,})[^\n]*|(:{3,})[ \t]*\{math\}[^\n]*/y
const BEGIN = /\\begin\{([a-zA-Z]+\*?)\}/y
/** \[ and \(; behind two backslashes too, where Markdown takes one of them away before formulas are looked for. */
const BRACKET = /(\\{1,2})([[(])/y
/** Where a formula surely ends that \[ begins and nothing closes. */
const STOP = /[\]$`\n]|\\\[|$/g
/** Below a table's heading: |---|:-:| */
const TABLE = /(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?(?=\n|$)/y
/** More flaws than this are not worth listing. */
const MOST_FLAWS = 100

/** Reads a text once, be it a file or a cell of a notebook. */
export class Reader implements Findings {
  private readonly flat: string
  private readonly lines: LineReader
  readonly given: Block[] = []
  readonly displays: Block[] = []
  readonly inline: Block[] = []
  readonly flaws: Flaw[] = []
  trouble: PlacedMisreading | undefined
  private pending: Pending | undefined
  private at = 0
  private line: Line | undefined
  /** What a further line of the same quote or list item begins with, its line break included, once it is needed. */
  private lead: string | undefined
  /** Whether the line is a row of a table. */
  private row = false
  /** Environments whose end is nowhere in the file. */
  private readonly endless = new Set<string>()
  /** Up to where environments that nobody knows are passed as prose. */
  private prose = 0
  private readonly paragraphs: Paragraphs

  constructor(
    private readonly source: Source,
    /** Those of other cells of the same notebook among them. */
    private readonly known: KnownMacros = knownMacros(),
  ) {
    this.flat = source.text
    this.lines = new LineReader(this.flat)
    this.paragraphs = new Paragraphs(this.flat)
  }

  read(): Findings {
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
    return this
  }

  /** Passes marks of quotes and lists; at fences, and at code by indentation, all of it. */
  private beginLine(): void {
    while (this.at < this.flat.length) {
      const line = this.lines.read(this.at)
      this.line = line
      this.lead = undefined
      this.at = line.at
      FENCE.lastIndex = line.at
      const fence = line.indent < 4 ? FENCE.exec(this.flat) : null
      TABLE.lastIndex = line.at
      this.row = fence === null && !line.blank && (this.row || TABLE.test(this.flat))
      if (fence !== null) this.fence(line, fence[1] ?? fence[2] ?? fence[3]!, fence[0])
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

  /** ```math, ```{math} of MyST, ```given, or a block of code, which is passed. */
  private fence(line: Line, ticks: string, opening: string): void {
    const { flat } = this
    const [, named = '', more = ''] = /^\s*(\S*)([^\n]*)/.exec(opening.slice(ticks.length))!
    const directive = named.toLowerCase() === '{math}'
    const word = directive ? 'math' : named.toLowerCase()
    const start = Math.min(line.end + 1, flat.length)
    for (let from = start; from < flat.length; ) {
      const next = this.lines.within(from, line)
      const closes = next.indent < 4 && next.quotes === line.quotes && closesFence(flat, next, ticks)
      if (!closes && next.quotes === line.quotes) from = next.end + 1
      else {
        // Where a quote ends, so does a block of code in it.
        if (!closes && (word === 'math' || word === 'given')) break
        this.at = closes ? next.end + 1 : from
        if (directive)
          this.display(this.behindOptions(start, from, opening.length - more.length), from, line.at, next.end)
        else if (word === 'math') this.display(start, from, line.at, next.end)
        else if (word === 'given') {
          const block = this.block(start, from, undefined, true)
          if (block !== undefined) this.given.push(block)
        }
        return
      }
    }
    this.fail(line.at, line.at + ticks.length, 'this fence is never closed', [
      `Close it with a line ${ticks}`,
    ])
    this.at = flat.length
  }

  /** \begin{align} or \[ without dollars around it, or a character that means itself. */
  private escape(): void {
    const { flat, at } = this
    BEGIN.lastIndex = at
    BRACKET.lastIndex = at
    const name = BEGIN.exec(flat)?.[1]
    const [open, slashes, bracket] = BRACKET.exec(flat) ?? []
    if (name !== undefined) this.environment(name)
    else if (open !== undefined) this.bracketed(open, slashes + (bracket === '[' ? ']' : ')'))
    else this.at += flat[at + 1] === '\n' ? 1 : 2
  }

  private environment(name: string): void {
    const { flat, at, paragraphs } = this
    const [open, close] = [`\\begin{${name}}`, `\\end{${name}}`]
    const from = at + open.length
    const kind = environmentOf(name)
    this.at = from
    if (kind === 'prose' || (kind === undefined && at < this.prose)) return
    if (kind === 'code') {
      const end = this.endless.has(name) ? -1 : flat.indexOf(close, from)
      if (end < 0) this.endless.add(name)
      else this.at = end + close.length
      return
    }
    const end = paragraphs.closing(close, from)
    if (kind === undefined && (end === undefined || isProse(flat.slice(from, end))))
      this.prose = paragraphs.endOf(at)
    else if (end === undefined) {
      this.at = at
      this.unclosed(open, close)
    } else if (kind === 'inline') this.within(from, end, end + close.length)
    else this.display(at, end + close.length)
  }

  /** \[ … \] and \( … \); a bracket may also be one that means itself. */
  private bracketed(open: string, close: string): void {
    const { at } = this
    const from = at + open.length
    const end = this.paragraphs.closing(close, from)
    if (end !== undefined && close.endsWith(')')) this.within(from, end, end + close.length)
    else if (end !== undefined) this.display(from, end, at, end + close.length)
    else if (close.endsWith(']') && this.seemsFormula(from)) this.unclosed(open, close)
    else this.at = from
  }

  /** Whether \[, which nothing closes, was meant to begin a formula. */
  private seemsFormula(from: number): boolean {
    const { flat } = this
    STOP.lastIndex = from
    const stop = STOP.exec(flat)!.index
    const stretch = flat.slice(from, stop)
    const alone = stretch.trim() === '' && (stop === flat.length || flat[stop] === '\n')
    return alone || statesRelation(stretch)
  }

  /** $$ … $$; one dollar alone is a formula within a line, or money. */
  private dollars(): void {
    const { flat, at } = this
    const from = behindRun(flat, at)
    if (from - at === 1) {
      const found = inlineAt(flat, from, this.paragraphs.endOf(at))
      if (found === undefined) this.at = from
      else this.within(found.start, found.end, found.to)
    } else if (from - at > 2) this.empty(at, from)
    else {
      const close = this.paragraphs.closing('$$', from)
      if (close === undefined) this.unclosed('$$', '$$')
      else this.display(from, close, at, close + 2)
    }
  }

  /** A formula within a line. */
  private within(start: number, end: number, to: number): void {
    this.at = to
    const block = this.block(start, end)
    if (block !== undefined && block.text !== '') this.inline.push(block)
  }

  /** The start of what a directive holds: behind its name, or below :label: and other options. */
  private behindOptions(start: number, end: number, name: number): number {
    const { flat } = this
    const head = this.line!.at + name
    if (flat.slice(head, start).trim() !== '') return head
    const option = /[ \t>]*:[\w-]+:[^\n]*\n/y
    let at = start
    for (option.lastIndex = at; at < end && option.test(flat) && option.lastIndex <= end; )
      at = option.lastIndex
    return at
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
    // One that only defines macros shows nothing.
    const defines = block?.text === '' && this.flat.slice(start, end).includes('\\')
    if (block === undefined || defines) return
    if (block.text === '') this.empty(from, to)
    else if (this.row && !block.skip && /[|\n]/.test(block.text)) {
      this.flaw({ start: from, end: to }, 'a | ends a cell of a table, and readers differ over \\|', [
        'Write \\vert, or \\lVert and \\rVert; or take the formula out of the table.',
      ])
      this.pending = undefined
    } else {
      this.displays.push(block)
      this.pending = undefined
    }
  }

  /** What stands at a stretch, with its macros expanded; a flaw, and nothing, where that cannot be done. */
  private block(start: number, end: number, mark?: Pending, isGiven = false): Block | undefined {
    const { source, line } = this
    const leads = line === undefined ? [] : leadsIn(source.text, start, end, line)
    this.lead ??= source.newline + (line === undefined ? '' : leadOf(source.text, line))
    const map = mapOf(source, { start, end }, leads, this.lead)
    try {
      return blockOf(expandedHere(map, this.known), mark, isGiven)
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      if (this.flaws.length < MOST_FLAWS) this.flaws.push(flawIn(map, error.span, error))
      return undefined
    }
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

  private flaw(span: Pending['span'], reason: string, ways: readonly string[] = []): void {
    if (this.flaws.length < MOST_FLAWS) this.flaws.push(flawAt(this.source, span, reason, ways))
  }

  /** Trouble with the whole file; what was found first stands. */
  private fail(start: number, end: number, reason: string, ways: readonly string[]): void {
    this.trouble ??= flawAt(this.source, { start, end }, reason, ways, 'context')
  }
}

/** Whether a line closes a fence: nothing but the same character, as often or more. */
function closesFence(text: string, { at, end }: Line, ticks: string): boolean {
  const to = text[at] === ticks[0] ? behindRun(text, at) : at
  return to - at >= ticks.length && text.slice(to, end).trim() === ''
}
