// CSV files as tables, for Node: read block by block, from the start at each pass.
import { type CsvSource, type CsvSourceOptions, csvOf } from '../csv/source.js'
import { fileBytes } from './fileBytes.js'
import { unpacked } from './unpacked.js'

/**
 * A CSV file as a table. It is read synchronously in blocks, again from the start at each pass, so that memory is that of a block
 * whatever the size of the file. Layout and errors are those of `csvSource`. A file that is packed by gzip is unpacked as it is read,
 * at each pass, whatever its name; places are those in the text.
 *
 * Throws a `DataError` with the path where the file cannot be read or is no regular file, which a pipe is not; and, when it is
 * read, where its size or its time of change is no longer what it was at first, or gzip's data are cut off or damaged.
 *
 * @example
 * const source = csvFile('data.csv', { delimiter: ';' })
 * for (const block of source.blocks([0])) sum += block.numbers(0).values.reduce((a, b) => a + b, 0)
 */
export const csvFile = (path: string, options: Omit<CsvSourceOptions, 'source'> = {}): CsvSource =>
  csvOf(unpacked(fileBytes(path)), options)
