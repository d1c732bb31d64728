// Labels: the classes that a column of text names, and each row's class as an index.
import { fromData } from '../../create.js'
import { describe } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { nearest } from '../nearest.js'
import { parseNumber } from '../numbers.js'
import type { Source } from '../source.js'
import { MOST_NAMES } from './header.js'

/** The names in a column, each once, in the order of `sortNames`. */
export function classesOf(table: Source, label: number): readonly string[] {
  const found = new Set<string>()
  for (const block of table.blocks([label])) {
    block.texts(label).forEach((name, i) => {
      if (name !== undefined) found.add(name)
      if (found.size > MOST_NAMES)
        throw block.error(
          `column ${describe(table.columns[label])}: more than ${MOST_NAMES} different labels are too many`,
          i,
          label,
        )
    })
  }
  return sortNames([...found])
}

/** Names by value when all are numbers, else by code point. */
export function sortNames(names: readonly string[]): readonly string[] {
  const values = new Map(names.map(name => [name, parseNumber(name)]))
  const numeric = names.every(name => values.get(name) !== undefined)
  return [...names].sort((a, b) => (numeric ? values.get(a)! - values.get(b)! : 0) || compareCodePoints(a, b))
}

/** For each row the index of its class. → int32 [n] */
export function labelsOf(
  table: Source,
  label: number,
  classes: readonly string[],
): Tensor<readonly [number]> {
  const column = describe(table.columns[label])
  const index = new Map(classes.map((name, k) => [name, k]))
  const labels: number[] = []
  for (const block of table.blocks([label])) {
    block.texts(label).forEach((name, i) => {
      if (name === undefined)
        throw block.error(`column ${column}: the label is empty; fill it in or remove the row`, i, label)
      const k = index.get(name)
      if (k === undefined) throw block.error(`column ${column}: ${noneOf(name, classes)}`, i, label)
      labels.push(k)
    })
  }
  return fromData(Int32Array.from(labels), [labels.length] as const)
}

/** Says that a name is no class, and which may be meant. */
export function noneOf(name: string, classes: readonly string[], what = 'classes'): string {
  const close = nearest(name, classes)
  const hint = close === undefined ? '' : `; did you mean ${describe(close)}?`
  return `${describe(name)} is none of the ${classes.length} ${what}${hint}`
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
