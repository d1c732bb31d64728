// Schemas: what columns become, what is warned about, what is refused, and that rows are encoded the same way ever after.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CsvSourceOptions,
  csvSource,
  encode,
  encodeBlocks,
  learnSchema,
  type Schema,
  type SchemaOptions,
  schemaFromJSON,
} from '../../src/data/index.js'
import { mediansOf } from '../../src/data/schema/learn/median.js'
import { ArgumentError, DataError } from '../../src/errors.js'

const source = (text: string, options: CsvSourceOptions = {}) =>
  csvSource(text, { delimiter: ',', header: true, decimal: '.', ...options })
const learn = (text: string, options?: SchemaOptions) => learnSchema(source(text), options)
function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return error.message
  }
  throw new Error('nothing was refused')
}
const refused = (text: string, options?: SchemaOptions) => refusal(() => learn(text, options))
const range = (n: number, of: (i: number) => unknown) => Array.from({ length: n }, (_, i) => of(i))
/** A table from columns of n cells. */
const table = (columns: Readonly<Record<string, readonly unknown[]>>): string => {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.map((_, i) => names.map(name => columns[name]![i] ?? '').join())
  return `${names.join()}\n${rows.join('\n')}\n`
}
const kindsOf = ({ warnings }: Schema) => warnings.map(({ column, kind }) => `${column}: ${kind}`)
const rowsOf = (text: string, schema: Schema) => encode(source(text), schema).x.toArray()

const people = 'age,city,member,kind\n30,Rome,yes,a\n40,Oslo,no,b\n50,Rome,No,a\n'

