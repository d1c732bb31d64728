// Learning a schema: one walk through the table, and further ones only where something turns out to need them.
import { DataError, describe } from '../../../errors.js'
import { MOST_NAMES } from '../../csv/header.js'
import type { Source } from '../../source.js'
import { type Feature, featureNames, type Schema, type Target, type Warning } from '../schema.js'
import { FEW, featureOf, type Notes, targetOf } from './decide.js'
import { withoutDuplicates } from './duplicates.js'
import { filled } from './fill.js'
import { type Looked, type Plan, planOf, type SchemaOptions } from './options.js'
import { type Counted, errorWhere, type Mask, maskOf, survey, type Tally } from './survey.js'
import { MOST_TEXTS, NumberTally, TextTally } from './tally.js'

/**
 * How the columns of a table become features and a target, learned in one walk through it, however long it is. The table is
 * walked again for columns in which texts follow numbers, where rows are dropped, for medians, and to make sure of duplicates.
 *
 * A column is numeric where all its cells are numbers, boolean where it has a pair of words such as yes and no, else categorical.
 * Texts among numbers are an error at the first of them where nine of ten cells are numbers, of more than 20 values; else the
 * column is categorical, with a warning. Columns that cannot help are left out with a warning: constant ones, copies of
 * others, texts that are different in each row. Whole numbers that all differ are used, with a warning.
 *
 * Throws a `DataError`, with the place where there is one, for dates, missing values with no strategy, numbers that float64 does
 * not hold, a target of one class, a target that is different in each row, and where no column is left.
 *
 * @example
 * const schema = learnSchema(source, { target: 'survived', drop: ['name'], missing: { age: 'median' } })
 * const { x, y } = encode(source, schema)
 */
export function learnSchema(source: Source, options: SchemaOptions = {}): Schema {
  const plan = planOf(source, options)
  const all = look(source, plan, plan.features)
  const { target } = all
  if (target !== undefined && target.tally.missing > 0 && target.looked.missing !== 'drop')
    throw missingError(source, target, true)
  const { seen, mask } = withoutDropped(source, plan, all)
  return finish(source, plan, seen, mask)
}

/** A column, what is known of it, and what it becomes. */
interface Judged<T> {
  readonly looked: Looked
  readonly tally: Tally
  readonly becomes: T
}

/** What a walk through the table came to. */
interface Seen {
  readonly tallies: ReadonlyMap<number, Tally>
  readonly target?: Judged<Target>
  readonly features: readonly Judged<Feature>[]
  readonly warnings: readonly Warning[]
}

/** A walk through the rows that stay. Kinds of columns are those that they have among all rows, where these were seen before. */
function look(source: Source, plan: Plan, features: readonly Looked[], mask?: Mask, all?: Seen): Seen {
  const counted: Counted[] = features.map(looked => ({
    ...looked,
    keep: { numbers: looked.missing === 'mode' ? MOST_TEXTS : 0, texts: MOST_TEXTS },
  }))
  if (plan.target !== undefined) {
    const numbers = plan.task === 'number' ? 0 : plan.task === 'classes' ? MOST_NAMES : FEW
    counted.unshift({ ...plan.target, keep: { numbers, texts: MOST_NAMES } })
  }
  const kinds = counted.map(column => {
    const known = all?.tallies.get(column.column)
    if (!(known instanceof TextTally)) return column
    return { ...column, texts: known.trouble === undefined ? {} : { trouble: known.trouble } }
  })
  const tallies = survey(source, kinds, mask)
  if (rowsOf(tallies) === 0) return { tallies, features: [], warnings: [] }
  const notes: Notes = { source, plan, warnings: [] }
  const judge = <T>(looked: Looked, by: (looked: Looked, tally: Tally, notes: Notes) => T): Judged<T> => {
    const tally = tallies.get(looked.column)!
    return { looked, tally, becomes: by(looked, tally, notes) }
  }
  const target = plan.target === undefined ? {} : { target: judge(plan.target, targetOf) }
  const judged = features.flatMap(looked => {
    const { becomes, ...column } = judge(looked, featureOf)
    return becomes === undefined ? [] : [{ ...column, becomes }]
  })
  const own = withoutDuplicates(source, judged, notes.warnings, mask)
  return { tallies, ...target, features: own, warnings: notes.warnings }
}

