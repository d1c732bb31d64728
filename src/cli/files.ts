// Files as the command line meets them: errors say what is wrong with which.
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DataError } from '../errors.js'
import type { Limit } from '../models/node/read.js'
import { reasonOf } from '../models/node/write.js'

/** Fisher's irises, as the package ships them. */
export function irisFile(): string {
  const path = fileURLToPath(new URL('../../examples/data/iris.csv', import.meta.url))
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}

/** A paper: some thousand pages. */
export const PAPER: Limit = { what: 'a paper', bytes: 2 ** 24 }

/** Makes a folder, and those above it. */
export function makeDirectory(path: string): void {
  // Level by level: Node's own recursive mkdir never returns below /proc.
  const parent = dirname(path)
  if (!existsSync(parent)) makeDirectory(parent)
  if (existsSync(path) && statSync(path).isDirectory()) return
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have made it in between.
    if (existsSync(path) && statSync(path).isDirectory()) return
    throw new DataError(path, `cannot be made a directory: ${reasonOf(error)}`)
  }
}
