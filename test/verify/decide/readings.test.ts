// What may be read in several ways, and fits what is declared in one.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  X : real[m, n]
  A : real[n, n]
  w, x, v : real[n]
  a, b, T, d : positive
  p : distribution[k]
  y : class of k
  L = \frac{1}{2} \|X w\|^2
`)

/** What is written, and how it is read. */
const READ: readonly (readonly [string, string])[] = [
  [tex`w^Tx = x^Tw`, 'wᵀ x = xᵀ w'],
  [tex`w^\top x = w^Tx`, 'wᵀ x = wᵀ x'],
  [tex`\nabla_wL = X^TXw`, '∇_w L = Xᵀ X w'],
  [tex`\sum_i x_iw_i = w^Tx`, '∑_i x_i w_i = wᵀ x'],
  [tex`A_ij \cdot x_j = x_j A_{ij}`, 'for all i ≤ n, j ≤ n: A_ij x_j = x_j A_ij'],
  [tex`a^T = e^{T \log a}`, 'a^{{T}} = e^(T log a)'],
  [tex`x^T x = \|x\|^2`, 'xᵀ x = ‖x‖^2'],
  [tex`X^\top_{ji} = X_{ij}`, 'for all j ≤ n, i ≤ m: (Xᵀ)_ji = X_ij'],
  [tex`\frac{dL}{dw} = X^\top X w`, '∂L/∂w = Xᵀ X w'],
]

/** What may mean two things that both fit. */
const REFUSED = [tex`\log a b = \log b a`, '1/2a = 1/(2a)', tex`A^\top_{ij} = A_{ji}`]

describe('a claim that may be read in several ways', () => {
  it.each(READ)('is read as the only one that fits: %s', (claim, reading) => {
    const report = verify(claim, PAPER)
    expect(report.reading).toBe(reading)
    expect(report.verdict).toBe('holds')
  })

  it.each(REFUSED)('is refused where several fit: %s', claim => {
    expect(() => verify(claim, PAPER)).toThrow(expect.objectContaining({ trouble: 'ambiguous' }))
  })
})
