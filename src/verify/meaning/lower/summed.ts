// Which indices of a condition are summed as well: Σ_{i ≠ k} x_i x_k runs over both where k stands nowhere else.
import {
  big,
  type Condition,
  childrenOf,
  conditionParts,
  type Expr,
  formulasOf,
  type Of,
  rewritten,
  type Statement,
} from '../../text/index.js'
import type { Axes } from '../scope.js'
import { withCasesInside } from './summedCases.js'

/** What is read as one: what an index stands for in a part of it depends on the whole. */
type Whole = Pick<Statement, 'sides' | 'conditions' | 'labels'>

/**
 * The whole with a sum over each index that stands only in the condition and the body of one operator such as Σ:
 * Σ_{i ≠ k} x_i x_k becomes Σ_k Σ_{i ≠ k} x_i x_k. An index is fixed if it is declared, or occurs elsewhere in the whole:
 * beside the sum, in a ∂ around it, in a condition or a "for all".
 */
export function withSummed<T extends Whole>(whole: T, axes: Axes): T {
  const all = new Map<string, number>(whole.labels.map(label => [label, Number.POSITIVE_INFINITY]))
  for (const part of formulasOf(whole)) count(part, axes, all)
  const change = (expr: Expr): Expr => {
    if (expr.kind !== 'big' || expr.where === undefined) return expr
    const within = countIn([expr.body, ...conditionParts(expr.where)], axes)
    return namesIn(expr.where, axes)
      .filter(name => name !== expr.index && within.get(name) === all.get(name))
      .reduceRight<Expr>((inner, index) => over(index, expr, inner), expr)
  }
  const countOf = (parts: readonly Expr[]): ReadonlyMap<string, number> => countIn(parts, axes)
  const sides = whole.sides.map(side => withCasesInside(rewritten(side, change), all, countOf))
  return { ...whole, sides }
}

/**
 * An index that stands only in the conditions and bodies of several sums, and the whole with a sum over it around each of them:
 * another reading of Σ_{i ≠ k} x_i x_k = 2 Σ_{i < k} x_i x_k. `undefined` where there is none.
 */
export function summedInEach<T extends Whole>(
  whole: T,
  axes: Axes,
): { readonly index: string; readonly whole: T } | undefined {
  for (const index of countIn(formulasOf(whole), axes).keys()) {
    if (whole.labels.includes(index)) continue
    const sums = new Set(whole.sides.flatMap(side => speaking(side, index, axes)))
    const sides = whole.sides.map(side =>
      rewritten(side, expr => (expr.kind === 'big' && sums.has(expr) ? over(index, expr, expr) : expr)),
    )
    const left = countIn(formulasOf({ ...whole, sides }), axes)
    if (sums.size > 0 && !left.has(index)) return { index, whole: { ...whole, sides } }
  }
  return undefined
}

/** The outermost operators whose conditions speak of an index. */
function speaking(expr: Expr, index: string, axes: Axes): readonly Of<'big'>[] {
  if (expr.kind === 'big' && expr.index === index) return []
  if (expr.kind === 'big' && expr.where !== undefined && namesIn(expr.where, axes).includes(index))
    return [expr]
  return childrenOf(expr).flatMap(child => speaking(child, index, axes))
}

/** The same operator around a formula, over all that an index can be. */
const over = (index: string, { op, span }: Of<'big'>, body: Expr): Expr => big(op, index, body, span)

/** The undeclared names that are free in a condition, each once. */
const namesIn = (condition: Condition, axes: Axes): readonly string[] => [
  ...countIn(conditionParts(condition), axes).keys(),
]

function countIn(parts: readonly Expr[], axes: Axes): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const part of parts) count(part, axes, found)
  return found
}

/** Adds how often each undeclared name stands free in a formula. */
function count(
  expr: Expr,
  axes: Axes,
  found: Map<string, number>,
  bound: ReadonlySet<string> = new Set(),
): void {
  if (
    expr.kind === 'symbol' &&
    expr.indices.length === 0 &&
    axes.axesOf(expr.name) === undefined &&
    !bound.has(expr.name)
  )
    found.set(expr.name, (found.get(expr.name) ?? 0) + 1)
  const inner = expr.kind === 'big' ? new Set([...bound, expr.index]) : bound
  for (const child of childrenOf(expr)) count(child, axes, found, inner)
}
