// One spelling for every name: \theta and θ, \hat{y} and ŷ, \mathcal{L} and ℒ are the same.

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  vartheta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  varrho: 'ρ',
  sigma: 'σ',
  varsigma: 'ς',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Upsilon: 'Υ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  ell: 'ℓ',
  hbar: 'ℏ',
  imath: 'ı',
  jmath: 'ȷ',
}

/** Accents as combining marks. */
const ACCENTS: Readonly<Record<string, string>> = {
  hat: '\u0302',
  widehat: '\u0302',
  tilde: '\u0303',
  widetilde: '\u0303',
  bar: '\u0304',
  overline: '\u0304',
  dot: '\u0307',
  vec: '\u20d7',
}

/** Fonts that change nothing but the looks. */
const FONTS = ['mathbf', 'boldsymbol', 'bm', 'mathbb', 'mathsf', 'mathit', 'symbf', 'bold']
/** What puts several letters together to one name. */
const WORDS = ['mathrm', 'text', 'textrm', 'textit', 'textbf', 'texttt', 'mathtt', 'operatorname', 'mbox']

export const isFont = (command: string): boolean => FONTS.includes(command)
export const isWord = (command: string): boolean => WORDS.includes(command)
export const isScript = (command: string): boolean => command === 'mathcal' || command === 'mathscr'

/** The letter that a command such as \theta stands for. */
export const letterOf = (command: string): string | undefined =>
  Object.hasOwn(GREEK, command) ? GREEK[command] : undefined

/** The combining mark that a command such as \hat puts on a letter. */
export const accentOf = (command: string): string | undefined =>
  Object.hasOwn(ACCENTS, command) ? ACCENTS[command] : undefined

/** A name with an accent, in the one spelling that is compared. */
export const accented = (name: string, mark: string): string => (name + mark).normalize('NFC')

/** Script letters have a block in Unicode, from 𝒜, with holes for those that were there before. */
const HOLES: Readonly<Record<string, string>> = {
  B: 'ℬ',
  E: 'ℰ',
  F: 'ℱ',
  H: 'ℋ',
  I: 'ℐ',
  L: 'ℒ',
  M: 'ℳ',
  R: 'ℛ',
}

/** \mathcal{L} → ℒ */
export const scripted = (letter: string): string =>
  HOLES[letter] ??
  (/^[A-Z]$/.test(letter) ? String.fromCodePoint(0x1d49c + letter.charCodeAt(0) - 65) : letter)

/** Characters that stand for others wherever they occur. */
const TWINS: Readonly<Record<string, string>> = { ϵ: 'ε', ϑ: 'θ', ϕ: 'φ', ϱ: 'ρ', µ: 'μ', Ω: 'Ω', '∑': '∑' }

/** A letter in its one spelling. */
export const plain = (letter: string): string => (Object.hasOwn(TWINS, letter) ? TWINS[letter]! : letter)

/** Subscripts and superscripts that are characters of their own. */
export const LOWERED: Readonly<Record<string, string>> = {
  '₀': '0',
  '₁': '1',
  '₂': '2',
  '₃': '3',
  '₄': '4',
  '₅': '5',
  '₆': '6',
  '₇': '7',
  '₈': '8',
  '₉': '9',
  ᵢ: 'i',
  ⱼ: 'j',
  ₖ: 'k',
  ₗ: 'l',
  ₘ: 'm',
  ₙ: 'n',
  ₚ: 'p',
  ᵣ: 'r',
  ₛ: 's',
  ₜ: 't',
  ₐ: 'a',
}
export const RAISED: Readonly<Record<string, string>> = {
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
  ᵀ: '⊤',
  '⁻': '-',
  ⁿ: 'n',
}

/** How a name is written in LaTeX. */
export function inLatex(name: string): string {
  const [base, tail = ''] = splitName(name)
  const parts = [...base.normalize('NFD')]
  const letters = parts.filter(c => !Object.values(ACCENTS).includes(c))
  const marks = parts.filter(c => Object.values(ACCENTS).includes(c))
  const core =
    letters.length > 1
      ? `\\mathrm{${letters.join('')}}`
      : (Object.entries(GREEK).find(([, letter]) => letter === letters[0])?.[0] ?? '').replace(
          /^(?=.)/,
          '\\',
        ) || letters.join('')
  const dressed = marks.reduce(
    (inner, mark) => `\\${Object.entries(ACCENTS).find(([, m]) => m === mark)![0]}{${inner}}`,
    core,
  )
  return dressed + tail.replace(/\^(\([^)]*\))/, '^{$1}').replace(/_(\w\w+)/, '_{\\text{$1}}')
}

/** The letters of a name, and the primes, numbers and words that belong to it. */
const splitName = (name: string): readonly [string, string] => {
  const at = name.search(/['_^]/)
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at)]
}
