// The rules that mistakes break: which one it is, told from what was changed and from what was forgotten, in a sentence.

import { type Node, nodesWithin } from '../meaning/index.js'
import type { Diagnosis, Rule } from '../report/index.js'
import { type FunctionName, functionNamed, functionOf } from '../terms/index.js'
import { childrenOf, type Expr, formulasIn, print, type Style, symbolsIn, TIGHT } from '../text/index.js'
import { brokenForm, type Forgotten, forgotten, type Taken } from './parts.js'
import { type Edit, slips } from './slips/index.js'
import type { Part } from './slips/slip.js'
import type { Target } from './target.js'

/** What each rule says. */
export const RULES: Readonly<Record<Rule, string>> = {
  sum: 'a sum is differentiated term by term, each of them once',
  product: "by the product rule, (f g)' = f' g + f g'",
  quotient: "by the quotient rule, (f/g)' = (f' g - f g')/g^2",
  chain: 'by the chain rule, the derivative of what stands inside is a factor',
  paths: 'by the chain rule, all paths are summed',
  power: "by the power rule, (f^n)' = n f^(n-1) f'",
  function: 'a function and its derivative are taken for one another',
  case: 'where the indices are equal the derivative is another one than where they differ',
  transposition: '(A B)^T = B^T A^T, and a gradient is shaped as what it is by',
  index: 'each axis is read at its own index',
  constant: 'a constant factor stays as it is',
  sign: 'a minus belongs to all that it stands before',
}

/** Rules that speak of derivatives: a mistake breaks them where something is differentiated. */
const CALCULUS: readonly Rule[] = [
  'sum',
  'product',
  'quotient',
  'chain',
  'paths',
  'power',
  'function',
  'case',
]

/** What is known of a step whose true side is a derivative. */
export interface Derived {
  readonly taken: Taken
  readonly target: Target
  /** What was forgotten, if that explains the whole. */
  readonly forgotten: Forgotten | undefined
  /** A rule that was replaced by a simpler one: f' g' for (f g)'. */
  readonly form: Rule | undefined
}

export const derivedOf = (taken: Taken, target: Target, wrong: Node | undefined): Derived => {
  const values = wrong && target.values(wrong)
  const found = values && forgotten(target, taken, values)
  const form = values && found === undefined ? brokenForm(target, taken, values) : undefined
  return { taken, target, forgotten: found, form }
}

/** The rule that changes undo a breach of; `undefined` where that cannot be told. */
export function ruleOf(edits: readonly Edit[], derived: Derived | undefined): Rule | undefined {
  if (areExchanged(edits)) return 'transposition'
  const rules = new Set(edits.map(edit => ruleOfEdit(edit, derived)))
  const rule =
    rules.size === 1 ? [...rules][0] : derived !== undefined && rules.has('case') ? 'case' : undefined
  const found = derived?.forgotten
  const isSaid = rule !== undefined && (found?.how === 'miscounted' || !CALCULUS.includes(rule))
  if (found !== undefined && (!isSaid || (rule === 'constant' && found.how !== 'miscounted')))
    return ruleOfParts(found, derived!)
  if (derived?.form !== undefined && !isSaid) return derived.form
  return rule
}

/** Whether two factors changed places: a b^T for b a^T. */
function areExchanged([first, second]: readonly Edit[]): boolean {
  const [a, b] = [first, second]
  if (a?.kind !== 'symbol' || b?.kind !== 'symbol') return false
  const names = [a.at, a.by, b.by, b.at].map(expr =>
    expr.kind === 'symbol' && expr.indices.length === 0 ? expr.name : '',
  )
  return names[0] !== '' && names[0] === names[2] && names[1] === names[3]
}

/** The rule by which what was forgotten would have been differentiated. */
function ruleOfParts({ parts }: Forgotten, derived: Derived): Rule {
  const { taken } = derived
  const [first, second] = parts
  if (first === undefined || second !== undefined) return 'paths'
  const { expr, parent, of } = first
  const own = taken.expr.of.kind !== 'symbol' || taken.expr.of.name === of
  if (expr.kind === 'symbol' && (!own || parent.kind === 'add')) return 'paths'
  switch (parent.kind) {
    case 'mul':
      return parent.factors.some(
        ({ by, value }) => by === 'over' && (value === expr || moves(value, derived)),
      )
        ? 'quotient'
        : 'product'
    case 'add':
      return 'sum'
    default:
      return 'paths'
  }
}

