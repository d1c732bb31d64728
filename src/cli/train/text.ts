// The report of `train` for a terminal: the data, how the fit ended, the results, coefficients, and the gradient check.
import { inferenceText } from '../../models/index.js'
import { aligned, checkLines, listed, plural, short } from '../report.js'
import { scoreLines } from '../scores.js'
import type { Calibrated } from './calibrate.js'
import type { Coefficients, TrainReport } from './report.js'

/** So many features and classes are shown as a table; the report in --out has them all. */
const [MOST_FEATURES, MOST_SCORES] = [25, 6]

/** The report in lines. */
export function textOf(report: TrainReport): readonly string[] {
  const { checks, test } = report
  return [
    ...dataLines(report),
    '',
    ...fitLines(report),
    ...(report.calibration === undefined ? [] : [calibrationText(report.calibration)]),
    '',
    ...scoreLines('train', report.train),
    ...(test === undefined ? [] : scoreLines('test', test)),
    '',
    ...(report.summary === undefined ? coefficientLines(report) : inferenceText(report.summary).split('\n')),
    ...(checks.points.length === 0
      ? []
      : [
          '',
          ...checkLines(
            checks.points.map(({ name, check }) => [name, check]),
            checks.rows,
          ),
        ]),
  ]
}

function dataLines({
  file,
  found,
  features,
  classes,
  target,
  rows,
  warnings,
}: TrainReport): readonly string[] {
  const kinds =
    classes === undefined ? `numbers from column ${target}` : plural(classes.length, 'class', 'classes')
  const apart = rows.test === 0 ? 'none set aside' : `${rows.test} set aside to test on (seed ${rows.seed})`
  const judged = rows.judged < rows.train ? `; judged by ${rows.judged} of the rows trained on` : ''
  return [
    `${file}: ${plural(rows.all, 'row')}, ${plural(features.length, 'feature')}, ${kinds}`,
    ...(found.length === 0 ? [] : [`found     ${found.join('; ')}`]),
    `features  ${listed(features)}`,
    ...(classes === undefined
      ? []
      : [
          `classes   ${listed(classes.map(({ name, rows }) => `${name} ${rows}`))}${judged === '' ? '' : ' of the rows looked at'}, from column ${target}`,
        ]),
    `rows      ${rows.train} to train on, ${apart}${judged}`,
    ...(rows.kept === undefined
      ? []
      : [`kept      rows as numbers in ${rows.kept}, which the next training of this table is quicker by`]),
    ...warnings.map(({ column, message }) => `warning   ${column}: ${message}`),
  ]
}

function fitLines({ fit }: TrainReport): readonly string[] {
  const { l1, l2, because } = fit.penalty
  const weights = [l1 > 0 ? `l1 ${short(l1)}` : '', l2 > 0 || l1 === 0 ? `l2 ${short(l2)}` : ''].filter(
    part => part !== '',
  )
  const last = fit.history.length - 1
  const steps = fit.method.startsWith('gradient') ? 'epoch' : 'iteration'
  const width = Math.max(steps.length, String(last).length)
  const shown = fit.history.filter(({ epoch }) => epoch === last || /^([125]0*|0)$/.test(String(epoch)))
  return [
    `Trained by ${fit.method}, penalty ${weights.join(', ')} (${because}): ${plural(last, steps)}`,
    `${steps.padStart(width)}  ${'loss'.padEnd(10)}  gradient`,
    ...shown.map(
      ({ epoch, loss, gradientNorm }) =>
        `${String(epoch).padStart(width)}  ${loss.toPrecision(8).padEnd(10)}  ${gradientNorm.toExponential(2)}`,
    ),
    `Ended: ${fit.message}`,
  ]
}

/** What --calibrate came to, in a sentence. */
export const calibrationText = ({ temperature, lossBefore, loss, folds, message }: Calibrated): string =>
  `Calibrated: scores are divided by ${short(temperature)}; over ${folds} folds the loss goes from ${lossBefore.toFixed(6)} to ${loss.toFixed(6)}: ${message}`

/** What each feature adds to each score, in its own unit. */
export function coefficientLines({ coefficients, features, classes }: TrainReport): readonly string[] {
  if (coefficients.length > MOST_SCORES)
    return [
      `Coefficients of ${coefficients.length} classes are in the model; --out writes a picture of them.`,
    ]
  const largest = (f: number) => Math.max(...coefficients.map(({ values }) => Math.abs(values[f]!)))
  const order = features.map((_, f) => f)
  const shown =
    features.length <= MOST_FEATURES
      ? order
      : order.sort((a, b) => largest(b) - largest(a)).slice(0, MOST_FEATURES)
  const rows = [
    ['coefficient', ...coefficients.map(({ name }) => name)],
    ['(intercept)', ...coefficients.map(({ intercept }) => short(intercept))],
    ...shown.map(f => [features[f]!, ...coefficients.map(({ values }: Coefficients) => short(values[f]!))]),
  ]
  const less = shown.length < features.length ? `, the largest ${shown.length} of ${features.length}` : ''
  return [
    classes === undefined
      ? `What a unit of each feature adds${less}`
      : `What a unit of each feature adds to the score of each class${less}`,
    ...aligned(rows),
  ]
}
