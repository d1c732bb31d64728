// Metrics: how good predictions, probabilities and numbers are, and which of several models to take.
export {
  type Calibration,
  type CalibrationBin,
  type CalibrationOptions,
  calibrationTable,
} from './calibration.js'
export {
  type Choice,
  type CrossValidation,
  chooseByOneStandardError,
  crossValidate,
  type PenaltiesOptions,
  penalties,
  type Rows,
} from './choice.js'
export { accuracy, balancedAccuracy, type ClassOptions, confusionMatrix } from './classes.js'
export { type ClassReport, type ClassScores, classReport, type MeanScores } from './classReport.js'
export {
  averagePrecision,
  averagePrecisionByClass,
  type PrecisionRecallPoint,
  precisionRecallCurve,
} from './precision.js'
export { brier, type LogLossOptions, logLoss } from './probabilities.js'
export type { AreaOptions, RankOptions } from './ranked.js'
export { meanAbsoluteError, meanSquaredError, poissonDeviance, r2 } from './regression.js'
export { type RocPoint, rocAuc, rocAucByClass, rocCurve } from './roc.js'
export type { MetricOptions } from './rows.js'
export { fitTemperature, type Temperature, type TemperatureReason } from './temperature.js'
