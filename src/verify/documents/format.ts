// What a document format is: it says which files are its own, and finds the formulas in them.
import { lineText, type PlacedMisreading } from '../report/index.js'
import type { TextEdit } from '../text/index.js'
import { type Block, type Flaw, placed } from './block.js'
import { continues } from './continued.js'
import { conditionBefore, isBlank } from './prose.js'
import { wholeOf } from './sourceMap.js'

/** The names of the formats. */
export type FormatName = 'latex' | 'notebook' | 'markdown'

/** What is in a file that a document names by its path from the document's folder; `undefined` where there is none. */
export type ReadFile = (path: string) => string | Uint8Array | undefined

/** A kind of file that holds formulas. */
export interface Format {
  readonly name: string
  /** Whether a file is of this kind, by its name or by what it holds. */
  accepts(file: string, text: string): boolean
  /** What the file holds. Nothing is thrown: what is wrong is in the result. */
  read(text: string, read?: ReadFile): Document
  /** The places where a given block may be written, the best first, and what is written there. */
  declaring?(document: Document, block: string): readonly TextEdit[]
}

/** A file that a document takes in, by its path from the document's folder. */
export interface IncludedFile {
  /** Its path. */
  readonly file: string
  /** What is in it. */
  readonly text: string
}

/** What a file holds. */
export interface Document {
  /** The file's text; offsets speak of it. */
  readonly text: string
  /** The one block that declares symbols. */
  readonly given: Block | undefined
  /** Formulas on their own, in order. */
  readonly displays: readonly Block[]
  /** Formulas within lines, in order. */
  readonly inline: readonly Block[]
  /** What is wrong with single places, in order: a formula that never ends, a mark that says nothing. */
  readonly flaws: readonly Flaw[]
  /** What is wrong with the file: no given block, nothing to check, not text. */
  readonly trouble: PlacedMisreading | undefined
  /** The files that it takes in. */
  readonly included: readonly IncludedFile[]
  /** Whether nothing in it is the verifier's: no declarations, no display, and nothing is wrong. */
  readonly isEmpty: boolean
}

/** What a reader finds in a file, or in a part of it. */
export interface Findings extends Omit<Document, 'text' | 'given' | 'included' | 'isEmpty'> {
  /** All blocks that declare symbols. */
  readonly given: readonly Block[]
  readonly included?: readonly IncludedFile[]
}

/** How to write in a format what a file lacks. */
export interface Help {
  readonly given: readonly string[]
  readonly display: readonly string[]
}

/** What was found in a file as a document, in which one block declares symbols, and something is there to check. */
export function documentOf(text: string, found: Findings, help: Help): Document {
  const { displays, inline, flaws, included = [] } = found
  const [given, second] = found.given
  return {
    text,
    given: second === undefined ? given : undefined,
    displays: underConditions(text, displays, given),
    inline,
    flaws,
    trouble: found.trouble ?? lackOf(found, help),
    included,
    isEmpty: found.given.length + displays.length + flaws.length === 0 && found.trouble === undefined,
  }
}

/** Displays under the conditions that are said in front of them; one goes on where nothing stands between two displays. */
function underConditions(
  text: string,
  displays: readonly Block[],
  given: Block | undefined,
): readonly Block[] {
  let before = given
  let where: string | undefined
  return displays.map(display => {
    const start = before === undefined || before.offset > display.offset ? 0 : wholeOf(before.map).span.end
    before = display
    // Behind what closes the one before, and in front of what opens this one.
    const prose = text
      .slice(start, display.offset)
      .replace(/^\s*(?:\$\$|\\\]|```)/, '')
      .replace(/(?:\$\$|\\\[|```\w*)\s*$/, '')
    if (!isBlank(prose)) where = conditionBefore(prose) ?? (continues(display.text) ? where : undefined)
    return where === undefined ? display : { ...display, where }
  })
}

function lackOf(
  { given: [given, second], displays, flaws }: Findings,
  help: Help,
): PlacedMisreading | undefined {
  if (given !== undefined && second !== undefined) {
    const ways = [`The first is in line ${lineText(given)}: write all declarations there.`]
    return placed(second.map, { trouble: 'context', reason: 'this is a second given block', ways })
  }
  // Formulas without a block are read under one that is drafted.
  if (given === undefined && displays.length === 0)
    return troubleWith('there is no given block: nothing says what the symbols are', help.given)
  return displays.length === 0 && flaws.length === 0
    ? troubleWith('there is nothing to check: no formula stands in a display of its own', help.display)
    : undefined
}

/** Trouble with a file as a whole, at its beginning. */
export const troubleWith = (reason: string, ways: readonly string[] = []): PlacedMisreading => ({
  trouble: 'context',
  reason,
  span: { start: 0, end: 0 },
  ways,
  line: 1,
  column: 1,
})
