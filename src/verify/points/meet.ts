// Conditions and the cases that meet them: some choose entries, some sizes, some are met by luck, and equations by Newton steps.

import type { Tensor } from '../../tensor.js'
import { indicesAt } from '../evaluate/axes.js'
import { Digits, TooLong } from '../evaluate/digits.js'
import { Evaluation } from '../evaluate/evaluation.js'
import type { Point } from '../evaluate/point.js'
import { isSmooth } from '../given/context.js'
import type { Problem } from '../meaning/lower.js'
import { dimOf, type Node } from '../meaning/node.js'
import { sign } from '../numbers/doubleDouble/index.js'
import { drawPoint, type Lane } from './draw.js'

/** A case that meets its conditions. */
export interface MetPoint extends Point {
  /** Whether it meets them to the last bit; if not, claims that need them can only be held to what is left. */
  readonly exact: boolean
}

/** The parts of a condition that must all be met. */
export const partsOf = (node: Node): readonly Node[] =>
  node.operation.op === 'and' ? node.args.flatMap(partsOf) : [node]

/** An equation between real numbers, which drawing alone never meets. */
export const isEquation = (problem: Problem, node: Node): boolean =>
  node.operation.op === 'compare' &&
  node.operation.relation === '=' &&
  node.args.some(({ type }) => type.sort === 'real') &&
  [...problem.inputsOf(node.args)].some(name => isSmooth(problem.context.symbols.get(name)!.kind))

/** Whether a condition chooses entries rather than cases: it speaks of labels that the claim is about. */
export const choosesEntries = (problem: Problem, node: Node, labels: readonly string[]): boolean =>
  !isEquation(problem, node) && node.type.labels.some(label => labels.includes(label))

/** Sizes changed so that conditions such as m = n and k = 2 are met. */
export function sizesMeeting(
  sizes: Readonly<Record<string, number>>,
  conditions: readonly Node[],
): Readonly<Record<string, number>> {
  const met: Record<string, number> = { ...sizes }
  const isExtent = (value: number): boolean => value >= 1 && Number.isInteger(value)
  const equations = conditions.filter(({ operation: o }) => o.op === 'compare' && o.relation === '=')
  // As often as it takes for what is said of one dimension to reach all that equal it.
  for (const { args } of equations.flatMap(() => equations)) {
    const [a, b] = args.map(({ operation: o }) => o)
    if (a?.op === 'size' && b?.op === 'size') met[b.dim] = met[a.dim]!
    else if (a?.op === 'size' && b?.op === 'number' && isExtent(b.value)) met[a.dim] = b.value
    else if (b?.op === 'size' && a?.op === 'number' && isExtent(a.value)) met[b.dim] = a.value
  }
  return met
}

/** How often a case is drawn again until conditions are met by luck. */
const TRIES = 60
/** Newton steps either arrive from almost anywhere, or from nowhere. */
const STARTS = 6

/** A case that meets conditions; `undefined` where none was found. */
export function drawMeeting(
  problem: Problem,
  symbols: readonly string[],
  sizes: Readonly<Record<string, number>>,
  lane: Lane,
  seed: number,
  conditions: readonly Node[],
): MetPoint | undefined {
  const wanted = sizesMeeting(sizes, conditions)
  const equations = conditions.filter(node => isEquation(problem, node))
  const others = conditions.filter(node => !equations.includes(node))
  const tries = conditions.length === 0 ? 1 : equations.length > 0 ? STARTS : TRIES
  const seen = new Set<string>()
  for (let attempt = 0; attempt < tries; attempt++) {
    // Where luck fails on a special lane, it may do better on an ordinary one.
    const own = attempt < tries / 2 ? lane : 'ordinary'
    const drawn = drawPoint(problem, symbols, wanted, own, seed + 7919 * attempt)
    // Lanes such as zeros draw the same values again, which would fail again.
    const key = symbols.map(name => drawn.values[name]!.join()).join(';')
    if (seen.has(key)) continue
    seen.add(key)
    const met = equations.length === 0 ? { ...drawn, exact: true } : solve(problem, drawn, equations)
    if (met !== undefined && others.every(node => holds(problem, met, node))) return met
  }
  return undefined
}

