// How good predictions are, by the metrics that fit: of classes, or of numbers.
import {
  balancedAccuracy,
  brier,
  type Calibration,
  type ClassReport,
  calibrationTable,
  classReport,
  confusionMatrix,
  logLoss,
  meanAbsoluteError,
  meanSquaredError,
  r2,
  rocAuc,
} from '../metrics/index.js'
import type { TablePredictions } from '../models/index.js'
import type { Tensor } from '../tensor.js'
import { short } from './report.js'

/** Scores of predictions of classes or of numbers, over some rows. */
export type Scores = ClassesScores | NumbersScores

/** Scores of predicted classes. */
export interface ClassesScores {
  readonly kind: 'classes'
  readonly rows: number
  /** How many rows are predicted right. */
  readonly right: number
  readonly accuracy: number
  readonly balancedAccuracy: number
  readonly logLoss: number
  readonly brier: number
  /** Each class against the rest, averaged; `undefined` where all rows are of one class. */
  readonly rocAuc: number | undefined
  /** The expected calibration error. */
  readonly ece: number
  /** Rows of similar probability: what was given to the likeliest class, and how often it was right. */
  readonly calibration: Calibration['bins']
  readonly classes: readonly ({ readonly name: string } & ClassReport['classes'][number])[]
  /** Rows are true classes, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[]
}

/** Scores of predicted numbers. */
export interface NumbersScores {
  readonly kind: 'numbers'
  readonly rows: number
  /** `undefined` where all numbers are the same. */
  readonly r2: number | undefined
  readonly meanSquaredError: number
  readonly meanAbsoluteError: number
}

/** Scores of predictions. labels : [m], classes or numbers */
export function scoresOf(
  { probabilities, predicted, classes }: Omit<TablePredictions, 'rows'>,
  labels: Tensor,
): Scores {
  const rows = labels.size
  if (probabilities === undefined || classes === undefined) {
    return {
      kind: 'numbers',
      rows,
      r2: varies(labels) ? r2(labels, predicted) : undefined,
      meanSquaredError: meanSquaredError(labels, predicted),
      meanAbsoluteError: meanAbsoluteError(labels, predicted),
    }
  }
  const k = classes.length
  const { ece, bins } = calibrationTable(labels, probabilities)
  const report = classReport(labels, predicted, { classes: k })
  return {
    kind: 'classes',
    rows,
    right: Math.round(report.accuracy * rows),
    accuracy: report.accuracy,
    balancedAccuracy: balancedAccuracy(labels, predicted),
    logLoss: logLoss(labels, probabilities),
    brier: brier(labels, probabilities),
    rocAuc: varies(labels) ? rocAuc(labels, probabilities) : undefined,
    ece,
    calibration: bins,
    classes: report.classes.map((scores, c) => ({ name: classes[c]!, ...scores })),
    confusion: confusionMatrix(labels, predicted, { classes: k }).toArray() as number[][],
  }
}

const varies = ({ data, size }: Tensor): boolean => {
  for (let i = 1; i < size; i++) if (data[i] !== data[0]) return true
  return false
}

/** Scores in lines: the name of the rows, and what fits beside it. */
export function scoreLines(name: string, scores: Scores): readonly string[] {
  const head = name.padEnd(5)
  if (scores.kind === 'numbers') {
    const share = scores.r2 === undefined ? '' : `R² ${scores.r2.toFixed(4)}  `
    return [
      `${head}  ${share}root mean square error ${short(Math.sqrt(scores.meanSquaredError))}  mean absolute error ${short(scores.meanAbsoluteError)} (${scores.rows} rows)`,
    ]
  }
  const { accuracy, right, rows, logLoss, balancedAccuracy, rocAuc, ece } = scores
  return [
    `${head}  accuracy ${accuracy.toFixed(4)} (${right} of ${rows})  loss ${logLoss.toFixed(6)}`,
    `${' '.repeat(head.length)}  balanced accuracy ${balancedAccuracy.toFixed(4)}${rocAuc === undefined ? '' : `  area under ROC ${rocAuc.toFixed(4)}`}  calibration error ${ece.toFixed(4)}`,
  ]
}
