// Runs of letters: which are functions, and which are words of a sentence.

import { type FunctionName, functionNamed as named } from '../../terms/index.js'

/** The function that a name stands for; a product has the name of one, and always runs over an index. */
export const functionNamed = (name: string): FunctionName | 'prod' | undefined =>
  name === 'prod' ? 'prod' : named(name)

/** Words that begin conditions. */
export const INTRODUCING = [
  ...['if', 'for', 'when', 'where', 'whenever', 'provided', 'assuming', 'with'],
  ...['falls', 'wenn', 'für', 'sofern', 'wobei', 'mit'],
  ...['当', '若', '如果', '对', '对于', '对所有', '其中'],
]
/** Words that join statements. */
export const JOINING = [
  ...['and', 'so', 'hence', 'thus', 'then', 'therefore', 'since', 'because', 'consequently'],
  ...['und', 'also', 'daher', 'somit', 'folglich', 'dann', 'weil', 'denn'],
  ...['所以', '因此', '因为', '故', '则', '即', '于是', '从而', '又', '且'],
]
/** Words that may stand beside these, and say nothing by themselves. */
export const FILLERS = [
  ...['all', 'every', 'each', 'any', 'that', 'we', 'have', 'get', 'obtain', 'find', 'see', 'it', 'follows'],
  ...['which', 'gives', 'yields', 'implies', 'means', 'let', 'this', 'finally', 'again'],
  ...['alle', 'jedes', 'da', 'gilt', 'ist', '时', '有', '得', '所有', '每个', '我们'],
]
/** Words of the last of several cases. */
export const ELSE = ['otherwise', 'else', 'sonst', '否则', '其他']
/** Words that end a formula. */
const KEYWORDS = [...INTRODUCING, ...JOINING, ...ELSE, 'or', 'oder', 'but', 'unless', '时', '或']

export const isKeyword = (word: string): boolean => KEYWORDS.includes(word.toLowerCase())

/** Whether a text is made of such words alone. */
export const areKeywords = (words: readonly string[]): boolean =>
  words.length > 0 && words.every(word => isKeyword(word) || FILLERS.includes(word.toLowerCase()))

/** Words that change what is claimed: a text that holds one is no remark. */
const CHANGING = new Set(
  [
    'unless except only not no never none neither up approx approximately roughly about almost nearly modulo',
    'mod plus minus times or but const constant otherwise else case cases wrong false incorrect expectation',
    'average small large order terms term limit asymptotically elementwise element componentwise component',
    'entrywise pointwise broadcast transposed transpose as while until without whose any some',
    'nicht außer nur bis oder ohne kein keine fast etwa ungefähr fällt elementweise sonst',
  ]
    .join(' ')
    .split(' '),
)
const CHANGING_HAN = /[当若除不非或约无]|如果|近似|否则|其中|对于/

/** Whether a word says that a claim is meant otherwise than it is written. */
export const isChanging = (word: string): boolean => CHANGING.has(word.toLowerCase())

/** Whether words may be passed: nothing among them is a condition, or says that the claim is meant otherwise. */
export const isHarmless = (words: readonly string[]): boolean =>
  !words.some(word => isChanging(word) || INTRODUCING.includes(word.toLowerCase()) || CHANGING_HAN.test(word))
