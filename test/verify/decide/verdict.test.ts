// The verdict as a function of the evidence: each kind of evidence, each sentence, and what more evidence may change.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Difference } from '../../../src/verify/decide/compare.js'
import {
  type Compared,
  EQUALITY,
  type Evidence,
  isSettled,
  verdictOf,
  type Words,
} from '../../../src/verify/decide/verdict.js'
import type { Outside } from '../../../src/verify/evaluate/reads.js'
import type { MetPoint } from '../../../src/verify/points/solve.js'

const at = (x: number): MetPoint => ({ sizes: {}, values: { x: Float64Array.of(x) }, exact: true })
const worst: Difference = { at: {}, left: 1, right: 2, difference: 1, confirmed: true }
const outside: Outside = {
  node: {
    id: 0,
    operation: { op: 'number', value: 1 },
    args: [],
    type: { labels: [], rows: '1', cols: '1', sort: 'real' },
  },
  at: [4],
  axis: 0,
  dim: 'n',
  extent: 3,
  within: undefined,
}
const compared = (kind: Compared['kind'], more: Partial<Compared> = {}): Compared => ({
  kind,
  point: at(1),
  found: { entries: 2, resolution: 1e-15, worst: kind === 'differ' ? worst : undefined },
  lane: 'ordinary',
  trusted: true,
  ...more,
})

const unmet: Evidence = { kind: 'unmet' }
const empty: Evidence = { kind: 'empty' }
const noValue: Evidence = { kind: 'undefined' }
const endless: Evidence = { kind: 'endless' }
const kink: Evidence = { kind: 'kink' }
const reads: Evidence = { kind: 'outside', outside }
const lost: Evidence = { kind: 'lost', point: at(2) }
const untrusted: Evidence = { kind: 'untrusted', doubt: 'the oracles disagree' }
const agree = compared('agree')
const differ = compared('differ')
const unclear = compared('unclear')
const far = compared('agree', { lane: 'huge' })
const away = compared('agree', { away: true })
const doubted = compared('agree', { trusted: false, doubt: 'differences could not tell' })
const unasked = compared('agree', { trusted: false, lane: 'zeros' })

const NOWHERE = EQUALITY.nowhere
const LOST = EQUALITY.lost
const OUTSIDE = 'it reads what is not there'
const ENDLESS = 'whether all that it reads is there takes too long to find out'
const UNESTABLISHED = 'its derivatives could not be established at any case'
const BLURRED = 'rounding blurs the difference, and more digits could not decide'
const AT_KINKS = 'every case that could tell is at a kink'
const ONLY_AT_KINKS =
  'it fails only where the function has a kink or a jump, and there is no derivative to be right about'
const AWAY = 'away from kinks and jumps, where there is no derivative to be right about'

type Row = readonly [name: string, evidence: readonly Evidence[], verdict: string, reason: string | undefined]
const rows: readonly Row[] = [
  ['nothing was tried', [], 'inconclusive', NOWHERE],
  ['no point meets the conditions', [unmet, unmet], 'inconclusive', NOWHERE],
  ['nothing is compared', [empty, noValue, unmet], 'inconclusive', NOWHERE],
  ['all agree', [agree, agree], 'holds', undefined],
  ['some points tell nothing', [unmet, agree, empty, noValue], 'holds', undefined],
  ['one differs', [agree, differ], 'refuted', undefined],
  ['it has no value', [agree, lost], 'refuted', LOST],
  ['it reads outside', [agree, reads], 'inconclusive', OUTSIDE],
  ['its reads are endless', [agree, endless], 'inconclusive', ENDLESS],
  ['the first that decides does', [reads, differ], 'inconclusive', OUTSIDE],
  ['it differs at kinks alone, and nothing else tells', [kink, unmet], 'nonsmooth', AT_KINKS],
  ['it differs at kinks alone, and elsewhere agrees', [agree, kink], 'nonsmooth', ONLY_AT_KINKS],
  ['it agrees beside a kink', [agree, away], 'holds', AWAY],
  ['oracles disagree where it differs', [untrusted], 'inconclusive', 'the oracles disagree'],
  ['oracles disagree, and kinks are there too', [untrusted, kink], 'nonsmooth', AT_KINKS],
  ['oracles disagree once, and are right later', [untrusted, agree], 'holds', undefined],
  ['oracles are never sure', [doubted, unasked], 'inconclusive', 'differences could not tell'],
  ['the first doubt is told', [untrusted, doubted], 'inconclusive', 'the oracles disagree'],
  ['oracles are not sure at first', [doubted, agree], 'holds', undefined],
  ['oracles are never asked', [unasked], 'inconclusive', UNESTABLISHED],
  ['oracles are never asked, for all else is at kinks', [kink, unasked], 'nonsmooth', AT_KINKS],
  [
    'oracles are never sure, and kinks are there too',
    [kink, doubted],
    'inconclusive',
    'differences could not tell',
  ],
  ['nothing is clear', [unclear, far], 'inconclusive', BLURRED],
  ['what is blurred is clear at ordinary values', [unclear, agree], 'holds', undefined],
]

