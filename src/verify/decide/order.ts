// Claims to an order, f(h) ≈ g(h) to first order in h: both sides have one Taylor polynomial in h about 0.
import { kinds } from '../given/kinds/index.js'
import { fitted, type Problem, rangesWithin, spoken } from '../meaning/index.js'
import {
  add,
  attempt,
  type Condition,
  compare,
  derivative,
  type Expr,
  formulasIn,
  LanguageError,
  mul,
  number,
  over,
  plus,
  rewritten,
  type Statement,
  symbol,
  symbolsIn,
  times,
} from '../text/index.js'
import { decide } from './decide.js'
import { subjectOf } from './subject.js'

/** A claim to an order as an equality: its sides, where they are meant, and what the reading says of them. */
export interface Expanded {
  readonly sides: readonly Expr[]
  readonly condition: Condition
  /** The number that what is small is multiplied by. */
  readonly variable: string
  /** "to first order in h" */
  readonly said: string
}

/** A statement as an equality of Taylor polynomials; `undefined` where it does not say to which order. */
export function expandedTo(statement: Statement, problem: Problem): Expanded | undefined {
  const { order, sides, steps } = statement
  if (order === undefined) return undefined
  const [first] = steps
  const other = steps.find(({ relation }) => relation !== first!.relation || !/^[=≈]$/.test(relation))
  if (other !== undefined)
    throw new LanguageError('ambiguous', 'which of these relations is meant to an order?', other.span, [
      'Write what is equal as a claim of its own, and what agrees to an order as another one.',
    ])
  const small = order.in ?? onlySmall(statement, problem)
  refuseHidden(small, sides, problem)
  const variable = ['t', 's', 'τ', 'r'].find(
    name => !problem.names.has(name) && !sides.flatMap(symbolsIn).some(part => part.name === name),
  )!
  const at = symbol(variable)
  const polynomial = (side: Expr): Expr => {
    const moved = scaledBy(at, small, side)
    const terms = Array.from({ length: order.times + 1 }, (_, times_): Expr => {
      if (times_ === 0) return moved
      const by = Array.from({ length: times_ }, () => at)
      const slope = { ...derivative(moved, by), span: side.span }
      return times_ === 1 ? slope : mul([times(slope), over(number(2))], side.span)
    })
    return add(terms.map(plus), side.span)
  }
  return {
    sides: sides.map(polynomial),
    condition: compare(at, '=', number(0)),
    variable,
    said: `, to ${order.times === 1 ? 'first' : 'second'} order in ${spoken(small)}`,
  }
}

/** Refuses what is computed from the symbol that is small: it would have to move with it. */
function refuseHidden(small: string, sides: readonly Expr[], problem: Problem): void {
  for (const part of sides.flatMap(formulasIn)) {
    if (part.kind !== 'symbol' && part.kind !== 'apply' && part.kind !== 'derivative') continue
    const own = part.kind === 'apply' ? problem.functions.get(part.name) : undefined
    const names =
      own !== undefined
        ? symbolsIn(own.expr)
            .map(({ name }) => name)
            .filter(name => !own.params.includes(name))
        : part.kind === 'derivative'
          ? part.by.map(({ name }) => name)
          : part.name === small
            ? []
            : [part.name]
    if (!names.some(name => problem.symbolMentions(name, small))) continue
    throw new LanguageError(
      'unsupported',
      `this is computed from ${spoken(small)}, and would move with it`,
      part.span,
      [`Write it out with its ${spoken(small)}, or as a function of what it takes: f(a + ${spoken(small)}).`],
    )
  }
}

/** A formula in which a symbol is t times itself. */
const scaledBy = (at: Expr, name: string, side: Expr): Expr =>
  rewritten(side, part =>
    part.kind === 'symbol' && part.name === name
      ? mul([times({ ...at, span: part.span }), times(part)], part.span)
      : part,
  )

/** The only number, or else the only symbol, that makes the sides equal where it is 0. */
function onlySmall({ sides, order, conditions }: Statement, problem: Problem): string {
  const named = [
    ...new Set(sides.flatMap(formulasIn).flatMap(part => (part.kind === 'symbol' ? [part.name] : []))),
  ]
  const small = named.filter(name => {
    const declared = problem.symbols.get(name)
    if (declared === undefined || declared.definition !== undefined || kinds[declared.kind].smooth !== true)
      return false
    return isEqualAt0(name, sides, conditions, problem)
  })
  const numbers = small.filter(name => problem.axesOf(name)?.length === 0)
  const [only, ...others] = numbers.length > 0 ? numbers : small
  if (only !== undefined && others.length === 0) return only
  throw new LanguageError('ambiguous', 'in what is this meant to an order?', order!.span, [
    'Say in what: \\text{to first order in } h.',
  ])
}

function isEqualAt0(
  name: string,
  [first, second]: readonly Expr[],
  conditions: readonly Condition[],
  problem: Problem,
): boolean {
  const found = attempt(() => {
    const [a, b] = [first!, second!].map(side => scaledBy(number(0), name, side))
    const scope = problem.scopeFor(
      [...rangesWithin([a!, b!], problem)].map(([label, { dim }]) => [label, dim] as const),
    )
    const [p, q] = [problem.lower(a!, scope), problem.lower(b!, scope)]
    const left = fitted(problem, p, q.type.rows, q.type.cols)
    const right = fitted(problem, q, left.type.rows, left.type.cols)
    if (left.type.rows !== right.type.rows || left.type.cols !== right.type.cols) return false
    const all = conditions.map(condition => problem.condition(condition, scope))
    return decide(problem, subjectOf(problem, { left, right, conditions: all }), 1).verdict === 'holds'
  })
  return found === true
}
