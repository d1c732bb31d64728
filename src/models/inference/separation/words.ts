// Separation in a sentence.
import type { Separation } from './separation.js'

/** What separates which classes, and how. */
export function describeSeparation(
  { kind, features, alone, classes }: Separation,
  names: readonly string[],
  classNames: readonly string[],
): string {
  const columns = features.map(j => `'${names[j]}'`)
  const subject =
    columns.length === 0
      ? 'The intercept alone separates'
      : columns.length === 1
        ? `Column ${columns[0]} separates`
        : `Columns ${listed(columns)} ${alone ? 'each' : 'together'} separate`
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

/** So many are named; of more, how many they are. */
const MOST = 6

const listed = (parts: readonly string[]): string =>
  parts.length > MOST
    ? `${parts.slice(0, MOST).join(', ')} and ${parts.length - MOST} more`
    : parts.length < 2
      ? parts.join('')
      : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
