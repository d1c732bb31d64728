// Separation in a sentence.
import type { CountSeparation } from './counts.js'
import type { Separation } from './separation.js'

/** What separates which classes, and how. */
export function describeSeparation(
  { kind, features, alone, classes }: Separation,
  names: readonly string[],
  classNames: readonly string[],
): string {
  const subject = subjectOf(features, alone, names)
  const named = classes.map(c => `'${classNames[c]}'`)
  const object =
    classNames.length === 2
      ? `the classes ${classNames.map(c => `'${c}'`).join(' and ')}`
      : named.length >= classNames.length - 1
        ? 'all classes from one another'
        : `${named.length === 1 ? 'class' : 'classes'} ${listed(named)} from others`
  const how =
    kind === 'complete'
      ? 'completely: no row is on the wrong side'
      : 'but for rows on the border: none is on the wrong side'
  return `${subject} ${object} ${how}.`
}

/** What separates rows that have no count, and what that does. */
export function describeCountSeparation(
  { features, alone }: CountSeparation,
  names: readonly string[],
): string {
  if (features.length === 0)
    return 'The intercept alone lowers all expected counts without end, for every count is 0.'
  return `${subjectOf(features, alone, names)} rows whose counts are all 0: their expected counts can fall without end, and those of no other rows change.`
}

function subjectOf(features: readonly number[], alone: boolean, names: readonly string[]): string {
  const columns = features.map(j => `'${names[j]}'`)
  return columns.length === 0
    ? 'The intercept alone separates'
    : columns.length === 1
      ? `Column ${columns[0]} separates`
      : `Columns ${listed(columns)} ${alone ? 'each' : 'together'} separate`
}

/** So many are named; of more, how many they are. */
const MOST = 6

const listed = (parts: readonly string[]): string =>
  parts.length > MOST
    ? `${parts.slice(0, MOST).join(', ')} and ${parts.length - MOST} more`
    : parts.length < 2
      ? parts.join('')
      : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
