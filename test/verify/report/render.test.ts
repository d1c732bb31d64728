// Reports as people and programs read them: for a terminal, for a student, as JSON.
import { describe, expect, it } from 'vitest'
import { renderClaim } from '../../../src/verify/report/claimText.js'
import { excerpt } from '../../../src/verify/report/excerpt.js'
import { paperJSON } from '../../../src/verify/report/json.js'
import { renderHandback } from '../../../src/verify/report/markdown.js'
import { aligned, boxes, show, showApart, sideBySide } from '../../../src/verify/report/numbers.js'
import type { PaperClaim, PaperReport, UncheckedFormula } from '../../../src/verify/report/report.js'
import { renderPaper } from '../../../src/verify/report/terminal.js'
import { CHAIN, COUNTEREXAMPLE, claimOf, FACTOR, reportOf, spanOf } from './reports.js'

const paper = (claims: readonly PaperClaim[], more: Partial<PaperReport> = {}): PaperReport => ({
  file: 'paper.md',
  seed: 1,
  claims,
  given: [],
  unchecked: [],
  strict: false,
  trouble: undefined,
  exitCode: 1,
  milliseconds: 5,
  ...more,
})

const UNREAD: PaperClaim = {
  ...claimOf(FACTOR, { line: 20, column: 3 }),
  source: 'a ≈ b',
  report: undefined,
  unread: {
    trouble: 'syntax',
    reason: 'claims are equations; ≈ cannot be checked',
    span: { start: 2, end: 3 },
    ways: ['Write =.', 'Or leave it out: <!-- chainrule: skip -->'],
  },
}

describe('numbers', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.3333333333'],
    [-0, '0'],
    [1e-17, '1e-17'],
    [123456789012, '123456789000'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-∞'],
  ])('%d is %s', (value, text) => expect(show(value)).toBe(text))

  it('shows as many digits as it takes to tell two apart', () => {
    expect(showApart(1, 0.5)).toEqual(['1', '0.5'])
    expect(showApart(1, 1 + 1e-12)).toEqual(['1', '1.000000000001'])
    expect(showApart(2, 2)).toEqual(['2', '2'])
    expect(showApart(Number.NaN, Number.NaN)).toEqual(['NaN', 'NaN'])
  })

  it('puts points below points', () => {
    expect(aligned(['1', '-22.5', '1e-7'])).toEqual(['  1   ', '-22.5 ', '  1e-7'.padEnd(6)])
  })

  it('lays out numbers, vectors, matrices, stacks of them, and what is large or empty', () => {
    expect(boxes('c', 2)).toEqual([['c = 2']])
    expect(boxes('y', [1, 2])).toEqual([['y = (1, 2)']])
    expect(boxes('y', [])).toEqual([['y = ()']])
    expect(boxes('A', [[], []])).toEqual([['A = []', '    []']])
    expect(
      boxes('A', [
        [1, -2.5],
        [10, 3],
      ]),
    ).toEqual([['A = [ 1  -2.5]', '    [10   3  ]']])
    expect(boxes('T', [[[1]], [[2]]])).toEqual([['T[1] = [1]'], ['T[2] = [2]']])
    expect(boxes('y', Array(20).fill(0))).toEqual([['y = (0, 0, 0, 0, 0, 0, 0, 0, …)']])
    const [tall] = boxes('A', Array(20).fill([1, 2]))
    expect([tall!.length, tall!.at(-1)]).toEqual([9, '    [⋮   ]'])
    expect(sideBySide([['a = 1'], ['A = [1]', '    [2]'], ['b = 2']], 15)).toEqual([
      'a = 1   A = [1]',
      '            [2]',
      'b = 2',
    ])
  })
})

describe('excerpts', () => {
  const shown = (source: string, part: string, line?: number) =>
    `\n${excerpt(source, spanOf(source, part), { line }).join('\n')}\n`

  it('underlines in the line that has the part', () => {
    expect(shown('a = b\r\n  + c', '+ c', 9)).toBe('\n10 |   + c\n   |   ^^^\n')
  })

  it('underlines all lines of a part, up to a few', () => {
    expect(shown('a = b\n\n + c\nd', 'b\n\n + c', 9)).toBe('\n 9 | a = b\n   |     ^\n11 |  + c\n   |  ^^^\n')
  })

  it('points between characters where something is missing', () => {
    expect(excerpt('a = b', { start: 5, end: 5 })).toEqual(['  | a = b', '  |      ^'])
    expect(excerpt('', { start: 0, end: 0 })).toEqual(['  | ', '  | ^'])
  })

  it('counts columns as terminals do, and lets nothing through that moves the cursor', () => {
    expect(shown('x̂\t\\text{字} = \x1b[2Jb', 'b')).toBe(
      '\n  | x̂ \\text{字} = \ufffd[2Jb\n  |                   ^\n',
    )
  })

  it('shows a long line about the part only', () => {
    const lines = excerpt(`${'a + '.repeat(50)}b = ${'c + '.repeat(50)}d`, { start: 200, end: 201 })
    expect(lines[0]).toMatch(/^ {2}\| ….{100}…$/)
    expect(lines[0]![lines[1]!.indexOf('^')]).toBe('b')
  })
})

