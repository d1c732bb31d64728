// The smallest case that still fails: fewer samples, features and classes, then zeros, ones and small whole numbers.
import * as fc from 'fast-check'
import type { Point } from '../evaluate/index.js'
import { kindIn, layoutOf } from '../given/index.js'
import { costOf, type Kind, type Layout } from '../given/kinds/index.js'
import { type Problem, unlessTooLarge } from '../meaning/index.js'
import { drawPoint, sizesFor } from './draw.js'
import { isOfKinds } from './kinds.js'

/**
 * Cases of a context. A case shrinks as a whole: dropping a sample drops it from every symbol that has one for it, so that
 * what is left is still a case.
 */
export class PointArbitrary extends fc.Arbitrary<Point> {
  constructor(
    readonly problem: Problem,
    readonly symbols: readonly string[],
    readonly dims: readonly string[],
    /** Brings a case back to the equations that it must meet; absent where there are none. */
    readonly settle?: (value: Point) => Point | undefined,
  ) {
    super()
  }

  override generate(mrng: fc.Random): fc.Value<Point> {
    const seed = mrng.nextInt(0, 2 ** 30)
    const sizes = sizesFor(this.dims, { lane: 'ordinary', sizes: seed })
    return new fc.Value(drawPoint(this.problem, this.symbols, sizes, 'ordinary', seed), undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is Point {
    return typeof value === 'object' && value !== null && 'sizes' in value && 'values' in value
  }

  override shrink(value: Point): fc.Stream<fc.Value<Point>> {
    const settled = this.settle === undefined ? this.#smaller(value) : this.#settled(value, this.settle)
    return fc.stream(this.#affordable(settled)).map(smaller => new fc.Value(smaller, undefined))
  }

  /** Cases whose values are of their kinds, as long as there is a budget: a long column has many that are smaller. */
  *#affordable(cases: Iterable<Point>): IterableIterator<Point> {
    for (const smaller of cases) {
      const go = unlessTooLarge(
        () => {
          for (const name of this.symbols) {
            const work = this.#kind(name).work?.(this.#layout(name, smaller.sizes)) ?? 0
            this.problem.meter.spend(smaller.values[name]!.length + work, { name })
          }
          return true
        },
        () => false,
      )
      if (!go) return
      if (isOfKinds(this.problem, smaller, this.symbols)) yield smaller
    }
  }

  /** Smaller cases on the equations, those that are still simpler there. */
  *#settled(value: Point, settle: (value: Point) => Point | undefined): IterableIterator<Point> {
    const before = this.#costOf(value)
    for (const smaller of this.#smaller(value)) {
      const met = settle(smaller)
      if (met !== undefined && this.#costOf(met) < before) yield met
    }
  }

  /** How far a case is from being easy to reckon with: sizes count most. */
  #costOf({ sizes, values }: Point): number {
    const extents = this.dims.reduce((sum, dim) => sum + sizes[dim]!, 0)
    return this.symbols.reduce((sum, name) => sum + costOf(values[name]!), 1000 * extents)
  }

  *#smaller(value: Point): IterableIterator<Point> {
    for (const together of [...this.dims.map(dim => [dim]), ...this.#equal(value)]) {
      const size = value.sizes[together[0]!]!
      for (const to of new Set([1, 2, Math.floor(size / 2), size - 1]))
        if (to >= 1 && to < size) yield together.reduce((cut, dim) => this.#cut(cut, dim, to), value)
    }
    for (const how of ['simpler', 'simplerByEntry'] as const) {
      for (const name of this.symbols) {
        const before = value.values[name]!
        for (const after of this.#kind(name)[how](before, this.#layout(name, value.sizes)))
          if (costOf(after) < costOf(before)) yield { ...value, values: { ...value.values, [name]: after } }
      }
    }
  }

  /** Dimensions of one size: perhaps they must be equal. */
  #equal({ sizes }: Point): readonly (readonly string[])[] {
    const bySize = new Map<number, string[]>()
    for (const dim of this.dims) bySize.set(sizes[dim]!, [...(bySize.get(sizes[dim]!) ?? []), dim])
    return [...bySize.values()].filter(dims => dims.length > 1)
  }

  #kind(name: string): Kind {
    return kindIn(this.problem, name)
  }

  #layout(name: string, sizes: Point['sizes']): Layout {
    return layoutOf(this.problem, name, sizes)
  }

  /** A dimension with fewer entries: the last ones are dropped everywhere. */
  #cut(value: Point, dim: string, to: number): Point {
    const sizes = { ...value.sizes, [dim]: to }
    const values: Record<string, Float64Array> = {}
    for (const name of this.symbols) {
      const [old, now] = [this.#layout(name, value.sizes), this.#layout(name, sizes)]
      values[name] = this.#kind(name).settle(sliced(value.values[name]!, old.shape, now.shape), now)
    }
    return { sizes, values }
  }
}

/** The leading part of values along every axis. */
function sliced(values: Float64Array, from: readonly number[], to: readonly number[]): Float64Array {
  const size = to.reduce((a, b) => a * b, 1)
  return Float64Array.from({ length: size }, (_, e) => {
    let rest = e
    let place = 0
    let stride = 1
    for (let axis = to.length - 1; axis >= 0; axis--) {
      place += (rest % to[axis]!) * stride
      rest = Math.floor(rest / to[axis]!)
      stride *= from[axis]!
    }
    return values[place]!
  })
}

/** A case that fails, as small as it could be made, and how to get there again. */
export interface Shrunk {
  readonly point: Point
  readonly seed: number
  readonly path: string
}

/** Whether a text is a path to a case, as `shrink` tells it: numbers with colons between. */
export const isReplayPath = (text: unknown): text is string =>
  typeof text === 'string' && /^\d+(:\d+)*$/.test(text)

/** The case that a path leads to, as `shrink` told it; `undefined` where it leads nowhere. */
export function follow(arbitrary: PointArbitrary, failing: Point, path: string): Point | undefined {
  // The first number says which case fails: there is but one here.
  const [first, ...steps] = path.split(':').map(Number)
  let point: Point | undefined = first === 0 ? failing : undefined
  for (const step of steps) {
    if (point === undefined) return undefined
    point = arbitrary.shrink(point).drop(step).next().value?.value_
  }
  return point
}

/** At most so many smaller cases are tried; fewer where each has to be brought back to equations. */
const ATTEMPTS = 600
const SETTLED = 150

/** Shrinks a failing case. `fails` says whether a case still fails, and must not throw. */
export function shrink(
  arbitrary: PointArbitrary,
  failing: Point,
  seed: number,
  fails: (point: Point) => boolean,
): Shrunk {
  let attempts = 0
  const most = arbitrary.settle === undefined ? ATTEMPTS : SETTLED
  const property = fc.property(arbitrary, point => attempts++ > most || !fails(point))
  const details = fc.check(property, { seed, examples: [[failing]], numRuns: 1 })
  const point = details.counterexample?.[0] ?? failing
  return { point, seed, path: details.counterexamplePath ?? '' }
}
