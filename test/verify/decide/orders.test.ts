// Claims to an order: ≈ "to first order in h", and what + O(h²) leaves out.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify, verifyAll } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  W : invertible[k, k]
  E, F : real[k, k]
  ε, a : real
  c, h : real[n]
  Q : real[n, n]
  J(c) = c^\top Q c
  f(u) = u^3
  m = ε^2 + a
`)

const TRUE: readonly (readonly [string, string])[] = [
  [tex`(W + ε E)^{-1} \approx W^{-1} - ε W^{-1} E W^{-1} \quad \text{to first order.}`, 'first order in ε'],
  [tex`J(c + h) \approx J(c) + c^\top (Q + Q^\top) h \quad \text{to first order in } h`, 'first order in h'],
  [
    tex`J(c + h) ≈ J(c) + c^\top (Q + Q^\top) h + h^\top Q h \text{ (to second order in $h$)}`,
    'second order in h',
  ],
  [tex`e^{c_i ε} \approx 1 + c_i ε \text{ up to first order in } ε`, 'first order in ε'],
  [tex`e^ε = 1 + ε + O(ε^2)`, 'first order in ε'],
  [tex`e^ε = 1 + ε + \frac{ε^2}{2} + \mathcal{O}(|ε|^3)`, 'second order in ε'],
  [tex`J(c + h) = J(c) + c^\top (Q + Q^\top) h + o(\|h\|)`, 'first order in h'],
  [tex`(W + H)^{-1} = W^{-1} - W^{-1} H W^{-1} + O(\|H\|^2)`.replaceAll('H', 'F'), 'first order in F'],
]

const FALSE: readonly string[] = [
  tex`(W + ε E)^{-1} \approx W^{-1} + ε W^{-1} E W^{-1} \quad \text{to first order.}`,
  tex`J(c + h) \approx J(c) + c^\top Q h \quad \text{to first order in } h`,
  tex`e^ε \approx 1 + ε \text{ to second order in } ε`,
  tex`e^ε \approx 2 + ε \text{ to first order in } ε`,
  tex`f(a + ε) = f(a) + 2 a^2 ε + O(ε^2)`,
]

describe('a claim to an order', () => {
  it.each(TRUE)('holds: %s', (claim, said) => {
    const { verdict, reading } = verify(claim, PAPER)
    expect(verdict).toBe('holds')
    expect(reading).toContain(`, to ${said}`)
  })

  it.each(FALSE)('is refuted where a value or a derivative differs: %s', claim => {
    const { verdict, steps } = verify(claim, PAPER)
    expect(verdict).toBe('refuted')
    expect(steps[0]!.counterexample).toBeDefined()
  })

  it('claims nothing of what stands beside it', () => {
    const all = verifyAll(tex`f(a + ε) = f(a) + O(ε), \quad a = a`.replace('O(ε)', '3 a^2 ε + O(ε^2)'), PAPER)
    expect(all.map(({ reading }) => reading.includes('order'))).toEqual([true, false])
  })

  it.each([
    [tex`e^a \approx 1 + a`, "claims are exact; '≈' cannot be checked"],
    [tex`e^ε \approx 2 + ε \text{ to first order}`, 'in what is this meant to an order?'],
    [tex`f(a + ε) = (a + ε)^3 \approx a^3 \text{ to first order in } ε`, 'which of these relations'],
    [tex`2 (a + O(ε^2)) = 2 a`, 'what is left out within a bracket is not read'],
    [tex`e^ε = 1 + O(1)`, 'what is left out is of second or third order in a symbol'],
    [tex`m \approx a + ε \text{ to first order in } ε`, 'this is computed from ε, and would move with it'],
    [tex`a \le ε \text{ to first order in } ε`, 'which of these relations'],
  ])('is refused where it is not said of what: %s', (claim, reason) => {
    try {
      verify(claim, PAPER)
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      expect(error.reason).toContain(reason)
      expect(error.ways).not.toEqual([])
      return
    }
    throw new Error('it was read')
  })
})
