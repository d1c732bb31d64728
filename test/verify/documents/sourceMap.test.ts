// Source maps: each character of a formula has its place in the file, and a change of the formula is a change of the file.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentIn } from '../../../src/verify/documents/formats.js'
import { mapOf, type SourceMap, sourceOf } from '../../../src/verify/documents/sourceMap.js'
import { edited } from '../../../src/verify/text/source.js'
import { jsonPieces } from './json.js'

const GIVEN = '```given\nx : real\n```\n\n'
const displayIn = (file: string): SourceMap => {
  const { displays, flaws, trouble } = documentIn('p.md', file)
  expect([flaws, trouble, displays.length]).toEqual([[], undefined, 1])
  return displays[0]!.map
}

/** A formula but for how its lines end and how far they are indented. */
const flat = (formula: string): string => formula.replace(/[ \t]*(\r\n?|\n)[ \t]*/g, '\n').trim()

const lines = fc
  .array(
    fc
      .array(fc.constantFrom('a', '=', ' ', '+', '\\\\', '\\frac{1}{m}', 'θ', '𝟙', '\t', '> b'), {
        minLength: 1,
        maxLength: 5,
      })
      .map(parts => `x${parts.join('')}y`),
    { minLength: 1, maxLength: 4 },
  )
  .map(all => all.join('\n'))

/** How a display stands in a file: what its lines begin with, and what opens and closes it. */
const settings: readonly (readonly [first: string, further: string, open: string, close: string])[] = [
  ['', '', '$$', '$$'],
  ['> ', '> ', '$$', '$$'],
  ['> ', '> ', '$$\n', '\n$$'],
  ['> > ', '> > ', '$$', '$$'],
  ['>', '>', '```math\n', '\n```'],
  ['> ', '> ', '~~~math\n', '\n~~~'],
  ['- ', '  ', '$$', '$$'],
  ['1. ', '   ', '```math\n', '\n```'],
  ['> - ', '>   ', '$$\n', '\n$$'],
  ['- > ', '  > ', '```math\n', '\n```'],
  ['-\t', '\t', '\\[', '\\]'],
]
const files = fc
  .record({
    formula: lines,
    setting: fc.constantFrom(...settings),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.constantFrom('', '\ufeff'),
  })
  .map(({ formula, setting: [first, further, open, close], newline, mark }) => {
    const display = first + `${open}${formula}${close}`.replaceAll('\n', `\n${further}`)
    return mark + `${GIVEN}Text, θ.\n\n${display}\n\nText.\n`.replaceAll('\n', newline)
  })

/** Offsets of a text that are not within a character, a line break or a command. */
const seams = (text: string): readonly number[] =>
  [...text.matchAll(/\r\n|\\[a-z]+|\\?[\s\S]/gu)].map(({ index }) => index).concat(text.length)

/** What a change puts into a formula. */
const replacements = fc.constantFrom('', '-', 'c', '\\frac{1}{n}', '𝟙 + θ', 'c\n+ d', 'c \\\\\n  > d')

