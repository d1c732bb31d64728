// The mistake is named, and what is printed as its repair is true.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'
import { problemOf } from '../../../src/verify/meaning/problem.js'

const softmax = given(String.raw`
  X : real[m, n]
  θ : real[n, k]
  y : class[m] of k
  λ : positive
  H = X θ
  z_{ij} = e^{H_{ij}} / \sum_a e^{H_{ia}}
  I_{ij} = [j = y_i]
  L = \frac{1}{m} \sum_i -\log z_{i y_i}
  R = L + \frac{\lambda}{2} \|\theta\|^2
`)
const logistic = given(String.raw`
  x : real[n]
  w : real[n]
  t : binary
  p = \sigma(w^\top x)
  J = -t \log p - (1 - t) \log(1 - p)
`)
const chain = given(String.raw`
  a : real[n]
  s = \tanh(a)
  E = \sum_i s_i^2
  F = \sum_i a_i^2
`)

/** What is said of a claim, and the formulas that are offered instead. */
function said(claim: string, context: typeof softmax) {
  const report = verify(claim, context)
  expect(report.verdict).toBe('refuted')
  const { diagnoses } = report.steps[report.broken!]!
  for (const { repair } of diagnoses) {
    if (repair === undefined) continue
    expect(verify(repair.patched, context, { seed: 99 }).message).toMatch(/^holds/)
    expect(report.source.slice(repair.span.start, repair.span.end)).toBe(repair.original)
  }
  return { messages: diagnoses.map(({ message }) => message), patched: diagnoses[0]?.repair?.patched }
}