describe('renderClaim', () => {
  it('shows a mistake, what it does and how to mend it', () => {
    expect(renderClaim(FACTOR)).toMatchInlineSnapshot(`
      "refuted
        | \\nabla_\\theta L = \\frac{1}{n} X^\\top (Z - Y)
        |                   ^^^^^^^^^^^
        = read as: for all i ≤ m, q ≤ k
        = reason: the sides differ by a factor
        counterexample: m = 2, n = 3, k = 2
          X = [ 1     0  2]   theta = [0.3  0]   y = (1, 2)   lambda = 0.5
              [-0.5  12  1]           [1    1]
                                      [0    2]
          so  z = (0.25, 0.75)
          at i = 1, q = 2
          claimed      0.3333333333
          true         0.5
          difference  -0.1666666667
          30 digits say the same
        = help: replace \\frac{1}{n} by \\frac{1}{m}
            \\nabla_\\theta L = \\frac{1}{m} X^\\top (Z - Y)
        = replay: --seed 1 --path 3:0:1"
    `)
  })

  it('shows the steps of a chain that fail, and what follows', () => {
    expect(renderClaim(CHAIN)).toMatchInlineSnapshot(`
      "refuted
      step 2 of 2: refuted
        |     &= c + d
        |          ^
        = read as: for all i ≤ m, q ≤ k
        = reason: the sides differ
        = help: replace + by -
            \\begin{aligned}
            a &= b \\\\
            &= c - d
            \\end{aligned}
        = help: or add 2 d
        = note: step 1 holds, so a is not c + d
        = replay: --seed 1"
    `)
  })

  it('is short about what holds', () => {
    expect(renderClaim(reportOf('a = b', 'holds'))).toMatchInlineSnapshot(`
      "holds; would have caught a relative error of 3e-13
        | a = b"
    `)
  })
})

describe('renderPaper', () => {
  it('takes a line for what holds and the place of it for the rest, and counts', () => {
    const claims = [
      claimOf(reportOf('a = b', 'holds'), { line: 3, tag: 'D5.1' }),
      claimOf(reportOf('a = b', 'holds', { resolution: Infinity }), { line: 5, expected: 'refuted' }),
      claimOf(FACTOR, { tag: 'D5.6', expected: 'refuted' }),
      UNREAD,
      claimOf(
        reportOf('x = \\max(y)', 'nonsmooth', { reason: 'max has a kink', blame: { start: 4, end: 8 } }),
      ),
    ]
    expect(renderPaper(paper(claims))).toMatchInlineSnapshot(`
      "paper.md:3:4: holds  [D5.1]  would have caught a relative error of 3e-13
      paper.md:5:4: holds, but expected: refuted

      paper.md:12:4: refuted, as expected  [D5.6]
      12 | \\nabla_\\theta L = \\frac{1}{n} X^\\top (Z - Y)
         |                   ^^^^^^^^^^^
        = read as: for all i ≤ m, q ≤ k
        = reason: the sides differ by a factor
        counterexample: m = 2, n = 3, k = 2
          X = [ 1     0  2]   theta = [0.3  0]   y = (1, 2)   lambda = 0.5
              [-0.5  12  1]           [1    1]
                                      [0    2]
          so  z = (0.25, 0.75)
          at i = 1, q = 2
          claimed      0.3333333333
          true         0.5
          difference  -0.1666666667
          30 digits say the same
        = help: replace \\frac{1}{n} by \\frac{1}{m}
            \\nabla_\\theta L = \\frac{1}{m} X^\\top (Z - Y)
        = replay: --seed 1 --path 3:0:1

      paper.md:20:3: not read
      20 | a ≈ b
         |   ^
        claims are equations; ≈ cannot be checked
        = help: Write =.
                Or leave it out: <!-- chainrule: skip -->

      paper.md:12:4: nonsmooth
      12 | x = \\max(y)
         |     ^^^^
        = read as: for all i ≤ m, q ≤ k
        = reason: max has a kink
        = note: would have caught a relative error of 3e-13
        = replay: --seed 1

      paper.md: 5 claims: 2 hold (1 against what was expected), 1 refuted (1 as expected), 1 nonsmooth, 1 not read
      "
    `)
  })

  it('shows the line of the file that is in trouble', () => {
    const trouble = {
      trouble: 'name',
      reason: "'reel' is not known",
      span: { start: 13, end: 17 },
      ways: ['Write real.'],
      line: 2,
      column: 5,
    } as const
    const report = paper([], { trouble, exitCode: 3 })
    expect(renderPaper({ ...report, text: '```given\nX : reel[m, n]\n```' })).toMatchInlineSnapshot(`
      "paper.md:2:5: not read
      2 | X : reel[m, n]
        |     ^^^^
        'reel' is not known
        = help: Write real.

      paper.md: the file cannot be checked as it is
      "
    `)
    expect(renderPaper(report)).toContain("paper.md: not read\n  'reel' is not known")
  })

  it('gives each piece its meaning to paint', () => {
    const painted = renderPaper(paper([claimOf(FACTOR)]), (style, text) => `<${style}>${text}</>`)
    expect(painted).toContain('<place>paper.md:12:4</>: <refuted>refuted</>\n<faint>12 |</> \\nabla')
    expect(painted).toContain('<caret>^^^^^^^^^^^</>')
    expect(painted).toContain('<strong>paper.md: 1 claim: 1 refuted</>')
  })
})

