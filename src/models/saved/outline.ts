// A look at JSON before it is parsed: whether it has more parts than any model, so that a hostile text costs no more than its length.
import { DataError } from '../../errors.js'

/** A model has 22 fields, 7 objects and 10 arrays at most. */
const MOST = 100

const [QUOTE, BACKSLASH, COLON, BRACKET, BRACE] = [0x22, 0x5c, 0x3a, 0x5b, 0x7b]

/** Refuses text with too many fields, objects and arrays: JSON.parse takes seconds and gigabytes for them by the million. */
export function checkOutline(text: string, source: string, most = MOST): void {
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if ((code === COLON || code === BRACKET || code === BRACE) && ++parts > most)
      throw new DataError(
        source,
        `is no saved model: it has more than ${most} fields, objects and arrays${most === MOST ? ', of which a model has 39 at most' : ''}`,
      )
  }
}

/** Where the string that opens at an offset closes, or the end of a text that is cut off. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return text.length
}
