// Single changes to a formula, the likeliest slips undone: what mistakes people make, read backwards.
import type { Comparison, Condition, Expr, Factor, Index, SymbolExpr, Term } from '../language/ast.js'
import { isScalar } from '../lower/core.js'
import type { Lowering } from '../lower/lower.js'
import {
  call,
  minus,
  NOWHERE,
  negated,
  number,
  plus,
  power,
  product,
  quotient,
  sizeOf,
  sum,
  symbol,
  transposed,
} from './build.js'
import type { Place } from './places.js'
import { mapTree, withCondition } from './tree.js'
import { freshIndex, matrixAtoms, scalarAtoms, type Vocabulary, vocabularyOf } from './vocabulary.js'

/** One change. */
export interface Edit {
  readonly kind: string
  /** What is replaced, and by what. */
  readonly node: Expr
  readonly by: Expr
  /** How much is changed: repairs of least cost come first. */
  readonly cost: number
  /** In words; made from the texts of both where absent. */
  readonly message?: string
}

/** Functions that are taken for one another. */
const FUNCTIONS = ['exp', 'log', 'tanh', 'sigmoid', 'softplus', 'relu', 'sin', 'cos', 'sqrt', 'abs']

/** Everything that edits need to know. */
export interface EditContext {
  readonly lowering: Lowering
  readonly names: readonly string[]
  readonly dims: readonly string[]
}

/** All single changes at a place. */
export function* editsAt(
  place: Place,
  context: EditContext,
  words: (place: Place) => Vocabulary,
): IterableIterator<Edit> {
  if (place.role === 'index') {
    yield* indexEdits(place, context, words(place))
    return
  }
  yield* ownEdits(place, context, words(place))
  yield* anywhere(place, context)
  yield* insertions(place, context, words(place))
}

/** A vocabulary for each scope, made once. */
export function vocabularies({ lowering, names }: EditContext): (place: Place) => Vocabulary {
  const known = new Map<unknown, Vocabulary>()
  return ({ scope }) => {
    const found = known.get(scope.labels) ?? vocabularyOf(lowering, scope, names)
    known.set(scope.labels, found)
    return found
  }
}

const edit = (kind: string, node: Expr, by: Expr, cost: number, message?: string): Edit => ({
  kind,
  node,
  by,
  cost,
  ...(message === undefined ? {} : { message }),
})

function* indexEdits(
  { node }: Place,
  _context: EditContext,
  { indices }: Vocabulary,
): IterableIterator<Edit> {
  for (const { expr } of indices) yield edit('index', node, expr, 1)
  if (node.kind === 'add') for (const { value } of node.terms) yield edit('shift', node, value, 1)
  if (node.kind === 'symbol' && node.indices.length > 0) {
    for (const by of [1, -1])
      yield edit('shift', node, sum(plus(node), { negative: by < 0, value: number(1) }), 1.5)
  }
}

