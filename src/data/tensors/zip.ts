// The directory of a ZIP archive, and its members: sizes are checked against the bytes that are there, contents by checksum.
import { type DataError, describe } from '../../errors.js'
import { crc32, inflate } from './inflate.js'

/** A file in an archive. */
export interface Member {
  readonly name: string
  /** Unpacks it. */
  bytes(): Uint8Array
}

const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50]

/** The members of an archive (PKWARE, APPNOTE 4.3), stored or deflated; what is refused is a `DataError`. */
export function membersOf(archive: Uint8Array, refuse: (message: string) => DataError): readonly Member[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = endOf(view)
  if (end < 0) throw refuse('is no ZIP archive, or is cut off: the directory at its end is missing')
  const count = view.getUint16(end + 10, true)
  const from = view.getUint32(end + 16, true)
  if (count === 0xffff || from === 0xffffffff)
    throw refuse('is a ZIP64 archive of more than 4 GB or 65534 members; save fewer arrays into a file')
  const members: Member[] = []
  const names = new Set<string>()
  let [at, packed] = [from, 0]
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY)
      throw refuse(`has a directory that cannot be read: member ${i + 1} of ${count} is not there`)
    const size = view.getUint32(at + 20, true)
    const behind = at + 46 + view.getUint16(at + 28, true)
    if (behind > end)
      throw refuse(`has a directory that cannot be read: member ${i + 1} of ${count} is cut off`)
    const name = new TextDecoder().decode(archive.subarray(at + 46, behind))
    if (names.has(name)) throw refuse(`has two members called ${describe(name)}`)
    names.add(name)
    packed += size
    // Members that share their bytes would unpack to more than the file could hold.
    if (packed > archive.length)
      throw refuse(`is cut off, or lies: its members take more than the ${archive.length} bytes that it has`)
    members.push(memberOf(archive, view, at, name, message => refuse(`${describe(name)} ${message}`)))
    at = behind + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return members
}

/** Where the end of the directory stands: behind it comes a comment of up to 65535 bytes at most. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65535); at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at
  return -1
}

function memberOf(
  archive: Uint8Array,
  view: DataView,
  entry: number,
  name: string,
  refuse: (message: string) => DataError,
): Member {
  const flags = view.getUint16(entry + 8, true)
  const method = view.getUint16(entry + 10, true)
  const checksum = view.getUint32(entry + 16, true)
  const packed = view.getUint32(entry + 20, true)
  const size = view.getUint32(entry + 24, true)
  const local = view.getUint32(entry + 42, true)
  return {
    name,
    bytes() {
      if (flags & 1) throw refuse('is encrypted')
      if (method !== 0 && method !== 8)
        throw refuse(`is packed by method ${method}; stored and deflated members are read`)
      if (local + 30 > archive.length || view.getUint32(local, true) !== LOCAL)
        throw refuse('is not where the directory says')
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
      if (packed === 0xffffffff || size === 0xffffffff)
        throw refuse('has more than 4 GB; save it as an NPY file of its own')
      if (from + packed > archive.length)
        throw refuse(`is cut off: ${packed} bytes from ${from} on are not in ${archive.length}`)
      if (method === 0 && packed !== size) throw refuse(`is stored in ${packed} bytes and has ${size}`)
      const stretch = archive.subarray(from, from + packed)
      const data = method === 0 ? stretch : inflate(stretch, size, refuse)
      if (crc32(data) !== checksum) throw refuse('is damaged: its checksum is not that of its bytes')
      return data
    },
  }
}
