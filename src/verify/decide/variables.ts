// What a claim is made for all of beside its indices: numbers that no line declares, and how far indices run that are shifted.
import { type Node, type Problem, takesOnlyNumbers } from '../meaning/index.js'
import { functionOf } from '../terms/index.js'
import {
  add,
  type Condition,
  childrenOf,
  compare,
  type Expr,
  formulasIn,
  type Index,
  LanguageError,
  nameOfIndex,
  number,
  plus,
  type Statement,
  symbol,
  symbolsIn,
} from '../text/index.js'

/**
 * Names of numbers that a claim is made for all of: the x of s'(x) = s(x) (1 − s(x)), which is not declared. A claim that speaks of
 * declared symbols speaks of x on its left side as well: in L = s(q) a declaration is missing.
 */
export function variablesIn(
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
export function shiftsIn(
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
export function axesOfVariable(problem: Problem, sides: readonly Expr[], name: string): readonly string[] {
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
export function saidOf({ type: { rows, cols } }: Node, name: string): string {
  const axes = [rows, cols].filter(dim => dim !== '1')
  return axes.length === 0 ? `real ${name}` : `${name} : real[${axes.join(', ')}]`
}
