// Runs of letters: which are functions, which are words of a sentence, and which are several names in a row.

/** Functions by the names that they are written with, and the one that each is known by. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: 'exp',
  log: 'log',
  ln: 'log',
  sqrt: 'sqrt',
  tanh: 'tanh',
  sin: 'sin',
  cos: 'cos',
  erf: 'erf',
  sigmoid: 'sigmoid',
  logistic: 'sigmoid',
  softplus: 'softplus',
  relu: 'relu',
  ReLU: 'relu',
  sign: 'sign',
  sgn: 'sign',
  softmax: 'softmax',
  logsumexp: 'logsumexp',
  LSE: 'logsumexp',
  lse: 'logsumexp',
  diag: 'diag',
  tr: 'tr',
  trace: 'tr',
  onehot: 'onehot',
  max: 'max',
  min: 'min',
  mean: 'mean',
  abs: 'abs',
  sum: 'sum',
  prod: 'prod',
}

/** The function that a name stands for. */
export const functionNamed = (name: string): string | undefined =>
  Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined

/** Words that end a formula and begin its conditions. */
const KEYWORDS = [
  'if',
  'for',
  'when',
  'where',
  'whenever',
  'provided',
  'otherwise',
  'else',
  'and',
  'with',
  'or',
  'but',
  'unless',
  'assuming',
  'so',
  'hence',
  'thus',
]

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
