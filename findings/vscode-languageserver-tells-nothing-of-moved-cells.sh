#!/usr/bin/env bash
# vscode-languageserver: NotebookDocuments fires no change event where cells of a notebook only change places.
#
# One expects onDidChange for every didChange notification that changes the notebook. Cells that are swapped, or dragged
# elsewhere, are sent as one splice without opened or closed documents; the library takes the new order over and tells
# nobody. A server that checks a notebook from its first cell to its last, on that event, keeps what it said of the old order.
#
# vscode-languageserver 11.0.0, vscode-languageserver-textdocument 1.0.16. Output: `seen` below.
# Ours: test/lsp/page.test.ts, "is kept: cells that come, go, change places, become prose".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > install.log
npm install --silent vscode-languageserver@11.0.0 vscode-languageserver-textdocument@1.0.16 >> install.log

cat > see.mjs <<'JS'
import { NotebookDocuments } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'

// A connection that only remembers who listens for what.
const handlers = {}
const remember = new Proxy({}, { get: (_, name) => handler => ((handlers[name] = handler), { dispose() {} }) })
const connection = new Proxy({}, { get: (_, name) => (name === 'notebooks' ? { synchronization: remember } : remember[name]) })

const notebooks = new NotebookDocuments(TextDocument)
let changes = 0
notebooks.onDidChange(() => changes++)
notebooks.listen(connection)

const uri = 'file:///a.ipynb'
const cell = name => ({ kind: 1, document: `${uri}#${name}` })
const text = name => ({ uri: `${uri}#${name}`, languageId: 'markdown', version: 1, text: name })
const cells = [cell('a'), cell('b')]
await handlers.onDidOpenNotebookDocument({
  notebookDocument: { uri, notebookType: 'jupyter-notebook', version: 1, cells },
  cellTextDocuments: [text('a'), text('b')],
})
const splice = (version, array, more) =>
  handlers.onDidChangeNotebookDocument({ notebookDocument: { uri, version }, change: { cells: { structure: { array, ...more } } } })
const order = () => notebooks.getNotebookDocument(uri).cells.map(({ document }) => document.slice(-1)).join(' ')

await splice(2, { start: 0, deleteCount: 2, cells: [cell('b'), cell('a')] })
console.log(`cells swapped: now ${order()}, change events ${changes}`)
await splice(3, { start: 2, deleteCount: 0, cells: [cell('c')] }, { didOpen: [text('c')] })
console.log(`cell added: now ${order()}, change events ${changes}`)
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='cells swapped: now b a, change events 0
cell added: now b a c, change events 1'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
