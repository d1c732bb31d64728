// The commands by which a paper defines commands: \newcommand, \def, \let, \DeclareMathOperator and their like.
import { Cursor, type Macro, type Macros } from './macro.js'

/** A command that is defined, and where its definition ends. */
export interface Definition {
  readonly name: string
  readonly macro: Macro
  readonly end: number
  /** Whether it goes beyond the group that it stands in. */
  readonly global: boolean
}

/** Reads what stands behind a defining command; `undefined` where that is no definition. */
type Definer = (cursor: Cursor, macros: Macros) => readonly [name: string, macro: Macro] | undefined

/** \newcommand{\name}[2][default]{body}, with an asterisk or without. */
const command: Definer = cursor => {
  cursor.take(/\s*\*/y)
  const name = cursor.name()
  const count = cursor.group('[')
  const fallback = count && cursor.group('[')
  const body = cursor.argument()
  if (name === undefined || body === undefined) return undefined
  const parameters = count === undefined ? 0 : Number(cursor.slice(count))
  if (!Number.isInteger(parameters) || parameters < 0 || parameters > 9) return undefined
  const optional = fallback === undefined ? {} : { fallback: cursor.slice(fallback) }
  return [name, { parameters, body: cursor.slice(body.span), ...optional }]
}

/** The same where the name is not defined yet. */
const provided: Definer = (cursor, macros) => {
  const found = command(cursor, macros)
  const known = found && macros.get(found[0])
  return found && known !== undefined ? [found[0], known] : found
}

/** \def\name#1#2{body}. */
const def: Definer = cursor => {
  const name = cursor.take(/\s*\\([a-zA-Z]+)/y)?.[1]
  const pattern = cursor.take(/[^{}\n]*/y)?.[0].trim() ?? ''
  const body = cursor.group('{')
  if (name === undefined || body === undefined) return undefined
  const plain = /^(#\d)*$/.test(pattern)
  const refused = `\\def takes arguments between signs of its own here, '${pattern}', which is not read`
  const parameters = plain ? pattern.length / 2 : 0
  return [name, { parameters, body: cursor.slice(body), ...(plain ? {} : { refused }) }]
}

/** \let\name=\other: what the other one is now. */
const let_: Definer = (cursor, macros) => {
  const name = cursor.take(/\s*\\([a-zA-Z]+)/y)?.[1]
  const other = cursor.take(/\s*=?\s*(?:\\([a-zA-Z]+)|(\\[\s\S]|[^\s{}]))/uy)
  if (name === undefined || other === undefined) return undefined
  const [, word, sign] = other
  const known = word === undefined ? undefined : macros.get(word)
  return [name, known ?? { parameters: 0, body: word === undefined ? sign! : `\\${word}`, final: true }]
}

/** \DeclareMathOperator*{\name}{words}. */
const operator: Definer = cursor => {
  const star = cursor.take(/\s*\*/y) === undefined ? '' : '*'
  const name = cursor.name()
  const words = cursor.argument()
  if (name === undefined || words === undefined) return undefined
  const said = cursor.slice(words.span).replace(/\\[,;:! ]|~|\{\}/g, '')
  return [name, { parameters: 0, body: `\\operatorname${star}{${said}}` }]
}

/** \DeclarePairedDelimiter{\norm}{\lVert}{\rVert}, whose asterisk or size changes nothing. */
const delimiters: Definer = cursor => {
  const name = cursor.name()
  const [left, right] = [cursor.argument(), cursor.argument()]
  if (name === undefined || left === undefined || right === undefined) return undefined
  const body = `${cursor.slice(left.span)} #2 ${cursor.slice(right.span)}`
  return [name, { parameters: 2, fallback: '', body, starred: true }]
}

/** \NewDocumentCommand{\name}{O{default} m m}{body}. */
const document_: Definer = cursor => {
  const name = cursor.name()
  const kinds = cursor.group('{')
  const body = cursor.argument()
  if (name === undefined || kinds === undefined || body === undefined) return undefined
  const said = cursor.slice(kinds)
  const [all, optional, fallback] = /^\s*(O\{([^{}]*)\})?((?:\s*m)*)\s*$/.exec(said) ?? []
  const wanted = [...(all ?? '').replace(/^\s*O\{[^{}]*\}/, '').matchAll(/m/g)].length
  const refused = `the arguments '${said}' of \\NewDocumentCommand are not read`
  return [
    name,
    {
      parameters: wanted + (optional === undefined ? 0 : 1),
      body: cursor.slice(body.span),
      ...(fallback === undefined ? {} : { fallback }),
      ...(all === undefined ? { refused } : {}),
    },
  ]
}

const DEFINERS: ReadonlyMap<string, Definer> = new Map(
  (
    [
      ['newcommand renewcommand DeclareRobustCommand newrobustcmd renewrobustcmd', command],
      ['providecommand', provided],
      ['def edef gdef xdef', def],
      ['let', let_],
      ['DeclareMathOperator', operator],
      ['DeclarePairedDelimiter', delimiters],
      ['NewDocumentCommand RenewDocumentCommand DeclareDocumentCommand ProvideDocumentCommand', document_],
    ] as const
  ).flatMap(([names, definer]) => names.split(' ').map(name => [name, definer] as const)),
)

/** What may stand in front of \def and \let. */
const PREFIXES = /^(?:global|long|protected|outer)$/

/** The definition that begins with the backslash at an offset; `undefined` where none does. */
export function definitionAt(text: string, at: number, macros: Macros): Definition | undefined {
  const cursor = new Cursor(text, at)
  let global = false
  for (;;) {
    const word = cursor.take(/\s*\\([a-zA-Z]+)/y)?.[1]
    const definer = word === undefined ? undefined : DEFINERS.get(word)
    if (word !== undefined && PREFIXES.test(word)) global ||= word === 'global'
    else if (word === undefined || definer === undefined) return undefined
    else {
      const found = definer(cursor, macros)
      global ||= word === 'gdef' || word === 'xdef'
      return found && { name: found[0], macro: found[1], end: cursor.at, global }
    }
  }
}

/** The macros with one more. */
export const withMacro = (macros: Macros, { name, macro }: Definition): Macros =>
  new Map(macros).set(name, macro)
