// Data to learn from: CSV files as tensors, features on one scale, and rows set aside for testing.
export {
  type CsvOptions,
  type LabelledData,
  type LabelledOptions,
  readCsv,
  readLabelledCsv,
  type Table,
  type TableOptions,
} from './csv/readCsv.js'
export { type CsvLayout, type CsvSource, type CsvSourceOptions, csvSource } from './csv/source.js'
export { type Fold, type FoldOptions, groupedKFold, kFold, stratifiedKFold } from './folds.js'
export { type JsonLinesOptions, jsonLinesSource } from './json/source.js'
export {
  type BooleanFeature,
  type CategoricalFeature,
  type ClassTarget,
  type ColumnName,
  type Encoded,
  type EncodedBlock,
  type EncodeOptions,
  encode,
  encodeBlocks,
  type Feature,
  learnSchema,
  type Missing,
  type NumberTarget,
  type NumericFeature,
  type Schema,
  type SchemaOptions,
  schemaFromJSON,
  type Target,
  type Unknown,
  type Warning,
  type WarningKind,
} from './schema/index.js'
export type { Block, ColumnType, Numbers, Problem, Source } from './source.js'
export { MISSING } from './source.js'
export { type Samples, type Split, type SplitOptions, split } from './split.js'
export { type Standardized, standardize } from './standardize.js'
