// From what is written to what is meant: names to symbols, indices to axes, juxtaposition to products that fit.

import type { Context, Declared } from '../given/context.js'
import { LanguageError, type Span } from '../text/source.js'
import type { Condition, Expr, Of, Statement } from '../text/tree.js'
import { type Meter, unlimited } from './budget.js'
import { withEntries } from './entries.js'
import type { Lowered, Lowerer, Stretch } from './lowerer.js'
import {
  dimOf,
  Graph,
  isScalar,
  type Label,
  labelsOf,
  type Node,
  shapeText,
  spoken,
  type Type,
  type Unary,
} from './node.js'
import { isMarked, unbarred, unmarked } from './notation.js'
import { dependenciesFirst } from './order.js'
import { lowerProduct } from './product.js'
import { rangesWithin, type Scope } from './scope.js'
import { lowerSum, sameShape } from './sum.js'
import { withSummed } from './summed.js'
import { lowerDerivative, lowerEntry, lowerSymbol } from './symbol.js'

/** What to write where classes are wanted. */
const CLASSES = ['Declare a list of classes: S : class[K] of C']

const EMPTY: Scope = { labels: new Map(), depth: 0 }

/** Lowers formulas of one context. Equal formulas come out as the same node, whenever they are lowered. */
export class Problem implements Lowerer {
  readonly graph = new Graph()
  /** Derivatives that differences have confirmed, by node and symbol. */
  readonly established = new Set<string>()
  /** What is spent on the claim that is being decided. */
  meter: Meter = unlimited()
  readonly #definitions = new Map<string, Lowered>()
  readonly #stretches = new Map<string, Stretch>()
  readonly #pending: string[] = []
  readonly #mentioned = new Map<number, ReadonlySet<string>>()

  constructor(readonly context: Context) {}

  /** A definition, lowered when it is first asked for. */
  definition(symbol: Declared): Lowered {
    const known = (): Lowered | undefined => this.#definitions.get(symbol.name)
    if (known() === undefined)
      for (const other of dependenciesFirst(symbol, this.context, name => this.#definitions.has(name)))
        this.#define(other)
    return known()!
  }

  #define(symbol: Declared): void {
    if (this.#pending.includes(symbol.name)) {
      throw new LanguageError(
        'context',
        `${spoken(symbol.name)} is defined by itself: ${[...this.#pending, symbol.name].map(spoken).join(' → ')}`,
        symbol.span,
        [],
        this.context.source,
      )
    }
    this.#pending.push(symbol.name)
    try {
      const { labels } = symbol.definition!
      const written = withEntries(symbol.definition!.expr, this)
      const expr = withSummed({ sides: [written], conditions: [], labels }, this).sides[0]!
      const node = this.#defined(expr, labels, symbol)
      const lowered = this.#asSymbol(node, labels, symbol)
      this.#definitions.set(symbol.name, lowered)
      // Noted now, while all that it is made of is known, so that nobody need look down a long chain.
      this.#mentionedBy(node)
    } catch (error) {
      throw error instanceof LanguageError ? error.in(this.context.source) : error
    } finally {
      this.#pending.pop()
    }
  }

  #defined(expr: Expr, labels: readonly string[], symbol: Declared): Node {
    const uses = rangesWithin([expr], this)
    for (const name of uses.keys()) {
      if (!labels.includes(name)) {
        throw new LanguageError(
          'ambiguous',
          `the index ${name} is on the right only: is it summed, or is ${spoken(symbol.name)} meant for each ${name}?`,
          uses.get(name)!.span,
          [
            `Write \\sum_${name} to sum.`,
            `Write ${spoken(symbol.name)}_{${[...labels, name].join('')}} on the left for each.`,
          ],
        )
      }
    }
    for (const name of labels) {
      if (!uses.has(name))
        throw new LanguageError(
          'ambiguous',
          `the index ${name} on the left has no range: nothing on the right is indexed by it`,
          symbol.span,
          [`Leave ${name} out, or use it on the right.`],
        )
    }
    return this.lower(expr, this.scopeFor(labels.map(name => [name, uses.get(name)!.dim] as const)))
  }

