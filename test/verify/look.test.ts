// What stands where somebody points: the part of the formula as it is read, its shape, and the line that declares it.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { declarationsIn, lookAt } from '../../src/verify/index.js'

const GIVEN = [
  'X : real[m, n]',
  'w : real[n]',
  'y : class[m] of k',
  'W : real[k, n]',
  'A : real[n, n]',
  'x^{(s)} : real[n] for s ≤ S',
  'H = X W^\\top',
  'z_{ij} = e^{H_{ij}} / \\sum_a e^{H_{ia}}',
]
const page = (...displays: readonly string[]) =>
  `\`\`\`given\n${GIVEN.join('\n')}\n\`\`\`\n\n${displays.map(text => `$$ ${text} $$\n\nThen $w$ and\n\n`).join('')}`

/** What is seen where a mark ‸ stands. */
function seen(marked: string): readonly (string | undefined)[] | undefined {
  const offset = marked.indexOf('‸')
  const text = marked.replace('‸', '')
  const look = lookAt('a.md', text, offset)
  if (look === undefined) return undefined
  const { declaration, part, shape, span } = look
  return [text.slice(span.start, span.end), part, shape, declaration?.text]
}

describe('what stands at a place', () => {
  it('is a symbol, an entry, a sample of a family', () => {
    expect(seen(page('X ‸w = X w'))).toEqual(['w', 'w', 'a column of n', 'w : real[n]'])
    expect(seen(page('‸X_{ij} = X_{ij}'))).toEqual([
      'X_{ij}',
      'X_ij',
      'a number, for each i ≤ m, j ≤ n',
      'X : real[m, n]',
    ])
    expect(seen(page('‸x^{(s)} = x^{(s)}'))).toEqual([
      'x^{(s)}',
      'x^(s)',
      'a column of n, for each s ≤ S',
      'x^{(s)} : real[n] for s ≤ S',
    ])
    expect(seen(page('‸H = H'))).toEqual(['H', 'H', 'm×k', 'H = X W^\\top'])
    expect(seen(page('‸h_{ij} = H_{ij}'))?.[3]).toBe('H = X W^\\top')
  })

  it('is an index, a size, an operator or a whole', () => {
    expect(seen(page('X_{‸ij} = X_{ij}'))).toEqual(['i', 'i', 'an index from 1 to m', undefined])
    expect(seen(page('\\sum_{i=1}^m w_j X_{‸ij} = (X^\\top X w)_j'))?.[2]).toBe('an index from 1 to m')
    expect(seen(page('\\frac{1}{‸m} w = w / m'))).toEqual(['m', 'm', 'a dimension', undefined])
    expect(seen(page('X (w ‸+ w) = 2 X w'))?.slice(1)).toEqual(['w + w', 'a column of n', undefined])
    expect(seen(page('w‸ = w'))?.[0]).toBe('w')
  })

  it('is a part of a definition, or the line that declares', () => {
    const text = page('H = H')
    const mark = (part: string) => text.replace(part, `‸${part}`)
    expect(seen(mark('W^\\top'))).toEqual(['W', 'W', 'k×n', 'W : real[k, n]'])
    expect(seen(mark('y : class'))?.slice(1)).toEqual(['y', undefined, 'y : class[m] of k'])
    expect(seen(mark('H_{ia}'))?.[2]).toBe('a number, for each i ≤ m, a ≤ k')
    expect(seen(mark('H = X'))?.slice(1)).toEqual(['H', 'm×k', 'H = X W^\\top'])
  })

  it('is known from displays before it, within a line too', () => {
    const text = page('c := w^\\top w', '‸c = w^\\top w')
    expect(seen(text)).toEqual(['c', 'c', 'a number', 'c = w^\\top w'])
    expect(declarationsIn('a.md', text.replace('‸', ''), { start: 0, end: 0 })).toEqual([])
    expect(seen(page('w = w').replace('Then $', 'Then $‸'))?.[2]).toBe('a column of n')
  })

  it('is nothing in prose, and in what cannot be read', () => {
    expect(seen(page('w = w').replace('Then', 'Th‸en'))).toBe(undefined)
    expect(seen(page('w = ‸= w'))).toBe(undefined)
    expect(seen('‸')).toBe(undefined)
  })

  it('is known where a given block is drafted', () => {
    expect(seen('Let $b \\in \\mathbb{R}^n$.\n\n$$ f = b^\\top b $$\n\n$$ \\nabla_b f = 2 ‸b $$')).toEqual([
      'b',
      'b',
      'a column of n',
      expect.stringContaining('b : real[n]'),
    ])
  })

  it('is read under the condition that the sentence before it says', () => {
    const text = page('A_{ij} = ‸A_{ij}').replace('$$', () => 'If $i = j$,\n\n$$')
    expect(lookAt('a.md', text.replace('‸', ''), text.indexOf('‸'))?.reading).toMatch(/where i = j/)
  })

  it('is found, or not, at every place of the papers that are shipped', () => {
    for (const name of readdirSync('docs/derivations')) {
      const text = readFileSync(`docs/derivations/${name}`, 'utf8')
      let found = 0
      for (let offset = 0; offset < text.length; offset += 197) {
        const look = lookAt(name, text, offset)
        if (look === undefined) continue
        found++
        expect(look.span.start <= offset && offset <= look.span.end, `${name} at ${offset}`).toBe(true)
      }
      if (name !== 'index.md') expect(found, name).toBeGreaterThan(2)
    }
  })
})
