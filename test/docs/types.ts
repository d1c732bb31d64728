// The type checker's opinion of the pages, asked once for all of them.
import ts from 'typescript'
import { type Program, tidy } from './programs.js'

/** What the compiler says of each program, as it would print it: the line, counted from 0, and the words. */
export type Opinions = ReadonlyMap<Program, readonly { readonly line: number; readonly message: string }[]>

export function typeCheck(programs: readonly Program[]): Opinions {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, '.')
  const checked = ts.createProgram(
    programs.map(p => p.file),
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
  )
  return new Map(
    programs.map(program => {
      const source = checked.getSourceFile(program.file)
      const found = [...checked.getSyntacticDiagnostics(source), ...checked.getSemanticDiagnostics(source)]
      return [
        program,
        found.map(({ start = 0, messageText }) => ({
          line: source!.getLineAndCharacterOfPosition(start).line,
          message: tidy(ts.flattenDiagnosticMessageText(messageText, '\n')),
        })),
      ]
    }),
  )
}
