// What a formula asks of the shapes of its symbols, read off its tree.
import {
  type Condition,
  conditionsOf,
  type Expr,
  type Index,
  nameOfIndex,
  type Of,
  type Statement,
  type SymbolExpr,
} from '../../../text/index.js'
import { callShape } from './calls.js'
import { type Constraint, derivative, type Factor, power, product, sum } from './constraints.js'
import type { Extent, Extents, Shape } from './extents.js'
import type { Slot, Slots } from './slots.js'

/** A use of a letter as an index: over what it runs there. */
export interface LabelUse {
  readonly name: string
  readonly extent: Extent
}

/** Reads one statement: what is certain is made so at once, the rest becomes constraints. */
export class Typing {
  readonly constraints: Constraint[] = []
  /** Each label of the statement, bound ones too. */
  readonly labels: LabelUse[] = []
  #scope: ReadonlyMap<string, Extent> = new Map()
  readonly #free = new Map<string, Extent>()

  constructor(
    private readonly x: Extents,
    private readonly slots: Slots,
    private readonly dims: ReadonlySet<string>,
  ) {}

  statement({ sides, conditions, labels }: Statement): void {
    for (const label of labels) this.#label(label)
    const factors = sides.map(side => this.#factor(side))
    factors.forEach(({ shape }, i) => {
      const next = factors[i + 1]
      if (next !== undefined && ![sides[i]!, sides[i + 1]!].some(isNumber))
        this.x.all(() => this.x.same(shape, next.shape))
    })
    for (const condition of conditions) this.#condition(condition)
  }

  #factor(expr: Expr): Factor {
    const shape = this.#shape(expr)
    const inner = expr.kind === 'transpose' ? expr.of : expr
    return { shape, symbol: inner.kind === 'symbol' && this.slots.has(inner.name) ? inner.name : undefined }
  }

