// The first part of a fit in float32, where slopes are far above its rounding: that takes half the time.
import type { Found, MinimizeOptions, Objective } from '../../optim/minimize/flat.js'

/**
 * Where float64 takes over: float32 rounds slopes of size 1 by 6·10⁻⁸, and their means over rows, of columns on one scale, by a few
 * of that. A gradient some thirty times as large has the digit that L-BFGS goes by.
 */
const COARSE = 1e-5

/** How finely losses are rounded in either: relative to their size. */
const [SINGLE, DOUBLE] = [2 ** -23, 2 ** -52]

/**
 * Minimizes f, the first part of the way by `coarse`, the same loss in float32. What is remembered of its curvature is taken along, and
 * where that run ends for any other reason, that is for float64 to judge.
 */
export function coarseFirst(
  solve: (f: Objective, x: Float64Array, options: MinimizeOptions) => Found,
  coarse: Objective,
  f: Objective,
  start: Float64Array,
  options: MinimizeOptions,
): Found {
  const wanted = options.gradientTolerance ?? 0
  const first =
    wanted < COARSE && options.maxIterations !== 0 ? attempt(solve, coarse, start, options) : undefined
  if (first === undefined) return solve(f, start, options)
  const gradient = new Float64Array(start.length)
  const value = f(first.x, gradient)
  const evaluations = first.evaluations + 1
  const state = {
    ...first.state,
    evaluations,
    value,
    gradient: Array.from(gradient),
    precision: DOUBLE,
    best: { value, gradientNorm: first.gradientNorm, iteration: first.iterations },
    largest: Math.abs(value),
    numbers: { ...first.state.numbers, noise: 0 },
  }
  if (first.reason === 'stopped') return { ...first, value, gradient, evaluations, state }
  const found = solve(f, first.x, { ...options, state })
  return { ...found, history: [...first.history, ...found.history] }
}

/** The run in float32; `undefined` where it has no start, for its range is smaller, or nothing to do. */
function attempt(
  solve: (f: Objective, x: Float64Array, options: MinimizeOptions) => Found,
  coarse: Objective,
  start: Float64Array,
  options: MinimizeOptions,
): Found | undefined {
  const slope = new Float64Array(start.length)
  const value = coarse(start, slope)
  if (!Number.isFinite(value) || !slope.every(g => Number.isFinite(g) && Math.abs(g) < FAR)) return undefined
  let isFirst = true
  const f: Objective = (x, gradient) => {
    if (!isFirst) return coarse(x, gradient)
    isFirst = false
    gradient.set(slope)
    return value
  }
  return solve(f, start, { ...options, gradientTolerance: COARSE, precision: SINGLE })
}

/** A slope this large says that the table is not what float32 is for. */
const FAR = 1e6
