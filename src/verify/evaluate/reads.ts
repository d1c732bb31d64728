// Which entries a formula reads at a point: one that lies outside of its axis is found, unless something switches it off.

import {
  dimOf,
  fromBelow,
  isSwitch,
  type Label,
  type Node,
  type Operation,
  type Problem,
} from '../meaning/index.js'
import { plain } from '../numbers/doubleDouble/index.js'
import { isTerm, termOf } from '../terms/index.js'
import { Digits, TooLong } from './digits.js'
import type { Point } from './point.js'
import {
  axesOf,
  definedAt,
  entryAt,
  indicesOf,
  indicesRead,
  jacobianEntry,
  type Positions,
  positionsOf,
  type Reading,
} from './reading.js'

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
  readonly low?: number | undefined
  readonly high?: { readonly dim: string; readonly plus: number } | undefined
}

/** 1, …, the size of a dimension. */
const upTo = (dim: string): Interval => ({ low: 1, high: { dim, plus: 0 } })

function intervalOf(problem: Problem, { operation, args }: Node): Interval {
  switch (operation.op) {
    case 'number':
      return { low: operation.value, high: { dim: '', plus: operation.value } }
    case 'size':
      return upTo(operation.dim)
    case 'symbol': {
      const classes = problem.classesOf(operation.name)
      return classes === undefined ? {} : upTo(classes)
    }
    case 'label': {
      const stretch = problem.stretch(dimOf(operation.label))
      if (stretch === undefined) return upTo(dimOf(operation.label))
      return { low: intervalOf(problem, stretch.from).low, high: intervalOf(problem, stretch.to).high }
    }
    case 'add': {
      // One that varies, and numbers.
      const { signs } = operation
      const varying = [...args.keys()].filter(i => args[i]!.operation.op !== 'number')
      const [only] = varying
      if (only === undefined || varying.length > 1 || signs[only]) return {}
      const shift = args.reduce(
        (sum, { operation: o }, i) => (o.op === 'number' ? sum + (signs[i] ? -o.value : o.value) : sum),
        0,
      )
      const { low, high } = intervalOf(problem, args[only]!)
      return {
        low: low === undefined ? low : low + shift,
        high: high && { ...high, plus: high.plus + shift },
      }
    }
    default:
      return {}
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

/** Whether a node reads, itself or within, where it is not plain that there is something. */
export const isDoubtful = (problem: Problem, root: Node): boolean =>
  problem.doubtful.get(root) ??
  fromBelow(root, problem, problem.doubtful, (node, parts) => {
    const { operation, args } = node
    if (parts.includes(true)) return true
    if (!('keep' in operation)) return false
    const dims = axesOf(problem, operation, args).filter((_, axis) => !operation.keep[axis])
    return indicesOf(operation, args).some((index, i) => !isInside(problem, index, dims[i]!))
  })

/** More visits than this are not worth their while. */
const PATIENCE = 400_000

/** Whether an operation computes an entry from the same entries of its arguments. */
const isEntrywise = (operation: Operation): boolean => isTerm(operation) && !termOf(operation).whole

/** A search for reads outside of their axes, at one point. Throws `TooLong` where it would take long. */
export class Reads {
  readonly #digits: Digits
  readonly #seen = new Set<string>()
  #visits = 0
  #within: string | undefined

  constructor(
    readonly problem: Problem,
    point: Point,
  ) {
    this.#digits = new Digits(problem, point)
  }

  /** The first read outside that nodes make, at all of their entries that the masks choose. */
  outside(nodes: readonly Node[], masks: readonly Node[] = []): Outside | undefined {
    const all = [...nodes, ...masks]
    if (!all.some(node => isDoubtful(this.problem, node))) return undefined
    const labels = [...new Set(all.flatMap(({ type }) => type.labels))]
    for (const at of positionsOf(labels, dim => this.#digits.extent(dim))) {
      const found = this.#both(masks, at, 0, 0)
      if (typeof found !== 'boolean') return found
      const read = found ? firstOf(nodes, node => this.#all(node, at)) : undefined
      if (read !== undefined) return read
    }
    return undefined
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
    for (let row = 0; row < this.#digits.extent(node.type.rows); row++)
      for (let col = 0; col < this.#digits.extent(node.type.cols); col++) {
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
        const found = this.#place(node, operation, at, r, c)
        return 'axis' in found ? found : this.#definition(operation.name, found)
      }
      case 'entry': {
        const found = this.#place(node, operation, at, r, c)
        return 'axis' in found ? found : visit(first!, ...entryAt(first!, found))
      }
      case 'derivative': {
        const [i, j, p, q] = jacobianEntry(operation, first!, r, c)
        const found = this.#place(node, operation, at, p, q)
        return 'axis' in found ? found : visit(first!, i, j)
      }
      case 'transpose':
        return visit(first!, c, r)
      case 'tabulate': {
        const [row, rest] = operation.along === 'rows' ? [r, c] : [c, r]
        const inner = new Map(at).set(operation.label, row + 1)
        return this.#visit(
          first!,
          inner,
          operation.along === 'rows' ? 0 : rest,
          operation.along === 'rows' ? rest : 0,
        )
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
    return firstOf(args, arg => (isEntrywise(operation) ? visit(arg) : this.#all(arg, at)))
  }

  #reduce({ args }: Node, label: Label, at: Positions, row: number, col: number): Outside | undefined {
    const [body, mask] = args
    const stretch = this.problem.stretch(dimOf(label))
    const ends = stretch && [stretch.from, stretch.to]
    const read = ends && firstOf(ends, end => this.#visit(end, at, 0, 0))
    if (read !== undefined) return read
    const [low, high] = ends?.map(end => this.#index(end, at)) ?? [1, this.#digits.extent(dimOf(label))]
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
  #place(node: Node, reading: Reading, at: Positions, row: number, col: number): readonly number[] | Outside {
    const before = firstOf(indicesOf(reading, node.args), index => this.#visit(index, at, 0, 0))
    if (before !== undefined) return before
    const indices = indicesRead(reading, node.args, row, col, index => this.#index(index, at))
    const dims = axesOf(this.problem, reading, node.args)
    const extents = dims.map(dim => this.#digits.extent(dim))
    const axis = indices.findIndex((i, k) => !(i >= 0 && i < extents[k]! && Number.isInteger(i)))
    if (axis < 0) return indices
    const shown = indices.map((index, k) => (reading.keep[k] ? ':' : index + 1))
    return { node, at: shown, axis, dim: dims[axis]!, extent: extents[axis]!, within: this.#within }
  }

  /** What a symbol is computed from, at indices from 0. */
  #definition(name: string, indices: readonly number[]): Outside | undefined {
    const symbol = this.problem.symbols.get(name)!
    if (symbol.definition === undefined) return undefined
    const definition = this.problem.definition(symbol)
    const { at, row, col } = definedAt(definition, indices)
    const outermost = this.#within
    this.#within ??= name
    const found = this.#visit(definition.node, at, row, col)
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
