// The same formula entry by entry in 31 digits, by plain recursion: the second opinion that decides what rounding blurs.

import { dimOf, type Label, type Node, type Problem } from '../meaning/index.js'
import {
  decimal,
  doubleDouble,
  dual,
  max,
  min,
  mul,
  ONE,
  PI,
  plain,
  type Real,
  tangentOf,
} from '../numbers/doubleDouble/index.js'
import { type Applied, isTrue, lengthOf, sumOf, termOf } from '../terms/index.js'
import { application } from './application.js'
import { indicesAt } from './axes.js'
import type { Point } from './point.js'
import { definedAt, entryAt, indicesRead, jacobianEntry, type Positions, type Reading } from './reading.js'

/** A symbol that is varied: one entry of it bears a perturbation, the others are what they were. */
interface Varied {
  readonly name: string
  /** The place of the entry in the symbol's values. */
  readonly place: number
  readonly tag: number
  readonly outer: Varied | undefined
}

/** More work than this for one entry is not worth its while: nested sums and derivatives multiply. */
const PATIENCE = 400_000

/** What a step costs beside an entry of a tensor. */
const PER_STEP = 8

/** Thrown where an entry would take too long. */
export class TooLong extends Error {}

/** Entries of formulas at one point. */
export class Digits {
  /** No bounds are asked for. */
  readonly bounded = false
  readonly #memo = new Map<string, Real>()
  readonly #uses = new Map<number, Applied>()
  readonly #shared = new Map<string, unknown>()
  #work = 0
  #state: number

  constructor(
    readonly problem: Problem,
    readonly point: Point,
    /**
     * Where it is given, each value on the way is moved by about 2⁻¹⁰⁰ of itself, more than rounding ever does. How far that
     * moves a result says how many of its digits mean something (Vignes 1978; Chatelin & Brunet 1990).
     */
    readonly noise?: number,
  ) {
    // By multiples of the golden ratio: from neighbouring numbers a generator's first draws would be nearly the same, and
    // noise that moves everything alike cancels.
    this.#state = (((noise ?? 0) * 1_327_217_885) % 2_147_483_647) + 1
  }

  /** An entry of a node, with the labels at given positions, at a row and a column from 0. */
  entry(node: Node, at: Positions, row = 0, col = 0): Real {
    this.#work = 0
    try {
      return this.#entry(node, at, row, col, undefined)
    } finally {
      this.problem.meter.spend(PER_STEP * this.#work, node)
    }
  }

  /** The extent of a dimension. */
  extent(dim: string): number {
    return lengthOf(dim, this.point.sizes)
  }

  #entry(node: Node, at: Positions, row: number, col: number, varied: Varied | undefined): Real {
    const value = this.#exact(node, at, row, col, varied)
    return node.type.sort !== 'real' || node.operation.op === 'symbol' ? value : this.#stirred(value)
  }

  #stirred = (value: Real): Real => (this.noise === undefined ? value : this.#moved(value))

