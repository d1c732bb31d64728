// A claim as it was read: its sides as nodes, its conditions, and the sentence that says how it was understood.
import { type Context, isSmooth } from '../given/context.js'
import { withEntries } from '../meaning/entries.js'
import type { Lowering } from '../meaning/lower.js'
import { type Core, isScalar, shapeText, spoken } from '../meaning/node.js'
import { spelledOut } from '../meaning/reading.js'
import { rangesWithin, type Scope } from '../meaning/scope.js'
import { fitted, holdsOpen, isOpen, unsized } from '../meaning/sum.js'
import { summedInEach, withSummed } from '../meaning/summed.js'
import { parseStatements } from '../text/parse/statement.js'
import { conditionText, print, type Style } from '../text/print/print.js'
import { isMisfit, LanguageError, type Span } from '../text/source.js'
import type { Expr, Statement, SymbolExpr } from '../text/tree.js'

/** One side of a claim: its node, or why it has none. */
export interface Side {
  readonly expr: Expr
  readonly core: Core | undefined
  /** Shapes that do not fit within the side. */
  readonly trouble: LanguageError | undefined
}

/** What is asserted. */
export interface Claim {
  readonly statement: Statement
  readonly sides: readonly Side[]
  readonly conditions: readonly Core[]
  readonly scope: Scope
  /** "for all i ≤ m, q ≤ k: …" */
  readonly reading: string
  /** Where an index may be summed in each of several sums as well: the index, and the claim so read. */
  readonly alternative: { readonly index: string; readonly claim: Claim } | undefined
  /** Whether the reading begins with what it is for. */
  readonly quantified: boolean
}

/** All claims of a text. */
export function readClaims(source: string, context: Context, lowering: Lowering): readonly Claim[] {
  try {
    const statements = parseStatements(source, context.names)
    if (statements.length === 0)
      throw new LanguageError('syntax', 'there is no claim here', { start: 0, end: source.length })
    return statements
      .filter(statement => !isDefinition(statement, context))
      .map(statement => claimOf(statement, context, lowering))
  } catch (error) {
    throw error instanceof LanguageError ? error.in(source) : error
  }
}

/** Whether a statement only defines something. */
const isDefinition = ({ relation, sides: [left] }: Statement, { defined }: Context): boolean =>
  relation === ':=' && left!.kind === 'symbol' && defined?.has(left!.name) === true

function claimOf(written: Statement, context: Context, lowering: Lowering): Claim {
  const statement = withSummed(withEntries(written, lowering), lowering)
  const other = summedInEach(statement, lowering)
  const alternative = other && {
    index: other.index,
    claim: { ...claimAsRead(other.whole, context, lowering), alternative: undefined },
  }
  return { ...claimAsRead(statement, context, lowering), alternative }
}