describe('a schema', () => {
  test('has numbers as they are, booleans as 0 and 1, and an indicator for each category but the first', () => {
    const schema = learn(people, { target: 'kind' })
    expect(schema.features.map(({ kind }) => kind)).toEqual(['numeric', 'categorical', 'boolean'])
    expect(schema.names).toEqual(['age', 'city=Rome', 'member'])
    expect(schema.warnings).toEqual([
      { column: 'kind', kind: 'class', message: 'a class has one row only: "b"' },
    ])
    const { x, y, classes, names } = encode(source(people), schema)
    expect(x.toArray()).toEqual([[30, 1, 1], [40, 0, 0], [50, 1, 0]]) // biome-ignore format: a matrix
    expect(y?.toArray()).toEqual([0, 1, 0])
    expect(y?.dtype).toBe('int32')
    expect(classes).toEqual(['a', 'b'])
    expect(names).toBe(schema.names)
  })

  test('orders categories by value where all are numbers, else by code point, and takes the reference that is named', () => {
    const text = 'a,b\n10,10\n9,9\nx,9\n'
    const schema = learn(text, { categorical: ['b'] })
    expect(schema.names).toEqual(['a=9', 'a=x', 'b=10'])
    expect(learn(text, { categorical: ['b'], reference: { a: 'x' } }).names).toEqual(['a=10', 'a=9', 'b=10'])
    expect(refused(text, { reference: { a: 'z' } })).toBe(
      'csv: column "a": the reference, "z", is none of its categories',
    )
  })

  test('takes the columns that are asked for', () => {
    expect(learn(people, { target: 'kind', features: ['age'] }).names).toEqual(['age'])
    expect(learn(people, { target: -1, drop: [0, 'city'] }).names).toEqual(['member'])
    expect(refused(people, { target: 'Kind' })).toMatch(/there is no column "Kind"; did you mean "kind"\?/)
  })

  test('joins rare categories, and puts those that were not met there too', () => {
    const cities = ['Oslo', 'Oslo', 'Rome', 'Rome', 'Rome', 'Bern', 'Kyiv']
    const text = table({ city: cities, z: [1.5, 2, 1, 1, 1, 3, 4] })
    for (const options of [{ maxCategories: 2 }, { minCount: 2 }]) {
      const schema = learn(text, options)
      expect(schema.names).toEqual(['city=Rome', 'city=(other)', 'z'])
      expect(schema.warnings).toEqual([
        {
          column: 'city',
          kind: 'rare',
          message: 'has 4 categories, of which the 2 rarest are joined as (other)',
        },
      ])
      expect(rowsOf('z,city\n0,Bern\n0,Lima\n0,Rome\n0,Oslo', schema)).toEqual([[0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0]]) // biome-ignore format: a matrix
    }
  })

  test('refuses a category that was not met, or takes the reference for it', () => {
    const text = 'age,city,member\n1,Roma,yes'
    expect(refusal(() => rowsOf(text, learn(people, { target: 'kind' })))).toBe(
      'csv:2:3: column "city": "Roma" is none of the 2 categories; did you mean "Rome"?',
    )
    expect(rowsOf(text, learn(people, { target: 'kind', unknown: 'reference' }))).toEqual([[1, 0, 1]])
  })

  test('has names that differ, whatever columns are called', () => {
    const text = 'a=y,a,a (missing),b\n1,x,1.5,1\n2,y,2,\n5,,1,3\n'
    const { names } = learn(text, { missing: 'mean' })
    expect(names).toEqual(['a=y', 'a=y #2', 'a (missing)', 'a (missing) #2', 'b', 'b (missing)'])
    expect(new Set(names).size).toBe(names.length)
  })

  test('does not depend on the size of blocks', () => {
    const cell = fc.constantFrom('1', '2.5', '-3', '', 'x', 'y', 'NA', 'yes', 'no')
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 12 })
    const missing = fc.constantFrom(
      'error' as const,
      'drop' as const,
      'mean' as const,
      'median' as const,
      'mode' as const,
    )
    fc.assert(
      fc.property(rows, missing, fc.integer({ min: 1, max: 40 }), (rows, missing, blockBytes) => {
        const text = `a,b,c\n${rows.map(row => row.join()).join('\n')}`
        const result = (options: CsvSourceOptions) => {
          try {
            const schema = learnSchema(source(text, options), { missing, target: 'c' })
            const { x, y, rows } = encode(source(text, options), schema)
            return { schema, x: x.toArray(), y: y!.toArray(), rows: [...rows] }
          } catch (error) {
            if (!(error instanceof DataError)) throw error
            return error.message
          }
        }
        const whole = result({})
        expect(result({ blockBytes })).toEqual(whole)
        if (typeof whole === 'string') return
        const again = schemaFromJSON(JSON.stringify(whole.schema))
        expect(again).toEqual(whole.schema)
        expect(whole.x.flat().every(Number.isFinite)).toBe(true)
        const blocks = [...encodeBlocks(source(text, { blockBytes }), again)]
        expect(blocks.flatMap(({ x }) => [...x])).toEqual(whole.x.flat())
        expect(blocks.flatMap(({ y }) => [...y!])).toEqual(whole.y)
      }),
    )
  })
})

