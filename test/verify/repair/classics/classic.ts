// A classic mistake of hand-made derivations: what is claimed, what is right, and which rule of calculus it breaks.
import type { Rule } from '../../../../src/verify/report/index.js'

export const tex = String.raw

/** A mistake that many have made before. */
export interface Classic {
  readonly field: string
  readonly mistake: string
  readonly given: string
  readonly wrong: string
  /** The claim as it should be; where people would mend it in several ways, each of them. */
  readonly right: readonly string[]
  /** The rules that an explanation may name. */
  readonly rules: readonly Rule[]
}

export const row = (
  field: string,
  given: string,
  mistake: string,
  wrong: string,
  right: string | readonly string[],
  ...rules: readonly Rule[]
): Classic => ({ field, given, mistake, wrong, right: typeof right === 'string' ? [right] : right, rules })
