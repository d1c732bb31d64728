// Three answers to one question, reverse mode, forward mode and differences, and what they say together.
import type { Difference } from './differences.js'

/** Which side is wrong; `one` where reverse and forward mode differ and differences cannot tell which of them is wrong. */
export type Side = 'reverse' | 'forward' | 'both' | 'one'

/** Three derivatives in one direction. */
export interface Comparison {
  /** By a walk back: ⟨vjp(ȳ), v⟩. */
  readonly reverse: number
  /** By a walk ahead: ⟨ȳ, jvp(v)⟩. */
  readonly forward: number
  /** From values of the function alone. */
  readonly differences: Difference
  /** How far the walks are from differences at most; from one another where differences have no answer. */
  readonly error: number
  /** The error that is allowed: the bound of differences and the rounding of the walks. */
  readonly bound: number
  /** The part of `bound` that is the rounding of the walks. */
  readonly rounding: number
  /** Whether the three agree, and if not, why. */
  readonly outcome: 'agree' | 'differ' | 'nonsmooth' | 'undefined'
  /** Which side is wrong, where they differ. */
  readonly side: Side | undefined
}

/**
 * Times the first-order bound on rounding that is allowed: two walks add the same terms in other orders, and a sum of 2ⁿ terms
 * errs by up to n times eps·Σ|terms|.
 */
const ROUNDINGS = 16

/** Judges three answers by the bound of one and the rounding of the others. NaN agrees with nothing but NaN. */
export function compare(reverse: number, forward: number, differences: Difference, eps: number): Comparison {
  const rounding = ROUNDINGS * eps
  const apart = Object.is(reverse, forward) ? 0 : Math.abs(reverse - forward)
  const judged = (
    side: Side | undefined,
    otherwise: Comparison['outcome'],
    error: number,
    bound: number,
  ) => ({
    reverse,
    forward,
    differences,
    error,
    bound,
    rounding,
    outcome: side === undefined ? otherwise : ('differ' as const),
    side,
  })
  const torn: Side | undefined = apart <= rounding ? undefined : 'one'
  if (differences.kind === 'undefined') return judged(torn, 'undefined', apart, rounding)
  if (differences.kind === 'nonsmooth') return judged(torn, 'nonsmooth', apart, rounding)
  const { derivative } = differences
  const bound = differences.bound + rounding
  const [offBack, offAhead] = [Math.abs(reverse - derivative), Math.abs(forward - derivative)]
  const error = Math.max(offBack, offAhead)
  const [wrongBack, wrongAhead] = [!(offBack <= bound), !(offAhead <= bound)]
  const { within } = differences
  if (within !== undefined && Math.abs(reverse - within.derivative) <= within.bound + rounding)
    return judged(torn, wrongBack ? 'undefined' : 'agree', error, bound)
  const side = wrongBack ? (wrongAhead ? 'both' : 'reverse') : wrongAhead ? 'forward' : torn
  return judged(side, 'agree', error, bound)
}
