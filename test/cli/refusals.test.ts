// Bad input to the commands on tables: one line with the place, in flags and not in the words of the library, code 3, and nothing written.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonOf } from '../../src/cli/report.js'
import { checkTarget } from '../../src/cli/train/refuse.js'
import { type ClassTarget, csvSource, learnSchema } from '../../src/data/index.js'
import { tensor } from '../../src/index.js'
import { buildCommand, Host } from '../support/command.js'

const root = buildCommand()
const host = new Host(join(root, 'dist/cli/main.js'))
let directory = ''

const HEAD = 'x,z,kind'
/** Forty sound rows of two columns of numbers and two classes. */
const ROWS = Array.from(
  { length: 40 },
  (_, i) => `${((i * 37) % 41) / 10},${((i * 23) % 43) / 10},${i % 2 === 0 ? 'a' : 'b'}`,
)
/** The table with another row 21, which is line 22. */
const withRow = (row: string): string => [HEAD, ...ROWS.slice(0, 20), row, ...ROWS.slice(21)].join('\n')
const table = (head: string, rows: readonly string[]): string => [head, ...rows].join('\n')

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'good.csv': table(HEAD, ROWS),
  'nan.csv': withRow('NaN,1,a'),
  'inf.csv': withRow('1,-inf,a'),
  'huge.csv': withRow('1,1e400,a'),
  'tiny.csv': withRow('1e-400,1,a'),
  'long.csv': withRow('9007199254740993,1,a'),
  'noTarget.csv': withRow('1,1,'),
  'mixed.csv': withRow('1,12O,a'),
  'short.csv': withRow('1,a'),
  'ragged.csv': withRow('1,2,a,b'),
  'quote.csv': withRow('1,"2,a'),
  'one.csv': table(
    HEAD,
    ROWS.map(row => row.replace('b', 'a')),
  ),
  'alone.csv': withRow('1,2,c'),
  'two.csv': table(HEAD, ROWS.slice(0, 2)),
  'empty.csv': '',
  'blank.csv': '\n  \n\n',
  'header.csv': `${HEAD}\n`,
  'ids.csv': table(
    HEAD,
    ROWS.map((row, i) => row.replace(/[ab]$/, `u${i}`)),
  ),
  'comma.csv': `x;z;kind\n${'1,234;2;a\n2,345;3;b\n'.repeat(5)}`,
  'lateComma.csv': table('x;z;kind', [
    ...Array.from({ length: 120 }, (_, i) => `${i / 10 + 0.05};${i % 3};${'ab'[i % 2]}`),
    '1,5;2;a',
  ]),
  'twice.csv': table('x,x,kind', ROWS),
  'unnamed.csv': table(',z,kind', ROWS),
  'counted.csv': table('1,2', ['3,5', '4,8', '7,1']),
  'dates.csv': table(
    'day,z,kind',
    ROWS.map((row, i) => row.replace(/^[^,]*/, `2020-01-${10 + (i % 20)}`)),
  ),
  'same.csv': table(HEAD, ['1,2,a', '1,2,b', '1,2,a', '1,2,b']),
  'counts.csv': table('x,y', ['1,3', '2,-1', '3,2', '4,0']),
  'mean.csv': table('x,y', ['1,0.5', '2,1.5', '3,2.5', '4,abc']),
  'latin.csv': Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xe9, 0x0a),
  'utf16.csv': Uint8Array.from(Buffer.from(`\ufeff${table(HEAD, ROWS)}`, 'utf16le')),
  'sheet.csv': Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0xe1, 0xff, 0, 10),
  'random.csv': Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31 + 7) % 256),
  'random.parquet': Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31 + 7) % 256),
  'random.arrow': Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31 + 7) % 256),
  'cut.jsonl': '{"x": 1, "kind": "a"}\n{"x": 2, "kind":\n',
  'nested.jsonl': '{"x": 1, "kind": "a"}\n{"x": [2], "kind": "b"}\n',
  'cities.csv': table(
    'city,kind',
    ROWS.map((row, i) => `${['Oslo', 'Rome', 'Bern'][i % 3]},${row.slice(-1)}`),
  ),
  'newCity.csv': 'city,kind\nRome,a\nBerne,b\n',
  'newClass.csv': `${HEAD}\n1,2,a\n1,2,c\n`,
  'less.csv': 'x,kind\n1,a\n',
  'Case.csv': 'X,z\n1,2\n',
  'features.csv': 'x,z\n1,2\n',
}

