// Notebooks as the verifier reads them: their Markdown cells, exact places in cells and in the file, and every kind of trouble.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentIn } from '../../../../src/verify/documents/formats.js'
import { JsonError, jsonIn } from '../../../../src/verify/documents/notebook/json.js'
import { checkPaper, edited, renderPaper } from '../../../../src/verify/index.js'
import { runWithin } from '../../../support/limited.js'

type Cell = Readonly<Record<string, unknown>>
const markdown = (...source: readonly string[]): Cell => ({ cell_type: 'markdown', metadata: {}, source })
const code: Cell = {
  cell_type: 'code',
  source: ['$$ x = 1 $$'],
  outputs: [{ output_type: 'display_data', data: { 'text/latex': ['$$ x = 2 $$'] } }],
}
const fileOf = (cells: readonly Cell[], indent = 1): string =>
  `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, indent)}\n`

const GIVEN = markdown('# P\n', '\n', '```given\n', 'w : real[n]\n', 'L = \\|w\\|^2\n', '```')

describe('a notebook', () => {
  const wrong = markdown('So, θ:\n', '\n', '> \\begin{align}\n', '> \\nabla_w L &= 3 w\n', '> \\end{align}')
  const file = fileOf([GIVEN, code, wrong, markdown('Let $t$ be ', '$$ L + 1 $$')])
  const paper = checkPaper('a.ipynb', file, { strict: true })

  it('has its claims and its gaps at their places', () => {
    expect(
      paper.claims.map(({ cell, line, column, report }) => [cell, line, column, report?.verdict]),
    ).toEqual([[3, 4, 3, 'refuted']])
    expect(paper.unchecked.map(({ cell, line, column, source }) => [cell, line, column, source])).toEqual([
      [4, 1, 6, 't'],
      [4, 1, 15, 'L + 1'],
    ])
    expect(renderPaper(paper)).toContain('a.ipynb:cell 3:4:3: refuted')
  })

  it('gets a repair written back, and nothing else is touched', () => {
    const { map, report } = paper.claims[0]!
    const { repair } = report!.steps[0]!.diagnoses[0]!
    const mended = edited(file, [map.editFor(repair!.span, repair!.replacement)])
    expect(mended).toBe(file.replace('3 w', '2 w'))
  })

  it('may have its sources as strings, its cells in worksheets, and no name', () => {
    const cells = [
      { ...GIVEN, source: (GIVEN['source'] as string[]).join('') },
      markdown('$$ L = w^\\top w $$'),
    ]
    const old = JSON.stringify({ nbformat: 3, worksheets: [{ cells }] })
    for (const name of ['a.ipynb', '<stdin>'])
      expect(checkPaper(name, old).claims.map(({ cell, report }) => [cell, report?.verdict])).toEqual([
        [2, 'holds'],
      ])
  })

  it('knows macros of earlier cells', () => {
    const cells = [GIVEN, markdown('$$\\newcommand{\\g}{\\nabla_w L}$$'), markdown('$$ \\g = 2 w $$')]
    expect(checkPaper('a.ipynb', fileOf(cells)).exitCode).toBe(0)
  })

  it('joins lines with nothing between, wherever they were cut', () => {
    const cell = markdown('$$ \\nab', 'la_w L\u2028', ' = 2 w', ' $', '$')
    const [display] = documentIn('a.ipynb', fileOf([GIVEN, cell])).displays
    expect(display!.text).toBe('\\nabla_w L\u2028 = 2 w')
  })

  it('is read past empty sources, attachments and what is no text', () => {
    const odd = [
      markdown(),
      { cell_type: 'markdown' },
      { cell_type: 'markdown', source: 7, attachments: { a: { 'image/png': '$$ x = 1 $$' } } },
      { cell_type: 'markdown', source: [1, '$$ L = L $$'] },
      { cell_type: 'raw', source: ['$$ x = 1 $$'] },
      7,
    ]
    const { displays } = documentIn('a.ipynb', fileOf([GIVEN, ...(odd as Cell[])]))
    expect(displays.map(({ cell, text }) => [cell, text])).toEqual([[5, 'L = L']])
  })

  it.each<readonly [string, number, number, string]>([
    ['', 1, 1, 'this is no notebook: a value is wanted here, not the end of the file'],
    ['{\n "cells": [}', 2, 12, "this is no notebook: a value is wanted here, not '}'"],
    ['{"cells": [1 2]}', 1, 14, "this is no notebook: ',' or ']' is wanted here, not '2'"],
    ['{"cells" []}', 1, 10, "this is no notebook: ':' is wanted here, not '['"],
    ['{"cells": "a\n"}', 1, 13, 'this is no notebook: the end of this string, a quote, is wanted here, not'],
    ['{"cells": "\\x"}', 1, 12, "this is no notebook: an escape such as \\n is wanted here, not '\\'"],
    ['{"cells": []} x', 1, 15, "this is no notebook: the end of the file is wanted here, not 'x'"],
    ['{"cells": 01}', 1, 11, "this is no notebook: a value is wanted here, not '0'"],
    ['{"a": 1}', 1, 1, 'this is no notebook: it has no list of cells'],
    ['{"cells": []}', 1, 1, 'there is no given block: nothing says what the symbols are'],
    ['['.repeat(100_000), 1, 202, 'this is no notebook: values are nested too deep here'],
  ])('that is broken is told so: %#', (text, line, column, reason) => {
    const { trouble } = documentIn('a.ipynb', text)
    expect([trouble!.line, trouble!.column]).toEqual([line, column])
    expect(trouble!.reason).toContain(reason)
  })
})

