// A claim as it was read: its sides as nodes, its conditions, and the sentence that says how it was understood.
import { type Context, isSmooth } from '../given/context.js'
import { withEntries } from '../meaning/entries.js'
import type { Problem } from '../meaning/lower.js'
import { isScalar, type Node, shapeText, spoken } from '../meaning/node.js'
import { spelledOut } from '../meaning/reading.js'
import { rangesWithin, type Scope } from '../meaning/scope.js'
import { fitted, holdsOpen, isOpen, unsized } from '../meaning/sum.js'
import { summedInEach, withSummed } from '../meaning/summed.js'
import { add, derivative, minus, mul, plus, symbol, times } from '../text/make.js'
import { parseStatements } from '../text/parse/statement.js'
import { conditionText, print, type Style } from '../text/print/print.js'
import { isMisfit, LanguageError, type Span } from '../text/source.js'
import type { Expr, Statement } from '../text/tree.js'
import { mapStatement } from '../text/visit.js'

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

/** All claims of a text. */
export function readClaims(source: string, context: Context, problem: Problem): readonly Claim[] {
  try {
    const statements = parseStatements(source, context.names)
    if (statements.length === 0)
      throw new LanguageError('syntax', 'there is no claim here', { start: 0, end: source.length })
    return statements
      .filter(statement => !isDefinition(statement, context))
      .map(statement => claimOf(statement, context, problem))
  } catch (error) {
    throw error instanceof LanguageError ? error.in(source) : error
  }
}

/** Whether a statement only defines something. */
const isDefinition = ({ relation, sides: [left] }: Statement, { defined }: Context): boolean =>
  relation === ':=' && left!.kind === 'symbol' && defined?.has(left!.name) === true

function claimOf(written: Statement, context: Context, problem: Problem): Claim {
  const statement = withSummed(
    mapStatement(written, expr => withEntries(expr, problem)),
    problem,
  )
  const other = summedInEach(statement, problem)
  const alternative = other && {
    index: other.index,
    claim: { ...claimAsRead(other.whole, context, problem), alternative: undefined },
  }
  return { ...claimAsRead(statement, context, problem), alternative }
}

/** A claim whose indices are settled. */
function claimAsRead(statement: Statement, context: Context, problem: Problem): Omit<Claim, 'alternative'> {
  const exprs = statement.relation === ':=' ? updateSides(statement, context, problem) : statement.sides
  const { ranges, troubles } = rangesOf(statement, exprs, problem)
  const scope = problem.scopeFor(ranges)
  const sides = exprs.map((expr, i) => {
    const trouble = troubles[i]
    return trouble === undefined ? sideOf(expr, scope, problem) : { expr, node: undefined, trouble }
  })
  checkSizes(sides, problem)
  const readable = exprs.filter((_, i) => troubles[i] === undefined)
  checkLabels(statement, readable, problem)
  const conditions = statement.conditions.map(condition => problem.condition(condition, scope))
  const style: Style = {
    latex: false,
    above: name => context.names.above(name),
    declared: name => context.names.has(name),
  }
  const all = ranges.map(([name, dim]) => `${name} ≤ ${dim}`)
  const where = statement.conditions.map(condition => conditionText(condition, style))
  const quantified = [
    ...(all.length > 0 ? [`for all ${all.join(', ')}`] : []),
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ]
  const formula = exprs.map(expr => print(spelledOut(problem, expr, scope), style)).join(' = ')
  const update =
    statement.relation === ':=' ? `, a step of gradient descent on ${context.objective!.loss}` : ''
  return {
    statement,
    sides,
    conditions,
    scope,
    quantified: quantified.length > 0,
    reading: `${quantified.length > 0 ? `${quantified.join(', ')}: ` : ''}${formula}${update}`,
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
  const named = new Set([...labels, ...rangesWithin([first!, ...conditions], problem).keys()])
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
function updateSides({ sides, span }: Statement, context: Context, problem: Problem): readonly Expr[] {
  const [w, r] = sides
  const target = w!.kind === 'transpose' ? undefined : w
  if (target?.kind !== 'symbol' || !context.symbols.has(target.name))
    throw new LanguageError('syntax', 'an update changes a symbol, and a definition defines one', w!.span)
  const { objective } = context
  const { kind, definition } = context.symbols.get(target.name)!
  const isParameter = definition === undefined && isSmooth(kind)
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
  const gradient = derivative(symbol(objective.loss), [target])
  const step = mul([times(symbol(objective.step)), times(gradient)])
  return [add([plus(target), minus(step)], w!.span), r!]
}

/** Two sides that can be compared, or why they cannot. */
export type Pairing =
  | { readonly kind: 'fit'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'layout' | 'shape'; readonly reason: string; readonly blame: Span }

/** Brings two sides to one shape. */
export function paired(problem: Problem, left: Side, right: Side): Pairing {
  for (const side of [left, right]) {
    if (side.trouble !== undefined)
      return { kind: 'shape', reason: side.trouble.reason, blame: side.trouble.span }
  }
  const open = { left: left.node!, right: right.node! }
  const a = fitted(problem, open.left, open.right.type.rows, open.right.type.cols)
  const b = fitted(problem, open.right, a.type.rows, a.type.cols)
  const same = a.type.rows === b.type.rows && a.type.cols === b.type.cols
  const zero = [a, b].some(({ operation }) => operation.op === 'number' && operation.value === 0)
  if (same || zero) return { kind: 'fit', left: a, right: b }
  if (a.type.rows === b.type.cols && a.type.cols === b.type.rows) {
    return {
      kind: 'layout',
      reason: `the layout is transposed: the left side is ${shapeText(a.type)}, the right side ${shapeText(b.type)}`,
      blame: right.expr.span,
    }
  }
  const reason =
    isScalar(b.type) || isScalar(a.type) ? 'a number is not a matrix' : 'the sides have different shapes'
  return {
    kind: 'shape',
    reason: `${reason}: the left side is ${shapeText(a.type)}, the right side ${shapeText(b.type)}`,
    blame: right.expr.span,
  }
}
