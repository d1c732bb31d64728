// Tables in files, and their rows in binary ones, for Node.
export { type CachedRows, type CacheOptions, cacheRows, type RowBlock } from './cache.js'
export { csvFile } from './csvFile.js'
export { type DuckdbOptions, duckdbSource } from './duckdb.js'
export { jsonLinesFile } from './jsonLinesFile.js'
export { openTable } from './openTable.js'
export { parquetFile } from './parquetFile.js'
