// A claim as it was read: its sides as nodes, its conditions, and the sentence that says how it was understood.
import { kinds } from '../given/kinds/index.js'
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
  add,
  conditionText,
  derivative,
  type Expr,
  formulasIn,
  inSource,
  isMisfit,
  LanguageError,
  mapStatement,
  minus,
  mul,
  nameOfIndex,
  parseStatements,
  plus,
  print,
  type Statement,
  type Style,
  symbol,
  symbolsIn,
  times,
} from '../text/index.js'

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

/** What a text states. */
export const statementsIn = (source: string, { names }: Problem): readonly Statement[] =>
  inSource(source, () => {
    const statements = parseStatements(source, names)
    if (statements.length === 0)
      throw new LanguageError('syntax', 'there is no claim here', { start: 0, end: source.length })
    return statements
  })

/** A statement of a text as a claim. */
export const readClaim = (source: string, statement: Statement, problem: Problem): Claim =>
  inSource(source, () => claimOf(statement, problem))

function claimOf(written: Statement, problem: Problem): Claim {
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
  const exprs = statement.relation === ':=' ? updateSides(statement, problem) : statement.sides
  const { ranges, troubles } = rangesOf(statement, exprs, problem)
  const scope = problem.scopeFor(ranges)
  const sides = exprs.map((expr, i) => {
    const trouble = troubles[i]
    return trouble === undefined ? sideOf(expr, scope, problem) : { expr, node: undefined, trouble }
  })
  checkSizes(sides, problem)
  if (sides.some(({ node }) => node !== undefined && !isScalar(node.type)))
    refuseBarred(problem, exprs, scope)
  const readable = exprs.filter((_, i) => troubles[i] === undefined)
  checkLabels(statement, readable, problem)
  const conditions = statement.conditions.map(condition => problem.condition(condition, scope))
  const style: Style = { latex: false, names }
  const all = ranges.map(([name, dim]) => `${name} ≤ ${dim}`)
  const where = statement.conditions.map(condition => conditionText(condition, style))
  const directions = [...problem.directions.values()].map(spoken)
  const constants = directions.length > 0 ? constantsIn(problem, exprs).map(spoken) : []
  const quantified = [
    ...(all.length > 0 ? [`for all ${all.join(', ')}`] : []),
    ...(directions.length > 0 ? [`for any ${directions.join(', ')}`] : []),
    ...(constants.length > 0 ? [`with ${constants.join(', ')} constant`] : []),
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ]
  const formula = exprs.map(expr => print(spelledOut(problem, expr, scope), style)).join(' = ')
  const stands = exprs.flatMap(formulasIn).some(part => part.kind === 'derivative' && !part.nabla)
  const layout = problem.layout === 'numerator' && stands ? ', in numerator layout' : ''
  const update = statement.relation === ':=' ? `, a step of gradient descent on ${objective!.loss}` : ''
  return {
    statement,
    sides,
    conditions,
    scope,
    quantified: quantified.length > 0,
    reading: `${quantified.length > 0 ? `${quantified.join(', ')}: ` : ''}${formula}${update}${layout}`,
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
function checkLabels(
  { labels, conditions }: Statement,
  [first, ...rest]: readonly Expr[],
  problem: Problem,
): void {
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
            `Write \\sum_${name} to sum.`,
            `Add "for all ${name}" behind the claim where it is meant for each.`,
          ],
        )
      }
    }
  }
}

/** w := r claims that r is w − α ∂J/∂w. */
function updateSides({ sides, span }: Statement, problem: Problem): readonly Expr[] {
  const { symbols, objective } = problem
  const [w, r] = sides
  const target = w!.kind === 'transpose' ? undefined : w
  if (target?.kind !== 'symbol' || !symbols.has(target.name))
    throw new LanguageError('syntax', 'an update changes a symbol, and a definition defines one', w!.span)
  const { kind, definition } = symbols.get(target.name)!
  const isParameter = definition === undefined && kinds[kind].smooth
  if (objective === undefined || !isParameter || !problem.symbolMentions(objective.loss, target.name)) {
    throw new LanguageError('context', `${spoken(target.name)} is already declared`, w!.span, [
      'Write = for a claim, or another name for a definition.',
      objective === undefined
        ? 'For a step of gradient descent add a line to the given block: objective L, step α'
        : `A step of gradient descent changes what ${spoken(objective.loss)} is computed from.`,
    ])
  }
  if (objective.step === undefined) {
    throw new LanguageError('context', 'an update descends on a loss by a step: which ones?', span, [
      'Add a line to the given block: objective L, step α',
    ])
  }
  // A gradient is a column in every layout.
  const gradient = derivative(symbol(objective.loss), [target], problem.layout === 'numerator')
  const step = mul([times(symbol(objective.step)), times(gradient)])
  return [add([plus(target), minus(step)], w!.span), r!]
}
