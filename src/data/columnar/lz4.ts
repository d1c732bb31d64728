// LZ4 frames unpacked, for buffers of Arrow files: what pandas and pyarrow write unless told otherwise.

/** The first bytes of a frame, 04 22 4D 18, as a number. */
const MAGIC = 0x184d2204

/** What a frame says of itself by the bits of its third byte after the magic's. */
const [CONTENT_SIZE, BLOCK_CHECK, DICTIONARY] = [8, 16, 1]

/**
 * The bytes in a frame (github.com/lz4/lz4, doc/lz4_Frame_format.md and lz4_Block_format.md). Blocks may refer to those before them.
 * Checksums are not looked at. Throws an `Error` where the frame is cut off or damaged, or needs a dictionary.
 */
export function unpackLz4(packed: Uint8Array): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const cut = () => new Error('its LZ4 data are cut off')
  if (packed.length < 7) throw cut()
  const flags = packed[4]!
  if (view.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) throw new Error('its data are no LZ4 frame')
  if (flags & DICTIONARY) throw new Error('its LZ4 data need a dictionary')
  const out = new Output(4 * packed.length)
  let at = flags & CONTENT_SIZE ? 15 : 7
  for (;;) {
    if (at + 4 > packed.length) throw cut()
    const word = view.getUint32(at, true)
    at += 4
    if (word === 0) return out.bytes.subarray(0, out.size)
    const end = at + (word & 0x7fffffff)
    if (end > packed.length) throw cut()
    // The highest bit: stored as it is.
    if (word >>> 31 === 1) out.put(packed, at, end - at)
    else unpackBlock(packed, at, end, out)
    at = flags & BLOCK_CHECK ? end + 4 : end
  }
}

/** Runs of literals, each but the last followed by a copy of what came before. */
function unpackBlock(packed: Uint8Array, from: number, end: number, out: Output): void {
  let at = from
  const damaged = () => new Error('its LZ4 data are damaged')
  /** A length of four bits, and further bytes where these are full. */
  const lengthOf = (bits: number): number => {
    let length = bits
    for (let byte = bits === 15 ? 255 : 0; byte === 255; length += byte) {
      if (at >= end) throw damaged()
      byte = packed[at++]!
    }
    return length
  }
  for (;;) {
    if (at >= end) throw damaged()
    const token = packed[at++]!
    const literals = lengthOf(token >> 4)
    if (at + literals > end) throw damaged()
    out.put(packed, at, literals)
    at += literals
    if (at === end) return
    if (at + 2 > end) throw damaged()
    const back = packed[at]! | (packed[at + 1]! << 8)
    at += 2
    if (back === 0 || back > out.size) throw damaged()
    out.repeat(back, lengthOf(token & 15) + 4)
  }
}

/** Bytes that become more. */
class Output {
  bytes: Uint8Array
  size = 0

  constructor(room: number) {
    this.bytes = new Uint8Array(room)
  }

  put(from: Uint8Array, at: number, length: number): void {
    this.#make(length)
    this.bytes.set(from.subarray(at, at + length), this.size)
    this.size += length
  }

  /** Copies what lies so far back; where it reaches into itself, it goes on with what was just copied. */
  repeat(back: number, length: number): void {
    this.#make(length)
    const { bytes } = this
    for (let end = this.size + length, i = this.size; i < end; i++) bytes[i] = bytes[i - back]!
    this.size += length
  }

  #make(more: number): void {
    if (this.size + more <= this.bytes.length) return
    const longer = new Uint8Array(2 * (this.size + more))
    longer.set(this.bytes)
    this.bytes = longer
  }
}
