// Rows in a binary file: the same as those that are encoded, made anew when anything changes, and never half-written.
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { encode, learnSchema } from '../../src/data/index.js'
import { type CachedRows, cacheRows, csvFile } from '../../src/data/node/index.js'
import { DataError } from '../../src/errors.js'

const root = mkdtempSync(join(tmpdir(), 'chainrule-rows-'))
afterAll(() => rmSync(root, { recursive: true }))
let directory: string
let path: string
/** 30,000 rows of 6 features fill more than one block of the file. */
const n = 30_000
const text = `a,b,c,d,e,y\n${Array.from({ length: n }, (_, i) => `${i % 7},${i / 8},${'uvw'[i % 3]},${(i * 7) % 11},${i % 5},${'pq'[i % 2]}\n`).join('')}`
beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'))
  path = join(directory, 'table.csv')
  writeFileSync(path, text)
})

const rowsOf = (options = {}) => {
  const source = csvFile(path, { delimiter: ',', header: true, decimal: '.' })
  return cacheRows(path, source, learnSchema(source, { target: 'y', ...options }))
}
function read(rows: CachedRows) {
  const [x, y]: [number[], number[]] = [[], []]
  let blocks = 0
  for (const block of rows.blocks()) {
    expect(block.x.length).toBe(block.size * rows.d)
    for (const value of block.x) x.push(value)
    for (const value of block.y ?? []) y.push(value)
    blocks++
  }
  return { x, y, blocks }
}

describe('cached rows', () => {
  test('are those that are encoded, at each pass', () => {
    const source = csvFile(path)
    const { x, y } = encode(source, learnSchema(source, { target: 'y' }))
    const rows = rowsOf()
    expect(rows).toMatchObject({ n, d: 6, found: false, path: `${path}.rows` })
    for (let pass = 0; pass < 2; pass++) {
      const found = read(rows)
      expect(found.blocks).toBeGreaterThan(1)
      expect(Float64Array.from(found.x)).toEqual(x.data)
      expect(found.y).toEqual(y!.toArray())
    }
    expect(statSync(rows.path).size).toBe(4096 + 8 * n * 7)
    rows.remove()
    expect(readdirSync(directory)).toEqual(['table.csv'])
  })

  test('are found again, until the table, its time or the schema changes', () => {
    expect(rowsOf().found).toBe(false)
    expect(rowsOf().found).toBe(true)
    utimesSync(path, 1, 1)
    expect(rowsOf().found).toBe(false)
    expect(rowsOf({ drop: ['b'] })).toMatchObject({ found: false, d: 5 })
    appendFileSync(path, '1,2,u,3,4,p\n')
    expect(rowsOf()).toMatchObject({ found: false, n: n + 1 })
    expect(rowsOf().found).toBe(true)
    expect(readdirSync(directory).sort()).toEqual(['table.csv', 'table.csv.rows'])
  })

  test('have no target where the table has none', () => {
    const source = csvFile(path)
    const schema = learnSchema(source, { features: ['a', 'b'] })
    const rows = cacheRows(path, source, schema, { to: join(directory, 'elsewhere') })
    expect(rows.path).toBe(join(directory, 'elsewhere'))
    expect(read(rows)).toMatchObject({ y: [] })
  })

  test('are made anew where the file was damaged', () => {
    const rows = rowsOf()
    truncateSync(rows.path, 100_000)
    expect(() => read(rows)).toThrow(/table\.csv\.rows: was cut off while it was read/)
    expect(rowsOf().found).toBe(false)
    writeFileSync(rows.path, 'chainrule rows 1\n{"n":')
    expect(rowsOf().found).toBe(false)
    expect(rowsOf().found).toBe(true)
  })

  test('leave nothing behind where a row cannot be encoded', () => {
    const source = csvFile(path)
    const schema = learnSchema(source, { target: 'y' })
    appendFileSync(path, '1,2,u,3,4\n')
    expect(() => cacheRows(path, csvFile(path), schema)).toThrow(/table\.csv:30002:10: this row has 5 cells/)
    expect(readdirSync(directory)).toEqual(['table.csv'])
    expect(() => cacheRows(path, source, schema)).toThrow(/was changed while it was read/)
    expect(readdirSync(directory)).toEqual(['table.csv'])
  })

  test('never take the place of a file that is something else', () => {
    writeFileSync(`${path}.rows`, 'precious')
    expect(() => rowsOf()).toThrow(/table\.csv\.rows: is there and holds no rows of a table/)
    expect(readFileSync(`${path}.rows`, 'utf8')).toBe('precious')
  })

  test('are refused by the path where they cannot be written', () => {
    const source = csvFile(path)
    const schema = learnSchema(source, { target: 'y' })
    const to = join(directory, 'no', 'rows')
    expect(() => cacheRows(path, source, schema, { to })).toThrow(DataError)
    expect(() => cacheRows(path, source, schema, { to })).toThrow(
      /no\/rows: cannot be written: there is no such file/,
    )
    expect(existsSync(join(directory, 'no'))).toBe(false)
  })
})
