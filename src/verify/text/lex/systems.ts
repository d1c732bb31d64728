// Arrays that lay out claims: a system of equations behind a brace, and matrices side by side with signs in columns between.
import { matching } from './brackets.js'
import { isRelation, isSign, type Token } from './token.js'
import { isKeyword } from './words.js'

/** The tokens without the brace in front of an array behind which no brace but a dot stands: it is never closed. */
export function withoutLone(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(token => isSign(token, LONE))) return tokens
  const dropped = new Set<number>()
  tokens.forEach((token, at) => {
    if (!isSign(token, LONE)) return
    dropped.add(at)
    const end = tokens[at - 1]
    if (end?.type !== 'sign' || !end.text.startsWith('\\end')) return
    const begin = end.text.replace('end', 'begin')
    let [open, depth] = [at - 2, 1]
    for (; open > 0; open--) {
      if (isSign(tokens[open]!, end.text)) depth++
      else if (isSign(tokens[open]!, begin) && --depth === 0) break
    }
    if (depth === 0 && open > 0 && isSign(tokens[open - 1]!, '\\{')) dropped.add(open - 1)
  })
  return tokens.filter((_, at) => !dropped.has(at))
}

/** What is written to close a brace with nothing. */
const LONE = '\\right.'

/** The tokens with systems as rows of claims, and with arrays of several matrices taken apart. */
export function laidOut(tokens: readonly Token[]): readonly Token[] {
  const isArray = ({ type, text }: Token): boolean =>
    type === 'sign' && /^\\begin\{(cases|array|matrix|aligned|gathered|split)\}$/.test(text)
  if (!tokens.some(isArray)) return tokens
  const pairs = matching(tokens)
  const instead = new Map<number, { readonly last: number; readonly tokens: readonly Token[] }>()
  for (const [open, close] of pairs) {
    if (!isArray(tokens[open]!)) continue
    const isGrid = /array|matrix/.test(tokens[open]!.text)
    const made =
      systemAt(tokens, pairs, open, close) ?? (isGrid ? sideBySide(tokens, pairs, open, close) : undefined)
    if (made !== undefined) instead.set(made.first, made)
  }
  if (instead.size === 0) return tokens
  const kept: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const made = instead.get(at)
    kept.push(...(made?.tokens ?? [tokens[at]!]))
    if (made !== undefined) at = made.last
  }
  return kept
}

/** What takes the place of an array: from its first token to its last. */
interface Made {
  readonly first: number
  readonly last: number
  readonly tokens: readonly Token[]
}

type Pairs = ReadonlyMap<number, number>

