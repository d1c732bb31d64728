// Every construct, in every way of writing it: the trees are the same.
import { describe, expect, it } from 'vitest'
import type { Statement } from '../../../src/verify/text/tree.js'
import { CLAIMS, SPELLINGS } from './spellings.js'
import { bare, expr, statements, tex } from './support.js'

describe('what means the same is the same tree', () => {
  for (const [name, texts] of SPELLINGS) {
    it(name, () => {
      const first = bare(expr(texts[0]!))
      for (const text of texts) expect(bare(expr(text)), text).toEqual(first)
    })
  }
})

/** Statements without their places. */
const said = (list: readonly Statement[]): unknown =>
  list.map(({ sides, steps, conditions, labels }) =>
    bare({ sides, relations: steps.map(({ relation }) => relation.replace('≡', '=')), conditions, labels }),
  )

describe('what says the same states the same', () => {
  for (const [name, texts] of CLAIMS) {
    it(name, () => {
      const first = said(statements(texts[0]!))
      for (const text of texts) expect(said(statements(text)), text).toEqual(first)
    })
  }
})

describe('what means different things is not', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['(a b) z', 'a (b z)'],
    ['a / b z', 'a / (b z)'],
    ['X W', 'W X'],
    ['a - b - z', 'a - (b - z)'],
    [tex`\sum_i a_i + b`, tex`\sum_i (a_i + b)`],
    [tex`\log a + b`, tex`\log(a + b)`],
    ['-a^2', '(-a)^2'],
    ['a_i^2', 'a_{i^2}'],
    ['e^a b', 'e^{a b}'],
    [tex`X_i^\top X_j`, tex`X_i X_j^\top`],
    ['‖w‖_1', '‖w‖'],
    ["y'_i", 'y_i'],
    ['W_1', 'W_2'],
    [tex`\ell`, tex`\tilde{\ell}`],
    ['L', tex`\mathcal{L}`],
    ['∑_{i ≠ c} p_i', '∑_i p_i'],
    ['[i ≤ k]', '[i < k]'],
  ]
  it.each(pairs)('%s is not %s', (one, other) => {
    expect(bare(expr(one))).not.toEqual(bare(expr(other)))
  })
})
