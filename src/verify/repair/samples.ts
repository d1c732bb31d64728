// A target at several points: where a claim is about a few numbers, one point tells too little of what they may be made of.

import type { Node } from '../meaning/index.js'
import type { Expr } from '../text/index.js'
import type { Target } from './target.js'

/** So many entries tell formulas apart. */
const ENOUGH = 6
/** At most so many points are drawn. */
const POINTS = 5

/** Values at all points, one list behind the other. */
export class Samples {
  readonly wanted: Float64Array

  private constructor(readonly targets: readonly Target[]) {
    this.wanted = joined(targets.map(({ wanted, meant }) => wanted.filter((_, e) => meant[e] === 1)))!
  }

  static of(target: Target): Samples {
    const entries = target.meant.reduce((n, is) => n + is, 0)
    const more = Math.min(POINTS, Math.ceil(ENOUGH / Math.max(1, entries))) - 1
    const others = Array.from({ length: more }, (_, i) => target.again(i + 1))
    return new Samples([target, ...others.filter(other => other !== undefined)])
  }

  /** The values of a formula, a number standing for all entries; `undefined` where it has another shape. */
  valuesOf(expr: Expr): Float64Array | undefined {
    const node = this.targets[0]!.lowered(expr)
    if (node !== undefined) return this.values(node)
    return joined(
      this.targets.map(target => {
        const value = target.number(expr)
        return value === undefined
          ? undefined
          : target.wanted.filter((_, e) => target.meant[e] === 1).fill(value)
      }),
    )
  }

  values(node: Node): Float64Array | undefined {
    return joined(
      this.targets.map(target => {
        const values = target.values(node)
        return values?.length === target.wanted.length
          ? values.filter((_, e) => target.meant[e] === 1)
          : undefined
      }),
    )
  }
}

function joined(parts: readonly (Float64Array | undefined)[]): Float64Array | undefined {
  const known = parts.filter(part => part !== undefined)
  return known.length < parts.length ? undefined : Float64Array.from(known.flatMap(part => [...part]))
}
