// A schema read back: text of unknown origin becomes a whole schema, or an error that names what is wrong with it.
import { ArgumentError, DataError, describe } from '../../errors.js'
import { arrayIn, at, type Field, readNames, readObject, unlike, wrong } from '../../models/saved/reader.js'
import {
  type Feature,
  featureNames,
  type Missing,
  type Schema,
  type Target,
  type Unknown,
  WARNING_KINDS,
  type Warning,
} from './schema.js'

/**
 * A schema from the text that `JSON.stringify(schema)` gave.
 *
 * source : what errors call the text, usually its file; `schema` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged or is no schema; nothing in it is trusted.
 */
export function schemaFromJSON(text: string, source = 'schema'): Schema {
  if (typeof text !== 'string')
    throw new ArgumentError('schemaFromJSON', `wants the text of a schema, got ${describe(text)}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new DataError(source, `is no JSON: ${error instanceof Error ? error.message : error}`)
  }
  return readSchema({ value, path: '', source })
}

/** A schema within other data. */
export function readSchema(field: Field): Schema {
  const fields = readObject(field, ['version', 'rows', 'target', 'features', 'names', 'unknown', 'warnings'])
  if (fields.version.value !== 1) throw unlike(fields.version, 'version 1')
  const features = arrayIn(fields.features).map((item, i) => readFeature(at(fields.features, i, item)))
  if (features.length === 0) throw wrong(fields.features, 'wanted at least one feature')
  checkDifferent(
    fields.features,
    features.map(({ column }) => column),
  )
  const target = fields.target.value === undefined ? undefined : readTarget(fields.target)
  if (target !== undefined && features.some(({ column }) => column === target.column))
    throw wrong(fields.target, `${describe(target.column)} is also a feature`)
  const names = readNames(fields.names, 1)
  const own = featureNames(features)
  const other = own.findIndex((name, i) => names[i] !== name)
  if (names.length !== own.length || other >= 0)
    throw wrong(
      fields.names,
      `wanted the ${own.length} names that follow from the features, got ${names.length}${other < 0 ? '' : ` with ${describe(names[other])} for ${describe(own[other])}`}`,
    )
  return {
    version: 1,
    rows: readCount(fields.rows),
    ...(target === undefined ? {} : { target }),
    features,
    names,
    unknown: readOne<Unknown>(fields.unknown, ['error', 'reference']),
    warnings: arrayIn(fields.warnings).map((item, i) => readWarning(at(fields.warnings, i, item))),
  }
}

const MISSINGS: readonly Missing[] = ['error', 'drop', 'mean', 'median', 'mode']

/** What fields a feature or a target has depends on its kind, which is read first. */
function kindOf<K extends string>(field: Field, kinds: readonly K[]): K {
  const { value } = field
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unlike(field, 'an object')
  const kind = new Map<string, unknown>(Object.entries(value)).get('kind')
  return readOne(at(field, 'kind', kind), kinds)
}

function readTarget(field: Field): Target {
  if (kindOf(field, ['classes', 'number']) === 'number') {
    const { column, missing } = readObject(field, ['kind', 'column', 'missing'])
    return { kind: 'number', column: readText(column), missing: readOne(missing, MISSINGS) }
  }
  const { column, classes, numeric, missing } = readObject(field, [
    'kind',
    'column',
    'classes',
    'numeric',
    'missing',
  ])
  return {
    kind: 'classes',
    column: readText(column),
    classes: readNames(classes, 2),
    numeric: readBoolean(numeric),
    missing: readOne(missing, MISSINGS),
  }
}

function readFeature(field: Field): Feature {
  const kind = kindOf(field, ['numeric', 'categorical', 'boolean'])
  const keys = ['kind', 'column', 'missing', 'indicator', 'fill'] as const
  const common = (fields: Readonly<Record<'column' | 'missing' | 'indicator', Field>>) => ({
    column: readText(fields.column),
    missing: readOne(fields.missing, MISSINGS),
    indicator: readBoolean(fields.indicator),
  })
  if (kind === 'categorical') {
    const fields = readObject(field, [...keys, 'categories', 'other'])
    const categories = readNames(fields.categories, 1)
    const other = readBoolean(fields.other)
    if (categories.length < 2 && !other)
      throw wrong(fields.categories, 'wanted at least two categories, or (other)')
    const fill = optional(fields.fill, readText)
    if (fill.fill !== undefined && !other && !categories.includes(fill.fill))
      throw wrong(fields.fill, `${describe(fill.fill)} is none of the categories`)
    return { kind, ...common(fields), categories, other, ...fill }
  }
  if (kind === 'numeric') {
    const fields = readObject(field, keys)
    return { kind, ...common(fields), ...optional(fields.fill, readNumber) }
  }
  const fields = readObject(field, [...keys, 'no', 'yes'])
  const [no, yes] = [readText(fields.no), readText(fields.yes)]
  if (no === yes) throw wrong(fields.yes, `wanted another text than ${describe(no)}`)
  return { kind, ...common(fields), no, yes, ...optional(fields.fill, readNumber) }
}

const readWarning = (field: Field): Warning => {
  const { column, kind, message } = readObject(field, ['column', 'kind', 'message'])
  return { column: readText(column), kind: readOne(kind, WARNING_KINDS), message: readText(message) }
}

const optional = <T>(field: Field, read: (field: Field) => T): { readonly fill?: T } =>
  field.value === undefined ? {} : { fill: read(field) }

function readText(field: Field): string {
  if (typeof field.value !== 'string') throw unlike(field, 'a text')
  return field.value
}

function readBoolean(field: Field): boolean {
  if (typeof field.value !== 'boolean') throw unlike(field, 'true or false')
  return field.value
}

function readNumber(field: Field): number {
  if (typeof field.value !== 'number' || !Number.isFinite(field.value)) throw unlike(field, 'a finite number')
  return field.value
}

function readCount(field: Field): number {
  const count = readNumber(field)
  if (!Number.isSafeInteger(count) || count < 1) throw unlike(field, 'a whole number ≥ 1')
  return count
}

function readOne<K extends string>(field: Field, known: readonly K[]): K {
  const found = known.find(item => item === field.value)
  if (found === undefined) throw unlike(field, known.map(item => `"${item}"`).join(' or '))
  return found
}

function checkDifferent(field: Field, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw wrong(field, `wanted columns that differ, got ${describe(name)} twice`)
    seen.add(name)
  }
}
