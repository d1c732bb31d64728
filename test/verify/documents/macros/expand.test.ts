// Macros expanded in a formula: each place leads to the use, and a change of the formula is a change of the file.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentIn } from '../../../../src/verify/documents/formats.js'
import { checkPaper } from '../../../../src/verify/index.js'
import { edited } from '../../../../src/verify/text/source.js'

const HEAD = [
  '% chainrule: x : real',
  '\\newcommand{\\two}[2]{#1 + #2}',
  '\\newcommand{\\twice}[1]{(#1 , #1)}',
  '\\newcommand{\\opt}[2][w]{#1_{#2}}',
  '\\newcommand{\\none}{a\\alpha}',
  '\\newcommand{\\deep}[1]{\\two{#1}{\\none}}',
  '',
].join('\n')

const uses = fc.letrec<{ formula: string; part: string }>(tie => ({
  formula: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map(parts => parts.join(' ')),
  part: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('x', '= y', '\\beta', '𝟙', '\nz', '% no\nz', '\\none', '\\none{}'),
    fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => `\\two{${a}}{${b}}`),
    tie('formula').map(a => `\\twice{${a}}`),
    tie('formula').map(a => `\\deep{${a}}`),
    tie('formula').map(a => `\\opt{${a}}`),
    fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => `\\opt[{${a}}]{${b}}`),
    fc.constantFrom('\\two xy', '\\twice z', '\\two\n{x}\n y'),
  ),
})).formula

const fileOf = (formula: string, mark: string, newline: string): string =>
  `${mark}${HEAD}Text.\n\\[ x = ${formula} . \\]\n`.replaceAll('\n', newline)

const displayIn = (file: string) => {
  const { displays, flaws } = documentIn('p.tex', file)
  expect([flaws, displays.length]).toEqual([[], 1])
  return displays[0]!
}
const flat = (text: string): string => text.replace(/\s+/g, '')
const files = fc
  .tuple(uses, fc.constantFrom('', '\ufeff'), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([formula, mark, newline]) => fileOf(formula, mark, newline))

describe('an expansion', () => {
  it('leads to places in the file that say the same, or to the macro that does', () => {
    fc.assert(
      fc.property(files, file => {
        const { map } = displayIn(file)
        const start = file.indexOf('\\[')
        for (let at = 0; at < map.text.length; at++) {
          const { offset, line } = map.positionOf(at)
          expect(offset).toBeGreaterThan(start)
          expect(offset).toBeLessThan(file.length)
          const there = map.text[at]!
          if (/\s/.test(there)) continue
          expect(line).toBe(file.slice(0, offset).split(/\r\n|\n|\r(?!\n)/).length)
          expect([there, '\\']).toContain(file[offset])
        }
      }),
    )
  })

  it('has as many lines as there are in the file', () => {
    const file = fileOf('\\two\n{x}{y}\n + \\none', '', '\n')
    const { map } = displayIn(file)
    expect(map.text.split('\n').length).toBe(3)
    expect(map.positionOf(map.text.indexOf('\\alpha')).line).toBe(HEAD.split('\n').length + 3)
  })

  it('is changed in the file as it is by itself', () => {
    const changes = fc.record({
      file: files,
      change: fc.constantFrom('', 'c', '\\gamma', 'c + 𝟙', '-'),
      a: fc.nat(),
      b: fc.nat(),
    })
    fc.assert(
      fc.property(changes, ({ file, change, a, b }) => {
        const { map } = displayIn(file)
        const seams = [...map.text.matchAll(/\\[a-z]+|\\?\S/gu)].flatMap(({ 0: sign, index }) => [
          index,
          index + sign.length,
        ])
        const [start = 0, end = 0] = [a, b].map(n => seams[n % seams.length]!).sort((p, q) => p - q)
        const gone = map.text.slice(start, end)
        // A change that takes a brace and leaves its other half is none.
        let depth = 0
        for (const sign of gone) if (depth >= 0) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
        fc.pre(depth === 0 && gone.trim() !== map.text)
        const patched = map.text.slice(0, start) + change + map.text.slice(end)
        fc.pre(!/\\[a-z]+$/.test(map.text.slice(0, start)) || !/^[a-z]/.test(patched.slice(start)))
        const mended = edited(file, [map.editFor({ start, end }, change)])
        // An empty line ends a formula.
        fc.pre(!/\n[ \t]*\n/.test(mended.slice(mended.indexOf('Text.')).replace(/\r\n?/g, '\n')))
        const again = displayIn(mended)
        expect(flat(again.text)).toBe(flat(patched))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('macros in Markdown', () => {
  const given = '```given\nw : real[n]\nL = \\|w\\|^2\n```\n\n'

  it('are known behind the display or the line that defines them', () => {
    const text = `${given}$$\\newcommand{\\g}{\\nabla_w L}$$\n\nand $\\def\\two#1{2 #1}$:\n\n> $$ \\g\n>  = \\two w $$\n`
    const { claims, unchecked, text: file } = checkPaper('p.md', text)
    expect(claims.map(({ report, line, column }) => [report?.verdict, line, column])).toEqual([
      ['holds', 10, 6],
    ])
    expect(claims[0]!.source).toBe('\\nabla_w L\n   = 2 w')
    expect(unchecked).toEqual([])
    expect(edited(file, [claims[0]!.map.editFor({ start: 16, end: 17 }, '3')])).toBe(
      text.replace('= \\two w', '= 3 w'),
    )
  })

  it('that never end are told at their use', () => {
    const { claims } = checkPaper('p.md', `${given}$$\\def\\a{\\a}$$\n\n$$ w = \\a $$`)
    expect(claims).toMatchObject([
      {
        line: 8,
        column: 8,
        unread: { reason: 'the macro \\a stands for itself, or macros are nested too deep' },
      },
    ])
  })
})
