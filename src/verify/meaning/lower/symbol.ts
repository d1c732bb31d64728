// Symbols with their indices, entries of formulas, and derivatives by symbols: all read axes by labels.

import { kinds } from '../../given/kinds/index.js'
import { NUMBER } from '../../terms/index.js'
import { type Index, LanguageError, type Of, type Span, type SymbolExpr } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { axisOf, isScalar, isUnwritten, labelsOf, type Node, shapeText, spoken, type Type } from '../node.js'
import type { Scope } from '../scope.js'
import { bodyOf } from './applied.js'
import { refuseBarred } from './notation.js'

/** How the axes of a symbol are read. */
interface Reading {
  readonly indices: readonly Node[]
  readonly keep: readonly boolean[]
  readonly row: boolean
  readonly rows: string
  readonly cols: string
}

/** A symbol, a label or a dimension. */
export function lowerSymbol(problem: Lowerer, expr: SymbolExpr, scope: Scope): Node {
  const { name, span } = expr
  const { symbols, dims, graph } = problem
  const variable = scope.bound.get(name)
  if (variable !== undefined)
    return expr.indices.length === 0 ? variable : entriesOf(problem, variable, expr.indices, span, scope)
  const label = scope.labels.get(name)
  if (label !== undefined && !symbols.has(name)) {
    if (expr.indices.length > 0)
      throw new LanguageError('unsupported', `${name} is an index, and has none of its own`, span, [
        `For a list of indices declare it: ${name} : class[m] of k`,
      ])
    return label
  }
  if (symbols.has(name)) {
    if (scope.moved?.some(other => problem.symbolMentions(name, other)))
      return movedValue(problem, expr, scope, scope.moved)
    const { indices, keep, row, rows, cols } = readAxes(problem, expr, scope)
    const sort = isIndexLike(problem, name) ? 'index' : 'real'
    return graph.make({ op: 'symbol', name, keep, row }, indices, {
      labels: labelsOf(indices),
      rows,
      cols,
      sort,
    })
  }
  if (dims.includes(name)) {
    if (expr.indices.length > 0)
      throw new LanguageError(
        'unsupported',
        `${name} is a dimension, and has no entries`,
        span,
        ownName(expr),
      )
    return graph.make({ op: 'size', dim: name }, [], { ...NUMBER, sort: 'index' })
  }
  const unit = name === 'e' ? unitVector(problem, expr, scope) : undefined
  if (unit !== undefined) return unit
  throw unknown(problem, name, span)
}

/** The value of a definition where what it is computed from is elsewhere: its formula there. */
function movedValue(
  problem: Lowerer,
  { name, indices, span }: SymbolExpr,
  scope: Scope,
  moved: readonly string[],
): Node {
  const { labels, readings } = problem.symbols.get(name)!.definition!
  const own = indices.slice(0, labels.length)
  if (own.length < labels.length || own.includes(':'))
    throw new LanguageError(
      'unsupported',
      `${spoken(name)} is computed from ${spoken(moved[0]!)}, which is elsewhere here: it is known entry by entry only`,
      span,
      [`Write ${spoken(name)} with its ${labels.length === 1 ? 'index' : 'indices'}.`],
    )
  const places = own.flatMap((index, i) =>
    index === ':' ? [] : [[labels[i]!, problem.lower(index, scope)] as const],
  )
  const bound = new Map([...scope.bound, ...places])
  const node = bodyOf(problem, { readings }, { labels: new Map(), depth: scope.depth, bound, moved })
  const rest = indices.slice(labels.length)
  return rest.length === 0 ? node : entriesOf(problem, node, rest, span, scope)
}

/** e_i, the column i of the identity, where e is not declared and i runs over a dimension. */
function unitVector(problem: Lowerer, { indices, span }: SymbolExpr, scope: Scope): Node | undefined {
  const [index, ...more] = indices
  const label = index === undefined || index === ':' ? undefined : problem.lower(index, scope).operation
  if (index === undefined || more.length > 0 || label?.op !== 'label') return undefined
  const size = axisOf(label.label)
  if (size.startsWith('#')) return undefined
  const identity = { kind: 'constant', which: 'identity', size, span } as const
  return problem.lower({ kind: 'indexed', of: identity, indices: [':', index], span }, scope)
}

