// CSV in: what can be read is read exactly, and what cannot is refused with its line and column.
import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inMemory } from '../../src/data/csv/bytes.js'
import { chunksOf } from '../../src/data/csv/chunks.js'
import { Texts } from '../../src/data/csv/texts.js'
import { readCsv, readLabelledCsv } from '../../src/data/index.js'
import { parseNumber, whyNotHeld, whyNotNumber } from '../../src/data/numbers.js'
import { ArgumentError, DataError } from '../../src/errors.js'
import { runWithin } from '../support/limited.js'

/** The place and the message of the DataError that reading throws, as `line:column: message`. */
function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    expect(error.source).toBe('f.csv')
    expect(error.message).toMatch(new RegExp(`^f\\.csv:${error.line}:${error.column}: `))
    return error.message.slice('f.csv:'.length)
  }
  throw new Error('nothing was refused')
}
const ofTable = (text: string | Uint8Array, options = {}) =>
  refusal(() => readCsv(text, { source: 'f.csv', ...options }))
const ofLabelled = (text: string | Uint8Array, options = {}) =>
  refusal(() => readLabelledCsv(text, { source: 'f.csv', ...options }))

/** The cells of each row, however many they are. */
function cellsOf(text: string, delimiter: string, blockBytes: number): readonly (readonly string[])[] {
  const mark = new TextEncoder().encode(delimiter)
  const texts = new Texts()
  const found: string[][] = []
  for (const { bytes, rows } of chunksOf(inMemory(text, 'f.csv'), mark, blockBytes)) {
    for (let i = 0; i < rows.size; i++)
      found.push(
        Array.from({ length: rows.width(i) }, (_, j) =>
          texts.of(bytes, rows.start(i, j, mark), rows.end(i, j)),
        ),
      )
  }
  return found
}

const header = ['a', 'b, "c"\n', 'd', 'y']
const number = fc.oneof(
  fc.integer().map(i => i / 16),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const row = fc.tuple(
  fc.array(number, { minLength: 3, maxLength: 3 }),
  fc.string({ unit: 'grapheme', minLength: 1 }).filter(name => name.trim() !== ''),
)
const show = (x: number) => (Object.is(x, -0) ? '-0' : String(x))
const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', 'é'),
  bom: fc.constantFrom('', '\ufeff'),
  choices: fc.infiniteStream(fc.nat()),
})
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never

/** A table as CSV, with random quotes, blanks, line breaks and blank lines; and each cell's place in it. */
function write(table: readonly (readonly string[])[], { delimiter, bom, choices }: Style) {
  const pick = (...items: readonly string[]) => items[choices.next().value! % items.length]!
  const blank = () => pick('', ' ', delimiter === '\t' ? '  ' : '\t')
  let text = ''
  const places = table.map(cells => {
    text += pick('', '\n', '\r\n \r\n')
    const here = cells.map((cell, j) => {
      text += (j === 0 ? '' : delimiter) + blank()
      const lines = text.split(/\r\n|\n|\r/)
      const quoted = `"${cell.replaceAll('"', '""')}"`
      text += (/^[\w.+-]+$/.test(cell) ? pick(cell, quoted) : quoted) + blank()
      return `${lines.length}:${lines.at(-1)!.length + 1}`
    })
    text += pick('\n', '\r\n', '\r')
    return here
  })
  return { text: bom + text, places }
}

