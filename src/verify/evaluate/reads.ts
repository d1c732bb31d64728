// Which entries a formula reads at a point: one that lies outside of its axis is found, unless something switches it off.

import {
  dimOf,
  fromBelow,
  isScalar,
  isSwitch,
  type Label,
  type Node,
  type Problem,
} from '../meaning/index.js'
import { plain } from '../numbers/doubleDouble/index.js'
import { Digits, type Positions, TooLong } from './digits.js'
import type { Point } from './point.js'

/** A read that finds nothing. */
export interface Outside {
  /** The node that reads: a symbol, an entry of a formula, or a derivative. */
  readonly node: Node
  /** What each axis is read at, from 1; ':' for one that is kept. */
  readonly at: readonly (number | ':')[]
  /** The axis that is left, from 0, its dimension and how long that is. */
  readonly axis: number
  readonly dim: string
  readonly extent: number
  /** The definition that the formula speaks of, within which it is read; the outermost, where one is within another. */
  readonly within: string | undefined
}

/** The smallest and largest value of an index, as far as they are known: a number, or a dimension's size and a number. */
interface Interval {
  readonly low: number | undefined
  readonly high: { readonly dim: string; readonly plus: number } | undefined
}

function intervalOf(problem: Problem, { operation, args }: Node): Interval {
  switch (operation.op) {
    case 'number':
      return { low: operation.value, high: { dim: '', plus: operation.value } }
    case 'size':
      return { low: 1, high: { dim: operation.dim, plus: 0 } }
    case 'symbol': {
      const classes = problem.classesOf(operation.name)
      return classes === undefined
        ? { low: undefined, high: undefined }
        : { low: 1, high: { dim: classes, plus: 0 } }
    }
    case 'label': {
      const stretch = problem.stretch(dimOf(operation.label))
      if (stretch === undefined) return { low: 1, high: { dim: dimOf(operation.label), plus: 0 } }
      return { low: intervalOf(problem, stretch.from).low, high: intervalOf(problem, stretch.to).high }
    }
    case 'add': {
      // One that varies, and numbers.
      const shift = args.reduce(
        (sum, { operation: o }, i) =>
          sum + (o.op === 'number' ? (operation.signs[i] ? -o.value : o.value) : 0),
        0,
      )
      const others = args.filter(({ operation: o }) => o.op !== 'number')
      const [only] = others
      if (only === undefined || others.length > 1 || operation.signs[args.indexOf(only)])
        return { low: undefined, high: undefined }
      const { low, high } = intervalOf(problem, only)
      return {
        low: low === undefined ? undefined : low + shift,
        high: high && { ...high, plus: high.plus + shift },
      }
    }
    default:
      return { low: undefined, high: undefined }
  }
}

/** Whether an index is on its axis whatever the sizes are. */
function isInside(problem: Problem, index: Node, dim: string): boolean {
  const { low, high } = intervalOf(problem, index)
  if (low === undefined || low < 1 || high === undefined) return false
  if (high.dim === dim) return high.plus <= 0
  const size = /^\d+$/.test(dim) ? Number(dim) : 1
  const most = high.dim === '' ? high.plus : /^\d+$/.test(high.dim) ? Number(high.dim) + high.plus : Infinity
  return most <= size
}

/** The dimensions of what a node reads. */
function axesOf(problem: Problem, { operation, args }: Node): readonly string[] {
  if (operation.op === 'entry') return [args[0]!.type.rows, args[0]!.type.cols].filter(dim => dim !== '1')
  return operation.op === 'symbol' || operation.op === 'derivative'
    ? (problem.axesOf(operation.name) ?? [])
    : []
}

/** The indices of a node that reads. */
const indicesOf = ({ operation, args }: Node): readonly Node[] =>
  operation.op === 'symbol' ? args : args.slice(1)

const doubts = new WeakMap<Node, boolean>()

/** Whether a node reads, itself or within, where it is not plain that there is something. */
export const isDoubtful = (problem: Problem, root: Node): boolean =>
  doubts.get(root) ??
  fromBelow(root, problem, doubts, (node, parts) => {
    const { operation } = node
    if (parts.includes(true)) return true
    if (operation.op !== 'symbol' && operation.op !== 'entry' && operation.op !== 'derivative') return false
    const dims = axesOf(problem, node).filter((_, axis) => !operation.keep[axis])
    return indicesOf(node).some((index, i) => !isInside(problem, index, dims[i]!))
  })

