// What is missing, solved for: the term or the factor that a side lacks has known values, and few formulas have them.

import { isScalar, type Site } from '../meaning/index.js'
import {
  type Expr,
  hadamard,
  minus,
  mul,
  number,
  plus,
  product,
  quotient,
  replaced,
  sizeOf,
  sum,
  times,
} from '../text/index.js'
import { type Atom, arraysFor, numbersFor } from './atoms.js'
import { sumOfTwo } from './fit.js'
import { Samples } from './samples.js'
import { type Aim, type Change, change, missing } from './slips/slip.js'

/** At most so many sites are tried, so many formulas found at each, and so many ways to write a constant. */
const SITES = 6
const FOUND = 6
const CONSTANTS = 2
/** At most so many products are added by twos. */
const SUMMANDS = 400

/** What rounding leaves. */
const CLOSE = 1e-9

/** A formula that is what is missing, but for its sign. */
interface Solution {
  readonly expr: Expr
  readonly negative: boolean
  /** How much there is to it. */
  readonly size: number
}

/** The constant by which values are others; `undefined` where there is none. */
function ratioOf(wanted: Float64Array, of: (e: number) => number, size: number): number | undefined {
  let ratio: number | undefined
  for (let e = 0; e < wanted.length; e++) {
    const value = of(e)
    if (ratio === undefined && Math.abs(wanted[e]!) > 1e-3 * size) ratio = wanted[e]! / value
    if (ratio !== undefined && !Number.isFinite(ratio)) return undefined
    if (ratio !== undefined && !(Math.abs(wanted[e]! - ratio * value) <= CLOSE * size)) return undefined
  }
  for (let e = 0; e < wanted.length && ratio !== undefined; e++)
    if (!(Math.abs(wanted[e]! - ratio * of(e)) <= CLOSE * size)) return undefined
  return ratio
}

const largest = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)

/** All that is a constant times one atom, a product or a quotient of two, with the values that are wanted. */
function* solutions(
  aim: Aim,
  wanted: Float64Array,
  firsts: readonly Atom[],
  seconds: readonly Atom[],
): IterableIterator<Solution> {
  const size = largest(wanted)
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return
  const arrays = firsts !== seconds
  const written = (ratio: number, above: readonly Atom[], below: readonly Atom[] = []): readonly Solution[] =>
    aim.target
      .constants(Math.abs(ratio), aim.words.dims)
      .slice(0, CONSTANTS)
      .map(constant => {
        const top = product(
          constant,
          ...ordered(
            above.map(({ expr }) => expr),
            arrays,
          ),
        )
        const size = [...above, ...below].reduce((sum, atom) => sum + atom.size, below.length)
        const expr = below.length === 0 ? top : quotient(top, product(...below.map(atom => atom.expr)))
        return { expr, negative: ratio < 0, size: size + (constant.kind === 'number' ? 0 : 1) }
      })
  for (const a of firsts) {
    const ratio = ratioOf(wanted, e => a.values[e]!, size)
    if (ratio !== undefined) yield* written(ratio, [a])
  }
  for (const [i, a] of firsts.entries()) {
    for (const b of arrays ? seconds : seconds.slice(i)) {
      const isOne = a.expr.kind === 'number' || b.expr.kind === 'number'
      const times = ratioOf(wanted, e => a.values[e]! * b.values[e]!, size)
      if (times !== undefined && !isOne) yield* written(times, [a, b])
      const over = ratioOf(wanted, e => a.values[e]! / b.values[e]!, size)
      if (over !== undefined && b.expr.kind !== 'number') yield* written(over, [a], [b])
      if (arrays) continue
      const under = ratioOf(wanted, e => b.values[e]! / a.values[e]!, size)
      if (under !== undefined && a.expr.kind !== 'number') yield* written(under, [b], [a])
    }
  }
  if (arrays) yield* entrywise(aim, wanted, firsts, size)
  if (seconds.length > FEW) return
  for (const [i, a] of firsts.entries()) {
    for (const b of arrays ? seconds : seconds.slice(i)) {
      const both = a.values.map((v, e) => v * b.values[e]!)
      for (const c of seconds) {
        if (c === a || c === b || c.expr.kind === 'number') continue
        const over = ratioOf(wanted, e => both[e]! / c.values[e]!, size)
        if (over !== undefined) yield* written(over, [a, b], [c])
      }
    }
  }
}

/** A constant times two arrays, entry by entry. */
function* entrywise(
  { target, words }: Aim,
  wanted: Float64Array,
  arrays: readonly Atom[],
  size: number,
): IterableIterator<Solution> {
  for (const [i, a] of arrays.entries())
    for (const b of arrays.slice(i)) {
      const ratio = ratioOf(wanted, e => a.values[e]! * b.values[e]!, size)
      if (ratio === undefined) continue
      const both = mul([times(a.expr), hadamard(b.expr)])
      for (const constant of target.constants(Math.abs(ratio), words.dims).slice(0, CONSTANTS))
        yield { expr: product(constant, both), negative: ratio < 0, size: a.size + b.size }
    }
}

