// Repairs that say nothing: the left side over again, and terms that cancel themselves.
import { kindIn } from '../given/index.js'
import { type Node, nodesWithin, type Problem } from '../meaning/index.js'

/**
 * Whether a repaired side is the other side itself, or holds a term that cancels itself and did not before. Nor does it say
 * anything that the whole side be what is defined as the other one; but one name in place of another does.
 */
export function isTrivial(problem: Problem, repaired: Node, left: Node, before: Node | undefined): boolean {
  const asWritten: Reader = { isSymmetric: symmetryIn(problem), meaningOf: node => node }
  const wanted = spelling(left, asWritten)
  if (wanted === spelling(repaired, asWritten)) return true
  const isWhole = before?.operation.op !== repaired.operation.op
  if (isWhole && wanted === spelling(repaired, unfolding(problem))) return true
  // What is asked for is no answer: ∂L/∂x = ∂L/∂x · 1.
  const speaksOfLeft = (node: Node | undefined): boolean =>
    left.operation.op === 'derivative' && node !== undefined && nodesWithin([node]).includes(left)
  if (speaksOfLeft(repaired) && !speaksOfLeft(before)) return true
  const known = before === undefined ? new Set() : cancelling(before, unfolding(problem))
  return [...cancelling(repaired, unfolding(problem))].some(id => !known.has(id))
}

/** How a formula is read. */
interface Reader {
  /** Whether a node is a matrix that is its own transpose. */
  isSymmetric(node: Node): boolean
  /** A node, or what it is defined to be. */
  meaningOf(node: Node): Node
}

const symmetryIn =
  (problem: Problem): Reader['isSymmetric'] =>
  ({ operation: o }) =>
    o.op === 'symbol' && kindIn(problem, o.name).twin !== undefined

/** At most so many symbols are replaced by what they are defined to be, for these may speak of others again. */
const UNFOLDED = 64

/** Reads symbols as what they are defined to be, where that is for the same labels. */
function unfolding(problem: Problem): Reader {
  let left = UNFOLDED
  const meaningOf = (node: Node): Node => {
    const { operation: o, args } = node
    const symbol = o.op === 'symbol' ? problem.symbols.get(o.name)! : undefined
    if (symbol?.definition === undefined || left === 0) return node
    const { node: meaning, labels } = problem.definition(symbol)
    const same = labels.every(
      (label, i) => args[i]?.operation.op === 'label' && args[i].operation.label === label,
    )
    if (!same || args.length !== labels.length || meaning.type.cols !== node.type.cols) return node
    left--
    return meaningOf(meaning)
  }
  return { isSymmetric: symmetryIn(problem), meaningOf }
}

/**
 * A formula up to what changes nothing: the order of terms and of numbers, brackets, numbers of terms that are alike, + 0,
 * · 1, two transposes, e^{log}.
 */
function spelling(written: Node, reader: Reader): string {
  const node = reader.meaningOf(written)
  const { operation, args } = node
  const spelled = (part: Node): string => spelling(part, reader)
  switch (operation.op) {
    case 'number':
      return String(operation.value)
    case 'add':
      return total(termsOf(node, false, reader, part => [{ key: spelled(part), negative: false }]))
    case 'mul':
      return product(factorsOf(node, reader).map(spelled))
    case 'div': {
      const [over, under] = args.map(spelled)
      const value = Number(over) / Number(under)
      return Number.isFinite(value) ? String(value) : `${over}/(${under})`
    }
    case 'matmul':
      return args.map(spelled).join('@')
    case 'transpose': {
      const of = reader.meaningOf(args[0]!)
      if (of.operation.op === 'transpose') return spelled(of.args[0]!)
      return reader.isSymmetric(of) ? spelled(of) : `${spelled(of)}ᵀ`
    }
    case 'exp': {
      const of = reader.meaningOf(args[0]!)
      return of.operation.op === 'log' ? spelled(of.args[0]!) : `exp(${spelled(of)})`
    }
    default: {
      const parts = args.map(spelled)
      // S_{ij} and S_{ji}.
      if (parts.length > 1 && reader.isSymmetric(node)) parts.push(...parts.splice(-2).sort())
      return parts.length === 0 ? `#${node.id}` : `${JSON.stringify(operation)}(${parts.join()})`
    }
  }
}