const BESIDE = /^(\\\\|&|quad|[,.;:]|remark|⇒|∵|\\(begin|end)\{(?!cases|\w*matrix|array).*)$/

/** \left\{ \begin{array} a = b \\ c = d \end{array} \right\}, and cases of which each is a claim: as rows of claims. */
function systemAt(tokens: readonly Token[], pairs: Pairs, open: number, close: number): Made | undefined {
  let [first, last] = [open, close]
  for (const bracket of ['\\{', '{']) {
    if (first === 0 || !isSign(tokens[first - 1]!, bracket)) continue
    first--
    if (pairs.get(first) === last + 1) last++
    else if (pairs.has(first)) return undefined
  }
  if (first === open && /aligned|gathered|split/.test(tokens[open]!.text)) return undefined
  const isBeside = (at: number): boolean => {
    const token = tokens[at]
    if (token === undefined || token.type === 'end' || token.type === 'word') return true
    return token.type === 'sign' && BESIDE.test(token.text)
  }
  if (!isBeside(first - 1) || !isBeside(last + 1)) return undefined
  const rows = linesOf(tokens, pairs, open, close, '\\\\')
  const states = (line: Line): boolean => statesAt(tokens, topLevel(tokens, pairs, line.from, line.to))
  if (rows.length === 0 || !rows.every(row => isDots(tokens, row) || states(row))) return undefined
  if (isDots(tokens, rows[0]!) || isDots(tokens, rows.at(-1)!)) return undefined
  const layout = (token: Token, begins: boolean): Token => ({
    ...token,
    text: `\\${begins ? 'begin' : 'end'}{aligned}`,
  })
  return {
    first,
    last,
    tokens: [layout(tokens[open]!, true), ...tokens.slice(open + 1, close), layout(tokens[close]!, false)],
  }
}

/** Whether a row claims something: what is behind an & or a word, as in "a & if i = j", is a condition. */
function statesAt(tokens: readonly Token[], places: readonly number[]): boolean {
  const at = places.findIndex(place => isRelation(tokens[place]!))
  const before = places.slice(0, Math.max(0, at)).map(place => tokens[place]!)
  const aligned = before.at(-1) !== undefined && isSign(before.at(-1)!, '&') ? before.slice(0, -1) : before
  return (
    at >= 0 &&
    !aligned.some(
      token => isSign(token, '&') || (token.type !== 'sign' && isKeyword(token.run ?? token.text)),
    )
  )
}

/** A stretch of tokens, from a place to before another. */
interface Line {
  readonly from: number
  readonly to: number
}

/** The stretches between signs at the top level of an environment; nothing behind the last break is none. */
function linesOf(
  tokens: readonly Token[],
  pairs: Pairs,
  open: number,
  close: number,
  sign: string,
): readonly Line[] {
  const ends = topLevel(tokens, pairs, open + 1, close).filter(at => isSign(tokens[at]!, sign))
  const lines = [...ends, close].map((to, i) => ({ from: i === 0 ? open + 1 : ends[i - 1]! + 1, to }))
  return sign === '\\\\' && lines.length > 1 && lines.at(-1)!.from === close ? lines.slice(0, -1) : lines
}

/** The places between two that stand in no bracket. */
function topLevel(tokens: readonly Token[], pairs: Pairs, from: number, to: number): readonly number[] {
  const found: number[] = []
  for (let at = from; at < to && at < tokens.length; at = (pairs.get(at) ?? at) + 1) found.push(at)
  return found
}

const isDot = ({ type, text }: Token): boolean => type === 'sign' && /^[…⋮⋱]$/.test(text)

const isDots = (tokens: readonly Token[], { from, to }: Line): boolean => {
  const own = tokens.slice(from, to).filter(token => !isSign(token, '&') && !isSign(token, 'quad'))
  return own.length > 0 && own.every(isDot)
}

/** A sign that stands between two matrices in a column of its own. */
const JOINTS = /^[=+*·⊙⊗⊘-]$/u

/**
 * An array of several matrices: columns that hold a single sign part them. In a row of dots, whatever is blank is dots as well.
 */
function sideBySide(tokens: readonly Token[], pairs: Pairs, open: number, close: number): Made | undefined {
  const rows = linesOf(tokens, pairs, open, close, '\\\\').map(({ from, to }) =>
    linesOf(tokens, pairs, from - 1, to, '&'),
  )
  const width = Math.max(...rows.map(row => row.length))
  const written = (line: Line | undefined): readonly Token[] =>
    line === undefined ? [] : tokens.slice(line.from, line.to).filter(token => !isSign(token, 'quad'))
  const jointIn = (column: number): Token | undefined => {
    const cells = rows.map(row => written(row[column])).filter(cell => cell.length > 0)
    const [sign] = cells[0] ?? []
    return cells.length === 1 && cells[0]!.length === 1 && sign!.type === 'sign' && JOINTS.test(sign!.text)
      ? sign
      : undefined
  }
  const joints = Array.from({ length: width }, (_, column) => jointIn(column))
  if (!joints.some(joint => joint !== undefined)) return undefined
  const made: Token[] = []
  const { start } = tokens[open]!
  const sign = (text: string, at: number): Token => ({
    type: 'sign',
    text,
    start: at,
    end: at,
    spaced: false,
  })
  for (let from = 0; from <= width; ) {
    const found = joints.findIndex((joint, column) => column >= from && joint !== undefined)
    const to = found < 0 ? width : found
    if (to === from) return undefined
    const begin = made.length
    made.push(sign('\\begin{matrix}', start))
    rows.forEach((row, r) => {
      if (r > 0) made.push(sign('\\\\', made.at(-1)!.end))
      const cells = Array.from({ length: to - from }, (_, c) => written(row[from + c]))
      const others = row.flatMap((line, c) => (joints[c] === undefined ? written(line) : []))
      const dotted = others.length > 0 && others.every(isDot)
      cells.forEach((cell, c) => {
        if (c > 0) made.push(sign('&', made.at(-1)!.end))
        if (cell.length > 0) made.push(...cell)
        else if (dotted) made.push(sign('⋮', made.at(-1)!.end))
      })
    })
    made.push(sign('\\end{matrix}', made.at(-1)!.end))
    // The place of a matrix is that of its entries.
    const firstEntry = made.slice(begin).find(token => token.end > token.start)
    if (firstEntry === undefined) return undefined
    made[begin] = sign('\\begin{matrix}', firstEntry.start)
    if (found < 0) break
    made.push(joints[found]!)
    from = found + 1
  }
  return { first: open, last: close, tokens: made }
}
