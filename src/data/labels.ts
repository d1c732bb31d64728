// Labels: the classes that a column of text names, and each row's class as an index.
import { fromData } from '../create.js'
import { describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { nearest } from './nearest.js'
import { parseNumber } from './numbers.js'
import { MOST_NAMES, type Sheet } from './sheet.js'

/** The names in a column, each once: by value when all are numbers, else by code point. */
export function classesOf(sheet: Sheet, label: number): readonly string[] {
  const found = new Set<string>()
  for (let i = 0; i < sheet.size; i++) {
    found.add(sheet.row(i)[label]!)
    if (found.size > MOST_NAMES)
      throw sheet.error(
        `column ${describe(sheet.names[label])}: more than ${MOST_NAMES} different labels are too many`,
        i,
        label,
      )
  }
  const classes = [...found].filter(name => name.trim() !== '')
  const values = new Map(classes.map(name => [name, parseNumber(name)]))
  const numeric = classes.every(name => values.get(name) !== undefined)
  return classes.sort((a, b) => (numeric ? values.get(a)! - values.get(b)! : 0) || compareCodePoints(a, b))
}

/** For each row the index of its class. → int32 [n] */
export function labelsOf(sheet: Sheet, label: number, classes: readonly string[]): Tensor<readonly [number]> {
  const column = describe(sheet.names[label])
  const index = new Map(classes.map((name, k) => [name, k]))
  const labels = Int32Array.from({ length: sheet.size }, (_, i) => {
    const name = sheet.row(i)[label]!
    if (name.trim() === '')
      throw sheet.error(`column ${column}: the label is empty; fill it in or remove the row`, i, label)
    const k = index.get(name)
    if (k !== undefined) return k
    const close = nearest(name, classes)
    const hint = close === undefined ? '' : `; did you mean ${describe(close)}?`
    throw sheet.error(
      `column ${column}: ${describe(name)} is none of the ${classes.length} classes${hint}`,
      i,
      label,
    )
  })
  return fromData(labels, [labels.length] as const)
}

/** Text in the order of its characters' numbers, which JavaScript's own order is not for those above U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  if (i === a.length || i === b.length) return a.length - b.length
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
}

/** Surrogates, the halves of characters above U+FFFF, after everything else. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)
