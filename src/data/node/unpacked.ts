// Files packed by gzip (RFC 1952), unpacked while they are read: memory is that of a piece, and what is cut off or damaged is refused.
import { Gunzip } from 'fflate'
import { DataError } from '../../errors.js'
import type { Bytes, Opened } from '../csv/bytes.js'
import { isGzip } from '../tensors/gzip.js'
import { crc32 } from '../tensors/inflate.js'

/** So many packed bytes are unpacked at once: to 33 MB at most, for one byte makes 1032 at most. */
const PIECE = 2 ** 15

/** What packs: a checksum and a length, of 4 bytes each, stand behind the data of each member. */
const TRAILER = 8

/**
 * The same bytes, unpacked where they begin as gzip does, which no text does; several members are one file. Throws a `DataError`
 * where the data end before they should, or are not those that were packed.
 */
export const unpacked = (input: Bytes): Bytes => ({
  name: input.name,
  open() {
    const opened = input.open()
    const head = new Uint8Array(PIECE)
    let size = 0
    try {
      for (let got = -1; size < 2 && got !== 0; size += got) got = opened.read(head, size)
    } catch (error) {
      opened.close()
      throw error
    }
    const first = head.subarray(0, size)
    return isGzip(first) ? gunzipped(input.name, opened, first) : continued(opened, first)
  },
})

/** What was read already, then the rest. */
function continued(opened: Opened, first: Uint8Array): Opened {
  let done = 0
  return {
    read(into, at) {
      if (done === first.length) return opened.read(into, at)
      const size = Math.min(into.length - at, first.length - done)
      into.set(first.subarray(done, done + size), at)
      done += size
      return size
    },
    close: () => opened.close(),
  }
}

function gunzipped(name: string, opened: Opened, first: Uint8Array): Opened {
  const packed = new Uint8Array(PIECE)
  /** What is unpacked and not yet given. */
  let ready: Uint8Array[] = []
  let [given, ended] = [0, false]
  /** Of the member that is unpacked: the checksum and the length so far. */
  let [check, length] = [0, 0]
  /** The last bytes of what was packed, so many at least as a trailer has, and where they end. */
  let [tail, read] = [new Uint8Array(0), 0]

  // fflate looks at neither checksum nor length.
  const endMember = (end: number): void => {
    const at = tail.length - (read - end) - TRAILER
    const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
    if (at < 0 || view.getUint32(at, true) !== check || view.getUint32(at + 4, true) !== length % 2 ** 32)
      throw new DataError(
        name,
        'is cut off or damaged: the checksum at the end of its gzip data is not that of its bytes',
      )
    check = 0
    length = 0
  }
  const stream = new Gunzip(data => {
    if (data.length === 0) return
    check = crc32(data, check)
    length += data.length
    ready.push(data)
  })
  stream.onmember = endMember

  const push = (piece: Uint8Array): void => {
    ended = piece.length === 0
    const kept = tail.subarray(Math.max(0, tail.length - KEPT))
    tail = new Uint8Array(kept.length + piece.length)
    tail.set(kept)
    tail.set(piece, kept.length)
    read += piece.length
    try {
      // A copy, for fflate may keep it.
      stream.push(piece.slice(), ended)
    } catch (error) {
      if (error instanceof DataError) throw error
      const isCut = ended && error instanceof Error && 'code' in error && error.code === UNEXPECTED_END
      throw new DataError(
        name,
        isCut
          ? 'is cut off: its gzip data end before they should'
          : `is damaged: its gzip data cannot be unpacked: ${error instanceof Error ? error.message : error}`,
      )
    }
    if (ended) endMember(read)
  }
  push(first)

  return {
    read(into, at) {
      while (ready.length === 0 && !ended) push(packed.subarray(0, opened.read(packed, 0)))
      const [data] = ready
      if (data === undefined) return 0
      const size = Math.min(into.length - at, data.length - given)
      into.set(data.subarray(given, given + size), at)
      given += size
      if (given === data.length) {
        ready = ready.slice(1)
        given = 0
      }
      return size
    },
    close: () => opened.close(),
  }
}

/** What fflate calls data that end too early. */
const UNEXPECTED_END = 0

/** A header, which may hold a name, follows a trailer that was read before; longer ones are not looked for. */
const KEPT = 2 ** 12
