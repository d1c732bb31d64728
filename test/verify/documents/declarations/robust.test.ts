// Drafts of anything at all: nothing is thrown, the same text has the same draft, and the block can be read.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftOf } from '../../../../src/verify/documents/declarations/index.js'
import { documentIn } from '../../../../src/verify/documents/formats.js'
import { given } from '../../../../src/verify/index.js'
import { runs } from '../../../support/part.js'

const draft = (text: string) => draftOf(documentIn('paper.md', text))

/** Pieces of prose and of formulas that people write, in any order. */
const WORDS = [
  'Let',
  'be',
  'a',
  'vector',
  'of',
  'size',
  'matrix',
  'is',
  'symmetric',
  'and',
  ',',
  '.',
  'samples',
  'classes',
  'the',
  'true',
  'class',
  'with',
  'where',
  'positive',
  'definite',
  '$x$',
  '$x_i$',
  '$A$',
  '$n$',
  '$m \\times n$',
  '$y_i \\in \\{1, \\dots, k\\}$',
  '$x \\in \\mathbb{R}^n$',
  '$h = A x$',
  '$\\alpha > 0$',
  '$n$-dimensional',
  'rows',
  'in',
  '$\\mathbb{R}^n$',
  '\n\n',
  '是',
  'eine',
]
const FORMULAS = [
  'f = x^\\top A x',
  'h = A x + b',
  '\\nabla_x f = 2 A x',
  'p_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}',
  'L = -\\log p_{y_i}',
  'x = y',
  'A x = x A',
  'x := x - \\alpha \\nabla_x f',
  'f = f + 1',
  "f' = x",
  '\\sum_{i=1}^n x_i = [i = y_i]',
  'W_1 x = W^{(2)} h',
  '((',
  'x^{(i)}_j = e',
  '\\frac{\\partial h_i}{\\partial x_j} = A_{ij}',
  'n = m',
  'A^{-1} A = I',
]
const document = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 1, arbitrary: fc.constantFrom(...FORMULAS).map(formula => `\n\n$$ ${formula} $$\n\n`) },
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(' '))

describe('a draft', () => {
  it('of any words and formulas is a block that can be read, and always the same', () => {
    fc.assert(
      fc.property(document, text => {
        const drafted = draft(text)
        expect(() => given(drafted.block)).not.toThrow()
        expect(draft(text).block).toBe(drafted.block)
        expect(drafted.questions.every(({ chosen, candidates }) => candidates[0] === chosen)).toBe(true)
      }),
      { numRuns: runs(60) },
    )
  })

  it('of any text at all throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        draft(`${text}\n\n$$ ${text} $$\n\n$$ f = x^\\top x $$`)
      }),
      { numRuns: runs(60) },
    )
  })
})
