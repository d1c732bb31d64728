// A table of numbers with a label, written to a file row by row; from a seed.
import { closeSync, openSync, writeSync } from 'node:fs'
import { random } from '../../../../dist/index.js'

/** How many numbers a row has. */
export const COLUMNS = 100
/** So many numbers are drawn, and rows are made of them: to draw and print each would take longer than to read it. */
const POOL = 2 ** 16
/** Rows that are written at once. */
const ROWS = 500

/** Writes n rows x0, …, x99, y, where y is 1 or 0 by a score of x; how many bytes that took. */
export function writeTable(path, n) {
  const stream = random(3)
  const cells = Array.from(stream.normal([POOL]).data, v => v.toFixed(7))
  const values = Float64Array.from(cells, Number)
  const slopes = stream.normal([COLUMNS], { deviation: 0.2 }).data
  const draws = stream.uniform([POOL]).data
  const file = openSync(path, 'wx')
  let bytes = writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `x${j}`).join(',')},y\n`)
  let state = 1
  const next = () => {
    // Marsaglia's xorshift, of 32 bits.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 16
  }
  for (let done = 0; done < n; ) {
    let text = ''
    for (let i = 0; i < ROWS && done < n; i++, done++) {
      let score = 0
      for (let j = 0; j < COLUMNS; j++) {
        const at = next()
        score += slopes[j] * values[at]
        text += `${cells[at]},`
      }
      text += draws[next()] < 1 / (1 + Math.exp(-score)) ? '1\n' : '0\n'
    }
    bytes += writeSync(file, text)
  }
  closeSync(file)
  return bytes
}
