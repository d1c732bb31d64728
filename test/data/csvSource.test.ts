// CSV in blocks: nothing depends on where blocks end, what a file does not say about itself is found and said, and places are right.
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { decimalAt } from '../../src/data/csv/decimal.js'
import { type CsvSourceOptions, csvSource, type Source } from '../../src/data/index.js'
import { csvFile } from '../../src/data/node/index.js'
import { ArgumentError, DataError } from '../../src/errors.js'

const directory = mkdtempSync(join(tmpdir(), 'chainrule-csv-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** All texts of a table, row by row; missing ones as `undefined`. */
function textsOf(source: Source): readonly (readonly (string | undefined)[])[] {
  const rows: (string | undefined)[][] = []
  for (const block of source.blocks()) {
    expect(block.start).toBe(rows.length)
    const columns = source.columns.map((_, j) => block.texts(j))
    for (let i = 0; i < block.size; i++) rows.push(columns.map(column => column[i]))
  }
  return rows
}

/** All numbers of a table, row by row; NaN where one is missing, and an error at a cell that is none. */
function numbersOf(source: Source): readonly (readonly number[])[] {
  const rows: number[][] = []
  for (const block of source.blocks()) {
    const columns = source.columns.map((_, j) => block.numbers(j))
    columns.forEach(({ bad, problem }, j) => {
      if (bad >= 0) throw block.error(problem!.message, bad, j)
    })
    for (let i = 0; i < block.size; i++) rows.push(columns.map(({ values }) => values[i]!))
  }
  return rows
}

/** What reading ends in: all rows, or the error's message. */
function outcome(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return error.message
  }
}
const refusal = (text: string | Uint8Array, options: CsvSourceOptions = {}) =>
  outcome(() => numbersOf(csvSource(text, options)))

const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  mark: fc.constantFrom('', '\ufeff'),
  choices: fc.infiniteStream(fc.nat()),
})

/** A table as CSV: with random quotes, blanks, line ends and blank lines, and perhaps no line end after the last row. */
function write(
  table: readonly (readonly string[])[],
  { delimiter, mark, choices }: typeof style extends fc.Arbitrary<infer T> ? T : never,
): string {
  const pick = (...items: readonly string[]) => items[choices.next().value! % items.length]!
  const lines = table.map(cells => {
    const written = cells.map(cell => {
      const quoted = `"${cell.replaceAll('"', '""')}"`
      const blank = pick('', '', ' ')
      return blank + (/^[\w.+-]+$/.test(cell) ? pick(cell, quoted) : quoted) + blank
    })
    return written.join(delimiter)
  })
  return (
    mark +
    lines
      .map(line => pick('', '', '\n', '  \r\n') + line + pick('\n', '\r\n', '\r'))
      .join('')
      .replace(/[\r\n]+$/, end => pick(end, ''))
  )
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .map(s => s.trim())
  .filter(s => s !== '')
const blockBytes = fc.integer({ min: 1, max: 80 })

describe('reading in blocks', () => {
  test('gives back any table, however it is written and whatever the size of the blocks', () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain(d => fc.array(fc.array(text, { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 }))
    fc.assert(
      fc.property(table, style, blockBytes, (rows, style, blockBytes) => {
        const names = rows[0]!.map((_, j) => `name ${j}\n`)
        const written = write([names, ...rows], style)
        const options = {
          delimiter: style.delimiter,
          header: true,
          decimal: '.',
          missing: [],
          blockBytes,
        } as const
        for (const input of [written, new TextEncoder().encode(written)]) {
          const source = csvSource(input, options)
          expect(source.columns).toEqual(names)
          expect(textsOf(source)).toEqual(rows)
          expect(textsOf(source)).toEqual(rows)
        }
      }),
    )
  })

  test('gives the same rows or the same error for any text and any two sizes of blocks', () => {
    const scrap = fc.constantFrom(
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      'é',
      '\u3000',
      '😀',
      'a',
      '1',
      '2.5',
      '1,5',
      '\xff',
    )
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 30 }),
        blockBytes,
        fc.boolean(),
        (parts, blockBytes, broken) => {
          const bytes = broken
            ? Uint8Array.from(parts.join(''), c => c.charCodeAt(0))
            : new TextEncoder().encode(parts.join(''))
          for (const read of [textsOf, numbersOf])
            expect(outcome(() => read(csvSource(bytes, { blockBytes })))).toEqual(
              outcome(() => read(csvSource(bytes))),
            )
        },
      ),
      { numRuns: 300 },
    )
  })

  test('knows a column that is not asked for by its place only', () => {
    const [block] = csvSource('a,b\n1,x\n2,y\n').blocks([1])
    expect(block!.texts(1)).toEqual(['x', 'y'])
  })

  test('takes "a";"b", quoted line breaks, CRLF, a byte order mark, blank lines and a last line without end', () => {
    const source = csvSource('\ufeff"a";"b"\r\n\r\n"1";"x\r\ny"\r\n \r\n2;"z ""w"""')
    expect(source.columns).toEqual(['a', 'b'])
    expect(textsOf(source)).toEqual([['1', 'x\r\ny'], ['2', 'z "w"']]) // biome-ignore format: a table
  })

  test('reads an empty cell, and what stands for a missing value, as missing', () => {
    const cells = ['', 'NA', 'N/A', 'NaN', 'null', 'None', '?', '" "']
    const source = csvSource(`a,b\n${cells.map(cell => `${cell},1\n`).join('')}`)
    expect(numbersOf(source).map(([a]) => a)).toEqual(cells.map(() => Number.NaN))
    expect(textsOf(source).map(([a]) => a)).toEqual(cells.map(() => undefined))
    expect(numbersOf(csvSource('a,b\n-999,1\n,2', { missing: ['-999'] }))).toEqual([[Number.NaN, 1], [Number.NaN, 2]]) // biome-ignore format: a table
    expect(refusal('a,b\n1,1\nNA,2', { missing: ['-999'] })).toMatch(/^csv:3:1: "NA" is not a number/)
  })
})