describe('JSON with places', () => {
  it('is what JSON.parse reads, and nothing else is', () => {
    const near = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '\\', ',', '0', 'e', '\n', ']', '}', ' '))
      .map(
        ([text, at, sign]) =>
          text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
      )
    const isRead = (read: () => unknown): boolean => {
      try {
        read()
        return true
      } catch (error) {
        if (!(error instanceof JsonError) && !(error instanceof SyntaxError)) throw error
        return false
      }
    }
    fc.assert(
      fc.property(fc.oneof(fc.json(), near), text => {
        expect(isRead(() => jsonIn(text))).toBe(isRead(() => JSON.parse(text)))
      }),
      { numRuns: 1000 },
    )
  })

  it('is read quickly, pictures and all', () => {
    const program = `
      import { documentIn } from './src/verify/documents/formats.js'
      const picture = 'iVBORw0KGgo'.repeat(1_000_000)
      console.log(documentIn('a.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', outputs: [picture] }] })).trouble.reason)
      documentIn('a.ipynb', '{"a":'.repeat(100_000))
      documentIn('a.ipynb', JSON.stringify({ cells: [{ cell_type: 'markdown', source: new Array(50_000).fill('a $\\\\alpha$ "b"\\n') }] }))`
    expect(runWithin(program, { seconds: 10, megabytes: 512 })).toContain('there is no given block')
  })
})

describe('a display of a notebook', () => {
  const parts = fc.array(fc.constantFrom('a', '"', '\\\\', '\\alpha ', 'θ', '𝟙', ' = ', '/', '\n', '\t'), {
    maxLength: 12,
  })
  const ways = fc.record({
    inner: parts.map(all => `x${all.join('').replace(/\n\s*/g, '\n+ ')}y`),
    cuts: fc.infiniteStream(fc.boolean()),
    escaped: fc.infiniteStream(fc.boolean()),
    change: fc.constantFrom('', '-', 'c', '\\frac{1}{n}', '𝟙 + "θ"', 'c\n+ d'),
    mark: fc.constantFrom('', '\ufeff'),
  })

  it('leads to its place and back, and is changed in the file', () => {
    fc.assert(
      fc.property(ways, fc.nat(), fc.nat(), ({ inner, cuts, escaped, change, mark }, a, b) => {
        const said = [...`Text.\n\n$$${inner}$$`.split('')].map(c => {
          const plain = escaped.next().value
            ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
            : JSON.stringify(c).slice(1, -1)
          return plain + (cuts.next().value ? '",\n   "' : '')
        })
        const file = `${mark}{"cells": [${JSON.stringify(GIVEN)}, {"cell_type": "markdown", "source": ["${said.join('')}"]}]}`
        const displayOf = (text: string) => documentIn('a.ipynb', text).displays[0]!
        const { map, cell, line } = displayOf(file)
        expect([map.text, cell, line]).toEqual([inner, 2, 3])
        for (let at = 0; at <= inner.length; at++) expect(map.offsetAt(map.positionOf(at).offset)).toBe(at)
        const [start = 0, end = 0] = [a, b].map(n => n % (inner.length + 1)).sort((p, q) => p - q)
        const patched = inner.slice(0, start) + change + inner.slice(end)
        fc.pre(
          patched.trim() !== '' &&
            !/\n\s*\n|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(patched),
        )
        fc.pre(!/(?<!\\)(\\\\)*\\$/.test(patched))
        const mended = edited(file, [map.editFor({ start, end }, change)])
        expect(displayOf(mended).text).toBe(patched.trim())
      }),
      { numRuns: 500 },
    )
  })
})
