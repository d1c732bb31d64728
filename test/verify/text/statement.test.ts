// Claims: equations, chains in rows, updates, and the conditions behind them.
import { describe, expect, it } from 'vitest'
import { parseExpression, parseStatements } from '../../../src/verify/text/parse/statement.js'
import { conditionText, print } from '../../../src/verify/text/print/print.js'
import type { Statement } from '../../../src/verify/text/tree.js'
import { expr, NAMES, PLAIN, refusal, statements, tex } from './support.js'

/** A statement in one line: a = b := c | conditions | labels. */
function line({ steps, sides, conditions, labels }: Statement): string {
  const formula = sides
    .map((side, i) => (i === 0 ? '' : ` ${steps[i - 1]!.relation} `) + print(side, PLAIN))
    .join('')
  const where = conditions.map(condition => conditionText(condition, PLAIN)).join(', ')
  return (
    formula + (where === '' ? '' : ` if ${where}`) + (labels.length === 0 ? '' : ` for ${labels.join(', ')}`)
  )
}

const CLAIMS: readonly (readonly [string, readonly string[]])[] = [
  // Equations and chains.
  ['a = b', ['a = b']],
  ['a = b = f.', ['a = b = f']],
  [tex`a = b \tag{1.2}`, ['a = b']],
  [tex`a = b, \label{eq:one} \quad \nonumber`, ['a = b']],
  [tex`\displaystyle a = b \tag*{(1)}`, ['a = b']],
  [tex`a = b, \quad f = q`, ['a = b', 'f = q']],
  ['a = b, f = q, v = w.', ['a = b', 'f = q', 'v = w']],
  ['a = b so f = q', ['a = b', 'f = q']],
  [tex`a = b \text{ and hence } f = q`, ['a = b', 'f = q']],
  // Rows.
  [tex`\begin{aligned} a &= b \\ &= f \\ &= q \end{aligned}`, ['a = b = f = q']],
  [tex`\begin{align*} a &= b \\[4pt] f &= q \end{align*}`, ['a = b', 'f = q']],
  [tex`\begin{align} a =& \, b + f \\ & + q \\ =& \; v \end{align}`, ['a = b + f + q = v']],
  [tex`\begin{split} a &= b \\ &\quad - q \\ f &= v \end{split}`, ['a = b - q', 'f = v']],
  [tex`\begin{aligned} a &= b \\ -f &= v \end{aligned}`, ['a = b', '-f = v']],
  [tex`\begin{gather} a = b + \\ f \\ q = v \end{gather}`, ['a = b + f', 'q = v']],
  [
    tex`\begin{aligned} a &= \left( b \right. \\ &\left. + f \right) q \\ &= v \cdot \\ & w \end{aligned}`,
    ['a = (b + f) q = v · w'],
  ],
  [tex`\begin{equation} \begin{aligned} a &= b \\ &= f \end{aligned} \end{equation}`, ['a = b = f']],
  [tex`a = b \\ f = q`, ['a = b', 'f = q']],
  [tex`\begin{eqnarray*} a &=& b \\ &=& f \end{eqnarray*}`, ['a = b = f']],
  // How rows and columns are laid out says nothing.
  [tex`\begin{alignat}{2} a &= b \\ f &= q \end{alignat}`, ['a = b', 'f = q']],
  [tex`\begin{alignedat}[t]{2} a &= b \end{alignedat}`, ['a = b']],
  [tex`\begin{aligned}[t] a &= b \end{aligned}`, ['a = b']],
  [tex`\begin{IEEEeqnarray*}{rCl} a &=& b \end{IEEEeqnarray*}`, ['a = b']],
  ...['flalign', 'xalignat', 'xxalignat', 'dmath', 'multline*'].map(
    (name): readonly [string, readonly string[]] => [`\\begin{${name}} a = b \\end{${name}}`, ['a = b']],
  ),
  ['a\n  = b\n  = f % and so on\n', ['a = b = f']],
  [
    tex`\begin{aligned} a &= \begin{cases} b & i = c \\ -f & \text{otherwise} \end{cases} \\ &= q \end{aligned}`,
    ['a = { b if i = c; -f otherwise } = q'],
  ],
  [
    tex`\begin{aligned} a &= b & \text{for } i \ne c \\ f &= q && \text{if } i = c \end{aligned}`,
    ['a = b if i ≠ c', 'f = q if i = c'],
  ],
  // Updates.
  ['w := w - α v', ['w := w - α v']],
  [tex`w \gets w`, ['w := w']],
  [tex`w \leftarrow w, \quad v \coloneqq v`, ['w := w', 'v := v']],
  ['w ← w', ['w := w']],
  // Definitions: of a name that is not declared, ≡ defines; else it equates.
  [tex`r \triangleq a`, ['r ≡ a']],
  [tex`r \equiv a`, ['r ≡ a']],
  [tex`r \overset{\text{def}}{=} a`, ['r ≡ a']],
  [tex`r \stackrel{\mathrm{def}}{=} a, \; a \triangleq b`, ['r ≡ a', 'a ≡ b']],
  // What an update or a definition comes to is a claim of its own.
  ['w := w - α v = v', ['w := w - α v', 'w - α v = v']],
  [tex`r \triangleq a = b \le f`, ['r ≡ a', 'a = b ≤ f']],
  // Other relations, each with its place in the chain.
  ['a ≠ b', ['a ≠ b']],
  [tex`a \le b`, ['a ≤ b']],
  [tex`a \geq b > f`, ['a ≥ b > f']],
  [tex`a = b \le f = q \approx v`, ['a = b ≤ f = q ≈ v']],
  [tex`\begin{aligned} a &= b \\ &\le f \\ &< q \end{aligned}`, ['a = b ≤ f < q']],
  [tex`a \propto b, \quad f \sim q`, ['a ∝ b', 'f ∼ q']],
  ['a ≤ b if i = c', ['a ≤ b if i = c']],
  // What follows from an equation of an index is under that condition; a chain of claims is none.
  [tex`i \ne c \Rightarrow a = b, \quad f = q`, ['a = b if i ≠ c', 'f = q']],
  // Conditions with words.
  ['a = b for i ≠ c', ['a = b if i ≠ c']],
  [tex`a = b \quad \text{for } i \ne c`, ['a = b if i ≠ c']],
  [tex`a = b \text{ if } i = c \text{ and } j \ne c`, ['a = b if i = c and j ≠ c']],
  [tex`a = b, \text{ where } i = c, j \ne c`, ['a = b if i = c, j ≠ c']],
  ['a = b whenever L = 1', ['a = b if L = 1']],
  ['a = b if ∑_i p_i = 1', ['a = b if ∑_i p_i = 1']],
  ['a = b provided that i ∉ S', ['a = b if i ∉ S']],
  ['a = b for i ∈ S, i ≠ c', ['a = b if i ∈ S, i ≠ c']],
  ['a = b for 1 ≤ i < k', ['a = b if 1 ≤ i < k']],
  ['a = b if i = c or j = c', ['a = b if i = c or j = c']],
  [tex`a = b \text{ for all } i \ne c`, ['a = b if i ≠ c']],
  // For whom.
  ['a = b for all i', ['a = b for i']],
  ['a = b for all i, j', ['a = b for i, j']],
  ['a = b for every i and j', ['a = b for i, j']],
  [tex`a = b \quad \forall i, \forall j`, ['a = b for i, j']],
  ['a = b for all i, if j = c', ['a = b if j = c for i']],
  [tex`a = b \text{ for } i = 1, \ldots, m`, ['a = b for i']],
  [tex`a = b, \quad i = 1, \dots, m`, ['a = b for i']],
  [tex`a = b \text{ for all } i \in \{1, \ldots, m\}`, ['a = b for i']],
  // Conditions without words.
  ['a = b, i ≠ c', ['a = b if i ≠ c']],
  [tex`a = b \quad (i \ne c)`, ['a = b if i ≠ c']],
  [tex`a = b, \quad i = c`, ['a = b if i = c']],
  ['a = b, y_i = c, j ≠ c', ['a = b if y_i = c, j ≠ c']],
  ['a = b (if i = c)', ['a = b if i = c']],
  // An equation after a comma is a claim of its own, unless it speaks of an index.
  ['a = b, p_i = q', ['a = b', 'p_i = q']],
  ['a = b for i = c, ∂L/∂a = 1', ['a = b if i = c', '∂L/∂a = 1']],
  ['a = b for i = c, p_i = q_i for i ≠ c', ['a = b if i = c', 'p_i = q_i if i ≠ c']],
]

