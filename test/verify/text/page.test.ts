// The page about the claim language says the truth: what stands in a row is one formula, and what is refused is refused.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { functions } from '../../../src/verify/terms/index.js'
import { verify } from '../../../src/verify/verify.js'
import { bare, expr, refusal, statements } from './support.js'

const page = readFileSync('docs/claim-language.md', 'utf8')
const [first, second] = [...page.matchAll(/```given\n([\s\S]*?)```/g)].map(([, text]) => text!)
const { names } = readGiven(first!)

/** The cells of the table that follows a heading's text, without its head. */
const rows = (heading: string): readonly (readonly string[])[] => {
  const table = /\n(\|[^\n]*\n)+/.exec(page.slice(page.indexOf(heading)))![0]
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map(row => row.split(/(?<!\\)\|/).slice(1, -1))
}
const codes = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!)

describe('docs/claim-language.md', () => {
  it('declares its symbols', () => {
    expect(readGiven(second!).objective).toEqual({ loss: 'L', step: 'α' })
  })

  it('names every function', () => {
    const named = new Set(codes(/\nFunctions are [\s\S]*?Numbers/.exec(page)![0]))
    expect(Object.keys(functions).filter(name => !named.has(name))).toEqual([])
  })

  it('shows formulas that can be read', () => {
    for (const cells of rows('## How to write it'))
      for (const code of cells.slice(0, 2).flatMap(codes)) expect(() => expr(code, names), code).not.toThrow()
  })

  it('shows spellings that mean the same', () => {
    for (const cells of [
      ...rows('## Names and indices').map(row => row.slice(1)),
      ...rows('## How to write it').map(row => row.slice(0, 2)),
    ]) {
      // A semicolon stands between things that differ.
      for (let i = 0; i < 4; i++) {
        const group = cells.flatMap(cell => codes(cell.split(/;(?=(?:[^`]*`[^`]*`)*[^`]*$)/)[i] ?? ''))
        for (const code of group) expect(bare(expr(code, names)), code).toEqual(bare(expr(group[0]!, names)))
      }
    }
  })

  it('shows claims that can be read', () => {
    for (const [, cell] of rows('## Claims'))
      for (const code of codes(cell!)) expect(() => statements(code, names), code).not.toThrow()
  })

  it('shows what is refused, and what is not', () => {
    for (const [written, , instead] of rows('## What is refused')) {
      for (const code of codes(written!))
        expect(refusal(() => expr(code, names)).error.reason, code).not.toBe('')
      for (const code of codes(instead!)) expect(() => expr(code, names), code).not.toThrow()
    }
  })

  it('shows what is refused for its shape', () => {
    const context = readGiven(first!)
    const refused = rows('What stands there is refused').flatMap(([written]) => codes(written!))
    expect(refused.length).toBeGreaterThan(5)
    for (const code of refused)
      expect(refusal(() => verify(`a = ${code}`, context)).error.trouble, code).toBe('ambiguous')
  })
})
