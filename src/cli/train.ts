// `chainrule train`: from a CSV file to a model, with its losses, its accuracy and its gradient checked three ways.
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readLabelledCsv, split } from '../data/index.js'
import { DataError } from '../errors.js'
import { arange } from '../fill.js'
import { type SoftmaxModel, softmaxLoss, softmaxRegression } from '../models/index.js'
import { saveModel } from '../models/node/index.js'
import { readWhole } from '../models/node/read.js'
import { checkPlace, reasonOf, writeWhole } from '../models/node/write.js'
import { safeRate } from '../models/rate.js'
import { scaled } from '../models/scale.js'
import { take } from '../ops/index.js'
import type { EpochRecord } from '../optim/index.js'
import { random } from '../random.js'
import type { Tensor } from '../tensor.js'
import { exitWith, UNDECIDED, WRONG } from './exit.js'
import { CSV, irisFile, type LayoutOptions, layoutOf } from './files.js'
import { checkPoint } from './gradientCheck.js'
import { progressOf } from './progress.js'
import { checkLines, dataLines, lossLines, resultLine } from './report.js'

/** The options of `chainrule train`. */
export interface TrainOptions extends LayoutOptions {
  readonly label?: string
  readonly epochs: number
  readonly learningRate?: number
  readonly batchSize?: number
  readonly l2: number
  readonly seed: number
  readonly testFraction: number
  readonly out: string
  readonly save?: string
}

/** The gradient is checked on so many rows at most: it is the same formula for all. */
const CHECKED_ROWS = 1000

/** Trains and reports; the exit code is 1 where a gradient check fails, and 2 where it could compare nothing. */
export async function train(file: string | undefined, options: TrainOptions): Promise<void> {
  const path = file ?? irisFile()
  const { l2, seed, testFraction } = options
  const data = readLabelledCsv(await readWhole(path, CSV), {
    source: path,
    ...layoutOf(options),
    ...labelOf(options),
  })
  // Before the work, so that it is not lost for a path that was mistyped.
  const picture = join(options.out, 'loss.svg')
  makeDirectory(options.out)
  for (const place of [picture, options.save]) if (place !== undefined) await checkPlace(place)

  const parts =
    testFraction > 0 ? split(data, { test: testFraction, seed }) : { train: data, test: undefined }
  print(dataLines(path, data, parts.train, parts.test, seed))

  const settings = { ...given(options, 'learningRate'), ...given(options, 'batchSize'), l2 }
  const progress = progressOf(options.epochs)
  const model = softmaxRegression({
    ...settings,
    epochs: options.epochs,
    seed,
    standardize: true,
    onEpoch: progress.onEpoch,
  }).fit(parts.train.features, parts.train.labels, data)
  progress.clear()
  const rows = scaled(parts.train.features, model.scale)
  const rate = options.learningRate ?? safeRate(rows, parts.train.labels, settings)
  print(['', ...lossLines(model, { rate, batchSize: options.batchSize, l2 })])

  print(['', resultLine('train', ...resultOf(model, parts.train.features, parts.train.labels))])
  if (parts.test !== undefined)
    print([resultLine('test', ...resultOf(model, parts.test.features, parts.test.labels))])

  const first = arange(Math.min(rows.shape[0]!, CHECKED_ROWS), undefined, 1, { dtype: 'int32' })
  const [x, y] = [take(rows, first), take(parts.train.labels, first)]
  const stream = random(seed)
  const elsewhere = {
    theta: stream.normal(model.params.theta.shape),
    bias: stream.normal([model.classes.length]),
  }
  const checks = [
    ['the trained parameters', checkPoint(model.params, x, y, { l2, seed })],
    ['random parameters', checkPoint(elsewhere, x, y, { l2, seed })],
  ] as const
  print(['', ...checkLines(checks, x.shape[0]!)])
  const comparisons = checks.flatMap(([, check]) => [check.closedForm, check.differences])
  if (comparisons.some(({ holds, compared }) => compared > 0 && !holds)) exitWith(WRONG)
  else if (comparisons.some(({ compared }) => compared === 0)) exitWith(UNDECIDED)

  print(['', await draw(picture, model.history, `Softmax regression on ${basename(path)}`)])
  if (options.save !== undefined) {
    await saveModel(options.save, model)
    print([`Wrote ${options.save}, the model.`])
  }
}

const print = (lines: readonly string[]): void => console.log(lines.join('\n'))

/** An option under its name, where it was given. */
const given = <K extends 'learningRate' | 'batchSize'>(options: TrainOptions, name: K) =>
  options[name] === undefined ? {} : { [name]: options[name] }

/** The column of labels: a whole number counts columns, all else is a name. */
function labelOf({ label }: TrainOptions): { readonly label?: string | number } {
  if (label === undefined) return {}
  return { label: /^-?\d+$/.test(label) ? Number(label) : label }
}

/** Accuracy and mean cross-entropy. */
function resultOf(model: SoftmaxModel, x: Tensor, y: Tensor): readonly [number, number, number] {
  const loss = softmaxLoss(model.params, scaled(x, model.scale), y)
  return [model.score(x, y), loss.item(), y.size]
}

/** Draws the loss where what draws is installed, and says what became of it. */
async function draw(picture: string, history: readonly EpochRecord[], title: string): Promise<string> {
  try {
    const { lossPicture } = await import('./pictures/index.js')
    const points = history.map(({ epoch, loss }) => ({ at: epoch, loss }))
    await writeWhole(
      picture,
      lossPicture({ title, lines: [{ name: 'training rows', points }], unit: 'epoch' }),
    )
    return `Wrote ${picture}, the loss over the epochs.`
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    return 'No picture of the loss: to have one, npm install @observablehq/plot linkedom'
  }
}

function makeDirectory(path: string): void {
  // Level by level: Node's own recursive mkdir never returns below /proc.
  const parent = dirname(path)
  if (!existsSync(parent)) makeDirectory(parent)
  if (existsSync(path) && statSync(path).isDirectory()) return
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have made it in between.
    if (existsSync(path) && statSync(path).isDirectory()) return
    throw new DataError(path, `cannot be made a directory: ${reasonOf(error)}`)
  }
}
