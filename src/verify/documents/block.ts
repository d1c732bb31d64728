// What the verifier takes from a file: stretches of it that are formulas or declarations, and what is wrong there.
import type { Misreading, PlacedMisreading, Position, UncheckedFormula, Verdict } from '../report/index.js'
import type { Span, Trouble } from '../text/index.js'
import { mapOf, type Source, type SourceMap, wholeOf } from './sourceMap.js'

/** A stretch of the file that is the verifier's to read, with the place where it starts. */
export interface Block extends Position {
  /** As it stands in the file, but for the marks of quotes, which are blank here. */
  readonly text: string
  /** Leads to its place in the file. */
  readonly map: SourceMap
  /** From \tag{…}: the first one. */
  readonly tag: string | undefined
  /** What a mark says will become of it. */
  readonly expected: Verdict | undefined
  /** Whether a mark says to leave it out. */
  readonly skip: boolean
  /** The condition that the sentence before it says it is for. */
  readonly where?: string
}

/** What stands at a stretch of a file, without the white space around it; what is indented may keep that of its first line. */
export function blockOf(
  whole: SourceMap,
  { expected, skip = false }: { readonly expected?: Verdict | undefined; readonly skip?: boolean } = {},
  isIndented = false,
): Block {
  const blank = /^\s*/.exec(whole.text)![0]
  const start = isIndented ? blank.lastIndexOf('\n') + 1 : blank.length
  const map = whole.part({ start, end: Math.max(start, whole.text.trimEnd().length) })
  const { text } = map
  return { ...map.positionOf(0), text, map, tag: tagsIn(text)[0]?.tag, expected, skip }
}

/** A block as a formula that is seen and not checked. */
export const uncheckedOf = (kind: UncheckedFormula['kind'], { text, map }: Block): UncheckedFormula => ({
  kind,
  ...map.positionOf(0),
  source: text,
})

const TAG = /\\tag\*?\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g

/** Where the tags of a formula stand, and what they say. */
export const tagsIn = (text: string): readonly { readonly at: number; readonly tag: string }[] =>
  [...text.matchAll(TAG)].map(found => ({ at: found.index, tag: found[1]!.trim() }))

/** Something in a file that cannot be read; `span` is in the file's text. */
export interface Flaw extends PlacedMisreading {
  /** Leads from what is shown of it, which begins where it does, to the file. */
  readonly map: SourceMap
}

/** More of a line is not shown. */
const MOST_SHOWN = 1000

/** What is wrong at a stretch of a source: it is shown with what is left of its line. */
export const flawAt = (
  source: Source,
  span: Span,
  reason: string,
  ways: readonly string[] = [],
  trouble: Trouble = 'syntax',
): Flaw => flawIn(mapOf(source, { start: 0, end: source.text.length }), span, { trouble, reason, ways })

/** The same at a stretch of what a map shows. */
export function flawIn(
  whole: SourceMap,
  { start, end }: Span,
  said: Pick<Misreading, 'trouble' | 'reason' | 'ways'>,
): Flaw {
  const line = whole.text.slice(start).search(/[\r\n]|$/)
  const map = whole.part({ start, end: Math.min(Math.max(end, start + line), start + MOST_SHOWN) })
  return { ...placed(whole.part({ start, end }), said), map }
}

/** Trouble with all that a map shows. */
export const placed = (
  map: SourceMap,
  { trouble, reason, ways }: Omit<Misreading, 'span'>,
): PlacedMisreading => ({ trouble, reason, ways, ...wholeOf(map) })
