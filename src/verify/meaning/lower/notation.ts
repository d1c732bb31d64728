// Signs whose meaning depends on shapes, in plain ones: primes, dots between columns, bars.

import { kinds } from '../../given/kinds/index.js'
import {
  across,
  attempt,
  call,
  type Expr,
  type Factor,
  LanguageError,
  mul,
  type Of,
  type SymbolExpr,
  symbol,
  times,
} from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, isSquare, shapeText, spoken, type Type } from '../node.js'
import type { Scope } from '../scope.js'

/** Whether a transpose is written with a prime or a T, so that it may be something else. */
export const isMarked = ({ prime, letter }: Of<'transpose'>): boolean =>
  prime !== undefined || letter === true

const isMatrix = ({ rows, cols }: Type): boolean => rows !== '1' && cols !== '1'

/**
 * X' and Xᵀ of a matrix or a column as transposes. Of a number, a prime is a derivative: f'(a) is by a, a bare f' by the only
 * number that f is computed from. A T above a bracket that holds a number changes nothing; above a name it may be a power.
 */
export function unmarked(problem: Lowerer, written: Of<'transpose'>, scope: Scope): Expr {
  const { of, prime, letter, span } = written
  const number = isScalar(problem.lower(of, scope).type)
  if (prime === undefined) {
    if (number && letter && of.kind === 'symbol') {
      throw new LanguageError(
        'ambiguous',
        `${spoken(of.name)} is a number here: is the T above it a power?`,
        span,
        ['Declare T for a power.', 'A number is its own transpose: leave the T out.'],
      )
    }
    return { kind: 'transpose', of, span }
  }
  if (number) return derivative(problem, written, scope)
  const turned: Expr = prime.times % 2 === 1 ? { kind: 'transpose', of, span } : of
  if (typeof prime.at !== 'object') return turned
  return mul([times(turned), times(prime.at)], span)
}

/** The most primes that are read. */
const PRIMES = 4

function derivative(problem: Lowerer, { of, prime, span }: Of<'transpose'>, scope: Scope): Expr {
  const { times, at } = prime!
  const refuse = (reason: string, ways: readonly string[]): never => {
    throw new LanguageError('ambiguous', reason, span, ways)
  }
  const fraction = 'Write \\frac{\\partial f}{\\partial a} for a derivative.'
  if (of.kind !== 'symbol')
    return refuse('a prime on a number is a derivative, and this one does not say by what', [
      fraction,
      'Write (…)^\\top where a transpose is meant; of a number it changes nothing.',
    ])
  const name = spoken(of.name)
  if (times > PRIMES) refuse(`${name} bears ${times} primes; at most ${PRIMES} are read`, [fraction])
  const known = problem.symbols.get(of.name)
  if (known?.definition === undefined)
    return refuse(`a prime on a number is a derivative, and ${name} is not computed from anything`, [
      `Declare ${name}' if it is a name of its own.`,
    ])
  const sources = sourcesOf(problem, of)
  const [only] = sources
  const bare = only === undefined || sources.length > 1 ? undefined : { ...symbol(only), span }
  const by = at ?? bare
  if (typeof by === 'object' && by.kind === 'symbol' && sources.includes(by.name)) {
    if (!isScalar(problem.lower(by, scope).type))
      return refuse(`a prime is a derivative by a number, and ${spoken(by.name)} is none`, [
        `Write \\nabla_{${spoken(by.name)}} ${name} for the gradient.`,
      ])
    return { kind: 'derivative', of, by: Array.from({ length: times }, () => by), nabla: false, span }
  }
  const from = `${name} is computed from ${sources.length === 0 ? 'nothing that varies' : sources.map(spoken).join(', ')}`
  const ways = sources.map(
    source => `Write ${name}'(${spoken(source)}) for the derivative by ${spoken(source)}.`,
  )
  if (at === undefined) return refuse(`${name}' is a derivative: by what? ${from}`, ways)
  return refuse(`${name}'(…): a product, or a derivative by what is in the bracket? ${from}`, [
    ...ways,
    `Write ${name}' \\cdot (…) for a product.`,
  ])
}

/** All that a symbol is computed from and that varies smoothly, also by way of other definitions. */
const sourcesOf = (problem: Lowerer, { name }: SymbolExpr): readonly string[] =>
  [...problem.symbols.values()]
    .filter(
      other => other.name !== name && (other.definition !== undefined || kinds[other.kind].differentiable),
    )
    .map(other => other.name)
    .filter(other => problem.symbolMentions(name, other))

/** Whether a formula stands in bars, |x|. */
export const isBars = (expr: Expr): expr is Of<'call'> => expr.kind === 'call' && expr.fn === 'bars'