/** Of so few atoms three are combined. */
const FEW = 40

/** Sums come behind what they multiply, and arrays last. */
const ordered = (parts: readonly Expr[], arrays: boolean): readonly Expr[] => {
  const weight = (expr: Expr): number => (expr.kind === 'big' ? 2 : expr.kind === 'call' ? 1 : 0)
  if (arrays) return [...parts.slice(1), ...parts.slice(0, 1)]
  return [...parts].sort((a, b) => weight(a) - weight(b))
}

function* atMost<T>(most: number, values: Iterable<T>): IterableIterator<T> {
  let left = most
  if (left > 0)
    for (const value of values) {
      yield value
      if (--left === 0) return
    }
}

/** What a side is made of, and what is known of it. */
interface Side {
  readonly samples: Samples
  readonly base: Float64Array
  readonly firsts: readonly Atom[]
  readonly seconds: readonly Atom[]
}

/** What is known of the side of a derivative: elsewhere, too much is equal to too much. */
function sideOf({ target, root, words, sites, taken }: Aim): Side | undefined {
  if (taken === undefined) return undefined
  const samples = Samples.of(target)
  const base = samples.valuesOf(root.expr)
  if (base === undefined || !base.every(Number.isFinite) || !samples.wanted.every(Number.isFinite))
    return undefined
  const seconds = numbersFor(samples, words, sites, taken)
  const { rows, cols } = target.left.type
  const firsts = isScalar(target.left.type) ? seconds : arraysFor(samples, words, sites, rows, cols)
  return { samples, base, firsts, seconds }
}

/** Where a term may be missing, and what it must come to there. */
function* lacking(
  { target, root, sites }: Aim,
  { samples, base }: Side,
): IterableIterator<readonly [Site, Float64Array]> {
  const rest = samples.wanted.map((v, e) => v - base[e]!)
  yield [root, rest]
  const { rows, cols } = target.left.type
  const inner = sites.filter(
    ({ scope, type, role, expr }) =>
      role !== 'root' &&
      scope.depth === 0 &&
      type?.rows === rows &&
      type.cols === cols &&
      (expr.kind === 'add' || (role === 'factor' && ['mul', 'call', 'symbol'].includes(expr.kind))),
  )
  for (const site of inner.slice(0, SITES)) {
    const own = samples.valuesOf(site.expr)
    const doubled = samples.valuesOf(replaced(root.expr, site.expr, product(number(2), site.expr)))
    if (own === undefined || doubled === undefined) continue
    // As the side moves with the site, so it would with a term beside it.
    yield [site, rest.map((v, e) => (v === 0 ? 0 : (v * own[e]!) / (doubled[e]! - base[e]!)))]
  }
}

const isNothing = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 0

const termOf = ({ expr, negative }: Pick<Solution, 'expr' | 'negative'>) =>
  negative ? minus(expr) : plus(expr)

/** The term that is missing somewhere in a side. */
export function* missingTerms(aim: Aim): IterableIterator<Change> {
  const side = sideOf(aim)
  if (side === undefined) return
  const { firsts, seconds } = side
  for (const [{ expr: at }, wanted] of lacking(aim, side)) {
    if (!wanted.every(Number.isFinite)) continue
    for (const found of atMost(FOUND, solutions(aim, wanted, firsts, seconds))) {
      const cost = 1.3 + 0.1 * found.size
      const part = missing(found.negative ? 'the term -' : 'the term', found.expr)
      yield change(at, sum(plus(at), termOf(found)), cost, part)
    }
    if (firsts === seconds) yield* twoTerms(aim, at, wanted, firsts)
  }
}

/** All products of two. */
const productsOf = (atoms: readonly Atom[]): readonly Atom[] =>
  atoms.flatMap((a, i) =>
    atoms.slice(i).map(b => ({
      expr: product(...ordered([a.expr, b.expr], false)),
      values: a.values.map((v, e) => v * b.values[e]!),
      size: a.size + b.size,
    })),
  )

