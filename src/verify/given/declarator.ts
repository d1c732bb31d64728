// The left side of a declaration: a name, with what belongs to it and the indices that it will bear.
import { LanguageError, type Token } from '../text/index.js'

/** A name as it is declared. */
export interface Declarator {
  /** The whole name: W^(1), y', W_1. */
  readonly name: string
  /** Its letters. */
  readonly base: string
  /** Its indices, those above first. */
  readonly labels: readonly string[]
  /** How many of them are above. */
  readonly above: number
}

/** Names with commas between. Numbers and words below or above are parts of a name; letters there are indices. */
export function declarators(tokens: readonly Token[]): readonly Declarator[] {
  let at = 0
  const refuse = (reason: string): never => {
    throw new LanguageError('context', reason, tokens[Math.min(at, tokens.length - 1)]!)
  }
  const found: Declarator[] = []
  const group = (): readonly Token[] => {
    const open = tokens[at]!
    at++
    if (open.text !== '{') return [open]
    const from = at
    for (let depth = 1; depth > 0; at++) {
      const { text, type } = tokens[at]!
      if (type === 'end') refuse("a '{' is never closed")
      if (text === '{') depth++
      if (text === '}') depth--
    }
    return tokens.slice(from, at - 1)
  }
  for (;;) {
    const token = tokens[at]!
    if (token.type !== 'name' && token.type !== 'word') refuse(`expected a name, found '${token.text}'`)
    at++
    let [name, above, below] = [token.text, [] as string[], [] as string[]]
    let [raised, lowered] = ['', '']
    for (;;) {
      const { text } = tokens[at]!
      if (text === "'") {
        name += "'"
        at++
      } else if (text === '^' || text === '_') {
        at++
        const inner = group()
        const bare = inner.filter(t => t.text !== '(' && t.text !== ')' && t.text !== ',')
        const parens = bare.length < inner.length && inner[0]?.text === '('
        if (inner.length > 0 && inner.every(t => t.text === "'")) name += "'".repeat(inner.length)
        else if (
          bare.length === 1 &&
          (bare[0]!.type === 'number' ||
            bare[0]!.type === 'word' ||
            (text === '_' && bare[0]!.text.length > 2))
        ) {
          if (text === '^') raised += `^${parens ? `(${bare[0]!.text})` : bare[0]!.text}`
          else lowered += `_${bare[0]!.text}`
        } else {
          const letters = lettersOf(bare)
          if (letters === undefined) refuse('an index on the left of a declaration is a letter')
          else if (text === '^') above = letters
          else below = letters
        }
      } else break
    }
    // Above comes before below in a whole name, however it was written.
    found.push({
      name: name + raised + lowered,
      base: token.text,
      labels: [...above, ...below],
      above: above.length,
    })
    if (tokens[at]!.text === ',') at++
    else break
  }
  if (tokens[at]!.type !== 'end') refuse(`'${tokens[at]!.text}' is not understood here`)
  return found
}

/** Single letters, of which several may be written in a row. */
function lettersOf(tokens: readonly Token[]): string[] | undefined {
  const letters: string[] = []
  for (const token of tokens) {
    if (token.text === "'" && letters.length > 0) letters.push(`${letters.pop()!}'`)
    else if (token.type !== 'name') return undefined
    else letters.push(...[...token.text.matchAll(/\P{M}\p{M}*/gu)].map(([letter]) => letter))
  }
  return letters
}
