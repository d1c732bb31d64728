// What scikit-learn says of the same rows: figures.py wrote figures.json, which names the versions.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tensor } from '../../src/index.js'
import {
  accuracy,
  averagePrecision,
  averagePrecisionByClass,
  balancedAccuracy,
  brier,
  calibrationTable,
  classReport,
  confusionMatrix,
  fitTemperature,
  logLoss,
  meanAbsoluteError,
  meanSquaredError,
  poissonDeviance,
  precisionRecallCurve,
  r2,
  rocAuc,
  rocAucByClass,
  rocCurve,
} from '../../src/metrics/index.js'

const figures = JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8'))

/** Sums of at most 200 terms of one sign, in another order: 200 eps, and logarithms a few more. */
const close = (got: number, wanted: number, tolerance = 1e-13) =>
  expect(Math.abs(got - wanted), `${got} beside ${wanted}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(wanted)),
  )
const allClose = (got: readonly (number | undefined)[], wanted: readonly number[]) => {
  expect(got).toHaveLength(wanted.length)
  got.forEach((value, i) => {
    close(value!, wanted[i]!)
  })
}

describe.each(['plain', 'weighted'])('scikit-learn, %s', kind => {
  const optionsFor = (table: { weights: number[] }) =>
    kind === 'plain' ? {} : { weights: tensor(table.weights) }

  test('three classes of wine', () => {
    const { labels: y, probabilities, scores, [kind]: wanted } = figures.classes
    const options = optionsFor(figures.classes)
    const [labels, p] = [tensor(y as number[], { dtype: 'int32' }), tensor(probabilities as number[][])]
    close(accuracy(labels, p, options), wanted.accuracy)
    close(balancedAccuracy(labels, p, options), wanted.balancedAccuracy)
    close(logLoss(labels, p, options), wanted.logLoss)
    close(brier(labels, p, options), wanted.brier)
    expect(confusionMatrix(labels, p, options).toArray()).toEqual(wanted.confusion)
    const report = classReport(labels, p, options)
    for (const name of ['precision', 'recall', 'f1', 'support'] as const) {
      allClose(
        report.classes.map(scores => scores[name]),
        wanted[name],
      )
    }
    allClose([report.macro.precision, report.macro.recall, report.macro.f1], wanted.macro)
    allClose([report.weighted.precision, report.weighted.recall, report.weighted.f1], wanted.weightedMeans)
    const coarse = tensor((scores as number[][]).map(row => row.map(Math.round)))
    allClose(rocAucByClass(labels, coarse, options), wanted.auc)
    allClose(averagePrecisionByClass(labels, coarse, options), wanted.averagePrecision)
    const found = fitTemperature(tensor(scores as number[][]), labels, options)
    expect(found.reason).toBe('gradient')
    close(found.loss, wanted.temperatureLoss)
    // A slope that is known to 1e-13 or so, over a curvature of about 0.3.
    close(found.temperature, wanted.temperature, 1e-11)
  })

  test('two classes of tumours, with ties', () => {
    const { labels: y, probabilities, [kind]: wanted } = figures.binary
    const options = optionsFor(figures.binary)
    const [labels, p] = [tensor(y as number[]), tensor(probabilities as number[])]
    close(brier(labels, p, options), wanted.brier)
    close(logLoss(labels, p, options), wanted.logLoss)
    close(rocAuc(labels, p, options), wanted.auc)
    close(averagePrecision(labels, p, options), wanted.averagePrecision)
    const roc = rocCurve(labels, p, options)
    const last = roc.slice(-wanted.roc[0].length)
    // scikit-learn keeps a point for scores whose rows have no weight: it stands where the one before does.
    const distinct = (points: readonly (readonly number[])[]) =>
      points.filter((point, i) => i === 0 || point.some((value, c) => value !== points[i - 1]![c]))
    const theirs = distinct((wanted.roc[0] as number[]).map((x, i) => [x, wanted.roc[1][i]]))
    const ours = distinct(last.map(point => [point.falsePositiveRate, point.truePositiveRate]))
    allClose(ours.flat(), theirs.flat())
    if (kind === 'weighted') return
    const curve = precisionRecallCurve(labels, p, options).toReversed()
    allClose(
      curve.map(({ precision }) => precision),
      wanted.precisionRecall[0],
    )
    allClose(
      curve.map(({ recall }) => recall),
      wanted.precisionRecall[1],
    )
    expect(curve.slice(0, -1).map(({ threshold }) => threshold)).toEqual(wanted.precisionRecall[2])
  })

  test('the progress of diabetes', () => {
    const { y: truth, linear, poisson, [kind]: wanted } = figures.numbers
    const options = optionsFor(figures.numbers)
    const y = tensor(truth as number[])
    close(meanSquaredError(y, tensor(linear as number[]), options), wanted.meanSquaredError)
    close(meanAbsoluteError(y, tensor(linear as number[]), options), wanted.meanAbsoluteError)
    close(r2(y, tensor(linear as number[]), options), wanted.r2)
    // Theirs takes the difference of numbers near 1e3 where ours takes none: 1e3 eps, over a deviance near 25.
    close(poissonDeviance(y, tensor(poisson as number[]), options), wanted.poissonDeviance)
  })
})

test('scikit-learn, calibration', () => {
  const { labels, probabilities, calibration } = figures.binary
  const { bins } = calibrationTable(tensor(labels as number[]), tensor(probabilities as number[]), {
    bins: calibration.bins,
  })
  allClose(
    bins.map(({ observed }) => observed),
    calibration.observed,
  )
  allClose(
    bins.map(({ predicted }) => predicted),
    calibration.predicted,
  )
})
