// Commands and characters by the sign that they stand for: \le, ≤, ⩽ and <= come out as one.

/** Signs by how else they are written: by commands, by other characters, by several characters. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '·': '\\cdot \\bullet ⋅ • ∙',
  '*': '\\times \\ast × ∗',
  '⋆': '\\star',
  '⊙': '\\odot \\circ ∘ .*',
  '⊗': '\\otimes',
  '⊘': '\\oslash',
  '/': '\\div \\slash ÷ ∕ ⁄',
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
  '≈': '\\approx \\simeq \\thickapprox \\cong ≃ ≅',
  '≡': '\\equiv \\triangleq \\defeq \\eqdef \\coloneq ≜ ≝',
  '⇒': '\\Rightarrow \\implies \\Longrightarrow \\iff \\Leftrightarrow \\Longleftrightarrow \\to \\rightarrow \\longrightarrow \\leadsto \\rightsquigarrow \\therefore ⟹ ⇔ ⟺ → ⟶ ∴ <=> ==>',
  '∵': '\\because',
  '∝': '\\propto',
  '∼': '\\sim',
  '…': '\\ldots \\dots \\cdots \\dotsc \\dotsb \\dotsm ⋯ ...',
  '⋮': '\\vdots',
  '⋱': '\\ddots',
  '|': '\\lvert \\rvert \\vert \\mid ∣',
  '‖': '\\lVert \\rVert \\Vert \\| ∥ ||',
  '\\{': '\\{ \\lbrace',
  '\\}': '\\} \\rbrace',
  '[': '\\lbrack',
  ']': '\\rbrack',
  '𝟙': '𝟏',
  quad: '\\quad \\qquad',
  ':': '\\colon ：',
  ',': '，',
  '.': '。',
  ';': '；',
  '(': '\\lparen （',
  ')': '\\rparen ）',
  '=': '＝',
  '⟨': '\\langle 〈',
  '⟩': '\\rangle 〉',
  remark: '\\checkmark \\square \\blacksquare \\Box \\qed \\qedhere \\qedsymbol ✓ ✔ ∎ □ ■',
  over: '\\over',
  '∞': '\\infty',
  frac: '\\frac \\dfrac \\tfrac \\cfrac \\nicefrac \\sfrac',
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
const ITSELF = /^[-+*·/^_'=≠<>≤≥≈≡∝∼⇒∵()[\]{}|,:;&∑∏∂∇⊤⊙⊗⊘√‖⟨⟩∈∉∧∨∀…⋮⋱∞𝟙⋆.!]$/u

/** The sign at a place, and how many characters it takes. */
export function signAt(
  source: string,
  at: number,
): { readonly sign: string; readonly length: number } | undefined {
  const character = String.fromCodePoint(source.codePointAt(at)!)
  const text =
    [3, 2].map(length => source.slice(at, at + length)).find(several => SIGNS.has(several)) ?? character
  const sign = SIGNS.get(text) ?? text
  if (/^[①-⑳]$/u.test(text)) return { sign: 'remark', length: 1 }
  return sign === ':=' || sign === 'remark' || ITSELF.test(sign) ? { sign, length: text.length } : undefined
}

/** Commands that only say how something looks. */
export const isSilent = (command: string): boolean =>
  /^((display|text|script|scriptscript)style|(no|display)?limits|nonumber|notag|mathstrut|strut|[hv]line|relax|noindent|allowbreak|no?break|tiny|scriptsize|footnotesize|small|normalsize|large|Large|boldmath|centering|null|par|bigskip|medskip|smallskip|vfill|protect)$/.test(
    command,
  )

/** Commands that stand in front of a bracket and say how large it is. */
export const isSize = (command: string): boolean => /^(left|right|middle|[bB]igg?[lrm]?)$/.test(command)

/** Commands that leave a space. */
export const isSpace = (command: string): boolean =>
  /^([,;:! >/\n]|hfill?|enspace|enskip|nobreakspace|(neg)?(thin|med|thick)space)$/.test(command)

/** Commands that end a row. */
export const isRow = (command: string): boolean => /^(\\|cr|newline|tabularnewline)$/.test(command)

/** Environments that are read; an asterisk makes no difference. */
export const ENVIRONMENTS =
  `cases align aligned equation gather gathered split displaymath multline eqnarray alignat
  alignedat flalign xalignat xxalignat dmath IEEEeqnarray`.split(/\s+/)

/** Environments that hold a matrix. */
export const MATRICES =
  'matrix bmatrix pmatrix Bmatrix vmatrix smallmatrix bsmallmatrix psmallmatrix array'.split(' ')

/** Whether a sign begins a matrix. */
export const isMatrix = (text: string): boolean => MATRICES.some(name => text === `\\begin{${name}}`)

/** What to write instead of commands that people use and that mean nothing here. */
export const INSTEAD: Readonly<Record<string, string>> = {
  int: 'Integrals are not checked. What an integral is, a symbol of the given block may stand for.',
  iint: 'Integrals are not checked.',
  oint: 'Integrals are not checked.',
  lim: 'Limits are not checked.',
  cancel: 'Leave out what is cancelled, in a step of its own.',
  bcancel: 'Leave out what is cancelled, in a step of its own.',
  xcancel: 'Leave out what is cancelled, in a step of its own.',
  cancelto: 'Leave out what is cancelled, in a step of its own.',
  Leftarrow: 'Write each claim as an equation of its own.',
  impliedby: 'Write each claim as an equation of its own.',
  argmax: 'Declare the index, c : class of k, and claim p_c = \\max_j p_j.',
  arg: 'Declare the point by its formula, or as w^* : real[n], and claim \\nabla J(w^*) = 0; an index as c : class of k.',
  argmin: 'Declare the index, c : class of k, and claim p_c = \\min_j p_j.',
  pm: 'Write two claims, one with + and one with −.',
  mp: 'Write two claims, one with + and one with −.',
  oplus: 'Write +.',
  bigoplus: 'Write \\sum.',
  binom: 'Name it in the given block.',
  choose: 'Name it in the given block.',
  atop: 'Write \\frac{a}{b} for a fraction.',
  mathchoice: 'Write the formula once.',
  dagger: 'Matrices are real here: write ^\\top.',
  dag: 'Matrices are real here: write ^\\top.',
  lfloor: 'Whole parts have no derivative: name it in the given block, as an integer.',
  lceil: 'Whole parts have no derivative: name it in the given block, as an integer.',
  grad: 'Write \\nabla_\\theta L for a gradient.',
  cot: 'Write \\frac{1}{\\tan x}.',
  coth: 'Write \\frac{1}{\\tanh x}.',
  sec: 'Write \\frac{1}{\\cos x}.',
  csc: 'Write \\frac{1}{\\sin x}.',
  arctan: 'Name it in the given block.',
  doteq: 'Write = for an equation, or := for a definition.',
  lg: 'Write \\log_{10} or \\log_2.',
}
