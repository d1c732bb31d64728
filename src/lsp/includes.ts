// Files that a paper includes, read from its folder as they are saved there.
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReadFile } from '../verify/index.js'

/** A longer file is no part of a paper. */
const MOST = 2 ** 24

/** Reads what a page includes; a page that is no file includes nothing. */
export function includesOf(uri: string): ReadFile | undefined {
  if (!uri.startsWith('file:')) return undefined
  return path => {
    try {
      const file = join(dirname(fileURLToPath(uri)), path)
      return statSync(file).size > MOST ? undefined : readFileSync(file)
    } catch {
      return undefined
    }
  }
}
