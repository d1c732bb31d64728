// What a model says of the rows of a table, block by block: one with a schema knows how to read it, one without looks for its features by name.
import { fromData } from '../create.js'
import { type EncodedBlock, encodeBlocks, type Schema, type Source } from '../data/index.js'
import { DataError } from '../errors.js'
import { type AnyModel, predictionsOf, TableModel, type TablePredictions } from '../models/index.js'
import type { TableFlags } from './table.js'

/** A model's predictions for some rows, and the truth where it was asked for. */
export interface Judged {
  readonly predictions: TablePredictions
  /** Classes or numbers, for each prediction; `undefined` where they were not asked for. */
  readonly truth: EncodedBlock['y']
}

/** A model as it reads a table. */
export interface Reading {
  readonly schema: Schema
  readonly model: AnyModel
  /** What scores of classes are divided by; 1 where absent. */
  readonly temperature?: number
}

/** How a model reads a table. */
export const readingOf = (model: AnyModel | TableModel, source: Source, flags: TableFlags): Reading =>
  model instanceof TableModel ? model : { schema: plainSchema(model, source, flags), model }

/** Predicts the rows of a table, so many at a time as a block of it has. */
export function* predictTable(
  { schema, model, temperature }: Reading,
  source: Source,
  judge = false,
): Generator<Judged> {
  for (const { size, x, y, rows } of encodeBlocks(source, schema, { target: judge })) {
    if (size === 0) continue
    const features = fromData(x, [size, schema.names.length])
    yield { predictions: { rows, ...predictionsOf(model, features, temperature) }, truth: y }
  }
}

/** The schema of a model that was saved without one, as 0.1 did: numbers under the names of its features, or in their order. */
function plainSchema(model: AnyModel, { name, columns }: Source, { header }: TableFlags): Schema {
  const d = model.params.theta.shape[0]!
  const named = header !== false && model.featureNames !== undefined
  const names = named ? model.featureNames : columns
  if (names.length !== d)
    throw new DataError(
      name,
      `the model has ${d} features and no names for them, and the table has ${columns.length} columns`,
    )
  return {
    version: 1,
    rows: 1,
    features: names.map(column => ({ kind: 'numeric', column, missing: 'error', indicator: false }) as const),
    names,
    unknown: 'error',
    warnings: [],
  }
}
