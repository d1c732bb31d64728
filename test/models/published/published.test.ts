// Fits of published tables beside scikit-learn's, glmnet's and statsmodels': optimum, coefficients and standard errors.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type AnyModel,
  inferenceOf,
  linearRegression,
  logisticRegression,
  poissonRegression,
  softmaxRegression,
} from '../../../src/models/index.js'
import { mean, std, table } from './agree.js'
import { type Figure, type Fit, fits, type Given, givenTo, nameOf } from './fits.js'
import { objective } from './objective.js'

const MAKE = {
  softmax: softmaxRegression,
  logistic: logisticRegression,
  linear: linearRegression,
  poisson: poissonRegression,
}

/** Others were asked for 1e-12 of the sum of losses, or as near as they come; the mean of ours has a hundredth of its default. */
const TIGHT = 1e-10

/** θ [d, k] row by row and the bias [k], for the columns as the fit takes them; of a softmax both sum to 0 over classes. */
function centred(fit: Fit, theta: ArrayLike<number>, bias: ArrayLike<number>) {
  const k = bias.length
  const rows = Array.from({ length: theta.length / k }, (_, j) =>
    Array.from({ length: k }, (_, c) => theta[j * k + c]!),
  )
  const apart = (row: readonly number[]) => (fit.model === 'softmax' ? row.map(v => v - mean(row)) : row)
  return { theta: rows.map(apart), bias: apart(Array.from(bias)) }
}

/** The largest difference of numbers, as a part of the largest number. */
function apart(got: readonly number[], wanted: readonly number[]): number {
  expect(got.length).toBe(wanted.length)
  const most = Math.max(...wanted.map(Math.abs))
  return Math.max(...wanted.map((v, i) => Math.abs(got[i]! - v))) / most
}

/** A fit of ours, with what the tests below need to know of it. */
function fitted(fit: Fit, tolerance?: number) {
  const given = givenTo(fit)
  const { l1 = 0, l2 = 0, standardize = false } = fit
  const options = { l1, l2, standardize, ...(tolerance === undefined ? {} : { tolerance }) }
  const rows = given.offset === undefined ? {} : { offset: given.offset }
  const model = MAKE[fit.model](options).fit(given.x, given.y, rows)
  const { theta, bias } = model.params
  return { given, rows, model: model as AnyModel & typeof model, theta: theta.data, bias: bias!.data }
}

const errorsOf = (model: AnyModel, { x, y }: Given, rows: { offset?: Given['offset'] & object }) =>
  inferenceOf(model, x, y, rows).coefficients.map(row => row.standardError!)

const whole = process.env.TEST_WHOLE === 'true'

describe.each(fits.filter(fit => whole || !fit.whole).map(fit => [nameOf(fit), fit] as const))(
  '%s',
  (_, fit) => {
    it('ends at the optimum that others find, with their coefficients and standard errors', () => {
      const { given, rows, model, theta, bias } = fitted(fit, TIGHT)
      const last = model.history.at(-1)!
      expect(model.reason, model.message).toBe('gradient')
      expect(last.gradientNorm).toBeLessThanOrEqual(TIGHT)
      const ours = objective(fit, given, theta, bias)
      // Sums of thousands of rounded losses, in another order; longley's are squares of differences of numbers 200 times as large.
      expect(Math.abs(last.loss - ours) / Math.abs(ours)).toBeLessThanOrEqual(1e-11)
      for (const figure of fit.figures) expectAgreement(fit, figure, given, ours, theta, bias)
      for (const { by, errors } of fit.figures) {
        if (errors === undefined) continue
        errorsOf(model, given, rows).forEach((error, i) => {
          expect(Math.abs(error / errors[i]! - 1), `${by}: standard error ${i}`).toBeLessThanOrEqual(1e-6)
        })
      }
    })

    it('is as near to it as a loss can tell where nobody asks for more', () => {
      const { given, model, theta, bias } = fitted(fit)
      const last = model.history.at(-1)!
      expect(model.reason, model.message).toBe('gradient')
      expect(last.gradientNorm).toBeLessThanOrEqual(1e-8)
      const ours = objective(fit, given, theta, bias)
      for (const { by, objective: theirs } of fit.figures)
        expect(Math.abs(ours - theirs) / Math.abs(theirs), by).toBeLessThanOrEqual(1e-9)
    })
  },
)

/** The goals: 1e-9 of the objective, 1e-5 of the coefficients. */
function expectAgreement(
  fit: Fit,
  { by, objective: theirs, coefficients, intercepts }: Figure,
  { x }: Given,
  ours: number,
  theta: ArrayLike<number>,
  bias: ArrayLike<number>,
): void {
  expect(Math.abs(ours - theirs) / Math.abs(theirs), `${by}: objective`).toBeLessThanOrEqual(1e-9)
  const [got, wanted] = [centred(fit, theta, bias), centred(fit, coefficients, intercepts)]
  // Those of columns of deviation 1: others have units that say nothing of what is large.
  const unit = (rows: readonly (readonly number[])[]) =>
    rows.flatMap((row, j) => row.map(v => v * (fit.standardize ? 1 : std(x, j))))
  expect(apart(unit(got.theta), unit(wanted.theta)), `${by}: coefficients`).toBeLessThanOrEqual(1e-5)
  expect(apart(got.bias, wanted.bias), `${by}: intercepts`).toBeLessThanOrEqual(1e-5)
}

it('figures are of optima: where their loss has a slope, it is the last digit of what they were asked for', () => {
  for (const fit of fits) {
    const { y } = givenTo(fit)
    // A line's losses are squares of y.
    const unit = fit.model === 'linear' ? std(y, 0) ** 2 : 1
    for (const { by, gradient } of fit.figures)
      expect(gradient / unit, `${nameOf(fit)}: ${by}`).toBeLessThan(1e-9)
  }
})

it('the table in docs/fitting.md says what is compared', () => {
  expect(readFileSync(new URL('../../../docs/fitting.md', import.meta.url), 'utf8')).toContain(table())
})