describe('reading', () => {
  test('a table of numbers under names', () => {
    const { values, names } = readCsv('height,width\n1,2.5\n-3e2,.5\n')
    expect(names).toEqual(['height', 'width'])
    expect(values.toArray()).toEqual([[1, 2.5], [-300, 0.5]]) // biome-ignore format: a matrix
    expect(values.dtype).toBe('float64')
  })

  test('chosen columns in the order asked for, whatever else the file holds', () => {
    const text = 'id,a,note,b\nx1,1,hello,2\nx2,3,,4\n'
    expect(readCsv(text, { columns: ['b', 'a'] }).values.toArray()).toEqual([[2, 1], [4, 3]]) // biome-ignore format: a matrix
    expect(readCsv(text, { columns: [-1, 1] }).names).toEqual(['b', 'a'])
  })

  test('features, labels and the names of the classes', () => {
    const data = readLabelledCsv('w,h,kind\n1,2,pear\n3,4,apple\n5,6,pear\n')
    expect(data.features.toArray()).toEqual([[1, 2], [3, 4], [5, 6]]) // biome-ignore format: a matrix
    expect(data.labels.toArray()).toEqual([1, 0, 1])
    expect(data.labels.dtype).toBe('int32')
    expect(data).toMatchObject({ classes: ['apple', 'pear'], featureNames: ['w', 'h'], labelName: 'kind' })
  })

  test('the label by name, by number or by number from the end', () => {
    const text = 'a,kind,b\n1,x,2\n3,y,4\n'
    for (const label of ['kind', 1, -2]) {
      expect(readLabelledCsv(text, { label }).features.toArray()).toEqual([[1, 2], [3, 4]]) // biome-ignore format: a matrix
    }
    expect(readLabelledCsv(text, { label: 'kind', features: ['b'] }).featureNames).toEqual(['b'])
  })

  test('classes that are all numbers stand in the order of their values, others by code point', () => {
    const classes = (...names: string[]) =>
      readLabelledCsv(`a,y\n${names.map(y => `0,${y}`).join('\n')}`).classes
    expect(classes('10', '9', '-1', '1e1', '2.5')).toEqual(['-1', '2.5', '9', '10', '1e1'])
    expect(classes('10', '9', 'b')).toEqual(['10', '9', 'b'])
    expect(classes('a', 'B', 'é', 'b', 'ab')).toEqual(['B', 'a', 'ab', 'b', 'é'])
    expect(classes('😀', '\uff5e')).toEqual(['\uff5e', '😀'])
  })

  test('labels of known classes, for data to test a model on', () => {
    const { labels, classes } = readLabelledCsv('a,y\n1,dog\n2,dog\n', { classes: ['cat', 'dog'] })
    expect(labels.toArray()).toEqual([1, 1])
    expect(classes).toEqual(['cat', 'dog'])
  })

  test('quotes, quoted line breaks, a byte order mark, CRLF and CR, blank lines and blanks around cells', () => {
    const text = '\ufeff\r\n"a" , "b, ""c""\r\nd",y\r\n\r\n 1 ," 2 ",x\n  \t \n3,4,"x\n"\r5,6,x'
    const { featureNames, features, classes } = readLabelledCsv(text)
    expect(featureNames).toEqual(['a', 'b, "c"\r\nd'])
    expect(features.toArray()).toEqual([[1, 2], [3, 4], [5, 6]]) // biome-ignore format: a matrix
    expect(classes).toEqual(['x', 'x\n'])
  })

  test('blanks of every alphabet around a cell, quoted or not', () => {
    for (const blank of [' ', '\t', '\f', '\u00a0', '\u2028', '\u3000', '\ufeff'])
      expect(readCsv(`a\n${blank}"1"${blank}\n${blank}2${blank}`).values.toArray()).toEqual([[1], [2]])
  })

  test('other delimiters', () => {
    for (const delimiter of [';', '\t', '|', '☃', '😀']) {
      const text = ['a,b', '1,2', '"3" ,4'].join('\n').replaceAll(',', delimiter)
      expect(readCsv(text, { delimiter }).values.toArray()).toEqual([[1, 2], [3, 4]]) // biome-ignore format: a matrix
    }
  })

  test('without a header the columns are called x0, x1, …', () => {
    expect(readCsv('1,2\n3,4', { header: false })).toMatchObject({ names: ['x0', 'x1'] })
    const data = readLabelledCsv('1,2,a\n3,4,b', { header: false })
    expect(data).toMatchObject({ featureNames: ['x0', 'x1'], labelName: 'x2', classes: ['a', 'b'] })
  })

  test('names that are numbers where the header is said to be one', () => {
    expect(readCsv('2019,2020\n1,2', { header: true }).names).toEqual(['2019', '2020'])
  })

  test('bytes of UTF-8, with or without a byte order mark', () => {
    const bytes = new TextEncoder().encode('\ufeffgröße,y\n1,ä\n2,ö')
    expect(readLabelledCsv(bytes)).toMatchObject({ featureNames: ['größe'], classes: ['ä', 'ö'] })
    expect(readLabelledCsv(bytes.subarray(3)).featureNames).toEqual(['größe'])
  })

  test('names that mean something to JavaScript are names like any other', () => {
    const text = '__proto__,constructor,toString\n1,2,hasOwnProperty\n3,4,__proto__\n5,6,constructor\n'
    const data = readLabelledCsv(text, { label: 'toString' })
    expect(data.featureNames).toEqual(['__proto__', 'constructor'])
    expect(data.classes).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
    expect(data.labels.toArray()).toEqual([2, 0, 1])
    expect(ofTable('a\n1', { columns: ['constructor'] })).toMatch('1:1: there is no column "constructor"')
  })

  test('any table of numbers and labels, written in any way that CSV allows, reads back exactly', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), style, (rows, style) => {
        const classes = [...new Set(rows.map(([, y]) => y))]
        const { text } = write([header, ...rows.map(([xs, y]) => [...xs.map(show), y])], style)
        for (const input of [text, new TextEncoder().encode(text)]) {
          const data = readLabelledCsv(input, { delimiter: style.delimiter, classes })
          expect(data.features.toArray()).toEqual(rows.map(([xs]) => xs))
          expect(Array.from(data.labels.data, k => classes[k])).toEqual(rows.map(([, y]) => y))
        }
      }),
    )
  })

  test('any text at all gives the cells that csv-parse finds in it, or is refused as there', () => {
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
      '\f',
      'é',
      '😀',
      'a',
      '1',
      'b c',
    )
    const options = {
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }
    const found = (read: () => readonly (readonly string[])[]) => {
      try {
        return read()
      } catch (error) {
        if (error instanceof DataError || error instanceof CsvError) return 'refused'
        throw error
      }
    }
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 30 }),
        fc.constantFrom(',', ';', '\t', '😀'),
        fc.nat({ max: 20 }).map(n => n + 1),
        (parts, delimiter, blockBytes) => {
          const text = `x${parts.join('')}`
          // There a cell of two empty pairs of quotes is empty; here text follows the closing quote.
          fc.pre(!/""[^\S\r\n]+"/.test(text))
          expect(found(() => cellsOf(text, delimiter, blockBytes))).toEqual(
            found(() => parse(text, { ...options, delimiter })),
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a cell that is not a number is found in any table, however it is written', () => {
    const bad = fc.constantFrom('x', 'NaN', '1_0', '1,5', 'a "b"\r\nc', '"', '\n1 2')
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1 }),
        style,
        fc.nat(),
        fc.nat(2),
        bad,
        (rows, style, k, j, cell) => {
          const i = k % rows.length
          const table = [header, ...rows.map(([xs, y]) => [...xs.map(show), y])]
          table[i + 1]![j] = cell
          const { text, places } = write(table, style)
          // One class only is refused before its features are read.
          const options = { delimiter: style.delimiter, classes: [...new Set(rows.map(([, y]) => y))] }
          expect(ofLabelled(text, options)).toMatch(
            `${places[i + 1]![j]}: column ${JSON.stringify(header[j])}: `,
          )
        },
      ),
    )
  })
})

