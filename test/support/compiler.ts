// The compiler's opinion of a snippet that stands among the tests.
import ts from 'typescript'

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  lib: ['lib.es2023.d.ts'],
}

/** Files that were parsed once serve all snippets. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** A program of one snippet, as if it were the file `test/snippet.ts`. */
export function programOf(code: string): { program: ts.Program; source: ts.SourceFile } {
  const file = 'test/snippet.ts'
  const host = ts.createCompilerHost(options)
  const [read, exists] = [host.getSourceFile.bind(host), host.fileExists.bind(host)]
  host.fileExists = name => name === file || exists(name)
  host.getSourceFile = (name, version) => {
    if (name === file) return ts.createSourceFile(name, code, version)
    if (!parsed.has(name)) parsed.set(name, read(name, version))
    return parsed.get(name)
  }
  const program = ts.createProgram([file], options, host)
  return { program, source: program.getSourceFile(file)! }
}

/** What the compiler says of a snippet, each complaint with its line, counted from 0. */
export function complaintsAt(code: string): readonly { readonly line: number; readonly text: string }[] {
  const { program, source } = programOf(code)
  return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start).line,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }))
}

/** The same as one text. */
export const complaints = (code: string): string =>
  complaintsAt(code)
    .map(({ text }) => text)
    .join('\n')
