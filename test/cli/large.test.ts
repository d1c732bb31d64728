// Tables that do not fit into memory: every row is trained on or set aside, the same ones at each pass, in blocks of one size.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largeParts } from '../../src/cli/train/parts.js'
import { encode, learnSchema, type Schema, type Source } from '../../src/data/index.js'
import { csvFile } from '../../src/data/node/index.js'
import { random } from '../../src/index.js'
import { inferenceOf, inferenceOfBlocks, softmaxRegression } from '../../src/models/index.js'

const N = 40_000
let folder = ''
let path = ''
let source: Source
let schema: Schema

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-large-'))
  path = join(folder, 'large.csv')
  const draws = random(1).normal([N, 3]).data
  // The first column numbers the rows, so that each can be told from the others.
  const lines = Array.from({ length: N }, (_, i) => {
    const [a, b, noise] = [draws[3 * i]!, draws[3 * i + 1]!, draws[3 * i + 2]!]
    return `${i + 0.5},${a.toFixed(3)},${b.toFixed(3)},${a - b + noise > 0 ? 'yes' : 'no'}`
  })
  writeFileSync(path, `row,a,b,kind\n${lines.join('\n')}\n`)
  source = csvFile(path)
  schema = learnSchema(source, { target: 'kind' })
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a large table', () => {
  it('is parted so that each row is in one part, at each pass, whatever is set aside', () => {
    for (const [testFraction, seed] of [
      [0.25, 1],
      [0, 2],
      [0.9, 3],
    ] as const) {
      const { train, test, large } = largeParts(path, source, schema, { testFraction, seed })
      const first = [...large.blocks()]
      const seen = new Set<number>()
      for (const { x } of first) for (let i = 0; i < x.shape[0]!; i++) seen.add(x.data[3 * i]!)
      expect(seen.size).toBe(large.rows)
      expect(large.kept).toBe(`${path}.rows`)
      const aside =
        test === undefined
          ? []
          : Array.from({ length: test.labels.size }, (_, i) => test.features.data[3 * i]!)
      expect(large.rows + aside.length).toBe(N)
      expect(aside.filter(row => seen.has(row))).toEqual([])
      // Of 40,000 rows a share is met to within 5 standard deviations, at most 5·100 rows; half of them may be set aside.
      expect(Math.abs(aside.length - N * Math.min(testFraction, 0.5))).toBeLessThan(500)
      for (let i = 0; i < train.labels.size; i++) expect(seen.has(train.features.data[3 * i]!)).toBe(true)
      expect(first.slice(1, -1).every(({ y }) => y.size === first[0]!.y.size)).toBe(true)
      expect([...large.blocks()].map(({ y }) => y.toArray())).toEqual(first.map(({ y }) => y.toArray()))
    }
  })

  it('is fitted block by block to what all rows at once give', () => {
    const { train, large } = largeParts(path, source, schema, { testFraction: 0, seed: 1 })
    const classes = ['no', 'yes']
    const regression = softmaxRegression({ l2: 1e-3, standardize: true })
    const inBlocks = regression.fitBlocks(large.blocks, { classes })
    expect(inBlocks.reason).toBe('gradient')
    expect(large.rows).toBe(N)
    const blocks = [...large.blocks()]
    expect(blocks.length).toBeGreaterThan(1)
    // What is known of the truth: a for, b against, the number of the row neither.
    const [row, a, b] = [0, 1, 2].map(j => inBlocks.coefficients.data[2 * j + 1]!)
    expect(a!).toBeGreaterThan(0.5)
    expect(b!).toBeLessThan(-0.5)
    expect(Math.abs(row!)).toBeLessThan(1e-5)
    expect(inBlocks.score(train.features, train.labels)).toBeGreaterThan(0.75)
  })

  it('has standard errors from all of its rows, block by block', () => {
    const { large } = largeParts(path, source, schema, { testFraction: 0, seed: 1 })
    const { x, y } = encode(source, schema)
    const model = softmaxRegression().fit(x, y!, { classes: ['no', 'yes'], featureNames: schema.names })
    const [wanted, got] = [inferenceOf(model, x, y!), inferenceOfBlocks(model, large.blocks)]
    expect(got.observations).toBe(N)
    // The row numbers lie √3 of their deviations from 0, and sums of 40,000 terms round by 40,000·2⁻⁵³, 4e-12, at most.
    got.coefficients.forEach(({ name, standardError }, i) => {
      const own = wanted.coefficients[i]!
      expect(name).toBe(own.name)
      expect(Math.abs(standardError! / own.standardError! - 1)).toBeLessThan(1e-10)
    })
    expect(got.notes).toEqual([])
  })
})
