// Whether a function's gradient is right: reverse mode, forward mode and differences must agree, each within its own error.
import { ArgumentError, checkFunction, checkOptions } from '../errors.js'
import { comparisonsOf } from './comparisons.js'
import type { GradientReport } from './report.js'
import { subjectOf } from './subject.js'
import { reportOf } from './text.js'
import { verdictOf } from './verdict.js'

/** How to check. */
export interface GradientCheckOptions {
  /** Draws cotangents and directions: a whole number, 0 unless given. */
  readonly seed?: number
  /** Points of the difference stencil: 3, 5 (default), 7 or 9. */
  readonly points?: number
  /** Up to how many entries each is checked by itself, some 25 calls of f each: 100 unless given. Above, directions are. */
  readonly entries?: number
  /** Along how many random directions above that: 8 unless given. A mistake escapes n of them with chance (0.8·τ/‖error‖)ⁿ. */
  readonly directions?: number
}

/** A function that checks gradients: `checkGradient`, or one with options from `checkGradientWith`. */
export type GradientCheck = <const Inputs extends readonly unknown[]>(
  f: (...inputs: Inputs) => unknown,
  ...inputs: Inputs
) => GradientReport

/**
 * Checks the derivatives of f towards every float tensor in its inputs, and returns a report.
 *
 * f : inputs → a tensor of any shape, or tensors nested in objects and arrays; inputs likewise. Integers and what is no tensor
 * are passed on. A result that is not one number is checked along a fixed Gaussian cotangent.
 *
 * Three oracles must agree: reverse mode and forward mode to rounding, and both with adaptive differences of f's values to
 * the differences' own error bound. Up to 100 entries each is checked; above, Gaussian directions are, and a wrong one is
 * narrowed down to an entry. A wrong gradient is traced to the op whose rule is wrong. Entries of the inputs or of the result
 * that are not finite, such as scores masked with −∞, are named in the report and left out.
 *
 * Verdicts: holds; refuted; nonsmooth, at a kink such as relu at 0; inconclusive, where f is not finite or too noisy to tell.
 *
 * @example
 * const report = checkGradient((w: Tensor, x: Tensor) => sum(tanh(matmul(x, w))), w, x)
 * report.verdict     // 'holds'
 * report.resolution  // 3e-12: relative errors above this would have been caught
 * console.log(report.message)
 */
export const checkGradient: GradientCheck = checkGradientWith({})

/** `checkGradient` with options: `checkGradientWith({ seed: 7 })(f, x)`. */
export function checkGradientWith(options: GradientCheckOptions): GradientCheck {
  const {
    seed = 0,
    points = 5,
    entries = 100,
    directions = 8,
  } = checkOptions('checkGradient', options, ['seed', 'points', 'entries', 'directions'])
  if (!(entries >= 0)) throw new ArgumentError('checkGradient', `entries must be ≥ 0, got ${entries}`)
  if (!Number.isInteger(directions) || directions < 1)
    throw new ArgumentError('checkGradient', `directions must be a whole number ≥ 1, got ${directions}`)
  return (f, ...inputs) => {
    checkFunction('checkGradient', f, [])
    let evaluations = 0
    const counted = (...all: typeof inputs): unknown => {
      evaluations++
      return f(...all)
    }
    const subject = subjectOf(counted, inputs, seed)
    const surveyed = comparisonsOf(subject, seed, points, entries, directions)
    const verdict = verdictOf(subject, surveyed, seed, points)
    const { method, checked, wrong, resolution } = surveyed
    const { size, skipped } = subject
    const comparisons = { method, entries: size, skipped, checked, wrong, resolution, seed, evaluations }
    return reportOf(comparisons, verdict)
  }
}
