// Conditions under which a broken step would hold: sizes that are equal, indices that are or are not, sums that are 1.

import { compareAt, decide, pointFor, type Question, type Subject, subjectOf } from '../decide/index.js'
import { kindIn } from '../given/index.js'
import { type Scope, spokenOf } from '../meaning/index.js'
import { BATTERY } from '../points/index.js'
import { attempt, big, type Condition, compare, number, symbol } from '../text/index.js'
import type { Target } from './target.js'
import { freshIndex, type IndexAtom, type Vocabulary } from './vocabulary.js'

/** What a condition may be about, beside signs and sums that are 1. */
export interface Likely {
  /** Dimensions that may be meant to be equal. */
  readonly dims: readonly string[]
  /** Indices that may be meant to be equal, or not to be. */
  readonly indices: readonly IndexAtom[]
}

/** Conditions that papers leave out. */
function candidates(
  { problem, names, indices: known, entries }: Vocabulary,
  { dims, indices }: Likely,
  scope: Scope,
  least: Subject['least'],
): readonly Condition[] {
  const { symbols } = problem
  const sizes = dims.flatMap((a, i) => dims.slice(i + 1).map(b => compare(symbol(a), '=', symbol(b))))
  // Who writes y_1, y_2 and y_3 one below another may mean all of y.
  const listed = Object.entries(least).map(([dim, size]) => compare(symbol(dim), '=', number(size)))
  const whole: readonly Condition[] =
    listed.length > 1 ? [{ kind: 'and', parts: listed, span: listed[0]!.span }] : listed
  const pairs = indices.flatMap((a, i) =>
    indices
      .slice(i + 1)
      .flatMap(b => (a.dim === b.dim ? [compare(a.expr, '≠', b.expr), compare(a.expr, '=', b.expr)] : [])),
  )
  const reals = names.filter(name => kindIn(problem, name).smooth)
  const ones = reals.flatMap((name): readonly Condition[] => {
    const axes = problem.axesOf(name)!
    if (axes.length === 0 || symbols.get(name)!.definition !== undefined) return []
    const fresh = freshIndex(problem, scope)
    const others = axes.slice(0, -1).map(dim => known.find(atom => atom.dim === dim)?.expr)
    if (others.some(other => other === undefined)) return []
    const entry = symbol(name, ...others.filter(other => other !== undefined), symbol(fresh))
    return [compare(big('sum', fresh, entry), '=', number(1))]
  })
  const signs = entries
    .filter(({ name }) => reals.includes(name) && symbols.get(name)!.kind === 'real')
    .flatMap(entry => [compare(entry, '>', number(0)), compare(entry, '<', number(0))])
  return [...whole, ...signs, ...ones, ...sizes, ...pairs]
}

/** At most so many are tried to the end. */
const DECIDED = 4

/** The conditions that would save an equality. */
export function savingConditions(
  { left, right, conditions }: Question,
  words: Vocabulary,
  likely: Likely,
  target: Target,
): readonly Condition[] {
  const { problem } = words
  const { scope } = target
  const seed = target.seed + 31
  const values = target.fits(right) ? target.values(right) : undefined
  const found: Condition[] = []
  let decided = 0
  const spoken = spokenOf([left, right])
  const own = { ...words, names: words.names.filter(name => spoken.has(name)) }
  const subjectWith = (condition: Condition): Subject | undefined => {
    const node = attempt(() => problem.condition(condition, scope))
    if (node === undefined || (values !== undefined && target.fails(values, node))) return undefined
    return subjectOf(problem, { left, right, conditions: [...conditions, node] })
  }
  // Every case has sizes above 1, so that a condition is not met by the only entry there is.
  const holds = (condition: Condition): boolean => {
    const subject = subjectWith(condition)
    const answer = subject && decide(problem, subject, seed)
    return answer?.verdict === 'holds' && answer.cases > 1
  }
  const { least } = subjectOf(problem, { left, right, conditions })
  for (const condition of candidates(own, likely, scope, least)) {
    if (decided >= DECIDED) break
    const subject = subjectWith(condition)
    if (subject === undefined) continue
    // One case is enough to drop most.
    const point = pointFor(problem, subject, BATTERY[0]!, seed)
    const first = point && compareAt(problem, point, subject)
    if (first?.outcome !== 'agree' || first.lost > 0) continue
    decided++
    if (holds(condition)) found.push(weakened(condition, holds))
  }
  return found
}

/** a ≥ 0 for a > 0, where it holds at 0 as well, and both sides have a value there. */
function weakened(condition: Condition, holds: (other: Condition) => boolean): Condition {
  if (condition.kind !== 'compare' || (condition.op !== '>' && condition.op !== '<')) return condition
  const { left, op, right } = condition
  return holds(compare(left, '=', right)) ? compare(left, op === '>' ? '≥' : '≤', right) : condition
}
