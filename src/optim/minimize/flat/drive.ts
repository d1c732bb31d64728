// The loop that every method runs in: records, tolerance, ends, and the state from which it goes on.
import { ArgumentError, checkOptions, describe } from '../../../errors.js'
import type {
  Found,
  IterationRecord,
  MinimizeOptions,
  Objective,
  Outcome,
  Point,
  Reason,
} from './objective.js'
import { checkedState, type Kept } from './state.js'
import { allFinite, listOf } from './vectors.js'

/** The options of every method. */
export const COMMON = [
  'maxIterations',
  'gradientTolerance',
  'gradientScale',
  'precision',
  'onIteration',
  'state',
] as const

/** What the loss is rounded by, in its own units. */
export interface Rounding {
  /** Where nothing cancels. */
  readonly least: number
  /** Where it is a difference of terms as large as the largest loss that was seen. */
  readonly most: number
}

/** A method: what it makes of a point. */
export interface Method {
  readonly name: string
  /** What it keeps in numbers. */
  readonly names: readonly string[]
  /** max |gᵢ|, or what stands for it. */
  readonly size: (point: Point) => number
  /** One iteration. */
  readonly advance: (point: Point, rounding: Rounding) => Outcome
  /** What is to be said beside a gradient within the tolerance. */
  readonly remark?: (point: Point) => string
  /** Whether it keeps this many vectors. */
  readonly keeps: (vectors: number) => boolean
  /** What it has to keep to go on. */
  readonly keep: () => Kept
}

/** Iterations that may go by without a lower loss or a smaller gradient. */
const PATIENCE = 50
/** Rounding of the loss in units of its own last place: a sum of many terms is off by a few. */
const ROUNDINGS = 8

const shown = (value: number) => value.toPrecision(3)

/** Runs a method. x0 : [n] */
export function drive(
  op: string,
  f: Objective,
  x0: Float64Array,
  options: MinimizeOptions,
  known: readonly string[],
  make: (kept: Kept | undefined) => Method,
): Found {
  const { maxIterations, tolerance } = checkedOptions(op, f, x0, options, known)
  const n = x0.length
  const method = make(undefined)
  const former = options.state && checkedState(op, method, options.state, n)
  const { size, advance, remark, keep } = former ? make(keptOf(former)) : method
  let point: Point = former
    ? { x: Float64Array.from(former.x), gradient: Float64Array.from(former.gradient), value: former.value }
    : startAt(op, f, x0)
  let iterations = former?.iterations ?? 0
  let evaluations = former?.evaluations ?? 1
  let gradientNorm = size(point)
  const scale = options.gradientScale ?? former?.scale ?? gradientNorm
  let best = former?.best ?? { value: point.value, gradientNorm, iteration: 0 }
  const precision = options.precision ?? former?.precision ?? 2 ** -52
  let largest = former?.largest ?? 0
  const history: IterationRecord[] = []

  const tell = (): boolean => {
    const record = { iteration: iterations, value: point.value, gradientNorm, evaluations }
    history.push(record)
    return options.onIteration?.(record) !== false
  }
  const end = (reason: Reason, message: string): Found => ({
    ...point,
    gradientNorm,
    iterations,
    evaluations,
    reason,
    message,
    history,
    state: {
      method: method.name,
      iterations,
      evaluations,
      value: point.value,
      x: listOf(point.x),
      gradient: listOf(point.gradient),
      scale,
      precision,
      best,
      largest,
      ...plainOf(keep()),
    },
  })

  let goesOn = former ? true : tell()
  for (;;) {
    if (gradientNorm <= tolerance * scale)
      return end(
        'gradient',
        `the gradient is within the tolerance: ${shown(gradientNorm)} ≤ ${shown(tolerance)} · ${shown(scale)}${remark?.(point) ?? ''}`,
      )
    if (!goesOn) return end('stopped', `onIteration ended the run after iteration ${iterations}`)
    if (iterations >= maxIterations)
      return end(
        'iterations',
        `${iterations} iterations are all that maxIterations allows; the gradient is ${shown(gradientNorm)}, wanted ${shown(tolerance * scale)}`,
      )
    largest = Math.max(largest, Math.abs(point.value))
    const unit = ROUNDINGS * precision
    const rounding = { least: unit * Math.abs(point.value), most: unit * largest }
    if (iterations - best.iteration >= PATIENCE)
      return end('no progress', stalled(gradientNorm, tolerance * scale))
    const outcome = advance(point, rounding)
    evaluations += outcome.evaluations
    if (!('to' in outcome)) return end(outcome.reason, outcome.message)
    iterations++
    point = outcome.to
    gradientNorm = size(point)
    const isProgress = point.value < best.value - rounding.least || gradientNorm < 0.99 * best.gradientNorm
    if (isProgress) {
      best = {
        value: Math.min(best.value, point.value),
        gradientNorm: Math.min(best.gradientNorm, gradientNorm),
        iteration: iterations,
      }
    }
    goesOn = tell()
  }
}

