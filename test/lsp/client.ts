// An editor's end of the protocol: starts the command as editors do, and waits for what the server says.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node'

/** What is published for a document. */
export interface Published {
  readonly uri: string
  readonly version?: number
  readonly diagnostics: readonly Diagnostic[]
}

/** A server that runs, and a client that is connected to it. */
export class Client {
  readonly connection: ProtocolConnection
  readonly exited: Promise<number | null>
  readonly #child: ChildProcess
  readonly #published: Published[] = []
  readonly #waiting = new Set<() => void>()
  readonly #opened = new Set<string>()
  #errors = ''

  constructor(main: string, args: readonly string[] = ['--stdio']) {
    const child = spawn(process.execPath, [main, 'lsp', ...args])
    this.#child = child
    this.exited = new Promise(done => child.on('close', done))
    child.stderr.on('data', data => {
      this.#errors += data
    })
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    )
    // A server that is gone cannot be written to: whoever waits is told by `exited`.
    this.connection.onError(() => {})
    this.connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
      this.#published.push(params)
      for (const look of this.#waiting) look()
    })
    this.connection.listen()
  }

  /** What the server wrote to the standard error. */
  get errors(): string {
    return this.#errors
  }

  /** All that was published for a document. */
  publishedFor(uri: string): readonly Published[] {
    return this.#published.filter(one => one.uri === uri)
  }

  async initialize(params: InitializeParams): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', params)
    await this.connection.sendNotification('initialized', {})
    return result
  }

  open(uri: string, text: string, languageId = 'markdown'): Promise<readonly Diagnostic[]> {
    const textDocument = { uri, languageId, version: 1, text }
    this.#opened.add(uri)
    void this.connection.sendNotification('textDocument/didOpen', { textDocument })
    return this.diagnostics(uri, 1)
  }

  /** Changes a document, and waits for what is said of it then. */
  change(uri: string, version: number, ...contentChanges: readonly object[]): Promise<readonly Diagnostic[]> {
    this.send(uri, version, ...contentChanges)
    return this.diagnostics(uri, version)
  }

  send(uri: string, version: number, ...contentChanges: readonly object[]): void {
    void this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    })
  }

  /** What is published for a version of a document, once it is; for any version where none is given. */
  diagnostics(uri: string, version?: number, after = 0): Promise<readonly Diagnostic[]> {
    const found = new Promise<readonly Diagnostic[]>((done, fail) => {
      const look = () => {
        const found = this.publishedFor(uri)
          .slice(after)
          .findLast(one => version === undefined || one.version === version)
        if (found === undefined) return
        this.#waiting.delete(look)
        done(found.diagnostics)
      }
      this.#waiting.add(look)
      this.exited.then(code => fail(new Error(`the server ended with ${code}: ${this.#errors}`)))
      look()
    })
    // Whoever does not wait for it is not to be told that it never came.
    found.catch(() => {})
    return found
  }

  request<T>(method: string, uri: string, more: object): Promise<T> {
    return this.connection.sendRequest<T>(method, { textDocument: { uri }, ...more })
  }

  /** Closes what it opened, and forgets what was said of it: the next test finds a server that has nothing open. */
  async closeAll(): Promise<void> {
    for (const uri of this.#opened)
      await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
    // The server answers in order, so it has said all that it says of the closing before this.
    await this.request('textDocument/hover', 'file:///closed.md', { position: { line: 0, character: 0 } })
    this.#opened.clear()
    this.#published.length = 0
  }

  /** Ends the server as an editor does; returns its exit code. */
  async end(): Promise<number | null> {
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    const code = await this.exited
    this.connection.dispose()
    return code
  }

  /** Ends it without asking. */
  kill(): void {
    this.#child.kill()
    this.connection.dispose()
  }
}

/** What VS Code says of itself, as far as this server listens. */
export const VS_CODE: InitializeParams = {
  processId: process.pid,
  clientInfo: { name: 'Visual Studio Code', version: '1.106.0' },
  locale: 'en',
  rootPath: '/tmp',
  rootUri: 'file:///tmp',
  workspaceFolders: [{ uri: 'file:///tmp', name: 'tmp' }],
  trace: 'off',
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: {
      applyEdit: true,
      workspaceEdit: { documentChanges: true, normalizesLineEndings: true },
      configuration: true,
    },
    textDocument: {
      publishDiagnostics: { relatedInformation: true, versionSupport: false, codeDescriptionSupport: true },
      synchronization: { dynamicRegistration: true, willSave: true, didSave: true },
      hover: { dynamicRegistration: true, contentFormat: ['markdown', 'plaintext'] },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } } },
    },
    notebookDocument: { synchronization: { dynamicRegistration: true, executionSummarySupport: true } },
    window: { workDoneProgress: true },
  },
}

/** What Neovim says of itself: it prefers UTF-8 columns, has no notebooks, and may have no processes to watch. */
export const NEOVIM: InitializeParams = {
  processId: process.pid,
  clientInfo: { name: 'Neovim', version: '0.11.4+v0.11.4' },
  rootPath: null,
  rootUri: null,
  workspaceFolders: null,
  trace: 'off',
  initializationOptions: { unchecked: true, seed: 7, budget: { seconds: 20 }, theme: 'dark' },
  capabilities: {
    general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
    workspace: { applyEdit: true, workspaceEdit: { resourceOperations: ['rename', 'create', 'delete'] } },
    textDocument: {
      publishDiagnostics: { tagSupport: { valueSet: [1, 2] } },
      hover: { contentFormat: ['plaintext'] },
    },
  },
}
