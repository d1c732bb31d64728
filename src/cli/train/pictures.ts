// The pictures of `train`: the loss, and what fits what was learned.

import { fromData } from '../../create.js'
import type { Samples } from '../../data/index.js'
import { calibrationTable } from '../../metrics/index.js'
import { type AnyInference, predictionsOf } from '../../models/index.js'
import type { Learned } from './learn.js'
import type { TrainReport } from './report.js'

/** A picture and the name of its file. */
export interface Picture {
  readonly name: string
  readonly svg: string
}

/** Draws what there is to see; `undefined` where what draws is not installed. */
export async function picturesOf(
  report: TrainReport,
  { model }: Learned,
  { train, test }: { readonly train: Samples; readonly test: Samples | undefined },
  file: string,
): Promise<readonly Picture[] | undefined> {
  const drawing = await load()
  if (drawing === undefined) return undefined
  const { calibrationPicture, coefficientsPicture, confusionPicture, lossPicture, regionsPicture } = drawing
  const judged = test ?? train
  const on = test === undefined ? 'training rows' : 'rows set aside'
  const predictions = predictionsOf(model, judged.features, report.calibration?.temperature)
  const pictures: Picture[] = [
    {
      name: 'loss.svg',
      svg: lossPicture({
        title: `${capital(report.fit.regression)} regression on ${file}`,
        lines: [
          {
            name: 'training rows',
            points: report.fit.history.map(({ epoch, loss }) => ({ at: epoch, loss })),
          },
        ],
        unit: report.fit.method.startsWith('gradient') ? 'epoch' : 'iteration',
      }),
    },
  ]
  const { probabilities, classes } = predictions
  const scores = report.test ?? report.train
  if (probabilities !== undefined && classes !== undefined && scores.kind === 'classes') {
    const k = classes.length
    const matrix = fromData(Float64Array.from(scores.confusion.flat()), [k, k])
    pictures.push({
      name: 'confusion.svg',
      svg: confusionPicture({ title: `Confusion on ${on}`, matrix, classes }),
    })
    const calibration = calibrationTable(judged.labels, probabilities)
    pictures.push({
      name: 'calibration.svg',
      svg: calibrationPicture({ title: `Calibration on ${on}`, calibration }),
    })
  }
  const groups = intervalsOf(report.summary)
  if (groups.length > 0)
    pictures.push({
      name: 'coefficients.svg',
      svg: coefficientsPicture({ title: `Coefficients on ${file}`, groups }),
    })
  const [x, y, ...more] = report.features
  if (classes !== undefined && x !== undefined && y !== undefined && more.length === 0)
    pictures.push({
      name: 'regions.svg',
      svg: regionsPicture({
        title: `Decision regions, with the ${on}`,
        predict: features => model.predict(features),
        features: judged.features,
        labels: judged.labels,
        featureNames: [x, y],
        classes,
      }),
    })
  return pictures
}

/** Coefficients with their intervals, class by class, without the intercepts, which are of another kind; none without intervals. */
function intervalsOf(summary: AnyInference | undefined) {
  const rows = summary?.coefficients.filter(({ name }) => name !== '(intercept)') ?? []
  return [...new Set(rows.map(({ of }) => of))].flatMap(group => {
    const coefficients = rows.flatMap(({ of, name, estimate, interval }) =>
      of === group && interval !== undefined
        ? [{ name, estimate, low: interval.lower, high: interval.upper }]
        : [],
    )
    return coefficients.length === 0 ? [] : [{ name: group ?? '', coefficients }]
  })
}

/** What draws, where it is installed. */
async function load() {
  try {
    return await import('../pictures/index.js')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
