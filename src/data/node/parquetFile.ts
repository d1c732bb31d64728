// Parquet files as tables, for Node: only the parts of the file that are wanted are read.
import { type ParquetOptions, parquetOf } from '../columnar/parquet/source.js'
import type { Source } from '../source.js'
import { fileRanges } from './fileRanges.js'

/**
 * A Parquet file as a table. A column of a row group is read and decoded where it is asked for, at each pass, so that memory is
 * that of a block of rows: of 131072 at most. Columns and errors are those of `parquetSource`; a file that is written to
 * meanwhile is refused.
 *
 * @example
 * const source = parquetFile('trips.parquet')
 * const schema = learnSchema(source, { target: 'fare', drop: ['pickup_at'] })
 */
export const parquetFile = (path: string, options: Omit<ParquetOptions, 'source'> = {}): Source =>
  parquetOf(fileRanges(path, 'parquet'), options)
