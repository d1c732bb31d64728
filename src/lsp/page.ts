// What a client has open, as the file that is checked: a text as it is, a notebook as the JSON that it would be saved as.
import type { Location, Position } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Span } from '../verify/index.js'

/** A file that is open: its text, and the way between places there and places in the client's documents. */
export interface Page {
  /** The document's address, or the notebook's. */
  readonly uri: string
  /** The name that says how the file is read. */
  readonly file: string
  readonly text: string
  /** The client's documents: a text is one, a notebook has one a cell. */
  readonly documents: readonly TextDocument[]
  /** Where a stretch of the file stands; `undefined` where no document holds it. */
  place(span: Span): Location | undefined
  /** The offset in the file of a place. */
  offsetAt(uri: string, position: Position): number
  /** What a document says where the file says this. */
  said(text: string): string
}

/** The endings that tell formats, by the language that a client says a document is in. */
const ENDINGS: Readonly<Record<string, string>> = {
  markdown: '.md',
  quarto: '.md',
  rmd: '.md',
  latex: '.tex',
  tex: '.tex',
  plaintex: '.tex',
}

/** The name of a document for its reader. What a client says of the language counts: jupytext shows a notebook as Markdown. */
function fileOf({ uri, languageId }: TextDocument): string {
  const name = nameOf(uri)
  const ending = ENDINGS[languageId]
  return ending === undefined || name.endsWith(ending) ? name : name + ending
}

/** The last part of an address, without what is escaped in it. */
function nameOf(uri: string): string {
  const last = uri.replace(/[?#].*$/, '').replace(/^.*\//, '')
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/** A document that is a file. */
export function textPage(document: TextDocument): Page {
  const { uri } = document
  return {
    uri,
    file: fileOf(document),
    text: document.getText(),
    documents: [document],
    place: ({ start, end }) => ({
      uri,
      range: { start: document.positionAt(start), end: document.positionAt(end) },
    }),
    offsetAt: (_, position) => document.offsetAt(position),
    said: text => text,
  }
}

/** A cell of a notebook, and whether it is prose. */
export interface Cell {
  readonly document: TextDocument
  readonly isText: boolean
}

/** What JSON may not say as it is: marks, what controls, and halves of letters. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

/** The text of a cell as a string of JSON, and where in that each of its units stands; the last is the end. */
function written(text: string): { readonly json: string; readonly starts: readonly number[] } {
  const starts = [0]
  let json = ''
  for (const letter of text) {
    // A letter of two units is written as it is, and its second unit has a place of its own.
    if (letter.length === 2) starts.push(json.length + 1)
    json += ESCAPED.test(letter) ? JSON.stringify(letter).slice(1, -1) : letter
    starts.push(json.length)
  }
  return { json, starts }
}

/** A notebook whose cells are documents. */
export function notebookPage(uri: string, cells: readonly Cell[]): Page {
  let text = '{"cells":['
  /** Where the text of each cell begins in the file, and each of its units behind that. */
  const places: { readonly start: number; readonly starts: readonly number[] }[] = []
  for (const { document, isText } of cells) {
    const { json, starts } = written(document.getText())
    const kind = isText ? '"markdown"' : '"code","execution_count":null,"outputs":[]'
    text += `${places.length === 0 ? '' : ','}{"cell_type":${kind},"metadata":{},"source":"`
    places.push({ start: text.length, starts })
    text += `${json}"}`
  }
  text += '],"metadata":{},"nbformat":4,"nbformat_minor":5}'
  return {
    uri,
    file: `${nameOf(uri).replace(/\.ipynb$/, '')}.ipynb`,
    text,
    documents: cells.map(({ document }) => document),
    place(span) {
      // What is wrong with the whole is said where it begins.
      const i = Math.max(
        0,
        places.findLastIndex(({ start }) => start <= span.start),
      )
      const [cell, known] = [cells[i], places[i]]
      if (cell === undefined || known === undefined) return undefined
      const positionOf = (offset: number): Position => {
        const within = known.starts.findLastIndex(start => known.start + start <= offset)
        return cell.document.positionAt(Math.max(0, within))
      }
      return { uri: cell.document.uri, range: { start: positionOf(span.start), end: positionOf(span.end) } }
    },
    offsetAt(id, position) {
      const i = cells.findIndex(({ document }) => document.uri === id)
      const [cell, known] = [cells[i], places[i]]
      if (cell === undefined || known === undefined) return 0
      return known.start + known.starts[cell.document.offsetAt(position)]!
    },
    said: json => JSON.parse(`"${json}"`),
  }
}
