// A part of the score, the same each time: true claims hold, planted mistakes are refuted. `npm run score` takes all of it.
import { describe, expect, it } from 'vitest'
import { part } from '../../support/part.js'
import { agreement } from './agree.js'
import { chooseSingles } from './choose.js'
import { judge } from './judge.js'
import { KINDS } from './kinds.js'
import { LOSSES } from './losses.js'
import { materials } from './material.js'

const all = materials()

describe('the score', () => {
  it('speaks of many losses, claims and kinds of mistakes', () => {
    expect(LOSSES.length).toBeGreaterThanOrEqual(20)
    expect(all.length).toBeGreaterThanOrEqual(200)
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length)
    expect(KINDS.length).toBeGreaterThanOrEqual(40)
  })

  it('is about claims that are true by its own reckoning', () => {
    const untrue = part(all, 4).filter(({ problem, claim }) => {
      const [left, right] = claim.sides
      return agreement(problem, left!, right!, claim.conditions, 1) !== 'equal'
    })
    expect(untrue.map(({ source }) => source)).toEqual([])
  })

  it('passes every true claim', () => {
    const wrong = part(all, 6)
      .map(material => judge(material, material.source, [], 1))
      .filter(o => o.verdict !== 'holds')
    expect(wrong.map(({ loss, source, verdict }) => `${loss}: ${source}: ${verdict}`)).toEqual([])
  })

  it('refutes planted mistakes, names most of them, and offers no repair that is wrong or says nothing', () => {
    const { mistakes } = chooseSingles(all, KINDS.length, 1)
    const judged = part(mistakes, 9).map(({ material, source, kinds }) => judge(material, source, kinds, 1))
    const missed = judged.filter(({ verdict }) => verdict !== 'refuted')
    expect(missed.map(({ kinds, source, verdict }) => `${kinds[0]}: ${source}: ${verdict}`)).toEqual([])
    expect(judged.flatMap(outcome => outcome.false)).toEqual([])
    expect(judged.flatMap(outcome => outcome.trivial)).toEqual([])
    // The score is measured on many more; this only notices when something breaks.
    expect(judged.filter(({ named }) => named !== undefined).length / judged.length).toBeGreaterThan(0.9)
  })
})
