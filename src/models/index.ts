// Models: built with what chainrule exports, to be used, read and imitated.

export type { ClassWeights } from './classWeights.js'
export type { Blocks } from './glm/blocks.js'
export type { FitOutcome } from './glm/estimate.js'
export type { LinearParams } from './glm/family.js'
export { FittedModel, type ModelParts } from './glm/fittedModel.js'
export type { RegressionOptions, RowOptions } from './glm/options.js'
export type { Rows } from './glm/rows.js'
export {
  type SavedScoreModel,
  type SavedScoreParams,
  ScoreModel,
  type ScoreModelParts,
} from './glm/scoreModel.js'
export { inferenceOfBlocks } from './inference/blocks/of.js'
export {
  type AnyInference,
  type CoefficientRow,
  type Coefficients,
  type ConstantFeature,
  type CountSeparation,
  chiSquareTail,
  countSeparation,
  type DependentFeature,
  type Design,
  describeCountSeparation,
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
export { type InferenceOfOptions, inferenceOf } from './inference/of.js'
export {
  LinearModel,
  linearRegression,
  PoissonModel,
  poissonRegression,
  type Regression,
  type ResponseOptions,
} from './linearRegression.js'
export {
  LogisticModel,
  type LogisticRegression,
  type LogisticRegressionOptions,
  type LogisticSampleOptions,
  logisticRegression,
} from './logisticRegression.js'
export type { PartialRows, Stream } from './partial/partial.js'
export type { ClassStartOptions, PartialCheckpoint, PartialState, StartOptions } from './partial/state.js'
export type { ChosenPenalty, FoldsOptions } from './path/choose.js'
export type { PathOptions, PathPoint, Paths } from './path/path.js'
export {
  type ClassSample,
  type SampledSoftmaxOptions,
  sampleClasses,
  sampledSoftmaxLoss,
} from './sampledSoftmax.js'
export type { SavedModel, SavedParams, SavedScale, SavedTensor } from './saved/format.js'
export { type AnyModel, fromJSON, modelFromJSON } from './saved/fromJSON.js'
export type { Scale } from './scale.js'
export { type SoftmaxParams, scores, softmaxLoss } from './softmaxLoss.js'
export { SoftmaxModel, type SoftmaxModelParts } from './softmaxModel.js'
export {
  type SampleNames,
  type SampleOptions,
  type SoftmaxRegression,
  type SoftmaxRegressionOptions,
  softmaxRegression,
} from './softmaxRegression.js'
export { tableModelFromJSON } from './table/fromJSON.js'
export {
  predictionsOf,
  type SavedTableModel,
  TableModel,
  type TableModelParts,
  type TablePredictions,
} from './table/tableModel.js'