function unknown(problem: Lowerer, name: string, span: Span): LanguageError {
  const known = [...new Set([...problem.symbols.keys()].filter(key => !isUnwritten(key)).map(spoken))]
  const near = known.filter(
    other =>
      other.toLowerCase() === name.toLowerCase() || other.replace(/[\u0300-\u036f'_^].*/u, '') === name,
  )
  const ways =
    near.length > 0
      ? [`Is ${near.join(' or ')} meant?`]
      : known.length === 0
        ? []
        : [`Declared are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`]
  return new LanguageError(
    'name',
    `${name} is not declared, and nothing tells over what it would run as an index`,
    span,
    ways,
  )
}

const isIndexLike = (problem: Lowerer, name: string): boolean =>
  kinds[problem.symbols.get(name)?.kind ?? 'real'].index === true

/** How to declare what looks like an entry of something that has none. */
function ownName({ name, indices }: Pick<SymbolExpr, 'name' | 'indices'>): readonly string[] {
  const [index] = indices
  const numbered = indices.length === 1 && index !== ':' && index?.kind === 'number'
  const base = spoken(name)
  return [
    numbered
      ? `A symbol of that name has a line of its own: ${base}_${index.value} : real`
      : `To have entries, it is declared with axes: ${base} : real[${['m', 'n', 'k'].slice(0, indices.length).join(', ')}]`,
  ]
}

/** Which axes of a symbol are read at which indices, and what remains. */
function readAxes(problem: Lowerer, { name, indices: written, span }: SymbolExpr, scope: Scope): Reading {
  const symbol = problem.symbols.get(name)!
  const definition = symbol.definition === undefined ? undefined : problem.definition(symbol)
  const axes = definition?.axes ?? symbol.axes
  const family = definition?.family ?? symbol.family
  const row = definition?.row ?? symbol.row
  const isDefined = definition !== undefined && definition.labels.length === 0
  const indices = isDefined && axes.length === 1 ? withoutOnly(written, row ? 0 : 1) : written
  if (indices.length > axes.length) {
    throw new LanguageError(
      'unsupported',
      `${spoken(name)} has ${axes.length === 0 ? 'no index' : `${axes.length} ${axes.length === 1 ? 'index' : 'indices'}`}, got ${indices.length}`,
      span,
      ownName({ name, indices }),
    )
  }
  refuseRunTogether(indices.slice(family), axes.length - family)
  if (indices.length < family || (axes.length > 2 + family && indices.length < axes.length)) {
    const needed = axes.length > 2 + family ? axes.length : family
    throw new LanguageError(
      'ambiguous',
      `${spoken(name)} wants ${needed === 1 ? 'an index' : `${needed} indices`}: which one is meant?`,
      span,
    )
  }
  const read = axes.map((_, axis) => indices[axis] ?? ':')
  read.slice(0, family).forEach(index => {
    if (index === ':')
      throw new LanguageError(
        'ambiguous',
        `${spoken(name)} wants an index here: it is a family of ${['numbers', 'vectors'][axes.length - family] ?? 'matrices'}`,
        span,
      )
  })
  const nodes = indexNodes(problem, read, axes, name, scope)
  const keep = read.map(index => index === ':')
  return { indices: nodes, ...layout(axes, keep, family, row) }
}

/** The indices of a defined row or column without that of its only row or column: (W A)_{1i}. */
function withoutOnly(indices: readonly Index[], only: 0 | 1): readonly Index[] {
  const index = indices[only]
  const isOne = index !== undefined && index !== ':' && index.kind === 'number' && index.value === 1
  return indices.length === 2 && isOne ? indices.filter((_, i) => i !== only) : indices
}

/** A_{11}: who writes it may mean row 11, and means the entry in row 1 and column 1 more often. */
function refuseRunTogether(indices: readonly Index[], axes: number): void {
  const lacking = axes - indices.length
  for (const index of indices) {
    if (lacking === 0 || index === ':' || index.kind !== 'number') continue
    const { value, span } = index
    const digits = String(value).padStart(span.end - span.start, '0')
    if (digits.length === 1) continue
    const apart = digits.length === lacking + 1 ? [...digits].join() : `${digits[0]},${digits.slice(1)}`
    throw new LanguageError('ambiguous', `${digits} is one index here, or several?`, span, [
      `Several have commas between: _{${apart}}.`,
      `One leaves the other axis as it is: _{${digits},:}.`,
    ])
  }
}

/** Rows and columns from the axes that stay. */
function layout(axes: readonly string[], keep: readonly boolean[], family: number, isRow: boolean) {
  const kept = axes.filter((_, axis) => keep[axis])
  const positional = axes.length - family
  const row = kept.length === 1 && (positional === 2 ? keep.at(-1)! : isRow)
  if (kept.length === 0) return { keep, row, rows: '1', cols: '1' }
  if (kept.length === 1)
    return row ? { keep, row, rows: '1', cols: kept[0]! } : { keep, row, rows: kept[0]!, cols: '1' }
  return { keep, row, rows: kept[0]!, cols: kept[1]! }
}

/** Indices as nodes: each must be one, and run over the axis that it reads. */
function indexNodes(
  problem: Lowerer,
  read: readonly Index[],
  axes: readonly string[],
  name: string,
  scope: Scope,
): readonly Node[] {
  return read.flatMap((index, axis) => {
    if (index === ':') return []
    const node = problem.lower(index, scope)
    const dim = axes[axis]!
    if (!isScalar(node.type) || node.type.sort !== 'index') {
      throw new LanguageError(
        'unsupported',
        `${node.type.sort === 'index' ? shapeText(node.type) : 'a real number'} as index ${axis + 1} of ${spoken(name)}: an index is a label, a class or a whole number`,
        index.span,
        ['For an index that is given declare it: j : integer, or y : class of k'],
      )
    }
    const over =
      node.operation.op === 'label'
        ? axisOf(node.operation.label)
        : index.kind === 'symbol'
          ? problem.classesOf(index.name)
          : undefined
    if (over !== undefined && over !== dim && !over.startsWith('#')) {
      const text = index.kind === 'symbol' ? index.name : 'this'
      throw new LanguageError(
        'shape',
        `${text} runs over ${over}, but index ${axis + 1} of ${spoken(name)} runs over ${dim}`,
        index.span,
      )
    }
    return [node]
  })
}

/** (…)_{ij}: entries of a formula. */
export function lowerEntry(problem: Lowerer, { of, indices, span }: Of<'indexed'>, scope: Scope): Node {
  refuseBarred(problem, [of], scope)
  return entriesOf(problem, problem.lower(of, scope), indices, span, scope)
}

function entriesOf(problem: Lowerer, node: Node, indices: readonly Index[], span: Span, scope: Scope): Node {
  const { rows, cols } = node.type
  const axes = [rows, cols].filter(dim => dim !== '1')
  // The only column may be named: (X w)_{i1}.
  const isOnly = (index: Index, dim: string | undefined): boolean =>
    dim === '1' && index !== ':' && index.kind === 'number' && index.value === 1
  const given = indices.length === 2 ? indices.filter((index, k) => !isOnly(index, [rows, cols][k])) : indices
  if (given.length > axes.length)
    throw new LanguageError('shape', `${shapeText(node.type)} has no ${indices.length} indices`, span)
  refuseRunTogether(given, axes.length)
  if (axes.length === 0) return node
  const read = axes.map((_, axis) => given[axis] ?? ':')
  const nodes = indexNodes(problem, read, axes, 'this', scope)
  const keep = read.map(index => index === ':')
  const shape = layout(axes, keep, 0, rows === '1')
  const type: Type = {
    labels: labelsOf([node, ...nodes]),
    rows: shape.rows,
    cols: shape.cols,
    sort: node.type.sort,
  }
  return problem.graph.make({ op: 'entry', keep, row: shape.row }, [node, ...nodes], type)
}

/** ∂a/∂b, where b is a symbol: whatever b is computed from, the graph is cut there. */
export function lowerDerivative(
  problem: Lowerer,
  { of, by, nabla, row, span }: Of<'derivative'>,
  scope: Scope,
): Node {
  const node = problem.lower(of, scope)
  const found = by.reduceRight((inner, target) => derived(problem, inner, target, span, scope), node)
  // In numerator layout a derivative of a number is a row, and by a row a column.
  const turns = (row === true) !== (problem.layout === 'numerator' && !nabla && by.length === 1)
  if (!turns || !isScalar(node.type) || isScalar(found.type)) return found
  const { rows, cols } = found.type
  return problem.graph.make({ op: 'transpose' }, [found], { ...found.type, rows: cols, cols: rows })
}

function derived(problem: Lowerer, of: Node, target: SymbolExpr, span: Span, scope: Scope): Node {
  const variable = scope.bound.get(target.name)
  if (variable !== undefined && target.indices.length === 0) {
    const { operation, args, type } = variable
    if (operation.op === 'symbol')
      return byAxes(problem, of, operation.name, { ...operation, ...type, indices: args }, span)
    throw new LanguageError(
      'calculus',
      `${target.name} stands for what the function is applied to: there is no derivative by it`,
      target.span,
    )
  }
  const symbol = problem.symbols.get(target.name)
  if (symbol === undefined) {
    const dim = problem.dims.includes(target.name) || scope.labels.has(target.name)
    if (!dim) throw unknown(problem, target.name, target.span)
    throw new LanguageError(
      'calculus',
      `${target.name} counts something: there is no derivative by it`,
      target.span,
    )
  }
  if (!kinds[symbol.kind].differentiable && symbol.definition === undefined) {
    throw new LanguageError(
      'calculus',
      `${spoken(target.name)} is of kind ${symbol.kind}: it does not vary smoothly, so nothing can be differentiated by it`,
      target.span,
    )
  }
  return byAxes(problem, of, target.name, readAxes(problem, target, scope), span)
}

function byAxes(
  problem: Lowerer,
  of: Node,
  name: string,
  { indices, keep, row, rows, cols }: Reading,
  span: Span,
): Node {
  const labels = labelsOf([of, ...indices])
  const make = (type: Pick<Type, 'rows' | 'cols'>): Node =>
    problem.graph.make({ op: 'derivative', name, keep, row }, [of, ...indices], {
      ...type,
      labels,
      sort: 'real',
    })
  if (isScalar(of.type)) return make({ rows, cols })
  if (rows === '1' && cols === '1') return make(of.type)
  // A column by a column: the Jacobian, a row for each entry of what is differentiated.
  if (of.type.cols === '1' && cols === '1') return make({ rows: of.type.rows, cols: rows })
  throw new LanguageError(
    'calculus',
    `the derivative of ${shapeText(of.type)} by ${shapeText({ labels: [], rows, cols, sort: 'real' })} has more than two axes`,
    span,
    ['Write it with indices: \\frac{\\partial h_{ij}}{\\partial W_{rq}}.'],
  )
}
