// What may stand at a place of a formula: indices in force there, and the quantities that they make.

import { axisOf, type Problem, type Scope } from '../meaning/index.js'
import {
  big,
  call,
  complement,
  type Expr,
  equal,
  hadamard,
  type Index,
  minus,
  mul,
  negated,
  number,
  plus,
  power,
  product,
  type SymbolExpr,
  sum,
  symbol,
  times,
  transposed,
} from '../text/index.js'

/** An index that can be written at a place, and over what it runs. */
export interface IndexAtom {
  readonly expr: Expr
  readonly dim: string
}

/** What repairs are made from. */
export interface Material {
  readonly problem: Problem
  /** Symbols that a repair may bring in. */
  readonly names: readonly string[]
  readonly dims: readonly string[]
}

/** What can be written where certain labels are in force. */
export interface Vocabulary extends Material {
  readonly indices: readonly IndexAtom[]
  /** Entries of symbols, with indices that are in force. */
  readonly entries: readonly SymbolExpr[]
  /** Kronecker deltas of two indices over the same. */
  readonly deltas: readonly Expr[]
  /** Sums of a symbol over its last axis. */
  readonly sums: readonly Expr[]
}

/** At most so many ways to index one symbol are tried. */
const WAYS = 8

/** Symbols that a diagnosis may bring in: inputs, and all that is computed from these alone. */
export function relatedSymbols(problem: Problem, inputs: ReadonlySet<string>): readonly string[] {
  const { symbols } = problem
  return [...symbols.keys()].filter(name => {
    const symbol = symbols.get(name)!
    if (symbol.definition === undefined) return inputs.has(name)
    return [...problem.inputsOf([problem.definition(symbol).node])].every(input => inputs.has(input))
  })
}

/** A vocabulary for each scope, made once. */
export function vocabularies(material: Material): (scope: Scope) => Vocabulary {
  const known = new Map<Scope['labels'], Vocabulary>()
  return scope => {
    const found = known.get(scope.labels) ?? vocabularyOf(material, scope)
    known.set(scope.labels, found)
    return found
  }
}

function vocabularyOf(material: Material, scope: Scope): Vocabulary {
  const { problem, names } = material
  const { symbols } = problem
  const labels: readonly IndexAtom[] = [...scope.labels].flatMap(([name, node]) => {
    const { operation } = node
    if (operation.op === 'label') return [{ expr: symbol(name), dim: axisOf(operation.label) }]
    const classes = operation.op === 'symbol' ? problem.classesOf(operation.name) : undefined
    return classes === undefined ? [] : [{ expr: symbol(name), dim: classes }]
  })
  const classes = names.flatMap(name => {
    const { classes: of, kind } = symbols.get(name)!
    if (kind !== 'class' || of === undefined) return []
    return indexings(problem, name, labels).map(expr => ({ expr, dim: of }))
  })
  const indices = [...labels, ...classes]
  const reals = names.filter(name => symbols.get(name)!.kind !== 'class')
  const entries = reals.flatMap(name => indexings(problem, name, indices))
  const deltas = indices.flatMap((a, i) =>
    indices.slice(i + 1).flatMap(b => (a.dim === b.dim ? [equal(a.expr, b.expr)] : [])),
  )
  const sums = reals.flatMap(name => {
    const axes = problem.axesOf(name)!
    if (axes.length === 0) return []
    const fresh = freshIndex(problem, scope)
    const others = indexings(problem, name, indices, axes.slice(0, -1))
    return others.map(expr => big('sum', fresh, { ...expr, indices: [...expr.indices, symbol(fresh)] }))
  })
  return { ...material, indices, entries, deltas, sums }
}

/** A letter that is not in use. */
export const freshIndex = (problem: Problem, scope: Scope): string => freshIndices(problem, scope, 1)[0]!

/** Letters that are not in use, those first that people sum over. */
export function freshIndices(
  { names, symbols, dims }: Problem,
  scope: { readonly labels: ReadonlyMap<string, unknown> },
  count: number,
): readonly string[] {
  const free = [...'jklaiqrstuv'].filter(
    letter =>
      !scope.labels.has(letter) && !symbols.has(letter) && !dims.includes(letter) && !names.words.has(letter),
  )
  return Array.from({ length: count }, (_, i) => free[i] ?? `j${"'".repeat(i + 2)}`)
}

/** A symbol with its indices changed, each by the dimension of its axis; `undefined` where none is. */
export function withIndices(
  expr: Expr,
  problem: Problem,
  change: (index: Index, dim: string | undefined) => Index,
): Expr | undefined {
  const axes = expr.kind === 'symbol' ? problem.axesOf(expr.name) : undefined
  if (expr.kind !== 'symbol' || axes === undefined) return undefined
  const indices = expr.indices.map((index, axis) => change(index, axes[axis]))
  return indices.every((index, i) => index === expr.indices[i]) ? undefined : { ...expr, indices }
}

