// Colours for a report, where there is a screen that shows them and nobody asked for none.
import { styleText } from 'node:util'
import type { Paint, Style } from '../verify/index.js'

const FORMATS: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  holds: 'green',
  unrefuted: 'green',
  refuted: ['bold', 'red'],
  inconclusive: ['bold', 'yellow'],
  nonsmooth: ['bold', 'yellow'],
  unread: ['bold', 'magenta'],
  place: 'bold',
  caret: ['bold', 'red'],
  help: 'cyan',
  faint: 'dim',
  strong: 'bold',
}

/** What paints what goes to a stream; NO_COLOR and FORCE_COLOR are heeded, as everywhere. */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env
  const forced = FORCE_COLOR !== '' && FORCE_COLOR !== '0'
  const wanted =
    NO_COLOR === '' && (forced || (stream.isTTY === true && TERM !== 'dumb' && FORCE_COLOR !== '0'))
  return wanted
    ? (style, text) => styleText(FORMATS[style], text, { validateStream: false })
    : (_, text) => text
}
