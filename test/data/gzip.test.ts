// Tables packed by gzip are read as they are unpacked, wherever pieces end; what is cut off or damaged is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inMemory } from '../../src/data/csv/bytes.js'
import { csvSource, learnSchema, type Source } from '../../src/data/index.js'
import { csvFile, jsonLinesFile, openTable } from '../../src/data/node/index.js'
import { unpacked } from '../../src/data/node/unpacked.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-gzip-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const put = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

/** All bytes, asked for so many at a time. */
function drained(bytes: Uint8Array, size: number): Uint8Array {
  const opened = unpacked(inMemory(bytes, 'packed')).open()
  const parts: Buffer[] = []
  for (;;) {
    const into = new Uint8Array(size + 3)
    const got = opened.read(into, 3)
    if (got === 0) return new Uint8Array(Buffer.concat(parts))
    parts.push(Buffer.from(into.subarray(3, 3 + got)))
  }
}

const numbersIn = (source: Source) => [...source.blocks()].flatMap(block => [...block.numbers(0).values])

/** Forty thousand rows, which hardly pack: more than a megabyte in more than ten pieces. */
const LINES = Array.from({ length: 40_000 }, (_, i) => `${((i * 2654435761) % 4294967296) / 7}`)
const TEXT = `a\n${LINES.join('\n')}\n`

describe('bytes packed by gzip', () => {
  test('are those that went in, in one member or several, however they are asked for; others stay what they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 9 }),
        (parts, size, level) => {
          const whole = Buffer.concat(parts)
          const packed = Buffer.concat(parts.map(part => gzipSync(part, { level })))
          expect(drained(packed, size)).toEqual(new Uint8Array(whole))
          if (whole[0] !== 0x1f) expect(drained(whole, size)).toEqual(new Uint8Array(whole))
        },
      ),
    )
  })

  test('are unpacked piece by piece, members that end anywhere among them', () => {
    const bytes = new TextEncoder().encode(TEXT)
    for (const at of [1, 30_000, 70_001, bytes.length - 1]) {
      const packed = Buffer.concat([gzipSync(bytes.subarray(0, at)), gzipSync(bytes.subarray(at))])
      expect(Buffer.from(drained(packed, 1 << 18)).equals(bytes)).toBe(true)
    }
  })

  test('are refused wherever they are cut off, and where a byte is another', () => {
    const packed = gzipSync('a,b\n1,2\n3,4\n')
    for (let size = 2; size < packed.length; size++)
      expect(() => drained(packed.subarray(0, size), 9), `${size}`).toThrow(/^packed: is (cut off|damaged)/)
    // Of the last byte of the data, 23, some bits fill up.
    for (let at = 10; at < packed.length; at++) {
      if (at === 23) continue
      const damaged = Uint8Array.from(packed)
      damaged[at]! ^= 0x40
      expect(() => drained(damaged, 9), `${at}`).toThrow(/^packed: is (cut off|damaged)/)
    }
    const more = Buffer.concat([packed, Buffer.from('more')])
    expect(() => drained(more, 9)).toThrow(/^packed: is (cut off|damaged)/)
    const large = gzipSync(TEXT)
    expect(() => drained(large.subarray(0, large.length / 2), 1 << 18)).toThrow(
      'packed: is cut off: its gzip data end before they should',
    )
  })
})

describe('a table packed by gzip', () => {
  test('is the same as without, at each pass, with places in its text', async () => {
    const path = put('data.csv.gz', gzipSync(TEXT))
    for (const source of [csvFile(path), await openTable(path)]) {
      const wanted = numbersIn(csvSource(TEXT))
      expect(numbersIn(source)).toEqual(wanted)
      expect(numbersIn(source)).toEqual(wanted)
    }
    const bad = put('bad.csv.gz', gzipSync(`a,b\n${'1,x\n2,y\n'.repeat(30_000)}oops,x\n`))
    expect(() => learnSchema(csvFile(bad), { target: 'b', numeric: ['a'] })).toThrow(
      `${bad}:60002:1: column "a": "oops" is not a number`,
    )
    const cut = put('cut.csv.gz', gzipSync(TEXT).subarray(0, 200_000))
    expect(() => numbersIn(csvFile(cut, { header: true }))).toThrow(`${cut}: is cut off`)
  })

  test('may be JSON lines, and nothing else', async () => {
    const path = put('data.jsonl.gz', gzipSync('{"a": 1.5}\n{"a": 2}\n'))
    expect(numbersIn(await openTable(path))).toEqual([1.5, 2])
    expect(numbersIn(jsonLinesFile(path))).toEqual([1.5, 2])
    await expect(openTable(put('data.parquet.gz', gzipSync('PAR1')))).rejects.toThrow(
      'is packed by gzip, which only CSV and JSON lines may be; unpack it',
    )
    expect(() => csvSource(gzipSync('a\n1\n'))).toThrow('these bytes are packed by gzip; unpack them')
  })
})
