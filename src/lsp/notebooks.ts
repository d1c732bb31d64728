// The notebooks that a client has open, kept as it tells: their cells in order, each with its document.
import {
  type DidChangeNotebookDocumentParams,
  type DidOpenNotebookDocumentParams,
  type NotebookCell,
  NotebookCellKind,
  type TextDocumentItem,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Cell } from './page.js'

/** A notebook: its cells, and the documents of them by address. */
export interface Notebook {
  readonly uri: string
  readonly cells: readonly NotebookCell[]
  readonly documents: ReadonlyMap<string, TextDocument>
}

const created = ({ uri, languageId, version, text }: TextDocumentItem): readonly [string, TextDocument] => [
  uri,
  TextDocument.create(uri, languageId, version, text),
]

/** A notebook as it is opened. */
export const opened = ({
  notebookDocument: { uri, cells },
  cellTextDocuments,
}: DidOpenNotebookDocumentParams): Notebook => ({
  uri,
  cells,
  documents: new Map(cellTextDocuments.map(created)),
})

/** A notebook after a change: cells come and go, and their texts change. */
export function changed(
  { uri, cells, documents }: Notebook,
  { change }: DidChangeNotebookDocumentParams,
): Notebook {
  const { structure, data = [], textContent = [] } = change.cells ?? {}
  const array = structure?.array
  const arranged =
    array === undefined ? cells : cells.toSpliced(array.start, array.deleteCount, ...(array.cells ?? []))
  const known = new Map([...documents, ...(structure?.didOpen ?? []).map(created)])
  const present = new Set(arranged.map(({ document }) => document))
  for (const { uri } of structure?.didClose ?? []) if (!present.has(uri)) known.delete(uri)
  for (const { document, changes } of textContent) {
    const before = known.get(document.uri)
    if (before !== undefined)
      known.set(document.uri, TextDocument.update(before, [...changes], document.version))
  }
  return {
    uri,
    cells: arranged.map(cell => data.find(({ document }) => document === cell.document) ?? cell),
    documents: known,
  }
}

/** The cells of a notebook with their documents. */
export const cellsOf = ({ cells, documents }: Notebook): readonly Cell[] =>
  cells.flatMap(({ document: uri, kind }) => {
    const document = documents.get(uri)
    return document === undefined ? [] : [{ document, isText: kind === NotebookCellKind.Markup }]
  })
