// What `:=` means: a definition of what is new, a step of gradient descent of a parameter, and nothing else.
import { describe, expect, it } from 'vitest'
import { checkPaper, given, LanguageError, verifyAll } from '../../../src/verify/index.js'

const tex = String.raw
const plain = given(tex`
  a, b : real
  x : real[n]
  r = a^2
`)
const descent = given(tex`
  a, b : real
  j : integer
  x : real[n]
  α : positive
  L = (a - b)^2
  M = 2 L
  objective L, step α
`)
const verdicts = (source: string, context: typeof plain) =>
  verifyAll(source, context).map(({ verdict }) => verdict)

function refusal(source: string, context: typeof plain): LanguageError {
  try {
    verifyAll(source, context)
  } catch (error) {
    if (error instanceof LanguageError) return error
    throw error
  }
  throw new Error(`${source} was read`)
}

describe('a name that is new is defined', () => {
  it.each([
    ['c := a^2', []],
    [tex`c := a^2, \quad c = a a`, ['holds']],
    [tex`c := a^2, \quad c = 2 a`, ['refuted']],
    [tex`c_1 := a^2, \quad c_1 = a a`, ['holds']],
    [tex`c := a^2, \quad c' = 2 a`, ['holds']],
    [tex`c \gets a^2, \quad d := c + b, \quad d = a^2 + b`, ['holds']],
    [tex`c_i := x_i^2, \quad \sum_i c_i = |x|^2`, ['holds']],
    [tex`u(a) := a^2, \quad u(a) = a a`, ['holds']],
    [tex`u(a) := a^2 = a b`, ['refuted']],
    [tex`s(z) := 1/z^2, \quad s(2) = 1/4, \quad s'(z) = -2/z^3`, ['holds', 'holds']],
    [tex`a^{\text{new}} := 2 a, \quad a^{\text{new}} - a = a`, ['holds']],
    [tex`x^{\text{new}}_i := 2 x_i, \quad x^{\text{new}} = x + x`, ['holds']],
    [tex`n_i := x_i^2, \quad n_i / n = x_i x_i / n`, ['holds']],
    [tex`\bar{A} := a^2, \quad \frac{d \bar A}{d a} = 2 a`, ['holds']],
    [tex`\begin{aligned} c &:= a \\ &\quad + b \\ c &= b + a \end{aligned}`, ['holds']],
  ])('%s', (source, expected) => {
    expect(verdicts(source, plain)).toEqual(expected)
    expect(verdicts(source, descent)).toEqual(expected)
  })

  it('in a paper for what comes after it', () => {
    const display = (math: string): string => `\n\n$$\n${math}\n$$`
    const paper = `\`\`\`given\na : real\n\`\`\`${['c := a^2', 'c = a a', 'c = 2 a', 'c := a'].map(display).join('')}\n`
    const { claims } = checkPaper('paper.md', paper)
    expect(claims.map(({ line, report, unread }) => [line, report?.verdict ?? unread?.reason])).toEqual([
      [10, 'holds'],
      [14, 'refuted'],
      [18, 'refuted'],
    ])
  })

  it('as a function, too', () => {
    const display = (math: string): string => `\n\n$$\n${math}\n$$`
    const claims = ['s(x) := 1/(1+e^{-x})', "s'(x) = s(x)(1 - s(x))", 's(a) = s(a)^2', 's(x) := x']
    const paper = `\`\`\`given\na : real\n\`\`\`${claims.map(display).join('')}\n`
    const found = checkPaper('paper.md', paper).claims
    expect(found.map(({ report, unread }) => report?.verdict ?? unread?.reason)).toEqual([
      'holds',
      'refuted',
      // Of what is defined it is a claim.
      'refuted',
    ])
  })

  it.each([
    ['c := q^2', 'q^2', 'q is not declared, and nothing tells over what it would run as an index'],
    ['c := c + 1', 'c + 1', 'c is defined by itself: c → c'],
    ['c := a, c := b', 'b', 'c is declared twice'],
  ])('and what is wrong with it is said at its place: %s', (source, under, reason) => {
    const error = refusal(source, plain)
    expect([error.source.slice(error.span.start, error.span.end), error.reason]).toEqual([under, reason])
  })
})

describe('a name that is declared', () => {
  it.each(['a := a^2', 'x_1 := a', 'x := 2 x'])('is not defined anew: %s', source => {
    const { reason, trouble, ways } = refusal(source, plain)
    expect(reason).toMatch(/^[arx] is already declared$/)
    expect(trouble).toBe('context')
    expect(ways[1]).toContain('objective L, step α')
  })

  it.each([
    ['r := a a', 'holds'],
    ['r := a', 'refuted'],
    [tex`r := a^2 = a a`, 'holds'],
    [tex`r \equiv a^2`, 'holds'],
  ])('is claimed to be that where a line defines it: %s', (source, verdict) => {
    expect(verdicts(source, plain)[0]).toBe(verdict)
  })

  it.each([
    ['L := (b - a)^2', 'holds'],
    ['L := a', 'refuted'],
    ['M := 2 (a - b)^2', 'holds'],
  ])('also beside an objective: %s', (source, verdict) => {
    const [report] = verifyAll(source, descent)
    expect(report!.verdict).toBe(verdict)
    expect(report!.reading).not.toContain('gradient descent')
  })

  it('may be the capital of an entry', () => {
    const matrix = given('W : real[m, n]\nα : positive\nL = ‖W‖^2\nobjective L, step α')
    expect(verdicts(tex`w_{ij} := w_{ij} - 2 α w_{ij}`, matrix)).toEqual(['holds'])
  })

  it('is updated where it is a parameter of the objective', () => {
    expect(verdicts('a := a - 2 α (a - b)', descent)).toEqual(['holds'])
    expect(verdicts('a := a + 2 α (a - b)', descent)).toEqual(['refuted'])
  })

  it.each(['x := 2 x', 'α := a', 'j := j'])('and is none otherwise: %s', source => {
    expect(refusal(source, descent).reason).toMatch(/^.+ is already declared$/)
  })
})

describe('a context', () => {
  it('may be copied and changed: the copy is what counts', () => {
    const update = tex`a := a - 2 α (a - b)`
    expect(verdicts(update, descent)).toEqual(['holds'])
    expect(verdicts(update, { ...descent })).toEqual(['holds'])
    expect(refusal(update, { ...descent, objective: undefined }).reason).toBe('a is already declared')
  })
})
