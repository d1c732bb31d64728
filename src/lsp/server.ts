// The language server: what a client asks for and tells, answered by checks of its pages.
import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { lookAt } from '../verify/index.js'
import { actionsAt, FIX_ALL } from './actions.js'
import { Checks, type Scheduler } from './checks.js'
import { diagnosticsOf } from './diagnostics.js'
import { hoverAt } from './hover.js'
import { includesOf } from './includes.js'
import { cellsOf, changed, type Notebook, opened } from './notebooks.js'
import { readOptions, type ServerOptions } from './options.js'
import { notebookPage, type Page, textPage } from './page.js'

/** For so long nothing must be typed before a text is checked, in milliseconds. */
const PAUSE = 200

/** Answers a client until it goes. `version` is that of this program. */
export function serve(connection: Connection, scheduler: Scheduler, version: string): void {
  const texts = new Map<string, TextDocument>()
  const notebooks = new Map<string, Notebook>()
  let capabilities: ClientCapabilities = {}
  let options: ServerOptions = readOptions(undefined)
  let checks = checksWith()

  function checksWith(): Checks {
    const related = capabilities.textDocument?.publishDiagnostics?.relatedInformation === true
    const { seed, budget, unchecked } = options
    return new Checks({
      options: { seed, budget },
      pause: PAUSE,
      scheduler,
      onChecked(checked) {
        const versions = new Map(checked.page.documents.map(({ uri, version }) => [uri, version]))
        for (const [uri, diagnostics] of diagnosticsOf(checked, { related, unchecked }))
          send(uri, [...diagnostics], versions.get(uri))
      },
      onFault(page, error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
        connection.console.error(`chainrule: ${page.uri} could not be checked: ${text}`)
      },
    })
  }

  const send = (
    uri: string,
    diagnostics: Parameters<Connection['sendDiagnostics']>[0]['diagnostics'],
    version?: number,
  ): void => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
  }
  const closed = (uri: string): void => {
    for (const document of checks.closed(uri)?.documents ?? []) send(document.uri, [])
  }
  /** The page that holds a document. */
  const pageOf = (uri: string): Page | undefined =>
    checks.page(uri) ??
    [...notebooks.values()]
      .filter(({ documents }) => documents.has(uri))
      .map(notebook => checks.page(notebook.uri))[0]

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities
    options = readOptions(params.initializationOptions)
    checks = checksWith()
    return {
      serverInfo: { name: 'chainrule', version },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' } }] },
        hoverProvider: true,
        definitionProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      },
    }
  })

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    const document = TextDocument.create(uri, languageId, version, text)
    texts.set(uri, document)
    checks.changed(textPage(document))
  })
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const before = texts.get(uri)
    if (before === undefined) return
    const document = TextDocument.update(before, contentChanges, version)
    texts.set(uri, document)
    checks.changed(textPage(document))
  })
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    texts.delete(uri)
    closed(uri)
  })

  const { synchronization } = connection.notebooks
  const renewed = (notebook: Notebook): void => {
    notebooks.set(notebook.uri, notebook)
    checks.changed(notebookPage(notebook.uri, cellsOf(notebook)))
  }
  synchronization.onDidOpenNotebookDocument(params => renewed(opened(params)))
  synchronization.onDidChangeNotebookDocument(params => {
    const { uri } = params.notebookDocument
    const before = notebooks.get(uri)
    if (before === undefined) return
    const after = changed(before, params)
    for (const cell of before.documents.keys()) if (!after.documents.has(cell)) send(cell, [])
    renewed(after)
  })
  synchronization.onDidCloseNotebookDocument(({ notebookDocument: { uri } }) => {
    closed(uri)
    notebooks.delete(uri)
  })

  connection.onHover(({ textDocument: { uri }, position }) => {
    const page = pageOf(uri)
    if (page === undefined) return null
    const formats = capabilities.textDocument?.hover?.contentFormat
    const markdown = formats === undefined || formats.includes('markdown')
    const paper = checks.checked(page.uri)?.paper
    return hoverAt(page, page.offsetAt(uri, position), paper, markdown) ?? null
  })
  connection.onDefinition(({ textDocument: { uri }, position }) => {
    const page = pageOf(uri)
    const span =
      page &&
      lookAt(page.file, page.text, page.offsetAt(uri, position), includesOf(page.uri))?.declaration?.span
    return (span && page.place(span)) ?? null
  })
  connection.onCodeAction(params => {
    const page = pageOf(params.textDocument.uri)
    // A repair of a text that has changed since was not decided for this one.
    const checked = page && checks.checked(page.uri)
    const versioned = capabilities.workspace?.workspaceEdit?.documentChanges === true
    return checked === undefined ? [] : [...actionsAt(checked, params, versioned)]
  })
}
