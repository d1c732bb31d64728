// Bytes in pieces that end where lines end: checked to be UTF-8, with the line on which each piece begins.
import { DataError } from '../../errors.js'
import type { Bytes } from '../csv/bytes.js'
import { kindOf } from '../csv/magic.js'
import { firstNotUtf8, placeIn } from '../csv/utf8.js'

/** Some lines of a file. The bytes are overwritten by the next piece. */
export interface Lines {
  readonly bytes: Uint8Array
  /** Where the first line begins, and where the last one ends, its line end included. */
  readonly from: number
  readonly to: number
  /** An error at an offset into the bytes. */
  error(message: string, at: number): DataError
}

/** The longest line that is read. */
const MOST_BYTES = 2 ** 26

const LF = 10

/** The lines of a file from its start. Memory is that of one piece, which is about `blockBytes`, or twice the longest line. */
export function* linesOf(input: Bytes, blockBytes: number): Generator<Lines> {
  const opened = input.open()
  try {
    let bytes = new Uint8Array(Math.max(4, blockBytes))
    let [held, line, last, first] = [0, 1, false, true]
    while (!last || held > 0) {
      while (held < bytes.length && !last) {
        const got = opened.read(bytes, held)
        held += got
        last = got === 0
      }
      const from = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && held >= 3 ? 3 : 0
      const begin = line
      const error = (message: string, at: number) => {
        const { lines, column } = placeIn(bytes, from, at)
        return new DataError(input.name, message, begin + lines, column)
      }
      const to = last ? held : bytes.subarray(0, held).lastIndexOf(LF) + 1
      if (to === 0 && !last) {
        if (held > MOST_BYTES)
          throw error(`this line has more than ${MOST_BYTES} bytes; are these JSON lines?`, from)
        const longer = new Uint8Array(2 * bytes.length)
        longer.set(bytes)
        bytes = longer
        continue
      }
      const broken = firstNotUtf8(bytes, from, to)
      if (broken >= 0)
        throw error(
          (first ? kindOf(bytes) : undefined) ?? 'what follows is not UTF-8; save the file as UTF-8',
          broken,
        )
      yield { bytes, from, to, error }
      for (let i = from; i < to; i++) if (bytes[i] === LF) line++
      bytes.copyWithin(0, to, held)
      held -= to
      first = false
    }
  } finally {
    opened.close()
  }
}
