// What a fit says beyond its coefficients: standard errors, tests, intervals; and when it cannot say it.
export {
  type ConstantFeature,
  type DependentFeature,
  describeRedundancies,
  type Redundancies,
  redundancies,
  type Term,
} from './dependence.js'
export type { Design } from './design.js'
export {
  chiSquareTail,
  fTail,
  normalQuantile,
  normalTail,
  normalTwoSided,
  normalUpperQuantile,
  studentQuantile,
  studentTail,
  studentTwoSided,
  studentUpperQuantile,
} from './distributions.js'
export type { Coefficients, Inference, InferenceOptions, LikelihoodSummary, ModelTest } from './likelihood.js'
export { type FTest, type LinearInference, linearInference } from './linear.js'
export { type PoissonInference, type PoissonInferenceOptions, poissonInference } from './poisson.js'
export { type CountSeparation, countSeparation } from './separation/counts.js'
export { type Margins, type Separation, separation } from './separation/separation.js'
export { describeCountSeparation, describeSeparation } from './separation/words.js'
export { type SoftmaxInference, type SoftmaxInferenceOptions, softmaxInference } from './softmax.js'
export type { CoefficientRow, Interval } from './table.js'
export { type AnyInference, inferenceText } from './text.js'
