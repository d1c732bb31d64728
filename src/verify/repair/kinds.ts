// Kinds of matrices under which a broken step would hold: ∇ xᵀA x is 2 A x if A is symmetric.

import {
  type Claim,
  compareAt,
  decide,
  paired,
  pointFor,
  readClaim,
  statementsIn,
  subjectOf,
} from '../decide/index.js'
import { type Problem, problemOf, spokenOf } from '../meaning/index.js'
import { BATTERY } from '../points/index.js'
import { attempt } from '../text/index.js'

/** At most so many matrices are tried. */
const TRIED = 3

/** A broken step, in the text that it stands in. */
export interface Step {
  readonly source: string
  readonly claim: Claim
  readonly step: number
  readonly problem: Problem
  readonly seed: number
}

/** The matrices that need but be symmetric for a step to hold. */
export const symmetricFor = (broken: Step): readonly string[] =>
  squares(broken)
    .slice(0, TRIED)
    .filter(name => holdsFor(broken, name))

/** Square matrices of real numbers that a step speaks of, by itself or in what it differentiates. */
function squares({ claim, step, problem }: Step): readonly string[] {
  const nodes = [claim.sides[step]!.node, claim.sides[step + 1]!.node].filter(node => node !== undefined)
  const spoken = new Set([...spokenOf(nodes), ...problem.inputsOf(nodes)])
  return [...spoken].filter(name => {
    const { kind, definition, family, axes } = problem.symbols.get(name)!
    return (
      kind === 'real' && definition === undefined && family === 0 && axes.length === 2 && axes[0] === axes[1]
    )
  })
}

/** Whether a step holds, on more than one case, where a matrix is symmetric. */
function holdsFor({ source, claim, step, problem, seed }: Step, name: string): boolean {
  const { source: given, symbols, functions, dims, names, objective, layout } = problem
  const known = { ...symbols.get(name)!, kind: 'symmetric' } as const
  const declared = new Map([...symbols, [name, known]])
  const other = problemOf({ source: given, symbols: declared, functions, dims, names, objective, layout })
  other.around = problem.around
  const holds = (): boolean => {
    const { start } = claim.statement.span
    const statement = statementsIn(source, other).find(({ span }) => span.start === start)
    const { sides, conditions } = readClaim(source, statement!, other)
    const pair = paired(other, sides[step]!, sides[step + 1]!)
    if (pair.kind !== 'fit') return false
    const subject = subjectOf(other, { ...pair, conditions })
    // One case is enough to drop most.
    const point = pointFor(other, subject, BATTERY[0]!, seed + 31)
    const first = point && compareAt(other, point, subject, true)
    if (first?.outcome !== 'agree' || first.lost > 0) return false
    const { verdict, cases } = decide(other, subject, seed + 31)
    return verdict === 'holds' && cases > 1
  }
  return other.metered(problem.meter, () => attempt(holds)) === true
}
