// A claim as it was read: its sides as nodes, its conditions, and the sentence that says how it was understood.
import {
  constantsIn,
  fitted,
  holdsOpen,
  isOpen,
  isScalar,
  type Node,
  type Problem,
  rangesWithin,
  refuseBarred,
  type Scope,
  spelledOut,
  spoken,
  summedInEach,
  takesOnlyNumbers,
  unsized,
  withEntries,
  withSummed,
} from '../meaning/index.js'
import { functionOf } from '../terms/index.js'
import {
  add,
  attempt,
  type Condition,
  childrenOf,
  compare,
  conditionParts,
  conditionText,
  type Expr,
  formulasIn,
  type Index,
  inSource,
  isMisfit,
  LanguageError,
  mapStatement,
  nameOfIndex,
  number,
  plus,
  print,
  type Related,
  type Statement,
  type Style,
  symbol,
  symbolsIn,
} from '../text/index.js'
import { isStep, stepSides } from './assigned.js'
import { expandedTo } from './order.js'

/** One side of a claim: its node, or why it has none. */
export interface Side {
  readonly expr: Expr
  readonly node: Node | undefined
  /** Shapes that do not fit within the side. */
  readonly trouble: LanguageError | undefined
}

/** What is asserted. */
export interface Claim {
  readonly statement: Statement
  readonly sides: readonly Side[]
  readonly conditions: readonly Node[]
  readonly scope: Scope
  /** "for all i ≤ m, q ≤ k: …" */
  readonly reading: string
  /** Where an index may be summed in each of several sums as well: the index, and the claim so read. */
  readonly alternative: { readonly index: string; readonly claim: Claim } | undefined
  /** Whether the reading begins with what it is for. */
  readonly quantified: boolean
}

/** How a side of a statement is claimed to be related to the next. */
export function relationAt({ steps }: Statement, step: number): Related {
  const relation = steps[step]?.relation
  return relation === '≤' || relation === '≥' || relation === '<' || relation === '>' ? relation : '='
}

/** Whether a statement claims nothing but equalities. */
export const isEquality = (statement: Statement): boolean =>
  statement.steps.every((_, step) => relationAt(statement, step) === '=')

/** A statement of a text as a claim. */
export const readClaim = (source: string, statement: Statement, problem: Problem): Claim =>
  inSource(source, () => {
    refuseUndecided(statement)
    for (const side of statement.sides) refuseBeside(side, problem)
    return claimOf(statement, problem)
  })

/** Refuses a relation that is read and not decided. */
function refuseUndecided({ steps, order }: Statement): void {
  const step = steps.find(
    ({ relation }) => !/^(=|≡|:=|[<>≤≥])$/.test(relation) && !(relation === '≈' && order !== undefined),
  )
  if (step === undefined) return
  const { relation, span } = step
  throw new LanguageError('syntax', `claims are exact; '${relation}' cannot be checked`, span, [
    'Write = where it is meant.',
    ...(relation === '≈' ? ['Say to which order: \\text{to first order in } h.'] : []),
  ])
}

/**
 * Refuses ∂J/∂U where J is not computed from U, and both are computed from the same: J as a function of U is not what is
 * declared, and the derivative that is, 0, is not what is meant.
 */
function refuseBeside(side: Expr, problem: Problem): void {
  const inputsOf = (name: string): ReadonlySet<string> => {
    const symbol = problem.symbols.get(name)
    return symbol?.definition === undefined
      ? new Set([name])
      : problem.inputsOf([problem.definition(symbol).node])
  }
  for (const part of formulasIn(side)) {
    if (part.kind === 'derivative' && isLetterE(part.of))
      throw new LanguageError('name', 'e is the number 2.718… here, and does not vary', part.of.span, [
        'Declare e in the given block where it is something else.',
      ])
    if (part.kind !== 'derivative' || part.of.kind !== 'symbol') continue
    const of = problem.aliasOf(part.of.name) ?? part.of.name
    for (const { name: written, span } of part.by) {
      const name = problem.aliasOf(written) ?? written
      const known =
        problem.symbols.get(of) !== undefined && problem.symbols.get(name)?.definition !== undefined
      if (!known || problem.symbolMentions(of, name)) continue
      const shared = [...inputsOf(of)].find(input => inputsOf(name).has(input))
      if (shared === undefined) continue
      throw new LanguageError(
        'calculus',
        `${spoken(of)} is not computed from ${spoken(name)}: both are computed from ${spoken(shared)}, and nothing says what one is by the other`,
        span,
        [`Define ${spoken(of)} by ${spoken(name)} in the given block.`],
      )
    }
  }
}

