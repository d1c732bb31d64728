// A problem: what is declared, the graph of all formulas about it, and what may be spent on it.
import type { Context, Declared } from '../given/index.js'
import { namesInDim } from '../terms/index.js'
import {
  attempt,
  type Condition,
  type Expr,
  LanguageError,
  type Of,
  parseCondition,
  parseExpression,
  symbol,
} from '../text/index.js'
import { aliasesIn } from './aliases.js'
import { type Meter, unlimited } from './budget.js'
import { boundBy } from './lower/big.js'
import { lowerCondition } from './lower/condition.js'
import { lowerDefinition } from './lower/definition.js'
import { lowerExpression } from './lower/expression.js'
import type { Bound, Lowered, Lowerer, Stretch } from './lowerer.js'
import { dimOf, Graph, isComposed, type Node, NUMBER } from './node.js'
import { dependenciesFirst } from './order.js'
import { type Axes, axesIn, rangesWithin, type Scope } from './scope.js'
import { fromBelow, nodesWithin } from './walk.js'

const EMPTY: Scope = { labels: new Map(), depth: 0, bound: new Map() }

/** What stands around claims in a document, as text. */
export interface Surroundings {
  /** A condition that is meant for all claims that speak of the same. */
  readonly where?: string | undefined
  /** What claims that begin with a relation go on from. */
  readonly before?: string | undefined
}

/** The same, read. */
interface Around {
  readonly condition?: Condition
  readonly before?: Expr
}

/** A context that lowers its formulas. Equal formulas come out as the same node, whenever they are lowered. */
export class Problem implements Context, Lowerer {
  readonly source: string
  readonly symbols: Context['symbols']
  readonly functions: Context['functions']
  readonly dims: Context['dims']
  readonly names: Context['names']
  readonly objective: Context['objective']
  readonly layout: Context['layout']
  readonly graph = new Graph()
  /** Derivatives that differences have confirmed, by node and symbol. */
  readonly established = new Set<string>()
  /** Whether nodes read where it is not plain that there is something. */
  readonly doubtful = new WeakMap<Node, boolean>()
  /** What is spent on the claim that is being decided. */
  meter: Meter = unlimited()
  /** What is said outside of the claims that it is for. */
  around: Around = {}
  readonly #definitions = new Map<string, Lowered>()
  readonly #stretches = new Map<string, Stretch>()
  /** What parts came to in the scope that they were last seen in: a search changes one part, and the others stay. */
  #nodes = new WeakMap<Expr, { readonly scope: Scope; readonly node: Node }>()
  #bounds = new WeakMap<Expr, { readonly scope: Scope; readonly bound: Bound }>()
  readonly #mentioned = new WeakMap<Node, ReadonlySet<string>>()

  #aliases: ReadonlyMap<string, string> | undefined

  /** Symbols, with those that no line declares: variables, and what functions are applied to. */
  readonly #symbols: Map<string, Declared>

  constructor(
    { source, symbols, functions, dims, names, objective, layout }: Context,
    readonly directions: ReadonlyMap<string, string> = new Map(),
  ) {
    this.source = source
    this.#symbols = new Map(symbols)
    this.symbols = this.#symbols
    this.functions = functions
    this.dims = dims
    this.names = names
    this.objective = objective
    this.layout = layout
  }

