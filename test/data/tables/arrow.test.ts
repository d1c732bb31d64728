// Arrow: files and streams of two writers, with nulls that are no zeros, dictionaries by chunk, and ends that must be there.
import { readFileSync } from 'node:fs'
import * as arrow from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { arrowSource, parquetSource } from '../../../src/data/columnar/index.js'
import { missing } from '../../../src/data/columnar/peer.js'
import { ArgumentError, DataError } from '../../../src/errors.js'
import { numbersOf, outcome, textsOf } from './reading.js'

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))
const refusal = async (bytes: Uint8Array) => {
  try {
    return textsOf(await arrowSource(bytes))
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
}

describe('Arrow', () => {
  it.each(['types.arrow', 'types.arrows'])('reads %s as its Parquet file is read', async name => {
    const source = await arrowSource(fixture(name))
    const parquet = parquetSource(fixture('types.parquet'))
    expect(source.columns).toEqual(parquet.columns)
    for (const [j, column] of source.columns.entries()) {
      // Arrow has no UUID of its own.
      if (column === 'uuid') continue
      expect([column, source.types![j]]).toEqual([column, parquet.types![j]])
      const seen = [source, parquet].map(one =>
        outcome(() => [...one.blocks([j])].flatMap(block => block.texts(j))),
      )
      if (typeof seen[0] === 'string')
        expect(seen[0]).toMatch(/row 1, column ".*": (a list|values of the type Binary)/)
      else expect([column, seen[0]]).toEqual([column, seen[1]])
    }
    expect(numbersOf(source, 'd38')).toEqual([0.1, Number.NaN, -0.1])
    expect(outcome(() => numbersOf(source, 'i64'))).toContain(
      'row 3, column "i64": range: -9007199254740993 has more digits',
    )
    expect(outcome(() => numbersOf(source, 'day'))).toContain('2020-01-31 is a date or a time')
  })

  it('reads null as missing, and not as the 0 that lies under it', async () => {
    const table = new arrow.Table({
      x: arrow.vectorFromArray([1, null, 3], new arrow.Float64()),
      n: arrow.vectorFromArray([1, null, 3], new arrow.Int32()),
    })
    expect(table.getChild('n')!.toArray()[1]).toBe(0)
    const source = await arrowSource(arrow.tableToIPC(table, 'file'))
    expect(numbersOf(source, 'x')).toEqual([1, Number.NaN, 3])
    expect(numbersOf(source, 'n')).toEqual([1, Number.NaN, 3])
  })

  it('looks codes up in the dictionary of their own chunk', async () => {
    const chunk = (k: readonly string[]) => arrow.tableFromArrays({ k })
    const table = chunk(['a', 'b']).concat(chunk(['b', 'c']))
    const source = await arrowSource(arrow.tableToIPC(table, 'stream'))
    expect([...source.blocks()].length).toBe(2)
    expect(textsOf(source)).toEqual([['a'], ['b'], ['b'], ['c']])
    expect(source.types).toEqual(['text'])
  })

  test('any numbers and texts in any chunks read back to the bit', async () => {
    const rows = fc.array(
      fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'grapheme' })),
      { minLength: 1, maxLength: 5 },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(rows, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('file' as const, 'stream' as const),
        async (chunks, kind) => {
          const [first, ...rest] = chunks.map(
            chunk =>
              new arrow.Table({
                x: arrow.vectorFromArray(
                  chunk.map(([x]) => x),
                  new arrow.Float64(),
                ),
                s: arrow.vectorFromArray(
                  chunk.map(([, s]) => s),
                  new arrow.Utf8(),
                ),
              }),
          )
          const source = await arrowSource(
            arrow.tableToIPC(
              rest.reduce((all, next) => all.concat(next), first!),
              kind,
            ),
          )
          expect(numbersOf(source, 'x')).toEqual(chunks.flat().map(([x]) => x))
          expect(textsOf(source).map(([, s]) => s)).toEqual(
            chunks.flat().map(([, s]) => (s.trim() === '' ? undefined : s)),
          )
        },
      ),
      { numRuns: 30 },
    )
  })

  it('is refused at every length but the whole, where apache-arrow reads the batches that are whole', async () => {
    const chunk = (x: readonly number[]) => arrow.tableFromArrays({ x: Float64Array.from(x) })
    const table = chunk([1, 2, 3]).concat(chunk([4, 5]))
    for (const kind of ['stream', 'file'] as const) {
      const whole = arrow.tableToIPC(table, kind)
      const lengths = Array.from({ length: whole.length }, (_, n) => n)
      for (const length of lengths)
        expect(await refusal(whole.slice(0, length)), `${kind} ${length}`).toBeTypeOf('string')
    }
    const stream = arrow.tableToIPC(table, 'stream')
    const short = Array.from({ length: stream.length }, (_, n) => n).filter(n => {
      try {
        return arrow.tableFromIPC(stream.slice(0, n)).numRows === 3
      } catch {
        return false
      }
    })
    expect(short.length).toBeGreaterThan(0)
  })

  it('ends in a DataError or in as many rows, whatever byte of its values is changed', async () => {
    const whole = arrow.tableToIPC(
      arrow.tableFromArrays({ x: Float64Array.of(1, 2, 3), k: ['a', 'b', 'a'] }),
      'stream',
    )
    await fc.assert(
      // Bytes of its messages may keep apache-arrow busy for ever: docs/files.md says so.
      fc.asyncProperty(
        fc.integer({ min: 9, max: 64 }),
        fc.integer({ min: 1, max: 255 }),
        async (back, change) => {
          const at = whole.length - back
          const bytes = whole.slice()
          bytes[at] = bytes[at]! ^ change
          const rows = await refusal(bytes)
          if (typeof rows !== 'string') expect(rows.length).toBe(3)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is refused where it is something else or has no rows', async () => {
    expect(await refusal(new Uint8Array(0))).toContain('is no Arrow file or stream')
    expect(await refusal(fixture('types.parquet'))).toContain('is no Arrow file or stream')
    expect(
      await refusal(arrow.tableToIPC(arrow.tableFromArrays({ x: new Float64Array(0) }), 'stream')),
    ).toContain('the table has no row')
    await expect(arrowSource('x' as unknown as Uint8Array)).rejects.toThrow(ArgumentError)
  })
})

describe('a package that is not installed', () => {
  it('is named, and other errors are handed on', async () => {
    // @ts-expect-error: there is no such package
    const load = import('apache-arrow-which-is-not-there').catch(
      missing('arrow', 'apache-arrow-which-is-not-there'),
    )
    await expect(load).rejects.toThrow(
      'arrow: needs the package apache-arrow-which-is-not-there, which is not installed: npm install apache-arrow-which-is-not-there',
    )
    expect(() => missing('arrow', 'apache-arrow')(new Error('out of memory'))).toThrow('out of memory')
    expect(() =>
      missing(
        'arrow',
        'absent',
      )(Object.assign(new Error("Cannot find package 'b'"), { code: 'ERR_MODULE_NOT_FOUND' })),
    ).toThrow('Cannot find package')
  })
})
