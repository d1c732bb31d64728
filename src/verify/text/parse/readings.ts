// Texts that may be read in several ways: each is tried, and the only one that fits is meant.
import { attempt, LanguageError } from '../source.js'

/** What is taken at each place that may be read in several ways, by its number. */
export type Choices = ReadonlyMap<string, number>

/** How a reading fits what is declared. */
export interface Fit {
  /** Equal for readings that mean the same. */
  readonly meaning: string
  /** Whether its sides may be equal: what has one shape is preferred to what has two. */
  readonly even: boolean
}

/** A way to read a text, and what was taken on it. */
interface Reading<T> {
  readonly result: T
  readonly choices: Choices
}

/** No more ways than this are tried. A text with more is refused. */
const MOST = 64

/** All ways to read a text, and the places at which they part, in the order of the text. */
function readings<T>(read: (choices: Choices) => T): {
  readonly all: readonly Reading<T>[]
  readonly forks: ReadonlyMap<string, LanguageError>
  readonly complete: boolean
} {
  const open: Choices[] = [new Map()]
  const forks = new Map<string, LanguageError>()
  const all: Reading<T>[] = []
  let tried = 0
  for (let choices = open.pop(); choices !== undefined && tried < MOST; choices = open.pop(), tried++) {
    try {
      all.push({ result: read(choices), choices })
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      const { choice, ways } = error
      // What cannot be read in this way is not meant in this way.
      if (choice === undefined) {
        if (forks.size === 0) throw error
        continue
      }
      forks.set(choice, error)
      for (let way = ways.length - 1; way >= 0; way--) open.push(new Map([...choices, [choice, way]]))
    }
  }
  return { all, forks, complete: open.length === 0 }
}

/** All ways to read a text as far as its grammar goes, and how it is refused where none of several is chosen. */
export interface Readings<T> {
  readonly all: readonly T[]
  readonly unclear: LanguageError | undefined
}

/** All ways to read a text as far as its grammar goes. Throws where there is none. */
export function allReadings<T>(read: (choices: Choices) => T): Readings<T> {
  const { all, forks } = readings(read)
  const [unclear] = forks.values()
  if (all.length === 0) throw unclear!
  return { all: all.map(({ result }) => result), unclear }
}

/**
 * The only way to read a text that fits. Throws a `LanguageError` where several do and mean different things, or none does:
 * the one of the first place at which they part.
 */
export function onlyReading<T>(read: (choices: Choices) => T, fitOf: (result: T) => Fit): T {
  const { all, forks, complete } = readings(read)
  if (forks.size === 0) return all[0]!.result
  const fitting = all.flatMap(reading => {
    const fit = attempt(() => fitOf(reading.result))
    return fit === undefined ? [] : [{ ...reading, ...fit }]
  })
  const even = fitting.filter(reading => reading.even)
  const [first, ...others] = even
  if (complete && first !== undefined && others.every(({ meaning }) => meaning === first.meaning))
    return first.result
  const left = even.length > 0 ? even : fitting
  const differ = (fork: string): boolean => new Set(left.map(({ choices }) => choices.get(fork))).size > 1
  throw [...forks].find(([fork]) => differ(fork))?.[1] ?? [...forks.values()][0]!
}
