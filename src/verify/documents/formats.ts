// The document formats that are read: the first that accepts a file reads it.
import { decoded } from './bytes.js'
import type { Document, Format, FormatName, ReadFile } from './format.js'
import { latex } from './latex/latex.js'
import { markdown } from './markdown/markdown.js'
import { notebook } from './notebook/notebook.js'

/** One line a format. Markdown comes last, for it accepts whatever nobody else does. */
export const FORMATS: readonly Format[] = [latex, notebook, markdown]

/** How to read a file. */
export interface Reading {
  /** The format; unless given, what the name of the file says. */
  readonly from?: FormatName | undefined
  /** Reads the files that it names; without it, none are read. */
  readonly read?: ReadFile | undefined
}

/** What a file holds, by its name and its text or bytes. */
export const documentIn = (
  file: string,
  input: string | Uint8Array,
  formats: readonly Format[] = FORMATS,
  { from, read }: Reading = {},
): Document => decoded(input, text => formatOf(file, text, formats, from).read(text, read))

/** The format of a file, or the one that is asked for. */
export const formatOf = (
  file: string,
  text: string,
  formats: readonly Format[] = FORMATS,
  from?: FormatName,
): Format => formats.find(format => (from === undefined ? format.accepts(file, text) : format.name === from))!