describe('refusing a cell', () => {
  test.each([
    ['', 'the cell is empty; fill it in or remove the row'],
    ['" "', 'the cell is empty; fill it in or remove the row'],
    ['NaN', '"NaN" is not a finite number; correct it or remove the row'],
    ['Infinity', '"Infinity" is not a finite number; correct it or remove the row'],
    ['-inf', '"-inf" is not a finite number; correct it or remove the row'],
    ['1e999', '"1e999" is too large for a number of 64 bits; correct it or remove the row'],
    ['NA', '"NA" is not a number; where it stands for a missing value, fill it in or remove the row'],
    ['?', '"?" is not a number; where it stands for a missing value, fill it in or remove the row'],
    ['0x10', '"0x10" is not a decimal number; write it to base 10'],
    ['0b1', '"0b1" is not a decimal number; write it to base 10'],
    ...['1_000', '"1,5"', '"1,234.5"', '1 000', "1'000", '1.2.3', '.'].map(cell => [
      cell,
      `${cell.startsWith('"') ? cell : `"${cell}"`} is not a number; write digits with at most one decimal point and no separators, as in 1234.5`,
    ]),
    ['2;3', '"2;3" is not a number; if it is several cells, give the option delimiter'],
    ...['abc', '1e', 'e5', '--1', '1-2', '10%', '١', '1n', 'true', '\0'].map(cell => [
      cell,
      `${JSON.stringify(cell)} is not a number; correct it, or choose other columns with the option columns`,
    ]),
  ])('that holds %j', (cell, message) => {
    expect(ofTable(`a,b,c\n1,2,3\n4,  ${cell},6\n`)).toBe(`3:5: column "b": ${message}`)
    // With an empty last cell the place is where it would stand.
    expect(ofTable(`a,b,c\r\n\r\n1,"2",${cell}\r\n`)).toBe(`3:7: column "c": ${message}`)
    expect(ofTable(`a,b,c\n${cell},2,3`)).toBe(`2:1: column "a": ${message}`)
  })

  test('by its line in the file, after quoted line breaks of every kind, blank lines and wide characters', () => {
    expect(ofTable('\ufeffa,"b\r\nc\rd\ne"\r\n\r\n \n"1\n",\n')).toBe(
      '8:3: column "b\\r\\nc\\rd\\ne": the cell is empty; fill it in or remove the row',
    )
    expect(ofLabelled('größe😀,y\n"1",😀\n"1",\n2,😀')).toMatch(/^3:5: column "y": the label is empty/)
    expect(ofTable('a😀b☃x\n1😀☃☃y', { delimiter: '☃', columns: [1] })).toMatch(/^2:6: this row has 3 cells/)
    expect(ofTable('a\tb\n\t2', { delimiter: '\t' })).toMatch(/^2:1: column "a": the cell is empty/)
    expect(ofTable('a\tb\n \t2', { delimiter: '\t' })).toMatch(/^2:2: column "a": the cell is empty/)
    expect(ofTable(',b\n1,2')).toMatch(/^1:1: column 1 has no name/)
  })

  test('that opens a quote and never closes it', () => {
    const message = 'this cell opens a quote that is never closed; close it, and write "" for a quote inside'
    expect(ofTable('a,b\n1,2\n\n3, "4\n5,6\n')).toBe(`4:4: ${message}`)
    expect(ofTable('"')).toBe(`1:1: ${message}`)
    expect(ofTable('a,b\r\n"1\r\n1",2\r\n"')).toBe(`4:1: ${message}`)
  })

  test('with text after its closing quote', () => {
    const message = 'text follows the closing quote of this cell; write "" for a quote inside'
    expect(ofTable('a,b\n1, "2"3\n')).toBe(`2:4: ${message}`)
    expect(ofTable('a,b\n"1" x,2\n')).toBe(`2:1: ${message}`)
    expect(ofTable('a,b\n"" "1",2\n')).toBe(`2:1: ${message}`)
  })

  test('with a quote inside that it does not begin with', () => {
    const message =
      'a quote stands inside a cell; put the whole cell in quotes and write "" for a quote inside'
    expect(ofTable('a,b\n1,2\n3,5"\n')).toBe(`3:3: ${message}`)
  })

  test('with a label that is none of the known classes', () => {
    const classes = ['setosa', 'virginica']
    expect(ofLabelled('a,y\n1,setosa\n2,Virginca\n', { classes })).toBe(
      '3:3: column "y": "Virginca" is none of the 2 classes; did you mean "virginica"?',
    )
    expect(ofLabelled('a,y\n1,rose\n', { classes })).toBe('2:3: column "y": "rose" is none of the 2 classes')
  })
})

