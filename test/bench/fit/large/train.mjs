// Training on the large table through rows that are kept beside it. Prints what it took, as JSON.

import { fromData } from '../../../../dist/create.js'
import { cacheRows, csvFile } from '../../../../dist/data/node/index.js'
import { softmaxRegression } from '../../../../dist/models/index.js'
import { schemaOf } from './rows.mjs'
import { spent } from './spent.mjs'

const [path] = process.argv.slice(2)
const schema = schemaOf(path)
const cached = cacheRows(path, csvFile(path), schema)
let passes = 0
function* blocks() {
  passes++
  for (const { x, y, size } of cached.blocks()) {
    yield { x: fromData(x.slice(), [size, cached.d]), y: fromData(Int32Array.from(y), [size]) }
  }
}
const { history } = softmaxRegression({ l2: 1 / cached.n, tolerance: 1e-6 }).fitBlocks(blocks, {
  classes: ['0', '1'],
})
console.log(JSON.stringify({ ...spent(), passes, gradient: history.at(-1).gradientNorm }))