/** A sum in which terms that are alike are one: V + V is 2 V, and 2 V − V is V. */
function total(terms: readonly Monomial[]): string {
  const counts = new Map<string, number>()
  for (const { key, negative } of terms) {
    const counted = /^(-?\d[\d.e+-]*)(?:·(.*))?$/s.exec(key)
    const [count, what] = counted === null ? [1, key] : [Number(counted[1]), counted[2] ?? '']
    counts.set(what, (counts.get(what) ?? 0) + (negative ? -count : count))
  }
  const left = [...counts].filter(([, count]) => count !== 0)
  const parts = left.map(([what, count]) => product([String(count), ...(what === '' ? [] : [what])]))
  return parts.length > 1 ? `(${parts.sort().join('+')})` : (parts[0] ?? '0')
}

/** The factors of a product, those of products within it included. */
const factorsOf = (written: Node, reader: Reader): readonly Node[] => {
  const node = reader.meaningOf(written)
  return node.operation.op === 'mul' ? node.args.flatMap(arg => factorsOf(arg, reader)) : [node]
}

/** Factors in a fixed order, their numbers multiplied. */
function product(factors: readonly string[]): string {
  const [numbers, others] = [true, false].map(is =>
    factors.filter(key => Number.isFinite(Number(key)) === is),
  )
  const whole = numbers!.reduce((product, key) => product * Number(key), 1)
  return [...(whole === 1 ? [] : [String(whole)]), ...others!.sort()].join('·') || '1'
}

/** A product, by what tells it from others. */
interface Monomial {
  readonly key: string
  readonly negative: boolean
}

/** The sums of a formula in which a whole term cancels against others, and the quotients a / a. */
function cancelling(root: Node, reader: Reader): ReadonlySet<number> {
  const seen = new Set<number>()
  const found = new Set<number>()
  const visit = (node: Node): void => {
    if (seen.has(node.id)) return
    seen.add(node.id)
    if (cancels(node, reader)) found.add(node.id)
    node.args.forEach(visit)
  }
  visit(root)
  return found
}

function cancels(node: Node, reader: Reader): boolean {
  const { operation, args } = node
  if (operation.op === 'div') return args[0]!.id === args[1]!.id
  if (operation.op !== 'add') return false
  const terms = args.map((arg, i) =>
    expanded(arg, reader).map(m => ({ ...m, negative: m.negative !== operation.signs[i] })),
  )
  return terms.some((own, i) => {
    const others = terms.flatMap((term, k) => (k === i ? [] : term))
    return own.every(a => others.some(b => a.key === b.key && a.negative !== b.negative))
  })
}

/** At most so many products are multiplied out. */
const PRODUCTS = 64

/** A formula multiplied out, as far as sums and products go. */
function expanded(written: Node, reader: Reader): readonly Monomial[] {
  const node = reader.meaningOf(written)
  const { operation, args } = node
  const parts = (part: Node): readonly Monomial[] => expanded(part, reader)
  if (operation.op === 'add') return termsOf(node, false, reader, parts)
  if (operation.op === 'mul' || operation.op === 'matmul') {
    const [a, b] = args.map(parts)
    const sign = operation.op === 'mul' ? '·' : '@'
    if (a!.length * b!.length <= PRODUCTS) {
      return a!.flatMap(p =>
        b!.map(q => ({
          key: sign === '·' ? [p.key, q.key].sort().join(sign) : p.key + sign + q.key,
          negative: p.negative !== q.negative,
        })),
      )
    }
  }
  return [{ key: spelling(node, reader), negative: false }]
}

/** The terms of a sum, those of sums within it included. */
const termsOf = (
  written: Node,
  negative: boolean,
  reader: Reader,
  of: (term: Node) => readonly Monomial[],
): readonly Monomial[] => {
  const node = reader.meaningOf(written)
  const { operation, args } = node
  if (operation.op !== 'add') return of(node).map(m => ({ ...m, negative: m.negative !== negative }))
  return args.flatMap((arg, i) => termsOf(arg, operation.signs[i] !== negative, reader, of))
}
