// A file of LaTeX as a map, in which no change begins or ends within what is not printed.
import type { Span } from '../../text/index.js'
import { mapOf, type Source, type SourceMap } from '../sourceMap.js'

/** Something that is not printed; behind a comment, the line break belongs to it. */
export interface Unprinted extends Span {
  readonly isComment: boolean
}

/** All of a source, with spaces in place of what is not printed, of which there is a list in order. */
export const printedMap = (source: Source, text: string, unprinted: readonly Unprinted[]): SourceMap =>
  guarded(mapOf({ ...source, text }, { start: 0, end: text.length }), unprinted, 0)

function guarded(map: SourceMap, unprinted: readonly Unprinted[], base: number): SourceMap {
  const around = (offset: number): Unprinted | undefined => {
    const at = base + offset
    let [low, high] = [0, unprinted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (unprinted[middle]!.start < at) low = middle + 1
      else high = middle
    }
    const last = unprinted[low - 1]
    return last !== undefined && (at < last.end || (last.isComment && at === last.end)) ? last : undefined
  }
  return {
    ...map,
    editFor({ start, end }, replacement) {
      const [first, last] = [around(start), around(end)]
      const from = first === undefined ? start : Math.max(0, first.start - base)
      const to = start === end ? from : last === undefined ? end : last.end - base
      return map.editFor({ start: from, end: Math.min(Math.max(from, to), map.text.length) }, replacement)
    },
    part: span => guarded(map.part(span), unprinted, base + span.start),
  }
}