const stalled = (norm: number, wanted: number) =>
  `neither the loss nor its gradient became smaller in ${PATIENCE} iterations: rounding hides further descent; the gradient is ${shown(norm)}, wanted ${shown(wanted)}`

const keptOf = (state: { numbers: Kept['numbers']; vectors: readonly (readonly number[])[] }): Kept => ({
  numbers: state.numbers,
  vectors: state.vectors.map(v => Float64Array.from(v)),
})

const plainOf = ({ numbers, vectors }: Kept) => ({
  numbers,
  vectors: vectors.map(listOf),
})

/** The loss at the start; refuses a start where it has no value or no gradient. */
function startAt(op: string, f: Objective, x0: Float64Array): Point {
  const x = x0.map(value => value + 0)
  const gradient = new Float64Array(x.length)
  const value = f(x, gradient)
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new ArgumentError(
      op,
      `the loss at the start is ${describe(value)}; begin where it is a finite number`,
    )
  const at = gradient.findIndex(g => !Number.isFinite(g))
  if (at >= 0)
    throw new ArgumentError(
      op,
      `the gradient at the start is ${gradient[at]} at index ${at}; begin where it is finite`,
    )
  return { x, gradient, value }
}

/** The options with what they leave out. */
function checkedOptions(
  op: string,
  f: Objective,
  x0: Float64Array,
  options: MinimizeOptions,
  known: readonly string[],
) {
  checkOptions(op, options, [...COMMON, ...known])
  const refuse = (what: string, value: unknown): never => {
    throw new ArgumentError(op, `${what}, got ${describe(value)}`)
  }
  if (typeof f !== 'function') refuse('wants a loss (x, gradient) => value first', f)
  if (!(x0 instanceof Float64Array)) refuse('wants the start as a Float64Array', x0)
  const bad = allFinite(x0) ? -1 : x0.findIndex(value => !Number.isFinite(value))
  if (bad >= 0) refuse(`the start must be finite at index ${bad}`, x0[bad])
  const { maxIterations = 1000, gradientTolerance = 1e-6, gradientScale, precision = 0 } = options
  const { onIteration } = options
  if (!Number.isSafeInteger(maxIterations) || maxIterations < 0)
    refuse('maxIterations must be a whole number ≥ 0', maxIterations)
  if (!(typeof gradientTolerance === 'number' && gradientTolerance >= 0))
    refuse('gradientTolerance must be a number ≥ 0', gradientTolerance)
  if (gradientScale !== undefined && !(gradientScale > 0 && Number.isFinite(gradientScale)))
    refuse('gradientScale must be a finite number > 0', gradientScale)
  if (!(precision >= 0 && precision < 1)) refuse('precision must be a number from 0 to below 1', precision)
  if (onIteration !== undefined && typeof onIteration !== 'function')
    refuse('onIteration must be a function', onIteration)
  return { maxIterations, tolerance: gradientTolerance }
}
