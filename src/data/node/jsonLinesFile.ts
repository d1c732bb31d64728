// Files of JSON lines as tables, for Node: read block by block, from the start at each pass.
import { type JsonLinesOptions, jsonLinesOf } from '../json/source.js'
import type { Source } from '../source.js'
import { fileBytes } from './fileBytes.js'
import { unpacked } from './unpacked.js'

/**
 * A file of JSON lines as a table, read synchronously in blocks, again from the start at each pass. Memory is that of a block
 * whatever the size of the file. Columns and errors are those of `jsonLinesSource`; files are unpacked and refused as by `csvFile`.
 *
 * @example
 * const source = jsonLinesFile('events.jsonl')
 */
export const jsonLinesFile = (path: string, options: Omit<JsonLinesOptions, 'source'> = {}): Source =>
  jsonLinesOf(unpacked(fileBytes(path, 'json lines')), options)
