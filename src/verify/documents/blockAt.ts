// What stands at a place of a file, for whoever points at it: a formula or the given block, and what is known there.
import type { Span } from '../text/index.js'
import type { Block } from './block.js'
import { contextOf, type Declarations, definedIn, isClaim } from './checkPaper.js'
import { documentIn } from './formats.js'
import { wholeOf } from './sourceMap.js'

/** A formula or the given block of a file, and where in it somebody points. */
export interface BlockAt<Context> {
  readonly text: string
  readonly offset: number
  /** Whether it is the given block. */
  readonly declares: boolean
  /** The condition that the sentence before it says it is for. */
  readonly where: string | undefined
  /** What is declared, and defined by the displays before it. */
  readonly context: Context
  /** Where a stretch of it stands in the file. */
  readonly spanOf: (span: Span) => Span
  /** Where a stretch of the given block stands in the file; nothing behind its end, where displays define. */
  readonly declarationAt: (span: Span) => Span | undefined
}

/** What stands at an offset of a file; `undefined` where that is prose, or nothing is declared. */
export function blockAt<Context>(
  file: string,
  text: string,
  offset: number,
  engine: Declarations<Context>,
): BlockAt<Context> | undefined {
  const { given, displays, inline } = documentIn(file, text)
  const { known } = contextOf(given, engine)
  if (known === undefined) return undefined
  const spanIn =
    ({ map }: Block) =>
    (span: Span): Span =>
      map.editFor(span, '').span
  const holds = (block: Block): boolean => isWithin(wholeOf(block.map).span, offset)
  const found = [...(given === undefined ? [] : [given]), ...displays].find(holds)
  const declarationAt = (span: Span): Span | undefined =>
    given === undefined || span.end > given.text.length ? undefined : spanIn(given)(span)
  if (found !== undefined) {
    const before = found === given ? [] : displays.slice(0, displays.indexOf(found) + 1).filter(isClaim)
    const context = before.reduce((context, block) => definedIn(block, context, engine), known.context)
    return {
      text: found.text,
      offset: found.map.offsetAt(offset),
      declares: found === given,
      where: found.where,
      context,
      spanOf: spanIn(found),
      declarationAt,
    }
  }
  // A formula within a line that the file says in other characters has no way back.
  const line = inline.find(
    ({ offset: start, source }) =>
      isWithin({ start, end: start + source.length }, offset) && text.startsWith(source, start),
  )
  if (line === undefined) return undefined
  return {
    text: line.source,
    offset: offset - line.offset,
    declares: false,
    where: undefined,
    context: displays
      .filter(block => isClaim(block) && block.offset < offset)
      .reduce((context, block) => definedIn(block, context, engine), known.context),
    spanOf: ({ start, end }) => ({ start: start + line.offset, end: end + line.offset }),
    declarationAt,
  }
}

const isWithin = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end