describe('missing values', () => {
  const text = table({ a: [1, '', 4, 4, 9], b: ['x', 'y', '', 'y', 'z'], c: ['no', 'yes', 'yes', '', 'no'] })

  test('are refused at the first of them unless something is said', () => {
    expect(refused(text)).toBe(
      `csv:3:1: column "a": it is missing here; choose what becomes of such rows with the option missing: 'drop', 'mean', 'median' or 'mode'`,
    )
    expect(refused('a,b\n1,1\n,2\n2,5\n?,2', {})).toMatch(
      /^csv:3:1: column "a": it is missing here, and in 2 of 4 rows in all; /,
    )
  })

  test('leave out their rows, and what is seen there only does not count', () => {
    const schema = learn(text, { missing: 'drop' })
    expect(schema).toMatchObject({ rows: 3, names: ['a', 'b=y', 'b=z'] })
    expect(kindsOf(schema)).toEqual(['a: missing', 'b: missing', 'c: constant'])
    const { x, rows } = encode(source(text), schema)
    expect(x.toArray()).toEqual([[1, 0, 0], [4, 1, 0], [9, 0, 1]]) // biome-ignore format: a matrix
    expect([...rows]).toEqual([0, 3, 4])
    expect(refused('a,b\n1,\n2,\n,2\n,3\n', { missing: 'drop' })).toMatch(
      /something is missing in every row, and no row is left/,
    )
  })

  test.each([
    ['mean', 4.5],
    ['median', 4],
    ['mode', 4],
  ] as const)(
    'are the %s of the others, with an indicator; categories and booleans take the mode',
    (missing, fill) => {
      const schema = learn(text, { missing })
      expect(schema.names).toEqual(['a', 'a (missing)', 'b=y', 'b=z', 'b (missing)', 'c', 'c (missing)'])
      expect(rowsOf(text, schema)).toEqual([
        [1, 0, 0, 0, 0, 0, 0],
        [fill, 1, 1, 0, 0, 1, 0],
        [4, 0, 1, 0, 1, 1, 0],
        [4, 0, 1, 0, 0, 0, 1],
        [9, 0, 0, 1, 0, 0, 0],
      ])
      expect(schema.warnings[0]).toEqual({
        column: 'a',
        kind: 'missing',
        message: `is missing in 1 of 5 rows; the ${missing}, ${fill}, stands in its place, and "a (missing)" is 1 there`,
      })
    },
  )

  test('are filled in rows to come also where there were none', () => {
    for (const missing of ['mean', 'median'] as const) {
      const schema = learn('a,b\n1,2\n2,5\n3,2', { missing })
      expect(schema.names).toEqual(['a', 'b'])
      expect(rowsOf('a,b\n,7', schema)).toEqual([[2, 7]])
    }
    expect(refusal(() => rowsOf('a,b\n1,\n', learn('a,b\n1,2\n2,5')))).toMatch(
      /^csv:2:3: column "b": it is missing here/,
    )
  })

  test('are treated column by column where columns are named', () => {
    const schema = learn(text, { missing: { a: 'median', b: 'drop', c: 'mode' } })
    expect(schema.features.map(({ missing }) => missing)).toEqual(['median', 'drop', 'mode'])
    expect(refused(text, { missing: { a: 'median' } })).toMatch(/^csv:4:3: column "b": it is missing/)
  })

  test('of the target are refused, or leave out their rows', () => {
    const text = 'a,y\n1,u\n2,\n3.5,v\n'
    expect(refused(text, { target: 'y', missing: 'mean' })).toMatch(
      /^csv:3:3: column "y": the target is missing here; fill it in, or/,
    )
    const schema = learn(text, { target: 'y', missing: { y: 'drop' } })
    expect(encode(source(text), schema).y?.toArray()).toEqual([0, 1])
  })

  test('have an exact median, however the values lie', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -3, max: 3 }),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), values => {
        const text = `a\n${values.map(String).join('\n')}`
        const sorted = values.map(x => x + 0).sort((a, b) => a - b)
        const [low, high] = [sorted[(values.length - 1) >> 1]!, sorted[values.length >> 1]!]
        for (const most of [1, 8, 1000])
          expect(mediansOf(source(text), [{ column: 0, count: values.length }], undefined, most)).toEqual([
            low === high ? low : low / 2 + high / 2,
          ])
      }),
    )
  })
})

