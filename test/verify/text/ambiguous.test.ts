// What means more than one thing is refused, with carets under it and the ways to say it clearly.
import { describe, expect, it } from 'vitest'
import { condition as conditions, declare, expr, NAMES, refusal, statements, tex } from './support.js'

const T = declare('X a b T')
const D = declare('L W d a b')
const SIGMA = declare('σ a b')

/** Name, how it is read, what the carets are under, the reason, the ways. */
const UNCLEAR: readonly (readonly [string, () => unknown, string, string, readonly string[]])[] = [
  [
    'p_i(…) where p is not declared',
    () => expr('r_i(a - b)'),
    'r_i',
    "'r_i(…)': r is neither a known function nor a declared symbol",
    [
      'Declare r in the given block for a product.',
      tex`Functions are \exp, \log, \operatorname{softmax}, ….`,
    ],
  ],
  [
    'what follows from what is set',
    () => statements(tex`a = b \overset{!}{=} 0 \iff a = z`),
    'a',
    'is this claimed, or does it only follow from what is set?',
    [tex`Write what is claimed as a formula of its own, with its condition: a = b \text{ if } c = 0.`],
  ],
  [
    'J(θ): a product or a call',
    () => expr('J(θ) + 1'),
    'J',
    "'J(θ)': a product, or a function applied?",
    [
      tex`Write J \cdot θ for the product.`,
      'Write J alone for its value: the given block says what it depends on.',
    ],
  ],
  [
    'σ(…) where σ is declared',
    () => expr('σ(a + b)', SIGMA),
    'σ',
    'the symbol σ, which is declared, times a bracket, or the logistic function?',
    [tex`Write σ \cdot (…) for the product.`, tex`Write \operatorname{sigmoid}(…) for the function.`],
  ],
  [
    'X^T where T is declared',
    () => expr('X^T', T),
    'T',
    "'T' may be the transpose here, or the symbol T that is declared",
    [tex`Write X^\top for the transpose.`, 'Write X^{{T}} for the power.'],
  ],
  [
    'h_ij in LaTeX',
    () => expr(tex`h_ij \cdot a`),
    'ij',
    "only 'i' is below the line here, and 'j' beside it",
    ['Put a space behind _i for a factor.', 'Write _{ij} for all of it.'],
  ],
  [
    'a^10 in LaTeX',
    () => expr(tex`a^10 \cdot a`),
    '10',
    "only '1' is above the line here, and '0' beside it",
    ['Write ^{10}, or put a space between.'],
  ],
  [
    'a^-1 in LaTeX',
    () => expr(tex`a^-1 \cdot a`),
    '-1',
    "only '-' is above the line here, and '1' beside it",
    ['Write ^{-1}, or put a space between.'],
  ],
  [
    '1/2a',
    () => expr('1/2a'),
    'a',
    "is 'a' below the fraction line as well?",
    [
      tex`Write 1/2 \cdot a where it is beside the fraction.`,
      'Put brackets around all that is below the line where it is: 1/(2a).',
    ],
  ],
  [
    '1/m(a + b)',
    () => expr('1/m(a + b)'),
    '(',
    "is '(' below the fraction line as well?",
    [
      tex`Write 1/m \cdot (…) where it is beside the fraction.`,
      'Put brackets around all that is below the line where it is: 1/(m (…)).',
    ],
  ],
  [
    tex`\log p_i w_j`,
    () => expr(tex`\log p_i w_j`),
    'w',
    "does log reach to 'w'?",
    [tex`Write \log(…) around what it is applied to.`, tex`Put \cdot in front of 'w' where it is not.`],
  ],
  [
    tex`\frac{dL}{dW} where d is declared`,
    () => expr(tex`\frac{dL}{dW}`, D),
    'd',
    "'d' is declared, and may be the d of a derivative as well",
    [
      tex`Write \frac{\partial L}{\partial x} for the derivative.`,
      tex`Write \frac{d \cdot a}{d \cdot b} for the fraction.`,
    ],
  ],
  [
    'dL/dW where d is declared',
    () => expr('dL/dW', D),
    'd',
    "'d' is declared, and may be the d of a derivative as well",
    ['Write ∂L/∂x for the derivative.', tex`Write d \cdot a / (d \cdot b) for the fraction.`],
  ],
  [
    '∇L',
    () => expr(tex`\nabla L`),
    tex`\nabla`,
    'this ∇ does not say by what',
    [tex`Write \nabla_\theta L, or \frac{\partial L}{\partial \theta}.`],
  ],
  [
    tex`\max without an index`,
    () => expr(tex`\max a_j`),
    tex`\max`,
    'this max does not say over what',
    [tex`Write \max_j a_j, or \max(a, b).`],
  ],
  [
    tex`\sum without an index`,
    () => expr(tex`\sum a_j p_i`),
    tex`\sum`,
    'this sum does not say over what',
    [tex`Write the index below it: \sum_i, or \sum_{i=1}^{n}.`],
  ],
  [
    'and with or',
    () => conditions('i = j and j = c or i = c'),
    'or',
    "'and' and 'or' without brackets",
    ['Write (a and b) or c, or a and (b or c).'],
  ],
  [
    'an entry behind a transpose',
    () => expr(tex`X^\top_{ij}`),
    '_{ij}',
    'an index behind a transpose: is it an index of X, or of its transpose?',
    [
      tex`Write (X^\top)_{ij} for an entry of the transpose.`,
      tex`Write X_{ij}^\top for the transpose of X_{ij}.`,
    ],
  ],
  [
    'a power of a function or its inverse',
    () => expr(tex`\tanh^{-1} a`),
    '{-1}',
    'is this a power of tanh, or its inverse?',
    ['Write (tanh x)^{…} for a power.'],
  ],
  [
    'a root and an exponent',
    () => expr(tex`\sqrt a^2`),
    'a^2',
    'does the root reach to the exponent?',
    [tex`Write \sqrt{x^2} where it does, \sqrt{x}^2 where it does not.`],
  ],
  [
    'a function of a group that is raised',
    () => expr(tex`\log{a}^2`),
    '^',
    'does this belong to log, or to what it is applied to?',
    [tex`Write \log(…) with what it is applied to in brackets.`],
  ],
  [
    '1e-3',
    () => expr('1e-3'),
    '1e-3',
    "'1e-3' may be a number, or e times something",
    [tex`Write 1 \cdot 10^{-3} for the number.`, 'Put spaces around the e where it is 2.718….'],
  ],
]

