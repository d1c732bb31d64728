// Markdown as the verifier reads it: any text is Markdown, and most of it is prose.
import { documentOf, type Format, type Help } from '../format.js'
import { fileSource } from '../sourceMap.js'
import { declaring } from './declaring.js'
import { Reader } from './reader.js'

const HELP: Help = {
  given: ['Write one before the formulas, with all their symbols:', '```given', 'X : real[m, n]', '```'],
  display: ['Write $$ … $$, or a fence ```math, around what you claim.'],
}

/** Markdown as GitHub, Jupyter, MyST and Pandoc have it. */
export const markdown: Format = {
  name: 'markdown',
  accepts: () => true,
  declaring,
  read: text => documentOf(text, new Reader(fileSource(text)).read(), HELP),
}
