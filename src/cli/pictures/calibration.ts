// The picture of calibration: shares that came true over probabilities, and below how many rows that is.
import { axisX, axisY, dot, gridX, gridY, line, link, rectY, ruleX, ruleY, text } from '@observablehq/plot'
import type { Calibration, CalibrationBin } from '../../metrics/index.js'
import { BLUE, compact, count, drawPage, GREY, INK, RED, short } from './frame.js'

/** What the picture of calibration shows. */
export interface CalibrationPicture {
  readonly title: string
  readonly calibration: Calibration
  /** What the probabilities are of: 'the predicted class' unless given. */
  readonly of?: string
}

/** For 95 %. */
const Z = 1.959963984540054

/** Where the observed share of a bin may well be, by Wilson (1927): sensible for few rows, and for 0 and 1. */
function wilson({ observed, count: n }: CalibrationBin): readonly [low: number, high: number] {
  const middle = (observed + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n)
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((observed * (1 - observed)) / n + (Z * Z) / (4 * n * n))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

const WIDTH = 520
const SIDE = { marginLeft: 64, marginRight: 24 }
const SHARES = { domain: [0, 1], label: null }

/** Observed shares with 95 % intervals beside the diagonal, and bars of counts. → SVG */
export function calibrationPicture({
  title,
  calibration,
  of = 'the predicted class',
}: CalibrationPicture): string {
  const { bins, ece, mce } = calibration
  const rows = bins.reduce((sum, bin) => sum + bin.count, 0)
  const most = bins.reduce((largest, bin) => Math.max(largest, bin.count), 1)
  const intervals = bins.map(bin => ({ ...bin, interval: wilson(bin) }))
  const axis = { labelAnchor: 'center', labelArrow: 'none' } as const
  return drawPage({
    width: WIDTH,
    height: 400 + 150,
    title,
    subtitle: `ECE ${short(ece)}, largest gap ${short(mce)}, over ${count(rows, 'row')} in ${count(bins.length, 'bin')}; bars are 95 % intervals`,
    description: `Calibration of the probability of ${of}: expected calibration error ${short(ece)}. ${bins
      .map(
        ({ predicted, observed, count: n }) =>
          `Predicted ${short(predicted)}, observed ${short(observed)} of ${n}.`,
      )
      .join(' ')}`,
    panels: [
      {
        x: 0,
        y: 0,
        options: {
          ...SIDE,
          width: WIDTH,
          height: 400,
          marginTop: 10,
          marginBottom: 24,
          x: SHARES,
          y: SHARES,
          marks: [
            gridX({ stroke: INK, strokeOpacity: 0.1 }),
            gridY({ stroke: INK, strokeOpacity: 0.1 }),
            line([[0, 0], [1, 1]], { stroke: GREY, strokeDasharray: '5 4' }), // biome-ignore format: two points
            text([{ x: 0.02, y: 0.98 }], {
              x: 'x',
              y: 'y',
              text: () => 'above: too timid',
              fill: GREY,
              textAnchor: 'start',
              fontSize: 11,
            }),
            text([{ x: 0.98, y: 0.02 }], {
              x: 'x',
              y: 'y',
              text: () => 'below: too sure',
              fill: GREY,
              textAnchor: 'end',
              fontSize: 11,
            }),
            link(bins, {
              x1: 'predicted',
              x2: 'predicted',
              y1: 'predicted',
              y2: 'observed',
              stroke: RED,
              strokeOpacity: 0.35,
              strokeWidth: 6,
            }),
            ruleX(intervals, {
              x: 'predicted',
              y1: ({ interval }) => interval[0],
              y2: ({ interval }) => interval[1],
              stroke: BLUE,
              strokeWidth: 1.2,
            }),
            line(bins, { x: 'predicted', y: 'observed', stroke: BLUE, strokeWidth: 1.5, strokeOpacity: 0.6 }),
            dot(bins, {
              x: 'predicted',
              y: 'observed',
              fill: BLUE,
              stroke: 'white',
              r: 4.5,
              title: ({ predicted, observed, count: n }: CalibrationBin) =>
                `predicted ${short(predicted)}, observed ${short(observed)} of ${n}`,
            }),
            axisX({ ...axis, label: null, tickFormat: () => '' }),
            axisY({ ...axis, label: 'share that came true', labelOffset: 46 }),
          ],
        },
      },
      {
        x: 0,
        y: 400,
        options: {
          ...SIDE,
          width: WIDTH,
          height: 140,
          marginTop: 18,
          marginBottom: 44,
          x: SHARES,
          y: { domain: [0, most], label: null },
          marks: [
            rectY(bins, {
              x1: 'low',
              x2: ({ low, high }: CalibrationBin) => Math.max(high, low + 0.004),
              y: 'count',
              fill: BLUE,
              fillOpacity: 0.55,
              insetLeft: 0.5,
              insetRight: 0.5,
            }),
            // Above narrow bars numbers would cover each other.
            text(
              bins.filter(({ low, high }) => high - low > 0.065),
              {
                x: ({ low, high }: CalibrationBin) => (low + high) / 2,
                y: 'count',
                text: ({ count: n }: CalibrationBin) => compact(n),
                dy: -8,
                fontSize: 10,
              },
            ),
            ruleY([0], { stroke: INK }),
            axisX({ ...axis, label: `probability of ${of}` }),
            axisY({ ...axis, label: 'rows', labelOffset: 46, ticks: 3, tickFormat: '~s' }),
          ],
        },
      },
    ],
  })
}