  #asSymbol(node: Node, names: readonly string[], symbol: Declared): Lowered {
    const labels = names.map(name => node.type.labels.find(label => label.startsWith(`${name}|`)))
    const missing = labels.indexOf(undefined)
    if (missing >= 0)
      throw new LanguageError(
        'context',
        `${spoken(symbol.name)} does not depend on its index ${names[missing]}`,
        symbol.span,
      )
    const known = labels.filter(label => label !== undefined)
    const { rows, cols } = node.type
    const positional = [rows, cols].filter(dim => dim !== '1')
    const axes = [...known.map(label => label.slice(label.lastIndexOf('|') + 1)), ...positional]
    const scalar = positional.length === 0
    return {
      node,
      labels: known,
      axes,
      family: scalar ? symbol.above : known.length,
      row: rows === '1' && cols !== '1',
    }
  }

  axesOf(name: string): readonly string[] | undefined {
    const symbol = this.context.symbols.get(name)
    if (symbol === undefined) return this.context.dims.includes(name) ? [] : undefined
    return symbol.definition === undefined ? symbol.axes : this.definition(symbol).axes
  }

  classesOf(name: string): string | undefined {
    return this.context.symbols.get(name)?.classes
  }

  extentsOf(expr: Expr): readonly string[] {
    try {
      const ranges = [...rangesWithin([expr], this)].map(([name, { dim }]) => [name, dim] as const)
      const { rows, cols } = this.lower(expr, this.scopeFor(ranges)).type
      return [rows, cols].filter(dim => dim !== '1')
    } catch (error) {
      // What is wrong with it is said when it is lowered in its place.
      if (error instanceof LanguageError) return []
      throw error
    }
  }

  /** Runs what makes many nodes that nobody will ask for again, such as a search, and forgets them. */
  scratch<T>(run: () => T): T {
    const kept = this.#mentioned.size
    try {
      return this.graph.scratch(run)
    } finally {
      let i = 0
      for (const id of this.#mentioned.keys()) if (i++ >= kept) this.#mentioned.delete(id)
    }
  }

  /** The stretch that a label's dimension stands for; `undefined` for an ordinary dimension. */
  stretch(dim: string): Stretch | undefined {
    return this.#stretches.get(dim)
  }

  /** Runs what may cost so much and no more. */
  metered<T>(meter: Meter, run: () => T): T {
    const before = this.meter
    this.meter = meter
    try {
      return run()
    } finally {
      this.meter = before
    }
  }

  /** Whether the value of a node depends on that of a symbol. */
  mentions(node: Node, name: string): boolean {
    return this.#mentionedBy(node).has(name)
  }

  /** Whether a symbol is another, or is computed from it. */
  symbolMentions(symbol: string, name: string): boolean {
    const definition = this.context.symbols.get(symbol)?.definition
    return (
      symbol === name ||
      (definition !== undefined &&
        this.mentions(this.definition(this.context.symbols.get(symbol)!).node, name))
    )
  }

  /** All symbols that the value of a node depends on, also through definitions. */
  #mentionedBy(node: Node): ReadonlySet<string> {
    const known = this.#mentioned.get(node.id)
    if (known !== undefined) return known
    const found = new Set<string>()
    const { operation } = node
    if (operation.op === 'symbol' || operation.op === 'derivative') {
      found.add(operation.name)
      const symbol = this.context.symbols.get(operation.name)!
      if (symbol.definition !== undefined)
        for (const inner of this.#mentionedBy(this.definition(symbol).node)) found.add(inner)
    }
    for (const arg of node.args) for (const inner of this.#mentionedBy(arg)) found.add(inner)
    this.#mentioned.set(node.id, found)
    return found
  }

  /** The symbols that a node depends on and that are not defined by others. */
  inputsOf(nodes: readonly Node[]): ReadonlySet<string> {
    const all = new Set(nodes.flatMap(node => [...this.#mentionedBy(node)]))
    return new Set([...all].filter(name => this.context.symbols.get(name)?.definition === undefined))
  }

  /** The dimensions whose sizes nodes depend on, definitions included. */
  dimsIn(nodes: readonly Node[]): ReadonlySet<string> {
    const found = new Set<string>()
    const seen = new Set<number>()
    const visit = ({ id, operation, args, type }: Node): void => {
      if (seen.has(id)) return
      seen.add(id)
      for (const dim of [type.rows, type.cols, ...type.labels.map(dimOf)]) found.add(dim)
      if (operation.op === 'size' || operation.op === 'onehot') found.add(operation.dim)
      if (operation.op === 'reduce') found.add(dimOf(operation.label))
      if (operation.op === 'symbol' || operation.op === 'derivative') {
        const symbol = this.context.symbols.get(operation.name)!
        if (symbol.definition !== undefined) visit(this.definition(symbol).node)
        for (const dim of [...symbol.axes, symbol.classes ?? '1']) found.add(dim)
      }
      args.forEach(visit)
    }
    nodes.forEach(visit)
    return found
  }

  /** A scope in which names run over dimensions. */
  scopeFor(ranges: Iterable<readonly [string, string]>): Scope {
    const labels = new Map<string, Node>()
    for (const [name, dim] of ranges) labels.set(name, this.label(`${name}|${dim}`))
    return { labels, depth: 0 }
  }

  /** The node of a label. */
  label(label: Label): Node {
    return this.graph.make({ op: 'label', label }, [], {
      labels: [label],
      rows: '1',
      cols: '1',
      sort: 'index',
    })
  }

  /** The node of a number. */
  number(value: number, digits?: string): Node {
    const sort = Number.isInteger(value) ? 'index' : 'real'
    const operation = { op: 'number', value, ...(digits === undefined ? {} : { digits }) } as const
    return this.graph.make(operation, [], { labels: [], rows: '1', cols: '1', sort })
  }

  /** The scope of a statement: over what its free labels run. */
  scopeOf({ sides, conditions }: Pick<Statement, 'sides' | 'conditions'>): Scope {
    return this.scopeFor(
      [...rangesWithin([...sides, ...conditions], this)].map(([name, { dim }]) => [name, dim] as const),
    )
  }

  /** The node of a formula. */
  lower(expr: Expr, scope: Scope = EMPTY): Node {
    switch (expr.kind) {
      case 'number':
        return this.number(expr.value, expr.digits)
      case 'symbol':
        return lowerSymbol(this, expr, scope)
      case 'add':
        return lowerSum(this, expr, scope)
      case 'mul':
        return lowerProduct(this, expr, scope)
      case 'pow':
        return this.#power(expr, scope)
      case 'call':
        return this.#call(expr, scope)
      case 'transpose': {
        if (isMarked(expr)) return this.lower(unmarked(this, expr, scope), scope)
        const of = this.lower(expr.of, scope)
        const { rows, cols } = of.type
        return isScalar(of.type)
          ? of
          : this.graph.make({ op: 'transpose' }, [of], { ...of.type, rows: cols, cols: rows })
      }
      case 'big':
        return this.#big(expr, scope)
      case 'norm': {
        const of = this.lower(expr.of, scope)
        return this.graph.make({ op: expr.order === 1 ? 'norm1' : 'norm2' }, [of], scalarLike(of))
      }
      case 'iverson':
        return this.condition(expr.condition, scope)
      case 'delta':
        return this.#compare('=', expr.left, expr.right, scope)
      case 'cases':
        return this.#cases(expr, scope)
      case 'derivative':
        return lowerDerivative(this, expr, scope)
      case 'constant': {
        const size = expr.size ?? '?'
        if (size !== '?' && !this.isDim(size))
          throw new LanguageError('name', `${size} is no dimension`, expr.span, [
            `Dimensions: ${this.context.dims.join(', ')}`,
          ])
        const cols = expr.which === 'ones' ? '1' : size
        return this.graph.make({ op: expr.which }, [], { labels: [], rows: size, cols, sort: 'real' })
      }
      case 'indexed':
        return lowerEntry(this, expr, scope)
    }
  }

  /** Whether a name or number is the extent of an axis. */
  isDim(name: string): boolean {
    return this.context.dims.includes(name) || /^\d+$/.test(name)
  }

  #power({ base: written, exponent, span }: Of<'pow'>, scope: Scope): Node {
    const bars = written.kind === 'call' && written.fn === 'bars'
    const base = bars ? unbarred(this, written, scope) : written
    const power = this.lower(exponent, scope)
    if (!isScalar(power.type))
      throw new LanguageError(
        'unsupported',
        `an exponent is a number, not ${shapeText(power.type)}`,
        exponent.span,
        ['Use indices for powers entry by entry.'],
      )
    if (base.kind === 'norm' && base.order === 2 && exponent.kind === 'number' && exponent.value === 2) {
      const of = this.lower(base.of, scope)
      return this.graph.make({ op: 'squares' }, [of], scalarLike(of))
    }
    const of = this.lower(base, scope)
    const { rows, cols } = of.type
    if (rows !== '1' && cols !== '1') {
      throw new LanguageError(
        'unsupported',
        `the power of a matrix is not understood (${shapeText(of.type)})`,
        span,
        [
          'Write X \\odot X for squares of entries, X X for a product.',
          'Inverses are not known; name the inverse in the given block.',
        ],
      )
    }
    return this.graph.make({ op: 'pow' }, [of, power], {
      ...of.type,
      labels: labelsOf([of, power]),
      // A negative power of a whole number is none.
      sort: of.type.sort === 'index' && power.operation.op === 'number' ? power.type.sort : 'real',
    })
  }

  #call(call: Of<'call'>, scope: Scope): Node {
    if (call.fn === 'bars') return this.lower(unbarred(this, call, scope), scope)
    const { fn, args, span } = call
    const nodes = args.map(arg => this.lower(arg, scope))
    if (fn === 'max' || fn === 'min') return this.#extremum(fn, args, nodes, span)
    const [of] = nodes
    if (of === undefined || nodes.length > 1)
      throw new LanguageError('syntax', `${fn} takes one argument, got ${nodes.length}`, span)
    const { rows, cols } = of.type
    const { graph } = this
    switch (fn) {
      case 'softmax':
        if (isScalar(of.type))
          throw new LanguageError(
            'unsupported',
            'softmax of a number is 1: it takes a vector, or a matrix row by row',
            span,
            ['Index what comes of it: \\operatorname{softmax}(h)_i.'],
          )
        return graph.make({ op: 'softmax' }, [of], of.type)
      case 'logsumexp':
        return graph.make(
          { op: 'logsumexp' },
          [of],
          rows === '1' || cols === '1' ? scalarLike(of) : { ...of.type, cols: '1' },
        )
      case 'diag':
        if (cols === '1') return graph.make({ op: 'diag' }, [of], { ...of.type, cols: rows })
        if (rows === cols) return graph.make({ op: 'diag' }, [of], { ...of.type, cols: '1' })
        throw new LanguageError(
          'unsupported',
          `diag takes a column or a square matrix, got ${shapeText(of.type)}`,
          span,
          ['Write its entries with indices: [i = j] d_i.'],
        )
      case 'tr':
        if (rows !== cols)
          throw new LanguageError('shape', `the trace of ${shapeText(of.type)} is not defined`, span)
        return graph.make({ op: 'trace' }, [of], scalarLike(of))
      case 'sum':
        return graph.make({ op: 'total' }, [of], scalarLike(of))
      case 'mean': {
        const total = graph.make({ op: 'total' }, [of], scalarLike(of))
        const count = [rows, cols]
          .filter(dim => dim !== '1')
          .map(dim => graph.make({ op: 'size' as const, dim }, [], { ...SCALAR, sort: 'index' }))
        return count.reduce((mean, size) => graph.make({ op: 'div' }, [mean, size], mean.type), total)
      }
      case 'onehot': {
        const [arg] = args
        const classes = arg?.kind === 'symbol' ? this.classesOf(arg.name) : undefined
        if (classes === undefined)
          throw new LanguageError('unsupported', 'onehot takes classes', span, CLASSES)
        if (cols !== '1')
          throw new LanguageError('unsupported', 'onehot takes one class or a column of them', span, CLASSES)
        // One class makes a column; a column of m classes makes m rows.
        const type: Type =
          rows === '1'
            ? { ...of.type, rows: classes, sort: 'real' }
            : { ...of.type, cols: classes, sort: 'real' }
        return graph.make({ op: 'onehot', dim: classes }, [of], type)
      }
      default:
        return graph.make({ op: 'unary', fn: fn as Unary }, [of], { ...of.type, sort: 'real' })
    }
  }

  #extremum(how: 'max' | 'min', args: readonly Expr[], nodes: readonly Node[], span: Span): Node {
    if (nodes.length < 2)
      throw new LanguageError('ambiguous', `${how} of what, over what?`, span, [
        `Write \\${how}_j a_j, or \\${how}(a, b).`,
      ])
    return nodes.reduce((left, right, i) =>
      this.graph.make({ op: 'extremum', how }, [left, right], {
        ...sameShape(left, right, args[i]!.span),
        sort: 'real',
      }),
    )
  }

  #big(expr: Of<'big'>, scope: Scope): Node {
    const { label, inner, bounds } = this.#bound(expr, scope)
    const asked = expr.where === undefined ? bounds : [...bounds, this.condition(expr.where, inner)]
    const mask = asked.length === 0 ? undefined : asked.reduce((a, b) => this.#joined('and', a, b))
    return this.#reduced(expr.op, label, this.lower(expr.body, inner), mask)
  }

  /** The scope inside of an operator such as Σ. */
  scopeInside(expr: Of<'big'>, scope: Scope): Scope {
    return this.#bound(expr, scope).inner
  }

  /** What an operator runs over: its label, the scope of its body, and bounds of the label's values. */
  #bound(expr: Of<'big'>, scope: Scope) {
    const { index, range, body, where, span } = expr
    if (this.context.symbols.has(index)) {
      throw new LanguageError('ambiguous', `the index ${index} is a declared symbol as well`, span, [
        'Run over another letter.',
      ])
    }
    const depth = scope.depth + 1
    const inside = (node: Node): Scope => ({
      labels: new Map([...scope.labels, [index, node] as const]),
      depth,
    })
    if (range.kind === 'members') {
      const list = range.list!
      const classes = list.kind === 'symbol' ? this.classesOf(list.name) : undefined
      const axes = list.kind === 'symbol' ? this.axesOf(list.name) : undefined
      if (list.kind !== 'symbol' || classes === undefined || axes?.length !== 1) {
        throw new LanguageError(
          'unsupported',
          'what is summed over must be a list of classes',
          list.span,
          CLASSES,
        )
      }
      const position = this.label(`#${depth}|${axes[0]}`)
      const member = this.graph.make(
        { op: 'symbol', name: list.name, keep: [false], row: false },
        [position],
        {
          ...position.type,
          sort: 'index',
        },
      )
      return { label: position, inner: inside(member), bounds: [] }
    }
    const uses = rangesWithin([body, ...(where === undefined ? [] : [where])], this)
    const { from, to } = range
    const used = uses.get(index)?.dim
    if (to?.kind === 'symbol' && used !== undefined && this.isDim(to.name) && to.name !== used) {
      throw new LanguageError(
        'shape',
        `${index} runs to ${to.name}, but as an index it runs over ${used}`,
        to.span,
        [`Sum to ${used}.`],
      )
    }
    const dim = from === undefined || to === undefined ? used : this.#wholeRange(from, to, used)
    if (dim !== undefined) {
      const label = this.label(`#${depth}|${dim}`)
      return { label, inner: inside(label), bounds: [] }
    }
    if (from === undefined || to === undefined) {
      throw new LanguageError(
        'ambiguous',
        `the index ${index} has no range: nothing is indexed by it`,
        span,
        [`Write \\sum_{${index}=1}^{n}.`],
      )
    }
    const [low, high] = [from, to].map(end => this.#endOf(end, index, scope))
    const stretch = `#${low!.id}…${high!.id}${used === undefined ? '' : ` of ${used}`}`
    this.#stretches.set(stretch, { from: low!, to: high! })
    const label = this.label(`#${depth}|${stretch}`)
    return {
      label,
      inner: inside(label),
      bounds: [this.#truth('≥', label, low!), this.#truth('≤', label, high!)],
    }
  }

  /** The dimension that a sum from 1 to its end runs over; `undefined` for a stretch of another kind. */
  #wholeRange(from: Expr, to: Expr, used: string | undefined): string | undefined {
    if (from.kind !== 'number' || from.value !== 1) return undefined
    if (to.kind === 'symbol' && to.indices.length === 0 && this.isDim(to.name)) return to.name
    // A number says how far to go where the label has a range of its own.
    const counted = to.kind === 'number' && Number.isInteger(to.value) && to.value >= 1
    return counted && (used ?? String(to.value)) === String(to.value) ? String(to.value) : undefined
  }

  /** Where a stretch begins or ends: at a whole number. */
  #endOf(end: Expr, index: string, scope: Scope): Node {
    const node = this.lower(end, scope)
    if (isScalar(node.type) && node.type.sort === 'index') return node
    const what = isScalar(node.type) ? 'a number that need not be whole' : shapeText(node.type)
    throw new LanguageError('ambiguous', `${index} begins or ends at ${what}: what is it then?`, end.span, [
      'Begin and end at whole numbers, sizes, classes and other indices.',
    ])
  }

  #reduced(how: Of<'big'>['op'], label: Node, body: Node, mask: Node | undefined): Node {
    const [own] = label.type.labels
    const parts = mask === undefined ? [body] : [body, mask]
    const labels = labelsOf(parts).filter(other => other !== own)
    // A body without the label counts once for each of its values.
    return this.graph.make({ op: 'reduce', how, label: own! }, parts, { ...body.type, labels, sort: 'real' })
  }

  #cases({ branches, span }: Of<'cases'>, scope: Scope): Node {
    const last = branches.at(-1)!
    // Where no condition is met, nothing is claimed.
    const rest = last.condition === undefined ? this.lower(last.value, scope) : this.number(Number.NaN)
    const conditional = last.condition === undefined ? branches.slice(0, -1) : branches
    return conditional.reduceRight<Node>((otherwise, { value, condition }) => {
      const [then, asked] = [this.lower(value, scope), this.condition(condition!, scope)]
      const type = Number.isNaN(otherwise.operation.op === 'number' ? otherwise.operation.value : 0)
        ? then.type
        : sameShape(then, otherwise, span)
      return this.graph.make({ op: 'select' }, [then, asked, otherwise], {
        ...type,
        labels: labelsOf([then, asked, otherwise]),
        sort: 'real',
      })
    }, rest)
  }

  /** The node of a condition: 1 where it is true. */
  condition(condition: Condition, scope: Scope = EMPTY): Node {
    switch (condition.kind) {
      case 'compare':
        return this.#compare(condition.op, condition.left, condition.right, scope)
      case 'and':
      case 'or':
        return condition.parts
          .map(part => this.condition(part, scope))
          .reduce((a, b) => this.#joined(condition.kind, a, b))
      case 'member': {
        const { list, element, negative } = condition
        const classes = list.kind === 'symbol' ? this.classesOf(list.name) : undefined
        if (list.kind !== 'symbol' || classes === undefined)
          throw new LanguageError('unsupported', '∈ wants a list of classes on its right', list.span, CLASSES)
        const position = this.label(`#${scope.depth + 1}|${this.axesOf(list.name)![0]}`)
        const member = this.graph.make(
          { op: 'symbol', name: list.name, keep: [false], row: false },
          [position],
          { ...position.type, sort: 'index' },
        )
        const equal = this.#truth('=', this.lower(element, scope), member)
        const found = this.graph.make(
          { op: 'reduce', how: 'max', label: position.type.labels[0]! },
          [equal],
          { ...equal.type, labels: equal.type.labels.filter(l => l !== position.type.labels[0]) },
        )
        return negative ? this.graph.make({ op: 'not' }, [found], found.type) : found
      }
    }
  }

  #joined(op: 'and' | 'or', a: Node, b: Node): Node {
    return this.graph.make({ op }, [a, b], { ...a.type, labels: labelsOf([a, b]), sort: 'truth' })
  }

  #compare(relation: Comparisons, left: Expr, right: Expr, scope: Scope): Node {
    const [a, b] = [this.lower(left, scope), this.lower(right, scope)]
    for (const [node, expr] of [
      [a, left],
      [b, right],
    ] as const) {
      if (!isScalar(node.type))
        throw new LanguageError(
          'unsupported',
          `numbers are compared, not ${shapeText(node.type)}`,
          expr.span,
          ['Use indices.'],
        )
    }
    return this.#truth(relation, a, b)
  }

  #truth(relation: Comparisons, a: Node, b: Node): Node {
    return this.graph.make({ op: 'compare', relation }, [a, b], {
      labels: labelsOf([a, b]),
      rows: '1',
      cols: '1',
      sort: 'truth',
    })
  }
}

type Comparisons = Extract<Condition, { kind: 'compare' }>['op']

const SCALAR: Type = { labels: [], rows: '1', cols: '1', sort: 'real' }

/** The labels of a node, with one row and one column. */
const scalarLike = ({ type }: Node): Type => ({ ...SCALAR, labels: type.labels })

/** What was lowered of a context is kept with it. */
const problems = new WeakMap<Context, Problem>()

/** The problem of a context. */
export function problemOf(context: Context): Problem {
  const known = problems.get(context) ?? new Problem(context)
  problems.set(context, known)
  return known
}
