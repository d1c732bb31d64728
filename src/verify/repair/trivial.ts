// Repairs that say nothing: the left side over again, and terms that cancel themselves.
import type { Node } from '../meaning/index.js'

/** Whether a repaired side is the other side itself, or holds a term that cancels itself and did not before. */
export function isTrivial(repaired: Node, left: Node, before: Node | undefined): boolean {
  if (spelling(repaired) === spelling(left)) return true
  const known = before === undefined ? new Set() : cancelling(before)
  return [...cancelling(repaired)].some(id => !known.has(id))
}

/** A formula up to what changes nothing: the order of terms and of numbers, brackets, + 0, · 1, and two transposes. */
function spelling(node: Node): string {
  const { operation, args } = node
  const signed = (terms: readonly Monomial[]): string =>
    terms
      .map(({ key, negative }) => (negative ? '-' : '+') + key)
      .sort()
      .join('')
  switch (operation.op) {
    case 'number':
      return String(operation.value)
    case 'add': {
      const terms = termsOf(node, false, part => [{ key: spelling(part), negative: false }]).filter(
        ({ key }) => key !== '0',
      )
      const [only] = terms
      return terms.length === 1 && only !== undefined && !only.negative ? only.key : `(${signed(terms)})`
    }
    case 'mul': {
      const factors = args.map(spelling).filter(key => key !== '1')
      return factors.length === 1 ? factors[0]! : factors.sort().join('·')
    }
    case 'matmul':
      return args.map(spelling).join('@')
    case 'transpose': {
      const [of] = args
      return of!.operation.op === 'transpose' ? spelling(of!.args[0]!) : `${spelling(of!)}ᵀ`
    }
    default:
      return args.length === 0 ? `#${node.id}` : `${JSON.stringify(operation)}(${args.map(spelling).join()})`
  }
}

/** A product, by what tells it from others. */
interface Monomial {
  readonly key: string
  readonly negative: boolean
}

/** The sums of a formula in which a whole term cancels against others, and the quotients a / a. */
function cancelling(root: Node): ReadonlySet<number> {
  const seen = new Set<number>()
  const found = new Set<number>()
  const visit = (node: Node): void => {
    if (seen.has(node.id)) return
    seen.add(node.id)
    if (cancels(node)) found.add(node.id)
    node.args.forEach(visit)
  }
  visit(root)
  return found
}

function cancels(node: Node): boolean {
  const { operation, args } = node
  if (operation.op === 'div') return args[0]!.id === args[1]!.id
  if (operation.op !== 'add') return false
  const terms = args.map((arg, i) =>
    expanded(arg).map(m => ({ ...m, negative: m.negative !== operation.signs[i] })),
  )
  return terms.some((own, i) => {
    const others = terms.flatMap((term, k) => (k === i ? [] : term))
    return own.every(a => others.some(b => a.key === b.key && a.negative !== b.negative))
  })
}

/** At most so many products are multiplied out. */
const PRODUCTS = 64

/** A formula multiplied out, as far as sums and products go. */
function expanded(node: Node): readonly Monomial[] {
  const { operation, args } = node
  if (operation.op === 'add') return termsOf(node, false, expanded)
  if (operation.op === 'mul' || operation.op === 'matmul') {
    const [a, b] = args.map(expanded)
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
  return [{ key: spelling(node), negative: false }]
}

/** The terms of a sum, those of sums within it included. */
const termsOf = (
  node: Node,
  negative: boolean,
  of: (term: Node) => readonly Monomial[],
): readonly Monomial[] => {
  const { operation, args } = node
  if (operation.op !== 'add') return of(node).map(m => ({ ...m, negative: m.negative !== negative }))
  return args.flatMap((arg, i) => termsOf(arg, operation.signs[i] !== negative, of))
}