/** Changes that depend on what a node is. */
function* ownEdits(place: Place, context: EditContext, words: Vocabulary): IterableIterator<Edit> {
  const { node } = place
  const { lowering, dims } = context
  switch (node.kind) {
    case 'number':
      for (const value of [0, 1, 2, 3, 4, 0.5, node.value + 1, node.value - 1])
        if (value !== node.value) yield edit('constant', node, number(value), 1)
      for (const dim of dims) yield edit('constant', node, symbol(dim), 1)
      for (const dim of dims) yield edit('constant', node, quotient(number(1), symbol(dim)), 1.2)
      for (const delta of words.deltas) yield edit('delta', node, delta, 1.3)
      for (const entry of words.entries) yield edit('symbol', node, entry, 1.2)
      break
    case 'symbol':
      yield* symbolEdits(node, place, context, words)
      break
    case 'add': {
      const { terms } = node
      for (const [i, term] of terms.entries()) {
        const others = terms.filter((_, k) => k !== i)
        yield edit(
          'sign',
          node,
          { ...node, terms: terms.map((t, k) => (k === i ? { ...t, negative: !t.negative } : t)) },
          1,
        )
        if (others.length > 0) yield edit('term', node, sum(...others), 1)
        if (others.length === 1) yield edit('term', node, others[0]!.value, 1.2)
        yield* doubled(node, term, i)
      }
      if (terms.length === 2) {
        const [a, b] = terms.map(({ value }) => value)
        yield edit('order', node, product(a!, b!), 2)
        yield* bracketed(node)
      }
      break
    }
    case 'mul':
      yield* productEdits(node)
      break
    case 'pow':
      yield edit('power', node, node.base, 1)
      for (const exponent of [2, 3, -1, 0.5]) yield edit('power', node.exponent, number(exponent), 1)
      yield edit('sign', node.exponent, negated(node.exponent), 1)
      break
    case 'call':
      if (node.args.length === 1) {
        const [arg] = node.args
        yield edit('function', node, arg!, 1)
        for (const fn of FUNCTIONS) if (fn !== node.fn) yield edit('function', node, { ...node, fn }, 1)
        if (node.fn === 'exp' && arg!.kind === 'mul') {
          // e^{ab} for e^a b
          for (const [i, { value }] of arg!.factors.entries()) {
            const rest = fromFactors(arg!.factors.filter((_, k) => k !== i))
            yield edit('exponent', node, product(call('exp', rest), value), 1)
            for (const atom of [...words.entries, ...words.sums])
              yield edit('exponent', node, product(call('exp', rest), atom), 1.4)
          }
        }
        if (node.fn === 'softmax')
          yield edit('axis', node, transposed({ ...node, args: [transposed(arg!)] }), 1)
      } else if (node.args.length > 1 && (node.fn === 'max' || node.fn === 'min')) {
        yield edit('function', node, { ...node, fn: node.fn === 'max' ? 'min' : 'max' }, 1)
      }
      break
    case 'transpose':
      yield edit('transpose', node, node.of, 1)
      break
    case 'norm':
      yield edit('power', node, power(node, 2), 1)
      yield edit('power', node, { ...node, order: node.order === 1 ? 2 : 1 }, 1)
      break
    case 'big':
      yield* bigEdits(node, words)
      break
    case 'iverson':
    case 'delta': {
      yield edit('delta', node, number(1), 1)
      yield edit('delta', node, sum(plus(number(1)), minus(node)), 1.2)
      for (const delta of words.deltas) yield edit('delta', node, delta, 1)
      if (node.kind === 'iverson')
        for (const to of conditionsNear(node.condition, words))
          yield edit('condition', node, withCondition(node, node.condition, to), 1)
      break
    }
    case 'cases': {
      const { branches } = node
      if (branches.length >= 2) {
        for (let i = 0; i + 1 < branches.length; i++) {
          const swapped = branches.map((branch, k) =>
            k === i
              ? { ...branch, value: branches[i + 1]!.value }
              : k === i + 1
                ? { ...branch, value: branches[i]!.value }
                : branch,
          )
          yield edit('condition', node, { ...node, branches: swapped }, 1, 'the branches are exchanged')
        }
      }
      for (const { condition } of branches) {
        if (condition === undefined) continue
        for (const to of conditionsNear(condition, words))
          yield edit('condition', node, withCondition(node, condition, to), 1)
      }
      break
    }
    case 'constant':
      yield edit('symbol', node, { ...node, which: node.which === 'ones' ? 'identity' : 'ones' }, 1)
      break
    case 'derivative':
      for (const name of context.names) {
        const [by] = node.by
        if (name !== by!.name && lowering.axesOf(name)!.length === by!.indices.length)
          yield edit('derivative', node, { ...node, by: [{ ...by!, name }] }, 1.2)
      }
      break
    case 'indexed':
      break
  }
}

/** a (b + c) for a b + c, wherever a may end. */
function* bracketed(node: Extract<Expr, { kind: 'add' }>): IterableIterator<Edit> {
  for (const { value: first } of node.terms) {
    if (first.kind !== 'mul') continue
    for (let k = 1; k < first.factors.length; k++) {
      const inner = fromFactors(first.factors.slice(k))
      const bracket: Expr = {
        ...node,
        terms: node.terms.map(t => (t.value === first ? { ...t, value: inner } : t)),
      }
      const factors: readonly Factor[] = [...first.factors.slice(0, k), { by: 'times', value: bracket }]
      yield edit('brackets', node, { kind: 'mul', factors, span: NOWHERE }, 1.5)
    }
  }
}

function* doubled(node: Extract<Expr, { kind: 'add' }>, term: Term, i: number): IterableIterator<Edit> {
  for (const factor of [2, 0.5]) {
    const value = factor === 2 ? product(number(2), term.value) : quotient(term.value, number(2))
    yield edit(
      'factor',
      node,
      { ...node, terms: node.terms.map((t, k) => (k === i ? { ...t, value } : t)) },
      1.2,
    )
  }
}

