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
  unsized,
  withEntries,
  withSummed,
} from '../meaning/index.js'
import {
  attempt,
  type Condition,
  conditionParts,
  conditionText,
  type Expr,
  formulasIn,
  inSource,
  isMisfit,
  LanguageError,
  mapStatement,
  nameOfIndex,
  print,
  type Related,
  type Statement,
  type Style,
  symbolsIn,
} from '../text/index.js'
import { isStep, stepSides } from './assigned.js'
import { expandedTo } from './order.js'
import { refuseBeside, refuseUndecided } from './refused.js'
import { axesOfVariable, saidOf, shiftsIn, variablesIn } from './variables.js'

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
