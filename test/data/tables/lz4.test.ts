// LZ4 frames: those of its own library, any that the format allows, and Arrow files whose buffers they are.
import { readFileSync } from 'node:fs'
import * as arrow from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { arrowSource } from '../../../src/data/columnar/index.js'
import { unpackLz4 } from '../../../src/data/columnar/lz4.js'
import { DataError } from '../../../src/errors.js'
import { numbersOf } from './reading.js'

const frames = JSON.parse(readFileSync(new URL('../fixtures/lz4.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>
const frame = (name: string) => new Uint8Array(Buffer.from(frames[name]!, 'base64'))

const HEAD = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0]
const word = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24]
/** A length in four bits, and in further bytes behind them where these do not hold it. */
const lengthOf = (n: number): readonly [bits: number, more: readonly number[]] =>
  n < 15 ? [n, []] : [15, [...new Array(Math.floor((n - 15) / 255)).fill(255), (n - 15) % 255]]

/** What repeats its first eight bytes: these, a copy of them, and the last ones as literals, which the format wants. */
function repeated(bytes: Uint8Array): Uint8Array {
  const [bits, more] = lengthOf(bytes.length - 8 - 5 - 4)
  const block = [(8 << 4) | bits, ...bytes.subarray(0, 8), 8, 0, ...more, 5 << 4, ...bytes.subarray(-5)]
  return Uint8Array.from([...HEAD, ...word(block.length), ...block, ...word(0)])
}

describe('an LZ4 frame', () => {
  it('by liblz4 is unpacked, blocks that refer to earlier ones and stored ones too', () => {
    const squares = Array.from({ length: 70_000 }, (_, i) => `${(i * i) % 10},`).join('')
    expect(Buffer.from(unpackLz4(frame('squares'))).toString()).toBe(squares)
    expect(unpackLz4(frame('empty'))).toEqual(new Uint8Array(0))
    expect(unpackLz4(frame('stored'))).toEqual(
      Uint8Array.from({ length: 40 }, (_, i) => (i * i * 31 + 7) % 251),
    )
  })

  test('of any literals and copies is what they spell, byte by byte', () => {
    const step = fc.record({
      literals: fc.array(fc.nat(255), { maxLength: 40 }),
      back: fc.nat(),
      copied: fc.integer({ min: 4, max: 600 }),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.array(fc.nat(255), { maxLength: 300 }),
        (steps, last) => {
          const [spelled, block]: [number[], number[]] = [[], []]
          for (const { literals, back, copied } of steps) {
            if (spelled.length + literals.length === 0) continue
            spelled.push(...literals)
            const distance = 1 + (back % spelled.length)
            const [[high, more], [low, less]] = [lengthOf(literals.length), lengthOf(copied - 4)]
            block.push((high << 4) | low, ...more, ...literals, distance & 255, distance >> 8, ...less)
            for (let i = 0; i < copied; i++) spelled.push(spelled[spelled.length - distance]!)
          }
          const [high, more] = lengthOf(last.length)
          block.push(high << 4, ...more, ...last)
          spelled.push(...last)
          const packed = Uint8Array.from([...HEAD, ...word(block.length), ...block, ...word(0)])
          expect([...unpackLz4(packed)]).toEqual(spelled)
          for (let size = 0; size < packed.length; size += 7)
            expect(() => unpackLz4(packed.subarray(0, size))).toThrow(/^its LZ4 data are (cut off|damaged)/)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('that is damaged is refused or becomes other bytes, and no more than it could', () => {
    const sound = frame('squares')
    for (let at = 0; at < sound.length; at += 2) {
      const damaged = Uint8Array.from(sound)
      damaged[at]! ^= 0x55
      try {
        // A byte makes 255 at most.
        expect(unpackLz4(damaged).length).toBeLessThanOrEqual(255 * sound.length)
      } catch (error) {
        expect(String(error)).toMatch(/^Error: its (LZ4 )?data (are|need)/)
      }
    }
  })
})

describe('an Arrow file packed by LZ4', () => {
  const { LZ4_FRAME } = arrow.CompressionType

  it('is read as one that is not, and damage to it is named with the file', async () => {
    arrow.compressionRegistry.set(LZ4_FRAME, { encode: repeated, decode: unpackLz4 })
    const values = new Float64Array(500).fill(1 / 3)
    const table = arrow.tableFromArrays({ x: values, y: values.map(v => -v) })
    const packed = arrow.RecordBatchFileWriter.writeAll(table, { compressionType: LZ4_FRAME }).toUint8Array(
      true,
    )
    const source = await arrowSource(packed)
    expect(numbersOf(source, 'x')).toEqual([...values])
    const damaged = Uint8Array.from(packed)
    const at = Buffer.from(packed).indexOf(Buffer.from(HEAD))
    expect(at).toBeGreaterThan(0)
    damaged[at]! ^= 1
    const read = async () => numbersOf(await arrowSource(damaged, { source: 'table.feather' }), 'x')
    await expect(read()).rejects.toThrow(DataError)
    await expect(read()).rejects.toThrow('table.feather: cannot be read as Arrow: its data are no LZ4 frame')
  })
})