const definitionOf = (problem: Problem, { operation }: Node) => {
  const symbol = operation.op === 'symbol' ? problem.symbols.get(operation.name) : undefined
  return symbol?.definition === undefined ? undefined : problem.definition(symbol)
}

/** More visits than this are not worth their while. */
const PATIENCE = 400_000

/** Operations that compute an entry from the same entries of their arguments. */
const ENTRYWISE: readonly string[] = ['add', 'mul', 'div', 'pow', 'unary', 'extremum', 'compare', 'not']

/** A search for reads outside of their axes, at one point. Throws `TooLong` where it would take long. */
export class Reads {
  readonly #digits: Digits
  readonly #seen = new Set<string>()
  #visits = 0
  #within: string | undefined

  constructor(
    readonly problem: Problem,
    readonly point: Point,
  ) {
    this.#digits = new Digits(problem, point)
  }

  /** The first read outside that nodes make, at all of their entries that the masks choose. */
  outside(nodes: readonly Node[], masks: readonly Node[] = []): Outside | undefined {
    const doubted = [...nodes, ...masks].filter(node => isDoubtful(this.problem, node))
    if (doubted.length === 0) return undefined
    const labels = [...new Set([...nodes, ...masks].flatMap(({ type }) => type.labels))]
    for (const at of this.#positions(labels)) {
      const found = this.#both(masks, at, 0, 0)
      if (found !== undefined && typeof found !== 'boolean') return found
      if (found === false) continue
      for (const node of nodes) {
        const read = this.#all(node, at)
        if (read !== undefined) return read
      }
    }
    return undefined
  }

  *#positions(labels: readonly Label[]): IterableIterator<Positions> {
    const [first, ...rest] = labels
    if (first === undefined) yield new Map()
    else
      for (let i = 1; i <= this.#extent(dimOf(first)); i++)
        for (const others of this.#positions(rest)) yield new Map([[first, i], ...others])
  }

  #extent(dim: string): number {
    return dim === '1' ? 1 : (this.point.sizes[dim] ?? Number(dim))
  }

  #truth(node: Node, at: Positions): boolean {
    return plain(this.#digits.entry(node, at)).hi !== 0
  }

  #index(node: Node, at: Positions): number {
    const { operation } = node
    return operation.op === 'label' ? at.get(operation.label)! : plain(this.#digits.entry(node, at)).hi
  }