/** Whether all entries of a condition hold at a case. */
export function holds(problem: Problem, point: Point, node: Node): boolean {
  const { c } = new Evaluation(problem, point, false).full(node)
  return [...c.data].every(value => value !== 0)
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
  const { labels } = equation.type
  const extents = labels.map(label => evaluation.extent(dimOf(label)))
  const all = extents.reduce((n, extent) => n * extent, 1)
  try {
    for (let e = 0; e < all; e++) {
      const at = indicesAt(e, extents)
      const positions = new Map(labels.map((label, axis) => [label, at[axis]!] as const))
      if (sign(digits.entry(equation, positions)) === 0) return false
    }
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
function solve(problem: Problem, start: Point, equations: readonly Node[]): MetPoint | undefined {
  const names = movableIn(problem, equations)
  const near = newton(problem, start, equations, names, false)
  if (near === undefined || near.exact) return near
  const rounded = { ...near, values: mapValues(near.values, names, v => Math.round(v * GRID) / GRID) }
  const exact = newton(problem, rounded, equations, names, true)
  return exact?.exact ? exact : near
}

/** The symbols in equations whose values can be moved. */
const movableIn = (problem: Problem, equations: readonly Node[]): readonly string[] =>
  [...problem.inputsOf(equations)].filter(name => isSmooth(problem.context.symbols.get(name)!.kind))

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
  let best: Point | undefined
  for (let step = 0; step < STEPS; step++) {
    const evaluation = new Evaluation(problem, point, true)
    const left = residualOf(problem, point, equations, evaluation)
    if (left === 'exact') return allowed(problem, point, names) ? { ...point, exact: true } : undefined
    // Once it is near, rounding keeps it from getting nearer.
    if (left === 'near' && best !== undefined) break
    if (left === 'near') best = point
    const rows = equations.flatMap(equation => rowsOf(evaluation, equation, names))
    if (rows.length === 0 || rows.some(({ residual }) => !Number.isFinite(residual))) break
    const next = moved(point, names, pivots ? pivoted(rows) : rows)
    if (next === undefined) break
    point = within(problem, point, next, names)
  }
  return best !== undefined && allowed(problem, best, names) ? { ...best, exact: false } : undefined
}

/** A step that would take positive numbers below 0 takes them a part of the way. */
const within = (problem: Problem, from: Point, to: Point, names: readonly string[]): Point => ({
  ...to,
  values: {
    ...to.values,
    ...Object.fromEntries(
      names
        .filter(name => problem.context.symbols.get(name)!.kind !== 'real')
        .map(name => [name, to.values[name]!.map((v, i) => Math.max(v, from.values[name]![i]! / 4))]),
    ),
  },
})

/** Whether values that were moved are still of their kinds. */
const allowed = (problem: Problem, point: Point, names: readonly string[]): boolean =>
  names.every(name => {
    const { kind } = problem.context.symbols.get(name)!
    return (
      point.values[name]!.every(v => kind === 'real' || v > 0 || (kind === 'nonnegative' && v === 0)) &&
      (kind !== 'probability' || point.values[name]!.every(v => v < 1))
    )
  })

/** Equations in which only one value each may move: the one that counts most and moves no other. */
function pivoted(rows: readonly Row[]): readonly Row[] {
  const taken = new Set<number>()
  for (const { gradient } of rows) {
    let pivot = -1
    gradient.forEach((slope, j) => {
      if (slope !== 0 && !taken.has(j) && (pivot < 0 || Math.abs(slope) > Math.abs(gradient[pivot]!)))
        pivot = j
    })
    if (pivot >= 0) taken.add(pivot)
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

function rowsOf(evaluation: Evaluation, equation: Node, names: readonly string[]): readonly Row[] {
  const [a, b] = equation.args
  const residuals = (e: Evaluation): Tensor => e.difference(a!, b!)
  const values = residuals(evaluation)
  const parts = names.map(name => evaluation.jacobianOf(e => residuals(e), name))
  return [...values.data].map((residual, i) => {
    const gradient = parts.flatMap(part => {
      const n = part.size / values.size
      return [...part.data].slice(i * n, (i + 1) * n)
    })
    return { residual, gradient: Float64Array.from(gradient) }
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
