// Markdown as the verifier reads it: the given block, the displays, and what is wrong with the file.
import type { UncheckedFormula } from '../../report/report.js'
import type { Block } from '../block.js'
import { decoded, type Flaw } from '../bytes.js'
import { Reader } from './reader.js'

/** What a file holds. */
export interface Markdown {
  /** The file's text; offsets speak of it. */
  readonly text: string
  /** The one block that declares symbols. */
  readonly given: Block | undefined
  /** Formulas on their own, in order. */
  readonly displays: readonly Block[]
  /** Formulas within lines, in order. */
  readonly inline: readonly UncheckedFormula[]
  /** What is wrong with single places, in order: a formula that never ends, a mark that says nothing. */
  readonly flaws: readonly Flaw[]
  /** What is wrong with the file: no given block, nothing to check, not text. */
  readonly trouble: Flaw | undefined
}

/** Reads a file. Nothing is thrown: what is wrong is in the result. */
export function readMarkdown(input: string | Uint8Array): Markdown {
  const { text, flaw } = decoded(input)
  if (flaw !== undefined)
    return { text, given: undefined, displays: [], inline: [], flaws: [], trouble: flaw }
  const reader = new Reader(text)
  reader.read()
  const { displays, inline, flaws } = reader
  const [given, second] = reader.given
  if (given !== undefined && second !== undefined) {
    const ways = [`The first is in line ${given.line}: write all declarations there.`]
    reader.fail(second.offset, second.offset + second.text.length, 'this is a second given block', ways)
  } else if (given === undefined) {
    reader.fail(0, 0, 'there is no given block: nothing says what the symbols are', [
      'Write one before the formulas, with all their symbols:',
      '```given',
      'X : real[m, n]',
      '```',
    ])
  } else if (displays.length === 0 && flaws.length === 0) {
    reader.fail(0, 0, 'there is nothing to check: no formula stands in a display of its own', [
      'Write $$ … $$, or a fence ```math, around what you claim.',
    ])
  }
  return {
    text,
    given: second === undefined ? given : undefined,
    displays,
    inline,
    flaws,
    trouble: reader.trouble,
  }
}
