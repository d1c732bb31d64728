// Equations that a point must meet: how nearly it does, and Newton steps towards them.
import { sub } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import { Digits, Evaluation, type Point, positionsOf, TooLong } from '../evaluate/index.js'
import { kindIn, layoutOf } from '../given/index.js'
import type { Node, Problem } from '../meaning/index.js'
import { sign } from '../numbers/doubleDouble/index.js'
import { plain } from '../numbers/index.js'
import { isOfKinds, movableIn } from './kinds.js'

/** A case that meets its conditions. */
export interface MetPoint extends Point {
  /** Whether it meets them to the last bit; if not, claims that need them can only be held to what is left. */
  readonly exact: boolean
}

/** How far an equation may be from met, beside its sides, and beside the rounding of their terms. */
const MET = 2 ** -46
const ROUNDING = 2 ** -46

/** Whether equations are met: exactly, as 31 digits see it, or nearly. */
export function residualOf(
  problem: Problem,
  point: Point,
  equations: readonly Node[],
  evaluation = new Evaluation(problem, point, true),
): 'exact' | 'near' | 'no' {
  let found: 'exact' | 'near' = 'exact'
  for (const { args } of equations) {
    const { left, right } = evaluation.pair(args[0]!, args[1]!)
    for (let e = 0; e < left.c.size; e++) {
      const [x, y] = [left.c.data[e]!, right.c.data[e]!]
      if (x === y) continue
      const rounding = ROUNDING * (left.error!.data[e]! + right.error!.data[e]!)
      if (!(Math.abs(x - y) <= MET * (Math.abs(x) + Math.abs(y)) + rounding)) return 'no'
      found = 'near'
    }
  }
  if (found === 'near') return found
  const digits = new Digits(problem, point)
  return equations.every(equation => isTrueAt(digits, evaluation, equation)) ? 'exact' : 'near'
}

/** Whether digits find both sides of an equation equal, in all entries. */
function isTrueAt(digits: Digits, evaluation: Evaluation, equation: Node): boolean {
  try {
    for (const at of positionsOf(equation.type.labels, dim => evaluation.extent(dim)))
      if (sign(digits.entry(equation, at)) === 0) return false
    return true
  } catch (error) {
    if (error instanceof TooLong) return false
    throw error
  }
}

/** At most so many Newton steps. */
const STEPS = 40
/** Few binary digits, so that what can be met exactly is. */
const GRID = 2 ** 20

/** Moves the values of a case onto its equations: by the shortest Newton steps, then, if that can be, exactly. */
export function solve(problem: Problem, start: Point, equations: readonly Node[]): MetPoint | undefined {
  const names = movableIn(problem, equations)
  const near = newton(problem, start, equations, names, false)
  if (near === undefined || near.exact) return near
  const rounded = { ...near, values: mapValues(near.values, names, v => Math.round(v * GRID) / GRID) }
  const exact = newton(problem, rounded, equations, names, true)
  return exact?.exact ? exact : near
}

/** A case brought back to equations, moving one value for each if that will do, so that simple numbers stay. */
export const settled = (problem: Problem, point: Point, equations: readonly Node[]): MetPoint | undefined => {
  const names = movableIn(problem, equations)
  return newton(problem, point, equations, names, true) ?? newton(problem, point, equations, names, false)
}

/** Newton steps from a case; with `pivots`, one value for each equation moves, and the others stay the round numbers they are. */
function newton(
  problem: Problem,
  start: Point,
  equations: readonly Node[],
  names: readonly string[],
  pivots: boolean,
): MetPoint | undefined {
  let point = start
  const twins = twinsAt(problem, start, names)
  let best: Point | undefined
  for (let step = 0; step < STEPS; step++) {
    const evaluation = new Evaluation(problem, point, true)
    const left = residualOf(problem, point, equations, evaluation)
    if (left === 'exact') return isOfKinds(problem, point, names) ? { ...point, exact: true } : undefined
    // Once it is near, rounding keeps it from getting nearer.
    if (left === 'near' && best !== undefined) break
    if (left === 'near') best = point
    const rows = equations.flatMap(equation => rowsOf(evaluation, equation, names, twins))
    if (rows.length === 0 || rows.some(({ residual }) => !Number.isFinite(residual))) break
    const next = moved(point, names, pivots ? pivoted(rows, twins) : rows)
    if (next === undefined) break
    point = within(problem, point, next, names)
  }
  return best !== undefined && isOfKinds(problem, best, names) ? { ...best, exact: false } : undefined
}

