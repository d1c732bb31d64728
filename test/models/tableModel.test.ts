// Models with the schema of their table: what is learned from one table is read from another, and written down whole.
import { describe, expect, it } from 'vitest'
import { csvSource, encode, learnSchema } from '../../src/data/index.js'
import { openTable } from '../../src/data/node/index.js'
import {
  linearRegression,
  softmaxRegression,
  TableModel,
  tableModelFromJSON,
} from '../../src/models/index.js'

const TEXT =
  'city,size,kind\nOslo,1,small\nRome,2,small\nOslo,,small\nBonn,7,large\nRome,8,large\nBonn,9,large\n'
const source = csvSource(TEXT)
const schema = learnSchema(source, { target: 'kind', missing: 'median' })
const { x, y } = encode(source, schema)
const classes = ['large', 'small']
const model = softmaxRegression({ l2: 0.1 }).fit(x, y!, { classes, featureNames: schema.names })
const table = new TableModel({ schema, model })

describe('a model with its schema', () => {
  it('predicts from any table with the same columns, in any order', () => {
    const { predicted, probabilities, rows } = table.predict(
      csvSource('note,size,city\na,9,Bonn\nb,1,Oslo\nc,,Rome\n'),
    )
    expect([...predicted.data].map(c => table.classes![c])).toEqual(['large', 'small', expect.any(String)])
    expect(probabilities?.shape).toEqual([3, 2])
    expect([...rows]).toEqual([0, 1, 2])
    expect(() => table.predict(csvSource('size,town\n1,Oslo\n'))).toThrow('there is no column "city"')
    expect(() => table.predict(csvSource('size,city\n1,Lima\n'))).toThrow(
      '"Lima" is none of the 3 categories',
    )
  })

  it('reads back what it writes', () => {
    const back = tableModelFromJSON(JSON.stringify(table))
    expect(JSON.stringify(back)).toBe(JSON.stringify(table))
    const fresh = csvSource('size,city\n3,Oslo\n4,Rome\n')
    expect(back.predict(fresh).probabilities!.toArray()).toEqual(
      table.predict(fresh).probabilities!.toArray(),
    )
  })

  it.each([
    [
      'model.json: schema.features: wanted an array',
      (saved: Saved) => ({ ...saved, schema: { ...saved.schema, features: 1 } }),
    ],
    [
      'model.json: model.params.theta.values: shape',
      (saved: Saved) => ({
        ...saved,
        model: { ...saved.model, params: { theta: { dtype: 'float64', shape: [4, 2], values: [1] } } },
      }),
    ],
    [
      'model.json: version: wanted version 1 of the format, got 2',
      (saved: Saved) => ({ ...saved, version: 2 }),
    ],
    [
      'the schema has 4 features, and the model has 1',
      (saved: Saved) => ({
        ...saved,
        model: {
          ...saved.model,
          featureNames: ['a'],
          params: { theta: { dtype: 'float64', shape: [1, 2], values: [1, 2] } },
        },
      }),
    ],
    [
      'the schema has the classes large, small, and the model has a, b',
      (saved: Saved) => ({ ...saved, model: { ...saved.model, classes: ['a', 'b'] } }),
    ],
  ])('refuses what is damaged: %s', (message, damage) => {
    const saved = JSON.parse(JSON.stringify(table)) as Saved
    expect(() => tableModelFromJSON(JSON.stringify(damage(saved)), 'model.json')).toThrow(message)
  })

  it('predicts numbers as well', () => {
    const rows = csvSource('x,y\n1,2.5\n2,4.5\n3,6.5\n')
    const numbers = learnSchema(rows, { target: 'y', task: 'number' })
    const data = encode(rows, numbers)
    const line = new TableModel({ schema: numbers, model: linearRegression().fit(data.x, data.y!) })
    const { predicted, classes, probabilities } = line.predict(csvSource('x\n10\n'))
    expect(predicted.data[0]).toBeCloseTo(20.5, 6)
    expect([classes, probabilities]).toEqual([undefined, undefined])
  })
})

type Saved = ReturnType<TableModel['toJSON']>

describe('a table by its name', () => {
  it('is Parquet, Arrow, JSON lines or CSV', async () => {
    const parquet = await openTable('test/data/fixtures/types.parquet')
    expect(parquet.columns.length).toBeGreaterThan(1)
    expect((await openTable('test/data/fixtures/types.arrow')).columns).toContain(parquet.columns[0])
    expect((await openTable('examples/data/iris.csv')).columns).toContain('species')
    await expect(openTable('test/data/fixtures/types.parquet', { delimiter: ';' })).rejects.toThrow(
      'is no CSV file, so it has no delimiter',
    )
  })
})
