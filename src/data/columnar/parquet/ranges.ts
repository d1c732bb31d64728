// Bytes of which any part can be read: memory here, files in `data/node/`.

/** Bytes that are read in parts. */
export interface Ranges {
  /** What errors call them. */
  readonly name: string
  readonly size: number
  /** The bytes between two offsets, which are within the size. */
  read(from: number, to: number): Uint8Array
}
