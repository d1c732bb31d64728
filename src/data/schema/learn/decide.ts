// What each column becomes, by what is known of it; and what its owner should look at.
import { DataError, describe } from '../../../errors.js'
import { sortNames } from '../../csv/labels.js'
import { parseNumber } from '../../numbers.js'
import type { Source } from '../../source.js'
import {
  type CategoricalFeature,
  type Feature,
  PAIRS,
  type Target,
  type Warning,
  type WarningKind,
} from '../schema.js'
import { isDate } from './dates.js'
import type { Looked, Plan } from './options.js'
import { errorWhere, type Tally } from './survey.js'
import { NumberTally, TextTally } from './tally.js'

/** So many different whole numbers may be classes; numbers among texts must be more than these to be measurements. */
export const FEW = 20

/** Fewer rows than these tell nothing about ids. */
const ROWS_OF_IDS = 20

/** Where decisions are noted. */
export interface Notes {
  readonly source: Source
  readonly plan: Plan
  readonly warnings: Warning[]
}

const warn = ({ warnings }: Notes, column: string, kind: WarningKind, message: string): undefined => {
  warnings.push({ column, kind, message })
  return undefined
}

/** What a column becomes, and `undefined` where it is left out. What stands for missing values is still open. */
export function featureOf(looked: Looked, tally: Tally, notes: Notes): Feature | undefined {
  const { name: column, missing } = looked
  const common = { column, missing, indicator: false }
  if (tally.count === 0) return warn(notes, column, 'constant', 'has no value, and is left out')
  if (tally instanceof NumberTally) {
    if (tally.least === tally.most) return constant(notes, column, String(tally.least), tally)
    if (tally.running && tally.count > 2)
      warn(
        notes,
        column,
        'running',
        `counts the rows from ${tally.least} on; if it only numbers them, drop it`,
      )
    else if (tally.unique && tally.count >= ROWS_OF_IDS)
      warn(notes, column, 'id', 'holds whole numbers that all differ; if they are names of the rows, drop it')
    return { kind: 'numeric', ...common }
  }
  const said = looked.said === 'categories'
  const { source } = notes
  if (!said) refuseMixture(tally)
  const texts = [...tally.texts.keys()]
  if (!said && isMostly(tally, isDate)) {
    const what = 'is a date or a time, which no number stands for'
    const way = `drop the column, put numbers such as the year or the days since a first day in its place, or take it as categorical`
    const place = errorWhere(source, looked.column, text => text !== undefined && isDate(text), '')
    const first = texts.find(isDate)
    throw new DataError(
      source.name,
      `column ${describe(column)}: ${describe(first)} ${what}; ${way}`,
      place.line,
      place.column,
    )
  }
  if (texts.length === 1) return constant(notes, column, texts[0]!, tally)
  if (tally.overflow || (!said && texts.length === tally.count && tally.count >= ROWS_OF_IDS)) {
    const many = tally.overflow
      ? `has more than ${texts.length} different texts`
      : 'has a text of its own in each row'
    return warn(notes, column, 'unique', `${many}, and is left out`)
  }
  const pair = said ? undefined : pairOf(texts)
  if (pair !== undefined) return { kind: 'boolean', ...common, no: pair[0], yes: pair[1] }
  return categoriesOf(looked, tally, notes)
}

function constant(notes: Notes, column: string, value: string, { count, missing }: Tally): undefined {
  const where =
    missing > 0
      ? ` where it is not missing, which it is in ${missing} of ${count + missing} rows`
      : ' in every row'
  return warn(notes, column, 'constant', `is ${describe(value)}${where}, and is left out`)
}

function pairOf(texts: readonly string[]): readonly [string, string] | undefined {
  const small = new Set(texts.map(text => text.toLowerCase()))
  return small.size === 2 ? PAIRS.find(pair => pair.every(word => small.has(word))) : undefined
}

const isMostly = (tally: TextTally, holds: (text: string) => boolean): boolean => {
  let count = 0
  for (const [text, known] of tally.texts) if (holds(text)) count += known.count
  return 2 * count > tally.count
}

/** Refuses texts among measurements: where nine of ten cells are numbers, and more different ones than codes would be. */
function refuseMixture(tally: TextTally): void {
  if (tally.trouble === undefined) return
  const { numbers, different } = numbersIn(tally)
  if ((different > FEW || tally.overflow) && numbers >= 0.9 * tally.count) throw tally.trouble
}

function numbersIn(tally: TextTally): { readonly numbers: number; readonly different: number } {
  let [numbers, different] = [0, 0]
  for (const [text, { count }] of tally.texts) {
    if (parseNumber(text.replace(',', '.')) === undefined) continue
    numbers += count
    different++
  }
  return { numbers, different }
}

