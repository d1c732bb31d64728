// A paper from its bytes to its exit code, with an engine that only pretends.
import { describe, expect, it } from 'vitest'
import { checkPaper, type Engine } from '../../../src/verify/documents/checkPaper.js'
import { checkPaper as checkVerified } from '../../../src/verify/index.js'
import { exitCodeOf } from '../../../src/verify/report/outcome.js'
import type { Verdict } from '../../../src/verify/report/report.js'
import { LanguageError } from '../../../src/verify/text/source.js'
import { claimOf, FACTOR, reportOf, spanOf } from '../report/reports.js'

/** What a formula says about itself becomes of it; semicolons part claims, and ? is not understood. */
const engine: Engine<string> = {
  recover(text) {
    if (text.includes('?')) throw new LanguageError('name', 'what?', spanOf(text, '?'), ['Declare it.'])
    return { context: text, flaws: [], missing: () => undefined }
  },
  defining: (_, context) => context,
  verifyAll(source, context, options) {
    if (source.includes('?')) throw new LanguageError('syntax', 'what?', spanOf(source, '?'))
    let start = 0
    return source.split(';').flatMap(part => {
      const [text, at] = [part.trim(), start + part.length - part.trimStart().length]
      start += part.length + 1
      const verdict = (['refuted', 'inconclusive', 'nonsmooth'] as const).find(word => text.includes(word))
      const report = reportOf(text, verdict ?? 'holds')
      return text === '' ? [] : [{ ...report, start: at, reading: context, seed: options.seed }]
    })
  },
}

const GIVEN = '```given\nx : real\n```\n\n'
const check = (body: string) => checkPaper('p.md', GIVEN + body, engine, { seed: 7 })

describe('checkPaper', () => {
  it('gives each claim of a display its place, its source and its tag', () => {
    const { claims, exitCode } = check(
      'Text: $$ a = 1 \\tag{A};\r\n b = 2 \\tag{B} $$\r\n\r\n$$ c = 3; d = 4 \\tag{C} $$',
    )
    expect(claims.map(({ line, column, tag, source }) => [line, column, tag, source])).toEqual([
      [5, 10, 'A', 'a = 1 \\tag{A}'],
      [6, 2, 'B', 'b = 2 \\tag{B}'],
      [8, 4, 'C', 'c = 3'],
      [8, 11, 'C', 'd = 4 \\tag{C}'],
    ])
    expect(claims[0]!.report).toMatchObject({ reading: 'x : real', seed: 7 })
    expect(exitCode).toBe(0)
  })

  it('goes on behind what cannot be understood, in the order of the file', () => {
    const { claims, exitCode } = check(
      '$$ a = 1 $$\n$$ b = ? $$\n$$ never\n\n<!-- expect: holds --> $$ ; $$\n<!-- expect: good -->\n$$ c = 3 $$',
    )
    expect(
      claims.map(({ line, column, source, unread }) => [line, column, source, unread?.reason, unread?.span]),
    ).toEqual([
      [5, 4, 'a = 1', undefined, undefined],
      [6, 4, 'b = ?', 'what?', { start: 4, end: 5 }],
      [7, 1, '$$ never', 'this $$ is not closed before the paragraph ends', { start: 0, end: 2 }],
      [9, 27, ';', 'this display states no equation', { start: 0, end: 1 }],
      [10, 1, '<!-- expect: good -->', "'good' is not a verdict", { start: 0, end: 21 }],
      [11, 4, 'c = 3', undefined, undefined],
    ])
    expect(exitCode).toBe(3)
  })

  it('decides the other claims of a display in which one cannot be read', () => {
    const given = '```given\nx : real[n]\nq : rael\nL = \\|x\\|^2\n```\n\n'
    const rows = (...claims: readonly string[]) =>
      `$$\\begin{aligned} ${claims.join(' \\\\\n')} \\end{aligned}$$`
    const bad = ['x_{n + 1} &= x_1', 'y &= x_1', 'q &= q', 'x_1 &= q + x_1']
    for (const claim of bad) {
      const display = rows('x_1 &= x_1 \\tag{a}', `${claim} \\tag{b}`, '\\nabla_x L &= 3 x \\tag{c}')
      const { claims, exitCode } = checkVerified('p.md', given + display)
      expect(claims.map(({ line, tag, report }) => [line, tag, report?.verdict])).toEqual([
        [7, 'a', 'holds'],
        [8, 'b', undefined],
        [9, 'c', 'refuted'],
      ])
      const { source, unread } = claims[1]!
      expect(source.startsWith(claim)).toBe(true)
      expect(claim).toContain(source.slice(unread!.span.start, unread!.span.end))
      expect(exitCode).toBe(3)
    }
  })

  it('places what is wrong in the given block in the file, and checks nothing under it', () => {
    const { claims, trouble, exitCode } = checkPaper('p.md', 'a\n> ```given\n> x : ?\n> ```\n$$ a $$', engine)
    expect([claims, exitCode]).toEqual([[], 3])
    expect(trouble).toMatchObject({
      reason: 'what?',
      line: 3,
      column: 7,
      span: { start: 19, end: 20 },
      ways: ['Declare it.'],
    })
  })

  it('counts what it sees and does not check', () => {
    const body = [
      'Let $x$ be, with \\(y = 2\\), $`z`$ and $5 or $6.',
      '$$ a + b $$',
      '$$ a = 1 $$',
      '<!-- chainrule: skip -->',
      '$$ c = ? $$',
    ].join('\n')
    const { claims, unchecked, exitCode } = check(body)
    expect([claims.length, exitCode]).toEqual([1, 0])
    expect(unchecked.map(({ kind, line, column, source }) => [kind, line, column, source])).toEqual([
      ['inline', 5, 6, 'x'],
      ['inline', 5, 20, 'y = 2'],
      ['inline', 5, 31, 'z'],
      ['display', 6, 4, 'a + b'],
      ['skipped', 9, 4, 'c = ?'],
    ])
    const strict = checkPaper('p.md', GIVEN + body, engine, { strict: true })
    expect([strict.claims.length, strict.exitCode]).toEqual([1, 3])
    expect(checkPaper('p.md', `${GIVEN}$$ a = 1 $$`, engine, { strict: true }).exitCode).toBe(0)
  })

  it('checks what there is where a fence never ends', () => {
    const { claims, trouble, exitCode } = check('$$ a = 1 $$\n\n```math\nb')
    expect([claims.length, trouble?.line, exitCode]).toEqual([1, 7, 3])
  })

  it('gives a mark to the claims that came out so, or else to the first', () => {
    const marked = (display: string) =>
      check(`<!-- expect: refuted -->\n$$ ${display} $$`).claims.map(({ expected }) => expected)
    expect(marked('a; b refuted; c')).toEqual([undefined, 'refuted', undefined])
    expect(marked('a = 1; b')).toEqual(['refuted', undefined])
  })

  it('leaves out what a mark says, and tells how far it is', () => {
    const seen: (readonly [number, number])[] = []
    const body = '$$ a = 1 $$\n<!-- chainrule: skip -->\n$$ ? $$\n$$ b = 2 $$'
    const { claims } = checkPaper('p.md', GIVEN + body, engine, { onProgress: (...now) => seen.push(now) })
    expect([claims.length, seen]).toEqual([
      2,
      [
        [0, 2],
        [1, 2],
        [2, 2],
      ],
    ])
  })

  it('does not hide what is not a mistake of the paper', () => {
    const broken = { ...engine, verifyAll: () => [][0]! }
    expect(() => checkPaper('p.md', `${GIVEN}$$ a = 1 $$`, broken)).toThrow(TypeError)
  })
})