  /** Whether all conditions are true, or what one of them reads outside; one that is false switches off the others. */
  #both(parts: readonly Node[], at: Positions, row: number, col: number): boolean | Outside {
    const plainly = parts.filter(part => !isDoubtful(this.problem, part))
    if (plainly.some(part => !this.#truth(part, at))) return false
    for (const part of parts) {
      if (plainly.includes(part)) continue
      const found = this.#visit(part, at, row, col)
      if (found !== undefined) return found
      if (!this.#truth(part, at)) return false
    }
    return true
  }

  /** All rows and columns of a node. */
  #all(node: Node, at: Positions): Outside | undefined {
    if (!isDoubtful(this.problem, node)) return undefined
    for (let row = 0; row < this.#extent(node.type.rows); row++)
      for (let col = 0; col < this.#extent(node.type.cols); col++) {
        const found = this.#visit(node, at, row, col)
        if (found !== undefined) return found
      }
    return undefined
  }

  #visit(node: Node, at: Positions, row: number, col: number): Outside | undefined {
    if (!isDoubtful(this.problem, node)) return undefined
    const { operation, args, type } = node
    const r = type.rows === '1' ? 0 : row
    const c = type.cols === '1' ? 0 : col
    const key = `${node.id} ${r} ${c} ${type.labels.map(label => at.get(label)).join()}`
    if (this.#seen.has(key)) return undefined
    if (++this.#visits > PATIENCE) throw new TooLong()
    this.#seen.add(key)
    const [first, second, third] = args
    const visit = (arg: Node, i = r, j = c): Outside | undefined => this.#visit(arg, at, i, j)
    switch (operation.op) {
      case 'symbol': {
        const found = this.#place(node, operation, at, [r, c])
        return Array.isArray(found) ? this.#definition(node, found) : found
      }
      case 'entry': {
        const found = this.#place(node, operation, at, [r, c])
        if (!Array.isArray(found)) return found
        const [rows, cols] = [first!.type.rows, first!.type.cols]
        return visit(first!, rows === '1' ? 0 : found.shift(), cols === '1' ? 0 : found.shift())
      }
      case 'derivative': {
        const fully = !operation.keep.includes(true)
        const [i, j, p, q] = isScalar(first!.type) ? [0, 0, r, c] : fully ? [r, c, 0, 0] : [r, 0, c, 0]
        const found = this.#place(node, operation, at, [p, q])
        return Array.isArray(found) ? visit(first!, i, j) : found
      }
      case 'mul':
        if (!isSwitch(second!)) break
        return visit(second!, 0, 0) ?? (this.#truth(second!, at) ? visit(first!) : undefined)
      case 'and': {
        const found = this.#both(args, at, r, c)
        return typeof found === 'boolean' ? undefined : found
      }
      case 'or': {
        // One that is true says all.
        const sure = args.filter(arg => !isDoubtful(this.problem, arg))
        if (sure.some(arg => this.#truth(arg, at))) return undefined
        break
      }
      case 'select':
        return visit(second!, 0, 0) ?? visit(this.#truth(second!, at) ? first! : third!)
      case 'reduce':
        return this.#reduce(node, operation.label, at, r, c)
    }
    const entrywise = ENTRYWISE.includes(operation.op)
    return firstOf(args, arg => (entrywise ? visit(arg) : this.#all(arg, at)))
  }

  #reduce({ args }: Node, label: Label, at: Positions, row: number, col: number): Outside | undefined {
    const [body, mask] = args
    const stretch = this.problem.stretch(dimOf(label))
    const ends = stretch && [stretch.from, stretch.to]
    const read = ends && firstOf(ends, end => this.#visit(end, at, 0, 0))
    if (read !== undefined) return read
    const [low, high] = ends?.map(end => this.#index(end, at)) ?? [1, this.#extent(dimOf(label))]
    for (let i = low!; i <= high!; i++) {
      if (++this.#visits > PATIENCE) throw new TooLong()
      const inner = new Map(at).set(label, i)
      const found = mask === undefined ? true : this.#both([mask], inner, 0, 0)
      if (typeof found !== 'boolean') return found
      const within = found ? this.#visit(body!, inner, row, col) : undefined
      if (within !== undefined) return within
    }
    return undefined
  }

  /** Where a node reads, from 0; or what it reads outside, in an index or by one. */
  #place(
    node: Node,
    { keep, row }: { readonly keep: readonly boolean[]; readonly row: boolean },
    at: Positions,
    [r, c]: readonly [number, number],
  ): number[] | Outside {
    const indices = indicesOf(node)
    const before = firstOf(indices, index => this.#visit(index, at, 0, 0))
    if (before !== undefined) return before
    const read = indices.map(index => this.#index(index, at))
    const positional = row ? [c] : [r, c]
    const dims = axesOf(this.problem, node)
    const whole = dims.map((_, axis) => (keep[axis] ? (':' as const) : read.shift()!))
    const left = whole.findIndex(
      (index, axis) =>
        index !== ':' && !(index >= 1 && index <= this.#extent(dims[axis]!) && Number.isInteger(index)),
    )
    if (left < 0) return whole.map(index => (index === ':' ? positional.shift()! : index - 1))
    const dim = dims[left]!
    return { node, at: whole, axis: left, dim, extent: this.#extent(dim), within: this.#within }
  }

  /** What a symbol is computed from, at a place. */
  #definition(symbol: Node, place: number[]): Outside | undefined {
    const definition = definitionOf(this.problem, symbol)
    if (definition === undefined || symbol.operation.op !== 'symbol') return undefined
    const { node, labels, row } = definition
    const at = new Map(labels.map((label, axis) => [label, place[axis]! + 1] as const))
    const [first = 0, second = 0] = place.slice(labels.length)
    const single = place.length - labels.length === 1
    const outermost = this.#within
    this.#within ??= symbol.operation.name
    const found = single && row ? this.#visit(node, at, 0, first) : this.#visit(node, at, first, second)
    this.#within = outermost
    return found
  }
}

/** The first that something finds. */
function firstOf<T, U>(items: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
