// Entry `chainrule/testing`: whether a derivative is right, where it is wrong, and how sure one can be.
export type { Culprit } from './blame.js'
export {
  checkGradient,
  checkGradientWith,
  type GradientCheck,
  type GradientCheckOptions,
} from './checkGradient.js'
export type { Comparison, Side } from './compare.js'
export { centralDifference, type Difference, type DifferenceOptions } from './differences.js'
export type { Finding, GradientReport, Skipped, Survey, Verdict } from './report.js'
