// Tables as the command line meets them: a file by its ending, and what the flags say about its columns.
import type { ColumnName, CsvLayout, Missing, SchemaOptions, Source } from '../data/index.js'
import { openTable } from '../data/node/index.js'

/** How a table is laid out, as flags say it; what they do not say is found out. */
export interface TableFlags {
  readonly delimiter?: string
  readonly header?: boolean
  readonly decimal?: '.' | ','
}

/** What the flags of `train` and `inspect` say about columns. */
export interface ColumnFlags extends TableFlags {
  readonly target?: string
  /** The name that --target had in 0.1. */
  readonly label?: string
  readonly task?: 'classes' | 'number'
  readonly features?: readonly string[]
  readonly drop?: readonly string[]
  readonly categorical?: readonly string[]
  readonly missing?: Missing
  readonly maxCategories?: number
}

/** The table in a file. */
export const tableIn = (path: string, flags: TableFlags): Promise<Source> => openTable(path, layoutOf(flags))

const layoutOf = ({ delimiter, header, decimal }: TableFlags): CsvLayout => ({
  ...(delimiter === undefined ? {} : { delimiter }),
  ...(header === undefined ? {} : { header }),
  ...(decimal === undefined ? {} : { decimal }),
})

/** What a schema is to be, for a table whose last column is the target unless the flags say otherwise. */
export function schemaOptionsOf(flags: ColumnFlags): SchemaOptions {
  const { target, label, task, features, drop, categorical, missing, maxCategories } = flags
  return {
    target: columnOf(target ?? label ?? '-1'),
    ...(task === undefined ? {} : { task }),
    ...(features === undefined ? {} : { features: features.map(columnOf) }),
    ...(drop === undefined ? {} : { drop: drop.map(columnOf) }),
    ...(categorical === undefined ? {} : { categorical: categorical.map(columnOf) }),
    ...(missing === undefined ? {} : { missing }),
    ...(maxCategories === undefined ? {} : { maxCategories }),
  }
}

/** A whole number counts columns, all else is a name. */
const columnOf = (text: string): ColumnName => (/^-?\d+$/.test(text) ? Number(text) : text)