/** Two terms that are missing at one place. */
function* twoTerms(
  aim: Aim,
  at: Expr,
  wanted: Float64Array,
  atoms: readonly Atom[],
): IterableIterator<Change> {
  const sums = atoms.filter(({ expr }) => expr.kind === 'big')
  const products = atoms
    .filter(({ expr }) => expr.kind === 'symbol')
    .flatMap(a =>
      sums.map(b => ({
        expr: product(a.expr, b.expr),
        values: a.values.map((v, e) => v * b.values[e]!),
        size: a.size + b.size,
      })),
    )
  const others = atoms.length > FEW ? [] : productsOf(atoms)
  const all = [...atoms, ...products, ...others].sort((a, b) => a.size - b.size).slice(0, SUMMANDS)
  const constants = (ratio: number): readonly Expr[] =>
    aim.target.constants(Math.abs(ratio), aim.words.dims).slice(0, 1)
  for (const [i, a] of all.entries()) {
    for (const b of all.slice(i + 1)) {
      const fit = sumOfTwo(wanted, a.values, b.values)
      if (fit === undefined) continue
      const [[c], [d]] = fit.map(constants) as [readonly Expr[], readonly Expr[]]
      if (c === undefined || d === undefined) continue
      const [p, q] = [product(c, a.expr), product(d, b.expr)]
      const terms = [termOf({ expr: p, negative: fit[0] < 0 }), termOf({ expr: q, negative: fit[1] < 0 })]
      yield change(
        at,
        isNothing(at) ? sum(...terms) : sum(plus(at), ...terms),
        1.6 + 0.1 * (sizeOf(p) + sizeOf(q)),
      )
    }
  }
}

/** The factor that a side lacks. */
export function* missingFactors(aim: Aim): IterableIterator<Change> {
  const side = sideOf(aim)
  if (side === undefined) return
  const { samples, base, seconds } = side
  const { root } = aim
  if (base.some((v, e) => v === 0 && samples.wanted[e] !== 0)) return
  const wanted = samples.wanted.map((v, e) => (base[e] === 0 ? 0 : v / base[e]!))
  // A number where there should be a matrix or column lacks one.
  const firsts = root.type !== undefined && isScalar(root.type) ? side.firsts : seconds
  // w / b · b says nothing.
  const says = ({ values }: Atom): boolean =>
    [samples.wanted, base].every(of => ratioOf(of, e => values[e]!, largest(of)) === undefined)
  const [own, others] =
    firsts === seconds ? [seconds.filter(says)] : [firsts.filter(says), seconds.filter(says)]
  for (const { expr, negative, size } of atMost(FOUND, solutions(aim, wanted, own!, others ?? own!))) {
    const whole = withFactor(root.expr, expr)
    const cost = 1.2 + 0.1 * size
    yield change(
      root.expr,
      negative ? sum(minus(whole)) : whole,
      cost,
      negative ? undefined : missing('the factor', expr),
    )
  }
}

/** A product with one more factor: above the line of a fraction, in front where it begins with a number, else behind. */
function withFactor(expr: Expr, factor: Expr): Expr {
  if (expr.kind === 'add' && expr.terms.length === 1 && expr.terms[0]!.negative)
    return sum(minus(withFactor(expr.terms[0]!.value, factor)))
  if (expr.kind === 'mul' && expr.factors.length === 2 && expr.factors[1]!.by === 'over')
    return fraction(product(factor, expr.factors[0]!.value), expr.factors[1]!.value)
  if (expr.kind === 'mul' && isNumeric(expr.factors[0]!.value)) return product(expr, factor)
  const leads = factor.kind === 'mul' && factor.factors[0]!.value.kind === 'number'
  return leads || expr.kind === 'call' ? product(factor, expr) : product(expr, factor)
}

/** a/b, without a number in front that both have. */
function fraction(above: Expr, below: Expr): Expr {
  const [a, b] = [above, below].map(expr => (expr.kind === 'mul' ? expr.factors : [times(expr)]))
  const [first, second] = [a![0]!.value, b![0]!.value]
  if (first.kind !== 'number' || second.kind !== 'number' || first.value !== second.value)
    return quotient(above, below)
  const rest = mul(b!.slice(1))
  return rest.kind === 'number' && rest.value === 1 ? mul(a!.slice(1)) : quotient(mul(a!.slice(1)), rest)
}

/** Whether a formula is made of numbers: 2, 1/2. */
const isNumeric = (expr: Expr): boolean =>
  expr.kind === 'number' || (expr.kind === 'mul' && expr.factors.every(({ value }) => isNumeric(value)))

/** A side anew: a product or quotient, or a sum of two. */
export function* anew(aim: Aim): IterableIterator<Expr> {
  const { target, words, sites, taken } = aim
  if (taken === undefined || !isScalar(target.left.type)) return
  const samples = Samples.of(target)
  if (!samples.wanted.every(Number.isFinite)) return
  const atoms = numbersFor(samples, words, sites, taken)
  for (const { expr, negative } of atMost(FOUND, solutions(aim, samples.wanted, atoms, atoms)))
    yield negative ? sum(minus(expr)) : expr
  for (const { by } of twoTerms(aim, number(0), samples.wanted, atoms)) yield by
}