/** |x| in plain signs: of a number its absolute value, of a column or row its length, of a square matrix its determinant. */
export function unbarred(problem: Lowerer, { args, span }: Of<'call'>, scope: Scope): Expr {
  const [of] = args
  const { type, operation } = problem.lower(of!, scope)
  if (isScalar(type)) return { ...call('abs', ...args), span }
  const refuse = (reason: string, ways: readonly string[]): never => {
    throw new LanguageError('ambiguous', reason, span, ways)
  }
  if (isSquare(type) && operation.op === 'derivative')
    return refuse('bars around a Jacobian: its determinant, or the absolute value of that?', [
      'Write \\det(…) for the determinant, |\\det(…)| for its absolute value.',
    ])
  if (isSquare(type)) return { ...call('det', ...args), span }
  if (isMatrix(type)) return refuse(`bars around ${shapeText(type)}: absolute values or a norm?`, ABSOLUTE)
  if (operation.op === 'symbol' && problem.classesOf(operation.name) !== undefined)
    return refuse('bars around a list of classes: its length is a dimension', [
      `Write ${type.cols === '1' ? type.rows : type.cols} for how many there are.`,
    ])
  return { kind: 'norm', of: of!, order: 2, span }
}

const ABSOLUTE = ['Write abs(…) for the absolute value of each entry, \\|…\\| for the Frobenius norm.']

/** |A| beside a matrix, in a sum, a product entry by entry or an equation, or where entries are read: not a number, for once? */
export function refuseBarred(problem: Lowerer, parts: readonly Expr[], scope: Scope): void {
  for (const part of parts) {
    const of = part.kind === 'add' && part.terms.length === 1 ? part.terms[0]!.value : part
    if (!isBars(of) || !isSquare(problem.lower(of.args[0]!, scope).type)) continue
    throw new LanguageError(
      'ambiguous',
      'bars around a matrix, beside one: its determinant, or the absolute values of its entries?',
      of.span,
      ['Write \\det(…) for the determinant.', ...ABSOLUTE],
    )
  }
}

const product = (factors: readonly Factor[]): Expr =>
  mul(factors, across(factors[0]!.value.span, factors.at(-1)!.value.span))

/**
 * A product in which every dot between two columns, or two rows, is their inner product. What stands behind the dot is all up
 * to the next sign if that is a column, as in x · A u, and one factor if not. Elsewhere a dot is a product like any other.
 */
export function undotted(problem: Lowerer, written: Of<'mul'>, scope: Scope): Of<'mul'> {
  const { factors } = written
  if (!factors.some(({ dot }) => dot)) return written
  // What is wrong with it is said when it is lowered in its place.
  const typeOf = (expr: Expr): Type | undefined => attempt(() => problem.lower(expr, scope).type)
  let done: readonly Factor[] = []
  for (let i = 0; i < factors.length; ) {
    const { dot, ...factor } = factors[i]!
    const end = factors.findIndex((next, k) => k > i && (next.dot === true || next.by !== 'times'))
    const run = [factor, ...factors.slice(i + 1, end < 0 ? undefined : end)]
    const found = dot && i > 0 ? inner(done, run, typeOf) : undefined
    done = found?.factors ?? [...done, factor]
    i += found?.taken ?? 1
  }
  return { ...written, factors: done }
}

/** The inner product of what stands before a dot and behind it; `undefined` where it is none. */
function inner(
  before: readonly Factor[],
  run: readonly Factor[],
  typeOf: (expr: Expr) => Type | undefined,
): { readonly factors: readonly Factor[]; readonly taken: number } | undefined {
  const left = product(before)
  const a = typeOf(left)
  if (a === undefined || isScalar(a) || isMatrix(a)) return undefined
  for (const taken of new Set([run.length, 1])) {
    const right = product(run.slice(0, taken))
    const b = typeOf(right)
    if (b === undefined || isScalar(b) || isMatrix(b)) continue
    const joined = (first: Expr, second: Expr) => ({
      factors: [first, second].map(times),
      taken,
    })
    const turned = (of: Expr): Expr => ({ kind: 'transpose', of, span: of.span })
    if (a.cols === '1' && b.cols === '1') return joined(turned(left), right)
    if (a.rows === '1' && b.rows === '1') return joined(left, turned(right))
    if (a.cols === '1' && a.rows === b.cols && right.kind === 'symbol') {
      throw new LanguageError(
        'ambiguous',
        `a dot between ${shapeText(a)} and ${shapeText(b)}: a number, or a matrix?`,
        across(left.span, right.span),
        [
          'Write the row first for the number: a \\cdot b with a row a and a column b.',
          'Leave the dot out for the matrix.',
        ],
      )
    }
  }
  return undefined
}
