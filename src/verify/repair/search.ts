// The search for a repair: every single change is tried at one case, and what fits there is decided as any claim is.

import type { Node } from '../meaning/node.js'
import { type Place, placesIn } from '../meaning/sites.js'
import { minus, plus, product, sizeOf, sum } from '../text/make.js'
import type { Expr } from '../text/tree.js'
import { replaced } from '../text/visit.js'
import { constantsNear, ratioOf } from './constants.js'
import { sumOfTwo } from './fit.js'
import { type Edit, type EditContext, editsAt, vocabularies } from './slips/index.js'
import type { Target } from './target.js'
import { isTrivial } from './trivial.js'
import { matrixAtoms, scalarAtoms } from './vocabulary.js'

/** A repaired side. */
export interface Found {
  /** What was changed; the last changes what is left after those before it. */
  readonly edits: readonly Edit[]
  readonly repaired: Expr
  readonly node: Node
  readonly cost: number
}

/** An edit that was tried, and what the side comes to with it. */
interface Tried {
  readonly edit: Edit
  readonly node: Node
  readonly values: Float64Array
}

/** Repairs that cost more than the cheapest by this much are not minimal. */
const SLACK = 0.15
/** So many repairs are shown at most, and so many are decided. */
const SHOWN = 3
const DECIDED = 12

/** The cheapest repairs of a side, all that cost about the same. */
export function search(target: Target, root: Expr, context: EditContext): readonly Found[] {
  const places = placesIn(target.problem, root, target.scope)
  const words = vocabularies(context)
  const unchanged = target.lowered(root)
  const tried = new Map<number, Tried>()
  for (const place of places) {
    for (const edit of editsAt(place, context, words(place))) {
      const node = target.lowered(replaced(root, edit.node, edit.by))
      if (node === undefined || node === unchanged) continue
      // Several changes may come to the same formula: the least of them counts.
      const known = tried.get(node.id)
      if (known !== undefined) {
        if (edit.cost < known.edit.cost) tried.set(node.id, { ...known, edit })
        continue
      }
      const values = target.values(node)
      if (values !== undefined) tried.set(node.id, { edit, node, values })
    }
  }
  const hits = [...tried.values()]
    .filter(({ values }) => target.hits(values))
    .map(
      ({ edit, node }): Found => ({
        edits: [edit],
        repaired: replaced(root, edit.node, edit.by),
        node,
        cost: edit.cost,
      }),
    )
  const single = [...hits, ...byConstant(target, root, context)]
  const telling = (all: readonly Found[]): readonly Found[] =>
    cheapest(
      target,
      all.filter(({ node }) => !isTrivial(node, target.left, unchanged)),
    )
  const found = telling(single)
  if (found.length > 0) return found
  const base = unchanged && target.values(unchanged)
  const pairs = base === undefined ? [] : together(target, root, base, [...tried.values()])
  const double = telling(pairs)
  return double.length > 0 ? double : telling(byTerms(target, root, places[0]!, context))
}

/** The cheapest of those that are right everywhere. */
function cheapest(target: Target, hits: readonly Found[]): readonly Found[] {
  const found: Found[] = []
  for (const hit of [...hits].sort((a, b) => a.cost - b.cost).slice(0, DECIDED)) {
    const least = found[0]?.cost
    if (least !== undefined && hit.cost > least + SLACK) break
    // Several changes at one place, or of one kind, are the same news.
    const news = found.every(other => kindOf(other) !== kindOf(hit) && apart(placeOf(other), placeOf(hit)))
    if (found.length < SHOWN && news && target.verified(hit.node)) found.push(hit)
  }
  return found
}

const kindOf = ({ edits }: Found): string => edits[0]!.kind
const placeOf = ({ edits }: Found): Expr => edits[0]!.node
const apart = (a: Expr, b: Expr): boolean => !holds(a, b) && !holds(b, a)

/** Where the whole is a constant times what is wanted. */
function byConstant(target: Target, root: Expr, { dims }: EditContext): readonly Found[] {
  const node = target.lowered(root)
  const values = node && target.values(node)
  if (values === undefined || values.length !== target.wanted.length) return []
  const ratio = ratioOf(target.wanted, values, e => target.meant[e] === 1)
  if (ratio === undefined) return []
  return constantsNear(ratio, dims, target.sizes)
    .slice(0, 3)
    .flatMap(constant =>
      foundFor(target, root, [
        {
          kind: 'factor',
          node: root,
          by: product(constant, root),
          cost: 1.3 + 0.2 * sizeOf(constant),
          slip: { what: 'factor', missing: true, part: constant },
        },
      ]),
    )
}

