// A document format is one object: one that is made up here goes through a check, and gets its repair written back.
import { describe, expect, it } from 'vitest'
import { checkPaper, type Engine } from '../../../src/verify/documents/checkPaper.js'
import { documentOf, type Findings, type Format } from '../../../src/verify/documents/format.js'
import { documentIn, FORMATS } from '../../../src/verify/documents/formats.js'
import { Reader } from '../../../src/verify/documents/markdown/reader.js'
import { sourceOf } from '../../../src/verify/documents/sourceMap.js'
import type { Context } from '../../../src/verify/index.js'
import {
  edited,
  paperJSON,
  type Repair,
  renderHandback,
  renderPaper,
  verifyAll,
} from '../../../src/verify/index.js'
import { defining, recoverGiven } from '../../../src/verify/meaning/index.js'
import { jsonPieces } from './json.js'

const ENGINE: Engine<Context> = { recover: recoverGiven, verifyAll, defining }

/** A list of cells of Markdown, each a string of JSON. */
const cells: Format = {
  name: 'cells',
  accepts: file => file.endsWith('.cells'),
  read(text) {
    const found = [...text.matchAll(/^ "/gm)].map(({ index }, i) => {
      const cell = jsonPieces(text, index + 1)
      const write = (said: string) => JSON.stringify(said).slice(1, -1)
      return new Reader(sourceOf(cell.text, cell.pieces, write, i + 1)).read()
    })
    const all = <K extends 'given' | 'displays' | 'inline' | 'flaws'>(key: K) =>
      found.flatMap(({ [key]: some }) => some as readonly Findings[K][number][])
    const findings = {
      given: all('given'),
      displays: all('displays'),
      inline: all('inline'),
      flaws: all('flaws'),
      trouble: found.find(({ trouble }) => trouble !== undefined)?.trouble,
    }
    return documentOf(text, findings, { given: [], display: [] })
  },
}

const check = (text: string, options = {}) =>
  checkPaper('a.cells', text, ENGINE, options, [cells, ...FORMATS])

const GIVEN =
  '# P\n\n```given\nX : real[m, n]\nw : real[n]\nt : real[m]\nL = \\frac{1}{2} \\|X w - t\\|^2\n```'
const WRONG = 'So, θ:\r\n\r\n> $$ \\nabla_w L\r\n> = X^\\top (X w + t) $$\r\n'
const fileOf = (...texts: readonly string[]) =>
  `[\n${texts.map(text => ` ${JSON.stringify(text).replace(/θ/g, '\\u03b8')}`).join(',\n')}\n]\n`

describe('a format that is made up', () => {
  const file = fileOf(GIVEN, WRONG, 'Let $t$ be\n\n$$ X + 1 $$\n\n$$ never')
  const paper = check(file, { strict: true })

  it('is found by what it accepts', () => {
    expect(documentIn('a.cells', file, [cells, ...FORMATS]).displays[0]!.cell).toBe(2)
    expect(documentIn('a.md', file, [cells, ...FORMATS]).displays[0]?.cell).toBe(undefined)
    expect(FORMATS.map(({ name }) => name)).toEqual(['latex', 'notebook', 'markdown'])
  })

  it('has its claims, its gaps and its flaws at their places, in every report', () => {
    const placed = [...paper.claims, ...paper.unchecked].map(({ cell, line, column, offset, source }) => {
      const said = JSON.stringify(source.replace(/\n */g, '\n> ')).slice(1, -1)
      expect(file.slice(offset, offset + said.length)).toBe(said)
      return [cell, line, column]
    })
    expect(placed).toEqual([
      [2, 3, 6],
      [3, 5, 1],
      [3, 1, 6],
      [3, 3, 4],
    ])
    const text = renderPaper(paper)
    expect(text).toContain('a.cells:cell 2:3:6: refuted\n4 |   = X^\\top (X w + t)\n')
    expect(text).toContain('a.cells:cell 3:3:4: not checked: without a relation\n3 | X + 1\n')
    expect(text).toContain('2 formulas not checked, lines 1 of cell 3 and 3 of cell 3\n')
    expect(renderHandback(paper)).toContain('| line 3 of cell 2 | 3 of cell 2 | refuted |')
    expect(paperJSON(paper).claims[0]).toMatchObject({ cell: 2, line: 3, column: 6 })
  })

  it('gets a repair written back into its file, and nothing else is touched', () => {
    const { map, report } = paper.claims[0]!
    const repair = report!.steps[0]!.diagnoses[0]!.repair as Repair
    const edit = map.editFor(repair.span, repair.replacement)
    const mended = edited(file, [edit])
    expect(mended).toBe(file.replace('w + t', 'w - t'))
    const { source, report: again } = check(mended).claims[0]!
    expect([source, again!.verdict]).toEqual([repair.patched, 'holds'])
  })

  it('has what is wrong with its given block at its place', () => {
    const broken = file.replace('w : real', 'w : rael')
    const [flaw] = check(broken).given
    expect(flaw).toMatchObject({ cell: 1, line: 5, column: 5 })
    expect(broken.slice(flaw!.span.start, flaw!.span.end)).toBe('rael')
    expect(renderPaper(check(broken))).toContain('a.cells:cell 1:5:5: not read\n  | ')
  })
})

describe('a repair of a Markdown paper', () => {
  it('is written back, whatever stands around its formula', () => {
    const display =
      '> 1. So\n>    ```math\n>    \\nabla_w L &= X^\\top X w - X^\\top t \\\\\n>    &= X^\\top (X w + t)\n>    ```\n'
    const text = `\ufeff${GIVEN}\n\n${display}`.replaceAll('\n', '\r\n')
    const paper = checkPaper('p.md', text, ENGINE)
    const { map, report } = paper.claims[0]!
    const { repair } = report!.steps[1]!.diagnoses[0]!
    const edit = map.editFor(repair!.span, repair!.replacement)
    expect(edited(paper.text, [edit])).toBe(text.replace('w + t', 'w - t'))
  })
})
