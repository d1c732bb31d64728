// Signs whose meaning depends on shapes: a prime, a dot and bars are read as what the quantities beside them allow, or refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'

const tex = String.raw
const context = given(tex`
  x, u, z : real[n]
  v : real[m]
  A, B : real[n, n]
  X : real[m, n]
  a, b : real
  j : integer
  y : class[m] of k
  x^{(i)} : real[n] for i ≤ m
  f = a^2 b
  r = a^2
  s = \tanh(r)
  q_i = x_i^2
  J = \|x\|^2
  P = a^j
  H' : real
`)

const verdict = (claim: string): string => verify(claim, context).verdict

function refusal(claim: string): LanguageError {
  try {
    verify(claim, context)
  } catch (error) {
    if (error instanceof LanguageError) return error
    throw error
  }
  throw new Error(`${claim} was read`)
}

describe('a prime on a number is a derivative', () => {
  it.each([
    "r' = 2a",
    "r'' = 2",
    "r''' = 0",
    "r'(a) = 2 a",
    "f'(a) = 2 a b",
    "f'(b) = a^2",
    "f''(a) = 2 b",
    "f' (a) = 2ab",
    "r'^2 = 4 a^2",
    "s'(r) = 1 - s^2",
    "s'(a) = 2 a (1 - s^2)",
    "q_i'(x_i) = 2 x_i",
    "P' = j a^{j - 1} if a > 0",
    tex`\sum_i q_i'(x_i) = 2 \sum_i x_i`,
    tex`\frac{\partial}{\partial a} r' = 2`,
    "H' + 1 = 1 + H'",
  ])('%s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it.each(["r' = r", "f'(a) = f", "r'' = r", "q_i'(x_i) = q_i"])('and never a transpose: %s', claim => {
    expect(verdict(claim)).toBe('refuted')
  })

  it.each([
    ["x_i' = x_i", "x_i'", 'a prime on a number is a derivative, and x is not computed from anything'],
    ["a' = a", "a'", 'a prime on a number is a derivative, and a is not computed from anything'],
    ["f' = 2 a b", "f'", "f' is a derivative: by what? f is computed from a, b"],
    ["s' = 1 - s^2", "s'", "s' is a derivative: by what? s is computed from a, r"],
    ["J' = 2 x", "J'", 'a prime is a derivative by a number, and x is none'],
    [
      "r'(b) = 2 b",
      "r'(b)",
      "r'(…): a product, or a derivative by what is in the bracket? r is computed from a",
    ],
    [
      "r'(a + b) = 2 a",
      "r'",
      "r'(…): a product, or a derivative by what is in the bracket? r is computed from a",
    ],
    [
      "(x^T u)' = u^T x",
      "(x^T u)'",
      'a prime on a number is a derivative, and this one does not say by what',
    ],
    ["r''''' = 0", "r'''''", 'r bears 5 primes; at most 4 are read'],
    ["r'(a)^2 = 4 a^2", '^', "what hangs behind 'r'(a)': is it on all of this, or on the bracket?"],
  ])('or is refused with a way out: %s', (claim, under, reason) => {
    const error = refusal(claim)
    expect([error.source.slice(error.span.start, error.span.end), error.reason]).toEqual([under, reason])
    expect(error.trouble).toBe('ambiguous')
    expect(error.ways.length).toBeGreaterThan(0)
  })

  it('says in its reading by what it is', () => {
    expect(verify("r' = 2a", context).reading).toBe('∂r/∂a = 2 a')
    expect(verify("f''(a) = 2b", context).reading).toBe('∂^2 f/∂a^2 = 2 b')
    expect(verify("X'(X x) = X^T X x", context).reading).toBe('Xᵀ (X x) = Xᵀ X x')
  })

  it('of any polynomial, term by term', () => {
    const coefficients = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(coefficients, fc.integer({ min: 1, max: 3 }), (c, order) => {
        const slopes = (terms: readonly number[]): number[] => terms.map((value, k) => k * value).slice(1)
        const text = (terms: readonly number[]): string =>
          ['0', ...terms.map((value, k) => `(${value}) t^${k}`)].join(' + ')
        let derived: number[] = c
        for (let i = 0; i < order; i++) derived = slopes(derived)
        const paper = given(`t : real\np = ${text(c)}`)
        expect(verify(`p${"'".repeat(order)} = ${text(derived)}`, paper).message).toMatch(/^holds/)
        // As a transpose it would be the polynomial itself.
        fc.pre(c.some((value, k) => value !== (derived[k] ?? 0)))
        expect(verify(`p${"'".repeat(order)} = ${text(c)}`, paper).verdict).toBe('refuted')
      }),
      { numRuns: 12 },
    )
  })
})

