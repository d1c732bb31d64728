// Which letters of the formulas are symbols, which are indices, and which are sizes: told from how they are written.
import { attempt, functionNamed, isKeyword, type Token, tokenize } from '../../text/index.js'
import type { Said } from './words/fact.js'

/** A symbol that the formulas speak of, by its whole name. */
export interface Candidate {
  readonly name: string
  /** How a given block writes it, without indices. */
  readonly written: string
  /** The letters that stand above it in parentheses. */
  readonly above: readonly string[]
  /** With how many indices below it occurs. */
  readonly below: ReadonlySet<number>
  /** The letters that it bears below, where it first does. */
  readonly letters: readonly string[]
  /** Whether it stands as an index itself, as y does in z_{y_i}. */
  readonly index: boolean
}

/** What the letters of the formulas are. */
export interface Letters {
  readonly symbols: ReadonlyMap<string, Candidate>
  readonly dims: ReadonlySet<string>
  /** Runs of letters that are one name. */
  readonly words: ReadonlySet<string>
}

/** A name where it occurs. */
interface Occurrence {
  readonly base: string
  readonly primes: number
  /** A number in parentheses above. */
  readonly raised: string
  /** A number or word below. */
  readonly lowered: string
  readonly isWord: boolean
  readonly above: readonly string[]
  readonly below: readonly string[]
  readonly count: number
  readonly index: boolean
  readonly bound: boolean
}

const OPENS = new Set(['{', '(', '[', '\\{'])
const CLOSES = new Set(['}', ')', ']', '\\}'])
const NO_NAMES = new Set([
  'argmax',
  'argmin',
  'arg',
  'const',
  'diag',
  'Tr',
  'trace',
  'softmax',
  'st',
  'Var',
  'Cov',
  'KL',
])

/** The tokens of formulas; what cannot be cut into tokens has none. */
const tokensOf = (sources: readonly string[], words: ReadonlySet<string>): readonly (readonly Token[])[] =>
  sources.map(source => attempt(() => tokenize(source, words)) ?? [])

/** What the letters of formulas are, with what the prose says of them. */
export function lettersIn(sources: readonly string[], said: Said): Letters {
  const words = wordsIn(sources, said)
  const scans = tokensOf(sources, words).map(tokens => new Scanner(tokens))
  const found = scans.flatMap(({ occurrences }) => occurrences)
  const dims = dimsIn(scans, found, said)
  const symbols = new Map<string, Candidate>()
  const stated = new Set(said.facts.map(({ name }) => name.name))
  const labels = labelsIn(found, said)
  const bases = new Map<string, Occurrence[]>()
  for (const one of found) bases.set(one.base, [...(bases.get(one.base) ?? []), one])
  for (const one of found) {
    const { base } = one
    const others = bases.get(base)!
    if (dims.has(base) && one.count === 0 && one.lowered === '') continue
    if (one.lowered !== '' && dims.has(`${base}_${one.lowered}`)) continue
    if (labels.has(base + "'".repeat(one.primes)) && one.count === 0) continue
    if (isFixed(base, others, stated)) continue
    if ([...base].length === 1 && one.bound && one.count === 0) continue
    const primed = base + "'".repeat(one.primes)
    const turned =
      one.primes > 0 &&
      !stated.has(primed) &&
      others.some(other => other.primes === 0) &&
      !scans.some(({ lead }) => lead === primed)
    const stem = turned ? base : primed
    const isPart = one.lowered !== '' && (one.isWord || isOwnName(stem, one.lowered, others, stated))
    const name = stem + one.raised + (isPart ? `_${one.lowered}` : '')
    const count = one.count + (one.lowered !== '' && !isPart ? 1 : 0)
    const before = symbols.get(name)
    symbols.set(name, {
      name,
      written: writtenAs(stem, one.raised, isPart ? one.lowered : ''),
      above: before?.above.length ? before.above : one.above,
      below: new Set([...(before?.below ?? []), count]),
      letters: before?.letters.length ? before.letters : one.below,
      index: (before?.index ?? false) || one.index,
    })
  }
  return { symbols, dims, words }
}

/** W^{(1)}, b_{\text{out}} */
export const writtenAs = (stem: string, raised: string, lowered: string): string =>
  stem +
  (raised === '' ? '' : `^{${raised.slice(1)}}`) +
  (lowered === ''
    ? ''
    : /^[\d]$/.test(lowered)
      ? `_${lowered}`
      : /^\d+$/.test(lowered)
        ? `_{${lowered}}`
        : `_{\\text{${lowered}}}`)

