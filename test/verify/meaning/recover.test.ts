// A given block with lines that are wrong: what is left of it, and which claims it costs.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPaper } from '../../../src/verify/index.js'
import { recoverGiven } from '../../../src/verify/meaning/recover.js'

const tex = String.raw

const BLOCK = tex`X : rael[m, p]
w : real[n]
t : real[m]
H = X w
J = H + t
L = \sum_j w_j^2
P = \binom{a}{b}
objective Q, step t`

describe('a line that is wrong for a name that another line declares, with nothing on it', () => {
  const { context, flaws, missing } = recoverGiven(tex`w, v : real[n]
J(w) = \|w\|^2
w^* = \arg\min_w J(w)
v' = w)
N_k = \binom{a}{b}
K = \|w^*\|`)

  it('costs that name, and leaves the other', () => {
    expect([...context.symbols.keys()]).toEqual(['w', 'v', 'J'])
    expect(flaws).toHaveLength(3)
    expect(flaws[0]!.ways[0]).toContain('w^* : real[n]')
  })

  it.each(['w^* = 0', 'w^{*} = 1', "v' w = 1", "v_1' = 1", 'N_k = 1', 'N = 1', 'K = 1'])(
    'costs %s',
    formula => expect(missing(formula)).toBeDefined(),
  )

  it.each(['J(w) = 1', tex`w^\top w = J`, 'w^2 = 1', 'v = w', 'v_1 = 1'])('does not cost %s', formula =>
    expect(missing(formula)).toBeUndefined(),
  )
})

describe('a line that is wrong', () => {
  const { context, flaws, missing } = recoverGiven(BLOCK)

  it('is told, once for all that it costs', () => {
    expect(flaws.map(({ reason, span }) => [reason, BLOCK.slice(span.start, span.end)])).toEqual([
      ["the kind 'rael' is not known", 'rael'],
      [tex`the command \binom is not known`, tex`\binom`],
      ['Q is not declared', 'Q'],
    ])
    expect([...context.symbols.keys()]).toEqual(['w', 't', 'L'])
  })

  it.each([
    ['X_{ij} = 1', 'X', 'X'],
    ['2 X w = t', 'X', 'X'],
    ['Xw = t', 'X', 'Xw'],
    ['H = t', 'H', 'H'],
    ['h_{ij} = 1', 'H', 'h'],
    ['J = t', 'J', 'J'],
    [tex`\frac{1}{p} L = 1`, 'p', 'p'],
    ['P = 1', 'P', 'P'],
    ['w := w', ':=', ':='],
  ])('costs %s, which needs %s', (formula, name, at) => {
    const found = missing(formula)!
    expect([found.name, formula.slice(found.span.start, found.span.end)]).toEqual([name, at])
    expect(flaws).toContain(found.flaw)
  })

  it.each([
    tex`L = \sum_j w_j^2`,
    tex`\nabla_w L = 2 w`,
    'n m = 1',
    tex`\exp(w_1) = 1`,
    'w_i = t_i \\text{ for all } i',
  ])('does not cost %s', formula => expect(missing(formula)).toBeUndefined())

  it.each([
    ['X real[m]', 'X = 1'],
    ['3 : real', undefined],
    [tex`\hat{x : real`, undefined],
    ['y, z : complex', 'z = 1'],
    ['w : positive', 'w = 1'],
    ['x_i : real for all i', 'x_1 = 1'],
    ['c = c + 1', 'c = 1'],
    [tex`c = \mathbf{1}^\top \mathbf{1}`, 'c = 1'],
    ['objective w', 'w := w'],
  ])('such as %s leaves the rest as it was', (line, costs) => {
    const found = recoverGiven(`u : real\n${line}\nw : real[n]\nL = u^2`)
    expect(found.flaws).toHaveLength(1)
    expect(found.missing('L = u')).toBeUndefined()
    expect([...found.context.symbols.keys()]).toContain('L')
    if (costs !== undefined) expect(found.missing(costs)).toBeDefined()
  })

  it('sends nobody to the given block who is there', () => {
    const lines = [tex`a = \binom{n}{k}`, tex`a = \arg x`, tex`B = A^{1/2}`, tex`B = |A| + A`]
    for (const line of lines) {
      const [flaw] = recoverGiven(`A : real[n, n]\nx : real\n${line}`).flaws
      expect(flaw!.ways.filter(way => way.includes('given block'))).toEqual([])
    }
  })

  it('is none of many: a text of other things is refused', () => {
    expect(() => recoverGiven('word\n'.repeat(60))).toThrow('this line neither declares nor defines')
  })
})

describe('a paper', () => {
  it('is checked but for the claims that need the line', () => {
    const text = `\`\`\`given\n${BLOCK}\n\`\`\`\n\n$$ \\nabla_w L = 2 w $$\n\n$$ J = H $$\n\n$$ \\nabla_w L = w $$\n`
    const { claims, given, trouble, exitCode } = checkPaper('p.md', text)
    expect(trouble).toBeUndefined()
    expect(given.map(({ line, column }) => [line, column])).toEqual([
      [2, 5],
      [8, 5],
      [9, 11],
    ])
    expect(claims.map(({ report, unread }) => report?.verdict ?? unread!.reason)).toEqual([
      'holds',
      'this needs J, and line 2, from which it would follow, cannot be read',
      'refuted',
    ])
    expect(exitCode).toBe(3)
  })

  it('is checked the same whatever lines that it does not need are broken', () => {
    const good = ['a : real[n]', 'b : real[n]', tex`s = \sum_i a_i^2`]
    const needed = tex`$$ \nabla_a s = 2 a $$`
    const noise = fc.constantFrom(
      'q : rael[n]',
      'c = q + 1',
      'nonsense',
      tex`d = \lim x`,
      'x : real[',
      ': real',
      'q = \\frac{1}',
    )
    fc.assert(
      fc.property(
        fc.shuffledSubarray(good, { minLength: 3 }),
        fc.array(noise, { maxLength: 4 }),
        fc.nat(3),
        (lines, bad, at) => {
          const block = [...lines.slice(0, at), ...bad, ...lines.slice(at)].join('\n')
          const { claims } = checkPaper('p.md', `\`\`\`given\n${block}\n\`\`\`\n\n${needed}\n`)
          expect(claims.map(({ report, unread }) => report?.verdict ?? unread)).toEqual(['holds'])
        },
      ),
      { numRuns: 25 },
    )
  })
})
