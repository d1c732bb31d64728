// Inference beside R's glm, lm and multinom and statsmodels' Logit, MNLogit, OLS and Poisson, on tables that R ships.
import { describe, expect, it } from 'vitest'
import {
  type AnyInference,
  type Coefficients,
  type Design,
  linearInference,
  poissonInference,
  softmaxInference,
} from '../../../src/models/inference/index.js'
import figures from './figures.json' with { type: 'json' }

interface Table {
  readonly names: readonly string[]
  readonly rows: number
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly weights: readonly number[] | null
}

const designOf = ({ names, rows, x, weights }: Table): Design => ({
  x: Float64Array.from(x),
  rows,
  features: names.length,
  names,
  ...(weights !== null && { weights: Float64Array.from(weights) }),
})

/** Estimates class by class, as a model has them: the first class scores 0. */
function coefficientsOf(estimates: readonly number[], features: number, classes: number): Coefficients {
  const columns = features + 1
  const [theta, bias] = [new Float64Array(features * classes), new Float64Array(classes)]
  const first = classes === 1 ? 0 : 1
  for (let c = first; c < classes; c++) {
    bias[c] = estimates[(c - first) * columns]!
    for (let j = 0; j < features; j++) theta[j * classes + c] = estimates[(c - first) * columns + 1 + j]!
  }
  return { theta, bias }
}

/** Both have as many digits as their estimates: those of R's and statsmodels' agree to 1e-7 or better. */
function expectClose(
  got: readonly (number | undefined)[],
  want: readonly number[],
  relative: number,
  what: string,
): void {
  expect(got.length, what).toBe(want.length)
  got.forEach((v, i) => {
    const off = v === want[i] ? 0 : Math.abs(v! - want[i]!) / Math.abs(want[i]!)
    expect(off, `${what} ${i}: ${v} for ${want[i]}`).toBeLessThanOrEqual(relative)
  })
}

interface Fit {
  readonly estimates: readonly number[]
  readonly errors: readonly number[]
  readonly statistics: readonly number[]
  readonly p: readonly number[]
  readonly logLik: readonly number[]
  readonly aic?: readonly number[]
  readonly bic?: readonly number[]
  readonly intervals?: readonly number[]
}

function expectFit(found: AnyInference, fit: Fit, relative: number): void {
  const { coefficients: rows } = found
  expect(found.notes).toEqual([])
  expectClose(
    rows.map(row => row.standardError),
    fit.errors,
    relative,
    'standard error',
  )
  expectClose(
    rows.map(row => row.statistic),
    fit.statistics,
    relative,
    'statistic',
  )
  // A p-value moves by z² times what z moves by.
  expectClose(
    rows.map(row => row.p),
    fit.p,
    100 * relative,
    'p',
  )
  expectClose([found.logLikelihood], fit.logLik, 1e-9, 'log-likelihood')
  if (fit.aic) expectClose([found.aic], fit.aic, 1e-9, 'AIC')
  if (fit.bic) expectClose([found.bic], fit.bic, 1e-9, 'BIC')
  if (fit.intervals)
    expectClose(
      rows.flatMap(({ interval }) => [interval!.lower, interval!.upper]),
      fit.intervals,
      1e-6,
      'interval',
    )
}

