// A table in a file or a pipe: which format it has is told from its name.
import { DataError } from '../../errors.js'
import { OPENED, readWhole } from '../../models/node/read.js'
import { arrowSource } from '../columnar/arrow.js'
import { inMemory } from '../csv/bytes.js'
import { type CsvLayout, csvOf } from '../csv/source.js'
import type { Source } from '../source.js'
import { csvFile } from './csvFile.js'
import { jsonLinesFile } from './jsonLinesFile.js'
import { parquetFile } from './parquetFile.js'
import { unpacked } from './unpacked.js'

/** What comes through a pipe is kept in memory. */
const PIPED = { what: 'a table from a pipe', bytes: 2 ** 28 }

const ARROW = { what: 'an Arrow file', bytes: 2 ** 30 }

/**
 * The table in a file, read block by block: JSON lines by .jsonl and .ndjson, Parquet by .parquet and .pq, Arrow, which is
 * read whole, by .arrow, .arrows and .feather, and CSV by any other name. Or CSV in a pipe that is open already, such as `/dev/stdin`,
 * which is read whole. CSV and JSON lines may be packed by gzip: data.csv.gz, events.jsonl.gz.
 *
 * layout : for CSV, what is known of it; the rest is found out
 *
 * Throws a `DataError` with the path where it cannot be read, and where a layout is given for what is no CSV.
 */
export async function openTable(path: string, layout: CsvLayout = {}): Promise<Source> {
  if (OPENED.test(path)) return csvOf(unpacked(inMemory(await readWhole(path, PIPED), path)), layout)
  const [, ending, packed] = /\.(jsonl|ndjson|parquet|pq|arrow|arrows|feather)(\.gz)?$/i.exec(path) ?? []
  if (ending === undefined) return csvFile(path, layout)
  const [given] = Object.keys(layout)
  if (given !== undefined) throw new DataError(path, `is no CSV file, so it has no ${given}; leave that out`)
  if (/^[jn]/i.test(ending)) return jsonLinesFile(path)
  if (packed !== undefined)
    throw new DataError(path, 'is packed by gzip, which only CSV and JSON lines may be; unpack it')
  return /^p/i.test(ending) ? parquetFile(path) : arrowSource(await readWhole(path, ARROW), { source: path })
}
