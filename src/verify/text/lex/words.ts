// Runs of letters: which are functions, and which are words of a sentence.

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