describe(`beside ${figures.sources.join(' and ')}`, () => {
  const softmax = (name: 'logistic' | 'weighted' | 'multinomial', fit: Fit, classes: readonly string[]) => {
    const { table } = figures[name]
    return softmaxInference(
      designOf(table),
      table.y,
      classes,
      coefficientsOf(fit.estimates, table.names.length, classes.length),
    )
  }

  it('logistic regression of infert', () => {
    const { fit, statsmodels } = figures.logistic
    const found = softmax('logistic', fit, ['control', 'case'])
    expectFit(found, fit, 1e-8)
    expectClose([found.nullLogLikelihood], fit.null, 1e-9, 'null log-likelihood')
    expectFit(softmax('logistic', statsmodels, ['control', 'case']), statsmodels, 1e-9)
    expectClose([found.pseudoR2], statsmodels.pseudoR2, 1e-7, 'pseudo-R²')
    expectClose(
      [found.likelihoodRatio!.statistic, found.likelihoodRatio!.p],
      statsmodels.ratio,
      1e-6,
      'ratio',
    )
    expect(found.coefficients[1]!.ratio!.estimate).toBe(Math.exp(fit.estimates[1]!))
  })

  it('with weights, some of them 0', () => {
    const { fit } = figures.weighted
    const found = softmax('weighted', fit, ['control', 'case'])
    // R's BIC counts rows of weight 0 though its nobs does not.
    const { bic, ...rest } = fit
    expectFit(found, rest, 1e-8)
    expect(found.observations).toBe(186)
    expectClose([found.bic! + 5 * Math.log(248 / 186)], bic, 1e-9, 'BIC')
    expectClose([found.nullLogLikelihood], fit.null, 1e-9, 'null log-likelihood')
  })

  it('softmax regression of birthwt, three classes', () => {
    const { fit, statsmodels } = figures.multinomial
    expectFit(softmax('multinomial', statsmodels, ['white', 'black', 'other']), statsmodels, 1e-8)
    // multinom stops at seven digits of its estimates.
    expectFit(softmax('multinomial', fit, ['white', 'black', 'other']), fit, 1e-6)
  })

  it('linear regression of longley, whose columns are nearly collinear, and of mtcars with weights', () => {
    for (const name of ['longley', 'cars'] as const) {
      const { table, fit, sigma, r2, f, intervals } = figures[name]
      const found = linearInference(
        designOf(table),
        table.y,
        coefficientsOf(fit.estimates, table.names.length, 1),
      )
      expectFit(found, { ...fit, intervals }, 1e-8)
      expectClose([found.sigma], sigma, 1e-9, 'σ')
      expectClose([found.r2, found.adjustedR2], r2, 1e-9, 'R²')
      expectClose([found.f!.statistic, found.f!.df1, found.f!.df2, found.f!.p], f, 1e-8, 'F')
    }
    const { table, statsmodels } = figures.longley
    const found = linearInference(designOf(table), table.y, coefficientsOf(statsmodels.estimates, 6, 1))
    // statsmodels' longley has ten digits of the estimates.
    expectFit(
      found,
      { ...statsmodels, errors: figures.longley.fit.errors, logLik: figures.longley.fit.logLik },
      1e-8,
    )
  })

  it('the standard errors of longley that NIST certifies, in thousands', () => {
    // https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml, whose units are others: GNP and counts in single ones.
    const certified = [
      890420.383607373, 84.9149257747669, 0.334910077722432e-1, 0.488399681651699, 0.214274163161675,
      0.22607320006937, 455.478499142212,
    ]
    const units = [1e3, 1e3, 1, 1e1, 1e1, 1, 1e3]
    const { table, fit } = figures.longley
    const found = linearInference(designOf(table), table.y, coefficientsOf(fit.estimates, 6, 1))
    const inUnits = found.coefficients.map((row, i) => row.standardError! * units[i]!)
    inUnits.forEach((v, i) => {
      const digits = certified[i]! / v
      const power = 10 ** Math.round(Math.log10(digits))
      expect(Math.abs(digits / power - 1), `${v} for ${certified[i]}`).toBeLessThanOrEqual(1e-9)
    })
  })

  it('Poisson regression of warpbreaks, and of Insurance with an offset', () => {
    for (const name of ['poisson', 'offset'] as const) {
      const { table, fit, deviance, pearson } = figures[name]
      const offset = name === 'offset' ? { offset: figures.offset.offset } : {}
      const found = poissonInference(
        designOf(table),
        table.y,
        coefficientsOf(fit.estimates, table.names.length, 1),
        offset,
      )
      expectFit(found, fit, 1e-8)
      expectClose([found.nullLogLikelihood], fit.null, 1e-9, 'null log-likelihood')
      expectClose([found.deviance, found.nullDeviance], deviance, 1e-9, 'deviance')
      expectClose([found.pearson], pearson, 1e-9, 'Pearson')
    }
    const { table, statsmodels } = figures.poisson
    expectFit(
      poissonInference(designOf(table), table.y, coefficientsOf(statsmodels.estimates, 3, 1)),
      statsmodels,
      1e-9,
    )
  })
})