/** Whether W_1 is a name: where W alone has no entries. */
function isOwnName(
  stem: string,
  lowered: string,
  others: readonly Occurrence[],
  stated: ReadonlySet<string>,
): boolean {
  if (stated.has(`${stem}_${lowered}`)) return true
  return (
    !stated.has(stem) &&
    others.every(other => other.lowered !== '' || (other.count === 0 && other.above.length > 0))
  )
}

/** Letters that mean something of their own unless somebody says otherwise: e, π, I, σ(…), the d of dL/dw. */
function isFixed(base: string, others: readonly Occurrence[], stated: ReadonlySet<string>): boolean {
  if (stated.has(base)) return false
  if (base === 'e' || base === 'π') return others.every(({ count }) => count === 0)
  if (base === 'I') return others.every(({ count }) => count < 2)
  if (base === 'δ') return others.every(({ count }) => count === 2)
  return base === 'd'
}

function labelsIn(found: readonly Occurrence[], said: Said): ReadonlySet<string> {
  const stated = new Set(said.facts.map(({ name }) => name.name))
  const whole = ({ base, primes }: Occurrence): string => base + "'".repeat(primes)
  const indices = new Set(
    found.filter(({ index, bound, count }) => (index || bound) && count === 0).map(whole),
  )
  const symbols = new Set(
    found.filter(({ count, raised, lowered }) => count > 0 || raised !== '' || lowered !== '').map(whole),
  )
  return new Set([...indices, ...said.ranges.keys()].filter(name => !stated.has(name) && !symbols.has(name)))
}

function dimsIn(scans: readonly Scanner[], found: readonly Occurrence[], said: Said): ReadonlySet<string> {
  const sizes = said.facts.flatMap(({ axes = [], classes }) => [...axes, classes])
  const tops = scans.flatMap(({ tops }) => tops)
  const indexed = new Set(
    found.filter(({ count, base }) => count > 0 && base.length > 0).map(({ base }) => base),
  )
  const inside = new Set(found.filter(({ index, bound }) => index || bound).map(({ base }) => base))
  const strong = new Set(
    [...sizes, ...said.ranges.values(), said.classes].filter(
      name => name !== undefined && !/^\d+$/.test(name),
    ) as string[],
  )
  return new Set([...strong, ...tops.filter(name => !indexed.has(name) && !inside.has(name))])
}

/** Runs of three letters and more that are one name: not where each of their letters is a name elsewhere. */
function wordsIn(sources: readonly string[], said: Said): ReadonlySet<string> {
  const tokens = tokensOf(sources, new Set()).flat()
  const alone = new Set([
    ...tokens.filter(({ run, type }) => run === undefined && type === 'name').map(({ text }) => text),
    ...said.facts.map(({ name }) => name.base),
  ])
  const runs = new Set(tokens.flatMap(({ run }) => (run === undefined || [...run].length < 3 ? [] : [run])))
  const words = [...runs].filter(
    run =>
      ![...run].every(letter => alone.has(letter)) && functionNamed(run) === undefined && !isKeyword(run),
  )
  const whole = tokens.filter(
    ({ type, text }) =>
      type === 'word' && /^\p{L}{2,}$/u.test(text) && !isKeyword(text) && functionNamed(text) === undefined,
  )
  return new Set([...words, ...whole.map(({ text }) => text)].filter(word => !NO_NAMES.has(word)))
}

/** A walk along the tokens of a formula. */
class Scanner {
  readonly occurrences: Occurrence[] = []
  /** Names above Σ: up to where it runs. */
  readonly tops: string[] = []
  /** The name that the formula begins with. */
  readonly lead: string | undefined

  constructor(private readonly tokens: readonly Token[]) {
    this.walk(0, tokens.length, false)
    const [first] = this.occurrences
    this.lead = first === undefined ? undefined : first.base + "'".repeat(first.primes)
  }

  private text = (at: number): string => this.tokens[at]?.text ?? ''

  /** The group that begins at a token: what is in it, and the place behind it. */
  private group(at: number): { readonly from: number; readonly to: number; readonly next: number } {
    if (this.text(at) !== '{') return { from: at, to: at + 1, next: at + 1 }
    let depth = 0
    for (let i = at; i < this.tokens.length; i++) {
      if (this.tokens[i]!.type !== 'sign') continue
      if (this.text(i) === '{') depth++
      if (this.text(i) === '}' && --depth === 0) return { from: at + 1, to: i, next: i + 1 }
    }
    return { from: at + 1, to: this.tokens.length, next: this.tokens.length }
  }

  private isBig(at: number): boolean {
    const { type, text } = this.tokens[at]!
    return (type === 'sign' && /^[∑∏]$/.test(text)) || /^(max|min|sum|prod|argmax|argmin)$/.test(text)
  }