describe('a claim', () => {
  it.each(CLAIMS)('%s', (text, lines) => {
    expect(statements(text).map(line)).toEqual(lines)
  })

  it('is none in an empty text', () => {
    expect(statements('')).toEqual([])
    expect(
      statements(tex` \quad % nothing
    `),
    ).toEqual([])
  })

  it('goes on from what was said before, where it begins with a relation', () => {
    for (const text of ['= f = q', '&= f \\\\ &= q', tex`\Rightarrow = f = q`, tex`\text{so } = f = q`]) {
      const [only, ...more] = parseStatements(text, NAMES, undefined, expr('a b'))
      expect(more).toEqual([])
      expect(line(only!), text).toBe('a b = f = q')
      expect(only!.continued).toBe(true)
      expect(only!.sides[0]!.span, text).toEqual({ start: text.indexOf('='), end: text.indexOf('=') })
    }
    const [other] = parseStatements('a = f', NAMES, undefined, expr('q'))
    expect(line(other!)).toBe('a = f')
    expect(other!.continued).toBeUndefined()
    expect(refusal(() => parseStatements('= f', NAMES)).error.reason).toBe(
      'nothing stands to the left of this',
    )
  })

  it('goes on over rows as a formula does', () => {
    expect(print(parseExpression(tex`a \\ + b`, NAMES), PLAIN)).toBe('a + b')
  })
})
