// A file in pieces that end where rows end: checked to be UTF-8, with the line on which each piece begins.
import { DataError } from '../../errors.js'
import type { Bytes } from './bytes.js'
import { kindOf } from './magic.js'
import { type Refuse, Rows, scanRows } from './rows.js'
import { firstNotUtf8, placeIn } from './utf8.js'

/** Some rows of a file. The bytes and the rows are overwritten by the next chunk. */
export interface Chunk {
  readonly bytes: Uint8Array
  readonly rows: Rows
  /** Where the last row that was found ends, with its line end and blank lines behind it. */
  readonly end: number
  /** An error at an offset into the bytes. */
  error(message: string, at: number): DataError
}

/** How many bytes are read at once unless told otherwise: what a processor's cache holds. */
export const BLOCK_BYTES = 2 ** 18

/** The longest row that is read, so that a quote left open does not take all memory. */
const MOST_BYTES = 2 ** 26

/**
 * The rows of a file from its start. Memory is that of one chunk, which is a few times `blockBytes`, or the longest row.
 * Throws a `DataError` where quotes are not sound, and where bytes are not UTF-8.
 */
export function* chunksOf(
  input: Bytes,
  delimiter: Uint8Array,
  blockBytes: number = BLOCK_BYTES,
): Generator<Chunk> {
  const opened = input.open()
  try {
    const rows = new Rows()
    let bytes = new Uint8Array(blockBytes + 4)
    let [held, line, begin, last] = [0, 1, 0, false]
    let wanted = Math.max(4, blockBytes)
    const error = (message: string, at: number) => {
      const { lines, column } = placeIn(bytes, begin, at)
      return new DataError(input.name, message, line + lines, column)
    }
    const refuse: Refuse = (message, at) => {
      checkUtf8(at)
      throw new Unsound(error(message, at), at)
    }
    const checkUtf8 = (to: number) => {
      const broken = firstNotUtf8(bytes, begin, to)
      if (broken < 0) return
      const kind = line === 1 ? kindOf(bytes) : undefined
      throw new Unsound(error(kind ?? 'what follows is not UTF-8; save the file as UTF-8', broken), broken)
    }
    let isFirst = true
    while (!last) {
      if (wanted > bytes.length) {
        const longer = new Uint8Array(wanted)
        longer.set(bytes.subarray(0, held))
        bytes = longer
      }
      while (held < wanted && !last) {
        const got = opened.read(bytes, held)
        held += got
        last = got === 0
      }
      if (isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && held >= 3) begin = 3
      let used = begin
      let trouble: DataError | undefined
      try {
        used = scanRows({ bytes, from: begin, to: held, last, delimiter, refuse }, rows)
        if (rows.wide) checkUtf8(used)
      } catch (error) {
        if (!(error instanceof Unsound)) throw error
        trouble = error.reason
        rows.endBefore(error.at)
      }
      if (trouble !== undefined) {
        // The rows before it are sound, so that what is found first does not depend on where blocks end.
        if (rows.size > 0) yield { bytes, rows, end: used, error }
        throw trouble
      }
      if (used === begin && rows.size === 0 && !last) {
        if (held > MOST_BYTES) {
          throw error(`this row has more than ${MOST_BYTES} bytes; is a quote left open?`, begin)
        }
        // Twice as much, so that however long the row is, what was walked in vain is no more than it.
        wanted = 2 * held
        continue
      }
      isFirst = false
      yield { bytes, rows, end: used, error }
      line += rows.lines
      bytes.copyWithin(0, used, held)
      held -= used
      begin = 0
      wanted = Math.max(blockBytes, 4, 2 * held)
    }
  } finally {
    opened.close()
  }
}

/** What is not sound, and where. */
class Unsound extends Error {
  constructor(
    readonly reason: DataError,
    readonly at: number,
  ) {
    super(reason.message)
  }
}
