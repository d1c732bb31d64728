// What all pictures share: a white page with a heading, panels that are plots, and a description for those who cannot see it.
import { type PlotOptions, plot } from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** A plot and where its upper left corner lies, from below the heading. */
export interface Panel {
  readonly x: number
  readonly y: number
  readonly options: PlotOptions & { readonly width: number; readonly height: number }
  /** What lies below the plot: paths, in its units from its corner. */
  readonly ground?: readonly { readonly fill: string; readonly d: string }[]
}

/** A picture before it is text. */
export interface Page {
  readonly width: number
  /** Of what lies below the heading. */
  readonly height: number
  readonly title: string
  /** What is small print below the title. */
  readonly subtitle: string
  /** What is to be seen, in words. */
  readonly description: string
  readonly panels: readonly Panel[]
}

/** Black as ink, and the colours of what is right, wrong and unsure. */
export const INK = '#222'
export const BLUE = '#1f5fa8'
export const RED = '#c2410c'
export const GREY = '#8a8a8a'

/** Ten colours that neighbours can be told by (Tableau's); more classes than that share the last one, a grey. */
export const CLASS_COLORS = [
  '#4269d0', '#e0822f', '#2f9e8f', '#d1495b', '#8f6ad8', '#97724b', '#3c9bd6', '#b5a11d', '#c76aa8', '#5d6b7a',
] // biome-ignore format: a palette

const SVG = 'http://www.w3.org/2000/svg'
const MARGIN = 20
/** The mean width of a letter, as a part of the font's size: a little more than it is in the usual sans-serifs. */
const LETTER = 0.56

/** A document of its own, the same text for the same page. → SVG */
export function drawPage({ width, height, title, subtitle, description, panels }: Page): string {
  const { document } = parseHTML('<html><body></body></html>')
  const make = (name: string, attributes: Readonly<Record<string, string | number>>, text?: string) => {
    const element = document.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    if (text !== undefined) element.textContent = text
    return element
  }
  let y = 12
  const heading = [
    ...wrap(title, width - 2 * MARGIN, 17).map(line => {
      y += 20
      return make('text', { x: MARGIN, y, 'font-size': 16, 'font-weight': 600 }, line)
    }),
    ...wrap(subtitle, width - 2 * MARGIN, 12).map((line, i) => {
      y += i === 0 ? 20 : 16
      return make('text', { x: MARGIN, y, 'font-size': 12, fill: '#555' }, line)
    }),
  ]
  const top = y + 16
  const root = make('svg', {
    width,
    height: top + height,
    viewBox: `0 0 ${width} ${top + height}`,
    role: 'img',
    'aria-labelledby': 'picture-title picture-desc',
    'font-family': 'system-ui, sans-serif',
    fill: INK,
    xmlns: SVG,
  })
  root.append(
    make('title', { id: 'picture-title' }, title),
    make('desc', { id: 'picture-desc' }, description),
    make('rect', { width: '100%', height: '100%', fill: 'white' }),
    ...heading,
  )
  for (const { x, y, options, ground = [] } of panels) {
    for (const { fill, d } of ground)
      root.append(
        make('path', { fill, d, transform: `translate(${x}, ${top + y})`, 'shape-rendering': 'crispEdges' }),
      )
    const panel = plot({
      document,
      ...options,
      style: { fontSize: '12px', color: INK, background: 'none', overflow: 'visible' },
    })
    panel.setAttribute('xmlns', SVG)
    panel.setAttribute('x', String(x))
    panel.setAttribute('y', String(top + y))
    // What is described above need not be read out number by number.
    panel.setAttribute('aria-hidden', 'true')
    root.append(panel)
  }
  return `${rounded(root.outerHTML)}\n`
}

/**
 * Coordinates to a thousandth: what lies beyond cannot be seen, and differs from engine to engine. Control characters, which a
 * name may hold and XML may not, become a mark of what is unknown.
 */
const rounded = (svg: string): string =>
  svg
    .replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd')
    .replace(/<[^<>]*>/g, tag =>
      tag.replace(/-?\d+\.\d{4,}(e-?\d+)?/g, digits => String(Math.round(Number(digits) * 1000) / 1000)),
    )

/** A text in at most two lines, which break between words; what does not fit is cut off. */
function wrap(text: string, width: number, fontSize: number): readonly string[] {
  const words = text.trim().split(/\s+/)
  let first = words.shift() ?? ''
  while (words.length > 0 && shorten(`${first} ${words[0]}`, width, fontSize) === `${first} ${words[0]}`)
    first += ` ${words.shift()}`
  return [first, ...(words.length > 0 ? [words.join(' ')] : [])].map(line => shorten(line, width, fontSize))
}

/** A text that fits, as far as can be told without its font: its end makes way for dots. */
export function shorten(text: string, width: number, fontSize = 12): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  const fitting = Math.max(1, Math.floor(width / (LETTER * fontSize)))
  return letters.length <= fitting
    ? letters.join('')
    : `${letters
        .slice(0, fitting - 1)
        .join('')
        .trimEnd()}…`
}

/** How wide the longest of some labels is, up to a limit. */
export const widthOf = (labels: readonly string[], most: number, fontSize = 12): number =>
  Math.min(
    most,
    Math.ceil(labels.reduce((width, label) => Math.max(width, [...label].length), 1) * LETTER * fontSize),
  )

/** Part of the way from white to a colour. share : 0 … 1, color : '#rrggbb' */
export function tint(color: string, share: number): string {
  const channels = [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16))
  return `rgb(${channels.map(channel => Math.round(255 + (channel - 255) * share)).join(', ')})`
}

/** A number to three digits, or as a whole number, as people write it. */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en-US')
  const text = value.toPrecision(3)
  return text.includes('e')
    ? text.replace(/\.?0+e/, 'e')
    : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

/** A number in the room of four digits: 9999, 12k, 3.4M. */
export function compact(value: number): string {
  const [size, unit] =
    value >= 999_500 ? ([1e6, 'M'] as const) : value >= 9999.5 ? ([1e3, 'k'] as const) : ([1, ''] as const)
  const scaled = value / size
  return `${scaled >= 99.95 || (unit !== '' && scaled >= 9.95) ? Math.round(scaled) : Number(scaled.toPrecision(unit === '' ? 3 : 2))}${unit}`
}

/** A share as whole percents; 0 % and 100 % are meant exactly. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %'
  if (share < 1 && share >= 0.995) return '>99 %'
  return `${Math.round(100 * share)} %`
}

/** "5 classes", "1 class". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${short(n)} ${n === 1 ? one : many}`

/** The ends of an axis. Where they lie too near to each other for ticks between them to be floats of full precision, 1 is added to the upper one. */
export const axisFrom = (low: number, high: number): readonly [low: number, high: number] =>
  high - low < LEAST_SPAN ? [low, high + 1] : [low, high]

const LEAST_SPAN = 1e-290
