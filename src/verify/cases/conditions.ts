// Conditions and the cases that meet them: some choose entries, some sizes, some are met by luck, and equations by Newton steps.
import type { Tensor } from '../../tensor.js'
import { type Case, Evaluation } from '../evaluate/evaluation.js'
import type { Core } from '../lower/core.js'
import type { Lowering } from '../lower/lower.js'
import { drawCase, type Lane } from './draw.js'

/** A case that meets its conditions. */
export interface MetCase extends Case {
  /** Whether it meets them to the last bit; if not, claims that need them can only be held to what is left. */
  readonly exact: boolean
}

/** Kinds whose values can be moved a little. */
const SMOOTH = ['real', 'positive', 'nonnegative', 'probability']

/** The parts of a condition that must all be met. */
export const partsOf = (node: Core): readonly Core[] =>
  node.operation.op === 'and' ? node.args.flatMap(partsOf) : [node]

/** An equation between real numbers, which drawing alone never meets. */
export const isEquation = (lowering: Lowering, node: Core): boolean =>
  node.operation.op === 'compare' &&
  node.operation.relation === '=' &&
  node.args.some(({ type }) => type.sort === 'real') &&
  [...lowering.inputsOf(node.args)].some(name => SMOOTH.includes(lowering.context.symbols.get(name)!.kind))

/** Whether a condition chooses entries rather than cases: it speaks of labels that the claim is about. */
export const choosesEntries = (lowering: Lowering, node: Core, labels: readonly string[]): boolean =>
  !isEquation(lowering, node) && node.type.labels.some(label => labels.includes(label))

/** Sizes changed so that conditions such as m = n and k = 2 are met. */
export function sizesMeeting(
  sizes: Readonly<Record<string, number>>,
  conditions: readonly Core[],
): Readonly<Record<string, number>> {
  const met: Record<string, number> = { ...sizes }
  for (const { operation, args } of conditions) {
    if (operation.op !== 'compare' || operation.relation !== '=') continue
    const [a, b] = args.map(({ operation: o }) => o)
    if (a?.op === 'size' && b?.op === 'size') met[b.dim] = met[a.dim]!
    else if (a?.op === 'size' && b?.op === 'number') met[a.dim] = b.value
    else if (b?.op === 'size' && a?.op === 'number') met[b.dim] = a.value
  }
  return met
}

/** How often a case is drawn again until conditions are met by luck. */
const TRIES = 60
/** Newton steps either arrive from almost anywhere, or from nowhere. */
const STARTS = 6

/** A case that meets conditions; `undefined` where none was found. */
export function drawMeeting(
  lowering: Lowering,
  symbols: readonly string[],
  sizes: Readonly<Record<string, number>>,
  lane: Lane,
  seed: number,
  conditions: readonly Core[],
): MetCase | undefined {
  const wanted = sizesMeeting(sizes, conditions)
  const equations = conditions.filter(node => isEquation(lowering, node))
  const others = conditions.filter(node => !equations.includes(node))
  const tries = conditions.length === 0 ? 1 : equations.length > 0 ? STARTS : TRIES
  for (let attempt = 0; attempt < tries; attempt++) {
    // Where luck fails on a special lane, it may do better on an ordinary one.
    const own = attempt < tries / 2 ? lane : 'ordinary'
    const drawn = drawCase(lowering, symbols, wanted, own, seed + 7919 * attempt)
    const met = equations.length === 0 ? { ...drawn, exact: true } : solve(lowering, drawn, equations)
    if (met !== undefined && others.every(node => holds(lowering, met, node))) return met
  }
  return undefined
}

/** Whether all entries of a condition hold at a case. */
export function holds(lowering: Lowering, point: Case, node: Core): boolean {
  const { c } = new Evaluation(lowering, point, false).full(node)
  return [...c.data].every(value => value !== 0)
}

/** How far an equation may be from met, beside its terms. */
const MET = 2 ** -46

/** Whether equations are met, exactly or nearly. */
export function residualOf(
  lowering: Lowering,
  point: Case,
  equations: readonly Core[],
): 'exact' | 'near' | 'no' {
  const evaluation = new Evaluation(lowering, point, false)
  let found: 'exact' | 'near' = 'exact'
  for (const { args } of equations) {
    const [a, b] = args.map(arg => [...evaluation.full(arg).c.data])
    const n = Math.max(a!.length, b!.length)
    for (let i = 0; i < n; i++) {
      const [x, y] = [a![i % a!.length]!, b![i % b!.length]!]
      if (x === y) continue
      if (!(Math.abs(x - y) <= MET * (Math.abs(x) + Math.abs(y)))) return 'no'
      found = 'near'
    }
  }
  return found
}

/** Moves the values of a case onto its equations, by the shortest Newton steps. */
function solve(lowering: Lowering, start: Case, equations: readonly Core[]): MetCase | undefined {
  const names = [...lowering.inputsOf(equations)].filter(name =>
    SMOOTH.includes(lowering.context.symbols.get(name)!.kind),
  )
  let point = start
  for (let step = 0; step < 40; step++) {
    const left = residualOf(lowering, point, equations)
    if (left === 'exact') break
    const rows = equations.flatMap(equation => rowsOf(lowering, point, equation, names))
    if (rows.length === 0 || rows.some(({ residual }) => !Number.isFinite(residual))) return undefined
    const next = moved(point, names, rows)
    if (next === undefined) return undefined
    // Few binary digits, so that what can be met exactly is.
    const rounded =
      left === 'near'
        ? next
        : { ...next, values: mapValues(next.values, names, v => Math.round(v * 2 ** 24) / 2 ** 24) }
    if (left === 'near' && step > 30) break
    point = rounded
  }
  const left = residualOf(lowering, point, equations)
  const positive = names.every(name => {
    const { kind } = lowering.context.symbols.get(name)!
    return kind === 'real' || point.values[name]!.every(v => v > 0 || (kind === 'nonnegative' && v === 0))
  })
  return left === 'no' || !positive ? undefined : { ...point, exact: left === 'exact' }
}

/** One scalar equation: what is left of it, and its gradient by all values that may move. */
interface Row {
  readonly residual: number
  readonly gradient: Float64Array
}

function rowsOf(lowering: Lowering, point: Case, equation: Core, names: readonly string[]): readonly Row[] {
  const evaluation = new Evaluation(lowering, point, false)
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
function moved(point: Case, names: readonly string[], rows: readonly Row[]): Case | undefined {
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
  values: Case['values'],
  names: readonly string[],
  f: (value: number) => number,
): Case['values'] => ({
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
