// Room in memory, given out piece by piece and taken back.

/** A stretch of memory. */
export interface Piece {
  readonly address: number
  readonly bytes: number
}

/** A vector or two more, for those who read or write one that is not full. */
const roomFor = (bytes: number): number => Math.ceil((bytes + 32) / 64) * 64

/** Fresh pieces begin so many bytes further on each, in turn. */
const STAGGER = 64
const STAGGERS = 7

/** Room from an address on, as much as is asked for at once. */
export class Arena {
  /** Where it ends: more was never needed. */
  end: number
  #free: Piece[] = []
  #fresh = 0

  constructor(start: number) {
    this.end = start
  }

  /** A piece of so many bytes, at a multiple of 64. */
  take(bytes: number): Piece {
    return this.#again(bytes) ?? this.keep(bytes)
  }

  /** A piece that ends below an address, if there is one. */
  takeBelow(end: number, bytes: number): Piece | undefined {
    const piece = this.#again(bytes)
    if (piece !== undefined || this.end + roomFor(bytes) + STAGGER * STAGGERS > end) return piece
    return this.keep(bytes)
  }

  /** A piece that was given back. */
  #again(bytes: number): Piece | undefined {
    const size = roomFor(bytes)
    const at = this.#free.findIndex(piece => piece.bytes >= size)
    if (at < 0) return undefined
    const { address, bytes: all } = this.#free[at]!
    this.#free.splice(at, 1, ...(all > size ? [{ address: address + size, bytes: all - size }] : []))
    return { address, bytes: size }
  }

  /** A piece that nobody had before: for what is there all the time. */
  keep(bytes: number): Piece {
    const size = roomFor(bytes)
    // Reading and writing at addresses that are equal in their lowest twelve bits is slow: no two pieces begin alike.
    const address = this.end + STAGGER * (this.#fresh++ % STAGGERS)
    this.end = address + size
    return { address, bytes: size }
  }

  /** Takes a piece back: what it held is not read again. */
  give(piece: Piece): void {
    const all = [...this.#free, piece].sort((p, q) => p.address - q.address)
    this.#free = []
    for (const next of all) {
      const last = this.#free.at(-1)
      if (last !== undefined && last.address + last.bytes === next.address)
        this.#free[this.#free.length - 1] = { address: last.address, bytes: last.bytes + next.bytes }
      else this.#free.push(next)
    }
  }
}
