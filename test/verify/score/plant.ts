// Plants mistakes into true claims: single ones, and two at different places.

import { conditionText, print, type Style } from '../../../src/verify/text/print/print.js'
import type { Condition, Expr } from '../../../src/verify/text/tree.js'
import { KINDS, type Kind } from './kinds.js'
import type { Material } from './material.js'
import { conditionsOf, placesOf } from './places.js'
import { hashOf, shuffled } from './stream.js'
import { nodesOf } from './tree.js'

/** A claim with a mistake in it. */
export interface Planted {
  readonly material: Material
  readonly kinds: readonly string[]
  readonly source: string
  /** The right side with the mistake; `undefined` where it is in a condition behind the claim. */
  readonly right: Expr | undefined
}

/** An edit of a right side, and the new parts that it brought. */
interface Edit {
  readonly kind: string
  readonly site: Expr | Condition
  readonly right: Expr
  readonly made: Expr | undefined
}

/** All edits of one kind. */
function edits(right: Expr, material: Material, { name, at, on }: Kind): readonly Edit[] {
  const found: Edit[] = []
  if (at !== undefined) {
    for (const place of placesOf(right, material)) {
      for (const made of at(place, material)) {
        if (made !== undefined) found.push({ kind: name, site: place.expr, right: place.put(made), made })
      }
    }
  }
  if (on !== undefined) {
    for (const place of conditionsOf(right, material)) {
      for (const next of on(place, material))
        found.push({ kind: name, site: place.condition, right: place.put(next), made: undefined })
    }
  }
  return found
}

const styleOf = ({ source, context, nodes }: Material): Style => ({
  latex: source.includes('\\'),
  names: context.names,
  source: { text: source, has: node => nodes.has(node) },
})

/** The claim's text with another right side. */
function written(material: Material, right: Expr): string {
  const { source, right: true_ } = material
  const text = print(right, styleOf(material))
  return source.slice(0, true_.span.start) + text + source.slice(true_.span.end)
}

/** Single mistakes of one kind in a claim. */
export function singles(material: Material, kind: Kind): readonly Planted[] {
  const { source, claim, right } = material
  const within = edits(right, material, kind).map(edit => ({
    material,
    kinds: [kind.name],
    source: written(material, edit.right),
    right: edit.right,
  }))
  const behind = claim.statement.conditions.flatMap(condition =>
    (kind.on?.({ condition, labels: material.labels, put: () => right }, material) ?? []).map(next => ({
      material,
      kinds: [kind.name],
      source:
        source.slice(0, condition.span.start) +
        conditionText(next, styleOf(material)) +
        source.slice(condition.span.end),
      right: undefined,
    })),
  )
  return [...within, ...behind].filter(planted => planted.source !== source)
}

/** Two mistakes of different kinds at different places of a claim. */
export function doubles(material: Material, seed: number, tries: number): readonly Planted[] {
  const ones = shuffled(
    KINDS.flatMap(kind => edits(material.right, material, kind)),
    seed,
  )
  return ones.slice(0, tries).flatMap((one, i) => {
    const fresh = new Set<unknown>([one.made, ...(one.made === undefined ? [] : nodesOf(one.made))])
    const twos = shuffled(KINDS, seed + i + 1).flatMap(kind =>
      kind.name === one.kind ? [] : edits(one.right, material, kind).filter(({ site }) => !fresh.has(site)),
    )
    const two = twos[hashOf(`${seed} ${i}`) % Math.max(1, twos.length)]
    return two === undefined
      ? []
      : [{ material, kinds: [one.kind, two.kind], source: written(material, two.right), right: two.right }]
  })
}