describe('a column that should be looked at', () => {
  const n = 40
  const y = range(n, i => (i % 2 === 0 ? 'p' : 'q'))
  const x = range(n, i => (i * 7.5) % 11)
  const warningsFor = (cells: readonly unknown[], options?: SchemaOptions) => {
    const schema = learn(table({ x, cells, y }), { target: 'y', ...options })
    return { names: schema.names, kinds: kindsOf(schema), warnings: schema.warnings }
  }

  test('is left out where it is constant, a copy, or a text of its own in each row', () => {
    expect(warningsFor(range(n, () => 7))).toMatchObject({ names: ['x'], kinds: ['cells: constant'] })
    expect(warningsFor(range(n, () => 'z'))).toMatchObject({ names: ['x'], kinds: ['cells: constant'] })
    expect(warningsFor(x).warnings).toEqual([
      { column: 'cells', kind: 'duplicate', message: 'says the same as "x", and is left out' },
    ])
    expect(warningsFor(range(n, i => `id-${i}`))).toMatchObject({ names: ['x'], kinds: ['cells: unique'] })
    const renamed = table({ a: range(n, i => 'uvw'[i % 3]), b: range(n, i => 'xyz'[i % 3]), x, y })
    expect(learn(renamed, { target: 'y' }).names).toEqual(['a=v', 'a=w', 'x'])
  })

  test('is used where it counts the rows or holds whole numbers that all differ', () => {
    expect(warningsFor(range(n, i => i + 1))).toMatchObject({
      names: ['x', 'cells'],
      kinds: ['cells: running'],
    })
    expect(warningsFor(range(n, i => (i * 7919) % 10007))).toMatchObject({
      names: ['x', 'cells'],
      kinds: ['cells: id'],
    })
    expect(warningsFor(range(n, i => (i * 7919) % 37)).kinds).toEqual([])
  })

  test('is categorical where it holds numbers and texts, wherever the texts begin', () => {
    for (const cells of [range(n, i => (i < 35 ? i % 5 : 'A')), range(n, i => (i < 5 ? 'A' : i % 5))]) {
      const { names, kinds } = warningsFor(cells)
      expect(names).toEqual(['x', 'cells=1', 'cells=2', 'cells=3', 'cells=4', 'cells=A'])
      expect(kinds).toEqual(['cells: mixed'])
    }
  })

  test('is refused where a text stands among measurements, at that place', () => {
    for (const at of [0, 1, 30])
      expect(refusal(() => warningsFor(range(n, i => (i === at ? '12O' : i / 8))))).toMatch(
        new RegExp(`^csv:${at + 2}:\\d+: column "cells": "12O" is not a number; correct it`),
      )
  })

  test('is refused where it must be numbers and is not, or float64 does not hold them', () => {
    expect(
      refusal(() =>
        warningsFor(
          range(n, i => (i === 9 ? 'x' : i % 5)),
          { numeric: ['cells'] },
        ),
      ),
    ).toMatch(/^csv:11:\d+: column "cells": "x" is not/)
    expect(refusal(() => warningsFor(range(n, i => (i === 9 ? '1e400' : i % 5))))).toMatch(
      /^csv:11:\d+: column "cells": "1e400" is too large/,
    )
    expect(refusal(() => warningsFor(range(n, i => `90071992547409${93 + 2 * i}`)))).toMatch(
      /has more digits than fit/,
    )
  })

  test.each([
    '2020-01-31',
    '2020-01-31T12:00:00Z',
    '31.1.2020',
    '1/31/20',
    '12:30',
    '31 Jan 2020',
    'January 31 2020',
  ])('is refused with a way out where it holds dates: %s', date => {
    expect(refusal(() => warningsFor(range(n, i => (i % 3 === 0 ? '2021-05-05' : date))))).toMatch(
      /^csv:2:\d+: column "cells": "2021-05-05" is a date or a time, which no number stands for; drop the column, /,
    )
    expect(
      warningsFor(
        range(n, i => (i % 3 === 0 ? '2021-05-05' : date)),
        { categorical: ['cells'] },
      ).names,
    ).toHaveLength(2)
  })

  test('and where none is left, all reasons are told', () => {
    expect(refused('a,b,y\n1,u,p\n1,u,q\n', { target: 'y' })).toBe(
      'csv: no column is left to learn from; "a" is "1" in every row, and is left out; "b" is "u" in every row, and is left out',
    )
  })
})

