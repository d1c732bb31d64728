// The picture of decisions by two features: which class is predicted where, and the rows.
import { axisX, axisY, dot, text } from '@observablehq/plot'
import { fromData } from '../../create.js'
import type { Tensor } from '../../tensor.js'
import { axisFrom, CLASS_COLORS, count, drawPage, INK, percent, shorten, tint, widthOf } from './frame.js'

/** What the picture of decisions shows. */
export interface RegionsPicture {
  readonly title: string
  /** The class of each row. x : [m, 2] → [m] */
  readonly predict: (x: Tensor) => Tensor
  /** [n, 2] */
  readonly features: Tensor
  /** [n] */
  readonly labels: Tensor
  readonly featureNames: readonly [x: string, y: string]
  readonly classes: readonly string[]
}

/** How finely the plane is asked: cells of 3 by 3 units. */
const COLUMNS = 180
const ROWS = 140
const CELL = 3

/** Where the plane begins in its plot. */
const [LEFT, TOP] = [64, 8]

const OTHER = '#9a9a9a'

/** Of more rows, every second, third … is shown. */
const MOST_POINTS = 1500

/** The plane tinted by the predicted class, with the rows; those that are predicted wrong have a dark ring. → SVG */
export function regionsPicture(input: RegionsPicture): string {
  const { title, predict, features, labels, featureNames, classes } = input
  const n = labels.size
  const [x, y] = [domainOf(features, 0), domainOf(features, 1)]
  const predicted = predict(features)
  const wrong = (i: number): boolean => predicted.data[i] !== labels.data[i]
  const right = Array.from({ length: n }, (_, i) => i).filter(i => !wrong(i)).length
  const stride = Math.ceil(n / MOST_POINTS)
  const points = Array.from({ length: Math.ceil(n / stride) }, (_, p) => p * stride).map(i => ({
    x: features.data[2 * i]!,
    y: features.data[2 * i + 1]!,
    class: labels.data[i]!,
    wrong: wrong(i),
  }))
  const frequent = frequentOf(labels, classes.length)
  const color = (c: number): string => CLASS_COLORS[frequent.indexOf(c)] ?? OTHER
  const legend = [
    ...frequent.map(c => ({ name: classes[c]!, color: color(c) })),
    ...(frequent.length < classes.length
      ? [{ name: `${classes.length - frequent.length} other classes`, color: color(-1) }]
      : []),
  ]
  const legendWidth =
    widthOf(
      legend.map(({ name }) => name),
      160,
    ) + 44
  const [width, height] = [LEFT + COLUMNS * CELL + 16, TOP + ROWS * CELL + 48]
  const axis = { labelAnchor: 'center', labelArrow: 'none' } as const
  return drawPage({
    width: width + legendWidth,
    height: height + 6,
    title,
    subtitle: `${percent(right / n)} of ${count(n, 'row')} right; wrong ones are ringed${stride > 1 ? `; one row in ${stride} is shown` : ''}`,
    description: `Decision regions of ${count(classes.length, 'class', 'classes')} by ${featureNames[0]} and ${featureNames[1]}: ${right} of ${count(n, 'row')} right.`,
    panels: [
      {
        x: 0,
        y: 0,
        ground: groundOf(predict, x, y, c => tint(color(c), 0.25)),
        options: {
          width,
          height,
          marginTop: TOP,
          marginLeft: LEFT,
          marginRight: 16,
          marginBottom: 48,
          x: { domain: x },
          y: { domain: y },
          marks: [
            dot(points, {
              x: 'x',
              y: 'y',
              fill: point => color(point.class),
              r: 3.2,
              stroke: 'white',
              strokeWidth: 0.6,
            }),
            dot(
              points.filter(point => point.wrong),
              { x: 'x', y: 'y', r: 5, stroke: INK, strokeWidth: 1.4 },
            ),
            axisX({ ...axis, label: shorten(featureNames[0], COLUMNS * CELL) }),
            axisY({ ...axis, label: shorten(featureNames[1], ROWS * CELL), labelOffset: 48 }),
          ],
        },
      },
      {
        x: width,
        y: 0,
        options: {
          width: legendWidth,
          height: legend.length * 20 + 24,
          margin: 0,
          axis: null,
          x: { domain: [0, legendWidth], range: [0, legendWidth] },
          y: { domain: [0, legend.length * 20 + 24], range: [0, legend.length * 20 + 24] },
          marks: [
            dot(legend, { x: 10, y: (_: unknown, i: number) => 20 + 20 * i, fill: 'color', r: 5 }),
            text(legend, {
              x: 22,
              y: (_: unknown, i: number) => 20 + 20 * i,
              text: ({ name }) => shorten(name, 160),
              textAnchor: 'start',
            }),
          ],
        },
      },
    ],
  })
}

/** The range of a column with room around it. */
function domainOf(features: Tensor, column: number): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = column; i < features.size; i += 2) {
    low = Math.min(low, features.data[i]!)
    high = Math.max(high, features.data[i]!)
  }
  const pad = low === high ? Math.abs(low) / 2 || 1 : 0.06 * (high - low)
  return axisFrom(low - pad, high + pad)
}

/** The plane as a path for each colour: line by line, neighbours of one class together. */
function groundOf(
  predict: (x: Tensor) => Tensor,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  fillOf: (c: number) => string,
): readonly { readonly fill: string; readonly d: string }[] {
  const plane = new Float64Array(2 * COLUMNS * ROWS)
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const x = left + ((right - left) * (column + 0.5)) / COLUMNS
      const y = top - ((top - bottom) * (row + 0.5)) / ROWS
      plane.set([x, y], 2 * (row * COLUMNS + column))
    }
  }
  const { data } = predict(fromData(plane, [COLUMNS * ROWS, 2]))
  const paths = new Map<string, string>()
  for (let row = 0; row < ROWS; row++) {
    const start = row * COLUMNS
    for (let from = 0, to = 0; from < COLUMNS; from = to) {
      while (to < COLUMNS && data[start + to] === data[start + from]) to++
      const fill = fillOf(data[start + from]!)
      const run = `M${LEFT + CELL * from} ${TOP + CELL * row}h${CELL * (to - from)}v${CELL}h${-CELL * (to - from)}z`
      paths.set(fill, (paths.get(fill) ?? '') + run)
    }
  }
  return [...paths].map(([fill, d]) => ({ fill, d }))
}

/** The classes that have a colour of their own, in order: all, or the most frequent. */
function frequentOf(labels: Tensor, k: number): readonly number[] {
  const all = Array.from({ length: k }, (_, c) => c)
  if (k <= CLASS_COLORS.length) return all
  const counts = new Float64Array(k)
  for (const label of labels.data) counts[label]!++
  return all
    .toSorted((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, CLASS_COLORS.length)
    .sort((a, b) => a - b)
}
