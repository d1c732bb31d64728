// Models: built with what chainrule exports, to be used, read and imitated.
export { fromJSON } from './fromJSON.js'
export {
  type AnyInference,
  type CoefficientRow,
  type Coefficients,
  type ConstantFeature,
  chiSquareTail,
  type DependentFeature,
  type Design,
  describeRedundancies,
  describeSeparation,
  type FTest,
  fTail,
  type Inference,
  type InferenceOptions,
  type Interval,
  inferenceText,
  type LikelihoodSummary,
  type LinearInference,
  linearInference,
  type Margins,
  type ModelTest,
  normalQuantile,
  normalTail,
  normalTwoSided,
  normalUpperQuantile,
  type PoissonInference,
  type PoissonInferenceOptions,
  poissonInference,
  type Redundancies,
  redundancies,
  type Separation,
  type SoftmaxInference,
  type SoftmaxInferenceOptions,
  separation,
  softmaxInference,
  studentQuantile,
  studentTail,
  studentTwoSided,
  studentUpperQuantile,
  type Term,
} from './inference/index.js'
export {
  type ClassSample,
  type SampledSoftmaxOptions,
  sampleClasses,
  sampledSoftmaxLoss,
} from './sampledSoftmax.js'
export type { SavedModel, SavedParams, SavedScale, SavedTensor } from './saved.js'
export type { Scale } from './scale.js'
export { type SoftmaxParams, scores, softmaxLoss } from './softmaxLoss.js'
export { SoftmaxModel, type SoftmaxModelParts } from './softmaxModel.js'
export {
  type SampleNames,
  type SoftmaxRegression,
  type SoftmaxRegressionOptions,
  softmaxRegression,
} from './softmaxRegression.js'