describe('renderHandback', () => {
  it('says what is wrong, by example, and what would be right', () => {
    const claims = [
      claimOf(reportOf('a = b', 'holds'), { line: 3, tag: 'D5.1' }),
      claimOf(FACTOR, { tag: 'D5.6' }),
      claimOf(CHAIN),
      UNREAD,
    ]
    expect(renderHandback(paper(claims))).toMatchInlineSnapshot(`
      "# paper.md: what the check found

      Of 4 claims: 1 holds, 2 refuted, 1 not read.

      | claim | line | verdict | note |
      | --- | --: | --- | --- |
      | D5.1 | 3 | holds |  |
      | D5.6 | 12 | refuted | replace \\\\frac{1}{n} by \\\\frac{1}{m} |
      | line 12 | 12 | refuted | replace + by - |
      | line 20 | 20 | not read | claims are equations; ≈ cannot be checked |

      ## D5.6 (line 12): refuted

      \`\`\`math
      \\nabla_\\theta L = \\frac{1}{n} X^\\top (Z - Y)
      \`\`\`

      The sides differ by a factor.

      An example in which the sides differ, with $m = 2$, $n = 3$, $k = 2$:

      \`\`\`math
      X = \\begin{bmatrix} 1 & 0 & 2 \\\\ -0.5 & 12 & 1 \\end{bmatrix} \\quad
      \\mathrm{theta} = \\begin{bmatrix} 0.3 & 0 \\\\ 1 & 1 \\\\ 0 & 2 \\end{bmatrix} \\quad
      y = \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix} \\quad
      \\mathrm{lambda} = 0.5
      \`\`\`

      from which follows

      \`\`\`math
      z = \\begin{bmatrix} 0.25 \\\\ 0.75 \\end{bmatrix}
      \`\`\`

      | at $i = 1$, $q = 2$ | value |
      | --- | --: |
      | left side, which is true | $0.5$ |
      | right side, as claimed | $0.3333333333$ |
      | difference | $-0.1666666667$ |

      **Suggestion:** replace \\\\frac{1}{n} by \\\\frac{1}{m}

      \`\`\`math
      \\nabla_\\theta L = \\frac{1}{m} X^\\top (Z - Y)
      \`\`\`

      ## Line 12: refuted

      \`\`\`math
      \\begin{aligned}
        a &= b \\\\
          &= c + d
      \\end{aligned}
      \`\`\`

      **Step 2.** The sides differ.

      **Suggestion:** replace + by -

      \`\`\`math
      \\begin{aligned}
        a &= b \\\\
          &= c - d
      \\end{aligned}
      \`\`\`

      **Or:** add 2 d

      Step 1 holds, so a is not c + d.

      ## Line 20: not read

      \`\`\`
      a ≈ b
      \`\`\`

      Claims are equations; ≈ cannot be checked.

      \`\`\`
      Write =.
      Or leave it out: <!-- chainrule: skip -->
      \`\`\`
      "
    `)
  })

  it('praises', () => {
    expect(renderHandback(paper([claimOf(reportOf('a = b', 'holds'))]))).toContain(
      'The claim holds. Well done!',
    )
  })
})

