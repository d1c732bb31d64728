// A walk through a file of LaTeX from its first line to its last, which takes what is the verifier's and passes all else.
import { LanguageError, type Span } from '../../text/index.js'
import { environmentOf, isProse } from '../environments.js'
import { definitionAt } from '../macros/definitions.js'
import { expanded } from '../macros/expand.js'
import { expandedMap, type Stretch } from '../macros/expandedMap.js'
import { Cursor, type Macro, useAt } from '../macros/macro.js'
import { fileSource, mapOf, type Source, type SourceMap } from '../sourceMap.js'
import { type Cleaned, cleaned } from './clean.js'
import { type Close, closingIn, groupAt, paragraphsOf } from './closing.js'
import { fetched, fileNamed } from './include.js'
import type { Shared } from './shared.js'
import { printedMap } from './unprinted.js'

const TOKEN = /\\(?:([a-zA-Z]+)|[\s\S])|\$\$?|[{}]/g
const DECLARATION = /^%*\s*chainrule\s*:(?!\s*skip\s*$)[ \t]?/i
/** What opens a formula, as all that a macro stands for. */
const OPENER = /^\s*(?:\\begin\{([a-zA-Z]+\*?)\}|(\\\[|\\\(|\$\$?))\s*$/
const CLOSER = /^\s*(?:\\end\{[a-zA-Z]+\*?\}|\\\]|\\\)|\$\$?)\s*$/
const CLOSES: Readonly<Record<string, string>> = { '\\[': '\\]', '\\(': '\\)' }
/** What may hold a formula, of a macro in prose. */
const FORMULA = /\$|\\[([]|\\(begin|ensuremath)(?![a-zA-Z])/
const NOTHING: Cleaned = { text: '', unprinted: [], comments: [], given: [], unclosed: undefined }

/** A part of a file that is read, or of what a macro stands for. */
export class Reader {
  private at = 0
  private readonly text: string
  /** Comments and environments that speak to us, in order, and how many were heard. */
  private readonly asides: readonly { readonly span: Span; readonly isGiven: boolean }[]
  private heard = 0
  /** Lines of comments that declare symbols, one below the other. */
  private declared: Span[] = []
  private readonly endless = new Set<string>()
  private readonly paragraphEnd: (at: number) => number
  /** From where on formulas are printed: behind \begin{document}, where there is one. */
  private readonly body: number

  private constructor(
    /** The file without what is not printed, and as it is. */
    private map: SourceMap,
    private raw: SourceMap,
    private readonly shared: Shared,
    private readonly clean: Cleaned,
    /** Which file it is in, and which files include it. */
    private readonly trail: readonly string[],
    isPreamble: boolean,
    private source?: Source,
  ) {
    this.text = map.text
    this.paragraphEnd = paragraphsOf(raw.text)
    this.asides = [
      ...clean.comments.map(span => ({ span, isGiven: false })),
      ...clean.given.map(span => ({ span, isGiven: true })),
    ].sort((a, b) => a.span.start - b.span.start)
    const start = this.text.search(/\\begin\s*\{document\}/)
    this.body = isPreamble ? Number.POSITIVE_INFINITY : Math.max(0, start)
  }

  /** Reads a file; gives how long it is with all that it includes. */
  static readFile(source: Source, shared: Shared, trail: readonly string[] = [], isPreamble = false): number {
    const whole = { start: 0, end: source.text.length }
    const clean = cleaned(source.text)
    const map = printedMap(source, clean.text, clean.unprinted)
    const raw = mapOf(source, whole)
    const reader = new Reader(map, raw, shared, clean, trail, isPreamble, source)
    if (clean.unclosed !== undefined)
      shared.flaw(raw, clean.unclosed, 'this given block is never closed', ['Close it with \\end{given}.'])
    reader.walk()
    return source.text.length + (reader.source?.before ?? 0) - (source.before ?? 0)
  }

  private walk(): void {
    for (;;) {
      TOKEN.lastIndex = this.at
      const token = TOKEN.exec(this.text)
      this.hear(token?.index ?? this.text.length)
      this.declare()
      if (token === null) return
      this.at = TOKEN.lastIndex
      this.token(token[0], token[1], token.index)
    }
  }

  private token(said: string, word: string | undefined, start: number): void {
    const { shared } = this
    if (said === '{') shared.open()
    else if (said === '}') shared.close()
    else if (word !== undefined) this.command(word, start)
    else if (start < this.body) return
    else if (said === '$' || said === '$$') this.formula(said, { sign: said }, said === '$')
    else if (CLOSES[said] !== undefined) this.formula(said, { sign: CLOSES[said] }, said === '\\(')
  }

  private command(word: string, start: number): void {
    const { text, shared } = this
    const definition = definitionAt(text, start, shared.known.macros)
    if (definition !== undefined) {
      shared.define(definition)
      this.at = definition.end
    } else if (word === 'begin') this.environment(start)
    else if (word === 'end') {
      if (/\s*\{/y.test(text.slice(this.at, this.at + 9))) shared.close()
    } else if (/^(re)?newenvironment$/.test(word)) this.newEnvironment()
    else if (fileNamed(text, word, this.at) !== undefined) this.include(word, start)
    else if (start < this.body) return
    else if (word === 'ensuremath') {
      const group = groupAt(text, this.at)
      if (group !== undefined) this.within(group.content, group.end)
    } else {
      const macro = this.source === undefined ? undefined : shared.known.macros.get(word)
      if (macro !== undefined) this.macro(macro, start)
    }
  }

  /** A macro in prose may print formulas, or open one. */
  private macro(macro: Macro, start: number): void {
    const { text, shared } = this
    const use = useAt(text, this.at, macro)
    if (use === undefined || !/[\\$]/.test(macro.body)) return
    try {
      const { known } = shared
      const { map } = expanded(this.map.part({ start, end: use.end }), known.macros, known.allowed)
      const [, environment, sign = ''] = OPENER.exec(map.text) ?? []
      const kind = environment === undefined ? undefined : environmentOf(environment)
      if (kind === 'display' || kind === 'inline' || sign !== '') {
        const isAlso = (command: string): boolean => CLOSER.test(shared.known.macros.get(command)?.body ?? '')
        const close = {
          ...(environment === undefined ? { sign: CLOSES[sign] ?? sign } : { environment }),
          isAlso,
        }
        this.at = use.end
        this.formula(text.slice(start, use.end), close, kind === 'inline' || sign === '$' || sign === '\\(')
      } else if (FORMULA.test(map.text)) {
        this.at = use.end
        new Reader(map, map, shared, { ...NOTHING, text: map.text }, this.trail, false).walk()
      }
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      // What it prints is not known; should there be formulas, they are not read.
      if (FORMULA.test(macro.body)) shared.flaw(this.map, { start, end: use.end }, error.reason, error.ways)
    }
  }

  private environment(start: number): void {
    const { text, shared } = this
    const cursor = new Cursor(text, this.at)
    const name = cursor.take(/\s*\{([^{}\n]*)\}/y)?.[1]
    if (name === undefined) return
    const from = cursor.at
    this.at = from
    const own = shared.environments.get(name)
    const kind = own ?? environmentOf(name)
    if (start >= this.body && (kind === 'display' || kind === 'inline')) {
      const close = this.closing(from, { environment: name })
      if (close === undefined) this.unclosed(start, from, `\\end{${name}}`)
      else if (kind === 'inline') this.within({ start: from, end: close.start }, close.end)
      else if (own !== undefined) this.display({ start: from, end: close.start }, { start, end: close.end })
      else this.display({ start, end: close.end }, { start, end: close.end })
      return
    }
    if (start >= this.body && kind === undefined) {
      const close = this.closing(from, { environment: name })
      const content = close === undefined ? '' : text.slice(from, close.start)
      // Outside of formulas LaTeX refuses both signs.
      if (close !== undefined && !isProse(content) && /(?<!\\)[\^_]/.test(content)) {
        this.display({ start, end: close.end }, { start, end: close.end })
        return
      }
    }
    shared.open()
  }

  /** \newenvironment{name}[2][default]{begin}{end}: it may open a formula. */
  private newEnvironment(): void {
    const cursor = new Cursor(this.text, this.at)
    cursor.take(/\s*\*/y)
    const name = cursor.group('{')
    while (cursor.group('[') !== undefined);
    const [begin, end] = [cursor.group('{'), cursor.group('{')]
    if (name === undefined || begin === undefined || end === undefined) return
    this.at = cursor.at
    const opens = [...cursor.slice(begin).matchAll(/\\begin\{([a-zA-Z]+\*?)\}|\\[[(]|\$\$?/g)]
    for (const { 0: said, 1: environment } of opens) {
      const kind =
        environment === undefined
          ? /^(\$|\\\()$/.test(said)
            ? 'inline'
            : 'display'
          : environmentOf(environment)
      if (kind === 'display' || kind === 'inline')
        this.shared.environments.set(cursor.slice(name).trim(), kind)
    }
  }

  /** A formula that signs enclose, or macros that stand for them; the opening one was passed. */
  private formula(open: string, close: Close, isInline: boolean): void {
    const from = this.at
    const start = from - open.length
    const end = this.closing(from, close)
    if (end === undefined) this.unclosed(start, from, close.sign ?? `\\end{${close.environment}}`)
    else if (isInline) this.within({ start: from, end: end.start }, end.end)
    else this.display({ start: from, end: end.start }, { start, end: end.end })
  }

  /** What closes a formula: by the end of its paragraph, or of the file for an environment. */
  private closing(from: number, close: Close): Span | undefined {
    const { text, endless } = this
    const { environment } = close
    if (environment !== undefined && endless.has(environment)) return undefined
    const limit = environment === undefined ? this.paragraphEnd(from) : text.length
    const found = closingIn(text, from, limit, close)
    if (found === undefined && environment !== undefined) endless.add(environment)
    return found
  }

  private within(content: Span, to: number): void {
    this.at = to
    const block = this.shared.block(this.map.part(content), { isExpanded: this.source === undefined })
    if (block !== undefined && block.text !== '') this.shared.inline.push(block)
  }

  private display(content: Span, whole: Span): void {
    const { shared } = this
    this.at = whole.end
    this.hear(whole.end)
    const map = this.map.part(content)
    const block = shared.block(map, { isExpanded: this.source === undefined, mark: shared.taken() })
    if (block !== undefined && block.text !== '') shared.displays.push(block)
    else if (map.text.trim() === '') shared.flaw(this.map, whole, 'this display is empty')
  }

  private unclosed(start: number, from: number, close: string): void {
    const { shared, text } = this
    shared.taken()
    // Goes on behind the paragraph, so that one mistake does not turn what follows inside out.
    this.at = Math.max(from, this.paragraphEnd(start))
    shared.flaw(this.map, { start, end: from }, `this ${text.slice(start, from)} is never closed`, [
      `Close it with ${close}; there must be no empty line within a formula.`,
      ...(close.startsWith('$') ? ['Where a dollar is meant, write \\$.'] : []),
    ])
  }

  /** Comments and given environments up to an offset. */
  private hear(limit: number): void {
    const { raw, shared, asides } = this
    for (
      let aside = asides[this.heard];
      aside !== undefined && aside.span.start <= limit;
      aside = asides[this.heard]
    ) {
      this.heard++
      const { start, end } = aside.span
      const said = raw.text.slice(start, end)
      const lead = aside.isGiven ? undefined : DECLARATION.exec(said)?.[0]
      if (aside.isGiven) this.given(raw.part(aside.span))
      else if (lead === undefined) shared.mark(raw, aside.span)
      else {
        const last = this.declared.at(-1)
        if (last !== undefined && this.text.slice(last.end, start).trim() !== '') this.declare()
        this.declared.push({ start: start + lead.length, end })
      }
    }
  }

  /** The lines that declare symbols, as one block. */
  private declare(): void {
    const { declared, raw } = this
    if (declared.length === 0) return
    this.declared = []
    let text = ''
    const stretches: Stretch[] = []
    for (const [i, under] of declared.entries()) {
      const before = declared[i - 1]
      if (before !== undefined) {
        const between = { start: before.end, end: under.start }
        stretches.push({ text: { start: text.length, end: text.length + 1 }, under: between, parts: [] })
        text += '\n'
      }
      const said = raw.text.slice(under.start, under.end)
      if (said !== '') stretches.push({ text: { start: text.length, end: text.length + said.length }, under })
      text += said
    }
    this.given(expandedMap(raw, text, stretches))
  }

  private given(map: SourceMap): void {
    const block = this.shared.block(map, { isGiven: true })
    if (block !== undefined) this.shared.given.push(block)
  }

  private include(word: string, start: number): void {
    const { text, shared, source, raw, trail } = this
    const named = fileNamed(text, word, this.at)
    if (named === undefined || source === undefined) return
    this.at = named.end
    this.hear(named.end)
    const isPreamble = start < this.body
    const isQuiet = named.isOptional || shared.takenIf(({ skip }) => skip)
    for (const path of named.paths) {
      const found = fetched(path, named.extension, shared, trail)
      if (typeof found === 'string') {
        if (!isQuiet) shared.flaw(raw, { start, end: named.end }, found, named.ways)
        continue
      }
      if (isQuiet && !named.isOptional) continue
      const before = (this.source?.before ?? 0) + named.end
      const inner = { ...fileSource(found.text, found.file), before }
      const length = Reader.readFile(inner, shared, [...trail, found.file], isPreamble)
      this.source = { ...source, before: (this.source?.before ?? 0) + length + 1 }
      const whole = { start: 0, end: text.length }
      this.map = printedMap(this.source, text, this.clean.unprinted)
      this.raw = mapOf(this.source, whole)
    }
  }
}
