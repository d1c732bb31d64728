// What is asked of a schema: which columns, which kinds, and what becomes of missing values.
import { ArgumentError, checkOptions, DataError, describe } from '../../../errors.js'
import { finder } from '../../csv/header.js'
import type { Source } from '../../source.js'
import type { Missing, Unknown } from '../schema.js'

/** A column: its name, or its number from 0, negative from the end. */
export type ColumnName = string | number

/** What `learnSchema` takes beside the table. */
export interface SchemaOptions {
  /** The column to predict. Without one the schema is that of the features alone. */
  readonly target?: ColumnName
  /**
   * What the target is. Unless given, texts and booleans are classes, and so are at most 20 different whole numbers; other
   * numbers are to regress on.
   */
  readonly task?: 'classes' | 'number'
  /** The columns to learn from. All but the target unless given. */
  readonly features?: readonly ColumnName[]
  /** Columns to leave out. */
  readonly drop?: readonly ColumnName[]
  /** Columns to be taken as categories, such as postcodes that are numbers. */
  readonly categorical?: readonly ColumnName[]
  /** Columns that must be numbers: a text in them is an error, however many there are. */
  readonly numeric?: readonly ColumnName[]
  /**
   * What becomes of missing values: for all columns, or by name, where columns that are not named refuse them. `error` unless
   * given. `mean`, `median` and `mode` also make an indicator; for categories and booleans each of them is the mode.
   */
  readonly missing?: Missing | Readonly<Record<string, Missing>>
  /** The most categories that a column keeps: the most frequent ones; 100 unless given. The others become `(other)`. */
  readonly maxCategories?: number
  /** The fewest rows that a category must have to be kept; 1 unless given. */
  readonly minCount?: number
  /** What becomes of categories that were not met, where there is no `(other)`: `error` unless given. */
  readonly unknown?: Unknown
  /** The reference category of columns, by name; the first in order unless given. */
  readonly reference?: Readonly<Record<string, string>>
}

/** A column that is looked at. */
export interface Looked {
  readonly column: number
  readonly name: string
  readonly missing: Missing
  /** What it was said to be. */
  readonly said?: 'number' | 'categories'
}

/** What is looked at, settled. */
export interface Plan {
  readonly target?: Looked
  readonly features: readonly Looked[]
  readonly task?: 'classes' | 'number'
  readonly maxCategories: number
  readonly minCount: number
  readonly unknown: Unknown
  readonly reference: ReadonlyMap<string, string>
}

const OP = 'learnSchema'

const KNOWN = [
  'target',
  'task',
  'features',
  'drop',
  'categorical',
  'numeric',
  'missing',
  'maxCategories',
  'minCount',
  'unknown',
  'reference',
]

const STRATEGIES: readonly string[] = ['error', 'drop', 'mean', 'median', 'mode'] satisfies readonly Missing[]

const refuse = (message: string): never => {
  throw new ArgumentError(OP, message)
}

/** The plan for a table; an `ArgumentError` where the options contradict each other, a `DataError` where there is no such column. */
export function planOf(source: Source, options: SchemaOptions): Plan {
  checkOptions(OP, options, KNOWN)
  const { task, maxCategories = 100, minCount = 1, unknown = 'error' } = options
  oneOf('task', task, [undefined, 'classes', 'number'])
  oneOf('unknown', unknown, ['error', 'reference'])
  for (const [name, count] of Object.entries({ maxCategories, minCount }))
    if (!Number.isSafeInteger(count) || count < 1)
      refuse(`${name} must be a whole number ≥ 1, got ${describe(count)}`)
  const find = finder(source.columns, message => new DataError(source.name, message))
  const listed = (names: readonly ColumnName[] | undefined, option: string): ReadonlySet<number> => {
    if (names !== undefined && !Array.isArray(names))
      refuse(`${option} must be an array of columns, got ${describe(names)}`)
    return new Set(names?.map(find))
  }
  const target = options.target === undefined ? undefined : find(options.target)
  if (task !== undefined && target === undefined) refuse('task says what the target is, and there is none')
  const [drop, categorical, numeric] = [
    listed(options.drop, 'drop'),
    listed(options.categorical, 'categorical'),
    listed(options.numeric, 'numeric'),
  ]
  const features =
    options.features === undefined
      ? source.columns.map((_, j) => j).filter(j => j !== target && !drop.has(j))
      : [...listed(options.features, 'features')]
  const both = (a: Iterable<number>, b: ReadonlySet<number>, what: string) => {
    for (const j of a) if (b.has(j)) refuse(`column ${describe(source.columns[j])} ${what}`)
  }
  both(categorical, numeric, 'cannot be both categorical and numeric')
  both(features, drop, 'is both among the features and dropped')
  if (target !== undefined) both(features, new Set([target]), 'is the target; leave it out of the features')
  if (target !== undefined) both(drop, new Set([target]), 'is the target, and cannot be dropped')
  if (features.length === 0 && source.columns.length === 1 && target !== undefined)
    throw new DataError(
      source.name,
      `there is one column, ${describe(source.columns[0])}, and it is the target: none is left to learn from; is it parted by another delimiter?`,
    )
  const strategyOf = strategies(options.missing, find)
  const lookedAt = (column: number): Looked => ({
    column,
    name: source.columns[column]!,
    missing: strategyOf(column),
    ...(categorical.has(column) ? { said: 'categories' } : numeric.has(column) ? { said: 'number' } : {}),
  })
  const reference = new Map(
    Object.entries(options.reference ?? {}).map(([name, category]) => [
      source.columns[find(name)]!,
      category,
    ]),
  )
  return {
    ...(target === undefined ? {} : { target: lookedAt(target) }),
    ...(task === undefined ? {} : { task }),
    features: features.map(lookedAt),
    maxCategories,
    minCount,
    unknown,
    reference,
  }
}

function oneOf(name: string, value: unknown, known: readonly unknown[]): void {
  if (!known.includes(value))
    refuse(
      `${name} must be one of ${known.filter(item => item !== undefined).join(', ')}, got ${describe(value)}`,
    )
}

function strategies(
  missing: SchemaOptions['missing'] = 'error',
  find: (name: ColumnName) => number,
): (column: number) => Missing {
  if (typeof missing === 'string') {
    oneOf('missing', missing, STRATEGIES)
    return () => missing
  }
  if (typeof missing !== 'object' || missing === null)
    refuse(
      `missing must be ${STRATEGIES.join(', ')}, or one of them for each column by name, got ${describe(missing)}`,
    )
  const byColumn = new Map(
    Object.entries(missing).map(([name, strategy]) => {
      oneOf(`missing for ${describe(name)}`, strategy, STRATEGIES)
      return [find(name), strategy]
    }),
  )
  return column => byColumn.get(column) ?? 'error'
}
