// The picture of a confusion matrix: right rows in blue on the diagonal, mistaken ones in red off it.
import { axisX, axisY, cell, text } from '@observablehq/plot'
import type { Tensor } from '../../tensor.js'
import { BLUE, compact, count, drawPage, INK, percent, RED, short, shorten, tint, widthOf } from './frame.js'

/** What the picture of a confusion matrix shows. */
export interface ConfusionPicture {
  readonly title: string
  /** [k, k]: rows are true classes, columns predicted ones, as `confusionMatrix` gives it. */
  readonly matrix: Tensor
  /** The names of the k classes. */
  readonly classes: readonly string[]
}

/** Of more classes than this, those with the most mistakes are shown. */
const MOST_CLASSES = 40

/** Up to this many classes a cell has room for its number and its share; up to the other, for its number. */
const WITH_SHARE = 10
const WITH_NUMBER = 30

interface Cell {
  readonly truth: number
  readonly predicted: number
  readonly weight: number
  readonly share: number
}

/** Each cell with its number of rows, shaded by its share of the true class's rows. → SVG */
export function confusionPicture({ title, matrix, classes }: ConfusionPicture): string {
  const k = classes.length
  const at = (i: number, j: number): number => matrix.data[i * k + j]!
  const totals = classes.map((_, i) => classes.reduce((sum, _, j) => sum + at(i, j), 0))
  const right = classes.reduce((sum, _, i) => sum + at(i, i), 0)
  const total = totals.reduce((a, b) => a + b, 0)
  const shown = mostMistaken(k, at)
  const cells = shown.flatMap(i =>
    shown.map(
      (j): Cell => ({
        truth: i,
        predicted: j,
        weight: at(i, j),
        share: totals[i] === 0 ? 0 : at(i, j) / totals[i]!,
      }),
    ),
  )

  const few = shown.length <= WITH_SHARE
  const size = few ? Math.max(44, Math.min(84, 420 / shown.length)) : shown.length <= WITH_NUMBER ? 27 : 18
  const names = distinct(shown, classes)
  const labels = new Map(shown.map((i, place) => [i, names[place]!]))
  // Names lie where they fit below a cell, which may be widened for them, and stand up where they do not.
  const room = widthOf(names, 1000) + 10
  const upright = room > (few ? Math.max(size, 120) : size)
  const wide = few && !upright ? Math.max(size, room) : size
  const [left, bottom] = [widthOf(names, 150) + 42, (upright ? widthOf(names, 110) : 14) + 40]
  const [across, down] = [wide * shown.length, size * shown.length]
  const width = Math.max(480, left + across + 30)
  const label = (most: number) => (i: number) => shorten(labels.get(i)!, most)
  const depth = ({ truth, predicted, share }: Cell): number =>
    truth === predicted ? share : Math.sqrt(share)
  const ink = (cell: Cell): string => (depth(cell) > 0.55 ? 'white' : INK)
  const marked = cells.filter(({ weight }) => weight > 0)
  const part = shown.length < k ? `; the ${shown.length} of ${k} classes with the most mistakes` : ''
  return drawPage({
    width,
    height: down + bottom + 8,
    title,
    subtitle: `${percent(total === 0 ? 0 : right / total)} of ${count(total, 'row')} right; shades are shares of the true class${part}`,
    description: `Confusion matrix of ${count(k, 'class', 'classes')}: ${short(right)} of ${count(total, 'row')} right. ${mistakesOf(classes, at)}`,
    panels: [
      {
        x: 0,
        y: 0,
        options: {
          width: left + across + 8,
          height: down + bottom + 8,
          marginTop: 4,
          marginLeft: left,
          marginRight: 8,
          marginBottom: bottom + 4,
          x: { domain: shown, type: 'band', padding: 0 },
          y: { domain: shown, type: 'band', padding: 0 },
          marks: [
            cell(cells, {
              x: 'predicted',
              y: 'truth',
              // Mistakes are rare: by the root of their share they can be seen.
              fill: (cell: Cell) => tint(cell.truth === cell.predicted ? BLUE : RED, depth(cell)),
              stroke: '#ddd',
              inset: 0,
              title: ({ truth, predicted, weight, share }: Cell) =>
                weight === 0
                  ? null
                  : `${classes[truth]} predicted as ${classes[predicted]}: ${short(weight)} (${percent(share)})`,
            }),
            ...(shown.length <= WITH_NUMBER
              ? [
                  text(marked, {
                    x: 'predicted',
                    y: 'truth',
                    text: ({ weight }: Cell) => compact(weight),
                    fill: ink,
                    fontSize: few ? 14 : 9.5,
                    fontWeight: 500,
                    dy: few ? -7 : 0,
                  }),
                ]
              : []),
            ...(few
              ? [
                  text(marked, {
                    x: 'predicted',
                    y: 'truth',
                    text: ({ share }: Cell) => percent(share),
                    fill: ink,
                    fontSize: 10,
                    dy: 9,
                  }),
                ]
              : []),
            axisX({
              label: 'predicted class',
              labelAnchor: 'center',
              labelArrow: 'none',
              labelOffset: bottom - 6,
              tickSize: 0,
              tickFormat: label(upright ? 110 : 1000),
              ...(upright ? { tickRotate: -90 } : {}),
            }),
            axisY({
              label: 'true class',
              labelAnchor: 'center',
              labelArrow: 'none',
              labelOffset: left - 8,
              tickSize: 0,
              tickFormat: label(150),
            }),
          ],
        },
      },
    ],
  })
}

/** Names that can be told apart when they are cut off: those that could not get their label in front. */
function distinct(shown: readonly number[], classes: readonly string[]): readonly string[] {
  const cut = new Set(shown.map(i => shorten(classes[i]!, 110)))
  return shown.map(i => (cut.size < shown.length ? `${i} ${classes[i]}` : classes[i]!))
}

/** The classes that are shown, in order: all, or those that most rows are mistaken from or for. */
function mostMistaken(k: number, at: (i: number, j: number) => number): readonly number[] {
  const all = Array.from({ length: k }, (_, i) => i)
  if (k <= MOST_CLASSES) return all
  const mistakes = all.map(i => all.reduce((sum, j) => sum + (i === j ? 0 : at(i, j) + at(j, i)), 0))
  const most = all.toSorted((a, b) => mistakes[b]! - mistakes[a]! || a - b).slice(0, MOST_CLASSES)
  return most.sort((a, b) => a - b)
}

/** The three most frequent mistakes, in words. */
function mistakesOf(classes: readonly string[], at: (i: number, j: number) => number): string {
  const found = classes.flatMap((_, i) => classes.map((_, j) => ({ i, j, weight: i === j ? 0 : at(i, j) })))
  const most = found.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  if (most.length === 0) return 'No mistakes.'
  const words = most
    .slice(0, 3)
    .map(({ i, j, weight }) => `${classes[i]} as ${classes[j]} (${short(weight)})`)
  return `Most frequent mistakes: ${words.join(', ')}.`
}