const fromFactors = (factors: readonly Factor[]): Expr => {
  const [first, ...rest] = factors
  if (first === undefined) return number(1)
  const start: Factor =
    first.by === 'over' ? { by: 'times', value: quotient(number(1), first.value) } : { ...first, by: 'times' }
  return rest.length === 0 ? start.value : { kind: 'mul', factors: [start, ...rest], span: NOWHERE }
}

function* productEdits(node: Extract<Expr, { kind: 'mul' }>): IterableIterator<Edit> {
  const { factors } = node
  for (const [i, factor] of factors.entries()) {
    const rest = factors.filter((_, k) => k !== i)
    yield edit('factor', node, fromFactors(rest), 1)
    if (i > 0) {
      const other: Factor['by'] = factor.by === 'over' ? 'times' : 'over'
      yield edit(
        'reciprocal',
        node,
        { ...node, factors: factors.map((f, k) => (k === i ? { ...f, by: other } : f)) },
        1,
      )
      const hadamard: Factor['by'] = factor.by === 'hadamard' ? 'times' : 'hadamard'
      yield edit(
        'order',
        node,
        { ...node, factors: factors.map((f, k) => (k === i ? { ...f, by: hadamard } : f)) },
        1,
      )
      const [before] = factors.slice(i - 1, i)
      const swapped = factors.map((f, k) =>
        k === i ? { ...f, value: before!.value } : k === i - 1 ? { ...f, value: factor.value } : f,
      )
      yield edit('order', node, { ...node, factors: swapped }, 1)
      if (factor.by === 'times')
        yield edit(
          'order',
          node,
          sum(plus(fromFactors(factors.slice(0, i))), plus(fromFactors(factors.slice(i)))),
          1.6,
        )
      if (factor.by === 'times')
        yield edit(
          'order',
          node,
          sum(plus(fromFactors(factors.slice(0, i))), minus(fromFactors(factors.slice(i)))),
          1.6,
        )
    }
    // a (b + c) for a b + c
    if (factor.value.kind === 'add' && factor.by === 'times' && factor.value.terms.length > 1) {
      const { terms } = factor.value
      for (const [k, term] of terms.entries()) {
        const inside: Expr = {
          kind: 'mul',
          factors: factors.map((f, j) => (j === i ? { ...f, value: term.value } : f)),
          span: NOWHERE,
        }
        const outside = terms.filter((_, j) => j !== k)
        yield edit('brackets', node, sum({ negative: term.negative, value: inside }, ...outside), 1.5)
      }
    }
    // e^a b for e^{ab}
    if (factor.value.kind === 'call' && factor.value.fn === 'exp' && factor.by === 'times') {
      const [exponent] = factor.value.args
      for (const [k, other] of factors.entries()) {
        if (k === i || other.by !== 'times') continue
        const into = call('exp', product(exponent!, other.value))
        yield edit(
          'exponent',
          node,
          fromFactors(factors.map((f, j) => (j === i ? { ...f, value: into } : f)).filter((_, j) => j !== k)),
          1,
        )
      }
    }
  }
}

function* symbolEdits(
  node: SymbolExpr,
  place: Place,
  { lowering, names, dims }: EditContext,
  words: Vocabulary,
): IterableIterator<Edit> {
  const { context } = lowering
  if (dims.includes(node.name) && node.indices.length === 0) {
    for (const dim of dims) {
      if (dim !== node.name) yield edit('dimension', node, symbol(dim), 1)
    }
    yield edit('dimension', node, number(1), 1)
    yield edit('dimension', node, number(2), 1.1)
    for (const sign of [true, false])
      yield edit('dimension', node, sum(plus(node), { negative: sign, value: number(1) }), 1.2)
    yield edit('dimension', node, power(node, 2), 1.2)
    yield edit('dimension', node, call('sqrt', node), 1.2)
    return
  }
  if (!context.symbols.has(node.name)) return
  const axes = lowering.axesOf(node.name)!
  for (const name of names) {
    if (name === node.name || context.symbols.get(name)!.kind === 'class') continue
    const others = lowering.axesOf(name)!
    if (others.length === axes.length && others.every((dim, i) => dim === axes[i]))
      yield edit('symbol', node, { ...node, name }, 1)
    else if (
      others.length === axes.length &&
      node.indices.length === 0 &&
      others.every((dim, i) => dim === axes[axes.length - 1 - i])
    ) {
      yield edit('symbol', node, transposed({ ...node, name }), 1.5)
    }
  }
  const { indices } = node
  for (let i = 0; i < indices.length; i++) {
    for (let k = i + 1; k < indices.length; k++) {
      const swapped = indices.map(
        (index, j): Index => (j === i ? indices[k]! : j === k ? indices[i]! : index),
      )
      yield edit('index', node, { ...node, indices: swapped }, 1)
    }
  }
  // Two indices wrong at once, and other symbols at other indices.
  for (const entry of words.entries) {
    if (entry.name === node.name && indices.length > 1) yield edit('index', node, entry, 1.4)
    else if (isScalar(place.type ?? SOME)) yield edit('symbol', node, entry, 1.5)
  }
}