describe('what means more than one thing is refused', () => {
  it.each(UNCLEAR)('%s', (_, read, under, reason, ways) => {
    const refused = refusal(read)
    expect(refused.error.trouble).toBe('ambiguous')
    expect(refused.error.reason).toBe(reason)
    expect(refused.error.ways).toEqual(ways)
    expect(refused.under).toBe(under)
  })

  it('with carets under it, in one message', () => {
    expect(refusal(() => expr(tex`\frac{1}{m} + \log p_i w_j`)).error.message).toBe(
      [
        "does log reach to 'w'?",
        tex`  Write \log(…) around what it is applied to.`,
        tex`  Put \cdot in front of 'w' where it is not.`,
        '',
        tex`\frac{1}{m} + \log p_i w_j`,
        '                       ^',
      ].join('\n'),
    )
  })

  it('and every way that is named is understood', () => {
    for (const text of [
      tex`1/2 \cdot a`,
      '1/(2a)',
      '1/2 a',
      tex`\frac{1}{2}a`,
      tex`J \cdot θ`,
      tex`\log(p_i) w_j`,
      tex`\log p_i \cdot w_j`,
      'h_{ij}',
      tex`h_i j \cdot 1`,
      tex`\max_j a_j`,
      tex`\max(a, b)`,
      tex`(X^\top)_{ij}`,
      tex`X_{ij}^\top`,
      '(tanh a)^{-1}',
      tex`\sqrt{a}^2`,
      tex`\sqrt{a^2}`,
    ])
      expect(() => expr(text), text).not.toThrow()
    expect(expr('X^{{T}}', T).kind).toBe('pow')
    expect(expr(tex`X^\top`, T).kind).toBe('transpose')
    expect(expr(tex`\frac{d \cdot a}{d \cdot b}`, declare('a b d')).kind).toBe('mul')
    expect(expr(tex`d \cdot a / (d \cdot b)`, declare('a b d')).kind).toBe('mul')
    expect(expr(tex`σ \cdot (a + b)`, SIGMA).kind).toBe('mul')
    expect(conditions('(i = j and j = c) or i = c').kind).toBe('or')
  })
})

describe('what looks alike and is clear is read', () => {
  it('a declared symbol times a bracket', () => {
    expect(expr('p_i(a - b)', NAMES).kind).toBe('mul')
  })
  it('a label times a bracket', () => {
    expect(expr('∑_i i (i + 1) a_i').kind).toBe('big')
  })
  it('a slash, then a space', () => {
    expect(expr('1/m X').kind).toBe('mul')
  })
  it('a slash, then a sum', () => {
    expect(expr('1/m∑_i a_i').kind).toBe('mul')
  })
  it('a logarithm of a sum', () => {
    expect(expr(tex`\log \sum_i a_i b`).kind).toBe('call')
  })
  it('indices that are letters of a word', () => {
    expect(expr('X_{if}')).toMatchObject({ indices: [{ name: 'i' }, { name: 'f' }] })
  })
  it('a derivative whose d is declared, with ∂', () => {
    expect(expr('∂L/∂W', D).kind).toBe('derivative')
  })
})