beforeAll(async () => {
  directory = mkdtempSync(join(root, 'work-'))
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(directory, name), content)
  mkdirSync(join(directory, 'folder.csv'))
  writeFileSync(join(directory, 'locked.csv'), 'a,b\n1,2\n')
  chmodSync(join(directory, 'locked.csv'), 0)
  for (const [data, model] of [
    ['good.csv', 'm.json'],
    ['cities.csv', 'c.json'],
  ] as const)
    expect((await host.run(['train', data, '--quiet', '--save', model], directory)).code).toBe(0)
})
afterAll(() => {
  host.end()
  rmSync(root, { recursive: true })
})

const missing = 'choose what becomes of such rows with --missing drop, mean, median or mode'
const [Z, X, KIND] = ['column "z": ', 'column "x": ', 'column "kind": ']

const CASES: readonly (readonly [line: string, error: string])[] = [
  ['train nan.csv', `nan.csv:22:1: ${X}it is missing here; ${missing}`],
  ['inspect nan.csv', `nan.csv:22:1: ${X}it is missing here; ${missing}`],
  ['train inf.csv', `inf.csv:22:3: ${Z}"-inf" is not a finite number; correct it or remove the row`],
  [
    'train huge.csv',
    `huge.csv:22:3: ${Z}"1e400" is too large for a number of 64 bits; correct it or remove the row`,
  ],
  [
    'train tiny.csv',
    `tiny.csv:22:1: ${X}"1e-400" is too small for a number of 64 bits, where it becomes 0; round it, or leave the column out with --drop`,
  ],
  ['train long.csv', `long.csv:22:1: ${X}"9007199254740993" has more digits than fit into`],
  [
    'train noTarget.csv',
    `noTarget.csv:22:5: ${KIND}the target is missing here; fill it in, or give --missing drop to leave such rows out`,
  ],
  [
    'train mixed.csv',
    `mixed.csv:22:3: ${Z}"12O" is not a number; correct it, or leave the column out with --drop`,
  ],
  [
    'train short.csv',
    'short.csv:22:4: this row has 2 cells where the first has 3: nothing for column "kind"',
  ],
  ['train ragged.csv', 'ragged.csv:22:7: this row has 4 cells where the first has 3'],
  ['train quote.csv', 'quote.csv:22:3: this cell opens a quote that is never closed'],
  ['train one.csv', `one.csv:2:5: ${KIND}every label is "a": to learn takes at least two classes`],
  [
    'train alone.csv --cv --test-fraction 0',
    'alone.csv: class "c" has one row to train on: where that tests a fold of --cv or --calibrate, none is left to learn from',
  ],
  ['train two.csv', 'two.csv: of 2 rows none can be set aside to test on; give --test-fraction 0'],
  ['train empty.csv', 'empty.csv:1:1: the file is empty'],
  ['inspect blank.csv', 'blank.csv:4:1: the file is empty'],
  ['train header.csv', 'header.csv:1:9: there is a header but no row below it'],
  [
    'train ids.csv',
    `ids.csv:2:5: ${KIND}every row has a class of its own; name another column with --target, or, if it is a number, say so with --task number`,
  ],
  ['train comma.csv', 'comma.csv:2:1: "1,234" is a thousand with a separator or a fraction'],
  ['predict m.json comma.csv', 'comma.csv:2:1: "1,234" is a thousand with a separator or a fraction'],
  [
    'train lateComma.csv',
    `lateComma.csv:122:1: ${X}"1,5" is not a number where the decimal sign is "."; if it is ",", give --decimal ,`,
  ],
  ['train twice.csv', 'twice.csv:1:3: columns 1 and 2 are both called "x"; rename one'],
  ['train unnamed.csv', 'unnamed.csv:1:1: column 1 has no name; name it or remove it'],
  [
    'train counted.csv',
    'counted.csv:1:1: the first row may hold names or data, for its numbers count up; give --header or --no-header',
  ],
  [
    'train dates.csv',
    'dates.csv:2:1: column "day": "2020-01-10" is a date or a time, which no number stands for; leave the column out with --drop, put numbers',
  ],
  ['train same.csv', 'same.csv: no column is left to learn from; "x" is "1" in every row'],
  [
    'train counts.csv --model poisson --task number --test-fraction 0',
    'counts.csv:3:3: column "y": -1 is below 0, and --model poisson is for counts; --model linear takes any numbers',
  ],
  [
    'train mean.csv --task number',
    'mean.csv:5:3: column "y": "abc" is not a number, and --task number wants numbers; correct it, or leave out --task',
  ],
  ['train latin.csv', 'latin.csv:2:3: what follows is not UTF-8; save the file as UTF-8'],
  ['train utf16.csv', 'utf16.csv:1:1: the file is UTF-16; save the file as UTF-8'],
  [
    'train sheet.csv',
    'sheet.csv:1:11: the file is a ZIP archive, as Excel’s are; unpack it, or export the sheet',
  ],
  ['train random.csv', 'random.csv:1:'],
  ['predict m.json random.parquet', 'random.parquet: is no Parquet file'],
  ['train random.arrow', 'random.arrow: is no Arrow file or stream'],
  ['train cut.jsonl', 'cut.jsonl:2:17: '],
  ['train nested.jsonl', 'nested.jsonl:2:7: an array or an object is no value of a table'],
  ['train nested.jsonl --delimiter ;', 'nested.jsonl: is no CSV file, so leave out --delimiter'],
  ['train folder.csv', 'folder.csv: cannot be read: it is a directory'],
  // What nobody may read the administrator reads all the same.
  ...(process.getuid?.() === 0
    ? []
    : [['train locked.csv', 'locked.csv: cannot be read: permission'] as const]),
  ['train good.csv --target kin', 'good.csv: there is no column "kin"; did you mean "kind"?'],
  ['train good.csv --target 7', 'good.csv: there is no column 7; 3 columns count from 0 to 2'],
  ['train good.csv --features x,kind', 'column "kind" is the target; leave it out of --features'],
  ['train good.csv --features x --drop x', 'column "x" is both in --features and in --drop'],
  ['train good.csv --drop kind', 'column "kind" is the target; leave it out of --drop'],
  [
    'train good.csv --delimiter ;',
    'good.csv: there is one column, "x,z,kind", and it is the target: none is left to learn from; are its cells parted by another --delimiter?',
  ],
  ['train good.csv --cv 99', '--cv takes 2 to 30 folds here, the number of rows to train on, got 99'],
  [
    'predict m.json less.csv',
    'less.csv: there is no column "z", which the model needs; the columns are "x", "kind"',
  ],
  ['predict m.json Case.csv', 'Case.csv: there is no column "x" (did you mean "X"?), which the model needs'],
  [
    'predict c.json newCity.csv',
    'newCity.csv:3:1: column "city": "Berne" is none of the 3 categories; did you mean "Bern"?',
  ],
  ['evaluate m.json newClass.csv', `newClass.csv:3:5: ${KIND}"c" is none of the 2 classes`],
  [
    'evaluate m.json features.csv',
    'features.csv: there is no column "kind", which is the target; the columns are "x", "z"',
  ],
  [
    'predict m.json nan.csv',
    `nan.csv:22:1: ${X}it is missing here, and the model has nothing in its place; fill it in, remove the row, or train with --missing`,
  ],
  ['predict m.json mixed.csv', `mixed.csv:22:3: ${Z}"12O" is not a number; correct it, or remove the row`],
  ['predict good.csv good.csv', 'good.csv: is not JSON: '],
]