const SOME = { labels: [], rows: '?', cols: '?', sort: 'real' } as const

function* bigEdits(node: Extract<Expr, { kind: 'big' }>, words: Vocabulary): IterableIterator<Edit> {
  const { range, where, index, body, op } = node
  for (const other of ['sum', 'prod', 'max', 'min'] as const)
    if (other !== op) yield edit('operator', node, { ...node, op: other }, 1.2)
  if (where !== undefined) yield edit('condition', node, { ...node, where: undefined }, 1)
  if (where !== undefined)
    for (const to of conditionsNear(where, words)) yield edit('condition', node, { ...node, where: to }, 1)
  for (const { expr } of words.indices) {
    const apart: Condition = { kind: 'compare', op: '≠', left: symbol(index), right: expr, span: NOWHERE }
    if (where === undefined) yield edit('condition', node, { ...node, where: apart }, 1.4)
    // Not summed at all, but read at an index that is in force.
    yield edit('sum', node, renamed(body, index, expr), 1.2)
  }
  if (range.kind === 'stretch') {
    yield edit('range', node, { ...node, range: { kind: 'all' } }, 1)
    if (range.from?.kind === 'number')
      for (const from of [0, 1, 2])
        yield edit('range', node, { ...node, range: { ...range, from: number(from) } }, 1)
  }
  // Along the other axis: the index at another place of a symbol, and what stood there at its own.
  const symbols = new Set<SymbolExpr>()
  mapTree(body, found => {
    if (
      found.kind === 'symbol' &&
      found.indices.some(i => i !== ':' && i.kind === 'symbol' && i.name === index)
    )
      symbols.add(found)
    return undefined
  })
  for (const found of symbols) {
    const at = found.indices.findIndex(i => i !== ':' && i.kind === 'symbol' && i.name === index)
    for (let to = 0; to < found.indices.length; to++) {
      if (to === at) continue
      for (const { expr } of words.indices) {
        const indices = found.indices.map(
          (old, k): Index => (k === to ? symbol(index) : k === at ? expr : old),
        )
        yield edit(
          'axis',
          node,
          {
            ...node,
            range: { kind: 'all' },
            body: mapTree(body, n => (n === found ? { ...found, indices } : undefined)),
          },
          1.4,
        )
      }
    }
  }
}

/** A formula with an index by another name. */
const renamed = (expr: Expr, from: string, to: Expr): Expr =>
  mapTree(expr, node =>
    node.kind === 'symbol' && node.name === from && node.indices.length === 0 ? to : undefined,
  )

const OPPOSITE: Readonly<Record<Comparison, readonly Comparison[]>> = {
  '=': ['≠'],
  '≠': ['='],
  '<': ['>', '≤', '≥'],
  '>': ['<', '≥', '≤'],
  '≤': ['≥', '<', '>'],
  '≥': ['≤', '>', '<'],
}

/** Conditions that differ in one thing. */
function* conditionsNear(
  condition: Condition,
  words: Pick<Vocabulary, 'indices'>,
): IterableIterator<Condition> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const [i, part] of condition.parts.entries()) {
        for (const to of conditionsNear(part, words))
          yield { ...condition, parts: condition.parts.map((p, k) => (k === i ? to : p)) }
      }
      yield { ...condition, kind: condition.kind === 'and' ? 'or' : 'and' }
      return
    case 'member':
      yield { ...condition, negative: !condition.negative }
      return
    case 'compare':
      for (const op of OPPOSITE[condition.op]) yield { ...condition, op }
      for (const { expr } of words.indices) {
        yield { ...condition, left: expr }
        yield { ...condition, right: expr }
      }
  }
}

