// Whether two formulas are equal, by 25 digits at random points: the judge of what was planted and of what was mended.
import type { Claim, Side } from '../../../src/verify/decide/claim.js'
import { paired } from '../../../src/verify/decide/pairing.js'
import { Digits, TooLong } from '../../../src/verify/evaluate/digits.js'
import { dimOf, type Label, type Node } from '../../../src/verify/meaning/node.js'
import type { Problem } from '../../../src/verify/meaning/problem.js'
import {
  abs,
  add,
  compare,
  type DoubleDouble,
  doubleDouble,
  finite,
  mul,
  plain,
  sign,
  sub,
} from '../../../src/verify/numbers/doubleDouble/index.js'
import { pointOf } from './draw.js'
import { hashOf, shuffled } from './stream.js'

/** How far apart equal numbers may be: 25 digits. */
const CLOSE = doubleDouble(1e-25)
/** What is left of terms that cancel. */
const NOTHING = doubleDouble(1e-26)
const POINTS = 4
/** At most so many entries of a point are compared. */
const ENTRIES = 40

/** How two formulas compare. */
export type Agreement = 'equal' | 'different' | 'unknown'

/** Whether two sides are equal under conditions, at points that the seed decides. */
export function agreement(
  problem: Problem,
  left: Side,
  right: Side,
  conditions: readonly Node[],
  seed: number,
): Agreement {
  const pair = paired(problem, left, right)
  if (pair.kind !== 'fit') return 'different'
  if (pair.left === pair.right) return 'equal'
  let compared = 0
  for (let i = 0; i < POINTS; i++) {
    const found = at(problem, pair.left, pair.right, conditions, seed + i)
    if (found === 'different') return found
    compared += found
  }
  return compared > 0 ? 'equal' : 'unknown'
}

/** How many entries were compared, all equal. */
function at(
  problem: Problem,
  left: Node,
  right: Node,
  conditions: readonly Node[],
  seed: number,
): number | 'different' {
  const point = pointOf(problem, seed)
  const digits = new Digits(problem, point)
  const extent = (dim: string): number => point.sizes[dim] ?? Number(dim)
  const labels = [...new Set([left, right, ...conditions].flatMap(({ type }) => type.labels))]
  const [rows, cols] = [left, right]
    .map(({ type }) => type)
    .reduce(([r, c], type) => [Math.max(r!, extent(type.rows)), Math.max(c!, extent(type.cols))], [1, 1])
  const places = placesIn(labels, extent).flatMap(positions =>
    Array.from({ length: rows! * cols! }, (_, e) => ({
      positions,
      row: Math.floor(e / cols!),
      col: e % cols!,
    })),
  )
  let compared = 0
  for (const { positions, row, col } of shuffled(places, seed).slice(0, ENTRIES)) {
    try {
      if (!conditions.every(node => sign(digits.entry(node, positions)) !== 0)) continue
      const [a, b] = [left, right].map(node => plain(digits.entry(node, positions, row, col)))
      const outcome = close(a!, b!)
      if (outcome === false) return 'different'
      if (outcome) compared++
    } catch (error) {
      if (!(error instanceof TooLong)) throw error
    }
  }
  return compared
}

/** Whether numbers are equal; `undefined` where neither is one. */
function close(a: DoubleDouble, b: DoubleDouble): boolean | undefined {
  if (!finite(a) && !finite(b)) return undefined
  if (!finite(a) || !finite(b)) return false
  const allowed = add(NOTHING, mul(CLOSE, add(abs(a), abs(b))))
  return compare(abs(sub(a, b)), allowed) <= 0
}

function placesIn(
  labels: readonly Label[],
  extent: (dim: string) => number,
): readonly ReadonlyMap<Label, number>[] {
  return labels.reduce<readonly ReadonlyMap<Label, number>[]>(
    (places, label) =>
      places.flatMap(place =>
        Array.from({ length: extent(dimOf(label)) }, (_, i) => new Map([...place, [label, i + 1]])),
      ),
    [new Map()],
  )
}

/** Whether a claim is right: against the truth where it says the same under the same conditions, else by its own left side. */
export function isRight(claim: Claim, truth: Claim, problem: Problem): Agreement {
  const same =
    claim.conditions.length === truth.conditions.length &&
    claim.conditions.every((node, i) => node === truth.conditions[i])
  const against = same ? truth.sides[1]! : claim.sides[0]!
  return agreement(
    problem,
    against,
    claim.sides[1]!,
    claim.conditions,
    1 + (hashOf(claim.reading) % 1_000_003),
  )
}
