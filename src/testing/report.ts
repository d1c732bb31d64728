// What a gradient check found, as data.

import type { Comparison } from './compare.js'
import type { Culprit } from './culprit.js'

/** One comparison, and where it was made. */
export interface Finding extends Comparison {
  /** Which input: `[0].w` is the tensor w in the first one; `undefined` for a direction through all inputs. */
  readonly input: string | undefined
  /** Which entry of the input; empty for a scalar and for a direction. */
  readonly index: readonly number[]
}

/** An entry that is not finite, and takes no part in the check. */
export interface Skipped {
  /** An entry of an input, which cannot be moved; or of what f returns. */
  readonly of: 'input' | 'output'
  /** Which tensor: `[0].w` is the tensor w in the first input, `w` that in what f returns. */
  readonly path: string
  /** Which entry of it; empty for a scalar. */
  readonly index: readonly number[]
  /** What it is. */
  readonly value: number
}

/** How the check went. */
export interface Comparisons {
  /** Each entry by itself, or random directions through all of them. */
  readonly method: 'entries' | 'directions'
  /** How many entries the inputs have together. */
  readonly entries: number
  /** Entries that are not finite, such as scores masked with −∞: they stay as they are, and the others are checked. */
  readonly skipped: readonly Skipped[]
  /** How many entries or directions were compared. */
  readonly checked: number
  /** How many of them disagreed. */
  readonly wrong: number
  /** The smallest error that would have been caught everywhere, relative to the largest derivative; Infinity where all are 0. */
  readonly resolution: number
  /** The seed of cotangents and directions. */
  readonly seed: number
  /** How often f was called. */
  readonly evaluations: number
}

/** The verdict. `worst` is the comparison with the largest error beside its bound. */
export type GradientVerdict =
  | {
      /** All three answers agree everywhere. */
      readonly verdict: 'holds'
      /** The closest call. */
      readonly worst: Finding
    }
  | {
      /** They disagree by more than their errors allow. */
      readonly verdict: 'refuted'
      /** Where they disagree most. */
      readonly worst: Finding
      /** The op whose rule is wrong by itself; `undefined` where every recorded op is right. */
      readonly culprit: Culprit | undefined
      /** An op within f that is not finite at its inputs or beside them, which can make NaN out of 0·∞. */
      readonly edge: string | undefined
    }
  | {
      /** f has a kink at its inputs: there is no derivative to check there. */
      readonly verdict: 'nonsmooth'
      /** Where the kink showed. */
      readonly worst: Finding
      /** An op within f that is at a kink, where that is why. */
      readonly kink: string | undefined
    }
  | {
      /** Differences cannot tell: the fault is theirs, or f's, but not the gradient's. */
      readonly verdict: 'inconclusive'
      /** Where differences could tell least. */
      readonly worst: Finding | undefined
      /** Why they cannot. */
      readonly reason: string
    }

/** What `checkGradient` returns. */
export type GradientReport = Comparisons &
  GradientVerdict & {
    /** The report as text. */
    readonly message: string
    /** The same text, where text is wanted. */
    toString(): string
  }
