// The search for a repair: what the slips propose is tried at one case, and what fits there is decided as any claim is.

import { type Node, sitesIn } from '../meaning/index.js'
import { type Expr, replaced } from '../text/index.js'
import type { Taken } from './parts.js'
import { type Edit, editsAt, editsOfRest, editsOfWhole } from './slips/index.js'
import type { Target } from './target.js'
import { isTrivial } from './trivial.js'
import { type Material, vocabularies } from './vocabulary.js'

/** A repaired side. */
export interface Found {
  /** What was changed; the last changes what is left after those before it. */
  readonly edits: readonly Edit[]
  readonly repaired: Expr
  readonly node: Node
  readonly cost: number
}

/** What a side comes to with edits made in it. */
export interface Tried extends Found {
  readonly values: Float64Array
}

/** Repairs that cost more than the cheapest by this much are not minimal. */
const SLACK = 0.15
/** So many repairs are shown at most, and so many are decided. */
const SHOWN = 3
const DECIDED = 12

/** The cheapest repairs of a side, all that cost about the same. */
export function search(
  target: Target,
  root: Expr,
  material: Material,
  taken: Taken | undefined,
): readonly Found[] {
  const words = vocabularies(material)
  const sites = sitesIn(target.problem, root, target.scope)
  const aim = { target, root: sites[0]!, sites, words: words(target.scope), taken }
  const unchanged = target.lowered(root)
  const tried: Tried[] = []
  const attempt = (edits: readonly Edit[], seen?: Set<Node>): readonly Tried[] => {
    const repaired = edits.reduce((tree, { at, by }) => replaced(tree, at, by), root)
    const node = target.lowered(repaired)
    if (node === undefined || node === unchanged || seen?.has(node)) return []
    seen?.add(node)
    const values = target.values(node)
    const cost = edits.reduce((sum, edit) => sum + edit.cost, 0)
    return values === undefined ? [] : [{ edits, repaired, node, values, cost }]
  }
  /** Edits one by one, the cheapest first. Several may come to the same formula: the least of them counts. */
  function* single(edits: readonly Edit[]): IterableIterator<Tried> {
    const seen = new Set<Node>()
    for (const edit of [...edits].sort((a, b) => a.cost - b.cost)) {
      const found = attempt([edit], seen)
      tried.push(...found)
      yield* found
    }
  }
  const stages: readonly (() => Iterable<Tried>)[] = [
    () => single(editsOfWhole(aim, 'first')),
    () => single([...sites.flatMap(site => editsAt(site, words(site.scope))), ...editsOfWhole(aim)]),
    () => single(editsOfRest(aim)),
    () => {
      const base = unchanged && target.values(unchanged)
      return base === undefined ? [] : together(target, base, tried, attempt)
    },
    () => single(editsOfWhole(aim, 'last')),
  ]
  for (const stage of stages) {
    const found = cheapest(target, unchanged, stage())
    if (found.length > 0) return found
  }
  return []
}

/** The cheapest of those that are right everywhere, out of what is tried in the order of its costs. */
function cheapest(target: Target, before: Node | undefined, tried: Iterable<Tried>): readonly Found[] {
  const found: Found[] = []
  let decided = 0
  for (const one of tried) {
    if (found.length > 0 && one.cost > found[0]!.cost + SLACK) break
    if (!target.hits(one.values) || isTrivial(target.problem, one.node, target.left, before)) continue
    // Several changes at one site, or of one kind, are the same news.
    const [edit] = one.edits
    const news = found.every(({ edits: [other] }) => other!.kind !== edit!.kind && apart(other!.at, edit!.at))
    if (found.length < SHOWN && news && target.verified(one.node)) found.push(one)
    if (++decided === DECIDED) break
  }
  return found
}

/** Whether neither of two parts is inside of the other. */
const apart = (a: Expr, b: Expr): boolean => !holds(a, b) && !holds(b, a)
const holds = (outer: Expr, inner: Expr): boolean =>
  inner.span.start >= outer.span.start && inner.span.end <= outer.span.end

/** At most so many pairs of changes are found. */
const PAIRS = 40

/**
 * Two changes at once. In different terms of a sum their effects add; in different factors they multiply. Sorted by a
 * projection on random weights, the partner of each is found without trying all.
 */
function together(
  target: Target,
  base: Float64Array,
  tried: readonly Tried[],
  attempt: (edits: readonly Edit[]) => readonly Tried[],
): readonly Tried[] {
  const { wanted, meant } = target
  const entries = [...meant.keys()].filter(
    e => meant[e] === 1 && Number.isFinite(wanted[e]!) && Number.isFinite(base[e]!),
  )
  const weights = entries.map((_, i) => Math.sin(12.9898 * (i + 1)) + 1.5)
  const project = (f: (e: number) => number): number =>
    entries.reduce((sum, e, i) => sum + weights[i]! * f(e), 0)
  for (const effect of [
    (v: Float64Array, e: number): number => v[e]! - base[e]!,
    (v: Float64Array, e: number): number => Math.log(Math.abs(v[e]! / base[e]!)),
  ]) {
    const found: Tried[] = []
    const goal = project(e => effect(wanted, e))
    const scale = Math.max(
      Math.abs(goal),
      project(e => Math.abs(effect(wanted, e))),
    )
    if (!Number.isFinite(goal)) continue
    const sorted = tried
      .filter(({ values }) => values.length === base.length)
      .map(({ edits, values }) => ({ edit: edits[0]!, shift: project(e => effect(values, e)) }))
      .filter(({ shift }) => Number.isFinite(shift))
      .sort((a, b) => a.shift - b.shift)
    const shifts = sorted.map(({ shift }) => shift)
    for (const [k, one] of sorted.entries()) {
      const rest = goal - one.shift
      const tolerance = 1e-9 * Math.max(scale, Math.abs(rest), Math.abs(one.shift))
      for (
        let i = Math.max(k + 1, lowerBound(shifts, rest - tolerance));
        i < sorted.length && shifts[i]! <= rest + tolerance;
        i++
      ) {
        const other = sorted[i]!
        if (found.length < PAIRS && apart(one.edit.at, other.edit.at))
          found.push(...attempt([one.edit, other.edit]).filter(({ values }) => target.hits(values)))
      }
    }
    if (found.length > 0) return found.sort((a, b) => a.cost - b.cost)
  }
  return []
}

function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
