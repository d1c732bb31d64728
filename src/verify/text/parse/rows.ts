// Rows of an align environment that belong together: a formula that goes on behind a \\ is one formula.
import type { Token } from '../lex/token.js'

const CONTINUING = ['+', '*', '·', '/', '⊙', '⊗', '⊘']
const OPEN = [...CONTINUING, '-']

const isOneOf = ({ type, text }: Token, signs: readonly string[]): boolean =>
  type === 'sign' && signs.includes(text)

/**
 * The tokens without the breaks of rows, and without what aligns them, wherever a formula goes on: behind or in front of
 * an operator, and within brackets. Rows of `cases` stay.
 */
export function joined(tokens: readonly Token[], pairs: ReadonlyMap<number, number>): readonly Token[] {
  if (!tokens.some(({ text }) => text === '\\\\')) return tokens
  const kept: Token[] = []
  const inside: ('bracket' | 'cases' | 'rows')[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (pairs.has(at))
      inside.push(
        token.text === '\\begin{cases}' ? 'cases' : token.text.startsWith('\\begin') ? 'rows' : 'bracket',
      )
    const around = inside.at(-1) ?? 'rows'
    if (
      (around === 'bracket' && isOneOf(token, ['\\\\', '&', 'quad'])) ||
      (around === 'rows' && breaks(tokens, at, kept.at(-1)))
    ) {
      while (isOneOf(tokens[at + 1]!, ['&', 'quad', '\\\\'])) at++
      continue
    }
    if (isOneOf(token, [')', ']', '}', '\\}']) || token.text.startsWith('\\end')) inside.pop()
    kept.push(token)
  }
  return kept
}

/** Whether the row that begins at a place goes on with the formula of the one before. */
function breaks(tokens: readonly Token[], at: number, before: Token | undefined): boolean {
  if (!isOneOf(tokens[at]!, ['\\\\'])) return false
  if (before !== undefined && isOneOf(before, OPEN)) return true
  let next = at + 1
  while (isOneOf(tokens[next]!, ['&', 'quad'])) next++
  if (isOneOf(tokens[next]!, CONTINUING)) return true
  // − may begin another claim: one with an equals sign of its own.
  if (!isOneOf(tokens[next]!, ['-'])) return false
  let depth = 0
  for (; tokens[next]!.type !== 'end' && !isOneOf(tokens[next]!, ['\\\\']); next++) {
    const { type, text } = tokens[next]!
    if (type !== 'sign') continue
    if (['(', '[', '{', '\\{'].includes(text)) depth++
    else if ([')', ']', '}', '\\}'].includes(text)) depth--
    else if (depth === 0 && text === '=') return false
  }
  return true
}
