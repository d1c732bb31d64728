// The picture of training: the loss over epochs or iterations.
import { axisX, axisY, dot, gridY, lineY, ruleY, text } from '@observablehq/plot'
import { axisFrom, BLUE, drawPage, INK, RED, short } from './frame.js'

/** A curve of the picture. */
export interface LossLine {
  /** What rows the loss is over, such as 'training rows'. */
  readonly name: string
  /** How the loss stood; `at` is an epoch or an iteration. What is not finite is left out. */
  readonly points: readonly { readonly at: number; readonly loss: number }[]
}

/** What the picture of training shows. */
export interface LossPicture {
  readonly title: string
  /** One line, or two: the rows learned from, and those set aside. */
  readonly lines: readonly LossLine[]
  /** What `at` counts. */
  readonly unit: 'epoch' | 'iteration'
}

/** More points than this cannot be told apart on the page. */
const POINTS = 1000

const COLORS = [BLUE, RED]

/** The loss over time, a line for each set of rows, with its last value. → SVG */
export function lossPicture({ title, lines, unit }: LossPicture): string {
  const shown = lines.map(({ name, points }) => ({
    name,
    points: thin(points.filter(({ loss }) => Number.isFinite(loss))),
  }))
  const all = shown.flatMap(({ points }) => points)
  const [first, end] = [Math.min(0, ...all.map(({ at }) => at)), Math.max(1, ...all.map(({ at }) => at))]
  const losses = all.map(({ loss }) => loss)
  // A loss that may be below 0, such as that of a density, has no natural floor.
  const floor = Math.min(0, ...losses)
  const top = Math.max(floor, ...losses)
  const last = shown.flatMap(({ name, points }, i) =>
    points.slice(-1).map(point => ({ ...point, name, color: COLORS[i % COLORS.length]! })),
  )
  return drawPage({
    width: 720,
    height: 360,
    title,
    subtitle: `Loss over ${unit}s${last.length > 0 ? `, ${short(last[0]!.loss)} at the end` : ''}`,
    description: last.map(({ name, at, loss }) => `${name}: loss ${short(loss)} at ${unit} ${at}.`).join(' '),
    panels: [
      {
        x: 0,
        y: 0,
        options: {
          width: 720,
          height: 360,
          marginTop: 12,
          marginLeft: 64,
          marginRight: lines.length > 1 ? 150 : 72,
          marginBottom: 48,
          x: { domain: [first, end] },
          y: { domain: axisFrom(floor, top), nice: true },
          marks: [
            gridY({ stroke: INK, strokeOpacity: 0.12 }),
            axisX({
              label: unit,
              labelAnchor: 'center',
              labelArrow: 'none',
              tickFormat: 'd',
              // Left alone, a short axis would have ticks between whole numbers.
              ...(end - first < 10
                ? { ticks: Array.from({ length: end - first + 1 }, (_, i) => first + i) }
                : {}),
            }),
            axisY({
              label: lines.length === 1 ? `loss on the ${lines[0]!.name}` : 'loss',
              labelOffset: 46,
              labelAnchor: 'center',
              labelArrow: 'none',
            }),
            ruleY([floor], { stroke: INK }),
            ...shown.map(({ points }, i) =>
              lineY(points, { x: 'at', y: 'loss', stroke: COLORS[i % COLORS.length]!, strokeWidth: 2 }),
            ),
            dot(last, { x: 'at', y: 'loss', fill: 'color', r: 3.5 }),
            text(apart(last, top - floor), {
              x: 'at',
              y: 'height',
              text: point => (lines.length > 1 ? `${short(point.loss)}, ${point.name}` : short(point.loss)),
              fill: 'color',
              textAnchor: 'start',
              dx: 8,
            }),
          ],
        },
      },
    ],
  })
}

/** As many of the points as can be told apart, the last among them. */
const thin = <T>(points: readonly T[]): readonly T[] => {
  const stride = Math.ceil(points.length / POINTS)
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1)
}

/** Labels of line ends, pushed apart where one would cover another. */
function apart<T extends { readonly loss: number }>(
  ends: readonly T[],
  range: number,
): (T & { height: number })[] {
  const least = 0.055 * (range || 1)
  const sorted = ends.map(end => ({ ...end, height: end.loss })).sort((a, b) => a.height - b.height)
  sorted.forEach((end, i) => {
    if (i > 0) end.height = Math.max(end.height, sorted[i - 1]!.height + least)
  })
  return sorted
}
