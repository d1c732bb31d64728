// What is kept of claims: a claim is decided again only where its text changed, or what is declared of its names.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CheckedPaper, checkPaper, Memory, paperJSON, paperSteps } from '../../src/verify/index.js'

function finished(text: string, memory: Memory): CheckedPaper {
  const steps = paperSteps('a.md', text, memory)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** All that is said of a text, but for the time that it took. */
const said = (paper: CheckedPaper) =>
  JSON.parse(
    JSON.stringify(
      { ...paperJSON(paper), given: paper.given, places: paper.claims.map(placed) },
      (key, value) => (key === 'milliseconds' ? undefined : value),
    ),
  )
const placed = ({ map, source, report }: CheckedPaper['claims'][number]) => [
  map.editFor({ start: 0, end: source.length }, ''),
  report?.message,
]

/** How many claims had to be decided for each of several texts, one after the other. */
function decided(...texts: readonly string[]): readonly number[] {
  const memory = new Memory()
  return texts.map(text => {
    const before = memory.decided
    expect(said(finished(text, memory))).toEqual(said(checkPaper('a.md', text)))
    return memory.decided - before
  })
}

const GIVEN = ['X : real[m, n]', 'w : real[n]', 't : real[m]', 'L = \\|X w - t\\|^2', 'a : real', 'b : real']
const page = (given: readonly string[], ...displays: readonly string[]) =>
  `# P\n\n\`\`\`given\n${given.join('\n')}\n\`\`\`\n\n${displays.map(text => `Then\n\n$$ ${text} $$\n`).join('\n')}`

const GRADIENT = '\\nabla_w L = 2 X^\\top (X w - t)'
const SQUARE = '(a + b)^2 = a^2 + 2 a b + b^2'
const WRONG = '(a + b)^2 = a^2 + a b + b^2'
const UNREAD = 'a + = b'

describe('what is kept of claims', () => {
  it('is not decided again where nothing changed', () => {
    const text = page(GIVEN, GRADIENT, SQUARE, WRONG)
    expect(decided(text, text)).toEqual([3, 0])
  })

  it('is not decided again where prose changed, or the lines in front of it', () => {
    const text = page(GIVEN, GRADIENT, SQUARE, WRONG)
    expect(decided(text, text.replace('# P', '# Q\n\nWhy?'), text.replaceAll('Then', 'Hence'))).toEqual([
      3, 0, 0,
    ])
  })

  it('is decided again where its text changed, by itself', () => {
    expect(
      decided(page(GIVEN, GRADIENT, SQUARE, WRONG), page(GIVEN, GRADIENT, `${SQUARE} + 0`, WRONG)),
    ).toEqual([3, 1])
  })

  it('is decided again where what its names are computed from changed', () => {
    const other = GIVEN.map(line => line.replace('t : real[m]', 't : positive[m]'))
    expect(decided(page(GIVEN, GRADIENT, SQUARE), page(other, GRADIENT, SQUARE))).toEqual([2, 1])
    const loss = GIVEN.map(line => line.replace('- t', '+ t'))
    expect(decided(page(GIVEN, GRADIENT, SQUARE), page(loss, GRADIENT, SQUARE))).toEqual([2, 1])
  })

  it('is decided again where what it does not name itself changed, but what it names is computed from', () => {
    const through = (kind: string) => page([`a : ${kind}`, 'b = a', 'c = b'], '|c| = c')
    expect(decided(through('positive'), through('real'), through('positive'))).toEqual([1, 1, 0])
    const entries = (kind: string) => page([`H : ${kind}[m, n]`], '|h_{ij}| = h_{ij}')
    expect(decided(entries('positive'), entries('real'))).toEqual([1, 1])
  })

  it('is decided again where its sizes are declared in another order, for they are drawn in that', () => {
    const claim = 'X_{ij} + X_{ij} = 2 X_{ij}'
    expect(decided(page(['X : real[m, n]'], claim), page(['u : real[n]', 'X : real[m, n]'], claim))).toEqual([
      1, 1,
    ])
  })

  it('is not decided again where something else is declared, or moved, or said of it', () => {
    const more = page(['# what it is about', ...GIVEN, 'c : positive'], GRADIENT, SQUARE)
    expect(decided(page(GIVEN, GRADIENT, SQUARE), more)).toEqual([2, 0])
  })

  it('is decided again where it was refuted and anything is declared anew, for a repair may speak of it', () => {
    expect(decided(page(GIVEN, SQUARE, WRONG), page([...GIVEN, 'c : real'], SQUARE, WRONG))).toEqual([2, 1])
  })

  it('is decided again where a capital is declared whose entries it speaks of', () => {
    const given = ['H : real[m, n]']
    const claim = 'h_{ij} + h_{ij} = 2 h_{ij}'
    expect(decided(page(given, claim), page(['H : real[m, n]', 'h : real[m, n]'], claim))).toEqual([1, 1])
  })

  it('is decided again where the sentence in front of it changed its condition', () => {
    const text = `\`\`\`given\na : real\nb : real\n\`\`\`\n\nIf $a = b$,\n\n$$ a + b = 2 a $$\n`
    expect(decided(text, text.replace('If $a = b$', 'Always'), text)).toEqual([1, 1, 0])
  })

  it('is decided claim by claim within a display that holds', () => {
    const rows = (...claims: readonly string[]) =>
      page(GIVEN, `\\begin{align} ${claims.join(' \\\\ ')} \\end{align}`)
    expect(decided(rows('a + a &= 2 a', 'b + b &= 2 b'), rows('a + a &= 2 a', 'b b &= b^2'))).toEqual([2, 1])
  })

  it('can be left between two claims of a display', () => {
    const rows = ['a + a &= 2 a', 'b + b &= 2 b', 'a b &= b a']
    const steps = paperSteps(
      'a.md',
      page(GIVEN, `\\begin{align} ${rows.join(' \\\\ ')} \\end{align}`),
      new Memory(),
    )
    let left = 0
    while (!steps.next().done) left++
    expect(left).toBe(3)
  })

  it('is forgotten, the oldest first, where there is too much of it', () => {
    const memory = new Memory(4000)
    for (let k = 1; k <= 40; k++) finished(page(GIVEN, `a + ${k} = ${k} + a`), memory)
    expect(memory.decided).toBe(40)
    finished(page(GIVEN, 'a + 40 = 40 + a'), memory)
    expect(memory.decided).toBe(40)
    finished(page(GIVEN, 'a + 1 = 1 + a'), memory)
    expect(memory.decided).toBe(41)
  })
})

describe('after any sequence of edits', () => {
  const LINES = [
    ...GIVEN,
    'c := real',
    'a : positive',
    'A : real[n, n]',
    'objective L, step a',
    'w : real[m]',
  ]
  const CLAIMS = [
    GRADIENT,
    SQUARE,
    WRONG,
    UNREAD,
    'd := a + b',
    'd^2 = a^2 + 2 a b + b^2',
    'w := w - a \\nabla_w L',
    'X w = t',
    '\\begin{align} a + a &= 2 a \\\\ b + b &= 3 b \\end{align}',
    'x_{ij} + x_{ij} = 2 x_{ij}',
    'ab = ba',
    'X^T w = w',
    '\\sum_i w_i = a',
  ]
  const text = fc
    .record({
      given: fc.subarray(LINES),
      claims: fc.array(fc.constantFrom(...CLAIMS), { maxLength: 4 }),
      end: fc.constantFrom('\n', '\r\n'),
    })
    .map(({ given, claims, end }) => page(given, ...claims).replaceAll('\n', end))

  it('what is said is what a fresh check says', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), texts => {
        decided(...texts)
      }),
      { numRuns: 15 },
    )
  })
})
