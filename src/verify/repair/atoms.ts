// What a term or a factor that is missing may be made of: quantities of the claim and of what is differentiated, with their values.

import { isScalar, type Site, sitesIn } from '../meaning/index.js'
import {
  big,
  call,
  childrenOf,
  complement,
  type Expr,
  number,
  power,
  product,
  sizeOf,
  symbol,
  symbolsIn,
  transposed,
} from '../text/index.js'
import { definedBetween, type Taken } from './parts.js'
import type { Samples } from './samples.js'
import { freshIndices, matrixAtoms, scalarAtoms, type Vocabulary } from './vocabulary.js'

/** A formula and its values where a term is missing. */
export interface Atom {
  readonly expr: Expr
  readonly values: Float64Array
  /** How much there is to write. */
  readonly size: number
}

/** At most so many are combined. */
const NUMBERS = 90
const ARRAYS = 40

/** Atoms with values, each value once, those first that are likeliest. */
function known(exprs: Iterable<Rated>, samples: Samples, most: number): readonly Atom[] {
  const atoms: Atom[] = []
  for (const { expr, size } of [...exprs].sort((a, b) => a.size - b.size)) {
    if (atoms.length >= most) break
    const values = samples.valuesOf(expr)
    if (values === undefined || !values.every(Number.isFinite) || values.every(v => v === 0)) continue
    if (atoms.some(atom => atom.values.every((v, e) => v === values[e]))) continue
    atoms.push({ expr, values, size })
  }
  return atoms
}

/** A formula, and how unlikely it is. */
type Rated = Pick<Atom, 'expr' | 'size'>

/** What stands nowhere in the claim, or is what is differentiated, is rarely what is missing. */
const ODD = 3
/** Nor is a symbol that the claim does not speak of. */
const STRANGE = 0.4
const rated = (exprs: readonly Expr[], more = 0): readonly Rated[] =>
  exprs.map(expr => ({ expr, size: sizeOf(expr) + more }))

/** Numbers for each value of the labels in force. */
export function numbersFor(
  samples: Samples,
  words: Vocabulary,
  sites: readonly Site[],
  taken: Taken | undefined,
): readonly Atom[] {
  const { problem } = words
  const of = taken?.expr.of
  const isWhole = (expr: Expr): boolean =>
    expr.kind === 'symbol' && of?.kind === 'symbol' && of.name === expr.name && expr.indices.length === 0
  // Where the claim is written in entries, so is what it lacks, and where in matrices.
  const isStrange = (expr: Expr): boolean =>
    expr.kind === (words.indices.length > 0 ? 'transpose' : 'big') || childrenOf(expr).some(isStrange)
  const isSlope = (expr: Expr): boolean => expr.kind === 'call'
  const plain = scalarAtoms(words)
  const own = [...harvested(sites), ...within(words, taken)]
  const all = [
    ...rated([number(1), ...own, ...plain.filter(expr => !isSlope(expr)), ...sumsAlong(words)]),
    ...rated(plain.filter(isSlope), ODD),
    ...rated(rootOf(words, taken), 1),
  ]
  const spoken = new Set(sites.flatMap(({ expr }) => (expr.kind === 'symbol' ? [expr.name] : [])))
  const strange = (expr: Expr): number =>
    new Set(
      symbolsIn(expr).flatMap(({ name }) => (problem.symbols.has(name) && !spoken.has(name) ? [name] : [])),
    ).size
  const weighed = all
    .filter(({ expr }) => !isScaled(expr))
    .map(({ expr, size }) => ({
      expr,
      size: size + STRANGE * strange(expr) + (isWhole(expr) || isStrange(expr) ? ODD : 0),
    }))
  return known(weighed, samples, NUMBERS)
}

/** Matrices or columns of a shape: also a row that a class chooses. */
export function arraysFor(
  samples: Samples,
  words: Vocabulary,
  sites: readonly Site[],
  rows: string,
  cols: string,
): readonly Atom[] {
  const { problem, names, indices } = words
  const chosen = names.flatMap(name => {
    const axes = problem.axesOf(name)!
    if (axes.length !== 2 || (axes[1] !== rows && axes[1] !== cols)) return []
    return indices.flatMap(({ expr, dim }) => {
      const row: Expr = { ...symbol(name), indices: [expr, ':'] }
      return dim !== axes[0] ? [] : cols === '1' ? [transposed(row)] : [row]
    })
  })
  const own = sites.filter(
    ({ expr, scope, type, role }) =>
      role !== 'root' &&
      scope.depth === 0 &&
      type?.rows === rows &&
      type.cols === cols &&
      ['call', 'apply', 'add'].includes(expr.kind),
  )
  return known(
    rated([...chosen, ...own.map(({ expr }) => expr), ...matrixAtoms(words, rows, cols)]),
    samples,
    ARRAYS,
  )
}

