// The parts of a formula are all that there are, and each can be changed without the others.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { symbol } from '../../../src/verify/text/make.js'
import type { Condition, Expr, Kind } from '../../../src/verify/text/tree.js'
import {
  childrenOf,
  conditionsOf,
  formulasIn,
  mapChildren,
  mapTree,
  moved,
  replaced,
  rewritten,
} from '../../../src/verify/text/visit.js'
import { expr, isCondition, tex } from './support.js'
import { formulas } from './trees.js'

const CONDITIONS: readonly string[] = ['compare', 'and', 'or', 'member']
const isFormula = (part: object): part is Expr =>
  'kind' in part && 'span' in part && !CONDITIONS.includes(part.kind as string)

/** The formulas and conditions in an object, found in whatever field they stand; those within them are left to them. */
function heldIn(whole: unknown): readonly (Expr | Condition)[] {
  if (typeof whole !== 'object' || whole === null) return []
  return Object.values(whole).flatMap((part): readonly (Expr | Condition)[] =>
    typeof part === 'object' && part !== null && 'span' in part ? [part] : heldIn(part),
  )
}

/** The formulas directly below one, whatever conditions they stand in. */
const below = (whole: unknown): readonly Expr[] =>
  heldIn(whole).flatMap(part => (isFormula(part) ? [part] : below(part)))

/** What only texts make: signs that shapes give a meaning to. */
const WRITTEN = [
  tex`f'(a) + X^{T}`,
  tex`\sum_{i=1}^{n} x_i`,
  tex`\sum_{j \in S} x_j`,
  tex`X_{:,j} \cdot x`,
].map(text => expr(text))
/** Every formula within a random tree, so that each kind is the whole as well. */
const all = fc.oneof(
  formulas.map(tree => formulasIn(tree)),
  fc.constantFrom(...WRITTEN).map(tree => formulasIn(tree)),
)

describe('the parts of a formula', () => {
  it('are of every kind in what is tried here', () => {
    const seen = new Set<Kind>()
    const list = [...fc.sample(all, { numRuns: 300, seed: 1 }), WRITTEN]
    for (const { kind } of list.flat().flatMap(formulasIn)) seen.add(kind)
    expect(seen.size).toBe(18)
  })

  it('are all formulas that stand in it, wherever that is', () => {
    fc.assert(
      fc.property(all, list => {
        for (const whole of list) expect(new Set(childrenOf(whole))).toEqual(new Set(below(whole)))
      }),
    )
  })

  it('stay, and it is the same object, where nothing is changed', () => {
    fc.assert(
      fc.property(all, list => {
        for (const whole of list) {
          expect(mapChildren(whole, part => part)).toBe(whole)
          expect(mapTree(whole, () => undefined)).toBe(whole)
          expect(rewritten(whole, part => part)).toBe(whole)
        }
      }),
    )
  })

  it('are changed one by one: the changed part is there, and all others are as they were', () => {
    fc.assert(
      fc.property(all, list => {
        for (const whole of list) {
          const parts = childrenOf(whole)
          parts.forEach((_, k) => {
            const other = symbol('other')
            let at = 0
            const changed = mapChildren(whole, part => (at++ === k ? other : part))
            expect(childrenOf(changed)).toEqual(parts.map((part, i) => (i === k ? other : part)))
            expect(childrenOf(changed)[k]).toBe(other)
            // Putting back what was there gives the formula back, whatever else it holds.
            at = 0
            expect(mapChildren(changed, part => (at++ === k ? parts[k]! : part))).toEqual(whole)
          })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('within conditions are changed before the conditions', () => {
    const whole = expr(tex`\sum_{i, i \ne j \text{ and } x_i > 0} x_i`)
    const conditions = conditionsOf(whole)
    expect(conditions.map(({ kind }) => kind)).toEqual(['compare', 'compare', 'and'])
    expect(conditions.every(isCondition)).toBe(true)
  })

  it('are found anywhere below, and replaced there', () => {
    fc.assert(
      fc.property(formulas, tree => {
        for (const part of formulasIn(tree).slice(1)) {
          const other = symbol('other')
          const changed = replaced(tree, part, other)
          expect(formulasIn(changed)).toContain(other)
          expect(formulasIn(changed).includes(part)).toBe(false)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('move with it to another place in the text, conditions as well', () => {
    const whole = expr(tex`[i \ne j] \sum_{i \le m} x_i`)
    const spans = (tree: unknown): readonly number[] =>
      JSON.stringify(tree)
        .match(/"(start|end)":-?\d+/g)!
        .map(text => Number(text.split(':')[1]))
    expect(spans(moved(whole, 7))).toEqual(spans(whole).map(place => place + 7))
  })
})
