// Early stopping: the rule that ends training when rows set aside have long not gained.
import { ArgumentError, checkOptions, describe } from '../errors.js'

/** When training has gone on for long enough. */
export interface EarlyStoppingOptions {
  /** How many records in a row may bring no gain; the next one without ends training. 10 unless given. */
  readonly patience?: number
  /** A record gains where it is better than the best before by more than this, ≥ 0; 0 unless given. */
  readonly minGain?: number
  /** Which scores are better: 'low' as of losses, unless given, or 'high' as of accuracies. */
  readonly better?: 'low' | 'high'
}

/** What the rule knows so far: plain data, to be kept or saved. */
export interface EarlyStoppingState {
  /** How many scores it was told. */
  readonly records: number
  /** The best score: the last one that gained. `undefined` before the first. */
  readonly best: number | undefined
  /** Which record that was, counted from 0. */
  readonly bestRecord: number | undefined
  /** Whether training should end. */
  readonly stop: boolean
}

/** A rule of early stopping. */
export interface EarlyStopping {
  /** The state before the first score. */
  init(): EarlyStoppingState
  /** The state after another score; NaN gains nothing. */
  step(state: EarlyStoppingState, score: number): EarlyStoppingState
}

/**
 * Ends training after more than `patience` scores in a row that did not gain on the best one by more than `minGain` (Prechelt
 * 1998). The rule is pure, state in and out: whoever trains keeps the parameters of the best record.
 *
 * @example
 * const rule = earlyStopping({ patience: 5 })
 * let state = rule.init()
 * let best = params
 * for (const epoch of epochs) {
 *   params = trainOn(epoch)
 *   state = rule.step(state, validationLoss(params))
 *   if (state.bestRecord === state.records - 1) best = params
 *   if (state.stop) break
 * }
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const known = ['patience', 'minGain', 'better']
  const { patience = 10, minGain = 0, better = 'low' } = checkOptions('earlyStopping', options, known)
  const refuse = (what: string, value: unknown): never => {
    throw new ArgumentError('earlyStopping', `${what}, got ${describe(value)}`)
  }
  if (!Number.isSafeInteger(patience) || patience < 0) refuse('patience must be a whole number ≥ 0', patience)
  if (!(minGain >= 0 && minGain < Number.POSITIVE_INFINITY)) refuse('minGain must be finite and ≥ 0', minGain)
  if (better !== 'low' && better !== 'high') refuse(`better must be 'low' or 'high'`, better)
  return {
    init: () => ({ records: 0, best: undefined, bestRecord: undefined, stop: false }),
    step({ records, best, bestRecord }, score) {
      if (typeof score !== 'number') refuse('a score must be a number', score)
      const gain =
        better === 'low'
          ? (best ?? Number.POSITIVE_INFINITY) - score
          : score - (best ?? Number.NEGATIVE_INFINITY)
      if (gain > minGain) return { records: records + 1, best: score, bestRecord: records, stop: false }
      // Before anything was gained, the wait counts from the first record.
      const waited = records - (bestRecord ?? -1)
      return { records: records + 1, best, bestRecord, stop: waited > patience }
    },
  }
}