  definition(symbol: Declared): Lowered {
    const isKnown = (name: string): boolean => this.#definitions.has(name)
    if (!isKnown(symbol.name))
      for (const other of dependenciesFirst(symbol, this, isKnown))
        this.#definitions.set(
          other.name,
          this.graph.lasting(() => lowerDefinition(this, other)),
        )
    return this.#definitions.get(symbol.name)!
  }

  axesOf(name: string): readonly string[] | undefined {
    const symbol = this.symbols.get(name)
    if (symbol === undefined) return this.dims.includes(name) ? [] : undefined
    return symbol.definition === undefined ? symbol.axes : this.definition(symbol).axes
  }

  /** How many leading axes of a symbol must always be indexed. */
  familyOf(name: string): number {
    const symbol = this.symbols.get(name)
    if (symbol === undefined) return 0
    return symbol.definition === undefined ? symbol.family : this.definition(symbol).family
  }

  aliasOf(name: string): string | undefined {
    this.#aliases ??= aliasesIn(this)
    return this.#aliases.get(name)
  }

  classesOf(name: string): string | undefined {
    return this.symbols.get(name)?.classes
  }

  extentsOf(expr: Expr, bound: Scope['bound'] = EMPTY.bound): readonly string[] {
    try {
      const within = axesIn(this, { ...EMPTY, bound })
      const ranges = [...rangesWithin([expr], within)].map(([name, { dim }]) => [name, dim] as const)
      const { rows, cols } = this.lower(expr, { ...this.scopeFor(ranges), bound }).type
      return [rows, cols].filter(dim => dim !== '1')
    } catch (error) {
      // What is wrong with it is said when it is lowered in its place.
      if (error instanceof LanguageError) return []
      throw error
    }
  }

  dimsTaken(name: string): readonly (string | undefined)[] {
    const own = this.functions.get(name)
    if (own === undefined || own.labels.length === 0) return []
    const hidden = new Set(own.isValue ? [] : own.params)
    const axes: Axes = {
      axesOf: other => (hidden.has(other) ? undefined : this.axesOf(other)),
      classesOf: other => this.classesOf(other),
      extentsOf: expr => this.extentsOf(expr),
      dimsTaken: other => (other === name ? [] : this.dimsTaken(other)),
    }
    const uses = rangesWithin([own.expr], axes)
    return [...own.borne, ...own.params].map(label =>
      label !== undefined && own.labels.includes(label) ? uses.get(label)?.dim : undefined,
    )
  }

  variable(name: string, axes: readonly string[] = []): Node {
    const symbol = `${name}·`
    if (!this.#symbols.has(symbol)) this.#symbols.set(symbol, undeclared(symbol, axes, 0))
    const [rows = '1', cols = '1'] = axes
    const operation = { op: 'symbol', name: symbol, keep: axes.map(() => true), row: false } as const
    return this.graph.lasting(() => this.graph.make(operation, [], { ...NUMBER, rows, cols }))
  }

  alias(node: Node): Node {
    const name = `·${node.id}`
    const { labels, rows, cols } = node.type
    const positional = [rows, cols].filter(dim => dim !== '1')
    const row = rows === '1' && cols !== '1'
    const axes = [...labels.map(label => dimOf(label)), ...positional]
    if (!this.#symbols.has(name)) {
      this.#symbols.set(name, undeclared(name, axes, labels.length, node))
      this.#definitions.set(name, { node, labels, axes, family: labels.length, row })
    }
    const keep = axes.map((_, axis) => axis >= labels.length)
    const indices = labels.map(label => this.graph.label(label))
    return this.graph.make({ op: 'symbol', name, keep, row }, indices, { labels, rows, cols, sort: 'real' })
  }

  /** Runs what makes many nodes that nobody will ask for again, such as a search, and forgets them. */
  scratch<T>(run: () => T): T {
    const [nodes, bounds] = [this.#nodes, this.#bounds]
    this.#nodes = new WeakMap()
    this.#bounds = new WeakMap()
    try {
      return this.graph.scratch(run)
    } finally {
      this.#nodes = nodes
      this.#bounds = bounds
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

  /** Runs what is meant in a place of a document; a condition there that cannot be read restricts nothing. */
  within<T>({ where, before }: Surroundings, run: () => T): T {
    const condition = where === undefined ? undefined : attempt(() => parseCondition(where, this.names))
    const side = before === undefined ? undefined : attempt(() => parseExpression(before, this.names))
    this.around = { ...(condition && { condition }), ...(side && { before: side }) }
    try {
      return run()
    } finally {
      this.around = {}
    }
  }

  /** Whether the value of a node depends on that of a symbol. */
  mentions(node: Node, name: string): boolean {
    return this.#mentionedBy(node).has(name)
  }

  symbolMentions(symbol: string, name: string): boolean {
    const definition = this.symbols.get(symbol)?.definition
    return (
      symbol === name ||
      (definition !== undefined && this.mentions(this.definition(this.symbols.get(symbol)!).node, name))
    )
  }

  /** All symbols that the value of a node depends on, also through definitions. */
  #mentionedBy(root: Node): ReadonlySet<string> {
    return (
      this.#mentioned.get(root) ??
      fromBelow(root, this, this.#mentioned, ({ operation: o }, parts: readonly ReadonlySet<string>[]) => {
        const own = o.op === 'symbol' || o.op === 'derivative' ? [o.name] : []
        return new Set([...own, ...parts.flatMap(names => [...names])])
      })
    )
  }

  /** The symbols that a node depends on and that are not defined by others. */
  inputsOf(nodes: readonly Node[]): ReadonlySet<string> {
    const all = new Set(nodes.flatMap(node => [...this.#mentionedBy(node)]))
    return new Set([...all].filter(name => this.symbols.get(name)?.definition === undefined))
  }

  /** The dimensions whose sizes nodes depend on, definitions included. */
  dimsIn(nodes: readonly Node[]): ReadonlySet<string> {
    const found = new Set<string>()
    for (const { operation, type } of nodesWithin(nodes, this)) {
      for (const dim of [type.rows, type.cols, ...type.labels.map(dimOf)]) found.add(dim)
      if (operation.op === 'size') found.add(operation.dim)
      if (operation.op === 'reduce') found.add(dimOf(operation.label))
      if (operation.op === 'symbol' || operation.op === 'derivative') {
        const { axes, classes } = this.symbols.get(operation.name)!
        for (const dim of [...axes, classes ?? '1']) found.add(dim)
      }
    }
    // m·n rows are of m and of n.
    return new Set([...found].flatMap(dim => (isComposed(dim) ? namesInDim(dim) : [dim])))
  }

  scopeFor(ranges: Iterable<readonly [string, string]>): Scope {
    const labels = [...ranges].map(([name, dim]) => [name, this.graph.label(`${name}|${dim}`)] as const)
    return { labels: new Map(labels), depth: 0, bound: new Map() }
  }

  lower(expr: Expr, scope: Scope = EMPTY): Node {
    const known = this.#nodes.get(expr)
    if (known?.scope === scope) return known.node
    const node = lowerExpression(this, expr, scope)
    this.#nodes.set(expr, { scope, node })
    return node
  }

  bound(expr: Of<'big'>, scope: Scope): Bound {
    const known = this.#bounds.get(expr)
    if (known?.scope === scope) return known.bound
    const bound = boundBy(this, expr, scope)
    this.#bounds.set(expr, { scope, bound })
    return bound
  }

  /** The node of a condition: 1 where it is true. */
  condition(condition: Condition, scope: Scope = EMPTY): Node {
    return lowerCondition(this, condition, scope)
  }

  stretchOf(stretch: Stretch, axis: string | undefined): string {
    const dim = `#${stretch.from.id}…${stretch.to.id}${axis === undefined ? '' : ` of ${axis}`}`
    this.#stretches.set(dim, stretch)
    return dim
  }

  isDim(name: string): boolean {
    return this.dims.includes(name) || /^\d+$/.test(name)
  }
}

const NOWHERE = { start: 0, end: 0 }

/** A symbol that no line declares. */
function undeclared(name: string, axes: readonly string[], family: number, node?: Node): Declared {
  const expr = symbol(name)
  const readings = { all: [expr], unclear: undefined }
  const definition = node && { expr, labels: [], readings }
  return {
    name,
    kind: 'real',
    axes,
    family,
    above: 0,
    row: false,
    classes: undefined,
    definition,
    span: NOWHERE,
  }
}

/** The problem of a context: what `given` makes is one, and a copy of it is not. */
export const problemOf = (context: Context): Problem =>
  context instanceof Problem ? context : new Problem(context)
