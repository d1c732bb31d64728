// What a claim may cost: what costs more is told by its sizes, before it is computed, with its place.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify, verifyAll } from '../../../src/verify/index.js'

const tex = String.raw
const chain = (n: number): readonly string[] =>
  Array.from({ length: n }, (_, i) => `c_{${i + 1}} = ${i === 0 ? 'a' : `c_{${i}}`} + 1`)
const letters = [...'bcdefghjkpqrstuvwxy']
const nested = tex`\frac{\partial}{\partial a} (`

/** Declarations, a claim, the place that is too large, and what there is too much of. */
const LARGE: readonly (readonly [string, string, string, string, string])[] = [
  [
    'a sum without end',
    'a : real',
    tex`\sum_{i=1}^{1000000000} a = 1000000000 a`,
    tex`\sum_{i=1}^{1000000000} a`,
    'bytes',
  ],
  [
    'a product without end',
    'a : real',
    tex`a = \prod_{i=1}^{1000000000} a`,
    tex`\prod_{i=1}^{1000000000} a`,
    'bytes',
  ],
  ['a matrix of nine million', 'A, B : real[3000, 3000]', 'A B = B A', 'A', 'entries'],
  ['a determinant of a thousand rows', 'A : real[1000, 1000]', '\\det(A) = 1', '\\det(A)', 'entries'],
  ['a column of a hundred million', 'x : real[100000000]', 'x_i = x_i + 1', 'x_i', 'entries'],
  ['classes without end', 'y : class[m] of 1000000000', 'onehot(y) = 0', 'onehot(y)', 'bytes'],
  [
    'twelve labels',
    'x : real[n]',
    `${letters
      .slice(0, 12)
      .map(l => `x_${l}`)
      .join(' ')} = 0`,
    letters
      .slice(0, 12)
      .map(l => `x_${l}`)
      .join(' '),
    'bytes',
  ],
  [
    'eighteen matrices over nineteen indices',
    'A : real[n, n]',
    `A_{by} = ${letters
      .slice(1, -1)
      .map(l => `\\sum_${l}`)
      .join(' ')} ${letters
      .slice(0, -1)
      .map((l, i) => `A_{${l}${letters[i + 1]}}`)
      .join(' ')}`,
    `\\sum_${letters.slice(8, -1).join(' \\sum_')} ${letters
      .slice(0, -1)
      .map((l, i) => `A_{${l}${letters[i + 1]}}`)
      .join(' ')}`,
    'bytes',
  ],
  [
    'twelve derivatives of one another',
    `a : real\nf = e^{\\sin a}`,
    `0 = ${nested.repeat(12)}f${')'.repeat(12)}`,
    // The outermost is not even begun.
    `${nested.repeat(11)}f${')'.repeat(11)}`,
    'entries',
  ],
  ['a chain of definitions', `a : real\n${chain(500).join('\n')}`, 'c_{500} = a + 500', 'c_{500}', 'nested'],
  [
    'a chain that is written backwards',
    `a : real\n${[...chain(500)].reverse().join('\n')}`,
    tex`\frac{\partial c_{500}}{\partial a} = 1`,
    tex`\frac{\partial c_{500}}{\partial a}`,
    'nested',
  ],
]

describe('what is too large to decide', () => {
  it.each(LARGE)('is told so: %s', (_, declarations, claim, place, what) => {
    const { verdict, steps, source } = verify(claim, given(declarations))
    const [{ reason, blame }] = steps as [(typeof steps)[0]]
    expect(verdict).toBe('inconclusive')
    expect(reason).toMatch(/^too large to decide: it /)
    expect(reason).toContain(what)
    expect(source.slice(blame!.start, blame!.end)).toBe(place)
  })

  it('comes out the same each time, for entries are counted and not seconds', () => {
    const [, declarations, claim] = LARGE[7]!
    const reasons = [1, 2].map(() => verify(claim, given(declarations)).steps[0]!.reason)
    expect(reasons[1]).toBe(reasons[0])
  })

  it('is one equality of a chain, and not the others', () => {
    const report = verify(tex`a + a = 2 a = \sum_{i=1}^{1000000000} a`, given('a : real'))
    expect(report.steps.map(({ verdict }) => verdict)).toEqual(['holds', 'inconclusive'])
  })

  it('is a gradient in code as well', () => {
    const context = given('x : real[100000000]')
    const { verdict, reason } = verify({ of: ({ x }) => x!, by: 'x', claim: ({ x }) => x! }, context)
    expect([verdict, reason]).toEqual(['inconclusive', expect.stringMatching(/^too large to decide/)])
  })
})

