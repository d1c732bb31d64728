// What is printed can be read, means the same, and looks as a person would write it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionText, print, type Style } from '../../../src/verify/text/print/print.js'
import type { Expr } from '../../../src/verify/text/tree.js'
import { SPELLINGS } from './spellings.js'
import { bare, condition, declare, expr, isCondition, nodesOf, PLAIN, STYLE, tex } from './support.js'
import { formulas } from './trees.js'

const all = SPELLINGS.flatMap(([, group]) => group)

describe('what is printed', () => {
  it.each([
    ['LaTeX', STYLE],
    ['plain text', PLAIN],
  ] as const)('is the same tree again, in %s', (_, style) => {
    fc.assert(
      fc.property(formulas, tree => {
        const text = print(tree, style)
        expect(bare(expr(text)), text).toEqual(bare(tree))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['\\log 1', '\\nabla_X 1', '1', '\\log z_1', 'a^1'])(
    'is the same tree again where %s stands before braces, which make 1{…} an indicator',
    before => {
      const tree = expr(`(${before}) \\begin{cases} a & \\text{if } i = 1 \\end{cases} \\frac{a}{b}`)
      for (const style of [STYLE, PLAIN]) expect(bare(expr(print(tree, style)))).toEqual(bare(tree))
    },
  )

  it.each([
    '∂(𝟙^(dX))/∂X',
    '(𝟙^(dX))/(dX)',
    'e^(dX)/(∂a/∂b)',
    '(da)/((dX)^2)',
    '(da)/((dX)^T)',
    '(da)/((dX)_{ij})',
    '(a ∂^2 f/∂X ∂X)/(dX)',
    '(X da)/(dX)',
    '(∇_X ∂(a X)/∂a) da',
  ])('is the same tree again where %s has a differential beside the line', text => {
    const tree = expr(text)
    for (const style of [STYLE, PLAIN]) expect(bare(expr(print(tree, style)))).toEqual(bare(tree))
  })

  it('is the same tree again, for every spelling', () => {
    for (const text of all) {
      const tree = expr(text)
      for (const style of [STYLE, PLAIN]) expect(bare(expr(print(tree, style))), text).toEqual(bare(tree))
    }
  })
})

/** What is read, how it is printed in LaTeX, and how in plain text. */
const BEAUTIFUL: readonly (readonly [string, string, string])[] = [
  ['1/m*X^T*(Z-Y)', tex`\frac{1}{m} X^\top (Z - Y)`, '1/m · Xᵀ (Z - Y)'],
  ['2*a', '2 a', '2 a'],
  ['a*2', tex`a \cdot 2`, 'a · 2'],
  ['2*3', tex`2 \cdot 3`, '2 · 3'],
  ['2*(1/3)', tex`2 \cdot \frac{1}{3}`, '2 (1/3)'],
  ['+ -a', '-a', '-a'],
  ['a + -b', 'a - b', 'a - b'],
  ['((a)) + ((b))', 'a + b', 'a + b'],
  ['a - (b + f)', 'a - (b + f)', 'a - (b + f)'],
  ['-(a + b)', '-(a + b)', '-(a + b)'],
  ['-(a * b)', '-a b', '-a b'],
  ['(-a) * b', '(-a) b', '(-a) b'],
  ['(a*b)*f', '(a b) f', '(a b) f'],
  ['X^T*X', tex`X^\top X`, 'Xᵀ X'],
  ['(X*W)^T', tex`(X W)^\top`, '(X W)ᵀ'],
  // What a prime means depends on shapes: it stays.
  ["X'*X", "X' X", "X' X"],
  ["X'*(Z-Y)", tex`X' \cdot (Z - Y)`, "X' · (Z - Y)"],
  ["L'(a)", "L'(a)", "L'(a)"],
  ["L''(p_i) a", "L''(p_i) a", "L''(p_i) a"],
  ['(p_i)^2', 'p_i^2', 'p_i^2'],
  ['a^{b}', 'a^b', 'a^b'],
  ['a^{1/2}', 'a^{1/2}', 'a^(1/2)'],
  ['a^{-1}', 'a^{-1}', 'a^(-1)'],
  ['a^{dX}', tex`a^{\mathrm{d}X}`, 'a^(dX)'],
  ['(a^b)^2', '(a^b)^2', '(a^b)^2'],
  ["y'_i", "y'_i", "y'_i"],
  ["(y'_i)^2", "(y'_i)^2", "(y'_i)^2"],
  ["y'^2", "y'^2", "y'^2"],
  [tex`\hat{y}_i`, tex`\hat{y}_i`, 'ŷ_i'],
  ['x^(n)_i', 'x_i^{(n)}', 'x_i^(n)'],
  ['(x^(n)_i)^2', '(x_i^{(n)})^2', '(x_i^(n))^2'],
  [tex`x^{(n)\top} w`, tex`x^{(n)\top} w`, 'x^(n)ᵀ w'],
  ['h_{i,j}', 'h_{ij}', 'h_ij'],
  ['h_{i,y_i}', tex`h_{i y_i}`, 'h_{i,y_i}'],
  ['h_{i+1,2}', 'h_{i + 1,2}', 'h_{i + 1,2}'],
  ['X_{i:}', 'X_{i,:}', 'X_{i,:}'],
  ['(W_1)_{i,j}', '(W_1)_{ij}', '(W_1)_ij'],
  ['(X W)_{i,j}', '(X W)_{ij}', '(X W)_ij'],
  ['W^(2)_out', tex`W^{(2)}_{\text{out}}`, 'W^(2)_out'],
  ['loss_i', tex`\mathrm{loss}_i`, 'loss_i'],
  ['ℒ', tex`\mathcal{L}`, 'ℒ'],
  ['ℓ̃', tex`\tilde{\ell}`, 'ℓ̃'],
  ['θ_i α', tex`\theta_i \alpha`, 'θ_i α'],
  ['a^α', tex`a^\alpha`, 'a^α'],
  ['log(p_i)', tex`\log p_i`, 'log p_i'],
  ['log(p_i) * w', tex`\log(p_i) w`, 'log(p_i) w'],
  ['log(a*b)', tex`\log(a b)`, 'log(a b)'],
  ['log(a/b)', tex`\log \frac{a}{b}`, 'log(a/b)'],
  ['(log a)^2', tex`(\log a)^2`, '(log a)^2'],
  [tex`\tanh^2(a)`, tex`\tanh^2(a)`, 'tanh^2(a)'],
  [tex`(\tanh^2 Z)^2`, tex`(\tanh^2(Z))^2`, '(tanh^2(Z))^2'],
  ['sigmoid^2(z) w', tex`\operatorname{sigmoid}^2(z) w`, 'sigmoid^2(z) w'],
  [tex`φ^2(a)`, tex`\phi^2(a)`, 'φ^2(a)'],
  ['(y_i!)^2 (a + b)!', '(y_i!)^2 (a + b)!', '(y_i!)^2 (a + b)!'],
  ['(a^2)!', '(a^2)!', '(a^2)!'],
  ['log a / log b', tex`\frac{\log a}{\log b}`, 'log(a)/log(b)'],
  ['softmax(z)_i', tex`\operatorname{softmax}(z)_i`, 'softmax(z)_i'],
  ['sigmoid(a/b)', tex`\sigma\left( \frac{a}{b} \right)`, 'σ(a/b)'],
  ['exp(-a)', 'e^{-a}', 'e^(-a)'],
  ['exp(h_ij)', 'e^{h_{ij}}', 'e^(h_ij)'],
  ['sqrt(a)', tex`\sqrt{a}`, 'sqrt(a)'],
  ['|a|', '|a|', '|a|'],
  ['abs(a)', tex`\operatorname{abs}(a)`, 'abs(a)'],
  ['|a (|b|)|', tex`\left| a |b| \right|`, '|(a |b|)|'],
  ['‖w‖^2', tex`\|w\|^2`, '‖w‖^2'],
  ['‖w‖_1', tex`\|w\|_1`, '‖w‖_1'],
  ['max(a,b)', tex`\max(a, b)`, 'max(a, b)'],
  ['a/(b f)', tex`\frac{a}{b f}`, 'a / (b f)'],
  ['(a+b)/f', tex`\frac{a + b}{f}`, '(a + b) / f'],
  ['a b/f', tex`\frac{a b}{f}`, 'a b / f'],
  ['a b/f * q', tex`\frac{a b}{f} q`, '(a b / f) q'],
  ['a (b/f)', tex`a \frac{b}{f}`, 'a (b/f)'],
  ['(a/b)^2', tex`\left( \frac{a}{b} \right)^2`, '(a/b)^2'],
  ['Σ_{i=1}^n a_i b', tex`\sum_{i=1}^n a_i b`, '∑_{i=1}^n a_i b'],
  ['(Σ_i a_i) b', tex`\left( \sum_i a_i \right) b`, '(∑_i a_i) b'],
  ['Σ_i (a_i + b)', tex`\sum_i (a_i + b)`, '∑_i (a_i + b)'],
  ['Σ_i -a_i', tex`\sum_i (-a_i)`, '∑_i (-a_i)'],
  ['Σ_{i≠c} a_i', tex`\sum_{i \ne c} a_i`, '∑_{i ≠ c} a_i'],
  ['Σ_{i∈S, i≠c} a_i', tex`\sum_{i \in S, i \ne c} a_i`, '∑_{i ∈ S, i ≠ c} a_i'],
  ['Σ_{i, y_i=c} a_i', tex`\sum_{i, y_i = c} a_i`, '∑_{i, y_i = c} a_i'],
  ['max_j h_ij', tex`\max_j h_{ij}`, 'max_j h_ij'],
  ['∂ℓ/∂z_i', tex`\frac{\partial \ell}{\partial z_i}`, '∂ℓ/∂z_i'],
  ['∂²L/∂z_i²', tex`\frac{\partial^2 L}{\partial z_i^2}`, '∂^2 L/∂z_i^2'],
  ['∂²L/∂a∂b', tex`\frac{\partial^2 L}{\partial a \partial b}`, '∂^2 L/∂a ∂b'],
  ['∂(a b)/∂a', tex`\frac{\partial (a b)}{\partial a}`, '∂(a b)/∂a'],
  [
    '∂L/∂z_i ∂z_i/∂a',
    tex`\frac{\partial L}{\partial z_i} \frac{\partial z_i}{\partial a}`,
    '∂L/∂z_i · ∂z_i/∂a',
  ],
  ['∇_θ L', tex`\nabla_\theta L`, '∇_θ L'],
  ['(∇_θ L)ᵀ θ', tex`(\nabla_\theta L)^\top \theta`, '(∇_θ L)ᵀ θ'],
  ['[1≤i<k]', tex`[1 \le i < k]`, '[1 ≤ i < k]'],
  ['[i=c or j=c]', tex`[i = c \text{ or } j = c]`, '[i = c or j = c]'],
  ['p_i (δ_ij - p_j)', tex`p_i (\delta_{ij} - p_j)`, 'p_i (δ_ij - p_j)'],
  ['a ⊙ b', tex`a \odot b`, 'a ⊙ b'],
  ['X 𝟙_n', tex`X \mathbf{1}_n`, 'X 𝟙_n'],
  [
    '{ a if i = c; 0 otherwise }',
    tex`\begin{cases} a & \text{if } i = c \\ 0 & \text{otherwise} \end{cases}`,
    '{ a if i = c; 0 otherwise }',
  ],
  ['2 π', tex`2 \pi`, '2 π'],
  ['0.000000125', '0.000000125', '0.000000125'],
]

describe('what is printed is beautiful', () => {
  it.each(BEAUTIFUL)('%s', (text, latex, plain) => {
    expect(print(expr(text), STYLE)).toBe(latex)
    expect(print(expr(text), PLAIN)).toBe(plain)
  })

  it('as conditions', () => {
    const text = 'i ≠ c and (y_i = c or i ∉ S)'
    expect(conditionText(condition(text), PLAIN)).toBe(text)
    expect(conditionText(condition(text), STYLE)).toBe(
      tex`i \ne c \text{ and } (y_i = c \text{ or } i \notin S)`,
    )
  })

  it('without what is declared to mean something else', () => {
    const names = declare('e σ δ T a b')
    const style: Style = { latex: true, names }
    const text = tex`\exp(a) + \operatorname{sigmoid}(b) + [i = j]`
    const tree = expr(text.replace('[i = j]', tex`I_{ij}`), names)
    expect(print(tree, style)).toBe(text)
    expect(print(expr('a^{{T}}', names), style)).toBe('a^{{T}}')
    expect(print(expr(tex`σ \cdot (a + b)`, names), style)).toBe(tex`\sigma \cdot (a + b)`)
  })
})

describe('a formula with a change in it', () => {
  const changes = [expr('q'), expr('q + v'), expr('q v'), expr('-q'), expr('q/v'), expr('3')]

  it('keeps the words of what did not change, and means what it should', () => {
    for (const text of all) {
      const tree = expr(text)
      const nodes = new Set(nodesOf(tree).map(({ node }) => node))
      const style: Style = {
        ...STYLE,
        latex: text.includes('\\'),
        source: { text, has: node => nodes.has(node) },
      }
      for (const { node, parent } of nodesOf(tree)) {
        // Only numbers and labels may stand in indices, and only symbols below ∂.
        const fixed =
          parent === undefined || ['symbol', 'indexed', 'derivative', 'delta'].includes(parent.kind)
        if (isCondition(node) || fixed || isPartOfIndex(tree, node) || isInRun(tree, node)) continue
        for (const by of changes) {
          const patched = replaced(tree, node, by) as Expr
          const printed = print(patched, style)
          expect(bare(expr(printed)), `${text} → ${printed}`).toEqual(bare(patched))
        }
      }
    }
  })

  it.each([
    [
      tex`\dfrac{1}{n} \mathbf{X}^{T} \left( Z - Y \right)`,
      'n',
      'm',
      tex`\frac{1}{m} \mathbf{X}^{T} (Z - Y)`,
    ],
    ['1/n * X^T * (Z-Y)', 'Y', 'W', '1/n · X^T (Z - W)'],
    [tex`p_i^{2} - \exp( a )`, 'p', 'q', tex`q_i^2 - \exp( a )`],
  ])('%s with %s for %s', (text, from, to, wanted) => {
    const tree = expr(text)
    const nodes = new Set(nodesOf(tree).map(({ node }) => node))
    const target = [...nodes].find(node => node.kind === 'symbol' && node.name === from)!
    const patched = replaced(tree, target, { ...target, name: to }) as Expr
    const source = { text, has: (node: Expr) => nodes.has(node) }
    expect(print(patched, { ...STYLE, latex: text.includes('\\'), source })).toBe(wanted)
  })
})

/** A tree with another node in the place of one; what does not change stays the same object. */
function replaced(tree: unknown, node: unknown, by: unknown): unknown {
  if (tree === node) return by
  if (Array.isArray(tree)) {
    const parts = tree.map(part => replaced(part, node, by))
    return parts.some((part, i) => part !== tree[i]) ? parts : tree
  }
  if (typeof tree !== 'object' || tree === null) return tree
  const entries = Object.entries(tree).map(([key, value]) => [key, replaced(value, node, by)] as const)
  return entries.some(([key, value]) => value !== (tree as Record<string, unknown>)[key])
    ? Object.fromEntries(entries)
    : tree
}

/** What dots stand for is one pattern: nothing else can be written in it. */
const isInRun = (tree: Expr, node: unknown): boolean =>
  nodesOf(tree).some(
    ({ node: holder }) =>
      holder.kind === 'big' &&
      (holder.op === 'rows' || holder.op === 'columns') &&
      nodesOf(holder).some(({ node: inner }) => inner === node && inner !== holder),
  )

const isPartOfIndex = (tree: Expr, node: unknown): boolean =>
  nodesOf(tree).some(
    ({ node: holder }) =>
      ['symbol', 'delta', 'indexed'].includes(holder.kind) &&
      holder !== node &&
      nodesOf(holder).some(
        ({ node: inner, parent }) =>
          inner === node &&
          !(holder.kind === 'indexed' && holder.of === inner) &&
          parent !== undefined &&
          !(holder.kind === 'indexed' && nodesOf(holder.of).some(p => p.node === inner)),
      ),
  )

describe('a family beside a whole of the same name', () => {
  const names = declare('x a L', 'x^·', 'm')
  const style: Style = { latex: true, names }

  it.each([
    ['x + x^{(n)}', 'x + x^{(n)}'],
    [tex`x^{(n)\top} a`, tex`x^{(n)\top} a`],
    ['x_i^{(n)} x_i', 'x_i^{(n)} x_i'],
  ])('%s', (text, wanted) => {
    expect(print(expr(text, names), style)).toBe(wanted)
  })
})
