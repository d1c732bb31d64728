// Sets as kinds: \mathbb{R}^{m \times n}, \{0, 1\}^m, \{1, \dots, k\}, (0, 1).
import type { SymbolKind } from './kinds/index.js'
import type { Reader } from './reader.js'

/** What a set says of a symbol. */
interface AsSet {
  readonly kind: SymbolKind
  readonly axes: readonly string[]
  readonly classes?: string
}

const OPEN = ['{', '\\{']

/** A set, which is next; `undefined` where there is none. */
export function setAt(reader: Reader): AsSet | undefined {
  const back = reader.place
  const found = letterSet(reader) ?? listed(reader) ?? interval(reader)
  if (found === undefined) reader.moveTo(back)
  return found
}

/** ℝ, ℝ^n, ℝ_{>0}^{m×n}, ℕ, the simplex Δ^{k-1} and the matrices 𝕊^n_{++}. */
function letterSet(reader: Reader): AsSet | undefined {
  const letter = reader.text()
  if (!/^[RℝNℕZℤΔS𝕊]$/u.test(letter) || reader.token().type !== 'name') return undefined
  reader.next()
  let axes: readonly string[] = []
  let mark = ''
  let isSmaller = false
  for (;;) {
    if (reader.take('^')) {
      const at = reader.place
      axes = above(reader)
      isSmaller = reader.tokens.slice(at, reader.place).some(({ text }) => text === '-')
    } else if (reader.take('_')) mark = below(reader)
    else break
  }
  if (/[Rℝ]/u.test(letter)) {
    const kind = (
      { '': 'real', '+': 'nonnegative', '≥0': 'nonnegative', '++': 'positive', '>0': 'positive' } as const
    )[mark]
    return kind && { kind, axes }
  }
  if (/[NℕZℤ]/u.test(letter)) return axes.length === 0 ? { kind: 'integer', axes } : undefined
  if (letter === 'Δ')
    return axes.length === 1 || mark !== ''
      ? { kind: 'distribution', axes: axes.length === 1 ? axes : [mark] }
      : undefined
  const kind = ({ '': 'symmetric', '++': 'positive definite' } as const)[mark]
  const [n] = axes
  return kind && n !== undefined && !isSmaller ? { kind, axes: [n, n] } : undefined
}

/** What stands above a set: m × n, in braces or alone. In Δ^{k-1} there are k. */
function above(reader: Reader): readonly string[] {
  // In \mathbb{S}^n_{++} the sign below is not that of the size.
  if (!reader.take('{')) return [reader.next().text]
  const axes: string[] = []
  while (!reader.take('}')) {
    axes.push(reader.dimension())
    if (reader.take('-', '1') || reader.text() === '}') continue
    if (!reader.takeAny(['*', ',', 'x'])) reader.refuse(`expected × or '}', found ${reader.found()}`)
  }
  return axes
}

/** What stands below a set, as one text. */
function below(reader: Reader): string {
  if (!reader.take('{')) return reader.next().text
  let text = ''
  while (!reader.ended() && !reader.take('}')) text += reader.next().text
  return text
}

/** \{0, 1\}, \{-1, 1\}, \{1, …, k\}. */
function listed(reader: Reader): AsSet | undefined {
  if (!OPEN.some(open => reader.take(open))) return undefined
  let text = ''
  let last = ''
  while (!reader.ended() && !/^\\?\}$/.test(reader.text())) {
    const isDimension = reader.isWord()
    last = isDimension ? reader.dimension() : reader.next().text
    text += last
  }
  if (!reader.takeAny(['}', '\\}'])) return undefined
  const axes = reader.take('^') ? above(reader) : []
  if (text === '0,1') return { kind: 'binary', axes }
  if (/^(-1,\+?1|\+?1,-1)$/.test(text)) return { kind: 'sign', axes }
  if (/^1,(2,)?(…|\.)+,?/.test(text) || /^1,(2,)?…$/.test(text)) return { kind: 'class', axes, classes: last }
  return undefined
}

/** (0, 1), [0, 1], (0, ∞), [0, ∞). */
function interval(reader: Reader): AsSet | undefined {
  const open = reader.text()
  if (!/^[([]$/.test(open) || reader.text(1) !== '0' || reader.text(2) !== ',') return undefined
  const end = reader.text(3) === '+' ? reader.text(4) : reader.text(3)
  while (!reader.ended() && !/^[)\]]$/.test(reader.text())) reader.next()
  reader.next()
  const axes = reader.take('^') ? above(reader) : []
  if (end === '1') return { kind: 'probability', axes }
  if (end === '∞') return { kind: open === '(' ? 'positive' : 'nonnegative', axes }
  return undefined
}
