// The large table as rows of numbers in blocks of one size; its schema is learned from its first rows.
import { closeSync, openSync, readSync } from 'node:fs'
import { fromData } from '../../../../dist/create.js'
import { csvSource, encodeBlocks, learnSchema } from '../../../../dist/data/index.js'

/** Rows of a block. */
const ROWS = 1280

/** The schema of a CSV file, by its first rows. */
export function schemaOf(csv) {
  const head = new Uint8Array(2 ** 19)
  const file = openSync(csv, 'r')
  const got = readSync(file, head, 0, head.length, 0)
  closeSync(file)
  const text = new TextDecoder().decode(head.subarray(0, got))
  return learnSchema(csvSource(text.slice(0, text.lastIndexOf('\n') + 1)), { target: 'y' })
}

/** Blocks { x: [m, d], y: [m] } of a table. */
export function* rowsOf(source, schema) {
  const d = schema.names.length
  let [x, y, size] = [new Float64Array(ROWS * d), new Int32Array(ROWS), 0]
  for (const block of encodeBlocks(source, schema)) {
    for (let done = 0; done < block.size; ) {
      const some = Math.min(block.size - done, ROWS - size)
      x.set(block.x.subarray(done * d, (done + some) * d), size * d)
      y.set(block.y.subarray(done, done + some), size)
      size += some
      done += some
      if (size < ROWS) continue
      yield { x: fromData(x, [size, d]), y: fromData(y, [size]) }
      ;[x, y, size] = [new Float64Array(ROWS * d), new Int32Array(ROWS), 0]
    }
  }
  if (size > 0) yield { x: fromData(x.slice(0, size * d), [size, d]), y: fromData(y.slice(0, size), [size]) }
}
