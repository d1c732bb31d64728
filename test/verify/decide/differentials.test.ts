// Claims about differentials: both sides along any direction of what varies.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'

const paper = given(String.raw`
  X, A, B : real[n, n]
  V : invertible[n, n]
  K : positive definite[n, n]
  S : symmetric[n, n]
  Q : orthogonal[n, n]
  q : distribution[n]
  M, W : real[m, n]
  x, w : real[n]
  b, t : real[m]
  y_i : real[n] for i ≤ N
  u, v : real
  p : positive
  c : class of n
  f = \log\det K
  g = x^\top A x
  z = W x + b
  a = \tanh(z)
  L = \|a - t\|^2
  h = \sin(u v)
`)

const report = (claim: string) => verify(claim, paper)

describe('what holds', () => {
  it.each([
    String.raw`\mathrm{d}f = \operatorname{tr}(K^{-1}\,\mathrm{d}K)`,
    String.raw`df = \operatorname{tr}(K^{-\top} dK)`,
    String.raw`d(\log\det V^2) = 2 \operatorname{tr}(V^{-1} dV)`,
    String.raw`d\log|K| = \operatorname{tr}(K^{-1} dK)`,
    String.raw`dV^{-1} = -V^{-1}\,dV\,V^{-1}`,
    String.raw`\partial(V^{-1}) = -V^{-1} (\partial V) V^{-1}`,
    String.raw`d \det V = \det V \operatorname{tr}(V^{-1} dV)`,
    String.raw`d(AB) = dA\,B + A\,dB`,
    String.raw`d(A^2) = A\,dA + dA\,A`,
    String.raw`d(X \odot A) = dX \odot A + X \odot dA`,
    String.raw`d(A \otimes B) = dA \otimes B + A \otimes dB`,
    String.raw`d(M^\top M) = dM^\top M + M^\top dM`,
    String.raw`d\operatorname{tr}(A X B) = \operatorname{tr}(B A\,dX)`,
    String.raw`d\operatorname{vec}(A X B) = (B^\top \otimes A) \operatorname{vec}(dX)`,
    String.raw`dz = W\,dx + dW\,x + db`,
    String.raw`\mathrm{d}(x^\top A x) = x^\top (A + A^\top)\,\mathrm{d}x`,
    String.raw`\operatorname{d}\!g = \nabla g^\top \operatorname{d}\!x`,
    String.raw`dg = (\nabla_x g)^\top dx + \operatorname{tr}(x x^\top dA)`,
    String.raw`dL = 2 (a - t)^\top da - 2 (a - t)^\top dt`,
    String.raw`dL = 2 (a - t)^\top \operatorname{diag}(1 - a \odot a)\,dz`,
    String.raw`dL = \operatorname{tr}\left(\left(\frac{\partial L}{\partial W}\right)^\top dW\right)`,
    String.raw`d(uv) = u\,dv + v\,du`,
    String.raw`d\left(\frac{u}{p}\right) = \frac{p\,du - u\,dp}{p^2}`,
    String.raw`d \log p = \frac{dp}{p}`,
    String.raw`dh = \cos(u v)(v\,du + u\,dv)`,
    String.raw`dh = \frac{\partial h}{\partial u} du + \frac{\partial h}{\partial v} dv`,
    String.raw`d \sin u = \cos u \, du`,
    String.raw`d z_i = \sum_j W_{ij}\,dx_j + \sum_j dW_{ij}\,x_j + db_i`,
    String.raw`d(\nabla_x g) = (A + A^\top)\,dx`,
    String.raw`d(\sum_i \|y_i\|^2) = 2 \sum_i y_i^\top dy_i`,
    String.raw`dS = dS^\top`,
    'd(3 I_n) + dS = dS',
    String.raw`d\|x\|^2 = 2 x^\top dx`,
  ])('%s', claim => {
    expect(report(claim).verdict).toBe('holds')
  })
})

describe('what does not', () => {
  it.each([
    [String.raw`df = \operatorname{tr}(K\,dK)`, undefined],
    [String.raw`dV^{-1} = -V^{-1}\,dV\,V`, undefined],
    [String.raw`dV^{-1} = V^{-1}\,dV\,V^{-1}`, 'sign'],
    [String.raw`d(AB) = dA\,B + dB\,A`, 'replace dB\\,A by A dB'],
    [String.raw`\mathrm{d}(x^\top A x) = 2 x^\top A\,\mathrm{d}x`, undefined],
    [String.raw`dz = W\,dx + dW\,x - db`, 'sign'],
    [String.raw`d(uv) = u\,dv - v\,du`, 'sign'],
    [String.raw`d \log p = dp`, undefined],
    [String.raw`dL = (a - t)^\top da - (a - t)^\top dt`, undefined],
    [String.raw`d(\operatorname{tr}(V^{-1} A)) = -\operatorname{tr}(V^{-1} A\,dV)`, undefined],
  ])('%s', (claim, said) => {
    const { verdict, steps } = report(claim)
    expect(verdict).toBe('refuted')
    if (said !== undefined) expect(steps[0]!.diagnoses.map(({ message }) => message).join()).toContain(said)
  })
})

