// One case: both sides entry by entry, within the rounding of both; and what is blurred, decided by more digits.

import { Evaluation, indicesAt, type Point } from '../evaluate/index.js'
import { type Label, type Node, nameOf, nodesWithin, type Problem } from '../meaning/index.js'
import { doubleDouble, exp, mul } from '../numbers/doubleDouble/index.js'
import { EPS } from '../numbers/index.js'
import { Decider, type Position, type Values } from './decider.js'
import type { Subject } from './subject.js'

/** An entry at which sides differ. */
export interface Difference extends Values {
  readonly at: Position
  /** Whether 31 digits say so too. */
  readonly confirmed: boolean
}

/** What became of a case. */
export interface Comparison {
  readonly outcome:
    | 'agree'
    | 'differ'
    /** Nothing can be said: digits ran out, or took too long. */
    | 'unclear'
    /** No entry is defined on both sides, or no entry is meant. */
    | 'empty'
    /** The left side has values, the right side has none. */
    | 'undefined'
  readonly entries: number
  readonly worst: Difference | undefined
  /** The smallest relative mistake that would have shown. */
  readonly resolution: number
  /** Entries at which the left side has a value, and the right side has none; and the first of them. */
  readonly lost: number
  readonly missing: Difference | undefined
  /** Of an inequality: by how much of its size an entry is nearest to failing, or fails. */
  readonly gap?: number
}

/** Times the first-order bound of rounding: what is neglected is far smaller, and libraries are good to a few ulp. */
const MARGIN = 4
/** Where conditions are met only nearly, what is left of them moves both sides. */
const NEARLY = 1e5
/** Values with bounds that are as large as they are have not been shown to agree. */
const ROUGHLY = 2 ** -10
/** So many times its tolerance apart, two sides differ by more than rounding. */
const CLEAR = 1e6
/** So many entries that agree are looked at once more where numbers are written that float64 does not hold. */
const LITERAL = 2
/** At most so many entries are decided by digits. */
const DECIDED = 24
const BLURRED = 4

