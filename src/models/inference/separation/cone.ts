// The nearest point of a cone: which directions go against none of many half-spaces, by Lawson and Hanson's active sets.

/** Half-spaces aᵣ·d ≥ 0 of a space, with |aᵣ| ≤ 1, that need not be written down. */
export interface HalfSpaces {
  readonly dimension: number
  /** Writes aᵣ. */
  column(r: number, out: Float64Array): void
  /** The one that d goes against the most, and by how much: the smallest aᵣ·d. */
  worst(d: Float64Array): { readonly r: number; readonly margin: number }
}

/** What is no more than rounding, relative to the lengths of the vectors that meet. */
export const NOTHING = 1e-9

/**
 * The direction d nearest to c that goes against no half-space, or `undefined` where that is 0.
 *
 * d = c + Σ λᵣaᵣ with the λ ≥ 0 that make it shortest (Lawson & Hanson 1974, ch. 23): at the least, aᵣ·d ≥ 0 for all r, and
 * c·d = |d|². Where d = 0, −c is a sum of the aᵣ with weights ≥ 0, which is the proof that no d with c·d > 0 exists.
 */
export function nearestInCone(c: Float64Array, spaces: HalfSpaces): Float64Array | undefined {
  const { dimension } = spaces
  const size = norm(c)
  if (size === 0) return undefined
  /** The half-spaces on whose borders d lies, their columns as Q·R, and their weights. */
  const active: number[] = []
  const [q, r]: [Float64Array[], Float64Array[]] = [[], []]
  let weights: number[] = []
  let d = Float64Array.from(c)
  for (let step = 0; step <= 50 * (dimension + 1); step++) {
    if (norm(d) <= NOTHING * size) return undefined
    const { r: next, margin } = spaces.worst(d)
    if (margin >= -NOTHING * norm(d) || active.includes(next)) return d
    const column = new Float64Array(dimension)
    spaces.column(next, column)
    // What lies in the span of the others is on their border already, but for rounding.
    if (!append(q, r, column)) return d
    active.push(next)
    weights.push(0)
    for (let solved = solve(q, r, c); ; solved = solve(q, r, c)) {
      let share = 1
      solved.forEach((s, i) => {
        if (s <= 0) share = Math.min(share, weights[i]! / (weights[i]! - s))
      })
      weights = solved.map((s, i) => (share === 1 ? s : weights[i]! + share * (s - weights[i]!)))
      if (share === 1 && solved.every(s => s > 0)) break
      for (let at = active.length - 1; at >= 0; at--) {
        if (weights[at]! > 0 && (solved[at]! > 0 || weights[at]! > NOTHING * norm(weights))) continue
        drop(q, r, at)
        active.splice(at, 1)
        weights.splice(at, 1)
      }
    }
    d = Float64Array.from(c)
    for (const axis of [...q, ...q]) subtract(d, dot(axis, d), axis)
  }
  throw new Error('separation: the search for a direction did not end')
}

/** Appends a column to QR, by Gram and Schmidt, twice; `false` where it lies in the span of the others. */
function append(q: Float64Array[], r: Float64Array[], column: Float64Array): boolean {
  const rest = Float64Array.from(column)
  const entries = new Float64Array(q.length + 1)
  for (let round = 0; round < 2; round++)
    q.forEach((axis, i) => {
      const along = dot(axis, rest)
      entries[i]! += along
      subtract(rest, along, axis)
    })
  const length = norm(rest)
  if (length <= NOTHING * norm(column)) return false
  entries[q.length] = length
  q.push(rest.map(v => v / length))
  r.push(entries)
  return true
}

/** Takes column `at` out of QR: the rows below are turned in pairs until R is a triangle again (Golub & Van Loan, §6.5.2). */
function drop(q: Float64Array[], r: Float64Array[], at: number): void {
  r.splice(at, 1)
  for (let i = at; i < r.length; i++) {
    const [top, below] = [r[i]![i]!, r[i]![i + 1]!]
    const length = Math.hypot(top, below)
    const [cos, sin] = [top / length, below / length]
    for (let k = i; k < r.length; k++) turn(r[k]!, i, r[k]!, i + 1, cos, sin)
    const [first, second] = [q[i]!, q[i + 1]!]
    for (let j = 0; j < first.length; j++) turn(first, j, second, j, cos, sin)
    r[i] = r[i]!.slice(0, i + 1)
  }
  q.length = r.length
}

function turn(a: Float64Array, i: number, b: Float64Array, j: number, cos: number, sin: number): void {
  const [x, y] = [a[i]!, b[j]!]
  a[i] = cos * x + sin * y
  b[j] = cos * y - sin * x
}

/** The λ for which c + Σ λᵣaᵣ is shortest, whatever their signs. */
function solve(q: readonly Float64Array[], r: readonly Float64Array[], c: Float64Array): number[] {
  const x = q.map(axis => -dot(axis, c))
  for (let i = x.length - 1; i >= 0; i--) {
    x[i]! /= r[i]![i]!
    for (let k = 0; k < i; k++) x[k]! -= r[i]![k]! * x[i]!
  }
  return x
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function subtract(x: Float64Array, factor: number, axis: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! -= factor * axis[i]!
}

/** √Σ x² */
export function norm(x: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! ** 2
  return Math.sqrt(sum)
}
