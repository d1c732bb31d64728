// Whether a display states something: what has a relation must be read, what has none is only shown.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statesRelation } from '../../../src/verify/documents/relations.js'

const tex = String.raw

describe('a display states something', () => {
  it.each([
    'a = b',
    tex`a \approx b`,
    tex`a \leq b`,
    'a<b',
    'a ≠ b',
    'a := b',
    tex`a \coloneqq b`,
    tex`a \triangleq b`,
    tex`w \leftarrow w - 1`,
    tex`A \subseteq B`,
    tex`x \in \mathbb{R}^n`,
    tex`f \colon X \to Y = 1`,
    tex`a \implies b`,
    tex`\begin{aligned} a &= b \end{aligned}`,
    tex`\boxed{a = b}`,
    tex`{a = b}`,
    '(a = b)',
    tex`\left[ a = b \right].`,
    tex`\left\{ \begin{array}{l} a = b \end{array} \right.`,
    tex`\begin{cases} a = b \\ c = d \end{cases}`,
    tex`\overset{!}{=} b`,
    tex`a \overset{(1)}{=} b`,
    tex`\text{so } a = b`,
    tex`x_{i=1} = 2`,
    tex`x_i=2`,
    tex`\underbrace{a = b}_{c}`,
    tex`100\% = 1`,
    '[0, 1) = A',
  ])('%s', formula => expect(statesRelation(formula)).toBe(true))

  it.each([
    'a + b',
    tex`\sum_{i=1}^{n} x_i`,
    tex`\sum\limits_{i = 1}^n x_i`,
    tex`\sum_(i=1)^n x_i`,
    tex`\lim_{x \to 0} f(x)`,
    tex`\max_{a \in A} f(a)`,
    tex`P(X = x)`,
    tex`\sum_i [y_i = c]`,
    tex`\mathbb{1}\{y = c\} + 1`,
    tex`\text{loss = small}`,
    tex`x \tag{a=b}`,
    tex`\underset{x = 1}{\max} x`,
    'a % = b',
    tex`\left( a + b \right)`,
    tex`\overrightarrow{AB}`,
    tex`\eqref{a=b}`,
    tex`x^{(i = 1)}`,
    tex`\|x\|`,
    tex`f \colon X \to Y`,
    tex`X_{mn} \times W_{nk} \longrightarrow H_{mk}`,
    tex`x \mapsto x + 1`,
    'w → w_0',
    '',
  ])('but not %s', formula => expect(statesRelation(formula)).toBe(false))

  const scraps = fc.constantFrom(
    ...tex`a x_i \frac{1}{2} \sum_{i=1}^n [i=j] P(X=x) \text{if=} \left( \right) { } ( [ \{ \} _ ^ \\ & \| \alpha`.split(
      ' ',
    ),
  )
  it('if a relation stands in the open, whatever is around it', () => {
    fc.assert(
      fc.property(
        fc.array(scraps),
        fc.array(scraps),
        fc.constantFrom('=', tex`\le`, '≈'),
        (before, after, sign) => {
          const lead = before.join(' ').replace(/[[({_^]|\\\{/g, '')
          expect(statesRelation(`${lead} a ${sign} b ${after.join(' ')}`)).toBe(true)
        },
      ),
    )
  })

  it('is found out of any text, also of what is never closed', () => {
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 40 }), parts => {
        expect(typeof statesRelation(parts.join(''))).toBe('boolean')
      }),
    )
    for (const scrap of ['(', '{', '_', '\\', '_{', '\\text{'])
      expect(statesRelation(`${scrap.repeat(50_000)}`)).toBe(false)
  })
})
