// Where a formula of LaTeX closes that is open: groups in braces are passed, for they may hold formulas of their own.
import type { Span } from '../../text/index.js'
import { Cursor } from '../macros/macro.js'

const TOKEN = /\\(?:(begin|end)\s*\{([^{}\n]*)\}|([a-zA-Z]+)|[\s\S])|\$\$?|[{}]/g

/** What closes a formula: a sign, or the end of an environment; `isAlso` says which commands do so as well. */
export interface Close {
  readonly sign?: string
  readonly environment?: string
  readonly isAlso?: (command: string) => boolean
}

/** Where it stands that closes; `undefined` where it is not there, or only outside of the group that the formula opens in. */
export function closingIn(text: string, from: number, limit: number, close: Close): Span | undefined {
  const { sign, environment, isAlso } = close
  let [braces, depth] = [0, 0]
  TOKEN.lastIndex = from
  for (let token = TOKEN.exec(text); token !== null && token.index < limit; token = TOKEN.exec(text)) {
    const { 0: said, 1: edge, 2: name, 3: command, index: start } = token
    const end = start + said.length
    if (said === '{') braces++
    else if (said === '}' && --braces < 0) return undefined
    else if (edge !== undefined && name === environment) {
      if (edge === 'begin') depth++
      else if (depth-- === 0) return { start, end }
    } else if (braces > 0) continue
    else if (said === sign || (command !== undefined && isAlso?.(command))) return { start, end }
    // Two formulas within a line, side by side.
    else if (said === '$$' && sign === '$') return { start, end: start + 1 }
  }
  return undefined
}

/** An empty line. */
const BREAK = /\n[ \t]*(?=\r?\n)/g

/** Tells where the paragraph ends that an offset is in; asked from the first to the last. */
export function paragraphsOf(text: string): (at: number) => number {
  let end = -1
  return at => {
    if (at < end) return end
    BREAK.lastIndex = at
    end = BREAK.exec(text)?.index ?? text.length
    return end
  }
}

/** The content of a group, behind what may stand in brackets. */
export function groupAt(
  text: string,
  at: number,
): { readonly content: Span; readonly end: number } | undefined {
  const cursor = new Cursor(text, at)
  cursor.take(/\s*\*/y)
  while (cursor.group('[') !== undefined);
  const content = cursor.group('{')
  return content && { content, end: cursor.at }
}
