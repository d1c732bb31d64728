// Runs of letters: which are functions, which are words of a sentence, and which are several names in a row.

import { type FunctionName, functionNamed as named } from '../../terms/index.js'

/** The function that a name stands for; a product has the name of one, and always runs over an index. */
export const functionNamed = (name: string): FunctionName | 'prod' | undefined =>
  name === 'prod' ? 'prod' : named(name)

/** Words that begin conditions. */
export const INTRODUCING = ['if', 'for', 'when', 'where', 'whenever', 'provided', 'assuming', 'with']
/** Words that join statements. */
export const JOINING = ['and', 'so', 'hence', 'thus']
/** Words that end a formula. */
const KEYWORDS = [...INTRODUCING, ...JOINING, 'otherwise', 'else', 'or', 'but', 'unless']

export const isKeyword = (word: string): boolean => KEYWORDS.includes(word.toLowerCase())

/** How many of the letters from `at` make up a name: several where that is a known one, of at most `longest` letters. */
export function nameLength(
  letters: readonly string[],
  at: number,
  known: ReadonlySet<string>,
  longest: number,
): number {
  let length = Math.min(letters.length - at, longest)
  while (length > 1 && !known.has(letters.slice(at, at + length).join(''))) length--
  return Math.max(1, length)
}
