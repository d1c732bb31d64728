// Definitions within a text: c := a², where c is new, defines c as a line of the given block would.
import type { Context } from '../given/index.js'
import { allReadings, type Expr, LanguageError, parseStatements, type Statement } from '../text/index.js'
import { readGiven } from './given.js'

/** Signs that may define. */
const DEFINING =
  /:=|<-|[≔←≡≜≝]|\\(coloneqq?|gets|leftarrow|equiv|triangleq|defeq|eqdef|(overset|stackrel)\s*\{[^}]*([dD]ef|Delta|triangle))/

/** Whether a statement defines a symbol that is not declared yet. */
export function defines({ relation, steps, sides: [left] }: Statement, context: Context): boolean {
  const isKnown = (name: string): boolean =>
    context.symbols.has(name) || context.functions.has(name) || context.dims.includes(name)
  if (!/^(:=|≡)$/.test(relation) || steps.length > 1) return false
  const fn = functionIn(left!)
  if (fn !== undefined) return !isKnown(fn)
  if (left!.kind !== 'symbol') return false
  // N_k beside the dimension N is a family of its own.
  const isFamily = left!.indices.length > 0 && context.dims.includes(left!.name)
  if (isKnown(left!.name) && !isFamily) return false
  // w_{ij} is an entry of W.
  return left!.indices.length === 0 || isFamily || !isKnown(left!.name.toUpperCase().normalize('NFC'))
}

/** The function that s(x) := … defines; before it is known, its bracket looks like a factor. */
function functionIn(left: Expr): string | undefined {
  if (left.kind === 'apply') return left.name
  if (left.kind !== 'mul' || left.factors.length !== 2) return undefined
  const [first, second] = left.factors.map(({ value }) => value)
  return first!.kind === 'symbol' && second!.kind === 'symbol' && first!.indices.length === 0
    ? first!.name
    : undefined
}

/** The context with all that a text defines; the same context where that is nothing. */
export function defining(source: string, context: Context): Context {
  // Most texts have none, and are not read twice.
  if (!DEFINING.test(source)) return context
  const indent = /^[ \t]*/.exec(context.source.split('\n').find(line => line.trim() !== '') ?? '')![0]
  let text = context.source
  let defined = context
  // What is defined is read again, as a line of the given block: any way to read the text finds it.
  const [statements = []] = allReadings(choices => parseStatements(source, context.names, choices)).all
  for (const statement of statements) {
    if (!defines(statement, context)) continue
    text += `\n${indent}${lineOf(source, statement)}`
    defined = placed(source, statement, text)
  }
  return defined
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
