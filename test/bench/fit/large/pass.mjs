// One pass of loss and gradient over the large table, by what reads it: csv, or parquet or duckdb from Parquet. Prints what it took, as JSON.

import { compile } from '../../../../dist/compile/index.js'
import { csvFile, duckdbSource, parquetFile } from '../../../../dist/data/node/index.js'
import { add, crossEntropy, matmul, sum, valueAndGrad, zeros } from '../../../../dist/index.js'
import { rowsOf, schemaOf } from './rows.mjs'
import { spent } from './spent.mjs'

const [kind, path] = process.argv.slice(2)
const sources = {
  csv: csvFile,
  parquet: parquetFile,
  duckdb: file => duckdbSource(`from '${file}'`, { to: `${file}.copy` }),
}
const source = await sources[kind](path)
const schema = schemaOf(path.replace(/parquet$/, 'csv'))
const loss = ({ theta, bias }, x, y) =>
  sum(crossEntropy(add(matmul(x, theta), bias), y, { reduction: 'none' }))
const both = compile((params, x, y) => valueAndGrad(loss)(params, x, y))
const params = { theta: zeros([schema.names.length, 2]), bias: zeros([2]) }
let [rows, value] = [0, 0]
const gradient = new Float64Array(schema.names.length * 2)
for (const { x, y } of rowsOf(source, schema)) {
  const found = both(params, x, y)
  value += found.value.item()
  for (const [i, g] of found.gradient.theta.data.entries()) gradient[i] += g
  rows += y.size
}
console.log(JSON.stringify({ ...spent(), rows, loss: value / rows }))
