// One walk through a table in which every column is counted; columns that turn out to hold texts behind numbers are walked again.
import { type DataError, describe } from '../../../errors.js'
import type { Block, Source } from '../../source.js'
import type { Looked } from './options.js'
import { NumberTally, TextTally } from './tally.js'

/** Which rows of a block are left out, where some may be: 1 for each that is. */
export type Mask = (block: Block) => Uint8Array | undefined

/** What is known of a column. */
export type Tally = NumberTally | TextTally

/** A column to be counted, and how much of it is remembered. */
export interface Counted extends Looked {
  /** Whether it is known to be texts, and the error at its first cell that is no number where it has numbers. */
  readonly texts?: { readonly trouble?: DataError }
  /** How many different numbers are counted, and how many different texts. */
  readonly keep: { readonly numbers: number; readonly texts: number }
}

/** What is known of each column, by its place in the table. Throws a `DataError` where one that must be numbers is not. */
export function survey(source: Source, columns: readonly Counted[], mask?: Mask): ReadonlyMap<number, Tally> {
  const tallies = new Map<number, Tally>(
    columns.map(({ column, texts, keep, said }) => [
      column,
      texts !== undefined || said === 'categories' || isText(source, column)
        ? new TextTally(keep.texts, texts?.trouble)
        : new NumberTally(keep.numbers),
    ]),
  )
  const again: Counted[] = []
  let left = columns
  for (const block of source.blocks(mask === undefined ? columns.map(({ column }) => column) : undefined)) {
    const out = mask?.(block)
    for (const counted of left) {
      const { column, name, said, keep } = counted
      const tally = tallies.get(column)!
      if (tally instanceof TextTally) {
        addTexts(tally, block, column, out)
        continue
      }
      const { values, bad, problem } = block.numbers(column)
      if (bad < 0) {
        for (let i = 0; i < block.size; i++) if (out === undefined || out[i] === 0) tally.add(values[i]!)
        continue
      }
      const trouble = block.error(`column ${describe(name)}: ${problem!.message}`, bad, column)
      if (said === 'number' || problem!.kind === 'range' || source.types?.[column] === 'number') throw trouble
      if (tally.count > 0 || values.subarray(0, bad).some(value => !Number.isNaN(value))) {
        again.push({ ...counted, texts: { trouble } })
        left = left.filter(other => other !== counted)
        continue
      }
      // Nothing but missing values came before: it is a column of texts.
      const texts = new TextTally(keep.texts, trouble)
      for (let i = 0; i < tally.missing; i++) texts.add(undefined)
      tallies.set(column, texts)
      addTexts(texts, block, column, out)
    }
  }
  if (again.length > 0) for (const [column, tally] of survey(source, again, mask)) tallies.set(column, tally)
  return tallies
}

const isText = (source: Source, column: number): boolean =>
  source.types?.[column] !== undefined && source.types[column] !== 'number'

function addTexts(tally: TextTally, block: Block, column: number, out: Uint8Array | undefined): void {
  block.texts(column).forEach((text, i) => {
    if (out === undefined || out[i] === 0) tally.add(text)
  })
}

/** Leaves out the rows in which one of some columns is missing. */
export function maskOf(columns: readonly { readonly column: number; readonly numeric: boolean }[]): Mask {
  return block => {
    const out = new Uint8Array(block.size)
    for (const { column, numeric } of columns) {
      if (numeric) {
        const { values } = block.numbers(column)
        for (let i = 0; i < block.size; i++) if (Number.isNaN(values[i])) out[i] = 1
      } else {
        block.texts(column).forEach((text, i) => {
          if (text === undefined) out[i] = 1
        })
      }
    }
    return out
  }
}

/** An error at the first cell of a column of which something holds; at the first cell where it never does. */
export function errorWhere(
  source: Source,
  column: number,
  holds: (text: string | undefined) => boolean,
  message: string,
): DataError {
  let first: DataError | undefined
  for (const block of source.blocks([column])) {
    const at = block.texts(column).findIndex(holds)
    if (at >= 0) return block.error(message, at, column)
    first ??= block.error(message, 0, column)
  }
  return first!
}
