// The document formats that are read: the first that accepts a file reads it.
import { decoded } from './bytes.js'
import type { Document, Format } from './format.js'
import { markdown } from './markdown/markdown.js'

/** One line a format. Markdown comes last, for it accepts whatever nobody else does. */
export const FORMATS: readonly Format[] = [markdown]

/** What a file holds, by its name and its text or bytes. */
export const documentIn = (
  file: string,
  input: string | Uint8Array,
  formats: readonly Format[] = FORMATS,
): Document => decoded(input, text => formatOf(file, text, formats).read(text))

/** The format of a file. */
export const formatOf = (file: string, text: string, formats: readonly Format[] = FORMATS): Format =>
  formats.find(format => format.accepts(file, text))!
