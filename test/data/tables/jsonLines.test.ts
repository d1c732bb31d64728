// JSON lines: what JSON.stringify writes is read back, whatever the blocks; places are right; what is no table is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { encode, type JsonLinesOptions, jsonLinesSource, learnSchema } from '../../../src/data/index.js'
import { jsonLinesFile } from '../../../src/data/node/index.js'
import { ArgumentError } from '../../../src/errors.js'
import { numbersOf, outcome, textsOf } from './reading.js'

const directory = mkdtempSync(join(tmpdir(), 'chainrule-json-'))
afterAll(() => rmSync(directory, { recursive: true }))

const refusal = (text: string | Uint8Array, options: JsonLinesOptions = {}) =>
  outcome(() => textsOf(jsonLinesSource(text, options)))
const numbers = (values: string) =>
  outcome(() =>
    numbersOf(
      jsonLinesSource(
        values
          .split(' ')
          .map(v => `{"x":${v}}\n`)
          .join(''),
      ),
      'x',
    ),
  )

const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => text.trim() !== '')
const row = fc.dictionary(
  fc.oneof(word, fc.constantFrom('a', 'b', '__proto__')),
  fc.oneof(
    word,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(''),
  ),
  { maxKeys: 4 },
)

describe('JSON lines', () => {
  test('any rows that JSON.stringify writes read back, whatever the size of blocks', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\n\n  \n'),
        fc.integer({ min: 1, max: 80 }),
        fc.boolean(),
        (rows, end, blockBytes, wide) => {
          const names = [...new Set(rows.flatMap(Object.keys))]
          fc.pre(names.length > 0)
          const blank = wide ? ' ' : ''
          const lines = rows.map(r => {
            const pairs = Object.entries(r).map(pair =>
              pair.map(v => JSON.stringify(v)).join(`${blank}:${blank}`),
            )
            return `${blank}{${blank}${pairs.join(`${blank},${blank}`)}${blank}}${blank}`
          })
          const source = jsonLinesSource(lines.join(end), { blockBytes })
          expect(source.columns).toEqual(names)
          const wanted = rows.map(r =>
            names.map(name => {
              const value = Object.hasOwn(r, name) ? r[name] : null
              return value === null || value === ''
                ? undefined
                : typeof value === 'number'
                  ? JSON.stringify(value)
                  : String(value)
            }),
          )
          expect(textsOf(source)).toEqual(wanted)
        },
      ),
    )
  })

  test('numbers are the nearest float64, as JSON.parse has them', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), values => {
        expect(numbers(values.map(v => JSON.stringify(v)).join(' '))).toEqual(values.map(v => v + 0))
      }),
    )
  })

  it('reads -0, and every spelling of JSON', () => {
    expect(numbers('-0 0.10 1E3 1e-3 -2.5e+2 12345678901234567000')).toEqual([
      -0, 0.1, 1000, 0.001, -250, 12345678901234567000,
    ])
  })

  it('refuses numbers that float64 does not hold', () => {
    expect(numbers('1 1e400')).toBe(
      'json lines:2:6: range: "1e400" is too large for a number of 64 bits; correct it or remove the row',
    )
    expect(numbers('9007199254740993')).toContain('range: "9007199254740993" has more digits than fit')
    expect(numbers('1e-400')).toContain('is too small')
  })

  it('has the types of its values, and undefined where they are mixed or all missing', () => {
    const source = jsonLinesSource(
      '{"n":1,"t":"a","b":true,"m":1,"z":null}\n{"n":null,"t":"b","m":"x"}\n{"b":false}',
    )
    expect(source.types).toEqual(['number', 'text', 'boolean', undefined, undefined])
    expect(numbersOf(source, 'z')).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(outcome(() => numbersOf(source, 'm'))).toBe(
      'json lines:2:23: text: "x" is not a number; correct it, or leave out the column',
    )
    expect(outcome(() => numbersOf(source, 'b'))).toContain('true is not a number')
  })

  it('reads a key that is missing in some rows as missing, and never as text or 0', () => {
    const source = jsonLinesSource('{"x":1}\n{"y":"a"}\n{"x":0,"y":null}')
    expect(textsOf(source)).toEqual([
      ['1', undefined],
      [undefined, 'a'],
      ['0', undefined],
    ])
    expect(numbersOf(source, 'x')).toEqual([1, Number.NaN, 0])
  })

  it('takes other marks of missing values where they are given', () => {
    const source = jsonLinesSource('{"x":-999,"y":"NA"}\n{"x":-999.0,"y":"b"}', { missing: ['-999', 'NA'] })
    expect(numbersOf(source, 'x')).toEqual([Number.NaN, Number.NaN])
    expect(textsOf(source)).toEqual([
      [undefined, undefined],
      ['-999.0', 'b'],
    ])
    expect(textsOf(jsonLinesSource('{"y":"NA"}'))).toEqual([['NA']])
  })

  it('refuses nested values where their column is read, and there alone', () => {
    const source = jsonLinesSource('{"x":1,"tags":["a","}"]}\n{"x":2,"tags":null}')
    expect(numbersOf(source, 'x')).toEqual([1, 2])
    expect(outcome(() => textsOf(source))).toBe(
      'json lines:1:15: an array or an object is no value of a table; write each of its values under a key of its own',
    )
    expect(outcome(() => numbersOf(source, 'tags'))).toContain('json lines:1:15: text: an array or an object')
  })

  it('decodes escapes, in keys too', () => {
    const source = jsonLinesSource('{"a\\u0062":"\\ud83d\\ude00\\n\\"\\\\"}\n{"ab":"ü"}')
    expect(source.columns).toEqual(['ab'])
    expect(textsOf(source)).toEqual([['😀\n"\\'], ['ü']])
    expect(refusal('{"a":"\\ud83d"}')).toContain('1:6: half of a surrogate pair')
  })

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'json lines: the file has no row'],
    ['blank lines', ' \n\n', 'the file has no row'],
    ['empty objects', '{}\n{}', 'no value in any'],
    ['an array', '[{"x":1}]', '1:1: this line holds an array'],
    ['a number', '{"x":1}\n 7', '2:2: this line holds no object'],
    ['two objects on a line', '{"x":1} {"x":2}', '1:9: something follows the object'],
    ['an object over lines', '{\n"x":1}', '1:2: wanted a key in double quotes'],
    ['a nested object over lines', '{"x":{\n}}', '1:6: this bracket is not closed on its line'],
    ['brackets that cross', '{"x":[}]}', '1:7: this bracket closes none'],
    ['a comma behind the last', '{"x":1,}', '1:8: wanted a key'],
    ['no colon', '{"x" 1}', '1:6: wanted a colon'],
    ['no comma', '{"x":1 "y":2}', '1:8: wanted a comma'],
    ['no end', '{"x":1', '1:7: wanted a comma, or }'],
    ['a key twice', '{"é":1,"\\u00e9":2}', '1:8: the key "é" comes twice'],
    ['a blank key', '{" ":1}', '1:2: a key is blank'],
    ['NaN', '{"x":NaN}', '1:6: NaN and Infinity are not JSON; write null'],
    ['a word', '{"x":yes}', '1:6: wanted a value'],
    ['nothing for a value', '{"x":}', '1:6: wanted a value'],
    ['a zero in front', '{"x":01}', '1:6: this number begins with 0'],
    ['a point without digits', '{"x":1.}', 'digits are wanted'],
    ['hexadecimal', '{"x":0x10}', '1:7: wanted a comma'],
    ['a text that is not closed', '{"x":"a}', '1:6: this text opens a quote that is not closed'],
    ['a wrong escape', '{"x":"\\x41"}', '1:7: a backslash'],
    ['half an escape', '{"x":"\\u00"}', '1:7: a backslash'],
    ['a tab in a text', '{"x":"a\tb"}', '1:8: a control character'],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x7b, 0]), '1:1: the file is UTF-16'],
    [
      'Latin-1',
      Uint8Array.from([...new TextEncoder().encode('{"x":"a"}\n{"x":"'), 0xe9, 0x22, 0x7d]),
      '2:7: what follows is not UTF-8',
    ],
  ])('refuses %s', (_, text, words) => {
    expect(refusal(text)).toContain(words)
    expect(refusal(text, { blockBytes: 4 })).toBe(refusal(text))
  })

  it('counts places across blocks, blank lines and a byte order mark', () => {
    const text = `\ufeff{"x":1}\r\n\r\n${'{"x":2}\n'.repeat(50)}{"x":"ü","y":tru}`
    for (const blockBytes of [1, 16, 1000])
      expect(refusal(text, { blockBytes })).toContain('53:14: wanted a value')
  })

  it('refuses options that are none', () => {
    expect(() => jsonLinesSource('{"x":1}', { missing: 'NA' as unknown as string[] })).toThrow(ArgumentError)
    expect(() => jsonLinesSource('{"x":1}', { blockBytes: 0 })).toThrow(ArgumentError)
    expect(() => jsonLinesSource(1 as unknown as string)).toThrow('json lines: wants the text of a file')
  })

  it('is read from a file as from memory, and teaches a schema', () => {
    const path = join(directory, 'rows.jsonl')
    const text =
      '{"size":1.5,"kind":"a","y":"no"}\n{"size":2,"kind":"b","y":"yes"}\n{"size":null,"kind":"a","y":"no"}\n'
    writeFileSync(path, text)
    expect(textsOf(jsonLinesFile(path))).toEqual(textsOf(jsonLinesSource(text)))
    const schema = learnSchema(jsonLinesFile(path), { target: 'y', missing: { size: 'mean' } })
    const { x, classes } = encode(jsonLinesFile(path), schema)
    expect(classes).toEqual(['no', 'yes'])
    expect(x.shape[0]).toBe(3)
    expect(() => jsonLinesFile(join(directory, 'none.jsonl'))).toThrow('cannot be read')
  })
})