/** A claim whose indices are settled. */
function claimAsRead(statement: Statement, context: Context, lowering: Lowering): Omit<Claim, 'alternative'> {
  const exprs = statement.relation === ':=' ? updateSides(statement, context, lowering) : statement.sides
  const { ranges, troubles } = rangesOf(statement, exprs, lowering)
  const scope = lowering.scopeFor(ranges)
  const sides = exprs.map((expr, i) => {
    const trouble = troubles[i]
    return trouble === undefined ? sideOf(expr, scope, lowering) : { expr, core: undefined, trouble }
  })
  checkSizes(sides, lowering)
  const readable = exprs.filter((_, i) => troubles[i] === undefined)
  checkLabels(statement, readable, lowering)
  const conditions = statement.conditions.map(condition => lowering.condition(condition, scope))
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
  const formula = exprs.map(expr => print(spelledOut(lowering, expr, scope), style)).join(' = ')
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
  lowering: Lowering,
): {
  readonly ranges: readonly (readonly [string, string])[]
  readonly troubles: readonly (LanguageError | undefined)[]
} {
  const together = shapesOf(() => rangesWithin([...sides, ...conditions], lowering))
  const found =
    together instanceof LanguageError ? rangesWithin([sides[0]!, ...conditions], lowering) : together
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
    const uses = shapesOf(() => rangesWithin([side], lowering))
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

function sideOf(expr: Expr, scope: Scope, lowering: Lowering): Side {
  const core = shapesOf(() => lowering.lower(expr, scope))
  return core instanceof LanguageError
    ? { expr, core: undefined, trouble: core }
    : { expr, core, trouble: undefined }
}

/** Each side has a size, of its own or from the side beside it: a number gives none. */
function checkSizes(sides: readonly Side[], lowering: Lowering): void {
  for (let i = 0; i + 1 < sides.length; i++) {
    const [left, right] = [sides[i]!, sides[i + 1]!]
    if (left.core === undefined || right.core === undefined) continue
    const a = fitted(lowering, left.core, right.core.type.rows, right.core.type.cols)
    const b = fitted(lowering, right.core, a.type.rows, a.type.cols)
    const borrowed = isOpen(left.core) ? isScalar(right.core.type) : isOpen(right.core) && isScalar(a.type)
    if (borrowed || holdsOpen(a) || holdsOpen(b))
      throw unsized((isOpen(right.core) || holdsOpen(b) ? right : left).expr.span)
  }
}

/** An index that only a later side has is neither summed nor claimed for all. */
function checkLabels(
  { labels, conditions }: Statement,
  [first, ...rest]: readonly Expr[],
  lowering: Lowering,
): void {
  const named = new Set([...labels, ...rangesWithin([first!, ...conditions], lowering).keys()])
  for (const side of rest) {
    for (const { name, span } of rangesWithin([side], lowering).values()) {
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

const NOWHERE: Span = { start: -1, end: -1 }

/** w := r claims that r is w − α ∂J/∂w. */
function updateSides({ sides, span }: Statement, context: Context, lowering: Lowering): readonly Expr[] {
  const [w, r] = sides
  const target = w!.kind === 'transpose' ? undefined : w
  if (target?.kind !== 'symbol' || !context.symbols.has(target.name))
    throw new LanguageError('syntax', 'an update changes a symbol, and a definition defines one', w!.span)
  const { objective } = context
  const { kind, definition } = context.symbols.get(target.name)!
  const isParameter = definition === undefined && isSmooth(kind)
  if (objective === undefined || !isParameter || !lowering.symbolMentions(objective.loss, target.name)) {
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
  const symbol = (name: string): SymbolExpr => ({ kind: 'symbol', name, indices: [], span: NOWHERE })
  const gradient: Expr = {
    kind: 'derivative',
    of: symbol(objective.loss),
    by: [target],
    nabla: false,
    span: NOWHERE,
  }
  const factors = [
    { by: 'times' as const, value: symbol(objective.step) },
    { by: 'times' as const, value: gradient },
  ]
  const step: Expr = { kind: 'mul', factors, span: NOWHERE }
  const left: Expr = {
    kind: 'add',
    terms: [
      { negative: false, value: target },
      { negative: true, value: step },
    ],
    span: w!.span,
  }
  return [left, r!]
}

/** Two sides that can be compared, or why they cannot. */
export type Pairing =
  | { readonly kind: 'fit'; readonly left: Core; readonly right: Core }
  | { readonly kind: 'layout' | 'shape'; readonly reason: string; readonly blame: Span }

/** Brings two sides to one shape. */
export function paired(lowering: Lowering, left: Side, right: Side): Pairing {
  for (const side of [left, right]) {
    if (side.trouble !== undefined)
      return { kind: 'shape', reason: side.trouble.reason, blame: side.trouble.span }
  }
  const open = { left: left.core!, right: right.core! }
  const a = fitted(lowering, open.left, open.right.type.rows, open.right.type.cols)
  const b = fitted(lowering, open.right, a.type.rows, a.type.cols)
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