describe('the reading', () => {
  it.each([
    ['d(AB) = A dB', 'for any dB, with A constant: d(A B) = A dB'],
    ['dz_i = W_{ij} dx_j', undefined],
    [
      String.raw`dz_i = \sum_j W_{ij} dx_j`,
      'for all i ≤ m, for any dx, with W, b constant: dz_i = ∑_j W_ij dx_j',
    ],
    [String.raw`dg = \nabla g^\top dx`, 'for any dx, with A constant: dg = (∇_x g)ᵀ dx'],
    // Where no input has a d, all vary that the right side comes from.
    [String.raw`da = \operatorname{diag}(1 - a \odot a) dz`, 'for any dW, dx, db: da = diag(1 - a ⊙ a) dz'],
  ])('of %s says what varies', (claim, reading) => {
    if (reading === undefined) expect(() => report(claim)).toThrow('is it summed')
    else expect(report(claim)).toMatchObject({ verdict: 'holds', reading })
  })

  it('reads back', () => {
    for (const claim of ['d(AB) = dA B + A dB', 'd(V^{-1}) = -V^{-1} dV V^{-1}', 'd(uv) = u dv + v du']) {
      const [, formula] = report(claim).reading.split(': ')
      expect(report(formula!).reading).toBe(report(claim).reading)
    }
  })
})

describe('what may be no differential', () => {
  it.each([
    // Gradients are named so.
    [
      String.raw`dW = 2 (a - t) x^\top`,
      'dW is any direction, and nothing is claimed of it: is it a gradient of that name?',
    ],
    ['da = 2 (a - t)', 'a differential stands on one side only: is it a gradient of that name?'],
    [
      String.raw`dx = W^\top dz`,
      'dx by dz, which is computed from it: differentials, or gradients of that name?',
    ],
    ['dz = dL', 'dz by dL, which is computed from it: differentials, or gradients of that name?'],
    [String.raw`\mathrm{d} x^\top A x = x^\top (A + A^\top) \mathrm{d}x`, 'how far does this d reach?'],
    [
      String.raw`d u^2 = 2 u\,du`,
      'a power behind a d: of the differential, or the differential of the power?',
    ],
    ['d^2 h = 0', 'second differentials are not read'],
    [String.raw`dg = \nabla g^\top dx + dA`, 'this ∇ does not say by what'],
    [
      String.raw`d(Q^\top Q) = 0`,
      'Q is of kind orthogonal: it does not move in every direction, so its differential is not read',
    ],
    [
      'd(q_i) = dq_i',
      'q is of kind distribution: it does not move in every direction, so its differential is not read',
    ],
    [
      String.raw`d(u c) = c\,du + u\,dc`,
      'c is of kind class: it does not move in every direction, so its differential is not read',
    ],
    ['d(3) = d(2)', 'nothing varies here that a differential could be taken of'],
  ])('is refused: %s', (claim, reason) => {
    expect(() => report(claim)).toThrow(LanguageError)
    expect(() => report(claim)).toThrow(reason)
  })

  it('is what is declared', () => {
    const named = given(String.raw`
      W : real[m, n]
      x : real[n]
      z = W x
      L = \|z\|^2
      dz = 2 z
      dW = dz x^\top`)
    expect(verify(String.raw`dW = \nabla_W L`, named).verdict).toBe('holds')
    expect(verify('d x_j = d x_j', given('x : real[d]')).verdict).toBe('holds')
  })

  it('is an index where d is one', () => {
    expect(verify(String.raw`\sum_d d x_d = \sum_i i x_i`, given('x : real[n]')).verdict).toBe('holds')
  })

  it.each([
    [String.raw`\mathrm{d}\log|S| = \operatorname{tr}(S^{-1}\,\mathrm{d}S)`, 'holds'],
    [String.raw`\mathrm{d}S^{-1} = -S^{-1}\,\mathrm{d}S\,S^{-1}`, 'holds'],
    [String.raw`\mathrm{d}(u^2) = u \, \mathrm{d}u`, 'refuted'],
    [String.raw`\frac{d}{dt} f(t) = 2 t`, 'holds'],
    [String.raw`\frac{d f(t)}{dt} = t`, 'refuted'],
    [String.raw`df(t)/dt = 2 t`, 'holds'],
    [String.raw`\frac{\mathrm{d}}{\mathrm{d}u} u^2 = 2 u`, 'holds'],
    [String.raw`d / (d + 1) = \frac{d}{1 + d}`, 'holds'],
    [String.raw`d u = u d`, 'holds'],
  ])('is one where d is a size, and upright or over another: %s', (claim, verdict) => {
    const dims = given('S : positive definite[d, d]\nx : real[d]\nu : real\nf(z) = z^2')
    expect(verify(claim, dims).verdict).toBe(verdict)
  })

  it('is what fits where d is a symbol', () => {
    const symbol = given('d : real[k]\nu : real\nv : real[n]\nM : real[n, n]')
    expect(
      verify(String.raw`\mathrm{d}(v^\top M v) = v^\top (M + M^\top)\,\mathrm{d}v`, symbol).verdict,
    ).toBe('holds')
    expect(() => verify(String.raw`\mathrm{d}u = u`, symbol)).toThrow(
      "'d' is declared, and may be the d of a differential",
    )
  })

  it('stands in no definition', () => {
    expect(() => given('u : real\nv = d(u^2)')).toThrow('a differential that is no part of a claim')
  })
})
