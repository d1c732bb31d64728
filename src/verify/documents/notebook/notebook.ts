// Notebooks of Jupyter as the verifier reads them: their Markdown cells, each with the places of its file.

import { flawAt } from '../block.js'
import { nothingIn } from '../bytes.js'
import { type Document, documentOf, type Findings, type Format, type Help } from '../format.js'
import { knownMacros } from '../macros/known.js'
import { Reader } from '../markdown/reader.js'
import { fileSource, type Piece, type Source, sourceOf } from '../sourceMap.js'
import { type Json, JsonError, jsonIn, stringIn } from './json.js'

const HELP: Help = {
  given: [
    'Write one into a Markdown cell before the formulas, with all their symbols:',
    '```given',
    'X : real[m, n]',
    '```',
  ],
  display: ['Write $$ … $$ around what you claim, in a Markdown cell.'],
}

/** Notebooks, by the name of the file, or by what a text without a name holds. */
export const notebook: Format = {
  name: 'notebook',
  accepts: (file, text) =>
    /\.ipynb$/i.test(file) ||
    (!/\.\w+$/.test(file) && /^\ufeff?\s*\{/.test(text) && /"cell_type"\s*:/.test(text)),
  read: documentInNotebook,
}

function documentInNotebook(text: string): Document {
  try {
    const cells = cellsOf(jsonIn(text))
    if (cells === undefined) return broken(text, 0, 'it has no list of cells')
    // What a cell defines is known to those behind it, as MathJax has it.
    const known = knownMacros()
    const found = cells.flatMap((cell, i) => {
      const source = sourceIn(text, cell, i + 1)
      return source === undefined ? [] : [new Reader(source, known).read()]
    })
    return documentOf(text, together(found), HELP)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return broken(text, error.at, error.reason)
  }
}

const broken = (text: string, at: number, reason: string): Document =>
  nothingIn(
    text,
    flawAt(fileSource(text), { start: at, end: at + 1 }, `this is no notebook: ${reason}`, [], 'context'),
  )

/** The cells of a notebook; older ones have them in worksheets. */
function cellsOf(root: Json): readonly Json[] | undefined {
  const cells = itemsOf(member(root, 'cells'))
  if (cells !== undefined) return cells
  return itemsOf(member(root, 'worksheets'))?.flatMap(sheet => itemsOf(member(sheet, 'cells')) ?? [])
}

const member = (value: Json | undefined, name: string): Json | undefined =>
  value?.kind === 'object' ? value.members.get(name) : undefined

const itemsOf = (value: Json | undefined): readonly Json[] | undefined =>
  value?.kind === 'array' ? value.items : undefined

/** What a Markdown cell says: a string, or several with nothing between them. `undefined` where that is nothing. */
function sourceIn(json: string, cell: Json, number: number): Source | undefined {
  const type = member(cell, 'cell_type')
  if (type?.kind !== 'string' || stringIn(json, type.span).text !== 'markdown') return undefined
  const source = member(cell, 'source')
  let text = ''
  const pieces: Piece[] = []
  for (const line of source === undefined ? [] : (itemsOf(source) ?? [source])) {
    if (line.kind !== 'string') continue
    const said = stringIn(json, line.span, text.length)
    text += said.text
    pieces.push(...said.pieces)
  }
  return text === '' ? undefined : sourceOf(text, pieces, escaped, number)
}

/** A text as it stands between quotes. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

/** What all cells hold. */
const together = (found: readonly Findings[]): Findings => ({
  given: found.flatMap(({ given }) => given),
  displays: found.flatMap(({ displays }) => displays),
  inline: found.flatMap(({ inline }) => inline),
  flaws: found.flatMap(({ flaws }) => flaws),
  trouble: found.find(({ trouble }) => trouble !== undefined)?.trouble,
})