/** The rule that a single change speaks of. */
function ruleOfEdit(edit: Edit, derived: Derived | undefined): Rule | undefined {
  const known = slips[edit.kind].rule
  if (derived === undefined) return known !== undefined && CALCULUS.includes(known) ? undefined : known
  switch (edit.kind) {
    case 'factor':
      return ruleOfFactor(edit, derived)
    case 'term':
      return edit.part && ruleOfTerm(edit.part, edit.at, derived)
    case 'order':
      return isTurned(edit.at, edit.by) ? 'transposition' : known
    case 'sum':
      return edit.by.kind === 'big' && edit.at.kind !== 'big' ? 'paths' : 'index'
    case 'power':
      return isQuotient(derived) ? 'quotient' : hasPower(derived) ? 'power' : 'function'
    case 'complement':
    case 'function':
      return varies(edit.at, derived) ? 'function' : 'constant'
    default:
      return known
  }
}

/** Whether the same factors stand in another order: x^T x for x x^T. */
const isTurned = (at: Expr, by: Expr): boolean =>
  at.kind === 'mul' &&
  by.kind === 'mul' &&
  at.factors.every((factor, i) => factor.by === by.factors[i]?.by) &&
  at.factors.some(({ value }, i) => value !== by.factors[i]!.value)

/** Whether a power is differentiated. */
const hasPower = ({ taken, target: { problem } }: Derived): boolean =>
  nodesWithin([taken.node.args[0]!], problem).some(
    node =>
      ['pow', 'squares', 'norm2', 'div'].includes(node.operation.op) && problem.mentions(node, taken.by),
  )

/** A factor: a number may be an exponent, what varies is the derivative of something inside, and so is what stands beside it there. */
function ruleOfFactor({ part, at, by: changed }: Edit, derived: Derived): Rule {
  const { taken, target } = derived
  const { problem } = target
  const before = new Set(symbolsIn(at).map(({ name }) => name))
  const names = symbolsIn(part?.expr ?? changed).flatMap(({ name }) =>
    problem.symbols.has(name) && (part !== undefined || !before.has(name)) ? [name] : [],
  )
  if (names.some(name => problem.symbolMentions(name, taken.by))) return 'chain'
  const inside = nodesWithin([taken.node.args[0]!], problem).filter(
    node => !LINEAR.includes(node.operation.op) && problem.mentions(node, taken.by),
  )
  if (names.length > 0)
    return inside.some(node => names.some(name => problem.mentions(node, name))) ? 'chain' : 'constant'
  if (part?.missing !== true || part.expr.kind !== 'number') return 'constant'
  const { value } = part.expr
  if (inside.some(({ args }) => args.some(arg => isScaled(arg, value, derived)))) return 'chain'
  if (part.what !== 'the factor') return 'constant'
  const isExponent = ({ operation: o, args }: Node): boolean => {
    const exponent = args[1]?.operation
    return o.op === 'pow' && exponent?.op === 'number' && exponent.value === value
  }
  return inside.some(isExponent) ? 'power' : 'constant'
}

/** Whether a number, or one over it, stands before what varies: 2 in e^{x/2}. */
const isScaled = (
  { operation: o, args }: Node,
  by: number,
  { taken, target: { problem } }: Derived,
): boolean =>
  (o.op === 'mul' || o.op === 'div') &&
  args.some(({ operation }) => operation.op === 'number' && [by, 1 / by].includes(operation.value)) &&
  args.some(arg => problem.mentions(arg, taken.by))

/** A term without which a case is lost, or a path. */
function ruleOfTerm({ expr, missing }: Part, at: Expr, { target: { problem } }: Derived): Rule | undefined {
  if (!missing) return isTwice(expr, at) ? 'sum' : undefined
  const isChoice = (part: Expr): boolean =>
    part.kind === 'iverson' ||
    part.kind === 'delta' ||
    (part.kind === 'symbol' && problem.classesOf(part.name) !== undefined)
  if (holds(expr, isChoice)) return 'case'
  return holds(expr, part => part.kind === 'big') ? 'paths' : undefined
}

/** Whether a term of a sum is there once more: by itself, or as one of those that a Σ beside it adds. */
const isTwice = (term: Expr, at: Expr): boolean =>
  at.kind === 'add' &&
  at.terms.some(
    ({ value }) =>
      value !== term && (alike(value, term) || (value.kind === 'big' && alike(value.body, term))),
  )