  /** A node as a use of its term. */
  #applied(node: Node): Applied {
    const known = this.#uses.get(node.id)
    if (known !== undefined) return known
    const use = application(node, this)
    this.#uses.set(node.id, use)
    return use
  }

  /** A value and all its tangents, each moved by itself. */
  #moved(value: Real): Real {
    if ('tag' in value) return dual(value.tag, this.#moved(value.primal), this.#moved(value.tangent))
    // Lehmer's generator: any scatter will do.
    this.#state = (this.#state * 48271) % 2147483647
    return mul(value, { hi: 1, lo: (this.#state / 2147483647 - 0.5) * 2 ** -99, scale: 0 })
  }

  #exact(node: Node, at: Positions, row: number, col: number, varied: Varied | undefined): Real {
    if (++this.#work > PATIENCE) throw new TooLong()
    const { operation, args, type } = node
    const [first, second] = args
    // What has but one row or column stretches.
    const r = type.rows === '1' ? 0 : row
    const c = type.cols === '1' ? 0 : col
    const of = (arg: Node, i = r, j = c, positions = at): Real => this.#entry(arg, positions, i, j, varied)
    const indices = (reading: Reading, i: number, j: number): readonly number[] =>
      indicesRead(reading, args, i, j, index => this.#index(index, at, varied))
    switch (operation.op) {
      case 'number':
        return numberIn31(operation)
      case 'size':
        return doubleDouble(this.extent(operation.dim))
      case 'label':
        return doubleDouble(at.get(operation.label)!)
      case 'symbol': {
        const place = this.#place(operation.name, indices(operation, r, c))
        return this.#symbol(operation.name, place, varied)
      }
      case 'entry':
        return of(first!, ...entryAt(first!, indices(operation, r, c)))
      case 'derivative': {
        const { name } = operation
        const [i, j, p, q] = jacobianEntry(operation, first!, r, c)
        const place = this.#place(name, indices(operation, p, q))
        const tag = (varied?.tag ?? 0) + 1
        return tangentOf(this.#entry(first!, at, i, j, { name, place, tag, outer: varied }), tag)
      }
      case 'reduce': {
        const { label, how } = operation
        const terms: Real[] = []
        const [low, high] = this.#ends(label, at, varied)
        for (let i = low; i <= high; i++) {
          const inner = new Map(at).set(label, i)
          if (second === undefined || isTrue(of(second, 0, 0, inner))) terms.push(of(first!, r, c, inner))
        }
        if (how === 'sum') return sumOf(terms)
        if (how === 'prod') return terms.reduce((a, b) => mul(a, b), ONE)
        if (terms.length === 0) return doubleDouble(how === 'max' ? -Infinity : Infinity)
        return terms.reduce((a, b) => (how === 'max' ? max(a, b) : min(a, b)))
      }
      default: {
        const entry = (arg: number, i = r, j = c): Real => of(args[arg]!, i, j)
        const once = <T>(steps: number, make: () => T): T => this.#once(node, at, varied, steps, make)
        return termOf(operation).digits(entry, this.#applied(node), r, c, { stirred: this.#stirred, once })
      }
    }
  }

  /** What is the same for all rows and columns of a node, with the labels at given positions. */
  #once<T>(node: Node, at: Positions, varied: Varied | undefined, steps: number, make: () => T): T {
    const key = [node.id, ...node.type.labels.map(label => at.get(label)), keyOf(varied, () => true)].join(
      ' ',
    )
    if (!this.#shared.has(key)) {
      if (this.#work + steps > PATIENCE) throw new TooLong()
      this.#work += steps
      this.#shared.set(key, make())
    }
    return this.#shared.get(key) as T
  }

  /** The first and the last value of a label. */
  #ends(label: Label, at: Positions, varied: Varied | undefined): readonly [number, number] {
    const stretch = this.problem.stretch(dimOf(label))
    if (stretch === undefined) return [1, this.extent(dimOf(label))]
    return [this.#index(stretch.from, at, varied), this.#index(stretch.to, at, varied)]
  }

  #index(node: Node, at: Positions, varied: Varied | undefined): number {
    return plain(this.#entry(node, at, 0, 0, varied)).hi
  }

  /** The extents of a symbol's axes. */
  #extents(name: string): readonly number[] {
    return this.problem.axesOf(name)!.map(dim => this.extent(dim))
  }

  /** The place in a symbol's values; −1 outside of them. */
  #place(name: string, indices: readonly number[]): number {
    return this.#extents(name).reduce((place, extent, axis) => {
      const index = indices[axis]!
      const isThere = place >= 0 && index >= 0 && index < extent && Number.isInteger(index)
      return isThere ? place * extent + index : -1
    }, 0)
  }

  #symbol(name: string, place: number, varied: Varied | undefined): Real {
    if (place < 0) return doubleDouble(Number.NaN)
    for (let v = varied; v !== undefined; v = v.outer) {
      if (v.name !== name) continue
      // Inside the cut, the symbol is what it was outside, and one entry is perturbed.
      const value = this.#symbol(name, place, v.outer)
      return v.place === place ? dual(v.tag, value, ONE) : value
    }
    const symbol = this.problem.symbols.get(name)!
    if (symbol.definition === undefined) return doubleDouble(this.point.values[name]![place]!)
    const definition = this.problem.definition(symbol)
    const relevant = keyOf(varied, v => this.problem.symbolMentions(name, v))
    const key = `${name} ${place} ${relevant}`
    const found = this.#memo.get(key)
    if (found !== undefined) return found
    const indices = indicesAt(place, this.#extents(name)).map(index => index - 1)
    const { at, row, col } = definedAt(definition, indices)
    const value = this.#entry(definition.node, at, row, col, varied)
    this.#memo.set(key, value)
    return value
  }
}

/** A number as it was written. */
const numberIn31 = ({ value, digits }: { readonly value: number; readonly digits?: string }): Real =>
  digits === undefined ? doubleDouble(value) : digits === 'π' ? PI : decimal(digits)

/** What tells perturbations apart that matter to a definition. */
function keyOf(varied: Varied | undefined, matters: (name: string) => boolean): string {
  let key = ''
  for (let v = varied; v !== undefined; v = v.outer)
    if (matters(v.name)) key += `|${v.name} ${v.place} ${v.tag}`
  return key
}
