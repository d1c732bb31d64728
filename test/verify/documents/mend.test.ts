// Repairs taken over into a paper: only those that hold in the file, and that cost nothing elsewhere.
import { describe, expect, it } from 'vitest'
import { checkPaper, mended } from '../../../src/verify/index.js'

const TEX = '% chainrule: w : real[n]\n% chainrule: L = \\|w\\|^2\n'

/** The body of a LaTeX paper with what could be mended. */
const mendedIn = (body: string, files: Readonly<Record<string, string>> = {}) => {
  const check = (text: string, parts: ReadonlyMap<string | undefined, string> = new Map()) =>
    checkPaper('p.tex', text, { read: path => parts.get(path) ?? files[path] })
  const { texts, mends, paper } = mended(check(TEX + body), all => check(all.get(undefined)!, all))
  return { text: texts.get(undefined)!.slice(TEX.length), texts, mends, paper }
}

describe('a paper is mended', () => {
  it.each<readonly [string, string, string]>([
    [
      'several claims at once',
      '\\[ \\nabla_w L = 3 w \\]\n\\[ \\nabla_w L = 4 w \\]',
      '\\[ \\nabla_w L = 2 w \\]\n\\[ \\nabla_w L = 2 w \\]',
    ],
    [
      'but for what a mark expects',
      '% expect: refuted\n\\[ \\nabla_w L = 3 w \\]',
      '% expect: refuted\n\\[ \\nabla_w L = 3 w \\]',
    ],
    [
      'in a use where the argument stands twice',
      '\\newcommand{\\t}[1]{#1 w \\cdot \\frac{#1}{#1}}\\[ \\nabla_w L = \\t{3} \\]',
      '\\newcommand{\\t}[1]{#1 w \\cdot \\frac{#1}{#1}}\\[ \\nabla_w L = 2 w \\cdot \\frac{3}{3} \\]',
    ],
    [
      'not at the price of a step that holds',
      '\\[ \\nabla_w L = 3 w = 4 w - w \\]',
      '\\[ \\nabla_w L = 3 w = 4 w - w \\]',
    ],
  ])('%s', (_, body, wanted) => expect(mendedIn(body).text).toBe(wanted))

  it('in the files that it includes', () => {
    const { texts, mends } = mendedIn('\\input{a}', { 'a.tex': '\\[ \\nabla_w L = 3 w \\]' })
    expect(texts.get('a.tex')).toBe('\\[ \\nabla_w L = 2 w \\]')
    expect(mends).toMatchObject([{ file: 'a.tex', line: 1, column: 17, original: '3', replacement: '2' }])
  })

  it('not where it is checked to be no better', () => {
    const before = checkPaper('p.tex', `${TEX}\\[ \\nabla_w L = 3 w \\]`)
    let checks = 0
    const { mends, paper } = mended(before, () => {
      checks++
      return before
    })
    expect([mends, paper, checks]).toEqual([[], before, 1])
  })
})