describe('refusing a number that float64 does not hold', () => {
  test.each([
    ['1e-400', 'is too small for', '0'],
    ['-1e-400', 'is too small for', '0'],
    [`0.${'0'.repeat(400)}1`, 'is too small for', '0'],
    ['2e-324', 'is too small for', '0'],
    ['3e-324', 'is too small for', '5e-324'],
    ['1.23456789e-320', 'is too small for', '1.2347e-320'],
    ['9007199254740993', 'has more digits than fit into', '9007199254740992'],
    ['-9007199254740993', 'has more digits than fit into', '-9007199254740992'],
    ['9007199254740993.0', 'has more digits than fit into', '9007199254740992'],
    ['+009007199254740993.', 'has more digits than fit into', '9007199254740992'],
    ['123456789012345678901', 'has more digits than fit into', '123456789012345680000'],
    [`${2n ** 1000n + 1n}`, 'has more digits than fit into', '1.0715086071862673e+301'],
  ])('%.30s', (cell, reason, becomes) => {
    const message = ofTable(`a,b\n1,2\n3, ${cell}\n`)
    expect(message.startsWith('3:4: column "b": "')).toBe(true)
    expect(message).toContain(
      `" ${reason} a number of 64 bits, where it becomes ${becomes}; round it, or choose`,
    )
    expect(readLabelledCsv(`id,a,y\n${cell},1,x\n2,2,y`, { features: ['a'] }).features.size).toBe(2)
  })

  // Zeros, halves of the last digit, what is rounded as all decimals are, and all that is printed from a float64.
  test.each([
    '0',
    '-0',
    '0e-400',
    '0.000',
    '0.1',
    '0.1000000000000000055511151231257827',
    '9007199254740992',
    '9007199254740994',
    '9007199254740993.5',
    '9.007199254740993e15',
    '123456789012345680000',
    '123456789012345683968',
    `1${'0'.repeat(23)}`,
    `${2n ** 1000n}`,
    '5e-324',
    '4.9406564584124654e-324',
    '2.2250738585072014e-308',
    '1.7976931348623157e308',
  ])('but not %.30s', cell => {
    expect(readCsv(`a\n${cell}`, { header: true }).values.data).toEqual(Float64Array.of(Number(cell)))
  })

  test('but none that a program printed from a float64, with however many digits', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1e-307, max: 1e-307, noNaN: true }),
      fc.maxSafeInteger().map(i => i * 2 ** 10),
    )
    fc.assert(
      fc.property(value, fc.integer({ min: 16, max: 100 }), (x, digits) => {
        const whole = Number.isInteger(x) ? [String(BigInt(x)), x.toFixed(1)] : []
        for (const cell of [String(x), x.toExponential(), x.toExponential(digits), ...whole])
          expect(whyNotHeld(cell, parseNumber(cell)!, ''), cell).toBeUndefined()
      }),
      { examples: [[5e-324, 16], [-(2 ** -1074), 100], [2 ** 1000, 16]] }, // biome-ignore format: pairs
    )
  })

  test('if, in exact arithmetic, a whole number moves by half a unit or more of its last digit before the zeros', () => {
    const wholes = fc
      .tuple(fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }), fc.integer({ min: 0, max: 5 }))
      .map(([whole, zeros]) => whole * 10n ** BigInt(zeros))
    fc.assert(
      fc.property(wholes, whole => {
        const value = Number(whole)
        const moved = BigInt(value) - whole
        const unit = 10n ** BigInt(/0*$/.exec(String(whole))![0].length)
        const twice = 2n * (moved < 0n ? -moved : moved)
        fc.pre(twice !== unit)
        expect(whyNotHeld(String(whole), value, '') === undefined).toBe(twice < unit)
      }),
    )
  })
})

