// Definitions within a text: c := a², where c is new, defines c as a line of the given block would.
import type { Context } from '../given/index.js'
import { allReadings, LanguageError, leadingStatements, type Statement } from '../text/index.js'
import { readGiven } from './given.js'

/** Signs that may define. */
const DEFINING =
  /:=|<-|[≔←≡≜≝]|\\(coloneqq?|gets|leftarrow|equiv|triangleq|defeq|eqdef|(overset|stackrel)\s*\{[^}]*([dD]ef|Delta|triangle))/

/** Whether a statement defines a symbol that is not declared yet. */
export function defines({ relation, steps, sides: [left] }: Statement, context: Context): boolean {
  const { symbols, functions, dims } = context
  if (!/^(:=|≡)$/.test(relation) || steps.length > 1) return false
  if (left!.kind === 'apply') return !functions.has(left!.name) && !symbols.has(left!.name)
  if (left!.kind !== 'symbol' || symbols.has(left!.name)) return false
  // N_k is no size, though N is one; w_{ij} is an entry of W.
  const capital = left!.name.toUpperCase().normalize('NFC')
  return left!.indices.length === 0
    ? !dims.includes(left!.name)
    : left!.name === capital || !(symbols.has(capital) || dims.includes(capital))
}

/** The context with all that a text defines; the same context where that is nothing. */
export function defining(source: string, context: Context): Context {
  // Most texts have none, and are not read twice.
  if (!DEFINING.test(source)) return context
  const indent = /^[ \t]*/.exec(context.source.split('\n').find(line => line.trim() !== '') ?? '')![0]
  let text = context.source
  let defined = context
  const lines = new Set<string>()
  for (;;) {
    const { names } = defined
    // What is defined is read again, as a line of the given block: any way to read the text finds it.
    const [statements = []] = allReadings(choices => leadingStatements(source, names, choices)).all
    const found = statements.filter(one => defines(one, context) && !lines.has(lineOf(source, one)))
    if (found.length === 0) return defined
    for (const statement of found) {
      const line = lineOf(source, statement)
      lines.add(line)
      text += `\n${indent}${line}`
      defined = placed(source, statement, text)
    }
  }
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
