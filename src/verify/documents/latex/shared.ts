// What the readers of a LaTeX document's files share: what was found, the macros known so far, and the marks that wait.
import type { PlacedMisreading } from '../../report/index.js'
import { LanguageError, type Span } from '../../text/index.js'
import { type Block, blockOf, type Flaw, flawIn } from '../block.js'
import type { Findings, IncludedFile, ReadFile } from '../format.js'
import { type Definition, withMacro } from '../macros/definitions.js'
import { expanded } from '../macros/expand.js'
import { type KnownMacros, knownMacros } from '../macros/known.js'
import type { Macros } from '../macros/macro.js'
import { markOf, type Pending } from '../marks.js'
import type { SourceMap } from '../sourceMap.js'

/** More flaws than this are not worth listing. */
const MOST_FLAWS = 100

/** Commands of LaTeX and its packages that print their argument as it is, or nothing. */
const BUILT_IN: Macros = new Map([
  ['ensuremath', { parameters: 1, body: '#1' }],
  ['intertext', { parameters: 1, body: '' }],
  ['shortintertext', { parameters: 1, body: '' }],
  ...['xspace', 'protect', 'relax', 'allowdisplaybreaks', 'displaybreak', 'allowbreak', 'qedhere'].map(
    name => [name, { parameters: 0, body: '' }] as const,
  ),
])

/** Found in a document, file by file. */
export class Shared implements Findings {
  readonly given: Block[] = []
  readonly displays: Block[] = []
  readonly inline: Block[] = []
  readonly flaws: Flaw[] = []
  readonly included: IncludedFile[] = []
  trouble: PlacedMisreading | undefined
  readonly known: KnownMacros = knownMacros(BUILT_IN)
  /** The macros outside of each group that is open. */
  private readonly outside: Macros[] = []
  /** Environments that a document defines, by whether they hold a formula on its own or one within a line. */
  readonly environments = new Map<string, 'display' | 'inline'>()
  private pending: (Pending & { readonly map: SourceMap }) | undefined

  constructor(readonly read: ReadFile | undefined) {}

  open(): void {
    this.outside.push(this.known.macros)
  }

  close(): void {
    this.known.macros = this.outside.pop() ?? this.known.macros
  }

  define(definition: Definition): void {
    this.known.macros = withMacro(this.known.macros, definition)
    if (definition.global)
      for (const [i, macros] of this.outside.entries()) this.outside[i] = withMacro(macros, definition)
  }

  /** What a comment says about the next display. */
  mark(map: SourceMap, span: Span): void {
    const said = map.text.slice(span.start, span.end).replace(/^%+/, '')
    const written = (text: string): string => `% ${text}`
    const mark = /^\s*skip\s*$/i.test(said) ? ({ kind: 'skip' } as const) : markOf(said, written)
    const { pending } = this
    if (mark === undefined) return
    if (mark.kind === 'wrong') this.flaw(map, span, mark.reason, mark.ways)
    else if (mark.kind === 'skip') this.pending = { map, span, expected: pending?.expected, skip: true }
    else if (pending?.expected !== undefined && pending.expected !== mark.verdict)
      this.flaw(map, span, `another mark for this display says '${pending.expected}'`)
    else this.pending = { map, span, expected: mark.verdict, skip: pending?.skip ?? false }
  }

  /** The mark for what comes now, which waits no longer. */
  taken(): Pending | undefined {
    const { pending } = this
    this.pending = undefined
    return pending
  }

  /** Whether the mark that waits is so; then it waits no longer. */
  takenIf(isSo: (mark: Pending) => boolean): boolean {
    const { pending } = this
    if (pending === undefined || !isSo(pending)) return false
    this.pending = undefined
    return true
  }

  /** A formula or declarations with macros expanded; what a formula defines ends with it. */
  block(
    map: SourceMap,
    {
      isExpanded = false,
      isGiven = false,
      mark,
    }: { isExpanded?: boolean; isGiven?: boolean; mark?: Pending | undefined } = {},
  ): Block | undefined {
    try {
      const { known } = this
      const result = expanded(map, isExpanded ? new Map() : known.macros, known.allowed)
      for (const definition of result.defined) if (definition.global) this.define(definition)
      return blockOf(result.map, mark, isGiven)
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      this.flaw(map, error.span, error.reason, error.ways)
      return undefined
    }
  }

  flaw(map: SourceMap, span: Span, reason: string, ways: readonly string[] = []): void {
    if (this.flaws.length < MOST_FLAWS)
      this.flaws.push(flawIn(map, span, { trouble: 'syntax', reason, ways }))
  }

  finished(): this {
    const { pending } = this
    if (pending !== undefined) this.flaw(pending.map, pending.span, 'no display comes after this mark')
    return this
  }
}
