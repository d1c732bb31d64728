// LaTeX without what it does not print: comments, \iffalse, verbatim, addresses, and all behind \end{document}.
import type { Span } from '../../text/index.js'
import { environmentOf } from '../environments.js'
import { Cursor } from '../macros/macro.js'
import type { Unprinted } from './unprinted.js'

/** A file as LaTeX prints it. */
export interface Cleaned {
  /** As long as the file: what is not printed is blank, and line breaks stay. */
  readonly text: string
  /** What is not printed, in order. */
  readonly unprinted: readonly Unprinted[]
  /** What stands behind each %, up to the end of its line. */
  readonly comments: readonly Span[]
  /** What stands in environments that declare symbols. */
  readonly given: readonly Span[]
  /** Where such an environment opens that never closes. */
  readonly unclosed: Span | undefined
}

const TOKEN = /\\(?:begin\s*\{([^{}\n]*)\}|end\s*\{(document)\}|([a-zA-Z]+)|[\s\S])|%/g
/** What may stand in brackets behind \begin{…}, and says how something looks. */
const OPTIONAL = /^(dmath|dgroup|dseries|darray|IEEEeqnarray|aligned|alignedat|gathered|multlined|split)\*?$/
const CONDITIONAL =
  /\\(if(?!f(?![a-zA-Z])|thenelse(?![a-zA-Z]))[a-zA-Z]*|else|fi)(?![a-zA-Z])|(?<!\\)%[^\n]*/g

/** Where everything in a text of LaTeX ends that is not printed. */
export function cleaned(text: string): Cleaned {
  const blanks: Span[] = []
  const comments: Span[] = []
  const given: Span[] = []
  const endless = new Set<string>()
  let unclosed: Span | undefined
  TOKEN.lastIndex = 0
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const { 0: said, 1: begun, 2: ended, 3: word, index: start } = token
    const from = start + said.length
    let end = from
    if (said === '%') {
      end = lineEnd(text, from)
      comments.push({ start: from, end })
    } else if (begun === 'given') {
      const close = endless.has(begun) ? undefined : closeOf(text, begun, from)
      if (close === undefined) endless.add(begun)
      if (close === undefined) unclosed ??= { start, end: from }
      else given.push({ start: from, end: close.start })
      end = close?.end ?? from
    } else if (begun !== undefined && environmentOf(begun) === 'code') {
      const close = endless.has(begun) ? undefined : closeOf(text, begun, from)
      if (close === undefined) endless.add(begun)
      end = close?.end ?? from
    } else if (begun !== undefined && OPTIONAL.test(begun)) {
      const options = optionsAt(text, from)
      if (options !== undefined) blanks.push(options)
      continue
    } else if (ended !== undefined || word === 'endinput') end = text.length
    else if (word !== undefined) end = behind(text, word, from, blanks, endless)
    else continue
    // The words of a command that is passed alone stay.
    if (end > from || said === '%') blanks.push({ start, end })
    TOKEN.lastIndex = Math.max(end, from)
  }
  const unprinted = apart(blanks).map(span => ({ ...span, isComment: text[span.start] === '%' }))
  return { text: blanked(text, unprinted), unprinted, comments, given, unclosed }
}

/** Up to where a command and what it holds are not printed; its own end for one that is none of these. */
function behind(text: string, word: string, from: number, blanks: Span[], endless: Set<string>): number {
  const cursor = new Cursor(text, from)
  if (word === 'verb' || word === 'lstinline' || word === 'mintinline' || word === 'path') {
    cursor.take(/\*?/y)
    if (word !== 'verb') cursor.take(/\s*\[[^\]\n]*\]/y)
    if (word === 'mintinline') cursor.group('{')
    const group = word === 'verb' ? undefined : cursor.group('{')
    return group !== undefined || cursor.take(/([^\sa-zA-Z*])[^\n]*?\1/y) !== undefined ? cursor.at : from
  }
  if (word === 'url' || word === 'nolinkurl' || word === 'href') {
    if (cursor.take(/\s*\{[^{}\n]*(\{[^{}\n]*\}[^{}\n]*)*\}/y) !== undefined) return cursor.at
    return cursor.take(/([^\sa-zA-Z{*])[^\n]*?\1/y) === undefined ? from : cursor.at
  }
  if (word === 'iffalse' || (word === 'if' && cursor.take(/\s*0/y) !== undefined)) {
    const { or, fi } = branches(text, cursor.at)
    if (or === undefined || fi.start === text.length) return fi.end
    blanks.push(fi)
    return or.end
  }
  if (word === 'iftrue' && !endless.has(word)) {
    const { or, fi } = branches(text, from)
    if (fi.start === text.length) endless.add(word)
    blanks.push(or === undefined ? fi : { start: or.start, end: fi.end })
  }
  return from
}

/** Where the \else and the \fi of a condition stand; at the end of the text where nothing closes it. */
function branches(text: string, from: number): { readonly or: Span | undefined; readonly fi: Span } {
  let depth = 0
  let or: Span | undefined
  CONDITIONAL.lastIndex = from
  for (let found = CONDITIONAL.exec(text); found !== null; found = CONDITIONAL.exec(text)) {
    const span = { start: found.index, end: CONDITIONAL.lastIndex }
    if (found[1] === 'fi' && depth-- === 0) return { or, fi: span }
    if (found[1] === 'else' && depth === 0) or ??= span
    if (found[1]?.startsWith('if')) depth++
  }
  return { or, fi: { start: text.length, end: text.length } }
}

function lineEnd(text: string, from: number): number {
  const next = text.indexOf('\n', from)
  const end = next < 0 ? text.length : next
  return text[end - 1] === '\r' && end > from ? end - 1 : end
}

/** Where an environment closes. */
function closeOf(text: string, name: string, from: number): Span | undefined {
  const close = `\\end{${name}}`
  const start = text.indexOf(close, from)
  return start < 0 ? undefined : { start, end: start + close.length }
}

/** Brackets that say how rows are laid out. */
function optionsAt(text: string, from: number): Span | undefined {
  const cursor = new Cursor(text, from)
  return cursor.group('[') === undefined ? undefined : { start: from, end: cursor.at }
}

/** The spans in order, without those that others hold. */
function apart(spans: readonly Span[]): readonly Span[] {
  let at = 0
  return [...spans]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .flatMap(({ start, end }) => {
      if (end <= at) return []
      const from = Math.max(start, at)
      at = end
      return [{ start: from, end }]
    })
}

/** Spaces in place of what stands there, but for line breaks. */
function blanked(text: string, spans: readonly Span[]): string {
  let [result, at] = ['', 0]
  for (const { start, end } of spans) {
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ')
    at = end
  }
  return result + text.slice(at)
}