describe('refusing a row', () => {
  test('with too few cells, where the next would stand', () => {
    expect(ofTable('a,b,c\n1,2,3\n4,"5" \n')).toBe(
      '3:7: this row has 2 cells where the first has 3: nothing for column "c"; fill it in or remove the row',
    )
    expect(ofTable('a,b\n1')).toMatch(/^2:2: this row has 1 cell where the first has 2/)
  })

  test('with too many cells, at the first of them', () => {
    expect(ofTable('a,b\n1,2\n3,4, 5,6\n')).toBe(
      '3:6: this row has 4 cells where the first has 2; remove what is too much, or quote a cell that holds the delimiter',
    )
    expect(ofTable('a,b\n1,2,\n')).toMatch(/^2:5: this row has 3 cells/)
  })
})

describe('refusing a header', () => {
  test('with a name twice', () => {
    expect(ofTable('a,b,"a"\n1,2,3')).toBe('1:5: columns 1 and 3 are both called "a"; rename one')
  })

  test('with a column that has no name', () => {
    expect(ofTable('a,,c\n1,2,3')).toBe('1:3: column 2 has no name; name it or remove it')
    expect(ofTable('\n"",b\n0,2')).toBe(
      '2:1: column 1 has no name; name it or remove it; row numbers, as pandas and R write them, are left out with index=False or row.names=FALSE',
    )
  })

  test('that looks like data', () => {
    const message =
      '1:1: the first row looks like data, not names; add a header row, or give the option header: false'
    expect(ofTable('1,2\n3,4')).toBe(message)
    expect(ofLabelled('5.1,3.5,setosa\n7,3.2,versicolor', { label: 'species' })).toBe(message)
    expect(ofLabelled('1,5.1,3.5\n2,7,3.2', { label: 0 })).toBe(message)
  })

  test('that is read as data by mistake', () => {
    expect(ofTable('a,b\n1,2', { header: false })).toBe(
      '1:1: column "x0": "a" is not a number; if this row holds names, leave out header: false',
    )
  })

  test('with another delimiter', () => {
    const message = 'if that parts the cells, give it as the option delimiter'
    expect(ofTable('a;b\n1;2')).toBe(`1:1: the first row has no comma but ";"; ${message}`)
    expect(ofTable('a\tb\n1\t2')).toBe(`1:1: the first row has no comma but a tab; ${message}`)
    expect(ofTable('1,5;2;3', { header: false })).toMatch(
      /^1:3: column "x1": "5;2;3" is not a number; if it is several cells/,
    )
  })

  test('without the column that was asked for', () => {
    const text = 'sepal_length,species\n1,a\n2,b'
    expect(ofLabelled(text, { label: 'Species ' })).toBe(
      '1:1: there is no column "Species "; did you mean "species"?; the columns are "sepal_length", "species"',
    )
    expect(ofLabelled(text, { label: 'class' })).toBe(
      '1:1: there is no column "class"; the columns are "sepal_length", "species"',
    )
    expect(ofLabelled(text, { label: 2 })).toBe(
      '1:1: there is no column 2; 2 columns count from 0 to 1, or from -1 to -2 from the end',
    )
    expect(ofLabelled(text, { features: ['sepal length', 'petal'] })).toMatch(/did you mean "sepal_length"/)
  })
})