  /** The extent of a label: that of the sum that binds it, or of the statement. */
  #label(name: string): Extent {
    const bound = this.#scope.get(name)
    if (bound !== undefined) return bound
    const known = this.#free.get(name)
    if (known !== undefined) return known
    const extent = this.x.fresh()
    this.x.enlarge(extent)
    this.#free.set(name, extent)
    this.labels.push({ name, extent })
    return extent
  }

  #shape(expr: Expr): Shape {
    const { x } = this
    switch (expr.kind) {
      case 'number':
        return x.scalar()
      case 'symbol':
        return this.#symbol(expr)
      case 'add': {
        const out = x.shape()
        const parts = expr.terms
          .filter(({ value }) => !isNumber(value))
          .map(({ value }) => this.#factor(value))
        if (parts.length === 0) return x.scalar()
        if (parts.length === 1) return parts[0]!.shape
        this.constraints.push(sum(x, parts, out))
        return out
      }
      case 'mul':
        return this.#product(expr)
      case 'pow': {
        const base = this.#factor(expr.base)
        this.#number(expr.exponent)
        const out = x.shape()
        const inverts =
          expr.exponent.kind === 'add' &&
          expr.exponent.terms.some(({ negative, value }) => negative && isNumber(value))
        this.constraints.push(power(x, base, out, inverts))
        return out
      }
      case 'call':
        return this.#call(expr)
      case 'transpose': {
        const of = this.#shape(expr.of)
        // What somebody turns has more than one entry.
        if (expr.of.kind === 'symbol' && expr.of.indices.length === 0 && expr.prime === undefined)
          x.enlarge(of.rows)
        return { rows: of.cols, cols: of.rows }
      }
      case 'norm': {
        const of = this.#shape(expr.of)
        if (!x.isBig(of.cols)) x.enlarge(of.rows)
        return x.scalar()
      }
      case 'big':
        return this.#big(expr)
      case 'iverson':
        this.#condition(expr.condition)
        return x.scalar()
      case 'delta':
        this.#compared(expr.left, expr.right)
        return x.scalar()
      case 'cases': {
        const out = x.shape()
        const parts = expr.branches.map(({ value }) => this.#factor(value))
        this.constraints.push(sum(x, parts, out))
        for (const condition of conditionsOf(expr)) this.#condition(condition)
        return out
      }
      case 'derivative':
        return this.#derivative(expr)
      case 'constant':
        return this.#constant(expr)
      case 'indexed': {
        const of = this.#shape(expr.of)
        return this.#read([], of, expr.indices)
      }
      default:
        return x.shape()
    }
  }

  #number(expr: Expr): void {
    this.x.all(() => this.x.same(this.#shape(expr), this.x.scalar()))
  }

  #symbol(expr: SymbolExpr): Shape {
    const { x, slots, dims } = this
    const { name, indices } = expr
    const slot = slots.get(name)
    if (slot !== undefined) return this.#read(slot.lead, slot.shape, indices)
    if (dims.has(name)) return x.scalar()
    const capital = indices.length === 0 ? undefined : slots.get(name.toUpperCase().normalize('NFC'))
    if (capital !== undefined && capital.name !== name) {
      if (indices.length === 2) x.all(() => x.enlarge(capital.shape.rows) && x.enlarge(capital.shape.cols))
      return this.#read(capital.lead, capital.shape, indices)
    }
    if (indices.length === 0) this.#label(name)
    return x.scalar()
  }

  /** What is left of axes behind indices. */
  #read(lead: readonly Extent[], { rows, cols }: Shape, indices: readonly Index[]): Shape {
    const { x } = this
    const axes = [...lead, rows, cols]
    const kept: boolean[] = axes.map((_, i) => i >= indices.length)
    indices.forEach((index, i) => {
      const axis = axes[i]
      if (index === ':') {
        kept[i] = true
        if (axis !== undefined) x.enlarge(axis)
      } else if (axis !== undefined) this.#index(index, axis)
    })
    const [row, col] = [kept[lead.length] ? rows : x.one, kept[lead.length + 1] ? cols : x.one]
    return { rows: row, cols: col }
  }

  /** An index, and over what it runs. */
  #index(index: Expr, axis: Extent): void {
    const { x, slots, dims } = this
    x.enlarge(axis)
    const name = nameOfIndex(index)
    if (index.kind === 'add') {
      const base = index.terms.find(({ value }) => {
        const label = nameOfIndex(value)
        return label !== undefined && !dims.has(label) && !slots.has(label)
      })
      if (base !== undefined) x.unify(this.#label(nameOfIndex(base.value)!), axis)
    } else if (name !== undefined && !slots.has(name)) {
      if (!dims.has(name)) x.unify(this.#label(name), axis)
    } else if (index.kind === 'symbol') {
      const slot = slots.get(index.name)
      if (slot === undefined) return
      this.#classed(slot)
      x.unify(slot.classes, axis)
      this.#number(index)
    }
  }

  #classed(slot: Slot): void {
    if (slot.kind === undefined || slot.kind === 'real') slot.kind = 'class'
  }

  #product(expr: Of<'mul'>): Shape {
    const { x } = this
    let left: Factor | undefined
    for (const { by, dot, value } of expr.factors) {
      const right = this.#factor(value)
      if (by === 'over') {
        x.all(() => x.same(right.shape, x.scalar()))
        left ??= { shape: x.scalar() }
      } else if (isNumber(value)) left ??= undefined
      else if (left === undefined) left = right
      else {
        const out = x.shape()
        this.constraints.push(
          by === 'hadamard' ? sum(x, [left, right], out) : product(x, left, right, out, dot === true),
        )
        left = { shape: out }
      }
    }
    return left?.shape ?? x.scalar()
  }

  #call({ fn, args }: Of<'call'>): Shape {
    const factors = args.map(arg => this.#factor(arg))
    const [of] = factors
    if (of === undefined) return this.x.scalar()
    const slot = fn === 'onehot' && of.symbol !== undefined ? this.slots.get(of.symbol) : undefined
    if (slot !== undefined) this.#classed(slot)
    const { shape, constraint } = callShape(this.x, fn, [of, ...factors.slice(1)], slot?.classes)
    if (constraint !== undefined) this.constraints.push(constraint)
    return shape
  }

  #big(expr: Of<'big'>): Shape {
    const { x, dims, slots } = this
    const { range } = expr
    const extent = x.fresh()
    x.enlarge(extent)
    this.labels.push({ name: expr.index, extent })
    const to = range.to?.kind === 'symbol' && range.to.indices.length === 0 ? range.to.name : undefined
    if (to !== undefined && dims.has(to)) x.name(extent, to)
    const list = range.list?.kind === 'symbol' ? slots.get(range.list.name) : undefined
    if (list !== undefined) {
      this.#classed(list)
      x.unify(list.classes, extent)
      x.enlarge(list.shape.rows)
    }
    const outside = this.#scope
    this.#scope = new Map([...outside, [expr.index, extent]])
    if (expr.where !== undefined) this.#condition(expr.where)
    const body = this.#shape(expr.body)
    this.#scope = outside
    return body
  }

  #derivative(expr: Of<'derivative'>): Shape {
    const { x } = this
    let of = this.#factor(expr.of)
    for (const symbol of expr.by.toReversed()) {
      const by = this.#factor(symbol)
      const out = x.shape()
      if (expr.nabla && expr.by.length === 1) x.all(() => x.same(of.shape, x.scalar()))
      this.constraints.push(derivative(x, of, by, out))
      of = { shape: out }
    }
    return of.shape
  }

  #constant({ which, size }: Of<'constant'>): Shape {
    const { x } = this
    const rows = x.fresh()
    if (size === undefined) x.enlarge(rows)
    else x.name(rows, size)
    return which === 'ones' ? { rows, cols: x.one } : { rows, cols: rows }
  }

  #condition(condition: Condition): void {
    switch (condition.kind) {
      case 'compare':
        this.#compared(condition.left, condition.right)
        return
      case 'and':
      case 'or':
        for (const part of condition.parts) this.#condition(part)
        return
      case 'member': {
        const list = condition.list.kind === 'symbol' ? this.slots.get(condition.list.name) : undefined
        const label = nameOfIndex(condition.element)
        if (list === undefined) return
        this.#classed(list)
        this.x.enlarge(list.shape.rows)
        if (label !== undefined && !this.slots.has(label)) this.x.unify(this.#label(label), list.classes)
      }
    }
  }

  /** Two that are compared: labels run over the same, and what is compared with a label is a class. */
  #compared(left: Expr, right: Expr): void {
    const { x, slots, dims } = this
    const label = (expr: Expr): Extent | undefined => {
      const name = nameOfIndex(expr)
      return name === undefined || slots.has(name) || dims.has(name) ? undefined : this.#label(name)
    }
    const [a, b] = [label(left), label(right)]
    if (a !== undefined && b !== undefined) {
      x.unify(a, b)
      return
    }
    const other = a === undefined ? left : right
    const slot = other.kind === 'symbol' ? slots.get(other.name) : undefined
    const extent = a ?? b
    if (extent !== undefined && slot !== undefined) {
      this.#classed(slot)
      x.unify(slot.classes, extent)
      this.#number(other)
      return
    }
    this.#shape(left)
    this.#shape(right)
  }
}

const isNumber = (expr: Expr): boolean =>
  expr.kind === 'number' || (expr.kind === 'add' && expr.terms.every(({ value }) => isNumber(value)))
