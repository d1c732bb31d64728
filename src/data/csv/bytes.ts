// Where the bytes of a table come from, as often as they are wanted: memory here, files in `data/node/`.
import { ArgumentError, describe } from '../../errors.js'
import { checkWhole } from '../text.js'

/** Bytes that can be read from the start again and again. */
export interface Bytes {
  /** What errors call them. */
  readonly name: string
  open(): Opened
}

/** Bytes that are being read. */
export interface Opened {
  /** Puts the next bytes into an array, from an offset on; returns how many, 0 at the end only. */
  read(into: Uint8Array, at: number): number
  close(): void
}

/** A text, or bytes, in memory. */
export function inMemory(input: string | Uint8Array, name: string, op = 'csv'): Bytes {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw new ArgumentError(
      op,
      `wants the text of a file, or its bytes as a Uint8Array, got ${describe(input)}`,
    )
  }
  if (typeof input === 'string') checkWhole(input, name)
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  return {
    name,
    open() {
      let done = 0
      return {
        read(into, at) {
          const size = Math.min(into.length - at, bytes.length - done)
          into.set(bytes.subarray(done, done + size), at)
          done += size
          return size
        },
        close() {},
      }
    },
  }
}
