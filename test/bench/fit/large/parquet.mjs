// The large table from CSV to Parquet, by DuckDB.
import { DuckDBInstance } from '@duckdb/node-api'

const [csv, parquet] = process.argv.slice(2)
const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run(
  `copy (from read_csv('${csv}', delim = ',', sample_size = -1)) to '${parquet}' (format parquet)`,
)
console.log('{}')
