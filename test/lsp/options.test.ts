// What a client sets, whatever it sends.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../../src/lsp/options.js'

const USUAL = { seed: 1, budget: { seconds: 10 }, unchecked: false }

describe('options of the server', () => {
  it('are what is sent', () => {
    const budget = { entries: 1000, bytes: 5000, seconds: 0.5 }
    expect(readOptions({ seed: -3, budget, unchecked: true, theme: 'dark' })).toEqual({
      seed: -3,
      budget,
      unchecked: true,
    })
  })

  it('are the usual ones where nothing is sent, or nonsense', () => {
    for (const sent of [undefined, null, 7, 'x', [], { seed: 1.5, budget: 3, unchecked: 'yes' }])
      expect(readOptions(sent)).toEqual(USUAL)
    expect(readOptions({ budget: { entries: -1, bytes: 0.5, seconds: 0 } })).toEqual(USUAL)
  })

  it('make a check that runs, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), sent => {
        const { seed, budget } = readOptions(sent)
        expect([Number.isSafeInteger(seed), budget.seconds! > 0]).toEqual([true, true])
      }),
    )
  })
})