/** 2 a: constants are found by themselves. */
const isScaled = (expr: Expr): boolean => expr.kind === 'mul' && expr.factors[0]!.value.kind === 'number'

/** Parts that are numbers and stand where nothing is summed, and the derivatives of functions in them. */
function harvested(sites: readonly Site[]): readonly Expr[] {
  const parts = sites.filter(({ scope, type, expr, role }) => {
    const isQuantity = type?.sort === 'real' && isScalar(type) && expr.kind !== 'number'
    return isQuantity && scope.depth === 0 && role !== 'index'
  })
  return parts.flatMap(({ expr }) => {
    if (expr.kind === 'pow') return [expr, expr.base]
    if (expr.kind === 'norm') return [expr, power(expr, 2)]
    const [arg, ...others] = expr.kind === 'call' ? expr.args : []
    if (expr.kind !== 'call' || arg === undefined || others.length > 0) return [expr]
    return [expr, ...(SLOPES[expr.fn]?.(expr, arg) ?? [])]
  })
}

/** σ for σ², by which a derivative is taken: whoever took it by σ lacks it. */
function rootOf({ problem }: Vocabulary, taken: Taken | undefined): readonly Expr[] {
  const by = taken && problem.symbols.get(taken.by)
  return by?.kind === 'positive' && by.axes.length === 0 ? [call('sqrt', symbol(by.name))] : []
}

/** What the derivative of a function is made of, beside itself. */
const SLOPES: Readonly<Record<string, (value: Expr, arg: Expr) => readonly Expr[]>> = {
  sin: (_, arg) => [call('cos', arg)],
  cos: (_, arg) => [call('sin', arg)],
  sigmoid: value => [complement(value)],
  tanh: value => [complement(power(value, 2))],
}

/** Parts of the definitions by which a derivative is computed, where these are numbers without labels. */
function within({ problem }: Vocabulary, taken: Taken | undefined): readonly Expr[] {
  if (taken === undefined) return []
  const names = definedBetween(problem, taken.node.args[0]!, taken.by)
  return names.flatMap(name => {
    const { definition } = problem.symbols.get(name)!
    if (definition === undefined || definition.labels.length > 0) return []
    return harvested(sitesIn(problem, definition.expr, problem.scopeFor([])))
  })
}

/** Σ_j a_j, Σ_j a_j² and Σ_j a_j b_j, of entries along one axis. */
function sumsAlong(words: Vocabulary): readonly Expr[] {
  const { problem, names, indices } = words
  const lists = names.flatMap(name => {
    const axes = problem.axesOf(name)!
    const isReal = problem.symbols.get(name)!.kind !== 'class'
    return isReal && axes.length > 0 && axes.length < 3 ? [{ name, axes }] : []
  })
  const scope = {
    labels: new Map(indices.map(({ expr }) => [expr.kind === 'symbol' ? expr.name : '', undefined])),
  }
  const [letter] = freshIndices(problem, scope, 1)
  const free = symbol(letter!)
  const entries = lists.flatMap(({ name, axes }) => {
    const [first, last] = axes
    if (last === undefined) return [{ along: first, expr: symbol(name, free) }]
    return indices.flatMap(({ expr, dim }) => [
      ...(dim === first ? [{ along: last, expr: symbol(name, expr, free) }] : []),
      ...(dim === last ? [{ along: first, expr: symbol(name, free, expr) }] : []),
    ])
  })
  const total = (body: Expr): Expr => big('sum', letter!, body)
  return [
    ...entries.map(({ expr }) => total(expr)),
    ...entries.flatMap((a, i) =>
      entries
        .slice(i)
        .flatMap(b =>
          a.along === b.along ? [total(a === b ? power(a.expr, 2) : product(a.expr, b.expr))] : [],
        ),
    ),
  ]
}
