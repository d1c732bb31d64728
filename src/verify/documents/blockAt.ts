// What stands at a place of a file, for whoever points at it: a formula or the given block, and what is known there.
import type { Span } from '../text/index.js'
import type { Block } from './block.js'
import { type Declarations, definedIn, isClaim, knownIn } from './checkPaper.js'
import type { ReadFile } from './format.js'
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
  read?: ReadFile,
): BlockAt<Context> | undefined {
  const paper = documentIn(file, text, undefined, { read })
  const { given, displays, inline } = paper
  const { known } = knownIn(paper, engine)
  const found = [...(given === undefined ? [] : [given]), ...displays, ...inline].find(({ map }) => {
    const { start, end } = wholeOf(map).span
    return map.positionOf(0).file === undefined && start <= offset && offset <= end
  })
  if (known === undefined || found === undefined) return undefined
  const declares = found === given
  const before = displays.filter(block => isClaim(block) && block.map.order <= found.map.order)
  const spanIn =
    ({ map }: Block) =>
    (span: Span): Span =>
      map.editFor(span, '').span
  return {
    text: found.text,
    offset: found.map.offsetAt(offset),
    declares,
    where: found.where,
    context: (declares ? [] : before).reduce(
      (context, block) => definedIn(block, context, engine),
      known.context,
    ),
    spanOf: spanIn(found),
    declarationAt: span =>
      given === undefined || given.file !== undefined || span.end > given.text.length
        ? undefined
        : spanIn(given)(span),
  }
}
