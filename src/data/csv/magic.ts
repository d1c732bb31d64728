// What a file is that is no text: told by its first bytes, with the way to a table that can be read.

const MAGIC: readonly (readonly [first: readonly number[], kind: string])[] = [
  // RFC 1952; in Node `csvFile` unpacks these.
  [[0x1f, 0x8b], 'these bytes are packed by gzip; unpack them, or read the file with csvFile'],
  // PKWARE's APPNOTE, 4.3.7; spreadsheets of Excel and of OpenDocument are such archives.
  [
    [0x50, 0x4b, 3, 4],
    'the file is a ZIP archive, as Excel’s are; unpack it, or export the sheet as CSV in UTF-8',
  ],
  // Microsoft's compound files, [MS-CFB] 2.2: Excel before 2007.
  [[0xd0, 0xcf, 0x11, 0xe0], 'the file is one of Excel; export the sheet as CSV in UTF-8'],
  // RFC 8878, 3.1.1.
  [[0x28, 0xb5, 0x2f, 0xfd], 'the file is packed by zstd; unpack it'],
  [[0x50, 0x41, 0x52, 0x31], 'the file is Parquet; its name should end in .parquet'],
  // The byte order marks of UTF-16, which no UTF-8 begins with.
  [[0xff, 0xfe], 'the file is UTF-16; save the file as UTF-8'],
  [[0xfe, 0xff], 'the file is UTF-16; save the file as UTF-8'],
]

/** What a file is that begins with these bytes and is not UTF-8, and what to do; `undefined` where nothing tells. */
export const kindOf = (bytes: Uint8Array): string | undefined =>
  MAGIC.find(([first]) => first.every((byte, i) => bytes[i] === byte))?.[1]