describe('what is not checked', () => {
  const formula = (line: number, kind: UncheckedFormula['kind'] = 'inline'): UncheckedFormula => {
    return { kind, source: 'x_i', offset: 0, line, column: 2 }
  }
  const holding = [claimOf(reportOf('a = b', 'holds'))]
  const summaryOf = (unchecked: readonly UncheckedFormula[], more: Partial<PaperReport> = {}) =>
    renderPaper(paper(holding, { unchecked, ...more }))
      .trimEnd()
      .split('\n')
      .at(-1)

  it.each([
    [[], ''],
    [[12], '; 1 formula not checked, line 12'],
    [[12, 30], '; 2 formulas not checked, lines 12 and 30'],
    [[3, 3, 3], '; 3 formulas not checked, line 3'],
    [[1, 2, 2, 3], '; 4 formulas not checked, lines 1, 2 and 3'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '; 8 formulas not checked, lines 1, 2, 3, 4, 5, 6, 7 and 8'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 9], '; 10 formulas not checked, lines 1, 2, 3, 4, 5, 6, 7, 8 and 1 more'],
  ])('in lines %j is counted last', (lines, said) => {
    expect(summaryOf(lines.map(line => formula(line)))).toBe(`paper.md: 1 claim: 1 holds${said}`)
  })

  it('is shown where it is a failure', () => {
    const unchecked = [formula(3), formula(5, 'display'), formula(7, 'skipped')]
    expect(renderPaper(paper(holding, { unchecked }))).not.toContain('paper.md:3:2')
    const shown = renderPaper(paper(holding, { unchecked, strict: true }))
    for (const line of [
      'paper.md:3:2: not checked: within a line of text',
      'paper.md:5:2: not checked: without a relation',
      'paper.md:7:2: not checked: marked to be skipped',
    ])
      expect(shown).toContain(`${line}\n${line.split(':')[1]} | x_i`)
  })

  it('is told to whoever wrote it, and so are declarations', () => {
    const given = { ...UNREAD.unread!, line: 4, column: 1 }
    const report = paper(holding, {
      given: [given],
      unchecked: [formula(3), formula(3), formula(7, 'skipped')],
    })
    expect(renderPaper(report)).toContain(
      'paper.md: 1 claim: 1 holds; 1 declaration not read, line 4; 3 formulas not checked, lines 3 and 7',
    )
    const handback = renderHandback(report)
    expect(handback).toContain(
      '**Line 4 cannot be read**, and neither can the claims that need it: Claims are equations; ≈ cannot be checked.',
    )
    expect(handback).toContain(
      '**3 formulas not checked, lines 3 and 7**: 2 within a line of text, 1 marked to be skipped.',
    )
    expect(paperJSON(report)).toMatchObject({ given: [{ line: 4 }], unchecked: report.unchecked })
  })
})

describe('paperJSON', () => {
  it('has all that the report has, and a null for what it has not', () => {
    const { trouble, claims, ...rest } = paperJSON(paper([claimOf(FACTOR, { tag: 'D5.6' }), UNREAD]))
    const none = { given: [], assumed: null, unchecked: [], strict: false }
    const head = { $schema: 'urn:chainrule:schema:check:1', file: 'paper.md', seed: 1, exitCode: 1 }
    expect([rest, trouble]).toEqual([{ ...head, milliseconds: 5, ...none }, null])
    const [factor, unread] = claims
    expect(factor).toMatchObject({
      line: 12,
      column: 4,
      tag: 'D5.6',
      source: FACTOR.source,
      verdict: 'refuted',
      expected: null,
      unread: null,
    })
    expect(factor!.steps[0]).toEqual({ ...FACTOR.steps[0], relation: null, blame: null })
    expect(unread).toMatchObject({
      verdict: 'unread',
      unread: UNREAD.unread,
      reading: null,
      steps: [],
      resolution: null,
    })
  })

  it('survives JSON, numbers that JSON has not included', () => {
    const step = {
      resolution: Number.POSITIVE_INFINITY,
      counterexample: {
        ...COUNTEREXAMPLE,
        claimed: Number.NaN,
        values: { A: [[Number.NEGATIVE_INFINITY, 1]] },
      },
    }
    const json = paperJSON(paper([claimOf(reportOf('a = b', 'refuted', step))]))
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    expect(json.claims[0]!.steps[0]).toMatchObject({
      resolution: 'Infinity',
      counterexample: { claimed: 'NaN', values: { A: [['-Infinity', 1]] } },
    })
  })
})