describe('the target', () => {
  const targetOf = (cells: readonly unknown[], options?: SchemaOptions) =>
    learn(table({ a: range(cells.length, i => (i * 7.5) % 11), y: cells }), { target: 'y', ...options })
      .target

  test('is texts, booleans, few whole numbers as classes, or numbers to regress on', () => {
    expect(targetOf(['b', 'a', 'b'])).toMatchObject({ kind: 'classes', classes: ['a', 'b'], numeric: false })
    expect(targetOf(['true', 'false', 'true'])).toMatchObject({ classes: ['false', 'true'] })
    expect(targetOf([10, 9, 10, '1e1'])).toMatchObject({
      kind: 'classes',
      classes: ['9', '10'],
      numeric: true,
    })
    expect(targetOf([1.5, 2, 3])).toMatchObject({ kind: 'number' })
    expect(targetOf(range(50, i => i))).toMatchObject({ kind: 'number' })
    expect(
      targetOf(
        range(50, i => i % 25),
        { task: 'classes' },
      ),
    ).toMatchObject({ kind: 'classes' })
    expect(targetOf([1, 2, 1], { task: 'number' })).toMatchObject({ kind: 'number' })
  })

  test('is encoded by value where classes are numbers, and as it is where it is a number', () => {
    const schema = learn('a,y\n1,1\n2.5,2\n', { target: 'y' })
    expect(encode(source('y,a\n2.0,5\n1e0,6'), schema).y?.toArray()).toEqual([1, 0])
    const numbers = learn('a,y\n1,1.5\n2.5,2\n', { target: 'y' })
    const { y } = encode(source('y,a\n2.25,5\n'), numbers)
    expect([y?.dtype, y?.toArray()]).toEqual(['float64', [2.25]])
  })

  test('is not read where the table has none, or where it is not to be', () => {
    const schema = learn(people, { target: 'kind' })
    expect(encode(source('age,city,member\n1,Rome,no'), schema).y).toBeUndefined()
    expect(encode(source(people.replace('yes,a', 'yes,zzz')), schema, { target: false }).y).toBeUndefined()
    expect(refusal(() => encode(source('age,city,member\n1,Rome,no'), schema, { target: true }))).toBe(
      'csv: there is no column "kind", which is the target; the columns are "age", "city", "member"',
    )
  })

  test('of a class that was not met is refused at its place', () => {
    expect(
      refusal(() => encode(source(people.replace('No,a', 'No,c')), learn(people, { target: 'kind' }))),
    ).toBe('csv:4:12: column "kind": "c" is none of the 2 classes')
  })

  test('of one class, of a class in each row, or of nothing is refused', () => {
    expect(refusal(() => targetOf(['a', 'a']))).toBe(
      'csv:2:3: column "y": every label is "a": to learn takes at least two classes',
    )
    expect(refusal(() => targetOf([2.5, 2.5]))).toMatch(/every value of the target is 2\.5/)
    expect(refusal(() => targetOf(range(40, i => `c${i}`)))).toMatch(/every row has a class of its own/)
    expect(refusal(() => targetOf(['a', 'b'], { task: 'number' }))).toMatch(/"a" is not a number/)
    expect(refusal(() => targetOf(range(40, i => (i === 20 ? '1.2.3' : i / 4))))).toMatch(
      /^csv:22:\d+: column "y": "1\.2\.3" is not a number/,
    )
  })

  test('may have 300,000 classes', () => {
    const schema = learn(
      table({ a: range(600_000, i => i % 7), y: range(600_000, i => `c${i % 300_000}`) }),
      { target: 'y' },
    )
    expect(schema.target).toMatchObject({ kind: 'classes' })
    expect(schema.target?.kind === 'classes' && schema.target.classes.length).toBe(300_000)
  })
})

