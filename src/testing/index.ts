// Entry `chainrule/testing`: whether a derivative is right, where it is wrong, and how sure one can be.
import type { Comparisons, GradientVerdict } from './report.js'

export {
  checkGradient,
  checkGradientWith,
  type GradientCheck,
  type GradientCheckOptions,
} from './checkGradient.js'
export type { Comparison, Side } from './compare.js'
export type { Culprit } from './culprit.js'
export { centralDifference, type Difference, type DifferenceOptions } from './differences.js'
export type { Comparisons, Finding, GradientReport, GradientVerdict, Skipped } from './report.js'
/** @deprecated Called GradientVerdict; goes with 0.3. */
export type Verdict = GradientVerdict
/** @deprecated Called Comparisons; goes with 0.3. */
export type Survey = Comparisons
