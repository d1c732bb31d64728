// Files as the command line meets them: errors say what is wrong with which.
import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs'
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

/** Makes a folder, and those above it; gives those that were not there, the innermost first. */
export function makeDirectory(path: string): readonly string[] {
  // Level by level: Node's own recursive mkdir never returns below /proc.
  const parent = dirname(path)
  const above = existsSync(parent) ? [] : makeDirectory(parent)
  if (existsSync(path) && statSync(path).isDirectory()) return above
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have made it in between.
    if (existsSync(path) && statSync(path).isDirectory()) return above
    throw new DataError(path, `cannot be made a directory: ${reasonOf(error)}`)
  }
  return [path, ...above]
}

/** Removes folders that nothing was put into. */
export function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder)
  } catch {
    // Something is in it, so it stays, and those above it do.
  }
}
