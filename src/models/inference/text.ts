// What inference found, as text in aligned lines.
import type { LinearInference } from './linear.js'
import type { PoissonInference } from './poisson.js'
import type { SoftmaxInference } from './softmax.js'
import type { CoefficientRow } from './table.js'

/** What any of the models gives. */
export type AnyInference = SoftmaxInference | LinearInference | PoissonInference

/** A table of coefficients, what the fit is as a whole, and the notes: for a terminal, in one size of letters. */
export function inferenceText(inference: AnyInference): string {
  const { coefficients, level, notes } = inference
  const statistic = inference.kind === 'linear' ? 't' : 'z'
  const percent = `${Number((level * 100).toPrecision(6))} %`
  const hasErrors = coefficients.some(row => row.standardError !== undefined)
  const ratio = inference.kind === 'softmax' ? 'odds ratio' : 'rate ratio'
  const head = [
    '',
    'coefficient',
    ...(hasErrors ? ['std. error', statistic, `P > |${statistic}|`, `${percent} from`, 'to'] : []),
    ...(hasErrors && inference.kind !== 'linear' ? [ratio, 'from', 'to'] : []),
  ]
  const blocks = [...new Set(coefficients.map(row => row.of))].map(of => ({
    title:
      of === undefined || inference.kind !== 'softmax' ? undefined : `${of} against ${inference.reference}`,
    rows: coefficients.filter(row => row.of === of).map(row => cells(row, hasErrors)),
  }))
  const widths = head.map((title, c) =>
    Math.max(title.length, ...blocks.flatMap(({ rows }) => rows.map(row => (row[c] ?? '').length))),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd()
  return [
    ...blocks.flatMap(({ title, rows }) => [
      ...(title === undefined ? [] : [title]),
      line(head),
      ...rows.map(line),
      '',
    ]),
    ...aligned(wholeOf(inference)),
    ...notes.flatMap(note => ['', note]),
  ].join('\n')
}

function cells(
  { name, estimate, standardError, statistic, p, interval, ratio }: CoefficientRow,
  hasErrors: boolean,
) {
  return [
    name,
    number(estimate),
    ...(hasErrors
      ? [
          number(standardError),
          fixed(statistic),
          probability(p),
          number(interval?.lower),
          number(interval?.upper),
        ]
      : []),
    ...(ratio === undefined ? [] : [number(ratio.estimate), number(ratio.lower), number(ratio.upper)]),
  ]
}

/** The fit as a whole: names and values. */
function wholeOf(inference: AnyInference): readonly (readonly [string, string])[] {
  const {
    observations,
    parameters,
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio: test,
    aic,
    bic,
  } = inference
  return [
    ['rows', String(observations)],
    ['parameters', String(parameters)],
    ['log-likelihood', number(logLikelihood)],
    ['that of no features', number(nullLogLikelihood)],
    ...(test === undefined
      ? []
      : [['likelihood ratio', `${number(test.statistic)} on ${test.df} df, P ${beside(test.p)}`] as const]),
    ...(aic === undefined || bic === undefined
      ? []
      : ([['AIC, BIC', `${number(aic)}, ${number(bic)}`]] as const)),
    ...own(inference),
  ]
}

function own(inference: AnyInference): readonly (readonly [string, string])[] {
  switch (inference.kind) {
    case 'softmax':
      return inference.pseudoR2 === undefined ? [] : [['McFadden’s R²', number(inference.pseudoR2)]]
    case 'linear': {
      const { sigma, residualDf, r2, adjustedR2, f } = inference
      return [
        ['R², adjusted', `${number(r2)}, ${number(adjustedR2)}`],
        ...(sigma === undefined
          ? []
          : [['residual deviation', `${number(sigma)} on ${residualDf} df`] as const]),
        ...(f === undefined
          ? []
          : [['F', `${number(f.statistic)} on ${f.df1} and ${f.df2} df, P ${beside(f.p)}`] as const]),
      ]
    }
    case 'poisson':
      return [
        ['deviance', `${number(inference.deviance)} on ${inference.residualDf} df`],
        ['that of no features', number(inference.nullDeviance)],
        ['Pearson’s χ²', number(inference.pearson)],
      ]
  }
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

/** Five digits, and a power of ten where a number is far from 1. */
function number(v: number | undefined): string {
  if (v === undefined) return '–'
  if (!Number.isFinite(v) || v === 0) return String(v + 0)
  const size = Math.abs(v)
  return size >= 1e6 || size < 1e-4 ? v.toExponential(3) : v.toPrecision(5)
}

const fixed = (v: number | undefined): string =>
  v === undefined ? '–' : Math.abs(v) < 1e4 ? v.toFixed(2) : number(v)

/** A probability in three digits after the point, or as a power of ten where it is small. */
const probability = (p: number | undefined): string =>
  p === undefined ? '–' : p >= 0.001 ? p.toFixed(3) : p === 0 ? '0' : p.toExponential(1)

const beside = (p: number): string => `= ${probability(p)}`
