// The parts of what is differentiated: what a derivative would be if one of them were a constant tells what was forgotten.

import {
  axisOf,
  type Node,
  nodesWithin,
  type Problem,
  type Scope,
  type Site,
  sitesIn,
} from '../meaning/index.js'
import type { Rule } from '../report/index.js'
import {
  attempt,
  derivative,
  type Expr,
  type Factor,
  mapTree,
  minus,
  nameOfIndex,
  negated,
  type Of,
  plus,
  power,
  product,
  quotient,
  type SymbolExpr,
  sum,
  symbolsIn,
} from '../text/index.js'
import type { Target } from './target.js'

/** A formula that takes a derivative, its node, and by which symbol it is in the end. */
export interface Taken {
  readonly expr: Of<'derivative'>
  readonly node: Node
  readonly by: string
}

/** A formula as one that takes a derivative, if it does, or is a name for one: dZ where dZ = ∂L/∂Z. */
export function takenBy(expr: Expr, problem: Problem, scope: Scope): Taken | undefined {
  const taken = expr.kind === 'symbol' ? namedDerivative(expr, problem) : expr
  if (taken?.kind !== 'derivative') return undefined
  const node = attempt(() => problem.lower(taken, scope))
  return node?.operation.op === 'derivative' ? { expr: taken, node, by: node.operation.name } : undefined
}

/** What a symbol names, with its indices in place of the labels of its definition. */
function namedDerivative({ name, indices }: SymbolExpr, problem: Problem): Expr | undefined {
  const definition = problem.symbols.get(name)?.definition
  if (definition?.expr.kind !== 'derivative' || indices.length !== definition.labels.length) return undefined
  return mapTree(definition.expr, part => {
    const at = definition.labels.indexOf(nameOfIndex(part) ?? '')
    const index = indices[at]
    return index === undefined || index === ':' ? undefined : index
  })
}

/** A part of what is differentiated, in the formula that it stands in. */
export interface Part {
  readonly expr: Expr
  readonly node: Node
  readonly parent: Expr
  /** The symbol whose definition it stands in; `undefined` in the formula that is differentiated itself. */
  readonly of: string | undefined
}

/** At most so many parts are held constant, and at most so many are held by twos. */
const PARTS = 40
const PAIRED = 5

/** Parts that the derivative depends on: of the formula itself, then of the definitions that it is computed by, the nearest first. */
export function partsOf(problem: Problem, { expr, node, by }: Taken, target: Target): readonly Part[] {
  const [of] = node.args
  const found = new Map<number, Part>()
  const note = (sites: readonly Site[], of?: string): void => {
    for (const site of sites) {
      if (site.parent === undefined || site.type?.sort !== 'real') continue
      const part = attempt(() => problem.lower(site.expr, site.scope))
      if (part === undefined || found.has(part.id) || !problem.mentions(part, by)) continue
      if (part.operation.op === 'symbol' && part.operation.name === by) continue
      found.set(part.id, { expr: site.expr, node: part, parent: site.parent, of })
    }
  }
  if (expr.of.kind !== 'symbol') note(sitesIn(problem, expr.of, target.scope).slice(1))
  for (const name of definedBetween(problem, of!, by)) {
    const symbol = problem.symbols.get(name)!
    const { labels } = problem.definition(symbol)
    const scope = problem.scopeFor(symbol.definition!.labels.map((label, i) => [label, axisOf(labels[i]!)]))
    note(sitesIn(problem, symbol.definition!.expr, scope), name)
  }
  return [...found.values()].slice(0, PARTS)
}

/** The defined symbols by which a formula depends on another symbol, the nearest first. */
export function definedBetween(problem: Problem, of: Node, by: string): readonly string[] {
  const names = nodesWithin([of], problem).flatMap(({ operation: o }) => (o.op === 'symbol' ? [o.name] : []))
  return [...new Set(names)].filter(
    name =>
      name !== by && problem.symbols.get(name)!.definition !== undefined && problem.symbolMentions(name, by),
  )
}

/** Parts that whoever took a derivative did not differentiate, or counted twice. */
export interface Forgotten {
  readonly parts: readonly Part[]
  /** Whether these were held constant, or all but these, or count otherwise than once. */
  readonly how: 'held' | 'alone' | 'miscounted'
}

/** What was forgotten, if the values are those of the derivative with a part or two held constant. */
export function forgotten(target: Target, taken: Taken, values: Float64Array): Forgotten | undefined {
  const { problem, wanted } = target
  const parts = partsOf(problem, taken, target)
  const without = (held: readonly Part[]): Float64Array | undefined => {
    const found = target.holding(taken.node, node => held.some(part => part.node === node))
    const says = found?.some((v, e) => v !== 0 && target.meant[e] === 1)
    return found === undefined || !says || target.hits(found) ? undefined : found
  }
  const shares = parts.flatMap(part => {
    const rest = without([part])
    return rest === undefined ? [] : [{ part, rest, share: wanted.map((v, e) => v - rest[e]!) }]
  })
  type Share = (typeof shares)[number]
  const ways: readonly (readonly [Forgotten['how'], (of: Share) => readonly Float64Array[]])[] = [
    ['held', ({ rest }) => [rest]],
    ['alone', ({ share }) => [share]],
    [
      'miscounted',
      ({ rest, share }) => [share.map((v, e) => v + wanted[e]!), share.map(v => 2 * v), rest.map(v => 2 * v)],
    ],
  ]
  for (const [how, of] of ways) {
    const found = shares.find(share => of(share).some(other => target.agree(values, other)))
    if (found !== undefined) return { parts: [found.part], how }
  }
  const named = parts.filter(({ expr }) => expr.kind === 'symbol').slice(0, PAIRED)
  for (const [i, a] of named.entries()) {
    for (const b of named.slice(i + 1)) {
      const rest = without([a, b])
      if (rest !== undefined && target.agree(values, rest)) return { parts: [a, b], how: 'held' }
    }
  }
  return undefined
}

/** The rule that stands behind values which are f' g' for (f g)', or what people take for (f/g)'. */
export function brokenForm(target: Target, { expr, by }: Taken, values: Float64Array): Rule | undefined {
  const { problem } = target
  const whole = expr.of.kind === 'symbol' ? problem.symbols.get(expr.of.name)?.definition?.expr : expr.of
  if (whole?.kind !== 'mul' || whole.factors.length !== 2 || expr.by.length > 1) return undefined
  const [{ value: f }, { value: g, by: how }] = whole.factors as readonly [Factor, Factor]
  const [df, dg] = [derivative(f, expr.by), derivative(g, expr.by)]
  const varies = (part: Expr): boolean =>
    symbolsIn(part).some(({ name }) => problem.symbols.has(name) && problem.symbolMentions(name, by))
  if (!varies(f) || !varies(g)) return undefined
  const top = sum(plus(product(df, g)), minus(product(f, dg)))
  const forms =
    how === 'over'
      ? [quotient(df, dg), top, quotient(top, g), quotient(negated(top), power(g, 2))]
      : [product(df, dg)]
  const isMet = forms.some(form => {
    const node = target.lowered(form)
    const found = node && target.values(node)
    return found !== undefined && target.agree(found, values)
  })
  return isMet ? (how === 'over' ? 'quotient' : 'product') : undefined
}
