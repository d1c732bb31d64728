// The columns of a table found again by the names that a schema has: what is absent is named with what may be meant.
import { DataError, describe } from '../../errors.js'
import { nearest } from '../nearest.js'
import type { Source } from '../source.js'
import type { Schema } from './schema.js'

/** Where the columns of a schema stand in a table. */
export interface Matched {
  /** The place of each feature's column. */
  readonly features: readonly number[]
  /** The place of the target's column; `undefined` where the table has none, as for rows to be predicted. */
  readonly target: number | undefined
  /** The columns that the schema does not use, by name. */
  readonly unused: readonly string[]
}

/** Finds the columns; throws a `DataError` that names those that are not there, each with the nearest unused name. */
export function matchColumns(source: Source, schema: Schema): Matched {
  const places = new Map(source.columns.map((name, j) => [name, j]))
  const wanted = schema.features.map(({ column }) => column)
  const used = new Set([...wanted, ...(schema.target === undefined ? [] : [schema.target.column])])
  const unused = source.columns.filter(name => !used.has(name))
  const absent = wanted.filter(name => !places.has(name))
  if (absent.length > 0) throw noColumn(source, absent, unused, 'which the schema needs')
  const target = schema.target === undefined ? undefined : places.get(schema.target.column)
  return { features: wanted.map(name => places.get(name)!), target, unused }
}

/** The error for columns that are not there, each with the nearest name that nothing else uses. why : what they are wanted for */
export function noColumn(
  { name, columns }: Source,
  absent: readonly string[],
  unused: readonly string[],
  why: string,
): DataError {
  const named = absent.slice(0, 5).map(name => {
    const close = nearest(name, unused)
    return `${describe(name)}${close === undefined ? '' : ` (did you mean ${describe(close)}?)`}`
  })
  const more = absent.length > 5 ? ` and ${absent.length - 5} more` : ''
  const list = columns.slice(0, 20).map(describe).join(', ') + (columns.length > 20 ? ', …' : '')
  return new DataError(name, `there is no column ${named.join(', ')}${more}, ${why}; the columns are ${list}`)
}
