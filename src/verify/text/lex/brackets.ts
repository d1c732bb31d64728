// Which bracket closes which, found once for a whole text: an unbalanced one is refused where it stands.
import { LanguageError } from '../source.js'
import type { Token } from './token.js'

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '\\{': '\\}', '⟨': '⟩' }

/** What closes a bracket or an environment; `undefined` for what opens nothing. */
function closingOf({ type, text }: Token): string | undefined {
  if (type !== 'sign') return undefined
  return text.startsWith('\\begin') ? text.replace('begin', 'end') : CLOSING[text]
}

const CLOSERS = new Set(Object.values(CLOSING))
const closes = ({ type, text }: Token): boolean =>
  type === 'sign' && (CLOSERS.has(text) || text.startsWith('\\end'))

/** How messages show a bracket: \{ as {. */
const shown = (text: string): string => text.replace(/^\\(?=[{}])/, '')

/** For each bracket that opens, by place, the place of the one that closes it. */
export function matching(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const open: { readonly at: number; readonly closing: string }[] = []
  const refuse = ({ start, end, text }: Token, why: string): never => {
    throw new LanguageError('syntax', `this '${shown(text)}' ${why}`, { start, end })
  }
  const unclosed = ({ at, closing }: (typeof open)[number]): never =>
    refuse(tokens[at]!, `is never closed; '${shown(closing)}' is missing`)
  tokens.forEach((token, at) => {
    const closing = closingOf(token)
    if (closing !== undefined) open.push({ at, closing })
    else if (closes(token)) {
      const last = open.at(-1)
      if (last?.closing === token.text) {
        pairs.set(last.at, at)
        open.pop()
      } else if (last !== undefined && open.some(({ closing }) => closing === token.text)) unclosed(last)
      else refuse(token, 'closes nothing')
    }
  })
  if (open.length > 0) unclosed(open.at(-1)!)
  return pairs
}
