// What the verifier takes from a file: stretches of it that are formulas or declarations, with their places.
import type { Verdict } from '../report/report.js'

/** A stretch of the file that is the verifier's to read. */
export interface Block {
  /** As it stands in the file, but for the marks of quotes, which are blank here. */
  readonly text: string
  /** Where it starts in the file's text, in UTF-16 units. */
  readonly offset: number
  /** The same as a line and a column, counted from 1. */
  readonly line: number
  readonly column: number
  /** From \tag{…}: the first one. */
  readonly tag: string | undefined
  /** What a mark says will become of it. */
  readonly expected: Verdict | undefined
  /** Whether a mark says to leave it out. */
  readonly skip: boolean
}

const TAG = /\\tag\*?\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g

/** Where the tags of a formula stand, and what they say. */
export const tagsIn = (text: string): readonly { readonly at: number; readonly tag: string }[] =>
  [...text.matchAll(TAG)].map(found => ({ at: found.index, tag: found[1]!.trim() }))
