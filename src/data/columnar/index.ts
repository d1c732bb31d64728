// Tables in files of columns: Parquet, and Arrow where it is installed; from bytes, in any host.
export { type ArrowOptions, arrowSource } from './arrow.js'
export { type ParquetOptions, parquetSource } from './parquet/source.js'
