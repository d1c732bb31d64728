// The face of the language server: it speaks over the standard streams, as editors start it.
import { createConnection } from 'vscode-languageserver/node'
import { HOST } from './checks.js'
import { serve } from './server.js'

/** Serves the editor at the other end of the standard streams until it goes. */
export function serveStandardStreams(version: string): void {
  const connection = createConnection(process.stdin, process.stdout)
  serve(connection, HOST, version)
  connection.listen()
}
