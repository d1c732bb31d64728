// Places of files and of the client's documents: a text has the same, a notebook is JSON that the cells are shown from.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotebookCellKind } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { cellsOf, changed, opened } from '../../src/lsp/notebooks.js'
import { notebookPage, textPage } from '../../src/lsp/page.js'

const URI = 'file:///tmp/a.ipynb'
const document = (uri: string, text: string, languageId = 'markdown') =>
  TextDocument.create(uri, languageId, 1, text)
const cellsWith = (...texts: readonly string[]) =>
  texts.map((text, i) => ({ document: document(`cell:${i}`, text), isText: i % 2 === 0 }))

describe('the name of a text', () => {
  it('tells its format, by its ending or by the language that the client says it is in', () => {
    const named = (uri: string, language: string) => textPage(document(uri, '', language)).file
    expect([
      named('file:///a/b%20c.md', 'markdown'),
      named('untitled:Untitled-1', 'latex'),
      named('file:///a/thesis.TEX', 'tex'),
      named('file:///a.ipynb', 'markdown'),
      named('file:///a.ipynb', 'json'),
      named('file:///a.qmd', 'quarto'),
      named('file:///%E0%A4%A.md', 'markdown'),
      named('git:/a.md?%7B%22ref%22%7D', 'markdown'),
    ]).toEqual([
      'b c.md',
      'untitled:Untitled-1.tex',
      'thesis.TEX.tex',
      'a.ipynb.md',
      'a.ipynb',
      'a.qmd.md',
      '%E0%A4%A.md',
      'a.md',
    ])
  })
})

describe('a notebook', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '\r\n', '\t', '𝟙', 'é', '\ud835', '\u2028', '\u0001', '$'),
  })

  it('is the JSON that it would be saved as', () => {
    const page = notebookPage(URI, cellsWith('# A\n"x" \\alpha', 'print("𝟙")'))
    expect(page.file).toBe('a.ipynb')
    expect(JSON.parse(page.text)).toEqual({
      cells: [
        { cell_type: 'markdown', metadata: {}, source: '# A\n"x" \\alpha' },
        { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: 'print("𝟙")' },
      ],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    })
  })

  it('leads from each place of a cell to the file and back', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        (texts, which, where) => {
          const page = notebookPage(URI, cellsWith(...texts))
          const cell = page.documents[which % texts.length]!
          const position = cell.positionAt(where % (cell.getText().length + 1))
          const start = page.offsetAt(cell.uri, position)
          const place = page.place({ start, end: start })
          // What stands in the file before it is what stands in the cell before it.
          const before = page.text.slice(page.offsetAt(cell.uri, { line: 0, character: 0 }), start)
          expect(page.said(before)).toBe(cell.getText().slice(0, cell.offsetAt(position)))
          expect(place).toEqual({ uri: cell.uri, range: { start: position, end: position } })
        },
      ),
    )
  })

  it('has its troubles as a whole in its first cell, and none where it has no cell', () => {
    const whole = { start: 0, end: 0 }
    const start = { line: 0, character: 0 }
    expect(notebookPage(URI, cellsWith('a', 'b')).place(whole)).toEqual({
      uri: 'cell:0',
      range: { start, end: start },
    })
    expect(notebookPage(URI, []).place(whole)).toBe(undefined)
    expect(notebookPage(URI, cellsWith('a')).offsetAt('cell:9', start)).toBe(0)
  })
})

describe('what a client tells of a notebook', () => {
  const item = (uri: string, text: string) => ({ uri, languageId: 'markdown', version: 1, text })
  const cell = (uri: string, kind: NotebookCellKind = NotebookCellKind.Markup) => ({ kind, document: uri })
  const first = opened({
    notebookDocument: {
      uri: URI,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: [cell('c:1'), cell('c:2', NotebookCellKind.Code)],
    },
    cellTextDocuments: [item('c:1', 'one'), item('c:2', 'two')],
  })
  const told = (cells: object) =>
    cellsOf(changed(first, { notebookDocument: { uri: URI, version: 2 }, change: { cells } })).map(
      ({ document, isText }) => [document.uri, document.getText(), isText],
    )

  it('is kept: cells that come, go, change places, become prose', () => {
    const arranged = (start: number, deleteCount: number, ...cells: readonly object[]) => ({
      start,
      deleteCount,
      cells,
    })
    expect(
      told({ structure: { array: arranged(1, 0, cell('c:3')), didOpen: [item('c:3', 'three')] } }),
    ).toEqual([
      ['c:1', 'one', true],
      ['c:3', 'three', true],
      ['c:2', 'two', false],
    ])
    expect(told({ structure: { array: arranged(0, 1), didClose: [{ uri: 'c:1' }] } })).toEqual([
      ['c:2', 'two', false],
    ])
    expect(
      told({ structure: { array: arranged(0, 2, cell('c:2', NotebookCellKind.Code), cell('c:1')) } }),
    ).toEqual([
      ['c:2', 'two', false],
      ['c:1', 'one', true],
    ])
    expect(told({ data: [cell('c:2')] })).toEqual([
      ['c:1', 'one', true],
      ['c:2', 'two', true],
    ])
  })

  it('is kept: texts that change', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }
    const changes = [
      { range, text: 'z' },
      { range: { start: range.start, end: range.start }, text: '𝟙' },
    ]
    expect(told({ textContent: [{ document: { uri: 'c:1', version: 2 }, changes }] })[0]).toEqual([
      'c:1',
      '𝟙zne',
      true,
    ])
  })
})