/**
 * What is seen without the rows in which a used column is missing that drops them. A column that is left out costs no rows, and
 * what is left out for want of rows is not taken up again: so the walks come to an end, mostly after one.
 */
function withoutDropped(
  source: Source,
  plan: Plan,
  all: Seen,
): { readonly seen: Seen; readonly mask?: Mask } {
  for (let seen = all; ; ) {
    const used = [...(all.target === undefined ? [] : [all.target]), ...all.features]
    const dropping = used.filter(
      ({ looked, tally }) =>
        looked.missing === 'drop' &&
        tally.missing > 0 &&
        (looked === plan.target || seen.features.some(other => other.looked === looked)),
    )
    if (dropping.length === 0 && seen === all) return { seen }
    const mask =
      dropping.length === 0
        ? undefined
        : maskOf(
            dropping.map(({ looked: { column }, tally }) => ({
              column,
              numeric: tally instanceof NumberTally,
            })),
          )
    const next = look(
      source,
      plan,
      seen.features.map(({ looked }) => looked),
      mask,
      all,
    )
    const told = dropping.map(({ looked, tally }): Warning => {
      const message = `is missing in ${tally.missing} of ${rowsOf(all.tallies)} rows, which are left out`
      return { column: looked.name, kind: 'missing', message }
    })
    if (rowsOf(next.tallies) === 0)
      throw new DataError(source.name, `something is missing in every row, and no row is left${listed(told)}`)
    const warnings = [...seen.warnings.filter(isLeftOut), ...next.warnings]
    if (next.features.length === seen.features.length)
      return { seen: { ...next, warnings: [...told, ...warnings] }, ...(mask === undefined ? {} : { mask }) }
    seen = { ...next, warnings }
  }
}

/** Whether a warning is about a column that is left out. */
const isLeftOut = ({ kind }: Warning): boolean =>
  kind === 'constant' || kind === 'duplicate' || kind === 'unique'

const listed = (warnings: readonly Warning[]): string =>
  warnings
    .slice(0, 10)
    .map(({ column, message }) => `; ${describe(column)} ${message}`)
    .join('')

function rowsOf(tallies: ReadonlyMap<number, Tally>): number {
  for (const { count, missing } of tallies.values()) return count + missing
  return 0
}

function finish(
  source: Source,
  plan: Plan,
  { tallies, target, features, warnings }: Seen,
  mask?: Mask,
): Schema {
  const all = [...warnings]
  if (features.length === 0)
    throw new DataError(source.name, `no column is left to learn from${listed(all.filter(isLeftOut))}`)
  const refused = features.find(({ looked, tally }) => looked.missing === 'error' && tally.missing > 0)
  if (refused !== undefined) throw missingError(source, refused, false)
  const done = filled(source, features, all, mask)
  return {
    version: 1,
    rows: rowsOf(tallies),
    ...(target === undefined ? {} : { target: target.becomes }),
    features: done,
    names: featureNames(done),
    unknown: plan.unknown,
    warnings: all,
  }
}

function missingError(source: Source, { looked, tally }: Judged<unknown>, isTarget: boolean): DataError {
  const rows = tally.count + tally.missing
  const way = isTarget
    ? `fill it in, or give the option missing: 'drop', or missing: { ${JSON.stringify(looked.name)}: 'drop' }, to leave such rows out`
    : "choose what becomes of such rows with the option missing: 'drop', 'mean', 'median' or 'mode'"
  const what = isTarget ? 'the target is' : 'it is'
  return errorWhere(
    source,
    looked.column,
    text => text === undefined,
    `column ${describe(looked.name)}: ${what} missing here${tally.missing > 1 ? `, and in ${tally.missing} of ${rows} rows in all` : ''}; ${way}`,
  )
}
