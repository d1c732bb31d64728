// Deflated bytes whose length and checksum are known: unpacked by fflate, which looks at neither.
import { Inflate, inflateSync } from 'fflate'
import type { DataError } from '../../errors.js'

/** One byte of deflate makes 1032 at most: 258 bytes from two bits (zlib's technical details). */
const MOST_RATIO = 1032

/** Unpacks raw deflate (RFC 1951) into as many bytes as were announced, once they can be that many. */
export function inflate(
  packed: Uint8Array,
  size: number,
  refuse: (message: string) => DataError,
): Uint8Array {
  if (size > packed.length * MOST_RATIO)
    throw refuse(`says that ${packed.length} bytes unpack to ${size}, which no bytes do`)
  let data: Uint8Array
  try {
    // With a byte to spare, since what does not fit would be left out in silence.
    data = inflateSync(packed, { out: new Uint8Array(size + 1) })
  } catch (error) {
    throw refuse(`cannot be unpacked: ${(error as Error).message}`)
  }
  if (data.length !== size)
    throw refuse(
      `unpacks to ${data.length > size ? 'more' : data.length} bytes, where ${size} were announced`,
    )
  return data
}

/** The first bytes that raw deflate unpacks to, up to a number of them; the rest is not unpacked. */
export function inflateFirst(
  packed: Uint8Array,
  most: number,
  refuse: (message: string) => DataError,
): Uint8Array {
  const first = new Uint8Array(most)
  let size = 0
  const stream = new Inflate(chunk => {
    first.set(chunk.subarray(0, most - size), size)
    size += Math.min(chunk.length, most - size)
  })
  try {
    for (let at = 0; at < packed.length && size < most; at += 4096)
      stream.push(packed.subarray(at, at + 4096), at + 4096 >= packed.length)
  } catch (error) {
    throw refuse(`cannot be unpacked: ${(error as Error).message}`)
  }
  return first.subarray(0, size)
}

const TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

/** CRC-32 as in ZIP and gzip (ISO 3309). before : that of the bytes that came before these */
export function crc32(bytes: Uint8Array, before = 0): number {
  let c = before ^ 0xffffffff
  for (let i = 0; i < bytes.length; i++) c = TABLE[(c ^ bytes[i]!) & 255]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