describe('of a mistake in the gradient of softmax regression', () => {
  const gradient = String.raw`\nabla_\theta L = `
  it.each([
    [
      'the wrong count',
      String.raw`\frac{1}{n} X^\top (z - I)`,
      'replace n by m',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'a mean that is lost',
      String.raw`X^\top (z - I)`,
      'a division by m is missing',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'a factor too many',
      String.raw`\frac{2}{m} X^\top (z - I)`,
      'the factor 2 is one too many',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'the wrong sign',
      String.raw`\frac{1}{m} X^\top (I - z)`,
      'a sign is wrong',
      String.raw`-\frac{1}{m} X^\top (I - z)`,
    ],
    [
      'a sign within',
      String.raw`\frac{1}{m} X^\top (z + I)`,
      'a sign is wrong',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'a lost term',
      String.raw`\frac{1}{m} X^\top z`,
      'the term -I is missing',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'scores for probabilities',
      String.raw`\frac{1}{m} X^\top (H - I)`,
      'replace H by z',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'a lost transpose',
      String.raw`\frac{1}{m} X (z - I)`,
      'a transpose is wrong',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
    [
      'm − 1 for m',
      String.raw`\frac{1}{m - 1} X^\top (z - I)`,
      'the term -1 is one too many',
      String.raw`\frac{1}{m} X^\top (z - I)`,
    ],
  ])('%s', (_, wrong, message, right) => {
    const { messages, patched } = said(gradient + wrong, softmax)
    expect(messages[0]).toContain(message)
    expect(patched).toBe(gradient + right)
  })

  it.each([
    [
      'a lost regularizer',
      String.raw`\nabla_\theta R = \frac{1}{m} X^\top (z - I)`,
      String.raw`the term \lambda \theta is missing`,
    ],
    [
      'a regularizer that is not there',
      String.raw`\nabla_\theta L = \frac{1}{m} X^\top (z - I) + \lambda \theta`,
      'is one too many',
    ],
    [
      'a wrong index',
      String.raw`\frac{\partial L}{\partial \theta_{rq}} = \frac{1}{m} \sum_i X_{ir} (z_{iq} - [y_i = r])`,
      'replace',
    ],
    [
      'a lost case',
      String.raw`\frac{\partial H_{ia}}{\partial \theta_{rq}} = X_{ir}`,
      'the factor [a = q] is missing',
    ],
    [
      'cases exchanged',
      String.raw`\frac{\partial H_{ia}}{\partial \theta_{rq}} = \begin{cases} 0 & \text{if } a = q \\ X_{ir} & \text{otherwise} \end{cases}`,
      'exchanged',
    ],
    ['a softmax over samples', String.raw`z_{ij} = \frac{e^{H_{ij}}}{\sum_{a} e^{H_{aj}}}`, 'wrong axis'],
    ['labels that are shifted', String.raw`L = -\frac{1}{m} \sum_i \log z_{i, y_i + 1}`, 'shift'],
    [
      'a lost chain factor',
      String.raw`\frac{\partial z_{ij}}{\partial H_{ia}} = \delta_{ja} - z_{ia}`,
      'the factor z_{ij} is missing',
    ],
  ])('%s', (_, claim, message) => {
    expect(said(claim, softmax).messages.join('; ')).toContain(message)
  })

  it('several mistakes at once: two changes, or the whole anew', () => {
    const two = said(
      String.raw`\frac{\partial L}{\partial \theta_{rq}} = \frac{1}{n} \sum_i X_{ir} (z_{iq} + I_{iq})`,
      softmax,
    )
    expect(two.patched).toBe(
      String.raw`\frac{\partial L}{\partial \theta_{rq}} = \frac{1}{m} \sum_i X_{ir} (z_{iq} - I_{iq})`,
    )
    expect(said(String.raw`\nabla_\theta L = z X^\top`, softmax).patched).toBe(
      String.raw`\nabla_\theta L = \frac{1}{m} X^\top (z - I)`,
    )
  })

  it('names the condition that would save it', () => {
    expect(said(String.raw`\nabla_\theta L = \frac{1}{n} X^\top (z - I)`, softmax).messages).toContain(
      'it holds if m = n',
    )
    expect(
      said(String.raw`\frac{\partial z_{ij}}{\partial H_{ia}} = -z_{ij} z_{ia}`, softmax).messages,
    ).toContain('it holds if j ≠ a')
  })
})

describe('of other losses', () => {
  it.each([
    ['p for p − t', String.raw`\nabla_w J = p x`, logistic, 'the term -t is missing'],
    ['the wrong way round', String.raw`\nabla_w J = (t - p) x`, logistic, 'sign'],
    ['σ′ without 1 − p', String.raw`\frac{\partial p}{\partial w_i} = p x_i`, logistic, '1 - p'],
    ['a square that is lost', String.raw`\frac{\partial s_i}{\partial a_i} = 1 - s_i`, chain, 'power'],
    [
      '½ and 2',
      String.raw`\frac{\partial E}{\partial a_i} = s_i (1 - s_i^2)`,
      chain,
      'the factor 2 is missing',
    ],
    [
      'the wrong function',
      String.raw`\frac{\partial E}{\partial a_i} = 2 \sin(a_i) (1 - s_i^2)`,
      chain,
      'function',
    ],
    [
      'a sum that is lost, over what a derivative is by',
      String.raw`2 \sum_j a_j = \frac{\partial F}{\partial a_1}`,
      chain,
      'summed',
    ],
    ['brackets that are lost', String.raw`\frac{\partial E}{\partial a_i} = 2 s_i - s_i^2 s_i`, chain, ''],
  ])('%s', (_, claim, context, message) => {
    expect(said(claim, context).messages.join('; ')).toContain(message)
  })
})

describe('a repair', () => {
  const free = given(`
    x, q, u, z : real[n]
    A, B : real[n, n]
    a, b : real
  `)
  // No formula of these symbols is the left side, but for the left side itself.
  it.each([
    'x = q',
    "A = A'",
    "A = B'",
    'a = b',
    '1 = a',
    '0 = a b',
    '0 = x ⊙ z',
    'x = (q - z) ⊙ u',
    'A x = B x',
    'A x = B x + A x',
    'a x + b u = b u + a q',
    String.raw`\sum_i x_i u_i = \sum_i x_i z_i`,
  ])('is never the left side over again, nor a term that cancels itself: %s', claim => {
    const { steps } = verify(claim, free)
    expect(steps[0]!.diagnoses.flatMap(({ repair }) => repair?.patched ?? [])).toEqual([])
  })

  const named = given(String.raw`
    A, B : real[n, n]
    S : symmetric[n, n]
    K : positive definite[n, n]
    u : real[n]
    h_i : real for i ≤ m
    L = \det A
    f = \log \det K
    g = \det(A + B)
    q = u^\top K u
    p_i = \sigma(h_i)
    r_i = \tanh(h_i)
  `)
  const patched = (claim: string) =>
    verify(claim, named).steps[0]!.diagnoses.flatMap(({ repair }) => repair?.patched ?? [])

  // Nor what is defined as the left side, nor what a kind says anyway.
  it.each([
    String.raw`\det(A + B) = \det A + \det B`,
    String.raw`\det(A + B) = L + \det B`,
    String.raw`\det A = 1`,
    String.raw`\det K = \prod_i K_{ii}`,
    String.raw`u^\top K u = \|u\|^2`,
    String.raw`\det(2 A) = 2 \det A`,
    'L = 2 L',
    'S u = u',
    'K = I',
    'S_{ij} = S_{ii}',
  ])('says something: %s', claim => {
    expect(patched(claim)).toEqual([])
  })

  it('quotes what stands in several lines in one', () => {
    const { diagnoses } = verify('\\nabla_u (u^\\top u) = -\nu\n- u', named).steps[0]!
    expect(diagnoses[0]!.message).toBe('a sign is wrong: replace - u - u by u + u')
  })

  it('says what a name is defined as, and one name in place of another', () => {
    expect(patched(String.raw`p_i = \tanh(h_i)`)).toEqual([String.raw`p_i = \sigma(h_i)`])
    expect(patched(String.raw`\sigma(h_i) = r_i`)).toEqual([String.raw`\sigma(h_i) = p_i`])
  })
})

describe('a condition', () => {
  const reals = given(`
    x, z : real[n]
    a, b : real
  `)
  it.each([
    [String.raw`\log z_i^2 = 2 \log z_i`, ['it holds if z_i > 0']],
    [String.raw`\log a^2 = 2 \log a`, ['it holds if a > 0']],
    [String.raw`\sqrt{a^2} = a`, ['it holds if a ≥ 0']],
    ['|x_i| = -x_i', ['it holds if x_i ≤ 0']],
    // Of one entry, or of none, more is true.
    [String.raw`\sum_i x_i z_i = \sum_i x_i \sum_i z_i`, []],
    [String.raw`\sum_i x_i^2 = \sum_i x_i`, []],
    [String.raw`\log(z_i x_i) = \log z_i + \log x_i + 1`, []],
  ])('is offered where it saves the claim, on more entries than one: %s', (claim, conditions) => {
    const { verdict, steps } = verify(claim, reals)
    expect(verdict).toBe('refuted')
    const offered = steps[0]!.diagnoses.filter(({ kind }) => kind === 'condition')
    expect(offered.map(({ message }) => message)).toEqual(conditions)
  })

  it('does not hide that a side has no value', () => {
    const claim = String.raw`\log z_i^2 = 2 \log z_i \quad \text{if } \sum_j z_j = 1`
    const { verdict, steps } = verify(claim, reals)
    expect([verdict, steps[0]!.reason]).toEqual([
      'refuted',
      'the right side has no value where the left side has one',
    ])
  })
})

describe('a side whose size is still open', () => {
  const square = given(String.raw`
    w : real[n]
    L = \|w\|^2
  `)
  it.each([
    '𝟙 = 3 w',
    String.raw`𝟙 = \nabla_w L`,
    String.raw`𝟙 = \nabla_w L = 3 w`,
    `3 w = 𝟙`,
    `𝟙 = w = 𝟙 + w`,
  ])('takes that of the side beside it: %s', claim => {
    said(claim, square)
  })
})

describe('a search', () => {
  it('leaves nothing behind: the memory of a context does not grow with the mistakes in it', () => {
    const made = (): number => problemOf(softmax).graph.size
    verify(String.raw`\nabla_\theta L = \frac{1}{n} X^\top (z - I)`, softmax)
    const before = made()
    for (let seed = 0; seed < 3; seed++)
      verify(String.raw`\nabla_\theta L = \frac{1}{n} X^\top (z - I)`, softmax, { seed })
    expect(made()).toBe(before)
  })
})