/** A symbol with every axis indexed, in all ways that the dimensions allow, up to a number. */
function indexings(
  problem: Problem,
  name: string,
  indices: readonly IndexAtom[],
  axes = problem.axesOf(name)!,
): readonly SymbolExpr[] {
  let ways: readonly (readonly Expr[])[] = [[]]
  for (const dim of axes) {
    const fitting = indices.filter(index => index.dim === dim)
    ways = ways.flatMap(way => fitting.map(({ expr }) => [...way, expr])).slice(0, WAYS)
  }
  return ways.map(way => symbol(name, ...way))
}

/** Numbers that one may multiply by: entries, slopes of functions of them, deltas, sums. */
export function scalarAtoms({ entries, deltas, sums }: Vocabulary): readonly Expr[] {
  return [...entries, ...entries.flatMap(entry => slopes(entry, power(entry, 2))), ...deltas, ...sums]
}

/** What is often a factor in front of an inner derivative: 1 − p, 1 − s², e^{±s}. */
const slopes = (s: Expr, squared: Expr): readonly Expr[] => [
  complement(s),
  complement(squared),
  call('exp', s),
  call('exp', negated(s)),
]

/** Terms that a number may lack: entries, also with a coefficient without axes, deltas, sums, 1. */
export function scalarTerms(words: Vocabulary): readonly Expr[] {
  const { entries, deltas, sums } = words
  const scaled = entries
    .filter(({ indices }) => indices.length > 0)
    .flatMap(entry => coefficients(words).map(c => product(c, entry)))
  return [...entries, ...deltas, ...sums, number(1), ...scaled]
}

/** Numbers without axes that may stand in front of something: λ, α. */
const coefficients = ({ problem, names }: Material): readonly Expr[] =>
  names
    .filter(name => problem.axesOf(name)!.length === 0 && problem.symbols.get(name)!.kind !== 'class')
    .filter(name => problem.symbols.get(name)!.definition === undefined)
    .map(name => symbol(name))

/** What a matrix or vector may be multiplied by entry by entry: of its own shape, and slopes of such. */
export const hadamardAtoms = (material: Material, rows: string, cols: string): readonly Expr[] =>
  shapedAtoms(material)
    .filter(atom => atom.rows === rows && atom.cols === cols)
    .flatMap(({ expr }) => [expr, ...slopes(expr, mul([times(expr), hadamard(expr)]))])

/** Matrices by which one may multiply from a side: symbols, their transposes, differences of two of one shape. */
export function sideAtoms(material: Material): readonly Shaped[] {
  const all = shapedAtoms(material)
  const differences = all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .flatMap(b =>
        a.rows === b.rows && a.cols === b.cols ? [{ ...a, expr: sum(plus(a.expr), minus(b.expr)) }] : [],
      ),
  )
  return [...all, ...differences]
}

/** A formula with rows and columns. */
interface Shaped {
  readonly expr: Expr
  readonly rows: string
  readonly cols: string
}

/** Symbols that are matrices or vectors, and their transposes; classes as one-hot rows. */
function shapedAtoms({ problem, names }: Material): readonly Shaped[] {
  const found = names.flatMap((name): readonly Shaped[] => {
    const declared = problem.symbols.get(name)!
    const axes = problem.axesOf(name)!
    if (declared.kind === 'class') {
      if (axes.length !== 1) return []
      return [{ expr: call('onehot', symbol(name)), rows: axes[0]!, cols: problem.classesOf(name)! }]
    }
    const family = declared.definition === undefined ? declared.family : problem.definition(declared).family
    if (family > 0 || axes.length > 2 || axes.length === 0) return []
    return [{ expr: symbol(name), rows: axes[0]!, cols: axes[1] ?? '1' }]
  })
  return found.flatMap(atom => [atom, { expr: transposed(atom.expr), rows: atom.cols, cols: atom.rows }])
}

/** Matrices and vectors with given rows and columns: symbols, products of two, with a coefficient. */
export function matrixAtoms(material: Material, rows: string, cols: string): readonly Expr[] {
  const all = shapedAtoms(material)
  const single = all.filter(atom => atom.rows === rows && atom.cols === cols).map(({ expr }) => expr)
  const products = all
    .filter(a => a.rows === rows)
    .flatMap(a =>
      all
        .filter(b => b.rows === a.cols && b.cols === cols && !(a.cols === '1' && rows === '1'))
        .map(b => product(a.expr, b.expr)),
    )
  const scaled = single.flatMap(atom => coefficients(material).map(scale => product(scale, atom)))
  return [...single, ...scaled, ...products]
}