/** Whether a formula is the number e, written as a letter. */
const isLetterE = (expr: Expr): boolean =>
  expr.kind === 'call' &&
  expr.fn === 'exp' &&
  expr.args[0]!.kind === 'number' &&
  expr.args[0]!.value === 1 &&
  expr.span.end - expr.span.start === 1

function claimOf(written: Statement, problem: Problem): Claim {
  const { condition } = problem.around
  if (condition === undefined || !isFor(condition, written, problem)) return ownClaim(written, problem)
  // What is said outside of a claim restricts it where it can be understood of it, and is no part of its text.
  const under = { ...written, conditions: [condition] }
  const claim = attempt(() => ownClaim(under, problem))
  return claim === undefined ? ownClaim(written, problem) : { ...claim, statement: written }
}

/** Whether a condition that is said outside of a statement speaks of what the statement does, which has none of its own. */
function isFor(condition: Condition, { sides, conditions }: Statement, problem: Problem): boolean {
  const spoken = [...new Set(sides.flatMap(symbolsIn).map(({ name }) => name))]
  return (
    conditions.length === 0 &&
    conditionParts(condition)
      .flatMap(symbolsIn)
      .some(({ name }) => spoken.some(one => problem.symbolMentions(one, name)))
  )
}

function ownClaim(written: Statement, problem: Problem): Claim {
  const statement = withSummed(
    mapStatement(written, expr => withEntries(expr, problem)),
    problem,
  )
  const other = summedInEach(statement, problem)
  const alternative = other && {
    index: other.index,
    claim: { ...claimAsRead(other.whole, problem), alternative: undefined },
  }
  return { ...claimAsRead(statement, problem), alternative }
}

/** A claim whose indices are settled. */
function claimAsRead(statement: Statement, problem: Problem): Omit<Claim, 'alternative'> {
  const { names, objective } = problem
  const expanded = expandedTo(statement, problem)
  const exprs =
    expanded?.sides ?? (isStep(statement, problem) ? stepSides(statement, problem) : statement.sides)
  const { ranges, troubles } = rangesOf(statement, exprs, problem)
  const free = [
    ...variablesIn(statement.relation === ':=' ? exprs : statement.sides, ranges, problem),
    ...(expanded ? [expanded.variable] : []),
  ]
  const bound = new Map(
    free.map(name => [name, problem.variable(name, axesOfVariable(problem, exprs, name))] as const),
  )
  const scope = { ...problem.scopeFor(ranges), bound }
  const lowered = exprs.map((expr, i) => {
    const trouble = troubles[i]
    return trouble === undefined ? sideOf(expr, scope, problem) : { expr, node: undefined, trouble }
  })
  checkSizes(lowered, problem)
  const sides = lowered.map((side, i) => settled(side, lowered[i === 0 ? 1 : i - 1], problem))
  if (sides.some(({ node }) => node !== undefined && !isScalar(node.type)))
    refuseBarred(problem, exprs, scope)
  const readable = exprs.filter((_, i) => troubles[i] === undefined)
  checkLabels(statement, readable, problem)
  const shifts = shiftsIn(statement, exprs, ranges, problem)
  const conditions = [
    ...statement.conditions,
    ...shifts.flatMap(({ conditions: own }) => own),
    ...(expanded ? [expanded.condition] : []),
  ].map(condition => problem.condition(condition, scope))
  const style: Style = { latex: false, names }
  const all = [
    ...ranges.map(([name, dim]) => shifts.find(shift => shift.label === name)?.text ?? `${name} ≤ ${dim}`),
    ...[...bound].flatMap(([name, node]) => (name === expanded?.variable ? [] : [saidOf(node, name)])),
  ]
  const where = statement.conditions.map(condition => conditionText(condition, style))
  const directions = [...problem.directions.values()].map(spoken)
  const constants = directions.length > 0 ? constantsIn(problem, exprs).map(spoken) : []
  const quantified = [
    ...(all.length > 0 ? [`for all ${all.join(', ')}`] : []),
    ...(directions.length > 0 ? [`for any ${directions.join(', ')}`] : []),
    ...(constants.length > 0 ? [`with ${constants.join(', ')} constant`] : []),
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ]
  const formula = (expanded ? statement.sides : exprs)
    .map(
      (expr, i) =>
        `${i === 0 ? '' : ` ${expanded ? statement.steps[i - 1]!.relation : relationAt(statement, i - 1)} `}${print(spelledOut(problem, expr, scope), style)}`,
    )
    .join('')
  const stands = exprs.flatMap(formulasIn).some(part => part.kind === 'derivative' && !part.nabla)
  const layout = problem.layout === 'numerator' && stands ? ', in numerator layout' : ''
  const update = isStep(statement, problem) ? `, a step of gradient descent on ${objective!.loss}` : ''
  return {
    statement,
    sides,
    conditions,
    scope,
    quantified: quantified.length > 0,
    reading: `${quantified.length > 0 ? `${quantified.join(', ')}: ` : ''}${formula}${expanded?.said ?? ''}${update}${layout}`,
  }
}

