// What `chainrule train` says: the data, the losses on the way, the results, and the gradient check, in aligned lines.
import type { LabelledData, Samples } from '../data/index.js'
import type { SoftmaxModel } from '../models/index.js'
import type { Comparison, GradientCheck } from './gradientCheck.js'

const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Some names and how many more there are. */
const listed = (names: readonly string[], most = 8): string =>
  names.slice(0, most).join(', ') + (names.length > most ? ` and ${names.length - most} more` : '')

/** How many rows, features and classes there are, and how rows were parted. */
export function dataLines(
  path: string,
  data: LabelledData,
  train: Samples,
  test: Samples | undefined,
  seed: number,
): readonly string[] {
  const [n, d] = data.features.shape
  const sizes = new Array<number>(data.classes.length).fill(0)
  for (const label of data.labels.data) sizes[label]!++
  const counts = data.classes.map((name, c) => `${name} ${sizes[c]}`)
  const apart =
    test === undefined ? 'none set aside' : `${test.labels.size} set aside to test on (seed ${seed})`
  return [
    `${path}: ${plural(n, 'row')}, ${plural(d, 'feature')}, ${plural(data.classes.length, 'class', 'classes')}`,
    `features  ${listed(data.featureNames)}`,
    `classes   ${listed(counts)}, from column ${data.labelName}`,
    `rows      ${train.labels.size} to train on, ${apart}; features standardized by the former`,
  ]
}

/** The loss at a few epochs: 0, 1, 2, 5, 10, 20, 50, … and the last. */
export function lossLines(
  { history, converged }: SoftmaxModel,
  settings: { readonly rate: number; readonly batchSize: number | undefined; readonly l2: number },
): readonly string[] {
  const last = history.length - 1
  const shown = history.filter(({ epoch }) => epoch === last || /^([125]0*|0)$/.test(String(epoch)))
  const width = Math.max(5, String(last).length)
  const batch = settings.batchSize === undefined ? 'all rows' : plural(settings.batchSize, 'row')
  const end = converged ? ' and stopped there: the gradient is below the tolerance' : ''
  return [
    `Trained by gradient descent, ${batch} an update, learning rate ${Number(settings.rate.toPrecision(4))}, l2 ${settings.l2}: ${plural(last, 'epoch')}${end}`,
    `${'epoch'.padStart(width)}  ${'loss'.padEnd(8)}  ‖gradient‖`,
    ...shown.map(
      ({ epoch, loss, gradientNorm }) =>
        `${String(epoch).padStart(width)}  ${loss.toFixed(6).padEnd(8)}  ${gradientNorm.toExponential(2)}`,
    ),
  ]
}

/** Accuracy and loss on some rows. */
export const resultLine = (name: string, accuracy: number, loss: number, n: number): string =>
  `${name.padEnd(5)}  accuracy ${accuracy.toFixed(4)} (${Math.round(accuracy * n)} of ${n})  loss ${loss.toFixed(6)}`

/** The three ways side by side, at each point. */
export function checkLines(
  checks: readonly (readonly [point: string, check: GradientCheck])[],
  rows: number,
): readonly string[] {
  return [
    `The gradient three ways, on ${plural(rows, 'row')}: autodiff, the closed form, and finite differences of the loss`,
    ...checks.flatMap(([point, check]) => [
      `at ${point}`,
      line('autodiff − Xᵀ(Z − Y)/N', check.closedForm),
      line('autodiff − differences', check.differences),
    ]),
  ]
}

function line(name: string, { error, tolerance, holds, compared, unclear }: Comparison): string {
  const doubt = unclear === 0 ? '' : `, ${unclear} inconclusive`
  const verdict = compared === 0 ? 'nothing could be compared' : holds ? 'holds' : 'FAILS'
  return `  ${name}  ${error.toExponential(1)} at most where ${tolerance.toExponential(1)} is allowed, ${plural(compared, 'entry', 'entries')}${doubt}: ${verdict}`
}