/** Any evidence. */
const some: fc.Arbitrary<Evidence> = fc.constantFrom(
  ...[
    unmet,
    empty,
    noValue,
    endless,
    kink,
    reads,
    lost,
    untrusted,
    agree,
    differ,
    unclear,
    far,
    away,
    doubted,
    unasked,
  ],
)
const decisive: readonly Evidence[] = [reads, endless, lost, differ]
const verdict = (evidence: readonly Evidence[]) => verdictOf(evidence, EQUALITY)

describe('the verdict', () => {
  it.each(rows)('%s', (_, evidence, expected, reason) => {
    expect([verdict(evidence).verdict, verdict(evidence).reason]).toEqual([expected, reason])
  })

  it('has evidence of every kind, and every sentence, in its table', () => {
    const kinds = new Set(rows.flatMap(([, evidence]) => evidence.map(({ kind }) => kind)))
    const all: Record<Evidence['kind'], true> = {
      unmet: true,
      empty: true,
      undefined: true,
      endless: true,
      outside: true,
      lost: true,
      kink: true,
      untrusted: true,
      agree: true,
      unclear: true,
      differ: true,
    }
    expect([...kinds].sort()).toEqual(Object.keys(all).sort())
  })

  it('tells the point that failed, and how', () => {
    expect(verdict([agree, differ])).toMatchObject({ failing: differ.point, worst, outside: undefined })
    expect(verdict([lost])).toMatchObject({ failing: at(2), worst: undefined })
    expect(verdict([reads])).toMatchObject({ failing: undefined, outside })
  })

  it('counts what was compared, and how small a mistake would have shown', () => {
    const sharp = compared('agree', { found: { entries: 5, resolution: 1e-16, worst: undefined } })
    expect(verdict([unmet, agree, kink, sharp])).toMatchObject({ cases: 2, entries: 7, resolution: 1e-16 })
    expect(verdict([unmet])).toMatchObject({ cases: 0, entries: 0, resolution: Infinity })
  })

  it('is said in the words of what was tried', () => {
    const words: Words = { lost: 'gone', nowhere: 'nowhere', agreed: 'holds' }
    expect([verdictOf([lost], words).reason, verdictOf([], words).reason]).toEqual(['gone', 'nowhere'])
  })
})

describe('more evidence', () => {
  it('changes nothing once it is settled', () => {
    fc.assert(
      fc.property(fc.array(some), fc.array(some), (before, after) => {
        const now = verdict(before)
        if (!isSettled(before)) return
        const { verdict: later, reason, failing } = verdict([...before, ...after])
        expect([later, reason, failing]).toEqual([now.verdict, now.reason, now.failing])
      }),
    )
  })

  it('settles it where it decides by itself', () => {
    fc.assert(
      fc.property(fc.array(some), evidence => {
        expect(isSettled(evidence)).toBe(evidence.some(one => decisive.includes(one)))
      }),
    )
  })

  it('of agreement makes nothing refuted hold, and refutes nothing', () => {
    fc.assert(
      fc.property(fc.array(some), fc.constantFrom(agree, far, away, doubted, unasked), (before, more) => {
        const [now, then] = [verdict(before).verdict, verdict([...before, more]).verdict]
        expect(then === 'refuted').toBe(now === 'refuted')
        if (now === 'holds') expect(then).toBe('holds')
      }),
    )
  })

  it('of points that tell nothing changes nothing, wherever they come', () => {
    fc.assert(
      fc.property(fc.array(some), fc.constantFrom(unmet, empty, noValue), fc.nat(), (all, silent, where) => {
        expect(verdict(all.toSpliced(where % (all.length + 1), 0, silent))).toEqual(verdict(all))
      }),
    )
  })

  it('is never held where it differs, lacks a value or reads outside', () => {
    fc.assert(
      fc.property(fc.array(some), evidence => {
        if (evidence.some(one => decisive.includes(one))) expect(verdict(evidence).verdict).not.toBe('holds')
      }),
    )
  })

  it('may come in any order, but for which doubt is told and which point decides', () => {
    const quiet = some.filter(one => !decisive.includes(one))
    fc.assert(
      fc.property(
        fc.array(quiet),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, keys) => {
          const other = all
            .map(one => ({ one, key: keys.next().value! }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one)
          const [a, b] = [verdict(all), verdict(other)]
          expect([b.verdict, b.cases, b.entries, b.resolution]).toEqual([
            a.verdict,
            a.cases,
            a.entries,
            a.resolution,
          ])
        },
      ),
    )
  })

  it('leaves nothing without a reason but what holds, and what differs', () => {
    fc.assert(
      fc.property(fc.array(some), evidence => {
        const { verdict: found, reason, worst: shown } = verdict(evidence)
        expect(reason !== undefined || found === 'holds' || shown !== undefined).toBe(true)
      }),
    )
  })
})