/**
 * Names of numbers that a claim is made for all of: the x of s'(x) = s(x) (1 − s(x)), which is not declared. A claim that speaks of
 * declared symbols speaks of x on its left side as well: in L = s(q) a declaration is missing.
 */
function variablesIn(
  sides: readonly Expr[],
  ranges: readonly (readonly [string, string])[],
  problem: Problem,
): readonly string[] {
  const named = sides.flatMap(symbolsIn)
  // The x of samples x^{(i)} is a letter like any other where it bears no index.
  const isOpen = (name: string): boolean =>
    !ranges.some(([label]) => label === name) &&
    (problem.axesOf(name) === undefined ||
      (problem.familyOf(name) > 0 &&
        named.every(symbol => symbol.name !== name || symbol.indices.length === 0)))
  const found = new Set<string>()
  const ofOwn = new Set<string>()
  const visit = (expr: Expr, bound: ReadonlySet<string>): void => {
    const inner = expr.kind === 'big' ? new Set([...bound, expr.index]) : bound
    const isOfNumber =
      expr.kind === 'call' && expr.fn !== 'bars' && expr.fn !== 'inner' && functionOf(expr.fn).whole !== true
    if (expr.kind === 'apply' || isOfNumber)
      for (const arg of expr.args) {
        const name = nameOfIndex(arg)
        if (name === undefined || !isOpen(name) || inner.has(name)) continue
        found.add(name)
        if (expr.kind === 'apply') ofOwn.add(name)
      }
    for (const child of childrenOf(expr)) visit(child, inner)
  }
  for (const side of sides) visit(side, new Set())
  const names = sides.map(side => new Set(symbolsIn(side).map(({ name }) => name)))
  const isPlain = names.every(side => [...side].every(name => found.has(name)))
  if (isPlain) return [...found]
  return [...ofOwn].every(name => names[0]!.has(name)) ? [...ofOwn] : []
}

/** Between what a label runs for all that is read beside it to be there: in h_{t-1}, from 2 on. */
interface Shift {
  readonly label: string
  readonly text: string
  readonly conditions: readonly Condition[]
}

/**
 * Labels that a claim is for all values of, and that are read with a number added, as in h_{t-1}. What the claim says of them by
 * conditions or brackets is left to it.
 */
