// A formula at a point: each node computed once, with the library's own tensors, and derivatives by its own autodiff.
import { fromData } from '../../create.js'
import { DifferentiationError } from '../../errors.js'
import { eye, full, ones } from '../../fill.js'
import {
  abs,
  add,
  broadcastTo,
  cast,
  cos,
  equal,
  erf,
  exp,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  logicalOr,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  norm,
  notEqual,
  pow,
  relu,
  reshape,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
  transpose,
  where,
} from '../../ops/index.js'
import { stopGradient, type Tensor } from '../../tensor.js'
import { jacobian } from '../../transforms/index.js'
import { kindIn } from '../given/context.js'
import type { Problem } from '../meaning/lower.js'
import { dimOf, isScalar, isSwitch, type Label, labelsOf, type Node, type Unary } from '../meaning/node.js'
import {
  addUp,
  chosen,
  EPS,
  exact,
  expOf,
  leveled,
  logOf,
  mapped,
  multiplyOver,
  NONE,
  over,
  plain,
  powerOf,
  product,
  type Scaled,
  sumOver,
  times,
  toCommonScale,
  toScale,
} from '../numbers/scaled.js'
import type { Comparison } from '../text/tree.js'
import { alignedValue, placesOf, readAt } from './axes.js'
import type { Point } from './point.js'
import { withTail } from './tails.js'

const COMPARE: Readonly<Record<Comparison, (a: Tensor, b: Tensor) => Tensor>> = {
  '=': equal,
  '≠': notEqual,
  '<': less,
  '>': greater,
  '≤': lessEqual,
  '≥': greaterEqual,
}

/** Functions of one number, and bounds of their slopes for what rounding of the argument does. */
const UNARY: Readonly<
  Record<
    Exclude<Unary, 'exp' | 'log' | 'sqrt'>,
    { readonly f: (x: Tensor) => Tensor; readonly slope: (x: Tensor, y: Tensor, error: Tensor) => Tensor }
  >
> = {
  tanh: { f: tanh, slope: (_, y) => sub(1, square(y)) },
  sin: { f: sin, slope: x => abs(cos(x)) },
  cos: { f: cos, slope: x => abs(sin(x)) },
  erf: { f: erf, slope: x => mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)) },
  sigmoid: { f: sigmoid, slope: (_, y) => mul(y, sub(1, y)) },
  softplus: { f: softplus, slope: x => sigmoid(x) },
  // Rounding may lift what is not above 0.
  relu: { f: relu, slope: (x, _, error) => cast(greater(add(x, mul(error, EPS)), 0), 'float64') },
  sign: { f: x => cast(sign(x), 'float64'), slope: x => mul(x, 0) },
  abs: { f: abs, slope: x => add(mul(x, 0), 1) },
}

/**
 * How far a derivative may be off, in units of eps: of itself, and of how far it moves where the values of the point do. Terms
 * that cancel in it do not show in the first, but in the second. Where this is too little, more digits decide.
 */
const DERIVATIVE = 16
/** By how much the values of a point are moved for that, relatively. */
const SHAKE = 2 ** -30

/** What each node costs beside its entries, as in so many entries: calls, shapes, a place in the graph. */
const PER_NODE = 64
/** Bytes of an entry: its value, its scale, its error, and what the graph keeps of how they were made. */
const PER_ENTRY = 32
/** A pullback costs about twice what it takes to compute what is pulled back. */
const PULLBACK = 2

