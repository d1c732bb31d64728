// Data to learn from: CSV files as tensors, features on one scale, and rows set aside for testing.
export {
  type LabelledData,
  type LabelledOptions,
  readCsv,
  readLabelledCsv,
  type Table,
  type TableOptions,
} from './csv.js'
export { type Fold, type FoldOptions, groupedKFold, kFold, stratifiedKFold } from './folds.js'
export type { CsvOptions } from './sheet.js'
export { type Samples, type Split, type SplitOptions, split } from './split.js'
export { type Standardized, standardize } from './standardize.js'