/** Changes that make sense at any place. */
function* anywhere(
  { node, role, type, parent, scope }: Place,
  { lowering, dims }: EditContext,
): IterableIterator<Edit> {
  if (type !== undefined && type.sort !== 'real' && role !== 'root') return
  if (role !== 'factor' && role !== 'term') yield edit('sign', node, negated(node), 1)
  if (type === undefined || !isScalar(type)) {
    if (node.kind !== 'transpose') yield edit('transpose', node, transposed(node), 1)
  }
  const scales =
    role === 'root' ||
    role === 'term' ||
    role === 'argument' ||
    role === 'branch' ||
    role === 'body' ||
    role === 'inner'
  if (scales) {
    const by = [number(2), ...dims.map(dim => symbol(dim))]
    for (const factor of by) {
      yield edit('factor', node, product(factor, node), 1.1)
      yield edit('factor', node, product(quotient(number(1), factor), node), 1.1)
    }
    yield edit('factor', node, product(call('log', number(2)), node), 1.6)
    yield edit('factor', node, product(quotient(number(1), call('log', number(2))), node), 1.6)
  }
  if (
    node.kind === 'symbol' ||
    node.kind === 'call' ||
    node.kind === 'norm' ||
    (node.kind === 'add' && role === 'factor')
  ) {
    yield edit('power', node, power(node, 2), 1.1)
    yield edit('complement', node, sum(plus(number(1)), minus(node)), 1.2)
    yield edit('reciprocal', node, quotient(number(1), node), 1.3)
    if (parent?.kind !== 'call') for (const fn of FUNCTIONS) yield edit('function', node, call(fn, node), 1.3)
    yield edit('function', node, call('softmax', node), 1.4)
  }
  if (node.kind === 'mul' && node.factors.length === 2 && node.factors[1]!.by === 'over') {
    const [a, b] = node.factors
    yield edit('reciprocal', node, quotient(b!.value, a!.value), 1.2)
  }
  // A sum that is missing: over each label in force that the node depends on.
  for (const [name] of scope.labels) {
    if (type === undefined || !type.labels.some(label => scope.labels.get(name)!.type.labels.includes(label)))
      continue
    const index = freshIndex(lowering, scope)
    yield edit(
      'sum',
      node,
      {
        kind: 'big',
        op: 'sum',
        index,
        range: { kind: 'all' },
        where: undefined,
        body: renamed(node, name, symbol(index)),
        span: NOWHERE,
      },
      1.5,
    )
  }
}

/** Factors and terms that are missing. */
function* insertions(
  { node, role, type }: Place,
  { lowering, names }: EditContext,
  words: Vocabulary,
): IterableIterator<Edit> {
  if (
    type === undefined ||
    type.sort === 'truth' ||
    (type.sort === 'index' && role !== 'root' && node.kind !== 'number')
  )
    return
  const atoms = scalarAtoms(words)
  if (
    role === 'root' ||
    role === 'term' ||
    role === 'body' ||
    role === 'branch' ||
    role === 'factor' ||
    role === 'argument'
  ) {
    for (const atom of atoms) {
      const cost = 1.1 + 0.1 * sizeOf(atom)
      yield edit('factor', node, product(node, atom), cost)
      if (atom.kind === 'symbol' || atom.kind === 'big')
        yield edit('factor', node, quotient(node, atom), cost + 0.1)
    }
  }
  if (isScalar(type)) {
    const terms: readonly Expr[] = [...words.entries, ...words.deltas, ...words.sums, number(1)]
    for (const atom of terms) {
      for (const negative of [true, false])
        yield edit('term', node, sum(plus(node), { negative, value: atom }), 1.1 + 0.1 * sizeOf(atom))
    }
  } else if (role === 'root' || role === 'factor' || role === 'argument') {
    const matrices = matrixAtoms(lowering, names, type.rows, type.cols)
    for (const atom of matrices) {
      for (const negative of [true, false])
        yield edit('term', node, sum(plus(node), { negative, value: atom }), 1.1 + 0.1 * sizeOf(atom))
    }
    for (const atom of matrices)
      if (sizeOf(atom) === 1)
        yield edit(
          'factor',
          node,
          {
            kind: 'mul',
            factors: [
              { by: 'times', value: node },
              { by: 'hadamard', value: atom },
            ],
            span: NOWHERE,
          },
          1.4,
        )
  }
}