describe('a report as JSON', () => {
  it('has the numbers that JSON lacks as texts, as tensors have them', () => {
    const report = { a: [Number.POSITIVE_INFINITY, 1], b: Number.NaN, c: { d: Number.NEGATIVE_INFINITY } }
    expect(jsonOf(report)).toBe('{"a":["Infinity",1],"b":"NaN","c":{"d":"-Infinity"}}')
    expect(jsonOf(Float64Array.of(1, Number.NaN))).toBe('[1,"NaN"]')
    const { values } = JSON.parse(JSON.stringify(tensor(report.a)))
    expect(values).toEqual(JSON.parse(jsonOf(report)).a)
  })
})

describe('bad input', () => {
  it('is refused in one line, with its place, in flags', async () => {
    const before = readdirSync(directory)
    for (const [line, wanted] of CASES) {
      const args = line.split(' ')
      const { code, out, error } = await host.run(
        args[0] === 'train' ? [...args, '--out', 'deep/new', '--save', 'new.json'] : args,
        directory,
      )
      expect.soft(error, line).toContain(`chainrule: ${wanted}`)
      expect.soft([code, out], line).toEqual([3, ''])
      expect.soft(error.trimEnd().split('\n'), line).toHaveLength(1)
      // Neither functions nor options of the library.
      expect.soft(error, line).not.toMatch(/^chainrule: [a-zA-Z]+: |\boptions?\b|schema/)
    }
    expect(readdirSync(directory)).toEqual(before)
  })

  it('of 300,000 ids as the target is refused before the work', () => {
    const source = csvSource('x,kind\n1,a\n2,b\n3,c\n', { source: 'ids.csv' })
    const schema = learnSchema(source, { target: 'kind' })
    const flags = { seed: 1, testFraction: 0 }
    expect(checkTarget(source, schema, flags)).toBeUndefined()
    const classes = Array.from({ length: 300_000 }, (_, i) => `u${i}`)
    const many = { ...schema, rows: 300_001, target: { ...(schema.target as ClassTarget), classes } }
    expect(() => checkTarget(source, many, flags)).toThrow(
      'ids.csv: column "kind": 300000 classes for 300001 rows are 9.0e+10 scores in each step, which are too many',
    )
  })

  it('is named in what is packed by gzip, too', async () => {
    writeFileSync(join(directory, 'good.csv.gz'), gzipSync(FILES['good.csv']!))
    writeFileSync(join(directory, 'cut.csv.gz'), gzipSync(FILES['good.csv']!).subarray(0, 90))
    const [good, cut] = await Promise.all([
      host.run(['evaluate', 'm.json', 'good.csv.gz'], directory),
      host.run(['train', 'cut.csv.gz'], directory),
    ])
    expect([good.code, good.error]).toEqual([0, ''])
    expect(good.out).toBe((await host.run(['evaluate', 'm.json', 'good.csv'], directory)).out)
    expect([cut.code, cut.error]).toEqual([
      3,
      'chainrule: cut.csv.gz: is cut off: its gzip data end before they should\n',
    ])
  })

  it('that has no optimum, or not within its steps, says with which flag it goes on', async () => {
    const separated = await host.run(['train', '--penalty', 'none', '--test-fraction', '0'], directory)
    expect([separated.code, separated.error]).toEqual([2, ''])
    expect(separated.out).toMatch(/^Ended: there is no optimum .*; --penalty l2=0\.01 gives one$/m)
    const few = await host.run(['train', 'good.csv', '--max-iterations', '1'], directory)
    expect(few.code).toBe(2)
    expect(few.out).toMatch(/^Ended: 1 iterations? (is|are) all that --max-iterations allows/m)
  })
})
