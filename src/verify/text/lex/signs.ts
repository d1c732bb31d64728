// Commands and characters by the sign that they stand for: \le, ≤, ⩽ and <= come out as one.

/** Signs by how else they are written: by commands, by other characters, by several characters. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '·': '\\cdot ⋅',
  '*': '\\times \\ast × ∗',
  '⊙': '\\odot \\circ ∘ .*',
  '⊗': '\\otimes',
  '⊘': '\\oslash',
  '/': '\\div ÷ ∕ ⁄',
  '-': '− –',
  '⊤': '\\top \\intercal',
  "'": '\\prime ′ ’',
  '∂': '\\partial',
  '∇': '\\nabla',
  '∑': '\\sum',
  '∏': '\\prod',
  '√': '\\sqrt',
  '≠': '\\ne \\neq !=',
  '≤': '\\le \\leq \\leqslant ⩽ <=',
  '≥': '\\ge \\geq \\geqslant ⩾ >=',
  '<': '\\lt',
  '>': '\\gt',
  '∈': '\\in',
  '∉': '\\notin',
  '∧': '\\land \\wedge',
  '∨': '\\lor \\vee',
  '∀': '\\forall',
  ':=': '\\coloneqq \\gets \\leftarrow ← ≔ := <-',
  '≈': '\\approx \\simeq',
  '≡': '\\equiv',
  '∝': '\\propto',
  '∼': '\\sim',
  '…': '\\ldots \\dots \\cdots \\dotsc ⋯ ...',
  '|': '\\lvert \\rvert \\vert \\mid ∣',
  '‖': '\\lVert \\rVert \\Vert \\| ∥ ||',
  '\\{': '\\{ \\lbrace',
  '\\}': '\\} \\rbrace',
  '[': '\\lbrack',
  ']': '\\rbrack',
  '𝟙': '𝟏',
  quad: '\\quad \\qquad',
  ':': '\\colon',
  '∞': '\\infty',
  frac: '\\frac \\dfrac \\tfrac \\cfrac',
}

const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries(SPELLINGS).flatMap(([sign, spellings]) => spellings.split(' ').map(text => [text, sign])),
)

/** The sign that a command such as \le writes. */
export const signOf = (command: string): string | undefined => SIGNS.get(`\\${command}`)

/** All commands that write signs, for hints. */
export const SIGN_COMMANDS: readonly string[] = [...SIGNS.keys()].flatMap(text =>
  text.startsWith('\\') ? [text.slice(1)] : [],
)

/** What may stand in a formula as it is. */
const ITSELF = /^[-+*·/^_'=≠<>≤≥≈≡∝∼()[\]{}|,:;&∑∏∂∇⊤⊙⊗⊘√‖∈∉∧∨∀…∞𝟙.!]$/u

/** The sign at a place, and how many characters it takes. */
export function signAt(
  source: string,
  at: number,
): { readonly sign: string; readonly length: number } | undefined {
  const character = String.fromCodePoint(source.codePointAt(at)!)
  const text =
    [3, 2].map(length => source.slice(at, at + length)).find(several => SIGNS.has(several)) ?? character
  const sign = SIGNS.get(text) ?? text
  return sign === ':=' || ITSELF.test(sign) ? { sign, length: text.length } : undefined
}

/** Commands that only say how something looks. */
export const isSilent = (command: string): boolean =>
  /^(displaystyle|textstyle|scriptstyle|limits|nolimits|nonumber|notag|mathstrut|strut)$/.test(command)

/** Commands that stand in front of a bracket and say how large it is. */
export const isSize = (command: string): boolean => /^(left|right|middle|[bB]igg?[lrm]?)$/.test(command)

/** Commands that leave a space. */
export const isSpace = (command: string): boolean =>
  /^([,;:! >\n]|hspace|hfill|enspace|thinspace|medspace|thickspace)$/.test(command)

/** Environments that are read; an asterisk makes no difference. */
export const ENVIRONMENTS =
  `cases align aligned equation gather gathered split displaymath multline eqnarray alignat
  alignedat flalign xalignat xxalignat dmath IEEEeqnarray`.split(/\s+/)

/** What to write instead of commands that people use and that mean nothing here. */
export const INSTEAD: Readonly<Record<string, string>> = {
  int: 'Integrals are not checked.',
  lim: 'Limits are not checked.',
  Rightarrow: 'Write each claim as an equation of its own.',
  implies: 'Write each claim as an equation of its own.',
  iff: 'Write each claim as an equation of its own.',
  underbrace: 'Put remarks into the prose.',
  overbrace: 'Put remarks into the prose.',
  substack: 'Write the conditions in one row, with commas.',
  arg: 'Declare the index, c : class of k, and claim p_c = \\max_j p_j.',
  argmax: 'Declare the index, c : class of k, and claim p_c = \\max_j p_j.',
  argmin: 'Declare the index, c : class of k, and claim p_c = \\min_j p_j.',
  sup: 'Write \\max.',
  inf: 'Write \\min.',
  pm: 'Write two claims.',
  mp: 'Write two claims.',
  oplus: 'Write +.',
  binom: 'Name it in the given block.',
  langle: 'Write x^\\top y for an inner product.',
  rangle: 'Write x^\\top y for an inner product.',
}