describe('refusing a file', () => {
  test('that is empty', () => {
    expect(ofTable('')).toBe('1:1: the file is empty')
    expect(ofTable(new Uint8Array(0))).toBe('1:1: the file is empty')
    expect(ofTable('\ufeff\n \r\n')).toMatch(/^3:1: the file is empty/)
  })

  test('that has a header only', () => {
    expect(ofTable('a,b\n')).toBe('1:4: there is a header but no row below it')
  })

  test('whose labels are all the same', () => {
    expect(ofLabelled('a,y\n1, x\n2,x\n')).toBe(
      '2:4: every label is "x": to learn takes at least two classes',
    )
  })

  test('that has labels only', () => {
    expect(ofLabelled('y\na\nb')).toBe(
      '1:1: there is no column beside the labels, "y"; there is nothing to learn from',
    )
  })

  test('that is not UTF-8, at the first character that is not', () => {
    const bytes = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0))
    expect(ofTable(bytes('a,b\n1,caf\xe9\n'))).toBe('2:6: what follows is not UTF-8; save the file as UTF-8')
    expect(ofTable(bytes('a\n\xc3\xa9\xc3'))).toMatch(/^2:2: what follows is not UTF-8/)
    expect(ofTable(bytes('\xff\xfea\0'))).toBe('1:1: the file is UTF-16; save the file as UTF-8')
    expect(ofTable('a\n1\ud800')).toMatch(/^2:2: half of a surrogate pair/)
  })

  test('by an ArgumentError where the caller is wrong, not the file', () => {
    const wrong = [
      () => readCsv('a\n1', { delimiter: '' }),
      () => readCsv('a\n1', { delimiter: '::' }),
      () => readCsv('a\n1', { delimiter: '"' }),
      () => readCsv('a\n1', { columns: [] }),
      () => readCsv('a\n1', { columns: [0.5] }),
      () => readCsv('a,b\n1,2', { columns: ['a', 0] }),
      () => readLabelledCsv('a,b\n1,2', { label: 'b', features: ['b'] }),
      // @ts-expect-error neither text nor bytes
      () => readCsv(undefined),
    ]
    for (const read of wrong) expect(read).toThrow(ArgumentError)
  })
})

