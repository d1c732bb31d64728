// The picture of coefficients: estimates with their intervals, feature by feature, a panel for each class.
import { axisX, axisY, dot, gridX, ruleX, ruleY, text } from '@observablehq/plot'
import { axisFrom, BLUE, count, drawPage, GREY, INK, RED, short, shorten, widthOf } from './frame.js'

/** A coefficient and where it may well be. */
export interface Coefficient {
  /** The feature. */
  readonly name: string
  readonly estimate: number
  /** The ends of the interval; ±∞ where there is none. */
  readonly low: number
  readonly high: number
}

/** What the picture of coefficients shows. */
export interface CoefficientsPicture {
  readonly title: string
  /** A panel for each: a class, or the only one without a name. All have the same features in the same order. */
  readonly groups: readonly { readonly name: string; readonly coefficients: readonly Coefficient[] }[]
  /** What the intervals are: '95 % intervals' unless given. */
  readonly intervals?: string
  /** What is shown: 'coefficients' unless given. */
  readonly axis?: string
}

/** Of more features, those with the largest estimates are shown; of more classes, the first ones. */
const MOST_FEATURES = 30
const MOST_GROUPS = 12
const ROW = 19

/** Intervals may reach as far as this many times the largest estimate; what goes on is cut off, with an arrow. */
const REACH = 2.5

/** Dots with intervals around a line at 0; blue where the interval leaves 0 out. → SVG */
export function coefficientsPicture(input: CoefficientsPicture): string {
  const { title, groups, intervals = '95 % intervals', axis = 'coefficients' } = input
  const shown = groups.slice(0, MOST_GROUPS)
  const features = largest(shown.map(({ coefficients }) => coefficients))
  const names = features.map(f => shown[0]!.coefficients[f]!.name)
  const [low, high] = domainOf(shown.flatMap(({ coefficients }) => features.map(f => coefficients[f]!)))

  const named = shown.some(({ name }) => name !== '')
  const across = shown.length <= 4 ? shown.length : shown.length <= 6 ? 3 : 4
  const left = widthOf(names, 170) + 16
  const panel = across === 1 ? 480 : across === 2 ? 320 : 230
  const height = features.length * ROW + (named ? 66 : 44)
  const total = shown[0]!.coefficients.length
  const less = [
    ...(features.length < total ? [`the ${features.length} largest of ${total} features`] : []),
    ...(shown.length < groups.length ? [`the first ${shown.length} of ${groups.length} classes`] : []),
  ]
  return drawPage({
    width: left + across * panel + 20,
    height: Math.ceil(shown.length / across) * height + 8,
    title,
    subtitle: [`${capital(axis)} with ${intervals}`, 'grey where they hold 0', ...less].join('; '),
    description: shown
      .map(group =>
        describeGroup(
          group.name,
          features.map(f => group.coefficients[f]!),
        ),
      )
      .join(' '),
    panels: shown.map(({ name, coefficients }, g) => {
      const column = g % across
      // Names stand before the first panel of a line; the others line up with it.
      const marginLeft = column === 0 ? left : 12
      const rows = features.map((f, place) => ({
        ...coefficients[f]!,
        place,
        color: colorOf(coefficients[f]!),
      }))
      const cut = rows.flatMap(row => [
        ...(row.low < low ? [{ ...row, at: low, mark: '◂' }] : []),
        ...(row.high > high ? [{ ...row, at: high, mark: '▸' }] : []),
      ])
      return {
        x: column === 0 ? 0 : left + column * panel - 12,
        y: Math.floor(g / across) * height,
        options: {
          width: marginLeft + panel,
          height,
          marginTop: named ? 24 : 8,
          marginLeft,
          marginRight: 16,
          marginBottom: 28,
          x: { domain: [low, high] },
          y: { domain: features.map((_, place) => place), type: 'point', padding: 0.6 },
          marks: [
            gridX({ stroke: INK, strokeOpacity: 0.1, ticks: 5 }),
            ruleX([0], { stroke: INK, strokeOpacity: 0.6 }),
            ruleY(rows, {
              y: 'place',
              x1: row => Math.max(row.low, low),
              x2: row => Math.min(row.high, high),
              stroke: 'color',
              strokeWidth: 2,
              strokeOpacity: 0.75,
            }),
            text(cut, { x: 'at', y: 'place', text: 'mark', fill: 'color', fontSize: 11 }),
            dot(rows, {
              x: 'estimate',
              y: 'place',
              fill: 'color',
              r: 3.5,
              title: row => `${row.name}: ${short(row.estimate)} (${short(row.low)} to ${short(row.high)})`,
            }),
            axisX({ label: null, ticks: 5 }),
            axisY({
              label: null,
              tickSize: 0,
              tickFormat: (place: number) => (column === 0 ? shorten(names[place]!, 170) : ''),
            }),
            ...(name === ''
              ? []
              : [
                  text([shorten(name, panel - 40, 13)], {
                    frameAnchor: 'top',
                    dy: -18,
                    fontSize: 13,
                    fontWeight: 600,
                  }),
                ]),
          ],
        },
      }
    }),
  })
}

/** Where an interval leaves 0 out there is something to be seen; an estimate below 0 is no worse than one above. */
const colorOf = ({ low, high }: Coefficient): string => (low > 0 ? BLUE : high < 0 ? RED : GREY)

/** The places of the features to show, in the order given. */
function largest(groups: readonly (readonly Coefficient[])[]): readonly number[] {
  const all = groups[0]!.map((_, f) => f)
  if (all.length <= MOST_FEATURES) return all
  const size = all.map(f => groups.reduce((most, group) => Math.max(most, Math.abs(group[f]!.estimate)), 0))
  return all
    .toSorted((a, b) => size[b]! - size[a]! || a - b)
    .slice(0, MOST_FEATURES)
    .sort((a, b) => a - b)
}

/** All estimates and 0, and intervals as far as they do not make all else small. */
function domainOf(coefficients: readonly Coefficient[]): readonly [low: number, high: number] {
  const most = coefficients.reduce((size, { estimate }) => Math.max(size, Math.abs(estimate)), 0) || 1
  const ends = coefficients.flatMap(({ estimate, low, high }) => [estimate, low, high])
  const within = ends.map(end => Math.min(Math.max(end, -REACH * most), REACH * most))
  const [low, high] = [Math.min(0, ...within), Math.max(0, ...within)]
  const pad = 0.03 * (high - low)
  return axisFrom(low - pad, high + pad)
}

function describeGroup(name: string, coefficients: readonly Coefficient[]): string {
  const clear = coefficients.filter(({ low, high }) => low > 0 || high < 0)
  const most = clear.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate)).slice(0, 3)
  const words = most.map(({ name, estimate }) => `${name} ${short(estimate)}`).join(', ')
  const head = `${name === '' ? '' : `${name}: `}${clear.length} of ${count(coefficients.length, 'coefficient')} differ from 0`
  return most.length === 0 ? `${head}.` : `${head}; largest: ${words}.`
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