/** A step that would leave a kind goes a part of the way. */
const within = (problem: Problem, from: Point, to: Point, names: readonly string[]): Point => {
  const short = names.map(name => {
    const layout = layoutOf(problem, name, to.sizes)
    const step = to.values[name]!
    return [name, kindIn(problem, name).within?.(from.values[name]!, step, layout) ?? step] as const
  })
  return { ...to, values: { ...to.values, ...Object.fromEntries(short) } }
}

/** For each value that may move, the one that moves with it. */
function twinsAt(problem: Problem, { sizes, values }: Point, names: readonly string[]): readonly number[] {
  let start = 0
  return names.flatMap(name => {
    const from = start
    const layout = layoutOf(problem, name, sizes)
    start += values[name]!.length
    return Array.from(values[name]!, (_, e) => from + (kindIn(problem, name).twin?.(e, layout) ?? e))
  })
}

/** Equations in which only one value each may move, with its twin: the one that counts most and moves no other. */
function pivoted(rows: readonly Row[], twins: readonly number[]): readonly Row[] {
  const taken = new Set<number>()
  for (const { gradient } of rows) {
    let pivot = -1
    gradient.forEach((slope, j) => {
      if (slope !== 0 && !taken.has(j) && (pivot < 0 || Math.abs(slope) > Math.abs(gradient[pivot]!)))
        pivot = j
    })
    if (pivot >= 0) taken.add(pivot).add(twins[pivot]!)
  }
  return rows.map(({ residual, gradient }) => ({
    residual,
    gradient: gradient.map((slope, j) => (taken.has(j) ? slope : 0)),
  }))
}

/** One scalar equation: what is left of it, and its gradient by all values that may move. */
interface Row {
  readonly residual: number
  readonly gradient: Float64Array
}

function rowsOf(
  evaluation: Evaluation,
  equation: Node,
  names: readonly string[],
  twins: readonly number[],
): readonly Row[] {
  const [a, b] = equation.args
  const residuals = (at: Evaluation): Tensor => {
    const { left, right } = at.pair(a!, b!)
    return sub(plain(left).c, plain(right).c)
  }
  const values = residuals(evaluation)
  const parts = evaluation.jacobiansOf(residuals, names)
  return [...values.data].map((residual, i) => {
    const gradient = parts.flatMap(part => {
      const n = part.size / values.size
      return [...part.data].slice(i * n, (i + 1) * n)
    })
    // Values that move together have the mean of their slopes each: the shortest step keeps them equal.
    return { residual, gradient: Float64Array.from(gradient, (g, j) => (g + gradient[twins[j]!]!) / 2) }
  })
}

/** x − Jᵀ(JJᵀ)⁻¹r */
function moved(point: Point, names: readonly string[], rows: readonly Row[]): Point | undefined {
  const dot = (p: Float64Array, q: Float64Array): number => p.reduce((sum, v, i) => sum + v * q[i]!, 0)
  const matrix = rows.map(row => [...rows.map(other => dot(row.gradient, other.gradient)), row.residual])
  const weights = solved(matrix)
  if (weights === undefined) return undefined
  let at = 0
  const shift = rows[0]!.gradient.map((_, j) =>
    rows.reduce((sum, { gradient }, i) => sum + gradient[j]! * weights[i]!, 0),
  )
  return { ...point, values: mapValues(point.values, names, v => v - shift[at++]!) }
}

const mapValues = (
  values: Point['values'],
  names: readonly string[],
  f: (value: number) => number,
): Point['values'] => ({
  ...values,
  ...Object.fromEntries(names.map(name => [name, values[name]!.map(f)])),
})

/** Gaussian elimination with pivoting on [A | b]. */
function solved(matrix: number[][]): readonly number[] | undefined {
  const n = matrix.length
  for (let col = 0; col < n; col++) {
    const pivot = matrix
      .slice(col)
      .reduce((best, row, i) => (Math.abs(row[col]!) > Math.abs(matrix[best]![col]!) ? col + i : best), col)
    if (!(Math.abs(matrix[pivot]![col]!) > 1e-300)) return undefined
    ;[matrix[col], matrix[pivot]] = [matrix[pivot]!, matrix[col]!]
    for (let row = 0; row < n; row++) {
      if (row === col) continue
      const factor = matrix[row]![col]! / matrix[col]![col]!
      for (let k = col; k <= n; k++) matrix[row]![k]! -= factor * matrix[col]![k]!
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]!)
}
