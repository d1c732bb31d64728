// Code that a page quotes from the source.
import { existsSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** The declaration that `src/file.ts name` means, with its comment; `undefined` where there is none. */
export function declarationIn(reference: string): string | undefined {
  const [file = '', name] = reference.split(' ')
  if (!existsSync(file)) return undefined
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const declares = (node: ts.Statement): boolean => {
    if (ts.isVariableStatement(node))
      return node.declarationList.declarations.some(d => d.name.getText(source) === name)
    return (node as ts.DeclarationStatement).name?.getText(source) === name
  }
  return source.statements.find(declares)?.getFullText(source).trim()
}
