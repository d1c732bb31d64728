// The text of a cell: decoded, without the blanks and the quotes around it. What comes again and again is decoded once.

/** Decodes cells, and remembers some thousand short ones by their bytes: columns of categories repeat few texts. */
export class Texts {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #known: ({ readonly bytes: Uint8Array; readonly text: string } | undefined)[] = new Array(SLOTS)

  /** The text between two offsets that are a cell's. */
  of(bytes: Uint8Array, from: number, to: number): string {
    const length = to - from
    if (length > LONGEST) return cellOf(this.#decoder.decode(bytes.subarray(from, to)))
    // FNV-1a, folded to a slot.
    let hash = 0x811c9dc5
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const known = this.#known[slot]
    if (known !== undefined && known.bytes.length === length && isAt(known.bytes, bytes, from))
      return known.text
    const own = bytes.slice(from, to)
    const text = cellOf(this.#decoder.decode(own))
    this.#known[slot] = { bytes: own, text }
    return text
  }
}

const SLOTS = 4096

const LONGEST = 64

function isAt(own: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < own.length; i++) if (own[i] !== bytes[from + i]) return false
  return true
}

/** A cell without what surrounds it. That quotes are sound was seen when its end was found. */
function cellOf(raw: string): string {
  const text = raw.trim()
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}