function shiftsIn(
  { conditions }: Statement,
  sides: readonly Expr[],
  ranges: readonly (readonly [string, string])[],
  problem: Problem,
): readonly Shift[] {
  const parts = sides.flatMap(formulasIn)
  const asks = conditions.length > 0 || parts.some(({ kind }) => ['iverson', 'cases', 'delta'].includes(kind))
  if (asks) return []
  return ranges.flatMap(([label, dim]) => {
    const by = parts.flatMap(part => {
      if (part.kind !== 'symbol') return []
      const axes = problem.axesOf(part.name)
      return part.indices.flatMap((index, axis) => (axes?.[axis] === dim ? shiftOf(index, label) : []))
    })
    const isBound = parts.some(part => part.kind === 'big' && part.index === label)
    const [low, high] = [Math.min(0, ...by), Math.max(0, ...by)]
    if (isBound || (low === 0 && high === 0)) return []
    const end = high === 0 ? dim : `${dim} - ${high}`
    const [at, last] = [symbol(label), symbol(dim)]
    const size = /^\d+$/.test(dim) ? number(Number(dim)) : last
    return {
      label,
      text: low === 0 ? `${label} ≤ ${end}` : `${1 - low} ≤ ${label} ≤ ${end}`,
      conditions: [
        ...(low === 0 ? [] : [compare(at, '≥', number(1 - low))]),
        ...(high === 0 ? [] : [compare(add([plus(at), plus(number(high))]), '≤', size)]),
      ],
    }
  })
}

/** The number that is added to a label in an index. */
function shiftOf(index: Index, label: string): readonly number[] {
  if (index === ':' || index.kind !== 'add' || index.terms.length !== 2) return []
  const [first, second] = index.terms
  if (first!.negative || nameOfIndex(first!.value) !== label || second!.value.kind !== 'number') return []
  return [second!.negative ? -second!.value.value : second!.value.value]
}

/** The axes of a variable: none of a number, and those of a member of its family where a function takes more than numbers. */
function axesOfVariable(problem: Problem, sides: readonly Expr[], name: string): readonly string[] {
  const isOfMore = sides.flatMap(formulasIn).some(part => {
    const own = part.kind === 'apply' ? problem.functions.get(part.name) : undefined
    return (
      own !== undefined &&
      part.kind === 'apply' &&
      part.args.some(arg => nameOfIndex(arg) === name) &&
      !takesOnlyNumbers(problem, own)
    )
  })
  const axes = isOfMore ? (problem.axesOf(name)?.slice(problem.familyOf(name)) ?? []) : []
  const entry = sides.flatMap(symbolsIn).find(symbol => symbol.name === name && symbol.indices.length > 0)
  if (axes.length === 0 && entry !== undefined && problem.axesOf(name) === undefined)
    throw new LanguageError('name', `${name} is not declared, and has entries here`, entry.span, [
      `Declare it: ${name} : real[n]`,
    ])
  return axes
}

/** What a claim says of what it is made for all of: real x, x : real[n]. */
function saidOf({ type: { rows, cols } }: Node, name: string): string {
  const axes = [rows, cols].filter(dim => dim !== '1')
  return axes.length === 0 ? `real ${name}` : `${name} : real[${axes.join(', ')}]`
}

/** Ranges of free labels, and the sides on which an index runs over something else than on the first. */
function rangesOf(
  { conditions, labels }: Statement,
  sides: readonly Expr[],
  problem: Problem,
): {
  readonly ranges: readonly (readonly [string, string])[]
  readonly troubles: readonly (LanguageError | undefined)[]
} {
  const together = shapesOf(() => rangesWithin([...sides, ...conditions], problem))
  const found =
    together instanceof LanguageError ? rangesWithin([sides[0]!, ...conditions], problem) : together
  for (const label of labels) {
    if (!found.has(label))
      throw new LanguageError(
        'ambiguous',
        `the index ${label} has no range: nothing is indexed by it`,
        sides[0]!.span,
      )
  }
  const troubles = sides.map(side => {
    if (!(together instanceof LanguageError)) return undefined
    const uses = shapesOf(() => rangesWithin([side], problem))
    if (uses instanceof LanguageError) return uses
    const odd = [...uses.values()].find(
      ({ name, dim }) => found.get(name) !== undefined && found.get(name)!.dim !== dim,
    )
    if (odd === undefined) return undefined
    const before = found.get(odd.name)!.dim
    return new LanguageError(
      'shape',
      `the index ${odd.name} runs over ${odd.dim} here, but over ${before} on the left`,
      odd.span,
    )
  })
  return { ranges: [...found].map(([name, { dim }]) => [name, dim] as const), troubles }
}

