// Claims about determinants, inverses and matrices of a kind: the identities of textbooks hold, and what is near them does not.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const paper = given(String.raw`
  A, B : real[n, n]
  P : real[n, q]
  C : real[q, n]
  D : invertible[q, q]
  V, U : invertible[n, n]
  K, M : positive definite[n, n]
  S : symmetric[n, n]
  Q, R : orthogonal[n, n]
  S^{(i)} : positive definite[n, n] for i ≤ N
  E : real[2, 2]
  H : real[1, 1]
  u, v : real[n]
  a : real
  k : integer
  f = \log \det K
  g = \det V
  h = \sum_i \log \det S^{(i)}
`)

/** The same with sizes that are said, at which rounding and time matter. */
const large = given(`
  A, B : real[30, 30]
  V : invertible[30, 30]
  K : positive definite[60, 60]
  Q : orthogonal[60, 60]
`)

const verdict = (claim: string, context = paper): string => verify(claim, context).verdict

describe('what holds', () => {
  it.each([
    String.raw`\det(A B) = \det(A) \cdot \det(B)`,
    String.raw`\det(a A) = a^n \det A`,
    String.raw`\det(u v^\top) = [n = 1] u^\top v`,
    String.raw`\det(P P^\top) = 0 \quad \text{for } n > q`,
    String.raw`\det(I_n + P C) = \det(I_q + C P)`,
    String.raw`\det(V + P D C) = \det(inverse(D) + C inverse(V) P) \cdot \det(D) \cdot \det V`,
    'inverse(V + P D C) = inverse(V) - inverse(V) P inverse(inverse(D) + C inverse(V) P) C inverse(V)',
    String.raw`inverse(K + u u^\top) = inverse(K) - \frac{inverse(K) u u^\top inverse(K)}{1 + u^\top inverse(K) u}`,
    String.raw`\nabla_K f = inverse(K)`,
    String.raw`\nabla_V g = g inverse(V)^\top`,
    String.raw`\frac{\partial^2 f}{\partial K_{ij} \partial K_{kl}} = - inverse(K)_{il} inverse(K)_{kj}`,
    String.raw`\nabla_V tr(inverse(V) B) = - (inverse(V) B inverse(V))^\top`,
    String.raw`\nabla_{S^{(i)}} h = inverse(S^{(i)})`,
    String.raw`\sum_i Q_{ij} Q_{ik} = [j = k]`,
    String.raw`\det(Q^\top A R) = \det(Q) \det(R) \det A`,
    'inverse(H)_{1,1} = 1 / H_{1,1}',
    String.raw`(A u)_{i,1} = \sum_j A_{ij} u_j`,
    'V V^{-1} = I',
    String.raw`\operatorname{vec}(C A P) = (P^\top \otimes C) \operatorname{vec}(A)`,
    String.raw`\operatorname{vec}(A)^\top \operatorname{vec}(B) = \operatorname{tr}(A^\top B)`,
    String.raw`(V \otimes D)^{-1} = V^{-1} \otimes D^{-1}`,
    String.raw`\det(A \otimes D) = \det(A)^q \det(D)^n`,
    String.raw`\operatorname{tr}(A \otimes D) = \operatorname{tr} A \operatorname{tr} D`,
    String.raw`(A \otimes P)(B \otimes C) = (A B) \otimes (P C)`,
    String.raw`\operatorname{kron}(u, v) = \operatorname{vec}(v u^\top)`,
    String.raw`\|u\|_\infty = \max_i |u_i|`,
    String.raw`\|u\|_4^4 = \sum_i u_i^4`,
    String.raw`\|u\|_k^k = \sum_i |u_i|^k`,
    String.raw`(u \oslash v)_i = u_i / v_i`,
    String.raw`A \odot B \oslash B = A`,
    String.raw`V^{-\top} = (V^{-1})^\top`,
    'V^{-T} V^T = I',
    String.raw`(P P^\top + I)^{-1} P = P (P^\top P + I)^{-1}`,
    'A^2 - B^2 = A (A - B) + (A - B) B',
    'A^7 = A^3 A^4',
    'V^{-5} V^2 = V^{-3}',
    'A^{k+1} = A A^k',
    'A^n A = A A^n',
    'V^{-k} V^k = I',
    '(S^{(i)})^{-1} S^{(i)} = I',
    String.raw`\log |K M| = \log |K| + \log |M|`,
    '|S|^2 = |S^2|',
    String.raw`\det A \det B = \det B \det A`,
    String.raw`\nabla_K \log |K| = K^{-1}`,
    String.raw`\nabla_V \operatorname{Tr}(V^{-1} B) = -V^{-\top} B^\top V^{-\top}`,
    String.raw`\nabla_K (u^\top K^{-1} u) = -K^{-1} u u^\top K^{-1}`,
    String.raw`\operatorname{logdet} K = \log \det K`,
    String.raw`\nabla_A \operatorname{tr}(A^k) = k (A^{k-1})^\top`,
  ])('%s', claim => {
    expect(verdict(claim)).toBe('holds')
  })

  it.each([
    String.raw`\det(A B) = \det(A) \cdot \det(B)`,
    'A inverse(A) = I_{30}',
    String.raw`\det(Q)^2 = 1`,
    String.raw`Q^\top Q = I_{60}`,
  ])('%s, also where matrices are large', claim => {
    const { verdict, resolution } = verify(claim, large)
    expect(verdict).toBe('holds')
    // A bound that says nothing would catch no mistake.
    expect(resolution).toBeLessThan(1e-4)
  })
})

describe('what does not', () => {
  it.each([
    String.raw`\det(A + B) = \det A + \det B`,
    String.raw`\det(a A) = a \det A`,
    String.raw`\det(I_n + P C) = \det(I_q - C P)`,
    String.raw`\nabla_V g = g inverse(V)`,
    String.raw`|\det S| = \det S`,
    String.raw`\det Q = 1`,
    'inverse(V) - inverse(U) = inverse(V) (V - U) inverse(U)',
    'V^{-T} V = I',
    String.raw`\operatorname{vec}(C A P) = (P \otimes C) \operatorname{vec}(A)`,
    String.raw`\operatorname{vec}(A) = \operatorname{vec}(A^\top)`,
    String.raw`A \otimes D = D \otimes A`,
    String.raw`\|u\|_\infty = \max_i u_i`,
    String.raw`\|u\|_3 = \sum_i |u_i|^3`,
    String.raw`A \oslash B = A B^{-1}`,
    '(A B)^2 = A^2 B^2',
    '(V U)^{-1} = V^{-1} U^{-1}',
    'A^{k+1} = A^k',
    '|A + B| = |A| + |B|',
    String.raw`\nabla_K \log |K| = K`,
    String.raw`\nabla_V \operatorname{tr}(V^{-1}) = -V^{-2}`,
    String.raw`\nabla_A \operatorname{tr}(A^k) = k A^{k-1}`,
  ])('%s', claim => {
    expect(verdict(claim)).toBe('refuted')
  })

  it.each([
    String.raw`\det(A B) = 2 \det(A) \cdot \det(B)`,
    String.raw`\det A = 1.001 \det A`,
    'inverse(A) = 1.0005 inverse(A)',
    String.raw`\det(Q)^2 = 2`,
    String.raw`\log \det K = 3`,
  ])('%s, also where matrices are large', claim => {
    // A small budget: what would be right is not asked here.
    expect(verify(claim, large, { budget: { entries: 8_000_000 } }).verdict).toBe('refuted')
  })
})

describe('what costs too much', () => {
  it.each([
    [String.raw`\det(A) = \det(A^\top)`, 1100],
    ['inverse(A) A = A inverse(A)', 1100],
    [String.raw`\det(A) = 0`, 1_000_000],
  ])('%s with %d rows', (claim, n) => {
    const { verdict, steps } = verify(claim, given(`A : real[${n}, ${n}]`))
    expect(verdict).toBe('inconclusive')
    expect(steps[0]!.reason).toContain('too large to decide')
  })
})