function categoriesOf(looked: Looked, tally: TextTally, notes: Notes): CategoricalFeature | undefined {
  const { name: column, missing, said } = looked
  const { maxCategories, minCount, reference } = notes.plan
  const { numbers } = numbersIn(tally)
  if (said !== 'categories' && numbers > 0 && numbers < tally.count)
    warn(
      notes,
      column,
      'mixed',
      `holds ${numbers} numbers and ${tally.count - numbers} texts, which are taken as categories`,
    )
  const ordered = sortNames([...tally.texts.keys()])
  const countOf = (text: string) => tally.texts.get(text)!.count
  const wanted = reference.get(column)
  if (wanted !== undefined && !tally.texts.has(wanted))
    throw new DataError(
      notes.source.name,
      `column ${describe(column)}: the reference, ${describe(wanted)}, is none of its categories`,
    )
  const kept = new Set(
    [...ordered]
      .filter(text => countOf(text) >= minCount || text === wanted)
      .sort((a, b) => (b === wanted ? 1 : 0) - (a === wanted ? 1 : 0) || countOf(b) - countOf(a))
      .slice(0, maxCategories),
  )
  const rare = ordered.length - kept.size
  if (rare > 0)
    warn(
      notes,
      column,
      'rare',
      `has ${ordered.length} categories, of which the ${rare} rarest are joined as (other)`,
    )
  if (kept.size === 0) return constant(notes, column, '(other)', tally)
  const categories = ordered.filter(text => kept.has(text) && text !== wanted)
  return {
    kind: 'categorical',
    column,
    missing,
    indicator: false,
    categories: wanted === undefined ? categories : [wanted, ...categories],
    other: rare > 0,
  }
}

/** What the target is. Throws a `DataError` where there is nothing to learn. */
export function targetOf(looked: Looked, tally: Tally, notes: Notes): Target {
  const { name: column, missing } = looked
  const { source, plan } = notes
  const refuse = (message: string): never => {
    throw errorWhere(
      source,
      looked.column,
      text => text !== undefined,
      `column ${describe(column)}: ${message}`,
    )
  }
  if (tally.count === 0) refuse('the target has no value')
  if (
    tally instanceof NumberTally &&
    (plan.task === 'number' || (plan.task === undefined && !(tally.whole && tally.complete)))
  ) {
    if (tally.least === tally.most)
      refuse(`every value of the target is ${tally.least}: there is nothing to learn`)
    return { kind: 'number', column, missing }
  }
  const numeric = tally instanceof NumberTally
  if (tally instanceof TextTally) {
    if (plan.task === 'number') {
      const isText = (text: string | undefined) =>
        text !== undefined && parseNumber(text.replace(',', '.')) === undefined
      const first = [...tally.texts.keys()].find(isText)
      throw errorWhere(
        source,
        looked.column,
        isText,
        `column ${describe(column)}: ${first === undefined ? 'it was said to be categories' : `${describe(first)} is not a number`}, and the target is to be numbers, as the task says; correct it or name another task`,
      )
    }
    if (looked.said !== 'categories' && plan.task === undefined) refuseMixture(tally)
    if (plan.task === undefined && isMostly(tally, isDate))
      refuse('the target is a date or a time; put what is to be predicted into classes or numbers')
  }
  const counts: ReadonlyMap<string, number> = numeric
    ? new Map([...tally.counts].map(([value, count]) => [String(value), count]))
    : new Map([...tally.texts].map(([text, { count }]) => [text, count]))
  if (numeric ? !tally.complete : tally.overflow)
    refuse(`the target has more than ${counts.size} classes; are they names of the rows?`)
  const classes = sortNames([...counts.keys()])
  if (classes.length === 1)
    refuse(`every label is ${describe(classes[0])}: to learn takes at least two classes`)
  if (classes.length === tally.count && tally.count >= ROWS_OF_IDS)
    refuse(
      'every row has a class of its own; name another column as the target, or if it is a number, say so with the task',
    )
  const alone = classes.filter(name => counts.get(name) === 1)
  if (alone.length > 0) {
    const list =
      alone.slice(0, 5).map(describe).join(', ') + (alone.length > 5 ? ` and ${alone.length - 5} more` : '')
    warn(
      notes,
      column,
      'class',
      `${alone.length === 1 ? 'a class has' : `${alone.length} classes have`} one row only: ${list}`,
    )
  }
  return { kind: 'classes', column, classes, numeric, missing }
}