describe('numbers', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 22 })
  const spelling = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits,
      fc.constantFrom('', '.'),
      digits,
      fc.option(fc.integer({ min: -40, max: 40 })),
      fc.constantFrom('e', 'E', 'e+'),
    )
    .map(([sign, whole, point, fraction, power, e]) => {
      const exponent = power === null ? '' : `${power < 0 ? 'e' : e}${power}`
      return `${sign}${whole}${point}${fraction}${exponent}`
    })
    .filter(text => /\d/.test(text.replace(/e.*/i, '')) && !text.includes('++'))

  test('are those that JavaScript reads, for any spelling that is read at once', () => {
    let atOnce = 0
    fc.assert(
      fc.property(spelling, text => {
        const bytes = new TextEncoder().encode(`,${text};`)
        const value = decimalAt(bytes, 1, bytes.length - 1, 46)
        if (Number.isNaN(value)) return
        atOnce++
        expect(value).toBe(Number(text))
      }),
      { numRuns: 2000 },
    )
    expect(atOnce).toBeGreaterThan(200)
  })

  test('are never rounded the wrong way half-way between two of them, or near it', () => {
    // (2k + 1)/2ᵉ has one binary digit too many where k has 53; as a decimal that is (2k + 1)·5ᵉ/10ᵉ.
    const half = fc.tuple(
      fc.bigInt({ min: 1n, max: 2n ** 53n }),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(-1n, 0n, 1n),
    )
    fc.assert(
      fc.property(half, ([k, e, beside]) => {
        const digits = String((2n * k + 1n) * 5n ** BigInt(e) + beside).padStart(e + 1, '0')
        const text = `${digits.slice(0, -e)}.${digits.slice(-e)}`
        const bytes = new TextEncoder().encode(text)
        const value = decimalAt(bytes, 0, bytes.length, 46)
        if (!Number.isNaN(value)) expect(value).toBe(Number(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('are the nearest ones for all that programs print, with a point or a comma', () => {
    const value = fc.oneof(
      fc.double({ min: -1e308, max: 1e308, noNaN: true }),
      fc.integer().map(i => i / 1000),
    )
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        (values, places) => {
          const cells = values.map(x =>
            places > 17 ? (Object.is(x, -0) ? '-0' : String(x)) : x.toExponential(places),
          )
          const rows = values.map((x, i) => [places > 17 ? x : Number(cells[i])])
          expect(
            numbersOf(csvSource(`a\n${cells.join('\n')}`, { delimiter: ',', header: true, decimal: '.' })),
          ).toEqual(rows)
          const commas = cells.map(cell => cell.replace('.', ',')).join('\n')
          expect(
            numbersOf(csvSource(`a\n${commas}`, { delimiter: ';', header: true, decimal: ',' })),
          ).toEqual(rows)
        },
      ),
    )
  })

  test.each([
    ['1e400', 'is too large for a number of 64 bits'],
    ['1e-400', 'is too small for a number of 64 bits, where it becomes 0'],
    [
      '9007199254740993',
      'has more digits than fit into a number of 64 bits, where it becomes 9007199254740992',
    ],
    ['inf', 'is not a finite number'],
    ['12O', 'is not a number'],
    ['1,234.5', 'is not a number'],
    ['0x10', 'is not a decimal number'],
    ['1 2', 'is not a number'],
    ['.', 'is not a number'],
    ['1e', 'is not a number'],
    ['--1', 'is not a number'],
  ])('that are none or not held are refused: %s', (cell, reason) => {
    expect(refusal(`a;b\n1;2\n3; ${cell}\n`)).toMatch(new RegExp(`^csv:3:4: ".*" ${reason}`))
  })

  test('that float64 does not hold are told from texts', () => {
    const kinds = ['1e400', '9007199254740993', 'x'].map(cell => {
      const [block] = csvSource(`a,b\n${cell},1`, { header: true }).blocks()
      return block!.numbers(0).problem!.kind
    })
    expect(kinds).toEqual(['range', 'range', 'text'])
  })

  test('with a point are none where the decimal sign is a comma, and a comma is hinted at where it is not', () => {
    expect(refusal('a;b\n1,5;2\n1.500;3', { decimal: ',' })).toMatch(/^csv:3:1: "1\.500" is not a number/)
    expect(refusal('a;b\n1.5;2\n1,5;3')).toBe(
      'csv:3:1: "1,5" is not a number where the decimal sign is "."; if it is ",", give the option decimal',
    )
  })
})

describe('what a file does not say about itself', () => {
  const found = (text: string) => csvSource(text).found

  test.each([',', ';', '\t', '|'])('its delimiter is found: %j', delimiter => {
    const source = csvSource('a,b c\n1,x\n2,y'.replaceAll(',', delimiter))
    expect(source.layout).toMatchObject({ delimiter, header: true, decimal: '.' })
    expect(source.found).toEqual([
      `cells are parted by ${delimiter === '\t' ? 'a tab' : `"${delimiter}"`}`,
      'the first row names the columns',
    ])
  })

  test('a decimal comma is found, and no file is split at it', () => {
    for (const text of ['x;y\n1,5;2,5\n3,5;4\n', '1,5;2,5\n3,5;4,5\n', '"x";"y"\n"1,5";"2,5"\n"3,5";"4"']) {
      const source = csvSource(text)
      expect(source.columns).toHaveLength(2)
      expect(source.layout).toMatchObject({ delimiter: ';', decimal: ',' })
      expect(numbersOf(source)[0]).toEqual([1.5, 2.5])
      expect(source.found).toContain('numbers have a decimal comma')
    }
    expect(numbersOf(csvSource('a,b\n"1,5",2\n"2,25",3'))).toEqual([[1.5, 2], [2.25, 3]]) // biome-ignore format: a table
  })

  test('a thousand with a separator is not taken for a fraction, and what may be either is asked', () => {
    expect(refusal('a;b\n1,234;2\n5,678;3\n')).toMatch(
      /^csv:2:1: "1,234" is a thousand with a separator or a fraction with a decimal comma.*give the option decimal: '\.' or ','/,
    )
    expect(numbersOf(csvSource('a;b\n1,234;2\n', { decimal: ',' }))).toEqual([[1.234, 2]])
    expect(refusal('a;b\n1,234;2\n0,5;3\n')).toEqual([[1.234, 2], [0.5, 3]]) // biome-ignore format: a table
  })

  test('delimiters inside texts do not part them', () => {
    expect(csvSource('name,note\nAnn,x; y; z\nBob,u; v\n').columns).toEqual(['name', 'note'])
    expect(csvSource('name;note\nAnn;Hello, you\nBob;I, too\n').columns).toEqual(['name', 'note'])
    expect(csvSource('a,b\n"1;2",3\n"4;5",6\n').layout.delimiter).toBe(',')
  })

  test('a file of one column is one, and a ragged file is not', () => {
    expect(found('a\n1\n2\n')).toEqual(['there is one column', 'the first row names the columns'])
    expect(refusal('a,b\n1,2\n3\n4\n5\n6\n')).toBe(
      'csv:3:2: this row has 1 cell where the first has 2: nothing for column "b"; fill it in or remove the row',
    )
    expect(refusal('x\n1,5\n2,5')).toMatch(/^csv:2:3: this row has 2 cells where the first has 1/)
  })

  test('a row of names is a header, a row of data is none', () => {
    const header = (text: string) => csvSource(text).layout.header
    expect(header('a,b\n1,2\n')).toBe(true)
    expect(header('name,city\nAnn,Rome\nBob,Oslo')).toBe(true)
    expect(header('5.1,3.5,setosa\n7,3.2,versicolor')).toBe(false)
    expect(header('p,x,s\ne,x,y\np,b,s\n')).toBe(false)
    expect(header('?,1.5,a\n2,2.5,b')).toBe(false)
    expect(header('id,2019,2020\n7,1,2\n8,3,4')).toBe(true)
    expect(csvSource('5.1,3.5,setosa\n7,3.2,versicolor').found.at(-1)).toBe(
      'the first row is data; the columns are called x0 to x2',
    )
    expect(csvSource('5.1,setosa', { names: ['width', 'kind'] }).columns).toEqual(['width', 'kind'])
  })

  test('a header of numbers that count up is never data, and what may be either is asked', () => {
    const numbered = csvSource('0,1,2,3,4,5\n0.5,1,1,2,7,1\n1,0,0,2,1,1')
    expect(numbered.columns).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(numbersOf(numbered)).toHaveLength(2)
    expect(csvSource('name,2018,2019,2020,2021,2022\nx,1,2,2,4,4').layout.header).toBe(true)
    expect(refusal('1,2\n3,7')).toBe(
      'csv:1:1: the first row may hold names or data, for its numbers count up; give the option header: true or false',
    )
    expect(refusal('1,2,3,4,5\n2,3,4,5,6')).toHaveLength(2)
    expect(numbersOf(csvSource('1,2\n3,7', { header: false }))).toHaveLength(2)
  })

  test('what is told is not looked for', () => {
    expect(csvSource('1;2\n3;4', { delimiter: ';', header: false, decimal: '.' }).found).toEqual([])
  })
})

describe('refusing a file', () => {
  test.each([
    ['', '1:1: the file is empty'],
    ['\ufeff\n \r\n', '3:1: the file is empty'],
    ['a,b\n', '1:4: there is a header but no row below it'],
    ['a,b,"a"\n1,2,3', '1:5: columns 1 and 3 are both called "a"; rename one'],
    ['a,\n1,2', '1:3: column 2 has no name; name it or remove it'],
    [
      'a,b\n1,2\n\n3,"4\n5,6\n',
      '4:3: this cell opens a quote that is never closed; close it, and write "" for a quote inside',
    ],
    [
      'a,b\n1,2"\n',
      '2:3: a quote stands inside a cell; put the whole cell in quotes and write "" for a quote inside',
    ],
    ['a,b\n1,"2"3\n', '2:3: text follows the closing quote of this cell; write "" for a quote inside'],
    [
      'a,b\n"x\ny",2\n3,4,5\n',
      '4:5: this row has 3 cells where the first has 2; remove what is too much, or quote a cell that holds the delimiter',
    ],
  ])('%j', (text, message) => {
    for (const blockBytes of [1, 7, 1000])
      expect(outcome(() => textsOf(csvSource(text, { blockBytes })))).toBe(`csv:${message}`)
  })

  test('that is not UTF-8, at the first byte that is not', () => {
    const bytes = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0))
    for (const blockBytes of [1, 5, 1000]) {
      expect(refusal(bytes('a,b\n1,caf\xe9\n'), { blockBytes })).toBe(
        'csv:2:6: what follows is not UTF-8; save the file as UTF-8',
      )
      expect(refusal(bytes('a,b\n1,\xc3\xa9\n2,\xc3'), { blockBytes })).toMatch(/^csv:2:3: "é" is not/)
      expect(outcome(() => textsOf(csvSource(bytes('a,b\n1,\xc3\xa9\n2,\xc3'), { blockBytes })))).toMatch(
        /^csv:3:3: what follows is not UTF-8/,
      )
      expect(refusal(bytes('\xff\xfea\0'), { blockBytes })).toBe(
        'csv:1:1: the file is UTF-16; save the file as UTF-8',
      )
    }
    expect(refusal('a\n1\ud800')).toMatch(/^csv:2:2: half of a surrogate pair/)
  })

  test('by an ArgumentError where the caller is wrong', () => {
    const wrong: readonly (() => unknown)[] = [
      () => csvSource('a\n1', { delimiter: '::' }),
      () => csvSource('a\n1', { names: ['x', 'y'] }),
      () => csvSource('a\n1', { names: ['x', 'x'], delimiter: ',' }),
      () => csvSource('a\n1', { blockBytes: 0 }),
      // @ts-expect-error no decimal sign
      () => csvSource('a\n1', { decimal: ';' }),
      // @ts-expect-error a misspelt option
      () => csvSource('a\n1', { separator: ';' }),
      // @ts-expect-error neither text nor bytes
      () => csvSource(1),
    ]
    for (const read of wrong) expect(read).toThrow(ArgumentError)
  })
})

describe('a file on the disk', () => {
  const path = join(directory, 'table.csv')

  test('reads as its text does, again and again', () => {
    const text = `a,b\n${Array.from({ length: 500 }, (_, i) => `${i},"é${i}"\n`).join('')}`
    writeFileSync(path, text)
    const source = csvFile(path, { blockBytes: 100 })
    expect(textsOf(source)).toEqual(textsOf(csvSource(text)))
    expect(textsOf(source)).toHaveLength(500)
  })

  test.each([
    ['grows', () => appendFileSync(path, '9,9\n')],
    ['shrinks', () => truncateSync(path, 300)],
    ['is written anew', () => writeFileSync(path, `a,b\n${'3,4\n'.repeat(500)}`)],
  ])('that %s while it is read is refused, and so is the next pass', async (_, change) => {
    writeFileSync(path, `a,b\n${'1,2\n'.repeat(500)}`)
    const source = csvFile(path, { blockBytes: 100 })
    // Times of files are told in steps.
    await new Promise(resolve => setTimeout(resolve, 20))
    const read = () => {
      let changed = false
      for (const _ of source.blocks()) {
        if (!changed) change()
        changed = true
      }
    }
    expect(read).toThrow(/table\.csv: was (changed|written to) while it was read/)
    expect(() => numbersOf(source)).toThrow(/was (changed|written to)/)
  })

  test('that is not there, or no file, is refused by its path', () => {
    expect(() => csvFile(join(directory, 'none.csv'))).toThrow(
      /none\.csv: cannot be read: there is no such file/,
    )
    expect(() => csvFile(directory)).toThrow(/cannot be read: it is a directory/)
    expect(() => csvFile('/dev/zero')).toThrow(/it is a device/)
  })
})
