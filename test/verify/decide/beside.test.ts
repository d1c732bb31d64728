// A derivative by what the other is not computed from, though both are computed from the same.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const PAPER = given(String.raw`
  S : positive definite[n, n]
  w : real[n]
  u : real
  P = S^{-1}
  q = w^\top S w
  r = w^\top w
  c = u^2`)

describe('∂q/∂P where both are computed from S', () => {
  it.each(['\\frac{\\partial q}{\\partial P} = 0', '\\nabla_P q = -S w w^\\top S'])(
    'is refused: %s',
    claim => {
      expect(() => verify(claim, PAPER)).toThrow('q is not computed from P: both are computed from S')
    },
  )

  it.each([
    '\\frac{\\partial r}{\\partial P} = 0',
    '\\frac{\\partial q}{\\partial u} = 0',
    '\\frac{\\partial q}{\\partial c} = 0',
  ])('is 0 where they share nothing: %s', claim => expect(verify(claim, PAPER).verdict).toBe('holds'))
})
