// Bytes packed by gzip (RFC 1952): one member, whose length and checksum are those that stand at its end.
import type { DataError } from '../../errors.js'
import { crc32, inflate, inflateFirst } from './inflate.js'

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const [CHECK, EXTRA, NAME, COMMENT] = [2, 4, 8, 16]

/** What is packed: its first bytes, or all of it where its length is known beforehand. */
export function gunzip(bytes: Uint8Array, refuse: (message: string) => DataError) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cut = () => refuse(`is cut off: ${bytes.length} bytes end within its gzip header or trailer`)
  if (bytes.length < 18) throw cut()
  const flags = bytes[3]!
  let from = 10
  if (flags & EXTRA) from += 2 + view.getUint16(10, true)
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue
    const end = bytes.indexOf(0, from)
    if (end < 0) throw cut()
    from = end + 1
  }
  if (flags & CHECK) from += 2
  const to = bytes.length - 8
  if (from > to) throw cut()
  const packed = bytes.subarray(from, to)
  return {
    first: (most: number): Uint8Array => inflateFirst(packed, most, refuse),
    whole(size: number): Uint8Array {
      const announced = view.getUint32(to + 4, true)
      if (announced !== size % 2 ** 32)
        throw refuse(
          `is cut off, or something follows: gzip announces ${announced} bytes, where its array takes ${size}`,
        )
      const data = inflate(packed, size, refuse)
      if (crc32(data) !== view.getUint32(to, true))
        throw refuse('is damaged: its checksum is not that of its bytes')
      return data
    },
  }
}
