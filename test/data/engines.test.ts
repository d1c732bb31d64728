// Where other readers of tables go wrong on valid files: each is a test by name. `findings/` shows some of them.
import { describe, expect, test } from 'vitest'
import { type Block, csvSource, encode, learnSchema, type Source } from '../../src/data/index.js'
import { DataError } from '../../src/errors.js'

const encoded = (text: string, options = {}) => {
  const source = csvSource(text)
  const schema = learnSchema(source, options)
  return { schema, ...encode(source, schema) }
}
const lines = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join('\n')

describe('unlike in DuckDB', () => {
  test('fractions that come late are not rounded', () => {
    const { x } = encoded(`a,b\n${lines(30_000, i => `${i % 9},${i % 7}`)}\n0.5,2.25\n`)
    expect(x.toArray().at(-1)).toEqual([0.5, 2.25])
  })

  test('one short row does not make one column of text', () => {
    expect(() => encoded('a,b\n1,2\n3\n5,6\n')).toThrow('csv:3:2: this row has 1 cell where the first has 2')
  })

  test('slash dates are not taken for days or months first', () => {
    expect(() => encoded('when,y\n1/2/2020,1\n13/2/2020,3\n3/2/2020,2\n')).toThrow(
      /"1\/2\/2020" is a date or a time/,
    )
  })

  test('labels are texts or numbers whatever they look like, and keep their spelling where one is a text', () => {
    const { classes } = encoded('a,y\n1,2020-01-01x\n2,01\n3.5,1\n', { target: 'y' })
    expect(classes).toEqual(['01', '1', '2020-01-01x'])
  })

  test('a decimal-comma file is not split at its commas', () => {
    expect(encoded('a;b\n1,5;2,5\n3,25;4,5\n').x.toArray()).toEqual([[1.5, 2.5], [3.25, 4.5]]) // biome-ignore format: a matrix
  })
})

describe('unlike in csv-parse', () => {
  test('no comment begins inside a cell', () => {
    expect(encoded('a,y\n1,C#\n2,C\n2.5,F#\n', { target: 'y' }).classes).toEqual(['C', 'C#', 'F#'])
  })

  test('columns of one name are refused, not lost', () => {
    expect(() => csvSource('a,b,a\n1,2,3\n')).toThrow(
      'csv:1:5: columns 1 and 3 are both called "a"; rename one',
    )
  })

  test('0x10 is not 0', () => {
    expect(() => encoded(`a,y\n${lines(40, i => `${i / 4},${i % 2}`)}\n0x10,1\n`)).toThrow(
      /"0x10" is not a decimal number/,
    )
  })
})

/** A table whose cells have types, as Parquet and Arrow give them. */
function typed(
  types: Source['types'],
  columns: readonly (readonly (string | number | undefined)[])[],
): Source {
  const size = columns[0]!.length
  const block: Block = {
    start: 0,
    size,
    numbers: column => ({
      values: Float64Array.from(columns[column]!, cell => (cell === undefined ? Number.NaN : Number(cell))),
      bad: -1,
    }),
    texts: column => columns[column]!.map(cell => (cell === undefined ? undefined : String(cell))),
    error: (message, row, column) => new DataError('typed', `row ${row + 1}, column ${column}: ${message}`),
  }
  return {
    name: 'typed',
    columns: columns.map((_, j) => `c${j}`),
    ...(types === undefined ? {} : { types }),
    blocks: () => [block],
  }
}

describe('a table with types', () => {
  test('has its columns by type, not by what texts look like; null is missing, and not 0', () => {
    const source = typed(
      ['number', 'text', 'boolean'],
      [
        [1, 2, undefined, 4],
        ['1', '2', '1', '2'],
        ['true', 'false', 'true', 'true'],
      ],
    )
    const schema = learnSchema(source, { missing: 'mean' })
    expect(schema.features.map(({ kind }) => kind)).toEqual(['numeric', 'categorical', 'boolean'])
    expect(encode(source, schema).x.toArray()[2]).toEqual([7 / 3, 1, 0, 1])
  })

  test('refuses dates by type', () => {
    expect(() =>
      learnSchema(
        typed(
          ['date', 'number'],
          [
            ['2020-01-01', '2020-01-02'],
            [1, 2],
          ],
        ),
      ),
    ).toThrow(/is a date or a time/)
  })
})
