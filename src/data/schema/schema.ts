// A schema: how the columns of a table become features and a target. It is plain data, so that it is saved with a model.

/** How a table is turned into numbers: always the same way as when it was learned. `JSON.stringify` writes it down. */
export interface Schema {
  /** The version of the format; a change that an older reader would misunderstand makes a new one. */
  readonly version: 1
  /** How many rows it was learned from, without those that were dropped. */
  readonly rows: number
  /** What is to be predicted; absent where the schema was learned without one. */
  readonly target?: Target
  /** The columns that are used, in the order of the table. */
  readonly features: readonly Feature[]
  /** The d names of the encoded features, all different: `age`, `city=Oslo`, `age (missing)`. */
  readonly names: readonly string[]
  /** What becomes of a category that was not met: an error, or the reference category. With an other rule it is `(other)`. */
  readonly unknown: Unknown
  /** What the table should be looked at for. */
  readonly warnings: readonly Warning[]
}

/** What becomes of a missing value: a refusal, the row left out, or a value in its place with an indicator beside it. */
export type Missing = 'error' | 'drop' | 'mean' | 'median' | 'mode'

/** What becomes of a category that was not met while learning. */
export type Unknown = 'error' | 'reference'

/** A column to predict. */
export type Target = ClassTarget | NumberTarget

/** A column of classes. */
export interface ClassTarget {
  /** How it is read. */
  readonly kind: 'classes'
  /** The name of its column. */
  readonly column: string
  /** By value when all are numbers, which are then told apart by value, else by code point. */
  readonly classes: readonly string[]
  /** Whether its cells are read as numbers, so that 1 and 1.0 are one class. */
  readonly numeric: boolean
  /** What becomes of its missing values: `drop`, or a refusal. */
  readonly missing: Missing
}

/** A column of numbers to regress on. */
export interface NumberTarget {
  /** How it is read. */
  readonly kind: 'number'
  /** The name of its column. */
  readonly column: string
  /** What becomes of its missing values: `drop`, or a refusal. */
  readonly missing: Missing
}

/** A column to learn from. */
export type Feature = NumericFeature | CategoricalFeature | BooleanFeature

/** What all features have. */
interface Common {
  /** The name of its column. */
  readonly column: string
  /** What becomes of its missing values. */
  readonly missing: Missing
  /** Whether a further feature says where a value was missing: where one was while learning, and was filled in. */
  readonly indicator: boolean
}

/** A number, taken as it is. */
export interface NumericFeature extends Common {
  /** How it is read. */
  readonly kind: 'numeric'
  /** What stands for a missing value. */
  readonly fill?: number
}

/** One of several texts: an indicator for each but the first, which is the reference. */
export interface CategoricalFeature extends Common {
  /** How it is read. */
  readonly kind: 'categorical'
  /** The reference, then the others: by value when all are numbers, else by code point. */
  readonly categories: readonly string[]
  /** Whether rare categories were joined into one more, `(other)`. */
  readonly other: boolean
  /** What stands for a missing value: a category, or a rare one that counts as `(other)`. */
  readonly fill?: string
}

/** Yes or no, in one of the usual pairs of words, capital or small: 1 or 0. */
export interface BooleanFeature extends Common {
  /** How it is read. */
  readonly kind: 'boolean'
  /** The word for 0, in small letters. */
  readonly no: string
  /** The word for 1, in small letters. */
  readonly yes: string
  /** What stands for a missing value, 0 or 1. */
  readonly fill?: number
}

/** What a table should be looked at for. */
export interface Warning {
  /** The name of the column. */
  readonly column: string
  /** What it is about, for programs. */
  readonly kind: WarningKind
  /** What it is about, for people: a sentence whose subject is the column. */
  readonly message: string
}

/**
 * constant, duplicate, unique: the column was left out. running, id: whole numbers that look like an id; it is used.
 * mixed: numbers and texts, taken as categories. rare: categories joined. missing: values filled in, or rows left out.
 * class: classes of one row.
 */
export type WarningKind = (typeof WARNING_KINDS)[number]

/** All kinds of warnings. */
export const WARNING_KINDS = [
  'constant',
  'duplicate',
  'unique',
  'running',
  'id',
  'mixed',
  'rare',
  'missing',
  'class',
] as const

/** The pairs of words that are booleans. */
export const PAIRS: readonly (readonly [no: string, yes: string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['f', 't'],
  ['n', 'y'],
]

/** The names of the encoded features. Where two would be the same, the later one gets a number. */
export function featureNames(features: readonly Feature[]): readonly string[] {
  const taken = new Set<string>()
  return features
    .flatMap(feature => [
      ...(feature.kind === 'categorical'
        ? [...feature.categories.slice(1), ...(feature.other ? ['(other)'] : [])].map(
            name => `${feature.column}=${name}`,
          )
        : [feature.column]),
      ...(feature.indicator ? [`${feature.column} (missing)`] : []),
    ])
    .map(name => {
      let own = name
      for (let i = 2; taken.has(own); i++) own = `${name} #${i}`
      taken.add(own)
      return own
    })
}

/** How many encoded features a feature becomes. */
export const widthOf = (feature: Feature): number =>
  (feature.kind === 'categorical' ? feature.categories.length - 1 + (feature.other ? 1 : 0) : 1) +
  (feature.indicator ? 1 : 0)
