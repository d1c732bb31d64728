// The place of every node is its text: read by itself, it is the same node again.
import { describe, expect, it } from 'vitest'
import { isScripted } from '../../../src/verify/text/lex/scripts.js'
import type { Condition, Expr } from '../../../src/verify/text/tree.js'
import { SPELLINGS } from './spellings.js'
import { bare, condition, expr, isCondition, nodesOf, statements, tex } from './support.js'

const texts = [
  ...SPELLINGS.flatMap(([, group]) => group),
  tex`\hat{y}_i - \left( a + b \right) (a - b) + \left[ X^\top (Z - Y) \right]_{ij}^2`,
  tex`\begin{cases} (a + b) \cdot 2 & \text{if } (j = y_i \text{ or } (a + b) c \ne 2) \text{ and } 1 \le i < k \\ 0 & \text{otherwise} \end{cases}`,
  tex`\sum_{i=1, (i + 1) \ne m}^{n + 1} -\frac{\partial (a b)}{\partial x^{(i)}_j} \|X (w - \theta)\|^2_2`,
]

/** A node by its place. */
function check(text: string, node: Expr | Condition, parent: Expr | Condition | undefined): void {
  const { start, end } = node.span
  const slice = text.slice(start, end)
  expect(start >= 0 && start < end && end <= text.length, text).toBe(true)
  if (parent !== undefined) {
    expect(parent.span.start <= start && end <= parent.span.end, `${slice} within ${text}`).toBe(true)
    // What is in two pieces, as the x_i of x^2_i, has the place of the whole.
    if (parent.span.start === start && parent.span.end === end) return
  }
  // ² is 2 only above something.
  if (isScripted(slice)) return
  const again = isCondition(node) ? condition(slice) : expr(slice)
  expect(bare(again), `${slice} within ${text}`).toEqual(bare(node))
}

describe('the place of a node', () => {
  it('is its text, in formulas', () => {
    for (const text of texts) for (const { node, parent } of nodesOf(expr(text))) check(text, node, parent)
  })

  it('is its text, in statements', () => {
    for (const text of [
      tex`(a + b) c = (z_i) \cdot 2 = \left( a \right) b \quad \text{for } (a + b) > 0, i \ne c`,
      tex`\begin{aligned} a &= b + p_i \\ &\quad + (z_i + 1) v_j \\ &= \frac{1}{2} \end{aligned}`,
      'θ := θ - α ∂L/∂θ',
      'a = b, i = c, 1 ≤ j < k',
    ]) {
      for (const { sides, conditions } of statements(text)) {
        for (const part of [...sides, ...conditions])
          for (const { node, parent } of nodesOf(part)) check(text, node, parent)
      }
    }
  })

  it('is where a symbol stands, without what hangs on it', () => {
    const [, { node }] = nodesOf(expr(tex`X_i^\top`)) as [unknown, { node: Expr }]
    expect(tex`X_i^\top`.slice(node.span.start, node.span.end)).toBe('X_i')
    const [, { node: base }] = nodesOf(expr('p_i^2')) as [unknown, { node: Expr }]
    expect('p_i^2'.slice(base.span.start, base.span.end)).toBe('p_i')
  })

  it('includes \\left and \\right', () => {
    const text = tex`\left( a + b \right) c`
    const { span } = expr(text)
    expect(span).toEqual({ start: 0, end: text.length })
  })

  it('of a statement reaches from its first side to its last condition', () => {
    const text = tex`a = b, \quad (a + b) = 1 \text{ for } (i) \ne c.`
    const [first, second] = statements(text)
    expect(text.slice(first!.span.start, first!.span.end)).toBe('a = b')
    expect(text.slice(second!.span.start, second!.span.end)).toBe(tex`(a + b) = 1 \text{ for } (i) \ne c`)
  })
})