describe('a transpose', () => {
  it.each([
    "A'' = A",
    "(A B)' = B' A'",
    "X'(v) = X^T v",
    "x'(u) = x^T u",
    tex`a^\top = a`,
    '(x^T A u)^T = u^T A^T x',
  ])('of what has rows and columns is one, and of a number in brackets changes nothing: %s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it('by a letter T on a number may be a power', () => {
    expect(refusal('a^T = a').reason).toBe('a is a number here: is the T above it a power?')
    expect(refusal('x_i^T = x_i').trouble).toBe('ambiguous')
  })
})

describe('a dot', () => {
  it.each([
    tex`x \cdot u = x^\top u`,
    'x · u = Σ_i x_i u_i',
    tex`x \cdot A u = x^\top A u`,
    tex`A x \cdot u = x^\top A^\top u`,
    tex`x \cdot a u = a x^\top u`,
    tex`a x \cdot u b = a b x^\top u`,
    tex`(x + z) \cdot u = x \cdot u + z \cdot u`,
    tex`\frac{x \cdot u}{|x| |u|} = \frac{x^\top u}{\|x\| \|u\|}`,
    tex`x \cdot u z = (x^\top u) z`,
    tex`X_{1,:} \cdot X_{2,:} = \sum_l X_{1l} X_{2l}`,
    tex`X_{i,:} \cdot x = \sum_l X_{il} x_l`,
    tex`x^{(i)} \cdot x^{(p)} = \sum_l x^{(i)}_l x^{(p)}_l`,
    tex`\mathbf{1} \cdot x = \sum_i x_i`,
    // Between others it is a product like any other.
    tex`A \cdot B \cdot x = A B x`,
    tex`X \cdot x = X x`,
    tex`a \cdot x \cdot b = a b x`,
    tex`x \cdot u^\top = x u^\top`,
    tex`\nabla_x (x \cdot A x) = (A + A^\top) x`,
  ])('between columns is their inner product: %s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it('is seen in the reading', () => {
    expect(verify(tex`2 a \cdot b = x \cdot u`, context).reading).toBe('2 a b = xᵀ u')
    expect(verify(tex`\sum_i x^{(i)} \cdot x = 1`, context).reading).toBe('∑_i x^(i)ᵀ x = 1')
  })

  it('asks for columns of one length', () => {
    const [step] = verify(tex`x \cdot v = 1`, context).steps
    expect(step!.reason).toBe('inner dimensions differ: a row of n times a column of m')
  })

  it('is refused between a column and a row that is not seen to be one', () => {
    expect(refusal(tex`x \cdot X_i = 1`).reason).toBe(
      'a dot between a column of n and a row of n: a number, or a matrix?',
    )
  })

  it('is not an asterisk or a cross', () => {
    for (const claim of ['x * u = 1', tex`x \times u = 1`])
      expect(verify(claim, context).steps[0]!.reason).toContain('inner dimensions differ')
  })
})

describe('bars', () => {
  it.each([
    tex`|x|^2 = x^\top x`,
    tex`|x| = \sqrt{x \cdot x}`,
    tex`|x^\top| = \|x\|`,
    tex`|A x|^2 = x^\top A^\top A x`,
    tex`|x_i| = \operatorname{abs}(x_i)`,
    tex`|a b| = |a| |b|`,
    tex`\nabla_x |x|^2 = 2 x`,
    tex`\sum_i \operatorname{abs}(x)_i = \|x\|_1`,
    tex`\|x\|_1 = sum(abs(x))`,
  ])('of a number are its absolute value, of a column its length: %s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it('are read as such', () => {
    expect(verify('|x| = |a| + abs(a)', context).reading).toBe('‖x‖ = |a| + abs(a)')
  })

  it.each([
    ['|A B| = |A| |B|', 'det(A B) = det(A) det B'],
    [tex`\log |A^\top A| = 2 \log |\det A|`, 'log(det(Aᵀ A)) = 2 log |det A|'],
    ['|A|^2 = |A A|', '(det A)^2 = det(A A)'],
  ])('of a square matrix are its determinant: %s', (claim, reading) => {
    expect(verify(claim, context)).toMatchObject({ verdict: 'holds', reading })
  })

  it.each([
    ['|X| = 1', /^bars around .×.: absolute values or a norm\?$/],
    ['A = |B|', /^bars around a matrix, beside one/],
    ['A + |B| = A', /^bars around a matrix, beside one/],
    ['A - |B| = A', /^bars around a matrix, beside one/],
    [tex`A \odot |B| = A`, /^bars around a matrix, beside one/],
    [tex`|B| \odot A = A`, /^bars around a matrix, beside one/],
    ['sum(|A|) = 1', /^bars around a matrix, beside one/],
    ['(|A|)_{ij} = A_{ij}', /^bars around a matrix, beside one/],
  ])('of a matrix may be absolute values: %s', (claim, wanted) => {
    const { reason, trouble, ways } = refusal(claim)
    expect(reason).toMatch(wanted)
    expect(trouble).toBe('ambiguous')
    expect(ways.at(-1)).toContain('abs(…)')
  })

  it('of a list of classes are refused', () => {
    expect(refusal('|y| = m').ways).toEqual(['Write m for how many there are.'])
  })
})
