// The repairs of a document made in its text, each beside what its author says would be right, and all of it checked anew.

import { type CheckedPaper, checkPaper, type Repair, type StepReport } from '../../../../src/verify/index.js'
import { edited } from '../../../../src/verify/text/index.js'

type CheckedClaim = CheckedPaper['claims'][number]

/** Another seed than that which repairs are found with. */
const SEED = 99

/** What became of a repair. */
export interface Mended {
  /** The repaired step when it is verified afresh; `undefined` where it cannot be read in its place. */
  readonly verdict: StepReport['verdict'] | undefined
  /** It is equal to what the author says would be right, and about as short. */
  readonly natural: boolean
}

/** A repair, where it belongs, and what is right by its author. */
export interface Offered {
  readonly claim: CheckedClaim
  readonly step: StepReport
  readonly repair: Repair
  readonly right: string | undefined
}

/** What became of repairs, by their claims. */
export function mended(
  file: string,
  text: string,
  { claims }: CheckedPaper,
  offered: readonly Offered[],
): ReadonlyMap<CheckedClaim, Mended> {
  if (offered.length === 0) return new Map()
  const edits = offered.map(offer => offer.claim.map.editFor(offer.step.right, beside(offer)))
  const again = checkPaper(file, edited(text, edits), { seed: SEED })
  return new Map(
    offered.map(offer => {
      const { claim, step, right } = offer
      const at = claim.report!.steps.indexOf(step)
      const steps = again.claims[claims.indexOf(claim)]?.report?.steps
      const isShort = right !== undefined && lengthOf(repairedSide(offer)) <= MOST * lengthOf(right) + SPARE
      const isEqual = steps?.[at]?.verdict === 'holds' && steps[at + 1]?.verdict === 'holds'
      return [claim, { verdict: steps?.[at]?.verdict, natural: isShort && isEqual }]
    }),
  )
}

const repairedSide = ({ claim, step, repair }: Offered): string =>
  repair.patched.slice(step.right.start, step.right.end + repair.patched.length - claim.source.length)

/** The repaired side, and after it what is right. */
const beside = (offer: Offered): string =>
  offer.right === undefined ? repairedSide(offer) : `${repairedSide(offer)} = ${offer.right}`

/** A repair may be so much longer than what its author would write. */
const MOST = 1.25
const SPARE = 4

/** How many signs there are to a formula. */
const lengthOf = (tex: string): number =>
  tex.replace(/\\(left|right|big|Big|[,;!:])/g, '').match(/\\[a-zA-Z]+|[^\s{}]/g)?.length ?? 0