describe('hostile files end in a result or an error', () => {
  const n = 100_000
  const names = Array.from({ length: n }, (_, i) => `c${i}`)

  test('with 100,000 columns', () => {
    const text = `${names.join()}\n${names.map((_, i) => i).join()}\n`
    expect(readCsv(text, { columns: names }).values.shape).toEqual([1, n])
    expect(readLabelledCsv(`${text}${names.map(() => 1).join()}\n`).features.shape).toEqual([2, n - 1])
    expect(ofTable(`${text}${names.map(() => 'x').join()}`, { columns: [-1] })).toMatch(
      `3:${2 * n - 1}: column "c${n - 1}": "x" is not a number`,
    )
    expect(ofTable(text, { columns: ['nothing'] }).length).toBeLessThan(500)
  })

  test('with a megabyte in one cell', () => {
    for (const part of ['1', '1e', '""', '😀']) {
      expect(ofTable(`a,b\n1,"${part.repeat(1_000_000 / part.length)}"\n`).length).toBeLessThan(400)
    }
    const [long, other] = ['x'.repeat(1_000_000), 'y'.repeat(1_000_000)]
    expect(readLabelledCsv(`a,${long}\n1,${long}\n2,${other}`).classes).toEqual([long, other])
    expect(ofTable(`a,b\n1,"${long}`)).toMatch(/^2:3: this cell opens a quote/)
  })

  test('with a megabyte of what is almost a number', () => {
    for (const part of ['1', '.', '1e', '1.', '-', ' ', '1 ', '1_', 'na', '0x', '?']) {
      const cell = part.repeat(1_000_000 / part.length)
      expect(parseNumber(cell)).toBeUndefined()
      expect(whyNotNumber(`${cell}x`, '').length).toBeLessThan(200)
    }
  })

  test('with 100,000 line breaks, quotes or delimiters', () => {
    const many = (part: string) => part.repeat(n)
    expect(readCsv(`${many('\n')}a\n1${many('\r\n')}`).values.toArray()).toEqual([[1]])
    expect(ofTable(`a\n${many('"')}1`)).toMatch(/^2:1: text follows the closing quote/)
    expect(ofTable(`a\n1\n${many(',')}`)).toMatch(/^3:2: this row has 100001 cells/)
  })
})

