// Files as the command line meets them: errors say what is wrong with which.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DataError } from '../errors.js'
import { reasonOf } from '../models/node/write.js'

/** Fisher's irises, as the package ships them. */
export function irisFile(): string {
  const path = fileURLToPath(new URL('../../examples/data/iris.csv', import.meta.url))
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}

/** The bytes of a file. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new DataError(path, `cannot be read: ${reasonOf(error)}`)
  }
}

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
