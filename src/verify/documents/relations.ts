// Whether a formula states anything: a display without a relation shows a quantity, and is no claim.

const SIGNS = /[=<>≤≥⩽⩾≪≫≠≈≃≅≡∼∝≜≔≕∈∉∋⊂⊃⊆⊇≺≻⊥←↔⇐⇒⇔⟵⟸⟹⟺]/
const COMMANDS = new RegExp(
  `^(${[
    'n?(le|ge)q?(q|slant)?|lt|gt|ll|gg|[lg]esssim|ne|approx|n?sim|n?cong|equiv|propto|asymp|perp|models|vdash',
    'in|notin|ni|gets|iff|implies|impliedby|prec|succ|(sub|sup)set',
    // Whatever else has one of these in its name: \coloneqq, \subseteq, \triangleq, \Rightarrow, \defeq. What → leads to is no claim.
    '(?!over|under|(long|x|hook)?rightarrow$|(up|down)arrow$)[a-zA-Z]*(eq|Eq|arrow)[a-zA-Z]*',
  ].join('|')})$`,
)
/** Commands whose argument is no part of the formula: words, names, references, and what stands above or below. */
const ASIDE = new RegExp(
  `^(${[
    'text(bf|it|rm|sf|tt|normal|color)?|math(rm|bf|sf|tt|cal|bb|op)|operatorname|mbox|hbox|[hv]space|color|begin|end',
    'tag|label|(eq|auto|page|[cC])?ref|substack|underset|overset|stackrel',
  ].join('|')})$`,
)

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '\\{': '\\}' }

/**
 * Whether a formula holds a relation, other than in what hangs below or above a sign, in words, and in brackets such as
 * those of [i = j], unless all of it stands in them. In doubt it does: then it must be read.
 */
export function statesRelation(formula: string): boolean {
  const text = formula.replace(/(?<!\\)%[^\n]*/g, comment => ' '.repeat(comment.length))
  const closing = closingIn(text)
  const around = enclosing(text, closing)
  const [token, space] = [/\\[a-zA-Z]+|\\?[\s\S]/uy, /[\s*]*/y]
  /** Behind what comes next: a group in braces, or one sign. */
  const behindArgument = (from: number): number => {
    space.lastIndex = from
    const open = from + space.exec(text)![0].length
    token.lastIndex = open
    const [sign = ''] = token.exec(text) ?? []
    return closing.get(open) ?? open + sign.length
  }
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at
    const [sign] = token.exec(text)!
    const name = /^\\[a-zA-Z]/.test(sign) ? sign.slice(1) : undefined
    const end = at + sign.length
    const opaque = sign !== '{' && at !== around ? closing.get(at) : undefined
    if (name === undefined ? SIGNS.test(sign) : COMMANDS.test(name) && !ASIDE.test(name)) return true
    const hangs = sign === '_' || sign === '^' || (name !== undefined && ASIDE.test(name))
    at = hangs ? behindArgument(end) : (opaque ?? end)
  }
  return false
}

/** Behind what closes each bracket, by where it opens. */
function closingIn(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  // Each kind by itself: the brackets of [0, 1) close nothing.
  const open = new Map(Object.values(CLOSERS).map(close => [close, [] as number[]]))
  for (const { 0: sign, index } of text.matchAll(/\\[\s\S]|[{}()[\]]/g)) {
    const closer = CLOSERS[sign]
    if (closer !== undefined) open.get(closer)!.push(index)
    const begun = open.get(sign)?.pop()
    if (begun !== undefined) found.set(begun, index + sign.length)
  }
  return found
}

/** Where the bracket opens that encloses all of a formula, if one does. */
function enclosing(text: string, closing: ReadonlyMap<number, number>): number | undefined {
  const [lead] = /^\s*(\\left\s*)?/.exec(text)!
  const end = closing.get(lead.length)
  return end !== undefined && /^[\s.,;]*$/.test(text.slice(end)) ? lead.length : undefined
}
