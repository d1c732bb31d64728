// Columns that say the same as an earlier one: found by a fingerprint, then compared value by value.
import { describe } from '../../../errors.js'
import type { Block, Source } from '../../source.js'
import type { Feature, Warning } from '../schema.js'
import type { Mask, Tally } from './survey.js'
import { NumberTally } from './tally.js'

interface Column {
  readonly looked: { readonly column: number; readonly name: string }
  readonly tally: Tally
  readonly becomes: Feature
}

/** The columns without those that equal an earlier one, with a warning for each of these. Texts are equal up to a renaming. */
export function withoutDuplicates<T extends Column>(
  source: Source,
  columns: readonly T[],
  warnings: Warning[],
  mask?: Mask,
): readonly T[] {
  const firsts = new Map<string, T>()
  const alike: { readonly first: T; readonly later: T }[] = []
  for (const later of columns) {
    const print = `${later.becomes.kind} ${later.tally.missing} ${later.tally.print}`
    const first = firsts.get(print)
    if (first === undefined) firsts.set(print, later)
    else alike.push({ first, later })
  }
  if (alike.length === 0) return columns
  const apart = new Set<T>()
  const names = new Map(alike.map(({ later }) => [later, new Map<string, string>()]))
  const used = alike.flatMap(({ first, later }) => [first.looked.column, later.looked.column])
  for (const block of source.blocks(mask === undefined ? [...new Set(used)] : undefined)) {
    const out = mask?.(block)
    for (const { first, later } of alike)
      if (!apart.has(later) && !areEqual(block, first, later, names.get(later)!, out)) apart.add(later)
  }
  const same = new Map(
    alike.filter(({ later }) => !apart.has(later)).map(({ first, later }) => [later, first]),
  )
  for (const [{ looked }, first] of same) {
    const message = `says the same as ${describe(first.looked.name)}, and is left out`
    warnings.push({ column: looked.name, kind: 'duplicate', message })
  }
  return columns.filter(column => !same.has(column))
}

function areEqual(
  block: Block,
  first: Column,
  later: Column,
  names: Map<string, string>,
  out?: Uint8Array,
): boolean {
  const [a, b] = [first.looked.column, later.looked.column]
  if (first.tally instanceof NumberTally) {
    const [x, y] = [block.numbers(a).values, block.numbers(b).values]
    return x.every(
      (value, i) => out?.[i] === 1 || value === y[i] || (Number.isNaN(value) && Number.isNaN(y[i]!)),
    )
  }
  const [x, y] = [block.texts(a), block.texts(b)]
  return x.every((text, i) => {
    const other = y[i]
    if (out?.[i] === 1) return true
    if (text === undefined || other === undefined) return text === other
    const known = names.get(text)
    if (known === undefined) names.set(text, other)
    return known === undefined || known === other
  })
}
