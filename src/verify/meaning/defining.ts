// Definitions within a text: c := a², where c is new, defines c as a line of the given block would.

import type { Context } from '../given/index.js'
import { LanguageError, parseStatements, type Statement, type SymbolExpr } from '../text/index.js'
import { readGiven } from './given.js'

/** The context with all that a text defines, for the texts behind it; the same context where that is nothing. */
export function defining(source: string, context: Context): Context {
  const defined = withDefinitions(source, context)
  return defined === context ? context : { ...defined, defined: undefined }
}

/** The context with all that a text defines, and which names these are; the same context where that is nothing. */
export function withDefinitions(source: string, context: Context): Context {
  // Most texts have none, and are not read twice.
  if (!/:=|≔|\\coloneqq|\\gets|\\leftarrow|←|<-/.test(source)) return context
  const isKnown = (name: string): boolean => context.symbols.has(name) || context.dims.includes(name)
  // w_{ij} is an entry of W.
  const isNew = ({ name, indices }: SymbolExpr): boolean =>
    !isKnown(name) && (indices.length === 0 || !isKnown(name.toUpperCase().normalize('NFC')))
  const definitions = parseStatements(source, context.names).flatMap(statement => {
    const [left] = statement.sides
    const fresh = statement.relation === ':=' && left?.kind === 'symbol' && isNew(left)
    return fresh ? [{ statement, name: left.name }] : []
  })
  if (definitions.length === 0) return context
  const indent = /^[ \t]*/.exec(context.source.split('\n').find(line => line.trim() !== '') ?? '')![0]
  let text = context.source
  let defined = context
  for (const { statement } of definitions) {
    text += `\n${indent}${lineOf(source, statement)}`
    defined = placed(source, statement, text)
  }
  return { ...defined, defined: new Set(definitions.map(({ name }) => name)) }
}

/** A definition as a line of the given block. */
function lineOf(source: string, { sides }: Statement): string {
  const [left, right] = sides.map(({ span }) => source.slice(span.start, span.end))
  return `${left} = ${right}`.replace(/(?<!\\)%[^\n]*/g, '').replace(/\s+/g, ' ')
}

/** A given block that ends with a definition; what is wrong with that is said where it stands in its own text. */
function placed(source: string, { sides }: Statement, text: string): Context {
  try {
    return readGiven(text)
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    throw new LanguageError(error.trouble, error.reason, sides[1]!.span, error.ways, source)
  }
}
