// DuckDB: queries as tables, exact or refused; its guesses about CSV are never taken.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { type DuckdbOptions, duckdbSource } from '../../../src/data/node/index.js'
import { ArgumentError, DataError } from '../../../src/errors.js'
import { numbersOf, outcome, textsOf } from './reading.js'

const directory = mkdtempSync(join(tmpdir(), 'chainrule-duckdb-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text)
  return join(directory, name)
}
const refusal = async (query: string, options: DuckdbOptions = {}) => {
  try {
    return textsOf(await duckdbSource(query, options))
  } catch (error) {
    expect(error instanceof DataError || error instanceof ArgumentError).toBe(true)
    return (error as Error).message
  }
}

describe('DuckDB', () => {
  it('gives the rows of a query, with null as missing and numbers exact', async () => {
    const source = await duckdbSource(
      "select * from (values (1.5::double, 'a', 7), (null, 'b', 8)) t(x, kind, n);",
    )
    expect([source.columns, source.types]).toEqual([
      ['x', 'kind', 'n'],
      ['number', 'text', 'number'],
    ])
    expect(textsOf(source)).toEqual([
      ['1.5', 'a', '7'],
      [undefined, 'b', '8'],
    ])
    expect(numbersOf(source, 'x')).toEqual([1.5, Number.NaN])
  })

  it('keeps integers of 128 bits exact, which its Parquet files do not', async () => {
    const source = await duckdbSource(
      'select 9007199254740993::hugeint as h, sum(i) as s from range(10) t(i)',
    )
    expect(numbersOf(source, 's')).toEqual([45])
    expect(outcome(() => numbersOf(source, 'h'))).toContain('"9007199254740993" has more digits than fit')
  })

  it('reads a CSV file whose fractions come late as fractions', async () => {
    const path = file('late.csv', `x\n${'0\n'.repeat(30_000)}0.4\n2.5\n-0.6\n`)
    expect(await refusal(`from '${path}'`)).toContain(
      'types from the first rows: numbers are split at decimal commas',
    )
    expect(await refusal(`from read_csv('${path}', delim = ',', sample_size = 1000)`)).toContain(
      "write read_csv('…', delim = ',', sample_size = -1)",
    )
    const source = await duckdbSource(`from read_csv('${path}', delim = ',', sample_size = -1) offset 30000`)
    expect(numbersOf(source, 'x')).toEqual([0.4, 2.5, -0.6])
  })

  it('refuses a file that it splits at the wrong place', async () => {
    const comma = file('comma.csv', 'a;b\n1,5;2,5\n3,5;4,5\n')
    expect(await refusal(`from read_csv('${comma}', sample_size = -1)`)).toContain(
      'would guess the delimiter',
    )
    const short = file('short.csv', `a,b\n${'1,2\n'.repeat(5)}3\n${'1,2\n'.repeat(5)}`)
    expect(await refusal(`from read_csv('${short}', delim = ',', sample_size = -1)`)).toContain('short.csv')
    const tabs = file('tabs.csv', 'a\tb\n1\t2\n')
    expect(await refusal(`from read_csv('${tabs}', delim = ',', sample_size = -1)`)).toContain(
      'the file was not split where it should be',
    )
    const told = await duckdbSource(
      `from read_csv('${comma}', sample_size = -1, delim = ';', decimal_separator = ',')`,
    )
    expect(numbersOf(told, 'b')).toEqual([2.5, 4.5])
  })

  it('keeps the rows in a Parquet file where one is asked for, and never overwrites one', async () => {
    const to = join(directory, 'rows.parquet')
    const source = await duckdbSource('select i from range(5000) t(i)', { to })
    expect(numbersOf(source, 'i').reduce((a, b) => a + b, 0)).toBe((4999 * 5000) / 2)
    expect(await refusal('select 1 as x', { to })).toContain('is there already')
    expect(await refusal('select * from nowhere', { to: join(directory, 'other.parquet') })).toContain(
      'nowhere',
    )
    expect(existsSync(join(directory, 'other.parquet'))).toBe(false)
    expect(readdirSync(directory).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it('reads a database, and does not write to it', async () => {
    const database = join(directory, 'data.duckdb')
    const instance = await DuckDBInstance.create(database)
    const connection = await instance.connect()
    await connection.run('create table t as select 1 as x')
    connection.closeSync()
    instance.closeSync()
    expect(textsOf(await duckdbSource('from t', { database }))).toEqual([['1']])
    expect(await refusal('create table u as select 1', { database })).toContain('duckdb: ')
  })

  it('says what is wrong with a query', async () => {
    expect(await refusal('selekt 1')).toContain('duckdb: Parser Error')
    expect(await refusal('select 1 as x where false')).toContain('the table has no row')
    expect(await refusal('select 1 as x, 2 as x')).toContain('columns 1 and 2 are both called "x"')
    await expect(duckdbSource(1 as unknown as string)).rejects.toThrow('query must be a text, got 1')
    await expect(duckdbSource('select 1', { file: 'x' } as object)).rejects.toThrow("has no option 'file'")
  })
})
