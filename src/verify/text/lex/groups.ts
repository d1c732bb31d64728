// Braces that are more than brackets: {a \over b} is a fraction, and the braces of \boxed{a = b} are none of the formula.
import { LanguageError } from '../source.js'
import { matching } from './brackets.js'
import { isRelation, isSign, type Token } from './token.js'
import { isKeyword } from './words.js'

/** The tokens with {a \over b} as \frac{a}{b}, and without braces around whole claims. */
export function regrouped(tokens: readonly Token[]): readonly Token[] {
  const fractions = tokens.some(token => isSign(token, 'over')) ? withFractions(tokens) : tokens
  return fractions.some(isClaiming) ? withoutBraces(fractions) : fractions
}

/** {a \over b} as {\frac{a}{b}}, as TeX reads it: all to the left in the group, and all to the right. */
function withFractions(tokens: readonly Token[]): readonly Token[] {
  const pairs = matching(tokens)
  const before = new Map<number, readonly Token[]>()
  const instead = new Map<number, readonly Token[]>()
  const taken = new Set<number>()
  const made = (text: string, { start, end }: Token, at: 'start' | 'end'): Token => {
    const place = at === 'start' ? start : end
    return { type: 'sign', text, start: place, end: place, spaced: false }
  }
  for (const [over, token] of tokens.entries()) {
    if (!isSign(token, 'over')) continue
    const around = [...pairs].filter(([open, close]) => open < over && over < close)
    const [open, close] = around.sort(([a], [b]) => b - a)[0] ?? []
    if (open === undefined || close === undefined || !isSign(tokens[open]!, '{') || taken.has(open))
      throw new LanguageError('syntax', 'how far does this \\over reach?', token, [
        'Write \\frac{a}{b}, or {a \\over b} with braces around the fraction.',
      ])
    taken.add(open)
    const [first, last] = [tokens[open]!, tokens[close]!]
    instead.set(over, [made('}', token, 'start'), made('{', token, 'end')])
    const frac = { ...made('frac', first, 'start'), spaced: first.spaced }
    const isFree = !isWanted(tokens[open - 1]) && !/^[_^']$/.test(tokens[close + 1]!.text)
    if (isFree) before.set(open, [frac, first])
    else {
      before.set(open, [first, frac, made('{', first, 'end')])
      before.set(close, [
        { ...made('}', last, 'end'), start: last.start },
        { ...last, start: last.end },
      ])
    }
  }
  return tokens.flatMap((token, at) => before.get(at) ?? instead.get(at) ?? [token])
}

/** Whether a group must stand behind a token. */
const isWanted = (token: Token | undefined): boolean =>
  token?.type === 'sign' && /^([_^}√𝟙]|frac)$/u.test(token.text)

/** Whether a token says that braces around it hold a claim. */
const isClaiming = (token: Token): boolean => isRelation(token) || /^(:=|≡|≈|⇒)$/.test(token.text)

const BESIDE = /^(\\\\|&|quad|[,.;:]|remark|⇒|∵|\\begin\{.*|\\end\{.*)$/

/** Without the braces of \boxed{a = b} and {\color{red} a = b}: those around a claim, with nothing beside them. */
function withoutBraces(tokens: readonly Token[]): readonly Token[] {
  const pairs = matching(tokens)
  const dropped = new Set<number>()
  const isBeside = (at: number): boolean => {
    const token = tokens[at]
    return (
      token === undefined ||
      token.type === 'end' ||
      dropped.has(at) ||
      (token.type === 'sign' && BESIDE.test(token.text))
    )
  }
  for (const [open, close] of [...pairs].sort(([a], [b]) => a - b)) {
    if (!isSign(tokens[open]!, '{') || !isBeside(open - 1) || !isBeside(close + 1)) continue
    // No person puts more braces around a claim.
    if (dropped.size < 100 && holdsClaim(tokens, pairs, open, close)) {
      dropped.add(open)
      dropped.add(close)
    }
  }
  return dropped.size === 0 ? tokens : tokens.filter((_, at) => !dropped.has(at))
}

/** Whether a relation stands in a group, not deeper, and before any word or mark of cases. */
function holdsClaim(
  tokens: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  open: number,
  close: number,
): boolean {
  let found = false
  let [first, last] = [open, close]
  for (let at = open + 1; at < last; at++) {
    const token = tokens[at]!
    const ends = isSign(token, ';') || (token.type !== 'sign' && isKeyword(token.run ?? token.text))
    if (ends && !found) return false
    if (isClaiming(token)) found = true
    const inner = pairs.get(at)
    if (inner === undefined) continue
    // A group that is all of this one holds the claim: {{a = b}}.
    if (isSign(token, '{') && inner + 1 === last && at === first + 1) [first, last] = [at, inner]
    else if (!token.text.startsWith('\\begin') || token.text.startsWith('\\begin{cases}')) at = inner
  }
  return found
}
