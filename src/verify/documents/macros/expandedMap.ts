// A formula with its macros expanded, as a map: each place leads to the use of the macro that it comes from.
import type { Span } from '../../text/index.js'
import type { SourceMap } from '../sourceMap.js'

/** A stretch of what was expanded, and of what stood there: the same characters, unless it has parts. */
export interface Stretch {
  readonly text: Span
  readonly under: Span
  /** Of the use of a macro: what is taken over from its arguments, in the order of the text. */
  readonly parts?: readonly Part[]
}

/** A part of an expansion that stands in an argument just so. */
export interface Part {
  readonly text: Span
  readonly under: Span
  /** Whether it is the only one from there, so that a change of the argument changes nothing else. */
  readonly alone: boolean
}

const CONTROL_WORD = /\\[a-zA-Z]+$/
const LETTER = /^[a-zA-Z]/

/**
 * The map of an expansion. A change within a use is made in an argument, where all of it comes from there; else the
 * whole use gives way to what it stands for, with the change in it.
 */
export function expandedMap(
  under: SourceMap,
  text: string,
  stretches: readonly Stretch[],
  base = 0,
  length = text.length,
): SourceMap {
  const lastWith = (isSo: (stretch: Stretch) => boolean): Stretch =>
    stretches.findLast(isSo) ?? stretches[0] ?? { text: { start: 0, end: 0 }, under: { start: 0, end: 0 } }
  const down = (offset: number): number => {
    const stretch = lastWith(({ text }) => text.start <= offset)
    const shift = offset - stretch.text.start
    if (stretch.parts === undefined) return Math.min(stretch.under.start + shift, stretch.under.end)
    const part = stretch.parts.find(({ text }) => text.start <= offset && offset < text.end)
    if (part !== undefined) return part.under.start + offset - part.text.start
    return offset < stretch.text.end ? stretch.under.start : stretch.under.end
  }
  const up = (offset: number): number => {
    const stretch = lastWith(({ under }) => under.start <= offset)
    const { text, under, parts } = stretch
    if (offset > under.end) return text.end
    if (parts === undefined) return text.start + offset - under.start
    const part = parts.find(({ under }) => under.start <= offset && offset < under.end)
    if (part !== undefined) return part.text.start + offset - part.under.start
    return offset < under.end ? text.start : text.end
  }
  const inView = text.slice(base, base + length)
  return {
    text: inView,
    order: under.part({ start: down(base), end: down(base) }).order,
    positionOf: offset => under.positionOf(down(base + offset)),
    offsetAt: offset => Math.min(Math.max(up(under.offsetAt(offset)) - base, 0), length),
    editFor(span, replacement) {
      const [start, end] = [base + span.start, base + span.end]
      const part = stretches
        .flatMap(({ parts = [] }) => parts)
        .find(({ text, alone }) => alone && text.start <= start && end <= text.end && start < text.end)
      if (part !== undefined) {
        const shift = part.under.start - part.text.start
        return spacedEdit(under, { start: start + shift, end: end + shift }, replacement)
      }
      const first = lastWith(({ text }) => text.start <= start)
      const last = start === end ? first : lastWith(({ text }) => text.start < end)
      const inFirst = first.parts !== undefined && first.text.start < start && start < first.text.end
      const inLast = last.parts !== undefined && last.text.start < end && end < last.text.end
      const isUse = first.parts !== undefined && start < first.text.end
      const from = isUse ? first.under.start : down(start)
      const to = inLast ? last.under.end : start === end && !inFirst ? from : endBelow(last, end)
      // Line breaks behind an expansion are those of its use, and two of them end a formula.
      const said = (from: number, to: number): string => text.slice(from, to).replace(/\n+/g, ' ')
      const head = inFirst ? said(first.text.start, start) : ''
      const tail = inLast ? said(end, last.text.end) : ''
      return spacedEdit(under, { start: from, end: Math.max(from, to) }, head + replacement + tail)
    },
    part: ({ start, end }) => expandedMap(under, text, stretches, base + start, end - start),
  }
}

/** Where what ends at an offset ends below: not where the next stretch begins, for something may stand between. */
const endBelow = ({ text, under, parts }: Stretch, end: number): number =>
  parts === undefined ? under.start + end - text.start : end < text.end ? under.start : under.end

/** The change, with a space where a command and a letter would else become one command. */
function spacedEdit(under: SourceMap, { start, end }: Span, replacement: string) {
  const before = CONTROL_WORD.test(under.text.slice(Math.max(0, start - 40), start))
  const behind = under.text.slice(end)
  const first = replacement === '' ? behind : replacement
  const head = before && LETTER.test(first) ? ' ' : ''
  const tail = CONTROL_WORD.test(replacement) && LETTER.test(behind) ? ' ' : ''
  return under.editFor({ start, end }, head + replacement + tail)
}