describe('a display of a Markdown file', () => {
  it('leads to its place and back, at every offset', () => {
    fc.assert(
      fc.property(files, file => {
        const map = displayIn(file)
        for (let offset = 0; offset <= map.text.length; offset++) {
          const there = map.positionOf(offset)
          expect(map.offsetAt(there.offset)).toBe(offset)
          const said = file[there.offset]!
          if (offset < map.text.length)
            expect([said, said.replace('>', ' ').replace('\r', '\n')]).toContain(map.text[offset])
          const before = file.slice(file.startsWith('\ufeff') ? 1 : 0, there.offset).split(/\r\n|\n|\r(?!\n)/)
          if (file[there.offset - 1] !== '\r' || said !== '\n')
            expect([there.line, there.column]).toEqual([before.length, before.at(-1)!.length + 1])
        }
      }),
    )
  })

  it('is changed in the file as it is by itself', () => {
    const changes = fc.record({ file: files, replacement: replacements, a: fc.nat(), b: fc.nat() })
    fc.assert(
      fc.property(changes, ({ file, replacement, a, b }) => {
        const map = displayIn(file)
        const ends = seams(map.text)
        const [start = 0, end = 0] = [ends[a % ends.length]!, ends[b % ends.length]!].sort((p, q) => p - q)
        const patched = map.text.slice(0, start) + replacement + map.text.slice(end)
        // An empty line ends a paragraph, and the display with it.
        fc.pre(patched.split(/\r\n|\r|\n/).every(line => line.trim() !== ''))
        const edit = map.editFor({ start, end }, replacement)
        const again = displayIn(edited(file, [edit]))
        expect(flat(again.text)).toBe(flat(patched))
        // To the character, where no line break comes or goes, nor a blank before a line.
        const across = map.text.slice(start, end) + replacement
        const before = map.text.slice(0, start)
        if (!/[\r\n]/.test(across) && !/[\r\n][ \t]*$/.test(before)) expect(again.text).toBe(patched.trim())
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps marks of quotes where a line stays, and takes them along with its line break', () => {
    const file = `${GIVEN}> $$a =\n> b$$`
    const map = displayIn(file)
    const with_ = (part: string, replacement: string) => {
      const start = map.text.indexOf(part)
      return edited(file, [map.editFor({ start, end: start + part.length }, replacement)]).slice(GIVEN.length)
    }
    expect(map.text).toBe('a =\n  b')
    expect(with_('b', 'c +\nd')).toBe('> $$a =\n> c +\n> d$$')
    expect(with_(' b', 'c')).toBe('> $$a =\n> c$$')
    expect(with_('=\n', '= 2')).toBe('> $$a = 2  b$$')
    expect(with_('=\n  b', '= 2')).toBe('> $$a = 2$$')
  })
})

describe('a text that a file says in pieces', () => {
  it('leads to its place and back, and is changed in the file', () => {
    const texts = fc.array(fc.constantFrom('a', '"', '\\', '\n', '\t', 'θ', '𝟙', ' = ', '/'), {
      maxLength: 12,
    })
    const ways = fc.record({ text: texts, escaped: fc.infiniteStream(fc.boolean()), change: replacements })
    fc.assert(
      fc.property(ways, fc.nat(), fc.nat(), ({ text: parts, escaped, change }, a, b) => {
        const text = parts.join('')
        // Any character may be written as an escape, so that one text has many files.
        const said = [...text.split('')].map(c =>
          escaped.next().value || /["\\\n\t]/.test(c)
            ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
            : c,
        )
        const file = `{ "cell": "${said.join('')}" }`
        const read = (json: string) => {
          const { text: inner, pieces } = jsonPieces(json, json.indexOf(': "') + 2)
          const source = sourceOf(inner, pieces, new_ => JSON.stringify(new_).slice(1, -1), 3)
          return mapOf(source, { start: 0, end: inner.length })
        }
        const map = read(file)
        expect(map.text).toBe(text)
        for (let offset = 0; offset <= text.length; offset++) {
          const there = map.positionOf(offset)
          expect([map.offsetAt(there.offset), there.cell]).toEqual([offset, 3])
        }
        const [start = 0, end = 0] = [a, b].map(n => n % (text.length + 1)).sort((p, q) => p - q)
        const patched = edited(file, [map.editFor({ start, end }, change)])
        expect(JSON.parse(patched).cell).toBe(text.slice(0, start) + change + text.slice(end))
        expect(read(patched).text).toBe(JSON.parse(patched).cell)
      }),
    )
  })
})

describe('changes of one file', () => {
  it('are made together, in any order', () => {
    const edits = [
      { span: { start: 4, end: 5 }, text: 'E!' },
      { span: { start: 0, end: 1 }, text: '' },
      { span: { start: 2, end: 2 }, text: '-' },
    ]
    expect(edited('abcdef', edits)).toBe('b-cdE!f')
  })

  it('may touch', () => {
    const edits = [
      { span: { start: 3, end: 5 }, text: 'X' },
      { span: { start: 3, end: 3 }, text: 'Y' },
      { span: { start: 5, end: 6 }, text: 'Z' },
    ]
    expect(edited('abcdef', edits)).toBe('abcYXZ')
    expect(edited('abcdef', edits.toReversed())).toBe('abcYXZ')
  })

  it('are refused where they overlap, or are of another text', () => {
    const edit = (start: number, end: number) => ({ span: { start, end }, text: '-' })
    const both = [edit(0, 3), edit(2, 4)]
    expect(() => edited('abcdef', both)).toThrow('changes overlap: one ends at 3, and one starts at 2')
    expect(() => edited('abc', [edit(2, 4)])).toThrow('the span from 2 to 4 is not within a text of 3')
    expect(() => edited('abc', [edit(2, 1)])).toThrow('the span from 2 to 1 is not within a text of 3')
  })
})
