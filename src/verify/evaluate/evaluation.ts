// A formula at a point: each node computed once, with the library's own tensors, and derivatives by its own autodiff.
import { fromData } from '../../create.js'
import { full } from '../../fill.js'
import { abs, broadcastTo, mul, reshape, transpose } from '../../ops/index.js'
import { sizeOf } from '../../shape.js'
import { stopGradient, type Tensor } from '../../tensor.js'
import {
  dimOf,
  isScalar,
  type Label,
  labelsOf,
  type Node,
  type Operation,
  type Problem,
} from '../meaning/index.js'
import { exact, mapped, plain, type Scaled, toCommonScale } from '../numbers/index.js'
import { isTerm, lengthOf, termOf } from '../terms/index.js'
import { application } from './application.js'
import { aligned, type IndexValue, placesOf, readValueAt } from './axes.js'
import { derivativeOf, jacobiansOrNone } from './derivative.js'
import type { Point } from './point.js'
import { reduced } from './reduce.js'
import { PER_ENTRY, type Values } from './values.js'

/** What each node costs beside its entries, as in so many entries: calls, shapes, a place in the graph. */
const PER_NODE = 64

/** The values of all nodes at one point. */
export class Evaluation implements Values {
  #held = 0
  readonly #memo = new Map<number, Scaled>()
  readonly #raw = new Map<string, Scaled>()
  #nearby: Evaluation | undefined

  constructor(
    readonly problem: Problem,
    readonly point: Point,
    /** Whether bounds of rounding errors are kept. */
    readonly bounded: boolean,
    /** Where the graph is cut: a symbol with the value that it has instead. */
    readonly cut?: { readonly name: string; readonly value: Tensor; readonly outer: Evaluation },
    /** What is held constant where a derivative is taken: as if whoever took it had forgotten that it moves. */
    readonly isHeld?: (node: Node) => boolean,
  ) {}

  /** The extent of a dimension, or of a stretch; where that is empty, 1. */
  extent(dim: string): number {
    if (dim === '1') return 1
    const ends = this.#endsOf(dim)
    if (ends !== undefined) return Math.max(1, ends.high - ends.low + 1)
    const size = lengthOf(dim, this.point.sizes)
    if (!(size >= 1)) throw new RangeError(`the dimension ${dim} has no size`)
    return size
  }

