// The place of something in a file, in words.
import { safe } from './excerpt.js'
import type { Place } from './report.js'

/** `12`, or `12 of cell 3` in a notebook: to be written behind "line". */
export const lineText = ({ cell, line }: Place): string =>
  cell === undefined ? String(line) : `${line} of cell ${cell}`

/** `paper.md:12:4`, or `notebook.ipynb:cell 3:12:4`. */
export const placeText = (file: string, { cell, line, column }: Place): string =>
  [safe(file), ...(cell === undefined ? [] : [`cell ${cell}`]), line, column].join(':')
