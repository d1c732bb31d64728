// The verdict, as a function of the evidence alone: what was found at each point that was tried.

import type { Outside } from '../evaluate/index.js'
import type { Lane } from '../given/kinds/index.js'
import type { MetPoint } from '../points/index.js'
import type { Verdict } from '../report/index.js'
import type { Span } from '../text/index.js'
import type { Comparison, Difference } from './compare.js'

/** What was found at one point. */
export type Evidence =
  /** Nothing: no point meets the conditions, or nothing can be compared, or the right side lacks a value by accident. */
  | { readonly kind: 'unmet' | 'empty' | 'undefined' }
  /** It reads what is not there; or it takes too long to find out whether it does. */
  | { readonly kind: 'outside'; readonly outside: Outside }
  | { readonly kind: 'endless' }
  /** The right side has no value where the left side has one, and no accident: it is so beside the point as well. */
  | { readonly kind: 'lost'; readonly point: MetPoint }
  /** Sides differ at a kink, where no derivative is right. */
  | { readonly kind: 'kink' }
  /** Sides differ, but our oracles do not agree on what is true. */
  | { readonly kind: 'untrusted'; readonly doubt: string | undefined }
  | Compared

/** Sides that were compared. */
export interface Compared {
  readonly kind: 'agree' | 'unclear' | 'differ'
  readonly point: MetPoint
  readonly found: Pick<Comparison, 'entries' | 'resolution' | 'worst'>
  readonly lane: Lane
  /** Whether derivatives that are taken have been established, here or at a point before. */
  readonly trusted: boolean
  /** Why they are not, where that was asked. */
  readonly doubt?: string | undefined
  /** Whether the point was moved here, away from a kink. */
  readonly away?: boolean
}

/** What came of a question. */
export interface Answer {
  readonly verdict: Verdict
  readonly reason: string | undefined
  readonly resolution: number
  readonly cases: number
  readonly entries: number
  /** The point that failed first, for those who look for the reason. */
  readonly failing: MetPoint | undefined
  readonly worst: Difference | undefined
  /** What it reads that is not there: then it means nothing, and there is no verdict. */
  readonly outside: Outside | undefined
  /** What to look at in the source, where that is known. */
  readonly blame?: Span | undefined
}

/** The answer's numbers where nothing was tried. */
export const UNTRIED = {
  resolution: 0,
  cases: 0,
  entries: 0,
  failing: undefined,
  worst: undefined,
  outside: undefined,
} as const

const OUTSIDE = 'it reads what is not there'
const ENDLESS = 'whether all that it reads is there takes too long to find out'
const UNESTABLISHED = 'its derivatives could not be established at any case'
const BLURRED = 'rounding blurs the difference, and more digits could not decide'
const AT_KINKS = 'every case that could tell is at a kink'
const ONLY_AT_KINKS =
  'it fails only where the function has a kink or a jump, and there is no derivative to be right about'
const AWAY = 'away from kinks and jumps, where there is no derivative to be right about'

/** What is said in the words of what was tried: that it has no value where it should, and that nothing could be compared. */
export interface Words {
  readonly lost: string
  readonly nowhere: string
  /** What it comes to where all points agree. */
  readonly agreed: Verdict
}

/** Of an equality. */
export const EQUALITY: Words = {
  lost: 'the right side has no value where the left side has one',
  nowhere: 'no case was found in which both sides have values and the conditions are met',
  agreed: 'holds',
}

/** Of an inequality, which no number of points can prove. */
export const INEQUALITY: Words = { ...EQUALITY, agreed: 'unrefuted' }

/** Whether a point decides by itself, whatever others say. */
const isDecisive = ({ kind }: Evidence): boolean => ['outside', 'endless', 'lost', 'differ'].includes(kind)

const isCompared = (one: Evidence): one is Compared => 'found' in one

/** Whether no further point can change the verdict. */
export const isSettled = (evidence: readonly Evidence[]): boolean => evidence.some(isDecisive)

/** Whether our own derivatives have been established. */
export const isTrusted = (evidence: readonly Evidence[]): boolean =>
  evidence.some(one => isCompared(one) && one.trusted)

/** What the evidence comes to. Of points that decide by themselves, the first does. */
export function verdictOf(evidence: readonly Evidence[], words: Words): Answer {
  const compared = evidence.filter(isCompared)
  const answer = (
    verdict: Verdict,
    reason?: string,
    decisive: Partial<Pick<Answer, 'failing' | 'worst' | 'outside'>> = {},
  ): Answer => ({
    verdict,
    reason,
    resolution: Math.min(...compared.map(({ found }) => found.resolution)),
    cases: compared.length,
    entries: compared.reduce((sum, { found }) => sum + found.entries, 0),
    failing: undefined,
    worst: undefined,
    outside: undefined,
    ...decisive,
  })
  const decisive = evidence.find(isDecisive)
  switch (decisive?.kind) {
    case 'outside':
      return answer('inconclusive', OUTSIDE, { outside: decisive.outside })
    case 'endless':
      return answer('inconclusive', ENDLESS)
    case 'lost':
      return answer('refuted', words.lost, { failing: decisive.point })
    case 'differ':
      return answer('refuted', undefined, { failing: decisive.point, worst: decisive.found.worst })
  }
  const kinked = evidence.some(({ kind }) => kind === 'kink')
  const doubt = evidence.map(one => ('doubt' in one ? one.doubt : undefined)).find(why => why !== undefined)
  if (compared.length === 0)
    return kinked ? answer('nonsmooth', AT_KINKS) : answer('inconclusive', doubt ?? words.nowhere)
  if (!isTrusted(compared))
    return kinked && doubt === undefined
      ? answer('nonsmooth', AT_KINKS)
      : answer('inconclusive', doubt ?? UNESTABLISHED)
  if (kinked) return answer('nonsmooth', ONLY_AT_KINKS)
  // What is blurred at extremes, and agrees at ordinary values, holds.
  const clear = compared.some(({ kind, lane }) => kind === 'agree' && lane === 'ordinary')
  if (!clear && compared.some(({ kind }) => kind === 'unclear')) return answer('inconclusive', BLURRED)
  return answer(words.agreed, compared.some(({ away }) => away) ? AWAY : undefined)
}
