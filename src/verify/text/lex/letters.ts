// One spelling for every letter: \theta and θ, \hat{y} and ŷ, \mathcal{L} and ℒ are the same.

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
  ddot: '\u0308',
  vec: '\u20d7',
  overrightarrow: '\u20d7',
  underline: '\u0332',
}

/** Fonts that change nothing but the looks. */
const FONTS = [
  ...['mathbf', 'boldsymbol', 'bm', 'mathbb', 'mathsf', 'mathit', 'symbf', 'bold', 'pmb', 'mathfrak'],
  ...['mathbfit', 'mathnormal', 'symbfit', 'symit', 'bbm', 'mathds', 'mathbbm'],
]
/** What puts several letters together to one name, or holds words of a sentence. */
const WORDS = [
  ...['mathrm', 'mathtt', 'mathup', 'text', 'textrm', 'textit', 'textbf', 'texttt', 'textsf', 'textsc'],
  ...['textnormal', 'operatorname', 'mbox', 'hbox'],
]
/** Fonts that hold to the end of a group, by what does the same to one argument. */
const SWITCHES: Readonly<Record<string, string>> = {
  ...{ rm: 'mathrm', tt: 'mathtt', cal: 'mathcal', sf: 'mathsf', bf: 'mathbf', it: 'mathit' },
  ...{ sl: 'mathit', mit: 'mathit', frak: 'mathfrak', em: 'mathit', bfseries: 'mathbf', rmfamily: 'mathrm' },
}

/** The command that does to its argument what an old one such as \rm does to what follows. */
export const switchedTo = (command: string): string | undefined =>
  Object.hasOwn(SWITCHES, command) ? SWITCHES[command] : undefined

export const isFont = (command: string): boolean => FONTS.includes(command)
export const isWord = (command: string): boolean => WORDS.includes(command)
export const isScript = (command: string): boolean => command === 'mathcal' || command === 'mathscr'

/** All commands that write letters, for hints. */
export const LETTER_COMMANDS: readonly string[] = [
  ...Object.keys(GREEK),
  ...Object.keys(ACCENTS),
  ...FONTS,
  ...WORDS,
  'mathcal',
]

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
  Object.hasOwn(HOLES, letter)
    ? HOLES[letter]!
    : /^[A-Z]$/.test(letter)
      ? String.fromCodePoint(0x1d49c + letter.charCodeAt(0) - 65)
      : letter

/** Characters that stand for others wherever they occur. */
const TWINS: Readonly<Record<string, string>> = { ϵ: 'ε', ϑ: 'θ', ϕ: 'φ', ϱ: 'ρ', µ: 'μ', Ω: 'Ω', '∆': 'Δ' }

/** Bold, italic and other mathematical letters are the plain ones, but for script: 𝐱 is x, 𝓛 is ℒ. */
function unstyled(letter: string): string {
  const code = letter.codePointAt(0)!
  if (code < 0x1d400 || code > 0x1d7ff) return letter
  if (code >= 0x1d49c && code < 0x1d4b6) return letter
  const base = letter.normalize('NFKC')
  const twin = Object.hasOwn(TWINS, base) ? TWINS[base]! : base
  return code >= 0x1d4d0 && code < 0x1d504 ? scripted(twin) : twin
}

/** A letter with its marks in its one spelling. */
export const plain = (letter: string): string =>
  [...letter.normalize('NFC')]
    .map(character => (Object.hasOwn(TWINS, character) ? TWINS[character]! : unstyled(character)))
    .join('')
    .normalize('NFC')

/** How letters without subscripts, superscripts and primes are written in LaTeX. */
export function lettersInLatex(letters: string): string {
  const parts = [...letters.normalize('NFD')]
  const marks = parts.filter(part => MARKS.has(part))
  const base = parts
    .filter(part => !MARKS.has(part))
    .join('')
    .normalize('NFC')
  return marks.reduce((inner, mark) => `\\${MARKS.get(mark)}{${inner}}`, bare(base))
}

const MARKS = new Map(
  Object.entries(ACCENTS)
    .reverse()
    .map(([command, mark]) => [mark, command]),
)
const COMMANDS = new Map(
  Object.entries(GREEK)
    .reverse()
    .map(([command, letter]) => [letter, `\\${command}`]),
)

function bare(base: string): string {
  const command = COMMANDS.get(base)
  if (command !== undefined) return command
  const script = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find(letter => scripted(letter) === base)
  if (script !== undefined) return `\\mathcal{${script}}`
  return [...base].length > 1 ? `\\mathrm{${base}}` : base
}