  private walk(from: number, to: number, index: boolean): void {
    for (let at = from; at < to; )
      at = this.isName(at) ? this.name(at, index) : this.isBig(at) ? this.big(at) : at + 1
  }

  private isName(at: number): boolean {
    const { type, text } = this.tokens[at]!
    if (type !== 'name' && type !== 'word') return false
    if (functionNamed(text) !== undefined || isKeyword(text) || NO_NAMES.has(text)) return false
    if (text === 'd' && /^(name|word)$/.test(this.tokens[at + 1]?.type ?? '') && this.isAbove(at))
      return false
    if (text === 'σ' && this.text(at + 1) === '(') return false
    return type === 'name' || /^\p{L}{2,}$/u.test(text)
  }

  /** Whether a letter begins what stands above or below a fraction line: the d of dL/dw. */
  private isAbove = (at: number): boolean =>
    at === 0 || ['{', '/', 'frac', '(', '='].includes(this.text(at - 1))

  /** Σ with what it runs over: its letters are bound, and what stands above is a size. */
  private big(at: number): number {
    let next = at + 1
    for (;;) {
      const sign = this.text(next)
      if ((sign !== '_' && sign !== '^') || this.tokens[next]?.type !== 'sign') return next
      const { from, to, next: behind } = this.group(next + 1)
      if (sign === '_') {
        for (let i = from; i < to; ) i = this.isName(i) ? this.name(i, true, true) : i + 1
      } else {
        const names = this.tokens.slice(from, to).filter(({ type }) => type === 'name')
        if (to === from + 1 && names.length === 1) this.tops.push(names[0]!.text)
        else if (names.length > 0 && this.text(from + 1) === '_') this.walk(from, to, true)
      }
      next = behind
    }
  }

  /** A name with all that hangs on it. */
  private name(start: number, index: boolean, bound = false): number {
    const { text: base, type } = this.tokens[start]!
    let at = start + 1
    let primes = 0
    let [raised, lowered, isWord] = ['', '', false]
    let above: string[] = []
    let below: string[] = []
    let count = 0
    for (;;) {
      const sign = this.text(at)
      if (this.tokens[at]?.type !== 'sign') break
      if (sign === "'") {
        primes++
        at++
      } else if (sign === '_') {
        const { from, to, next } = this.group(at + 1)
        const inner = this.tokens.slice(from, to)
        const [only] = inner
        if (inner.length === 1 && only!.type === 'number') lowered = only!.text
        else if (
          inner.length > 0 &&
          (inner.every(({ type }) => type === 'word') ||
            (inner.length === 1 && only!.text.length > 2 && only!.type === 'name'))
        ) {
          lowered = inner.map(({ text }) => text).join('')
          isWord = true
        } else {
          count += this.indices(from, to)
          below = inner.filter(({ type }) => type === 'name').map(({ text }) => text)
          this.walk(from, to, true)
        }
        at = next
      } else if (sign === '^') {
        const { from, to, next } = this.group(at + 1)
        const inner = this.tokens.slice(from, to)
        const texts = inner.map(({ text }) => text)
        if (texts[0] === '(' && inner[1]?.type === 'number' && texts[2] === ')') {
          if (base !== 'e') raised = `^(${texts[1]})`
        } else if (texts[0] === '(' && inner[1]?.type === 'name' && texts[2] === ')' && base !== 'e') {
          above = [texts[1]!]
          this.walk(from, to, true)
        } else if (texts.every(text => text === "'")) primes += texts.length
        else if (!(texts.length === 1 && (texts[0] === 'T' || texts[0] === '⊤'))) this.walk(from, to, index)
        at = next
      } else break
    }
    this.occurrences.push({
      base,
      primes,
      raised,
      lowered,
      isWord,
      above,
      below,
      count,
      index,
      bound: bound && count === 0 && type === 'name',
    })
    return at
  }

  /** How many indices a group holds: ij are two, and so are i, j; y_i is one, and so is i + 1. */
  private indices(from: number, to: number): number {
    let count = 0
    let fresh = true
    let depth = 0
    for (let at = from; at < to; at++) {
      const { type, text } = this.tokens[at]!
      if (type === 'sign' && OPENS.has(text)) depth++
      if (type === 'sign' && CLOSES.has(text)) depth--
      if (depth > 0) continue
      if (text === ',') fresh = true
      else if (type === 'sign' && /^[-+]$/.test(text)) {
        // i + 1 goes on.
        at++
      } else if (text === '_') at = this.group(at + 1).next - 1
      else if (text === ':' || text === '·' || text === '*') {
        count++
        fresh = false
      } else if (type === 'name' || (type === 'number' && fresh)) {
        count++
        fresh = false
      }
    }
    return count
  }
}
