// Reading back a model with its schema: text of unknown origin, of which every field is checked.
import { readSchema } from '../../data/schema/index.js'
import { ArgumentError, describe } from '../../errors.js'
import { type AnyModel, modelFrom, parsed } from '../saved/fromJSON.js'
import { checkOutline } from '../saved/outline.js'
import { type Field, readObject, unlike, wrong } from '../saved/reader.js'
import { TABLE_FORMAT, TableModel } from './tableModel.js'

/** A schema names categories and warnings by the thousand; more parts than this take seconds to parse. */
const MOST_PARTS = 1_000_000

/**
 * A table model from the text that `JSON.stringify(model)` gave; it predicts exactly what that model does.
 *
 * source : what errors call the text, usually its file; `model` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged or is no such model; nothing in it is trusted.
 */
export function tableModelFromJSON(text: string, source = 'model'): TableModel {
  if (typeof text !== 'string')
    throw new ArgumentError('tableModelFromJSON', `wants the text of a model, got ${describe(text)}`)
  checkOutline(text, source, MOST_PARTS)
  return tableModelFrom({ value: parsed(text, source), path: '', source })
}

/** A model of any kind, with a schema or without one. */
export function anyFromJSON(text: string, source: string): AnyModel | TableModel {
  checkOutline(text, source, MOST_PARTS)
  const value = parsed(text, source)
  const root = { value, path: '', source }
  const isTable =
    typeof value === 'object' && value !== null && 'format' in value && value.format === TABLE_FORMAT
  if (isTable) return tableModelFrom(root)
  // What has no schema has few parts.
  checkOutline(text, source)
  return modelFrom(root)
}

/** A table model from plain data that nobody vouches for. */
export function tableModelFrom(root: Field): TableModel {
  const fields = readObject(root, ['format', 'version', 'schema', 'model', 'temperature'])
  const { format, version, schema, model, temperature } = fields
  if (format.value !== TABLE_FORMAT)
    throw wrong(format, `wanted ${describe(TABLE_FORMAT)}, got ${describe(format.value)}`)
  if (version.value !== 1)
    throw wrong(version, `wanted version 1 of the format, got ${describe(version.value)}`)
  const { value } = temperature
  if (value !== undefined && !(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY))
    throw unlike(temperature, 'a finite number above 0')
  const parts = {
    schema: readSchema(schema),
    model: modelFrom(model),
    ...(value === undefined ? {} : { temperature: value }),
  }
  try {
    return new TableModel(parts)
  } catch (error) {
    throw error instanceof ArgumentError ? wrong(root, error.message) : error
  }
}
