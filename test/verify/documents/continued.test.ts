// Displays that begin with "=" go on from what stands before them.
import { describe, expect, it } from 'vitest'
import { continues } from '../../../src/verify/documents/continued.js'
import { checkPaper } from '../../../src/verify/index.js'

const tex = String.raw

const GIVEN = tex`${'```'}given
z : real[n]
p_i = e^{z_i} / \sum_j e^{z_j}
a, b : real
${'```'}

`

/** Verdict and text of each claim, and of what is not read why not. */
const found = (body: string): readonly (readonly [string, string])[] =>
  checkPaper('p.md', GIVEN + body).claims.map(({ report, unread, source }) => [
    report?.verdict ?? unread!.reason,
    report?.reading ?? source,
  ])

describe('a display that begins with a relation', () => {
  it.each([
    ['= a', true],
    [tex`\begin{aligned} &= a \\ &= b \end{aligned}`, true],
    [tex`\Rightarrow\; = a`, true],
    [tex`\le a`, true],
    ['a = b', false],
    [tex`\leftarrow a`, false],
    [tex`\begin{aligned} a &= b \end{aligned}`, false],
  ])('is seen: %s', (formula, expected) => expect(continues(formula)).toBe(expected))

  it('goes on from the last side of the display before it', () => {
    expect(
      found('$$(a + b)^2 = (a + b)(a + b)$$\n\nso\n\n$$= a^2 + 2 a b + b^2$$\n\n$$= a^2 + b^2$$'),
    ).toEqual([
      ['holds', '(a + b)^2 = (a + b) (a + b)'],
      ['holds', '(a + b) (a + b) = a^2 + 2 a b + b^2'],
      ['refuted', 'a^2 + 2 a b + b^2 = a^2 + b^2'],
    ])
  })

  it('has its own places, and repairs that leave what came before alone', () => {
    const { claims, text } = checkPaper(
      'p.md',
      `${GIVEN}$$(a + b)^2 = a^2 + 2 a b + b^2$$\n\n$$= a^2 + a b + b^2$$`,
    )
    const { report, map } = claims[1]!
    const [step] = report!.steps
    const repair = step!.diagnoses.find(({ repair }) => repair !== undefined)!.repair!
    const { span } = map.editFor(repair.span, repair.replacement)
    expect(text.slice(span.start, span.end)).toBe(repair.original)
    expect(repair.patched.startsWith('=')).toBe(true)
  })

  it('goes on from a formula within a line that is nearer, where that fits', () => {
    expect(
      found(
        'The softmax $y = a, \\quad p_i = \\frac{e^{z_i}}{Z}$ is\n\n$$= \\frac{e^{z_i}}{\\sum_j e^{z_j}}$$',
      ),
    ).toEqual([['holds', 'for all i ≤ n: p_i = e^(z_i) / (∑_j e^(z_j))']])
  })

  it('keeps the condition of what it goes on from', () => {
    expect(found('If $a = b$,\n\n$$a b = a^2$$\n\nthat is\n\n$$= b^2$$').map(([verdict]) => verdict)).toEqual(
      ['holds', 'holds'],
    )
  })

  it('is not read where nothing does, or nothing that can be read', () => {
    expect(found('$$= a$$')).toEqual([['nothing stands to the left of this', '= a']])
    expect(found('$$c = a$$\n\n$$= a$$')[1]).toEqual(['nothing stands to the left of this', '= a'])
  })
})