/** The values of all nodes at one point. */
export class Evaluation {
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
  ) {}

  /** The extent of a dimension, or of a stretch; where that is empty, 1. */
  extent(dim: string): number {
    if (dim === '1') return 1
    const ends = this.#endsOf(dim)
    if (ends !== undefined) return Math.max(1, ends.high - ends.low + 1)
    const size = this.point.sizes[dim] ?? Number(dim)
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

  /** The value of a node: an axis for each label, then rows and columns. Extents of 1 may stand for larger ones. */
  value(node: Node): Scaled {
    const found = this.#memo.get(node.id)
    if (found !== undefined) return found
    // What does not depend on where the graph is cut is known already.
    if (this.cut !== undefined && !this.problem.mentions(node, this.cut.name)) {
      const value = this.cut.outer.value(node)
      this.#memo.set(node.id, value)
      return value
    }
    this.#spendOn(node)
    const value = this.#compute(node)
    this.#memo.set(node.id, value)
    return value
  }

  /** Bytes that values take, here and further out. */
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
    if (operation.op === 'matmul') entries *= this.extent(args[0]!.type.cols)
    this.problem.meter.spend(PER_NODE + entries, node)
  }

  /** A value as plain numbers, with all its extents. */
  full(node: Node): Scaled {
    const { c, scale, error } = this.value(node)
    const shape = [
      ...node.type.labels.map(label => this.extent(dimOf(label))),
      this.extent(node.type.rows),
      this.extent(node.type.cols),
    ]
    const stretched = (x: Tensor): Tensor =>
      x.size === shape.reduce((a, b) => a * b, 1) ? x : broadcastTo(x, shape)
    return { c: stretched(c), scale: scale && stretched(scale), error: error && stretched(error) }
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
        ? this.cut.outer.raw(name)
        : this.#readSymbol(name)
    this.#raw.set(name, value)
    return value
  }

  /** The values of a symbol as plain numbers. */
  plainRaw(name: string): Tensor {
    return plain(this.raw(name)).c
  }

  #readSymbol(name: string): Scaled {
    const symbol = this.problem.context.symbols.get(name)!
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
    return {
      c: asAxes(value.c),
      scale: value.scale && asAxes(value.scale),
      error: value.error && asAxes(value.error),
    }
  }

  #extents = (label: Label): number => this.extent(dimOf(label))

  /** Arguments with the labels of all of them. */
  #aligned(args: readonly Node[], labels: readonly Label[]): readonly Scaled[] {
    return args.map(arg => alignedValue(this.value(arg), arg.type.labels, labels))
  }

  #constant(x: Tensor, labels: number): Scaled {
    return exact(reshape(x, [...Array.from({ length: labels }, () => 1), ...x.shape]), this.bounded)
  }

  #compute(node: Node): Scaled {
    const { operation, args, type } = node
    const [first] = args
    const rank = type.labels.length
    switch (operation.op) {
      case 'number':
        return this.#number(operation.value, operation.digits)
      case 'size':
        return exact(full([1, 1], this.extent(operation.dim)), this.bounded)
      case 'label': {
        const n = this.#extents(operation.label)
        const first = this.#endsOf(dimOf(operation.label))?.low ?? 1
        return exact(
          fromData(
            Float64Array.from({ length: n }, (_, i) => i + first),
            [n, 1, 1],
          ),
          this.bounded,
        )
      }
      case 'ones':
        return this.#constant(ones([this.extent(type.rows), 1]), rank)
      case 'identity':
        return this.#constant(eye(this.extent(type.rows)), rank)
      case 'symbol': {
        const places = (shape: readonly number[]) =>
          placesOf([], shape, this.#indices(args), operation.keep, operation.row, type.labels, this.#extents)
        return this.#read(this.raw(operation.name), places)
      }
      case 'entry': {
        const [of, ...indices] = args
        const value = this.full(of!)
        const shape = [
          ...value.c.shape.slice(0, of!.type.labels.length),
          ...value.c.shape
            .slice(of!.type.labels.length)
            .filter((_, i) => (i === 0 ? of!.type.rows : of!.type.cols) !== '1'),
        ]
        const dropped: Scaled = {
          c: reshape(value.c, shape),
          scale: value.scale && reshape(value.scale, shape),
          error: value.error && reshape(value.error, shape),
        }
        return this.#read(dropped, all =>
          placesOf(
            of!.type.labels,
            all,
            this.#indices(indices),
            operation.keep,
            operation.row,
            type.labels,
            this.#extents,
          ),
        )
      }
      case 'derivative':
        return this.#derivative(node, operation.name, operation.keep, operation.row)
      case 'add':
        return addUp(this.#aligned(args, type.labels), operation.signs)
      case 'mul': {
        const [a, b] = this.#aligned(args, type.labels)
        return times(a!, b!, isSwitch(args[1]!))
      }
      case 'div': {
        const [a, b] = this.#aligned(args, type.labels)
        return over(a!, b!)
      }
      case 'matmul': {
        const [a, b] = this.#aligned(args, type.labels)
        return product(this.#stretched(a!, args[0]!), this.#stretched(b!, args[1]!))
      }
      case 'pow':
        return this.#power(node)
      case 'transpose': {
        const { c, scale, error } = this.value(first!)
        const order = [...type.labels.map((_, i) => i), rank + 1, rank]
        const turned = (x: Tensor): Tensor => transpose(x, order)
        return { c: turned(c), scale: scale && turned(scale), error: error && turned(error) }
      }
      case 'diag':
      case 'trace': {
        const of = this.full(first!)
        const unit = exact(eye(this.extent(first!.type.rows)), this.bounded)
        const spread = times(of, unit)
        if (operation.op === 'trace') return sumOver(spread, [rank, rank + 1])
        return first!.type.cols === '1' ? spread : sumOver(spread, [rank + 1])
      }
      case 'total':
        return sumOver(this.full(first!), [rank, rank + 1])
      case 'squares':
        return sumOver(powerOf(this.full(first!), 2), [rank, rank + 1])
      case 'norm1':
        return sumOver(this.#unary('abs', this.full(first!)), [rank, rank + 1])
      case 'norm2': {
        const of = leveled(this.full(first!), [rank, rank + 1])
        const c = norm(of.c, { axis: [rank, rank + 1], keepdims: true })
        const error =
          of.error &&
          add(
            norm(of.error, { axis: [rank, rank + 1], keepdims: true }),
            mul(c, 4 + of.c.shape.at(-1)! * of.c.shape.at(-2)!),
          )
        return { c, scale: of.scale, error }
      }
      case 'softmax': {
        const powers = expOf(this.full(first!))
        return over(powers, sumOver(powers, [type.cols === '1' ? rank : rank + 1]))
      }
      case 'logsumexp': {
        const column = first!.type.cols === '1'
        return logOf(sumOver(expOf(this.full(first!)), [column ? rank : rank + 1]))
      }
      case 'unary':
        return this.#unary(operation.fn, this.value(first!))
      case 'reduce':
        return this.#reduce(node, operation)
      case 'extremum': {
        const [a, b] = toCommonScale(this.#aligned(args, type.labels))
        const error = a!.error && b!.error && maximum(a!.error, b!.error)
        return {
          c: operation.how === 'max' ? maximum(a!.c, b!.c) : minimum(a!.c, b!.c),
          scale: a!.scale,
          error,
        }
      }
      case 'compare': {
        const [a, b] = toCommonScale(this.#aligned(args, type.labels))
        return exact(
          cast(COMPARE[operation.relation](stopGradient(a!.c), stopGradient(b!.c)), 'float64'),
          this.bounded,
        )
      }
      case 'and':
      case 'or': {
        const [a, b] = this.#aligned(args, type.labels).map(({ c }) => cast(c, 'bool'))
        return exact(
          cast(operation.op === 'and' ? logicalAnd(a!, b!) : logicalOr(a!, b!), 'float64'),
          this.bounded,
        )
      }
      case 'not':
        return exact(cast(logicalNot(cast(this.value(first!).c, 'bool')), 'float64'), this.bounded)
      case 'select': {
        const [then, asked, otherwise] = this.#aligned(args, type.labels)
        return chosen(cast(asked!.c, 'bool'), then!, otherwise!)
      }
      case 'onehot': {
        const classes = this.value(first!).c
        const n = this.extent(operation.dim)
        const range = Float64Array.from({ length: n }, (_, i) => i + 1)
        const scalarClass = first!.type.rows === '1'
        return exact(
          cast(equal(classes, fromData(range, scalarClass ? [n, 1] : [1, n])), 'float64'),
          this.bounded,
        )
      }
    }
  }

  /** A number, and by how much float64 misses it: half a unit at most. Where that ends, a power of ten is the scale. */
  #number(value: number, digits: string | undefined): Scaled {
    if (digits === undefined) return exact(full([1, 1], value), this.bounded)
    const [, zeros, rest] = /^0*\.(0*)(\d+)$/.exec(digits) ?? []
    const far = Math.abs(value) < 2 ** -960 && zeros !== undefined
    const c = full([1, 1], far ? Number(`0.${rest}`) : value)
    const exponent = far ? zeros.length * Math.LN10 : 0
    const error = this.bounded ? mul(abs(c), 1 + exponent) : undefined
    return { c, scale: far ? full([1, 1], -exponent) : undefined, error }
  }

  /** Rows and columns at their full extents, which products need. */
  #stretched(value: Scaled, { type }: Node): Scaled {
    const shape = [...value.c.shape.slice(0, -2), this.extent(type.rows), this.extent(type.cols)]
    return mapped(value, x =>
      x.shape.at(-1) === shape.at(-1) && x.shape.at(-2) === shape.at(-2)
        ? x
        : broadcastTo(x, [...x.shape.slice(0, -2), ...shape.slice(-2)]),
    )
  }

  #indices(nodes: readonly Node[]) {
    return nodes.map(node => ({ values: this.value(node).c, labels: node.type.labels }))
  }

  #read(
    { c, scale, error }: Scaled,
    places: (shape: readonly number[]) => ReturnType<typeof placesOf>,
  ): Scaled {
    const at = places(c.shape)
    const wide = scale && scale.size !== c.size ? broadcastTo(scale, c.shape) : scale
    return { c: readAt(c, at), scale: wide && readAt(wide, at), error: error && readAt(error, at) }
  }

  #unary(fn: Unary, value: Scaled): Scaled {
    if (fn === 'exp') return expOf(value)
    if (fn === 'log') return logOf(value)
    if (fn === 'sqrt') {
      const { c, scale, error } = value
      const root = sqrt(c)
      return {
        c: root,
        scale: scale && mul(scale, 0.5),
        error:
          error &&
          add(
            where(equal(c, 0), sqrt(error), where(equal(root, 0), 0, mul(0.5, mul(error, pow(root, -1))))),
            root,
          ),
      }
    }
    const { f, slope } = UNARY[fn]
    // The scale is positive: signs do not ask for it, and it may stay.
    const homogeneous = fn === 'abs' || fn === 'relu'
    const { c, scale, error } = homogeneous || fn === 'sign' ? value : plain(value)
    const y = f(c)
    return withTail(fn, value, {
      c: y,
      scale: homogeneous ? scale : undefined,
      error: error && add(mul(slope(c, y, error), error), mul(abs(y), 3)),
    })
  }

  #power(node: Node): Scaled {
    const [base, exponent] = node.args
    const power = exponent!.operation
    const minus =
      power.op === 'add' && power.signs.length === 1 && exponent!.args[0]!.operation.op === 'number'
        ? -exponent!.args[0]!.operation.value
        : undefined
    const p = power.op === 'number' ? power.value : minus
    const inexact = [exponent!, ...exponent!.args].some(
      ({ operation }) => operation.op === 'number' && operation.digits !== undefined,
    )
    if (p !== undefined && !inexact) return powerOf(this.value(base!), p)
    const [b, e] = this.#aligned(node.args, node.type.labels)
    const q = plain(e!)
    // e^{q·log b} keeps what float64 would lose.
    const sizes = [...mul(abs(q.c), abs(log(abs(b!.c)))).data]
    const far = sizes.some(size => size > 600 && size < Number.POSITIVE_INFINITY)
    if (far && [...b!.c.data].every(value => value > 0)) return expOf(times(q, logOf(b!)))
    const c = pow(b!.c, q.c)
    // |y|·(|p|·δb/|b| + |log b|·δp + 1)
    const error =
      b!.error &&
      q.error &&
      mul(
        abs(c),
        add(add(mul(abs(q.c), mul(b!.error, pow(abs(b!.c), -1))), mul(q.error, abs(log(abs(b!.c))))), 2),
      )
    return { c, scale: b!.scale && mul(b!.scale, q.c), error }
  }

  #reduce(
    { args }: Node,
    { how, label }: { readonly how: 'sum' | 'prod' | 'max' | 'min'; readonly label: Label },
  ): Scaled {
    const labels = [...new Set([...labelsOf(args), label])].sort()
    const axis = labels.indexOf(label)
    const n = this.#extents(label)
    const [body, mask] = this.#aligned(args, labels)
    const wide = (x: Tensor): Tensor => {
      const lead = x.shape.map((size, i) =>
        i === axis ? n : Math.max(size, i < labels.length ? (mask?.c.shape[i] ?? 1) : 1),
      )
      return broadcastTo(x, lead)
    }
    let value: Scaled = {
      c: wide(body!.c),
      scale: body!.scale && wide(body!.scale),
      error: body!.error && wide(body!.error),
    }
    const neutral = { sum: 0, prod: 1, max: -Infinity, min: Infinity }[how]
    const asked = mask && cast(mask.c, 'bool')
    const extremum = how === 'max' || how === 'min'
    if (asked !== undefined)
      value = { ...value, scale: value.scale && where(asked, value.scale, extremum ? NONE : 0) }
    if (extremum) value = leveled(value, [axis])
    if (asked !== undefined)
      value = {
        ...value,
        c: where(asked, value.c, neutral),
        error: value.error && where(asked, value.error, how === 'prod' ? 1e-300 : 0),
      }
    const reduced =
      how === 'sum'
        ? sumOver(value, [axis])
        : how === 'prod'
          ? multiplyOver(value, axis)
          : {
              c: (how === 'max' ? max : min)(value.c, { axis, keepdims: true }),
              scale: value.scale,
              error: value.error && max(value.error, { axis, keepdims: true }),
            }
    const dropped = (x: Tensor): Tensor =>
      reshape(
        x,
        x.shape.filter((_, i) => i !== axis),
      )
    return {
      c: dropped(reduced.c),
      scale: reduced.scale && dropped(reduced.scale),
      error: reduced.error && dropped(reduced.error),
    }
  }

  /** Two nodes with the axes of the labels of both, at their full extents, and to one scale. */
  pair(
    a: Node,
    b: Node,
  ): {
    readonly left: Scaled
    readonly right: Scaled
    readonly shape: readonly number[]
    readonly labels: readonly Label[]
  } {
    const labels = [...new Set([...a.type.labels, ...b.type.labels])].sort()
    const extent = (p: string, q: string): number => Math.max(this.extent(p), this.extent(q))
    const shape = [
      ...labels.map(this.#extents),
      extent(a.type.rows, b.type.rows),
      extent(a.type.cols, b.type.cols),
    ]
    const size = shape.reduce((p, q) => p * q, 1)
    const on = a.type.labels.length < b.type.labels.length || (isScalar(a.type) && !isScalar(b.type)) ? b : a
    this.problem.meter.hold(this.held + PER_ENTRY * size, on)
    this.problem.meter.spend(size, on)
    const wide = (x: Tensor): Tensor =>
      x.size === shape.reduce((p, q) => p * q, 1) ? x : broadcastTo(x, shape)
    const [left, right] = toCommonScale(
      [a, b].map(node => alignedValue(this.value(node), node.type.labels, labels)),
    ).map(({ c, scale, error }) => ({ c: wide(c), scale: scale && wide(scale), error: error && wide(error) }))
    return { left: left!, right: right!, shape, labels }
  }

  /** Which entries conditions choose, of those that labels and a shape make. */
  meant(masks: readonly Node[], labels: readonly Label[], shape: readonly number[]): Uint8Array {
    const meant = new Uint8Array(shape.reduce((p, q) => p * q, 1)).fill(1)
    for (const mask of masks) {
      const { c } = alignedValue(this.value(mask), mask.type.labels, labels)
      const { data } = broadcastTo(c, shape)
      for (let e = 0; e < meant.length; e++) if (data[e] === 0) meant[e] = 0
    }
    return meant
  }

  /** The plain values of a node at all entries that it and another have. */
  valuesBeside(
    a: Node,
    b: Node,
  ): { readonly values: Float64Array; readonly labels: readonly Label[]; readonly shape: readonly number[] } {
    const { left, shape, labels } = this.pair(a, b)
    return { values: Float64Array.from(plain(left).c.data), labels, shape }
  }

  /** a − b for all entries. */
  difference(a: Node, b: Node): Tensor {
    const { left, right } = this.pair(a, b)
    return sub(plain(left).c, plain(right).c)
  }

  /** The Jacobian of something computed from an evaluation, by a symbol. */
  jacobianOf(f: (evaluation: Evaluation) => Tensor, name: string): Tensor {
    const along = (value: Tensor): Tensor =>
      f(new Evaluation(this.problem, this.point, false, { name, value, outer: this }))
    return jacobianOrNone(along, plain(this.raw(name)).c)
  }

  /** What a node is as a function of a symbol, cut there: for derivatives and for differences. */
  along(of: Node, name: string): { readonly f: (value: Tensor) => Tensor; readonly at: Tensor } {
    const at = stopGradient(plain(this.raw(name)).c)
    return {
      at,
      f: value =>
        plain(new Evaluation(this.problem, this.point, false, { name, value, outer: this }).full(of)).c,
    }
  }

  #derivative(node: Node, name: string, keep: readonly boolean[], row: boolean): Scaled {
    const { args, type } = node
    const [of, ...indices] = args
    const at = stopGradient(plain(this.raw(name)).c)
    // What is differentiated keeps the scale that it has there, a constant, so that its slope is neither lost nor infinite.
    let level: Tensor | undefined
    const { meter } = this.problem
    const f = (value: Tensor): Tensor => {
      const before = meter.spent
      const moved = new Evaluation(this.problem, this.point, false, { name, value, outer: this }).full(of!)
      const [n, m] = [moved.c.size, value.size]
      meter.hold(this.held + PER_ENTRY * n * m, node)
      meter.spend(n * m + PULLBACK * Math.min(n, m) * (meter.spent - before), node)
      level = moved.scale && stopGradient(moved.scale)
      return level === undefined ? moved.c : toScale(moved, level).c
    }
    const whole = jacobianOrNone(f, this.cut === undefined ? at : plain(this.raw(name)).c)
    // Axes: those of what is differentiated, labels, rows, columns; then those of the symbol.
    const lead = of!.type.labels
    const positional = [of!.type.rows, of!.type.cols].filter(dim => dim !== '1')
    const outer = [...lead.map(this.#extents), ...positional.map(dim => this.extent(dim))]
    const shape = [...outer, ...at.shape]
    const kept = [...positional.map(() => true), ...keep]
    const isRow = positional.length === 1 && !keep.includes(true) ? of!.type.rows === '1' : row
    const places = placesOf(lead, shape, this.#indices(indices), kept, isRow, type.labels, this.#extents)
    const c = readAt(reshape(whole, shape), places)
    const beside = level && broadcastTo(reshape(level, [...outer, ...at.shape.map(() => 1)]), shape)
    const value = { c, scale: beside && readAt(beside, places), error: undefined }
    return { ...value, error: this.bounded ? this.#derivativeError(node, value) : undefined }
  }

  #derivativeError(node: Node, { c, scale }: Scaled): Tensor {
    this.#nearby ??= new Evaluation(this.problem, shaken(this.problem, this.point), false)
    const nearby = this.#nearby.value(node)
    const beside = scale === undefined ? plain(nearby) : toScale(nearby, scale)
    const moved = mul(abs(sub(beside.c, c)), 1 / SHAKE)
    // Where it jumps to infinity, nothing is known of how it moves.
    return mul(add(abs(c), where(less(moved, Number.POSITIVE_INFINITY), moved, 0)), DERIVATIVE)
  }
}

/** All derivatives of f; NaN, which is no value, where an op refuses one, as the norm does its second at 0. */
function jacobianOrNone(f: (x: Tensor) => Tensor, at: Tensor): Tensor {
  try {
    return jacobian(f)(at) as Tensor
  } catch (error) {
    if (!(error instanceof DifferentiationError)) throw error
    return full([...f(at).shape, ...at.shape], Number.NaN)
  }
}

/** A point whose values are moved a little, each by another part of SHAKE, up or down. */
function shaken(problem: Problem, { sizes, values }: Point): Point {
  let turn = 0
  const move = (v: number): number => {
    // The golden ratio's multiples are spread evenly between 0 and 1.
    turn = (turn + 0.618033988749895) % 1
    return v * (1 + SHAKE * (turn < 0.5 ? turn - 1 : turn))
  }
  const moved = Object.entries(values).map(([name, of]) => [
    name,
    kindIn(problem.context, name).movable ? of.map(move) : of,
  ])
  return { sizes, values: Object.fromEntries(moved) }
}