/** What a rule gives, or the error that says that shapes do not fit: a verdict rather than a failure to read. */
function shapesOf<T>(rule: () => T): T | LanguageError {
  try {
    return rule()
  } catch (error) {
    if (isMisfit(error)) return error
    throw error
  }
}

function sideOf(expr: Expr, scope: Scope, problem: Problem): Side {
  const node = shapesOf(() => problem.lower(expr, scope))
  return node instanceof LanguageError
    ? { expr, node: undefined, trouble: node }
    : { expr, node, trouble: undefined }
}

/** A side whose size follows from the one beside it. */
function settled(side: Side, beside: Side | undefined, problem: Problem): Side {
  const other = beside?.node
  if (side.node === undefined || other === undefined || isScalar(other.type)) return side
  return { ...side, node: fitted(problem, side.node, other.type.rows, other.type.cols) }
}

/** Each side has a size, of its own or from the side beside it: a number gives none. */
function checkSizes(sides: readonly Side[], problem: Problem): void {
  for (let i = 0; i + 1 < sides.length; i++) {
    const [left, right] = [sides[i]!, sides[i + 1]!]
    if (left.node === undefined || right.node === undefined) continue
    const a = fitted(problem, left.node, right.node.type.rows, right.node.type.cols)
    const b = fitted(problem, right.node, a.type.rows, a.type.cols)
    const borrowed = isOpen(left.node) ? isScalar(right.node.type) : isOpen(right.node) && isScalar(a.type)
    if (borrowed || holdsOpen(a) || holdsOpen(b))
      throw unsized((isOpen(right.node) || holdsOpen(b) ? right : left).expr.span)
  }
}

/** An index that only a later side has is neither summed nor claimed for all. */
function checkLabels(statement: Statement, [first, ...rest]: readonly Expr[], problem: Problem): void {
  // ‖x‖ ≥ |x_i| is meant for each i.
  if (!isEquality(statement)) return
  const { labels, conditions } = statement
  // The i of a unit vector e_i is an index, too, though it reads no axis.
  const units = symbolsIn(first!).flatMap(({ name, indices }) =>
    name === 'e' && problem.axesOf(name) === undefined ? indices.map(nameOfIndex) : [],
  )
  const named = new Set([...labels, ...units, ...rangesWithin([first!, ...conditions], problem).keys()])
  for (const side of rest) {
    for (const { name, span } of rangesWithin([side], problem).values()) {
      if (!named.has(name)) {
        throw new LanguageError(
          'ambiguous',
          `the index ${name} is not on the left: is it summed here, or is the claim meant for each ${name}?`,
          span,
          [
            `Write \\sum_${name} to sum${pathsText(side, name)}.`,
            `Add "for all ${name}" behind the claim where it is meant for each.`,
          ],
        )
      }
    }
  }
}

/** What the chain rule says of an index that a derivative is of and another one by: ∂L/∂h_k ∂h_k/∂x. */
function pathsText(side: Expr, index: string): string {
  const taken = formulasIn(side).flatMap(part => (part.kind === 'derivative' ? [part] : []))
  const between = taken
    .flatMap(({ by }) => by)
    .find(
      ({ name, indices }) =>
        indices.some(i => nameOfIndex(i) === index) &&
        taken.some(({ of }) => of.kind === 'symbol' && of.name === name),
    )
  return between === undefined ? '' : `: by the chain rule, all paths through ${spoken(between.name)} count`
}