/** Compares two sides at a case. */
export function compareAt(
  problem: Problem,
  point: Point & { readonly exact?: boolean },
  { left, right, masks, relation }: Pick<Subject, 'left' | 'right' | 'masks' | 'relation'>,
): Comparison {
  const evaluation = new Evaluation(problem, point, true)
  const pair = evaluation.pair(left, right)
  const { shape, labels } = pair
  const [p, q] = [pair.left.c.data, pair.right.c.data]
  const [dp, dq] = [pair.left.error!.data, pair.right.error!.data]
  const meant = evaluation.meant(masks, labels, shape)
  const nearly = point.exact === false ? NEARLY : 1
  const suspects: { readonly e: number; readonly ratio: number }[] = []
  const literal = nodesWithin([left, right]).some(isLiteral)
  const agreeing: number[] = []
  let [entries, lost, resolution, gone, gap, even] = [0, 0, Infinity, -1, -Infinity, -1]
  const strict = relation === '<' || relation === '>'
  // How much larger the side is that should not be.
  const excess =
    relation === '≥' || relation === '>' ? (a: number, b: number) => b - a : (a: number, b: number) => a - b
  for (let e = 0; e < p.length; e++) {
    if (meant[e] === 0) continue
    const [a, b] = [p[e]!, q[e]!]
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      if (Number.isFinite(a) && lost++ === 0) gone = e
      continue
    }
    entries++
    if (relation !== '=') {
      const over = excess(a, b)
      gap = Math.max(gap, over / (1 + Math.abs(a) + Math.abs(b)))
      // Of a strict one, equal sides are a failure where neither is rounded.
      if (over === 0 && strict && dp[e]! + dq[e]! === 0) even = e
      // Where conditions are met only nearly, so is what follows from them.
      if (over <= (point.exact === false ? ROUGHLY * (1 + Math.abs(a) + Math.abs(b)) : 0)) continue
    }
    const tolerance = MARGIN * EPS * nearly * (dp[e]! + dq[e]!)
    const apart = Math.abs(a - b)
    const sure = apart <= tolerance && tolerance <= ROUGHLY * Math.max(Math.abs(a), Math.abs(b))
    if (sure || apart === 0) {
      if (literal && agreeing.length < LITERAL) agreeing.push(e)
      // What is exactly 0 on both sides would show any mistake, but none that is relative.
      if (a !== 0 && relation === '=')
        resolution = Math.min(resolution, Math.max(tolerance, EPS * Math.abs(a)) / Math.abs(a))
    } else suspects.push({ e, ratio: apart / tolerance })
  }
  const entryAt = (e: number): Difference => {
    const [a, b] = [p[e]!, q[e]!].map(
      (value, i) => value * Math.exp((i === 0 ? pair.left : pair.right).scale?.data[e] ?? 0),
    )
    return {
      at: positionOf(e, shape, labels, [left, right]),
      left: a!,
      right: b!,
      difference: b! - a!,
      confirmed: false,
    }
  }
  const missing = gone < 0 ? undefined : entryAt(gone)
  const found = (outcome: Comparison['outcome'], worst?: Difference): Comparison => ({
    outcome,
    entries,
    worst,
    resolution,
    lost,
    missing,
    ...(relation === '=' ? {} : { gap }),
  })
  let decider: Decider | undefined
  const decided = (e: number) => {
    const at = entryAt(e)
    const scale = exp(doubleDouble(pair.left.scale?.data[e] ?? 0))
    const size = mul(doubleDouble(dp[e]! + dq[e]! + Math.abs(p[e]!) + Math.abs(q[e]!)), scale)
    decider ??= new Decider(problem, point, left, right, labels)
    const { outcome: found, values } = decider.decide(at.at, size)
    // Sides that differ as they should fail no inequality.
    const isMeant = relation !== '=' && values !== undefined && excess(0, values.difference) <= 0
    const outcome = found === 'differ' && isMeant ? 'agree' : found
    return { outcome, worst: { ...at, ...values, confirmed: outcome === 'differ' } }
  }
  if (point.exact !== false)
    for (const e of agreeing) {
      const { outcome, worst } = decided(e)
      if (outcome === 'differ') return found('differ', worst)
    }
  if (even >= 0) return found('differ', { ...entryAt(even), confirmed: true })
  if (entries === 0) return found(lost > 0 ? 'undefined' : 'empty')
  if (suspects.length === 0) return found('agree')
  suspects.sort((a, b) => b.ratio - a.ratio)
  // The largest difference is the one to show.
  const largest = suspects.reduce((best, s) =>
    Math.abs(p[s.e]! - q[s.e]!) > Math.abs(p[best.e]! - q[best.e]!) ? s : best,
  )
  if (point.exact === false) {
    // Digits would see that conditions are not quite met. What lies within the bound agrees as far as can be told.
    if (suspects.some(({ ratio }) => ratio > 1)) return found('differ', entryAt(largest.e))
    const [a, b] = [p[largest.e]!, q[largest.e]!]
    return found(Math.abs(a - b) <= ROUGHLY * Math.max(1, Math.abs(a), Math.abs(b)) ? 'agree' : 'unclear')
  }
  let [unclear, blind] = [false, 0]
  const blurred = suspects.filter(({ ratio }) => ratio <= 1)
  const apart = suspects.filter(({ ratio }) => ratio > 1)
  for (const { e, ratio } of new Set([largest, ...apart.slice(0, DECIDED), ...blurred.slice(0, BLURRED)])) {
    const { outcome, worst } = decided(e)
    if (outcome === 'differ' || (outcome === 'unknown' && ratio > CLEAR)) return found('differ', worst)
    if (outcome === 'unknown') unclear = true
    // Rounding of what cancels there, and nothing else, or 0 where there is something very small: the entry tells nothing.
    if (outcome === 'blurred') blind++
  }
  return found(unclear ? 'unclear' : blind === entries ? 'empty' : 'agree')
}

/** The position of an entry, as a person would name it. */
function positionOf(
  e: number,
  shape: readonly number[],
  labels: readonly Label[],
  sides: readonly Node[],
): Position {
  const indices = indicesAt(e, shape)
  const [row, column] = indices.slice(labels.length)
  return {
    ...Object.fromEntries(labels.map((label, axis) => [nameOf(label), indices[axis]!])),
    ...(sides.some(({ type }) => type.rows !== '1') ? { row: row! } : {}),
    ...(sides.some(({ type }) => type.cols !== '1') ? { column: column! } : {}),
  }
}

/** Whether a node is a number that float64 does not hold, such as 0.1 and π. */
const isLiteral = ({ operation }: Node): boolean =>
  operation.op === 'number' && operation.digits !== undefined
