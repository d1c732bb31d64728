// What DuckDB reads, by a query in SQL, as a table, where it is installed: the rows go through a Parquet file, so that memory stays bounded.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { ArgumentError, checkOptions, DataError, describe } from '../../errors.js'
import { temporaryIn } from '../../models/node/temporary.js'
import { parquetSource } from '../columnar/parquet/source.js'
import { missing } from '../columnar/peer.js'
import { checkNames } from '../csv/header.js'
import type { Source } from '../source.js'
import { guarded } from './fileBytes.js'
import { parquetFile } from './parquetFile.js'

/** What `duckdbSource` takes beside the query. */
export interface DuckdbOptions {
  /** The database file, which is only read; a database in memory unless given, which reads files all the same. */
  readonly database?: string
  /** A Parquet file into which the rows are put, and which is then read in parts. Held in memory, packed, unless given. */
  readonly to?: string
}

/**
 * What a query in SQL gives, as a table. It needs the package @duckdb/node-api. The query runs once; its rows are kept as Parquet
 * and read as by `parquetFile`, so that numbers are exact or refused, null is missing, and dates are no numbers.
 *
 * Of a CSV file DuckDB guesses the delimiter, which splits numbers at decimal commas, and the types from the first rows, which rounds
 * fractions that come later; where it finds no way to split, all is one column. So a query that reads CSV must say `delim`, and
 * `sample_size = -1` or the types; a column whose name holds a delimiter is refused. The query is run as it is: it can read any
 * file that the program can.
 *
 * Throws an `ArgumentError` where the package is not installed or `to` is there already, a `DataError` where DuckDB
 * refuses the query or gives no rows.
 *
 * @example
 * const source = await duckdbSource("from read_csv('trips/*.csv', delim = ',', sample_size = -1) where fare > 0")
 */
export async function duckdbSource(query: string, options: DuckdbOptions = {}): Promise<Source> {
  const { database = ':memory:', to } = checkOptions('duckdb', options, ['database', 'to'])
  for (const [name, value] of Object.entries({ query, database, to }))
    if (typeof value !== 'string' && (name !== 'to' || value !== undefined))
      throw new ArgumentError('duckdb', `${name} must be a text, got ${describe(value)}`)
  const readsCsv = checkGuesses(query)
  if (to !== undefined && existsSync(to))
    throw new ArgumentError('duckdb', `${to} is there already; remove it, or read it with parquetFile`)
  const { DuckDBInstance } = await import('@duckdb/node-api').catch(missing('duckdb', '@duckdb/node-api'))
  const temporary = temporaryIn(to === undefined ? tmpdir() : dirname(to))
  try {
    await refused(async () => {
      const mode = database === ':memory:' ? {} : { access_mode: 'READ_ONLY' }
      const instance = await DuckDBInstance.create(database, mode)
      const connection = await instance.connect()
      try {
        const inner = query.trim().replace(/;\s*$/, '')
        const described = await connection.runAndReadAll(`describe ${inner}`)
        const columns = described.getRows().map(([name, type]) => [String(name), String(type)] as const)
        checkColumns(columns, readsCsv)
        await connection.run(
          `copy (select ${columns.map(exact).join(', ')} from (${inner})) to ${text(temporary)} (format parquet)`,
        )
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    })
    if (to === undefined)
      return parquetSource(new Uint8Array(guarded(temporary, () => readFileSync(temporary))), {
        source: 'duckdb',
      })
    guarded(to, () => renameSync(temporary, to), 'written')
    return parquetFile(to)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Whether a query reads CSV; refuses it where DuckDB would guess how the file is split, or types from its first rows. */
function checkGuesses(query: string): boolean {
  const readsCsv = /\b(read_csv(_auto)?|sniff_csv)\s*\(|'[^']*\.(csv|tsv)(\.\w+)?'/i.test(query)
  const types = /\bsample_size\s*=\s*-\s*1\b|\b(columns|all_varchar)\s*=/i.test(query)
  const split = /\b(delim|sep|delimiter)\s*=/i.test(query)
  if (readsCsv && !(types && split))
    throw new ArgumentError(
      'duckdb',
      "the query reads CSV, of which DuckDB would guess the delimiter, and types from the first rows: numbers are split at decimal commas, and fractions that come later rounded; write read_csv('…', delim = ',', sample_size = -1), or read the file with csvFile",
    )
  return readsCsv
}

function checkColumns(columns: readonly (readonly [string, string])[], readsCsv: boolean): void {
  // DuckDB would rename the second one.
  checkNames(
    columns.map(([name]) => name),
    message => new DataError('duckdb', message),
  )
  const split = readsCsv ? columns.find(([name]) => /[,;\t|]/.test(name)) : undefined
  if (split !== undefined)
    throw new DataError(
      'duckdb',
      `a column is called ${describe(split[0])}: the file was not split where it should be; give read_csv delim and decimal_separator, or rename the column`,
    )
}

/** A column as Parquet can hold it: it has no integers of 128 bits, in whose place DuckDB writes float64. */
const exact = ([name, type]: readonly [string, string]): string =>
  /^U?HUGEINT$/.test(type)
    ? `cast(${identifier(name)} as decimal(38, 0)) as ${identifier(name)}`
    : identifier(name)

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** What DuckDB refuses is a `DataError`. */
async function refused(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError('duckdb', error instanceof Error ? error.message.trim() : String(error))
  }
}
