// UTF-8: where bytes stop being it, what its blanks are, and places in it as editors count them.

/** The offset of the first byte that begins no character, and −1 where all do (The Unicode Standard, table 3-7). */
export function firstNotUtf8(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; ) {
    const lead = bytes[at]!
    if (lead < 0x80) {
      at++
      continue
    }
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    // Overlong spellings, surrogates and what is beyond U+10FFFF are kept out by the second byte.
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    const second = bytes[at + 1]!
    if (lead < 0xc2 || lead > 0xf4 || at + length > to || second < least || second > most) return at
    for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return at
    at += length
  }
  return -1
}

/** How many bytes the blank at an offset has, 0 where there is none. Blanks are what `String.trim` takes away. */
export function blankAt(bytes: Uint8Array, at: number, to: number): number {
  const [first, second, third] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
  if (first < 0x80) return at < to && (first === 32 || (first >= 9 && first <= 13)) ? 1 : 0
  if (first === 0xc2) return at + 1 < to && second === 0xa0 ? 2 : 0
  if (at + 2 >= to) return 0
  return BLANKS.has((first << 16) | (second << 8) | third) ? 3 : 0
}

/** U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000 and U+FEFF as bytes. */
const BLANKS: ReadonlySet<number> = new Set([
  0xe19a80,
  ...Array.from({ length: 11 }, (_, i) => 0xe28080 + i),
  0xe280a8,
  0xe280a9,
  0xe280af,
  0xe2819f,
  0xe38080,
  0xefbbbf,
])

const [LF, CR] = [10, 13]

/** How far a place is from the beginning of some bytes: line ends between, and the column from 1, in UTF-16 units. */
export function placeIn(
  bytes: Uint8Array,
  from: number,
  at: number,
): { readonly lines: number; readonly column: number } {
  let [lines, start] = [0, from]
  for (let i = from; i < at; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) {
      lines++
      start = i + 1
    }
  }
  return { lines, column: new TextDecoder().decode(bytes.subarray(start, at)).length + 1 }
}