/** The repair that edits make. */
function foundFor(target: Target, root: Expr, edits: readonly Edit[]): readonly Found[] {
  const repaired = edits.reduce((tree, { node, by }) => replaced(tree, node, by), root)
  const node = target.lowered(repaired)
  if (node === undefined) return []
  const values = target.values(node)
  if (values === undefined || !target.hits(values)) return []
  return [{ edits, repaired, node, cost: edits.reduce((sum, edit) => sum + edit.cost, 0) }]
}

/** Whether one node is inside of another. */
const holds = (outer: Expr, inner: Expr): boolean =>
  inner.span.start >= outer.span.start && inner.span.end <= outer.span.end

/** Pairs of changes are looked for among so many. */
const MOST_PAIRS = 40

/**
 * Two changes at once. In different terms of a sum their effects add; in different factors they multiply. Sorted by a
 * projection on random weights, the partner of each is found without trying all.
 */
function together(target: Target, root: Expr, base: Float64Array, tried: readonly Tried[]): readonly Found[] {
  const { wanted, meant } = target
  const entries = [...meant.keys()].filter(
    e => meant[e] === 1 && Number.isFinite(wanted[e]!) && Number.isFinite(base[e]!),
  )
  const weights = entries.map((_, i) => Math.sin(12.9898 * (i + 1)) + 1.5)
  const project = (f: (e: number) => number): number =>
    entries.reduce((sum, e, i) => sum + weights[i]! * f(e), 0)
  const found: Found[] = []
  for (const effect of [
    (v: Float64Array, e: number): number => v[e]! - base[e]!,
    (v: Float64Array, e: number): number => Math.log(Math.abs(v[e]! / base[e]!)),
  ]) {
    const goal = project(e => effect(wanted, e))
    const scale = Math.max(
      Math.abs(goal),
      project(e => Math.abs(effect(wanted, e))),
    )
    if (!Number.isFinite(goal)) continue
    const sorted = tried
      .filter(({ values }) => values.length === base.length)
      .map(one => ({ ...one, shift: project(e => effect(one.values, e)) }))
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
        if (!apart(one.edit.node, other.edit.node)) continue
        if (found.length < MOST_PAIRS) found.push(...foundFor(target, root, [one.edit, other.edit]))
      }
    }
    if (found.length > 0) break
  }
  return found
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

/** At most so many atoms are combined by twos. */
const ATOMS = 48

/** The right side anew, as a sum of one or two quantities of the right shape with constants before them. */
function byTerms(target: Target, root: Expr, place: Place, context: EditContext): readonly Found[] {
  const { left } = target
  const { rows, cols } = left.type
  const names = context.names
  const words = vocabularies(context)(place)
  const scalar = rows === '1' && cols === '1'
  const atoms = (scalar ? scalarAtoms(words) : matrixAtoms(target.problem, names, rows, cols)).slice(0, ATOMS)
  const known = atoms.flatMap(expr => {
    const node = target.lowered(expr)
    const values = node && target.values(node)
    return values === undefined ||
      values.length !== target.wanted.length ||
      values.some(v => !Number.isFinite(v))
      ? []
      : [{ expr, values }]
  })
  const meant = (e: number): boolean => target.meant[e] === 1
  const constants = (ratio: number): readonly Expr[] =>
    constantsNear(ratio, context.dims, target.sizes).slice(0, 2)
  const found: Found[] = []
  const propose = (by: Expr): void => {
    found.push(...foundFor(target, root, [{ kind: 'rewrite', node: root, by, cost: 2 + 0.2 * sizeOf(by) }]))
  }
  for (const { expr, values } of known) {
    const ratio = ratioOf(target.wanted, values, meant)
    if (ratio !== undefined) for (const constant of constants(ratio)) propose(product(constant, expr))
  }
  for (const [i, a] of known.entries()) {
    for (const b of known.slice(i + 1)) {
      const fit = sumOfTwo(target.wanted, a.values, b.values, meant)
      if (fit === undefined) continue
      const [c, d] = fit
      if (Math.abs(c + d) <= 1e-9 * Math.abs(c)) {
        const [first, second] = c > 0 ? [a, b] : [b, a]
        for (const constant of constants(Math.abs(c))) propose(joined(constant, first.expr, second.expr))
        continue
      }
      for (const p of constants(c))
        for (const q of constants(d)) propose(sum(plus(product(p, a.expr)), plus(product(q, b.expr))))
    }
  }
  return found
}

/** c (a − b); with a common factor before both, c X (a − b). */
function joined(constant: Expr, a: Expr, b: Expr): Expr {
  const [p, q] = [a, b].map(expr =>
    expr.kind === 'mul' ? expr.factors : [{ by: 'times' as const, value: expr }],
  )
  const [first, second] = [p![0]!, q![0]!]
  const common =
    p!.length === 2 && q!.length === 2 && JSON.stringify(first.value) === JSON.stringify(second.value)
  if (!common) return product(constant, sum(plus(a), minus(b)))
  return product(constant, first.value, sum(plus(p![1]!.value), minus(q![1]!.value)))
}
