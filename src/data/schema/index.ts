// Schemas: how the columns of a table become features and a target, learned once and saved with a model.
export { type Encoded, type EncodedBlock, type EncodeOptions, encode, encodeBlocks } from './encode.js'
export { readSchema, schemaFromJSON } from './json.js'
export { learnSchema } from './learn/learn.js'
export type { ColumnName, SchemaOptions } from './learn/options.js'
export type {
  BooleanFeature,
  CategoricalFeature,
  ClassTarget,
  Feature,
  Missing,
  NumberTarget,
  NumericFeature,
  Schema,
  Target,
  Unknown,
  Warning,
  WarningKind,
} from './schema.js'
