// Parquet: what DuckDB and the Rust implementation wrote is read exactly or refused, and files that are not whole never pass.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type ParquetOptions, parquetSource } from '../../../src/data/columnar/index.js'
import { encode, learnSchema } from '../../../src/data/index.js'
import { parquetFile } from '../../../src/data/node/index.js'
import { ArgumentError } from '../../../src/errors.js'
import { numbersOf, outcome, textsOf } from './reading.js'

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))
const directory = mkdtempSync(join(tmpdir(), 'chainrule-parquet-'))
const path = (name: string) => join(directory, `${name}.parquet`)

const ROWS = 5000
const CODECS = ['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4_raw', 'brotli']
let duck: Awaited<ReturnType<DuckDBInstance['connect']>>
/** Writes what a query gives. */
const copy = (query: string, name: string, options = '') =>
  duck.run(`copy (${query}) to '${path(name)}' (format parquet${options})`)

beforeAll(async () => {
  duck = await (await DuckDBInstance.create()).connect()
  for (const codec of CODECS)
    await copy(
      `select i, (i * 37 % 101) / 8 as x, if(i % 7 = 0, null, 'kind ' || i % 5) as kind from range(${ROWS}) t(i)`,
      codec,
      `, codec ${codec}, row_group_size 2048, parquet_version '${codec === 'zstd' ? 'v2' : 'v1'}'`,
    )
})
afterAll(() => rmSync(directory, { recursive: true }))

const refusal = (bytes: Uint8Array, options: ParquetOptions = {}) =>
  outcome(() => textsOf(parquetSource(bytes, options)))

describe('the types of Parquet', () => {
  const source = parquetSource(fixture('types.parquet'))
  const column = (name: string) => {
    const j = source.columns.indexOf(name)
    return outcome(() => [...source.blocks([j])].flatMap(block => block.texts(j)))
  }

  it('are numbers, booleans, texts and dates, and bytes are none of them', () => {
    expect(Object.fromEntries(source.columns.map((name, j) => [name, source.types![j]]))).toEqual({
      b: 'boolean',
      i8: 'number',
      u8: 'number',
      i16: 'number',
      u16: 'number',
      i32: 'number',
      u32: 'number',
      i64: 'number',
      u64: 'number',
      f32: 'number',
      f64: 'number',
      d9: 'number',
      d18: 'number',
      d38: 'number',
      text: 'text',
      day: 'date',
      moment: 'date',
      zoned: 'date',
      nano: 'date',
      time: 'date',
      uuid: 'text',
      enum: 'text',
      bytes: undefined,
      list: undefined,
      record: undefined,
      json: 'text',
    })
  })

  it.each<[string, readonly (string | undefined)[]]>([
    ['b', ['true', undefined, 'false']],
    ['i8', ['-128', undefined, '127']],
    ['u8', ['255', undefined, '0']],
    ['u16', ['65535', undefined, '0']],
    ['u32', ['4294967295', undefined, '0']],
    ['i64', ['9007199254740992', undefined, '-9007199254740993']],
    ['u64', ['18446744073709549568', undefined, '1']],
    ['f32', [String(Math.fround(0.1)), undefined, undefined]],
    ['f64', ['0.1', undefined, 'Infinity']],
    ['d9', ['1234567.89', undefined, '-0.01']],
    ['d18', ['0.07', undefined, '-0.07']],
    ['d38', ['0.10000000000000000000', undefined, '-0.10000000000000000000']],
    ['text', ['ä', undefined, undefined]],
    ['day', ['2020-01-31', undefined, '1969-12-31']],
    ['moment', ['2020-01-31T12:30:00.500', undefined, '1969-12-31T23:59:59.999999']],
    ['zoned', ['2020-01-31T12:30:00Z', undefined, '2020-01-31T11:30:00Z']],
    ['nano', ['2020-01-31T12:30:00.123456789', undefined, '1969-12-31T23:59:59.999999999']],
    ['time', ['12:30:00.250', undefined, '00:00:00']],
    ['uuid', ['00112233-4455-6677-8899-aabbccddeeff', undefined, 'ffffffff-ffff-ffff-ffff-ffffffffffff']],
    ['enum', ['a', undefined, 'b']],
    ['json', ['{"a":1}', undefined, '[]']],
  ])('%s as texts', (name, texts) => expect(column(name)).toEqual(texts))

  it('are numbers to the bit, decimals too, and null is missing and not 0', () => {
    const numbers = (name: string) => numbersOf(source, name)
    expect(numbers('i32')).toEqual([-2147483648, Number.NaN, 2147483647])
    expect(numbers('u64')).toEqual([2 ** 64 - 2048, Number.NaN, 1])
    expect(numbers('f32')).toEqual([Math.fround(0.1), Number.NaN, Number.NaN])
    expect(numbers('d18')).toEqual([0.07, Number.NaN, -0.07])
    expect(numbers('d38')).toEqual([0.1, Number.NaN, -0.1])
  })

  it('are refused with the place where float64 does not hold one', () => {
    expect(outcome(() => numbersOf(source, 'i64'))).toBe(
      'parquet: row 3, column "i64": range: -9007199254740993 has more digits than fit into a number of 64 bits, where it becomes -9007199254740992; round it, or leave out the column',
    )
    expect(outcome(() => numbersOf(source, 'f64'))).toContain(
      'row 3, column "f64": range: Infinity is not a finite number',
    )
  })

  it('are refused with a way out where they are dates, and with the place where they are no single values', () => {
    expect(outcome(() => numbersOf(source, 'day'))).toContain(
      'row 1, column "day": text: 2020-01-31 is a date or a time, and no number; leave out the column',
    )
    expect(outcome(() => numbersOf(source, 'b'))).toContain('true is not a number')
    expect(column('list')).toContain('column "list": a list, a map or a record is no value of a table')
    expect(column('record')).toContain('write each of its values into a column of its own')
    expect(column('bytes')).toContain(
      "the file does not say what its bytes are; where they are texts, give the option binary: 'text'",
    )
  })

  it('never take bytes for text unless they are told to, and then only UTF-8', () => {
    const told = parquetSource(fixture('types.parquet'), { binary: 'text' })
    const bytes = told.columns.indexOf('bytes')
    expect(told.types![bytes]).toBe('text')
    expect(outcome(() => [...told.blocks([bytes])].map(block => block.texts(bytes)))).toContain(
      'row 1, column "bytes": what the file calls a text is not UTF-8',
    )
  })
})

