// The rows of a table of coefficients: estimate, standard error, statistic, p-value, interval.
import { ArgumentError } from '../../errors.js'
import { normalTwoSided, studentTwoSided, studentUpperQuantile } from './distributions.js'

/** A number and where it lies with the confidence of the table. */
export interface Interval {
  /** The number itself. */
  readonly estimate: number
  /** Where it ends below. */
  readonly lower: number
  /** Where it ends above. */
  readonly upper: number
}

/** One coefficient. What needs a standard error is `undefined` where there is none. */
export interface CoefficientRow {
  /** The class whose score it is about, against the reference; `undefined` in models without classes. */
  readonly of: string | undefined
  /** The feature, or `(intercept)`. */
  readonly name: string
  /** The coefficient, in units of x. */
  readonly estimate: number
  /** The root of its variance. */
  readonly standardError: number | undefined
  /** The estimate over its standard error: z, or t in linear regression. */
  readonly statistic: number | undefined
  /** Of the hypothesis that the coefficient is 0, on both sides. */
  readonly p: number | undefined
  /** Where the coefficient lies with the confidence of the table. */
  readonly interval: Interval | undefined
  /** e to the coefficient: the odds ratio of a unit more, or in Poisson regression the ratio of rates. */
  readonly ratio: Interval | undefined
}

/** What all rows of a table share. */
export interface TableOptions {
  readonly names: readonly string[]
  readonly intercept: boolean
  /** The classes beside the reference; one `undefined` without classes. */
  readonly classes: readonly (string | undefined)[]
  /** The confidence of intervals, between 0 and 1. */
  readonly level: number
  /** Of Student's distribution; ∞ for the normal. */
  readonly df: number
  /** Whether e to the coefficient means something. */
  readonly ratios: boolean
}

/** The name of an intercept. */
export const INTERCEPT = '(intercept)'

/** The rows of a table, class by class. estimates : [classes, columns]; covariance : square of that, or none */
export function coefficientRows(
  estimates: Float64Array,
  covariance: Float64Array | undefined,
  { names, intercept, classes, level, df, ratios }: TableOptions,
): readonly CoefficientRow[] {
  const columns = [...(intercept ? [INTERCEPT] : []), ...names]
  const reach = studentUpperQuantile((1 - level) / 2, df)
  return [...estimates].map((estimate, i): CoefficientRow => {
    const row = { of: classes[Math.floor(i / columns.length)], name: columns[i % columns.length]!, estimate }
    const standardError = covariance && Math.sqrt(covariance[i * (estimates.length + 1)]!)
    if (standardError === undefined)
      return {
        ...row,
        standardError,
        statistic: undefined,
        p: undefined,
        interval: undefined,
        ratio: undefined,
      }
    const statistic = estimate / standardError
    const [lower, upper] = [estimate - reach * standardError, estimate + reach * standardError]
    return {
      ...row,
      standardError,
      statistic,
      p: df === Number.POSITIVE_INFINITY ? normalTwoSided(statistic) : studentTwoSided(statistic, df),
      interval: { estimate, lower, upper },
      ratio: ratios
        ? { estimate: Math.exp(estimate), lower: Math.exp(lower), upper: Math.exp(upper) }
        : undefined,
    }
  })
}

/** Refuses a level that is no confidence. */
export function checkLevel(op: string, level: number): number {
  if (!(level > 0 && level < 1)) throw new ArgumentError(op, `level must be between 0 and 1, got ${level}`)
  return level
}
