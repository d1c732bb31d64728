// Models: built with what chainrule exports, to be used, read and imitated.
export { fromJSON } from './fromJSON.js'
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
