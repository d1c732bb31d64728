// What the displays of a file claim: each claim at its place, decided or unread.
import type { ClaimReport, Misreading, PaperClaim, UnreadClaim } from '../report/index.js'
import { attempt, LanguageError } from '../text/index.js'
import { type Block, type Flaw, tagsIn } from './block.js'
import type { SourceMap } from './sourceMap.js'

/** What became of a claim. */
export type Outcome = ClaimReport | UnreadClaim

/** A claim with the way back to the file, for a repair to be written there. */
export interface CheckedClaim extends PaperClaim {
  /** Leads from the claim's source to the file. */
  readonly map: SourceMap
}

/** A claim at the place of what its map shows. */
const claimAt = (map: SourceMap, rest: Pick<CheckedClaim, 'tag' | 'expected' | 'report' | 'unread'>) => ({
  ...map.positionOf(0),
  ...rest,
  source: map.text,
  map,
})

/** A place of the file where something is wrong with how a formula stands there. */
export const flawed = ({ map, trouble, reason, span, ways }: Flaw): CheckedClaim =>
  claimAt(map, {
    tag: undefined,
    expected: undefined,
    report: undefined,
    unread: { trouble, reason, span: { start: 0, end: map.offsetAt(span.end) }, ways },
  })

/** What is verified, but for claims that lack something; of several, the others stand. */
export function withLacks(
  source: string,
  lackOf: (source: string, start?: number) => LanguageError | undefined,
  verify: () => readonly Outcome[],
): readonly Outcome[] {
  const lack = lackOf(source)
  if (lack === undefined) return verify()
  const outcomes = attempt(verify) ?? []
  if (outcomes.length < 2) throw lack
  return outcomes.map(outcome => {
    const { source, start } = outcome
    const error = lackOf(source, start)
    return error === undefined ? outcome : { source, start, error }
  })
}

/** What a display claims. */
export function claimsOf(
  block: Block,
  verify: (source: string) => readonly Outcome[],
  defines: boolean,
): readonly CheckedClaim[] {
  const { text, map, tag, expected } = block
  const whole = (unread: Misreading) => claimAt(map, { tag, expected, report: undefined, unread })
  try {
    const outcomes = verify(text)
    if (outcomes.length > 0 || defines) return outcomes.map((_, i) => claimOf(block, outcomes, i))
    const reason = 'this display states no equation'
    return [whole({ trouble: 'syntax', reason, span: { start: 0, end: text.length }, ways: [] })]
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return [whole(misreading(error))]
  }
}

/** Why something could not be read, with its place from an offset on. */
const misreading = ({ trouble, reason, span, ways }: LanguageError, from = 0): Misreading => ({
  trouble,
  reason,
  span: { start: Math.max(0, span.start - from), end: Math.max(0, span.end - from) },
  ways,
})

/**
 * One of a display's claims. A single tag is for all of them; of several, the first behind the claim's start. A mark is
 * for those claims that came out as it says, and for the first where none did.
 */
function claimOf({ text, map, tag, expected }: Block, outcomes: readonly Outcome[], i: number): CheckedClaim {
  const outcome = outcomes[i]!
  const start = i === 0 ? 0 : outcome.start
  const end = outcomes[i + 1]?.start ?? text.length
  const tags = tagsIn(text)
  const own = tags.find(({ at }) => at >= start && at < end)?.tag
  const verdictOf = (one: Outcome) => ('error' in one ? undefined : one.verdict)
  const fulfilled = outcomes.some(one => verdictOf(one) === expected)
  return claimAt(map.part({ start: outcome.start, end: outcome.start + outcome.source.length }), {
    tag: tags.length === 1 ? tag : own,
    expected: (fulfilled ? verdictOf(outcome) === expected : i === 0) ? expected : undefined,
    report: 'error' in outcome ? undefined : outcome,
    unread: 'error' in outcome ? misreading(outcome.error, outcome.start) : undefined,
  })
}