describe('another table', () => {
  const schema = learn(people, { target: 'kind' })

  test('may have its columns in another order, and further ones, which are told', () => {
    const { x, unused } = encode(source('note,member,city,age\nhi,yes,Oslo,3'), schema)
    expect(x.toArray()).toEqual([[3, 0, 1]])
    expect(unused).toEqual(['note'])
  })

  test('without a column is refused, with the name that may be meant', () => {
    expect(refusal(() => rowsOf('Age,town,member\n1,Rome,no', schema))).toBe(
      'csv: there is no column "age" (did you mean "Age"?), "city", which the schema needs; the columns are "Age", "town", "member"',
    )
  })

  test('with a text in a column of numbers, or another word in one of booleans, is refused at its place', () => {
    expect(refusal(() => rowsOf('age,city,member\n1,Rome,no\nx,Rome,no', schema))).toBe(
      'csv:3:1: column "age": "x" is not a number; correct it, or leave out the column',
    )
    expect(refusal(() => rowsOf('age,city,member\n1,Rome,maybe', schema))).toBe(
      'csv:2:8: column "member": "maybe" is neither yes nor no',
    )
  })
})

describe('a schema as text', () => {
  const schema = learn(people, { target: 'kind', missing: 'median', maxCategories: 1 })
  const changed = (change: (data: Record<string, never>) => void) => {
    const data = JSON.parse(JSON.stringify(schema))
    change(data)
    return refusal(() => schemaFromJSON(JSON.stringify(data), 's.json'))
  }

  test('reads back as it was', () => {
    expect(schemaFromJSON(JSON.stringify(schema))).toEqual(schema)
  })

  test('that is damaged is refused by the field', () => {
    const set = (path: readonly (string | number)[], value: unknown) =>
      changed(data => {
        let at: Record<string | number, unknown> = data
        for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
        at[path.at(-1)!] = value
      })
    expect(set(['version'], 2)).toBe('s.json: version: wanted version 1, got 2')
    expect(set(['features', 0, 'kind'], 'x')).toMatch(/^s\.json: features\[0\]\.kind: wanted "numeric" or/)
    expect(set(['features', 0, 'fill'], '1')).toMatch(/^s\.json: features\[0\]\.fill: wanted a finite number/)
    expect(set(['features', 1, 'column'], 'age')).toMatch(/wanted columns that differ, got "age" twice/)
    expect(set(['features'], [])).toMatch(/features: wanted at least one/)
    expect(set(['names', 0], 'z')).toMatch(/names: wanted the 3 names that follow from the features/)
    expect(set(['target', 'classes'], ['a'])).toMatch(/target\.classes: wanted at least 2 names/)
    expect(set(['target', 'column'], 'age')).toMatch(/target: "age" is also a feature/)
    expect(set(['extra'], 1)).toMatch(/unknown field "extra"/)
    expect(refusal(() => schemaFromJSON('{', 's.json'))).toMatch(/^s\.json: is no JSON/)
  })

  test('of any damage is refused, or is a schema', () => {
    const text = JSON.stringify(schema)
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom('', '0', '"', '}', ']', 'x', '-1', 'null'),
        (at, scrap) => {
          try {
            schemaFromJSON(text.slice(0, at) + scrap + text.slice(at + 1))
          } catch (error) {
            expect(error).toBeInstanceOf(DataError)
          }
        },
      ),
    )
  })
})

describe('asking for what cannot be', () => {
  test('is an ArgumentError', () => {
    const wrong: readonly SchemaOptions[] = [
      { target: 'kind', features: ['kind'] },
      { target: 'kind', drop: ['kind'] },
      { features: ['age'], drop: ['age'] },
      { categorical: ['age'], numeric: ['age'] },
      { task: 'number' },
      { maxCategories: 0 },
      { minCount: 1.5 },
      // @ts-expect-error no strategy
      { missing: 'guess' },
      // @ts-expect-error no strategy
      { missing: { age: 'guess' } },
      // @ts-expect-error a misspelt option
      { label: 'kind' },
    ]
    for (const options of wrong)
      expect(() => learn(people, options), JSON.stringify(options)).toThrow(ArgumentError)
  })
})
