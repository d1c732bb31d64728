// Files as the command line meets them: errors say what is wrong with which.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Limit } from '../models/node/read.js'

/** Fisher's irises, as the package ships them. */
export function irisFile(): string {
  const path = fileURLToPath(new URL('../../examples/data/iris.csv', import.meta.url))
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}

/** A table: it takes about ten times its size in memory. */
export const CSV: Limit = { what: 'a CSV file', bytes: 2 ** 28 }

/** A paper: some thousand pages. */
export const PAPER: Limit = { what: 'a paper', bytes: 2 ** 24 }

/** How a CSV file is laid out, as options of the command line give it. */
export interface LayoutOptions {
  readonly delimiter?: string
  readonly header: boolean
}

/** The same for the readers of `chainrule/data`. */
export const layoutOf = ({ delimiter, header }: LayoutOptions) => ({
  ...(delimiter === undefined ? {} : { delimiter }),
  ...(header ? {} : { header: false }),
})