describe('a size that no array has', () => {
  it.each([
    [`x : real[1${'0'.repeat(30)}]`, 'an axis or a class of 31 digits is too long: at most 2147483647'],
    ['x : real[2147483648]', 'an axis or a class of 2147483648 is too long: at most 2147483647'],
    [`y : class of 1${'0'.repeat(30)}`, 'an axis or a class of 31 digits is too long: at most 2147483647'],
  ])('is refused where it is declared: %s', (declaration, reason) => {
    try {
      given(declaration)
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      expect([error.reason, /^\d+$/.test(declaration.slice(error.span.start, error.span.end))]).toEqual([
        reason,
        true,
      ])
      return
    }
    throw new Error(`${declaration} was read`)
  })
})

describe('what is just small enough', () => {
  it('is explained as far as the budget goes, however many smaller cases there are', () => {
    const { verdict, steps } = verify('x_i^2 = x_i', given('x : real[20000]'))
    expect([verdict, steps[0]!.counterexample!.confirmed]).toEqual(['refuted', true])
  })
})

describe('a budget', () => {
  const context = given('x, u : real[n]\na : real')
  const claim = tex`\sum_i x_i u_i = x^\top u`

  it('is an option', () => {
    expect(verify(claim, context).verdict).toBe('holds')
    const { verdict, steps } = verify(claim, context, { budget: { entries: 100 } })
    expect([verdict, steps[0]!.reason]).toEqual([
      'inconclusive',
      expect.stringContaining('100 may be computed'),
    ])
    expect(verify(claim, context, { budget: { bytes: 64 } }).steps[0]!.reason).toContain('64 may be held')
    expect(verify(claim, context, { budget: { seconds: 1e-9 } }).steps[0]!.reason).toContain(
      'more than 1e-9 s',
    )
  })

  it('decides the verdict only by whether it suffices', () => {
    for (const entries of [10, 100, 1000, 10_000, 100_000, 1_000_000]) {
      expect(verify(claim, context, { budget: { entries } }).verdict).toMatch(/^(holds|inconclusive)$/)
      expect(verify('a = 2 a', context, { budget: { entries } }).verdict).toMatch(/^(refuted|inconclusive)$/)
    }
    expect(verify('a = 2 a', context, { budget: { entries: 10_000 } }).verdict).toBe('refuted')
  })

  it.each([
    [{ budget: { entries: 0 } }, 'verify: budget.entries must be a number above 0, got 0'],
    [{ budget: { bytes: 'many' } }, 'verify: budget.bytes must be a number above 0, got "many"'],
    [{ budget: { hours: 1 } }, "verify: has no option 'hours'; it has entries, bytes, seconds"],
  ])('that is none is refused: %j', (options, message) => {
    expect(() => verifyAll(claim, context, options as object)).toThrow(message)
  })
})

describe('a chain of definitions', () => {
  it.each([false, true])(
    'of a hundred is decided, whatever the order of writing (backwards: %s)',
    backwards => {
      const lines = backwards ? [...chain(100)].reverse() : chain(100)
      const context = given(`a : real\n${lines.join('\n')}`)
      expect(verify('c_{100} = a + 100', context).verdict).toBe('holds')
      expect(verify("c_{100}'(a) = 1", context).verdict).toBe('holds')
    },
  )

  it('that closes is refused, however long', () => {
    expect(() => given(`a : real\n${chain(500).join('\n').replace('= a', '= c_{500}')}`)).toThrow(
      /^c_500 is defined by itself: c_500 → c_499 → .* → … → c_500|^c_1 is defined by itself/,
    )
  })
})