describe('files', () => {
  it.each(CODECS)('packed by %s are read in row groups', codec => {
    const source = parquetFile(path(codec))
    expect([...source.blocks([0])].map(({ start, size }) => [start, size])).toEqual([
      [0, 2048],
      [2048, 2048],
      [4096, 904],
    ])
    const rows = Array.from({ length: ROWS }, (_, i) => [
      String(i),
      String(((i * 37) % 101) / 8),
      i % 7 === 0 ? undefined : `kind ${i % 5}`,
    ])
    // As texts, since to compare thousands of arrays takes a second.
    const wanted = JSON.stringify(rows)
    expect(JSON.stringify(textsOf(source))).toBe(wanted)
    expect(String(numbersOf(source, 'x'))).toBe(String(rows.map(([, x]) => x)))
    expect(JSON.stringify(textsOf(parquetSource(new Uint8Array(readFileSync(path(codec))))))).toBe(wanted)
  })

  it('of the Rust implementation are read, its dictionaries and −0 too', () => {
    const source = parquetSource(fixture('rust.parquet'))
    expect(textsOf(source)).toEqual([
      ['0', '1', 'a'],
      ['5e-324', '2', 'b'],
      [String(1 / 3), '3', 'a'],
    ])
    expect(Object.is(numbersOf(source, 'x')[0], -0)).toBe(true)
  })

  it('with large row groups are read in blocks, the same as a whole', async () => {
    await copy(
      'select i::double / 7 as x, i % 3 as k from range(140000) t(i)',
      'large',
      ', row_group_size 140000',
    )
    const source = parquetFile(path('large'))
    const blocks = [...source.blocks([0])].map(({ start, size }) => [start, size])
    expect(blocks.map(([start]) => start)).toEqual([0, 65536, 131072])
    const x = numbersOf(source, 'x')
    expect(x.every((value, i) => value === i / 7)).toBe(true)
    expect(numbersOf(source, 'k').every((value, i) => value === i % 3)).toBe(true)
  })

  test('any doubles, integers and texts that DuckDB writes read back to the bit', async () => {
    const rows = fc.array(
      fc.tuple(
        fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        fc.option(fc.maxSafeInteger()),
        fc.option(fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0'))),
      ),
      { minLength: 1, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(rows, async table => {
        await duck.run('create or replace table t (x double, n bigint, s varchar)')
        const appender = await duck.createAppender('t')
        for (const [x, n, s] of table) {
          if (x === null) appender.appendNull()
          else appender.appendDouble(x)
          if (n === null) appender.appendNull()
          else appender.appendBigInt(BigInt(n))
          if (s === null) appender.appendNull()
          else appender.appendVarchar(s)
          appender.endRow()
        }
        appender.closeSync()
        await copy('from t', 'any')
        const source = parquetFile(path('any'))
        expect(numbersOf(source, 'x')).toEqual(table.map(([x]) => x ?? Number.NaN))
        expect(numbersOf(source, 'n')).toEqual(table.map(([, n]) => n ?? Number.NaN))
        expect(textsOf(source).map(([, , s]) => s)).toEqual(
          table.map(([, , s]) => (s === null || s.trim() === '' ? undefined : s)),
        )
      }),
      { numRuns: 15 },
    )
  })

  it('teach a schema, which sees the same as that of a CSV file', () => {
    const schema = learnSchema(parquetFile(path('snappy')), {
      target: 'x',
      missing: { kind: 'mode' },
      drop: ['i'],
    })
    const { x, y } = encode(parquetFile(path('snappy')), schema)
    expect(x.shape[0]).toBe(ROWS)
    expect(y!.data[3]).toBe(((3 * 37) % 101) / 8)
  })
})

describe('files that are not sound', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'parquet: has 0 bytes, which is too short'],
    ['another file', new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'), 'is no Parquet file'],
    ['an encrypted file', new TextEncoder().encode('PARE and what follows PARE'), 'is encrypted'],
    [
      'metadata beyond the file',
      new TextEncoder().encode('PAR1PAR1\xff\xff\xffPAR1'),
      'says that its metadata have',
    ],
  ])('%s is refused', (_, bytes, words) => expect(refusal(bytes)).toContain(words))

  it('are refused at every length but the whole', () => {
    const whole = fixture('rust.parquet')
    for (let length = 0; length < whole.length; length += 3)
      expect(typeof refusal(whole.slice(0, length))).toBe('string')
  })

  it('end in a DataError or in a table of as many rows, whatever byte is changed', () => {
    const whole = fixture('rust.parquet')
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice()
        bytes[at] = bytes[at]! ^ change
        const rows = refusal(bytes)
        if (typeof rows !== 'string') expect(rows.length).toBe(3)
      }),
      { numRuns: 200 },
    )
  })

  it('without rows, and with a name twice or none, are refused', async () => {
    await copy('select 1 as x where false', 'none')
    expect(outcome(() => parquetFile(path('none')))).toContain('the table has no row')
    await copy("select 1 as ' '", 'blank')
    expect(outcome(() => parquetFile(path('blank')))).toContain('column 1 has no name')
  })

  it('are refused where they change while they are read, or are not there', async () => {
    await copy('select i from range(5000) t(i)', 'changed', ', row_group_size 2048')
    const source = parquetFile(path('changed'))
    const blocks = source.blocks()[Symbol.iterator]()
    expect(blocks.next().value!.numbers(0).values[1]).toBe(1)
    appendFileSync(path('changed'), 'more')
    expect(outcome(() => blocks.next().value!.numbers(0))).toContain('was written to while it was read')
    truncateSync(path('changed'), 100)
    expect(outcome(() => numbersOf(source, 'i'))).toContain('was written to while it was read')
    expect(outcome(() => parquetFile(join(directory, 'nowhere')))).toContain('cannot be read')
    expect(outcome(() => parquetFile(directory))).toContain(directory)
  })

  it('arguments that are none are refused', () => {
    expect(() => parquetSource('x' as unknown as Uint8Array)).toThrow(ArgumentError)
    expect(() => parquetSource(fixture('rust.parquet'), { binary: 'utf8' as 'text' })).toThrow(
      "binary must be 'refuse' or 'text'",
    )
    expect(() => parquetFile(1 as unknown as string)).toThrow('parquet: wants the path of a file')
  })
})