describe('a file of megabytes', () => {
  // Linear work takes about 2 s of processor time for all of them together. Quadratic work takes 9·10¹⁰ steps for one of them.
  test('costs what its length costs', () => {
    const printed = runWithin(
      `
      import { readCsv, readLabelledCsv } from './src/data/index.js'
      const range = (n, of) => Array.from({ length: n }, (_, i) => of(i)).join('')
      const cases = {
        commas: () => readCsv(','.repeat(3e5)),
        'three million commas': () => readCsv(','.repeat(3e6)),
        'commas below a header': () => readCsv('a,b\\n' + ','.repeat(3e5)),
        'blank cells': () => readCsv('a\\n' + ' ,'.repeat(3e5)),
        'rows of commas': () => readCsv('a,b\\n' + ',\\n'.repeat(3e5)),
        rows: () => readCsv('a\\n' + '1\\n'.repeat(1e5)),
        columns: () => readCsv(range(5e4, i => 'c' + i + ',') + 'z\\n' + range(5e4, i => i + ',') + '0'),
        'columns asked for': () => {
          const names = Array.from({ length: 2e4 }, (_, i) => 'c' + i)
          return readCsv(names.join() + '\\n' + names.map((_, i) => i).join(), { columns: names })
        },
        labels: () => readLabelledCsv('a,y\\n' + range(5e4, i => i + ',l' + i + '\\n')),
        'labels that are numbers': () => readLabelledCsv('a,y\\n' + range(5e4, i => i + ',' + -i + '\\n')),
        'strange labels': () => readLabelledCsv('a,y\\n' + range(5e4, i => i + ',l' + i + '\\n'), { classes: ['no', 'yes'] }),
        'the last cell bad': () => readCsv('a\\n' + '1\\n'.repeat(1e5) + 'x'),
        'a quote at the end': () => readCsv('a\\n' + '1\\n'.repeat(1e5) + '"'),
        quotes: () => readCsv('a\\n"' + '""'.repeat(3e5) + '"'),
        'quoted cells': () => readCsv('a\\n' + '"1"\\n'.repeat(3e5)),
        'quoted lines': () => readCsv('a\\n"' + '\\r\\n'.repeat(3e5) + '1"'),
        lines: () => readCsv('\\n'.repeat(3e5)),
        'other lines': () => readCsv('\\r'.repeat(3e5)),
        blanks: () => readCsv(' '.repeat(3e5)),
        'blanks within': () => readCsv('a\\n1' + ' '.repeat(3e5) + '2'),
        'wide blanks': () => readCsv('a\\n1' + '\\u3000'.repeat(3e5) + '2'),
        'digits': () => readCsv('a\\n' + '1'.repeat(3e5)),
        'a tiny number': () => readCsv('a\\n0.' + '0'.repeat(3e5) + '1'),
        'a tiny number of many digits': () => readCsv('a\\n1' + '0'.repeat(3e5) + '1e-300311'),
        'a number behind zeros': () => readCsv('a\\n' + '0'.repeat(3e5) + '9007199254740993'),
        'bytes that end badly': () => readCsv(Buffer.concat([Buffer.alloc(3e5, 'é'), Buffer.of(0xc3)])),
      }
      for (const [name, read] of Object.entries(cases)) {
        let came = 'read'
        try {
          read()
        } catch (error) {
          came = error.name
        }
        console.log(name + ': ' + came)
      }`,
      { seconds: 20, megabytes: 320 },
    )
    const came = new Map(
      printed
        .trimEnd()
        .split('\n')
        .map(line => line.split(': ') as [string, string]),
    )
    const read = [
      'rows',
      'columns',
      'columns asked for',
      'labels',
      'labels that are numbers',
      'quoted cells',
      'quoted lines',
    ]
    expect(came.size).toBe(26)
    for (const [name, how] of came) expect(how, name).toBe(read.includes(name) ? 'read' : 'DataError')
  })
})

describe('examples/data/iris.csv', () => {
  const text = readFileSync(new URL('../../examples/data/iris.csv', import.meta.url), 'utf8')
  const { features, labels, classes, featureNames } = readLabelledCsv(text, { label: 'species' })
  const x = features.toArray()
  const meanOf = (rows: readonly (readonly number[])[], j: number) =>
    rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length

  test('has 150 flowers, 50 of each species', () => {
    expect(featureNames).toEqual(['sepal_length', 'sepal_width', 'petal_length', 'petal_width'])
    expect(classes).toEqual(['setosa', 'versicolor', 'virginica'])
    expect([0, 1, 2].map(k => labels.toArray().filter(label => label === k).length)).toEqual([50, 50, 50])
  })

  test('has the means that are published', () => {
    const means = [0, 1, 2].map(k =>
      meanOf(
        x.filter((_, i) => labels.data[i] === k),
        2,
      ),
    )
    for (const [k, mean] of [1.462, 4.26, 5.552].entries()) expect(means[k]).toBeCloseTo(mean, 12)
    for (const [j, mean] of [876.5, 458.6, 563.7, 179.9].entries())
      expect(meanOf(x, j)).toBeCloseTo(mean / 150, 12)
  })

  test("has Fisher's 35th and 38th rows, not UCI's", () => {
    expect(x[34]).toEqual([4.9, 3.1, 1.5, 0.2])
    expect(x[37]).toEqual([4.9, 3.6, 1.4, 0.1])
  })
})
