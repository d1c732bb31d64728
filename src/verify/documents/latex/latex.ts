// LaTeX as the verifier reads it: what a document prints as a formula, with the macros that it defines.
import { documentOf, type Format, type Help } from '../format.js'
import { fileSource } from '../sourceMap.js'
import { Reader } from './reader.js'
import { Shared } from './shared.js'

const HELP: Help = {
  given: [
    'Write one before the formulas, with all their symbols, in comments:',
    '% chainrule: X : real[m, n]',
    '% chainrule: w : real[n]',
  ],
  display: ['Write \\[ … \\], or \\begin{equation}, around what you claim.'],
}

/** LaTeX, by the name of the file, or by how a text without a name begins. */
export const latex: Format = {
  name: 'latex',
  accepts: (file, text) =>
    /\.(tex|ltx|latex)$/i.test(file) ||
    (!/\.\w+$/.test(file) && /^\s*(%[^\n]*\n\s*)*\\documentclass\b/.test(text)),
  read(text, read) {
    const shared = new Shared(read)
    Reader.readFile(fileSource(text), shared)
    return documentOf(text, shared.finished(), HELP)
  },
}
