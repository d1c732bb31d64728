// The words that say something of a symbol, in English, German and Chinese.
import type { Rank } from './fact.js'

/** What a word says of the symbol that it goes with. */
export interface Sense {
  readonly rank?: Rank
  readonly kind?: string
  /** As many rows as columns. */
  readonly square?: true
}

/** Words by what they say, as patterns over a single word. */
const SENSES: readonly (readonly [words: RegExp, sense: Sense])[] = [
  [/^(matri(x|ces)|jacobian|matrizen|.*matrix|矩阵|方阵)$/i, { rank: 2 }],
  [/^(((column|row)-)?vectors?|(spalten|zeilen)?vektor(en|s)?|向量|列向量|行向量)$/i, { rank: 1 }],
  [/^(scalars?|skalare?|标量|实数|real-number|reals)$/i, { rank: 0 }],
  [/^(square|quadratische[rns]?)$/i, { rank: 2, square: true }],
  [/^(symmetric|symmetrische?[rns]?|对称)$/i, { kind: 'symmetric' }],
  [/^(positive-definite|spd|positiv-definite?[rns]?|正定)$/i, { kind: 'positive definite' }],
  [/^(orthogonale?[rns]?|orthonormal|正交)$/i, { kind: 'orthogonal' }],
  [/^(invertible|non-?singular|invertierbare?[rns]?|可逆)$/i, { kind: 'invertible' }],
  [/^(positive?[rns]?|正数)$/i, { kind: 'positive' }],
  [/^(non-?negative|nicht-?negative?[rns]?|非负)$/i, { kind: 'nonnegative' }],
  [
    /^(distributions?|simplex|probability-vectors?|wahrscheinlichkeitsverteilung(en)?|verteilung(en)?|概率分布)$/i,
    { kind: 'distribution', rank: 1 },
  ],
  [/^(one-?hot|独热)$/i, { kind: 'onehot' }],
  [/^(probability|probabilities|wahrscheinlichkeit|概率)$/i, { kind: 'probability' }],
  [/^(binary|binäre?[rns]?|二元)$/i, { kind: 'binary' }],
]

/** What a word says. */
export const senseOf = (word: string): Sense | undefined => SENSES.find(([words]) => words.test(word))?.[1]

/** Words of several parts, each of which becomes one. */
const COMPOUNDS: readonly (readonly [RegExp, string])[] = [
  [/\b(symmetric\s+)?positive[\s-]+definite\b/gi, 'positive-definite'],
  [/\bpositiv[\s-]+definit(\w*)/gi, 'positiv-definit$1'],
  [/\b(column|row)\s+(vectors?)\b/gi, '$1-$2'],
  [/\bone\s+hot\b/gi, 'one-hot'],
  [/\bnon\s+(negative|singular)\b/gi, 'non-$1'],
  [/\bprobability\s+(vectors?)\b/gi, 'probability-$1'],
  [/\bprobability\s+(distributions?)\b/gi, '$1'],
  [/\breal\s+number\b/gi, 'real-number'],
  [/\breal\s+numbers\b/gi, 'real-number'],
]

/** A text in which words of several parts are one, with as many characters. */
export const compounded = (text: string): string =>
  COMPOUNDS.reduce((whole, [is, one]) => whole.replace(is, one), text)

/** Words between a symbol and what is said of it. */
export const COPULA =
  /^(is|are|be|denotes?|denoted|being|as|ist|sind|sei|seien|bezeichnet|bezeichne|wird|is-assumed|为|是|表示|remains?|stays?|contains?|holds?)$/i
/** Words that change nothing. */
export const FILLER =
  /^(an?|the|all|real|real-valued|dense|fixed|given|some|any|unknown|assumed|also|again|both|known|constant|constants|small|single|simple|now|here|to|eine?[rnms]?|der|die|das|den|dem|reelle?[rns]?|feste?[rns]?|一个|实|个|的|同样)$/i
/** Words that join names of a list. */
export const JOINS = /^(and|und|or|oder|和|与|及)$/i
/** Words behind which a size stands. */
export const SIZED =
  /^(size|shape|length|dimensions?|dimensionality|order|länge|größe|dimension|长度|大小|维度|形状)$/i
/** Words in front of which a size stands, as a number of entries. */
export const ENTRIES =
  /^(entries|components|elements|features|coordinates|einträgen?|einträge|komponenten|merkmalen?|inputs|个元素|个分量|个特征|outputs|units|predictors|covariates)$/i
export const DIMENSIONAL = /^(dimensional|dim|dimensionale?[rns]?|维|-dimensional|d)$/i
export const CLASSES =
  /^(classes|categories|outcomes|labels|klassen|states|个类别|类别|类|symbols|tokens|words)$/i
export const SAMPLES =
  /^(samples?|examples?|observations?|points?|instances?|data-points?|datapoints?|measurements?|inputs|beispielen?|beispiele|beobachtungen|stichproben|datenpunkten?|datenpunkte|样本|个样本|numbers|values|patterns|pairs|vectors|columns|rows)$/i
export const CLASS = /^(class|label|category|klasse|类别|标签|target-class|index)$/i
export const TRUE =
  /^(true|correct|actual|target|right|wahre[rns]?|richtige[rns]?|真实|正确|gold|ground-truth|observed)$/i
export const ROWS = /^(rows|zeilen|行)$/i
export const COLUMNS = /^(columns|spalten|列)$/i
