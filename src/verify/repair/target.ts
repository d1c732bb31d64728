// What a repaired side must come to: the values of the other side at one case, against which changes are tried.

import { broadcastTo } from '../../ops/index.js'
import { decide, pointFor, type Subject, subjectOf } from '../decide/index.js'
import { aligned, Evaluation } from '../evaluate/index.js'
import {
  fitted,
  isScalar,
  type Label,
  type Node,
  type Problem,
  type Scope,
  TooLarge,
  unlessTooLarge,
} from '../meaning/index.js'
import { plain } from '../numbers/index.js'
import { BATTERY, dimsOf, type MetPoint, UNSEEN } from '../points/index.js'
import { attempt, type Expr } from '../text/index.js'
import { constantsNear } from './constants.js'
import { sumOfTwo } from './fit.js'

/** Agreement that is worth a full decision: what rounding leaves of 16 digits after a formula. */
const CLOSE = 1e-9

/** Values that differ by more than this differ by more than rounding. */
const APART = 1e-6

/** What is aimed at. */
export class Target {
  readonly #evaluation: Evaluation
  /** The values that are wanted, and which of them. */
  readonly wanted: Float64Array
  readonly meant: Uint8Array
  readonly #scale: number
  readonly #labels: readonly Label[]
  readonly #shape: readonly number[]

  constructor(
    readonly problem: Problem,
    readonly left: Node,
    readonly conditions: readonly Node[],
    readonly scope: Scope,
    readonly point: MetPoint,
    readonly seed: number,
    readonly subject: Subject,
    /** Which sizes were drawn. */
    readonly sizes: number,
  ) {
    this.#evaluation = new Evaluation(problem, point, false)
    const { left: values, labels, shape } = this.#evaluation.pair(left, left)
    this.wanted = Float64Array.from(plain(values).c.data)
    this.#labels = labels
    this.#shape = shape
    this.meant = this.#evaluation.meant(subject.masks, labels, shape)
    this.#scale = this.wanted.reduce(
      (most, v, i) => (this.meant[i] && Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most),
      0,
    )
  }

  /** A target at the first ordinary case that meets the conditions, with values for all symbols that a repair may bring in. */
  static of(
    problem: Problem,
    left: Node,
    conditions: readonly Node[],
    scope: Scope,
    names: readonly string[],
    seed: number,
  ): Target | undefined {
    const own = subjectOf(problem, { left, right: left, conditions })
    const inputs = new Set([
      ...own.symbols,
      ...names.filter(name => problem.symbols.get(name)!.definition === undefined),
    ])
    const symbols = [...problem.symbols.keys()].filter(name => inputs.has(name))
    const subject = { ...own, symbols, dims: dimsOf(problem, symbols, own.dims) }
    for (const sizes of [0, 2, 1]) {
      const point = pointFor(problem, subject, { lane: 'ordinary', sizes }, seed + 101)
      if (point !== undefined && point.outside === undefined)
        return new Target(problem, left, conditions, scope, point, seed, subject, sizes)
    }
    return undefined
  }

  /** The same with other values, at the same sizes. */
  again(turn: number): Target | undefined {
    const { problem, left, conditions, scope, seed, subject, sizes } = this
    const point = pointFor(problem, subject, { lane: 'ordinary', sizes }, seed + 101 + 1009 * turn)
    if (point === undefined || point.outside !== undefined) return undefined
    return new Target(problem, left, conditions, scope, point, seed, subject, sizes)
  }

  /** The node of a side, if it has the labels and the shape that are wanted. */
  lowered(expr: Expr): Node | undefined {
    const open = attempt(() => this.problem.lower(expr, this.scope))
    if (open === undefined) return undefined
    const node = fitted(this.problem, open, this.left.type.rows, this.left.type.cols)
    return this.fits(node) ? node : undefined
  }

  /** Whether a node has the shape that is wanted; a label that the other side has not would be neither summed nor claimed for all. */
  fits({ type: { rows, cols, labels } }: Node): boolean {
    const { left } = this
    return (
      rows === left.type.rows && cols === left.type.cols && labels.every(l => left.type.labels.includes(l))
    )
  }

  /** The values of a node at the case. */
  values(node: Node): Float64Array | undefined {
    return this.#valuesIn(this.#evaluation, node)
  }

  /** The values of a node at the case, if parts of what is differentiated were constants. */
  holding(node: Node, isHeld: (part: Node) => boolean): Float64Array | undefined {
    return this.#valuesIn(new Evaluation(this.problem, this.point, false, undefined, isHeld), node)
  }

  /** The value of a formula that is one number at the case, whatever is indexed. */
  number(expr: Expr): number | undefined {
    const node = attempt(() => this.problem.lower(expr, this.scope))
    if (node === undefined || !isScalar(node.type) || node.type.labels.length > 0) return undefined
    try {
      return plain(this.#evaluation.value(node)).c.data[0]
    } catch (error) {
      if (error instanceof RangeError || error instanceof TooLarge) return undefined
      throw error
    }
  }

  #valuesIn(evaluation: Evaluation, node: Node): Float64Array | undefined {
    try {
      const { c } = plain(aligned(evaluation.value(node), node.type.labels, this.#labels))
      return Float64Array.from(c.size === this.wanted.length ? c.data : broadcastTo(c, this.#shape).data)
    } catch (error) {
      if (error instanceof RangeError || error instanceof TooLarge) return undefined
      throw error
    }
  }

  /** Whether values are those that are wanted, as far as one case can tell. */
  hits(values: Float64Array): boolean {
    return this.agree(values, this.wanted)
  }

  /** Whether two lists of values are the same where something is wanted. */
  agree(a: Float64Array, b: Float64Array): boolean {
    if (a.length !== this.wanted.length || b.length !== a.length) return false
    let hit = false
    for (let e = 0; e < a.length; e++) {
      if (this.meant[e] === 0 || !Number.isFinite(this.wanted[e]!)) continue
      if (!(Math.abs(a[e]! - b[e]!) <= CLOSE * this.#scale)) return false
      hit = true
    }
    return hit
  }

  /** Whether a side is clearly wrong at an entry that meets a condition: then that condition does not save it. */
  fails(values: Float64Array, condition: Node): boolean {
    const met = this.#evaluation.meant([condition], this.#labels, this.#shape)
    return this.wanted.some(
      (v, e) => this.meant[e] === 1 && met[e] === 1 && Math.abs(values[e]! - v) > APART * this.#scale,
    )
  }

  /** Whether a side is right everywhere, on sizes and values that were not used to find it too. */
  verified(node: Node): boolean {
    const subject = subjectOf(this.problem, {
      left: this.left,
      right: node,
      conditions: this.conditions,
    })
    // Unseen sizes first: what fits by chance fails there at once.
    return unlessTooLarge(
      () => decide(this.problem, subject, this.seed + 5003, [...UNSEEN, ...BATTERY]).verdict === 'holds',
      () => false,
    )
  }

  /** What all that is wanted is times the values; `undefined` where it is no constant. */
  ratio(values: Float64Array): number | undefined {
    return this.ratios(values)?.[0]
  }

  /** The constants before one or two lists of values that make their sum what is wanted. */
  ratios(a: Float64Array, b?: Float64Array): readonly [number, number] | undefined {
    return a.length === this.wanted.length ? sumOfTwo(this.wanted, a, b, e => this.meant[e] === 1) : undefined
  }

  /** The ways to write a constant, the simplest first. */
  constants(ratio: number, dims: readonly string[]): readonly Expr[] {
    return constantsNear(ratio, dims, this.point.sizes)
  }
}