describe('exit codes', () => {
  type Outcome = readonly [verdict: Verdict | 'unread', expected?: Verdict]
  const coded = (...outcomes: readonly Outcome[]) =>
    exitCodeOf(
      outcomes.map(([verdict, expected]) => ({
        ...claimOf(verdict === 'unread' ? FACTOR : reportOf('a = b', verdict), { expected }),
        ...(verdict === 'unread' ? { report: undefined } : {}),
      })),
      undefined,
    )

  const table: readonly (readonly [code: number, ...Outcome[]])[] = [
    [0],
    [0, ['holds'], ['holds', 'holds']],
    [0, ['holds'], ['refuted', 'refuted'], ['nonsmooth', 'nonsmooth'], ['inconclusive', 'inconclusive']],
    [1, ['holds'], ['refuted']],
    [1, ['refuted'], ['inconclusive']],
    [1, ['holds', 'refuted']],
    [1, ['inconclusive', 'refuted']],
    [1, ['nonsmooth', 'holds']],
    [2, ['holds'], ['inconclusive']],
    [2, ['nonsmooth'], ['refuted', 'refuted']],
    [3, ['unread']],
    [3, ['refuted'], ['unread', 'refuted'], ['inconclusive']],
  ]
  it.each(table.map(([code, ...outcomes]) => ({ code, outcomes })))(
    '$code: $outcomes',
    ({ code, outcomes }) => expect(coded(...outcomes)).toBe(code),
  )

  it('is 3 where the file is in trouble', () => {
    const trouble = {
      trouble: 'context',
      reason: '',
      span: { start: 0, end: 0 },
      ways: [],
      line: 1,
      column: 1,
    } as const
    expect(exitCodeOf([claimOf(FACTOR)], trouble)).toBe(3)
  })
})