/** Whether two formulas speak of the same in the same order. */
const alike = (a: Expr, b: Expr): boolean =>
  a.kind === b.kind &&
  symbolsIn(a)
    .map(({ name }) => name)
    .join() ===
    symbolsIn(b)
      .map(({ name }) => name)
      .join()

const holds = (expr: Expr, is: (part: Expr) => boolean): boolean =>
  is(expr) || childrenOf(expr).some(part => holds(part, is))

/** What a constant factor passes through. */
const LINEAR: readonly string[] = [
  'add',
  'mul',
  'matmul',
  'div',
  'transpose',
  'reduce',
  'sum',
  'mean',
  'symbol',
  'number',
  'label',
  'size',
  'entry',
]

/** Whether a formula depends on what is differentiated by. */
const varies = (expr: Expr, { taken, target: { problem } }: Derived): boolean =>
  symbolsIn(expr).some(({ name }) => problem.symbols.has(name) && problem.symbolMentions(name, taken.by))

/** The same, also where it does by what a function of the paper is made of. */
const moves = (expr: Expr, derived: Derived): boolean =>
  varies(expr, derived) ||
  formulasIn(expr).some(part => {
    const own = part.kind === 'apply' ? derived.target.problem.functions.get(part.name) : undefined
    return own !== undefined && varies(own.expr, derived)
  })

/** Whether what is differentiated is a quotient whose denominator varies. */
function isQuotient(derived: Derived): boolean {
  const { of } = derived.taken.expr
  const expr = of.kind === 'symbol' ? derived.target.problem.symbols.get(of.name)?.definition?.expr : of
  return expr?.kind === 'mul' && expr.factors.some(({ by, value }) => by === 'over' && varies(value, derived))
}

/** Rules whose breach the change itself does not say: their sentence is added. */
const isAdded = (rule: Rule, [edit]: readonly Edit[]): boolean =>
  CALCULUS.includes(rule) ||
  (rule === 'constant' && edit?.kind === 'factor') ||
  (rule === 'transposition' && edit?.kind === 'order')

/** What is said of the rule behind a change; empty where the change says it. */
export function clauseOf(
  rule: Rule | undefined,
  edits: readonly Edit[],
  derived: Derived | undefined,
  style: Style,
): string {
  if (rule === undefined || derived === undefined || !isAdded(rule, edits)) return ''
  const isTold = ['product', 'quotient', 'paths', 'sum'].includes(rule)
  const told = isTold && derived.forgotten !== undefined ? `${partsText(derived.forgotten, style)}; ` : ''
  if (rule === 'case' && edits[0]!.kind === 'condition')
    return '; each case of a function has a derivative of its own'
  return `; ${told}${(rule === 'function' ? slopeText(derived) : undefined) ?? RULES[rule]}`
}

/** What can be said of a mistake for which no repair is found. */
export function withoutRepair(
  derived: Derived,
  style: Style,
): Pick<Diagnosis, 'rule' | 'message'> | undefined {
  const { forgotten: found, form } = derived
  const rule = found === undefined ? form : ruleOfParts(found, derived)
  if (rule === undefined) return undefined
  return { rule, message: found === undefined ? RULES[rule] : `${partsText(found, style)}; ${RULES[rule]}` }
}

/** What the parts that explain a mistake have to do with it. */
function partsText({ parts, how }: Forgotten, style: Style): string {
  const names = parts.map(({ expr }) => print(expr, style, TIGHT.product)).join(' and ')
  switch (how) {
    case 'held':
      return `${names} ${parts.length > 1 ? 'were' : 'was'} held constant`
    case 'alone':
      return `only ${names} was differentiated`
    case 'miscounted':
      return `what goes by ${names} is counted wrongly`
  }
}

/** The derivative of the only function that is differentiated, where there is one alone. */
function slopeText({ taken: { node, by }, target: { problem } }: Derived): string | undefined {
  const names = new Set(
    nodesWithin([node.args[0]!], problem).flatMap(part =>
      problem.mentions(part, by) && isFunction(part.operation.op) ? [part.operation.op] : [],
    ),
  )
  const [name] = names
  const slope = name === undefined || names.size > 1 ? undefined : functionOf(name).derivative
  return slope === undefined ? undefined : `the derivative of ${name}(x) is ${slope}`
}

const isFunction = (op: string): op is FunctionName =>
  functionNamed(op) === op && functionOf(op).derivative !== undefined
