// The strings of a JSON text, piece by piece, for a format that is made up.
import type { Piece } from '../../../src/verify/documents/sourceMap.js'

const PIECE = /\\u[\da-fA-F]{4}|\\.|[^"\\]+/y

/** The string whose opening quote stands at an offset: its text, and how the file says each piece of it. */
export function jsonPieces(
  json: string,
  quote: number,
): { readonly text: string; readonly pieces: readonly Piece[] } {
  const pieces: Piece[] = []
  let [text, at] = ['', quote + 1]
  for (PIECE.lastIndex = at; ; at = PIECE.lastIndex) {
    const [said] = PIECE.exec(json) ?? []
    if (said === undefined) break
    const start = text.length
    text += JSON.parse(`"${said}"`)
    pieces.push({ text: { start, end: text.length }, file: { start: at, end: at + said.length } })
  }
  return {
    text,
    pieces: pieces.length > 0 ? pieces : [{ text: { start: 0, end: 0 }, file: { start: at, end: at } }],
  }
}
