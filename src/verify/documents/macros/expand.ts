// Macros expanded in a formula, within bounds: what comes out leads back to where each macro is used.
import { LanguageError, type Span } from '../../text/index.js'
import type { SourceMap } from '../sourceMap.js'
import { type Definition, definitionAt, withMacro } from './definitions.js'
import { expandedMap, type Part, type Stretch } from './expandedMap.js'
import { type Argument, type Macro, type Macros, useAt } from './macro.js'

/** How deep macros may stand for macros, how often in a formula, and how much text may come of it on the way. */
const DEEPEST = 100
const MOST_USES = 10_000
const MOST_CHARACTERS = 500_000

/** What is left to spend in a document, in characters. */
export interface Allowance {
  characters: number
}

export const allowance = (): Allowance => ({ characters: 2 ** 24 })

/** A formula expanded, and the macros that are known behind it. */
export interface Expansion {
  readonly map: SourceMap
  readonly macros: Macros
  /** What it defines. */
  readonly defined: readonly Definition[]
}

/** A text, and for each of its characters where it stands in the formula; −1 for what a macro brings along. */
interface Marked {
  readonly text: string
  readonly from: readonly number[]
}

/** A stretch of what comes out, and the use that it comes from. */
interface Segment {
  readonly marked: Marked
  readonly use?: Span
}

const NOTHING: Marked = { text: '', from: [] }
const SPACE: Marked = { text: ' ', from: [-1] }

const part = ({ text, from }: Marked, start: number, end: number): Marked => ({
  text: text.slice(start, end),
  from: from.slice(start, end),
})

const brought = (text: string): Marked => ({ text, from: new Array<number>(text.length).fill(-1) })

/** One behind the other, with a space where a command and a letter would else become one command. */
function joined(parts: readonly Marked[]): Marked {
  let text = ''
  const from: number[] = []
  for (const next of parts)
    for (const piece of needsSpace(text, next.text) ? [SPACE, next] : [next]) {
      text += piece.text
      for (const offset of piece.from) from.push(offset)
    }
  return { text, from }
}

const needsSpace = (left: string, right: string): boolean =>
  /^[a-zA-Z]/.test(right) && /\\[a-zA-Z]+$/.test(left.slice(-40))

/** A formula with its macros expanded; a `LanguageError` with a place in it where that cannot be done. */
export function expanded(map: SourceMap, macros: Macros, allowed: Allowance): Expansion {
  const work = new Work(macros, allowed)
  const segments = work.segments(
    { text: map.text, from: Array.from({ length: map.text.length }, (_, i) => i) },
    0,
  )
  const { defined } = work
  if (segments.length === 1 && segments[0]!.use === undefined && defined.length === 0)
    return { map, macros, defined }
  let text = ''
  const stretches: Stretch[] = []
  for (const { marked, use } of segments) {
    const lead = use !== undefined && needsSpace(text, marked.text) ? ' ' : ''
    const start = text.length
    const lines = use === undefined ? '' : '\n'.repeat(linesIn(map.text.slice(use.start, use.end)))
    const said = use === undefined ? marked.text : lead + marked.text.replace(/\s/g, ' ') + lines
    text += said
    const under = use ?? { start: marked.from[0] ?? 0, end: (marked.from.at(-1) ?? -1) + 1 }
    const span = { start, end: text.length }
    if (said === '') continue
    stretches.push(
      use === undefined
        ? { text: span, under }
        : { text: span, under, parts: partsOf(marked, start + lead.length) },
    )
  }
  return { map: expandedMap(map, text, stretches), macros: work.macros, defined }
}

const linesIn = (text: string): number => text.split('\n').length - 1

/** What of an expansion is taken over from arguments. */
function partsOf({ from }: Marked, base: number): readonly Part[] {
  const often = new Map<number, number>()
  for (const offset of from) often.set(offset, (often.get(offset) ?? 0) + 1)
  const parts: Part[] = []
  for (let start = 0; start < from.length; ) {
    let end = start + 1
    const first = from[start]!
    const alone = often.get(first) === 1
    while (end < from.length && from[end] === first + end - start && (often.get(from[end]!) === 1) === alone)
      end++
    if (first >= 0)
      parts.push({
        text: { start: base + start, end: base + end },
        under: { start: first, end: first + end - start },
        alone,
      })
    start = first < 0 ? start + 1 : end
  }
  return parts
}

/** One formula at work. */
class Work {
  readonly defined: Definition[] = []
  private uses = 0
  private characters = 0
  /** The use in the formula itself that is being expanded. */
  private top: Span = { start: 0, end: 0 }

  constructor(
    public macros: Macros,
    private readonly allowed: Allowance,
  ) {}

  segments(source: Marked, depth: number): readonly Segment[] {
    const { text } = source
    const found: Segment[] = []
    const command = /\\([a-zA-Z]+|[\s\S])/g
    let at = 0
    for (let token = command.exec(text); token !== null; token = command.exec(text)) {
      const { index: start, 1: name = '' } = token
      const definition = definitionAt(text, start, this.macros)
      const macro = definition === undefined ? this.macros.get(name) : undefined
      if (definition === undefined && macro === undefined) continue
      found.push({ marked: part(source, at, start) })
      if (depth === 0) this.top = { start, end: start + token[0].length }
      if (definition !== undefined) {
        this.macros = withMacro(this.macros, definition)
        this.defined.push(definition)
        at = definition.end
      } else if (macro !== undefined) {
        const use = useAt(text, command.lastIndex, macro)
        if (use === undefined)
          this.refuse(`\\${name} takes ${macro.parameters} arguments, and one is missing`)
        if (depth === 0) this.top = { start, end: use.end }
        const marked = this.expansion(name, macro, use.given, source, depth)
        found.push({ marked, use: { start, end: use.end } })
        at = use.end
      }
      command.lastIndex = at
    }
    found.push({ marked: part(source, at, text.length) })
    return found
  }

  private expansion(
    name: string,
    macro: Macro,
    given: readonly (Argument | undefined)[],
    source: Marked,
    depth: number,
  ): Marked {
    if (macro.refused !== undefined) this.refuse(macro.refused, 'unsupported')
    if (depth >= DEEPEST) this.refuse(`the macro \\${name} stands for itself, or macros are nested too deep`)
    const written = this.substituted(macro, given, source)
    if (macro.final) return written
    return joined(this.segments(written, depth + 1).map(({ marked }) => marked))
  }

  private substituted(
    { body, fallback = '' }: Macro,
    given: readonly (Argument | undefined)[],
    source: Marked,
  ): Marked {
    const pieces = body.split(/(#[1-9#])/).map(piece => {
      if (piece === '##') return brought('#')
      const place = /^#[1-9]$/.test(piece) ? Number(piece[1]) - 1 : -1
      if (place < 0) return brought(piece)
      if (place >= given.length) return NOTHING
      const argument = given[place]
      if (argument === undefined) return brought(fallback)
      const { span, enclosed } = argument
      const marked = part(source, span.start, span.end)
      // To a single character without braces nothing can be added where it stands.
      return enclosed ? marked : brought(marked.text)
    })
    const length = pieces.reduce((sum, { text }) => sum + text.length, 1)
    this.characters += length
    this.allowed.characters -= length
    if (++this.uses > MOST_USES || this.characters > MOST_CHARACTERS || this.allowed.characters < 0)
      this.refuse('the macros used here make too much text')
    return joined(pieces)
  }

  private refuse(reason: string, trouble: 'syntax' | 'unsupported' = 'syntax'): never {
    throw new LanguageError(trouble, reason, this.top, ['Write what it stands for.'])
  }
}