  /** The least and the largest value of a stretch, whatever the indices that it depends on; `undefined` for a dimension. */
  #endsOf(dim: string): { readonly low: number; readonly high: number } | undefined {
    const stretch = this.problem.stretch(dim)
    if (stretch === undefined) return undefined
    const least = (node: Node, sign: 1 | -1): number =>
      sign * Math.min(...[...this.full(node).c.data].map(value => sign * value))
    return { low: least(stretch.from, 1), high: least(stretch.to, -1) }
  }

  value(node: Node): Scaled {
    const found = this.#memo.get(node.id)
    if (found !== undefined) return found
    // What does not depend on where the graph is cut is known already.
    if (this.cut !== undefined && (this.isHeld?.(node) || !this.problem.mentions(node, this.cut.name))) {
      const value = unbounded(this.cut.outer.value(node))
      this.#memo.set(node.id, value)
      return value
    }
    this.#spendOn(node)
    const value = this.#compute(node)
    this.#memo.set(node.id, value)
    return value
  }

  get held(): number {
    return this.#held + (this.cut?.outer.held ?? 0)
  }

  /** Takes note of what a node will cost, or refuses. */
  #spendOn(node: Node): void {
    const { operation, args, type } = node
    const labels = operation.op === 'reduce' ? new Set([...labelsOf(args), operation.label]) : type.labels
    let entries = this.extent(type.rows) * this.extent(type.cols)
    for (const label of labels) entries *= this.extent(dimOf(label))
    this.#held += PER_ENTRY * entries
    this.problem.meter.hold(this.held, node)
    const work = isTerm(operation) ? termOf(operation).work?.(application(node, this)) : undefined
    this.problem.meter.spend(PER_NODE + entries * (work ?? 1), node)
  }

  /** A value as plain numbers, with all its extents. */
  full(node: Node): Scaled {
    const shape = [
      ...node.type.labels.map(this.#extents),
      this.extent(node.type.rows),
      this.extent(node.type.cols),
    ]
    return mapped(this.value(node), x => broadcastTo(x, shape))
  }

  /** The values of a node as plain numbers, with all their extents. */
  plainFull(node: Node): Tensor {
    return plain(this.full(node)).c
  }

  /** Whether the graph is cut at a symbol, here or further out. */
  cuts(name: string): boolean {
    return this.cut !== undefined && (this.cut.name === name || this.cut.outer.cuts(name))
  }

  /** The values of a symbol, with an axis for each of its own. */
  raw(name: string): Scaled {
    if (this.cut?.name === name) return exact(this.cut.value, false)
    const found = this.#raw.get(name)
    if (found !== undefined) return found
    // What was cut further out stays so: in ∂/∂r (∂f/∂u) nothing reaches r, not even u that it was computed from.
    const value =
      this.cut !== undefined &&
      (this.cut.outer.cuts(name) || !this.problem.symbolMentions(name, this.cut.name))
        ? unbounded(this.cut.outer.raw(name))
        : this.#readSymbol(name)
    this.#raw.set(name, value)
    return value
  }

  plainRaw(name: string): Tensor {
    return plain(this.raw(name)).c
  }

  #readSymbol(name: string): Scaled {
    const symbol = this.problem.symbols.get(name)!
    if (symbol.definition === undefined) {
      const shape = symbol.axes.map(dim => this.extent(dim))
      return exact(fromData(this.point.values[name]!, shape), this.bounded)
    }
    const { node, labels, axes } = this.problem.definition(symbol)
    const value = this.full(node)
    const order = [...labels.map(label => node.type.labels.indexOf(label)), labels.length, labels.length + 1]
    const shape = axes.map(dim => this.extent(dim))
    const asAxes = (x: Tensor): Tensor =>
      reshape(order.every((to, from) => to === from) ? x : transpose(x, order), shape)
    return mapped(value, asAxes)
  }

  #extents = (label: Label): number => this.extent(dimOf(label))

  /** Arguments with the labels of all of them. */
  #aligned(args: readonly Node[], labels: readonly Label[]): readonly Scaled[] {
    return args.map(arg => aligned(this.value(arg), arg.type.labels, labels))
  }

  #compute(node: Node): Scaled {
    const { operation, args, type } = node
    switch (operation.op) {
      case 'number':
        return numberOf(operation, this.bounded)
      case 'size':
        return exact(full([1, 1], this.extent(operation.dim)), this.bounded)
      case 'label':
        return exact(this.#valuesOf(operation.label), this.bounded)
      case 'symbol':
        return this.#read(node, this.raw(operation.name), [], args, operation)
      case 'entry': {
        const [of, ...indices] = args
        const { labels, rows, cols } = of!.type
        const own = [rows, cols].filter(dim => dim !== '1').map(dim => this.extent(dim))
        const whole = mapped(this.full(of!), x => reshape(x, [...labels.map(this.#extents), ...own]))
        return this.#read(node, whole, labels, indices, operation)
      }
      case 'derivative':
        return derivativeOf(this, node, operation)
      case 'reduce': {
        const labels = [...new Set([...labelsOf(args), operation.label])].sort()
        const [body, mask] = this.#aligned(args, labels)
        const axis = labels.indexOf(operation.label)
        return reduced(operation.how, body!, mask?.c, axis, this.#extents(operation.label), labels.length)
      }
      default: {
        const term = termOf(operation)
        const aligned = this.#aligned(args, type.labels)
        const given = term.whole ? aligned.map((value, k) => this.#stretched(value, args[k]!)) : aligned
        return term.value(given, application(node, this))
      }
    }
  }

  /** The values of a label. */
  #valuesOf(label: Label): Tensor {
    const n = this.#extents(label)
    const first = this.#endsOf(dimOf(label))?.low ?? 1
    const values = Float64Array.from({ length: n }, (_, i) => i + first)
    return fromData(values, [n, 1, 1])
  }

  /** A value that is read at indices; its axes are those of labels, and then those that are read or kept. */
  #read(
    { type }: Node,
    value: Scaled,
    lead: readonly Label[],
    indices: readonly Node[],
    { keep, row }: { readonly keep: readonly boolean[]; readonly row: boolean },
  ): Scaled {
    const { shape } = value.c
    return readValueAt(
      value,
      placesOf(lead, shape, this.indices(indices), keep, row, type.labels, this.#extents),
    )
  }

  /** Rows and columns at their full extents, which products need. */
  #stretched(value: Scaled, { type }: Node): Scaled {
    const own = [this.extent(type.rows), this.extent(type.cols)]
    return mapped(value, x => broadcastTo(x, [...x.shape.slice(0, -2), ...own]))
  }

  indices(nodes: readonly Node[]): readonly IndexValue[] {
    return nodes.map(node => ({ values: this.value(node).c, labels: node.type.labels }))
  }

  /** Two nodes with the axes of the labels of both, at their full extents, and to one scale. */
  pair(a: Node, b: Node) {
    const labels = labelsOf([a, b])
    const extent = (p: string, q: string): number => Math.max(this.extent(p), this.extent(q))
    const shape = [
      ...labels.map(this.#extents),
      extent(a.type.rows, b.type.rows),
      extent(a.type.cols, b.type.cols),
    ]
    const size = sizeOf(shape)
    const on = a.type.labels.length < b.type.labels.length || (isScalar(a.type) && !isScalar(b.type)) ? b : a
    this.problem.meter.hold(this.held + PER_ENTRY * size, on)
    this.problem.meter.spend(size, on)
    const [left, right] = toCommonScale(
      [a, b].map(node => aligned(this.value(node), node.type.labels, labels)),
    ).map(value => mapped(value, x => broadcastTo(x, shape)))
    return { left: left!, right: right!, shape, labels }
  }

  /** Which entries conditions choose, of those that labels and a shape make. */
  meant(masks: readonly Node[], labels: readonly Label[], shape: readonly number[]): Uint8Array {
    const meant = new Uint8Array(sizeOf(shape)).fill(1)
    for (const mask of masks) {
      const { c } = aligned(this.value(mask), mask.type.labels, labels)
      const { data } = broadcastTo(c, shape)
      for (let e = 0; e < meant.length; e++) if (data[e] === 0) meant[e] = 0
    }
    return meant
  }

  /** The Jacobian of something computed from an evaluation, by each of several symbols that are not computed from others. */
  jacobiansOf(f: (evaluation: Evaluation) => Tensor, names: readonly string[]): readonly Tensor[] {
    const cutAt = (values: readonly Tensor[]): Evaluation =>
      names.reduce<Evaluation>((outer, name, i) => outer.cutAt(name, values[i]!), this)
    return jacobiansOrNone(
      values => f(cutAt(values)),
      names.map(name => this.plainRaw(name)),
    )
  }

  /** What a node is as a function of a symbol, cut there: for derivatives and for differences. */
  along(of: Node, name: string): { readonly f: (value: Tensor) => Tensor; readonly at: Tensor } {
    return {
      at: stopGradient(this.plainRaw(name)),
      f: value => this.cutAt(name, value).plainFull(of),
    }
  }

  cutAt(name: string, value: Tensor): Evaluation {
    return new Evaluation(this.problem, this.point, false, { name, value, outer: this }, this.isHeld)
  }

  nearby(move: (point: Point) => Point): Evaluation {
    this.#nearby ??= new Evaluation(this.problem, move(this.point), false)
    return this.#nearby
  }
}

/** A value without a bound: nobody asks for one where the graph is cut. */
const unbounded = ({ c, scale }: Scaled): Scaled => ({ c, scale, error: undefined })

/** A number, and by how much float64 misses it: half a unit at most. Where that ends, a power of ten is the scale. */
function numberOf({ value, digits }: Extract<Operation, { op: 'number' }>, bounded: boolean): Scaled {
  if (digits === undefined) return exact(full([1, 1], value), bounded)
  const [, zeros, rest] = /^0*\.(0*)(\d+)$/.exec(digits) ?? []
  const far = Math.abs(value) < 2 ** -960 && zeros !== undefined
  const c = full([1, 1], far ? Number(`0.${rest}`) : value)
  const exponent = far ? zeros.length * Math.LN10 : 0
  const error = bounded ? mul(abs(c), 1 + exponent) : undefined
  return { c, scale: far ? full([1, 1], -exponent) : undefined, error }
}
