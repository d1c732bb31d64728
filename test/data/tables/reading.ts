// How tables are looked at in tests: all texts, all numbers, and what reading ends in.
import { expect } from 'vitest'
import type { Source } from '../../../src/data/index.js'
import { DataError } from '../../../src/errors.js'

/** All texts of a table, row by row; missing ones as `undefined`. */
export function textsOf(source: Source): readonly (readonly (string | undefined)[])[] {
  const rows: (string | undefined)[][] = []
  for (const block of source.blocks()) {
    expect(block.start).toBe(rows.length)
    expect(block.size).toBeGreaterThan(0)
    const columns = source.columns.map((_, j) => block.texts(j))
    for (let i = 0; i < block.size; i++) rows.push(columns.map(column => column[i]))
  }
  return rows
}

/** A column of a table as numbers, NaN where one is missing; throws the error of the first cell that is none. */
export function numbersOf(source: Source, name: string): readonly number[] {
  const column = source.columns.indexOf(name)
  const all: number[] = []
  for (const block of source.blocks([column])) {
    const { values, bad, problem } = block.numbers(column)
    expect(values.length).toBe(block.size)
    if (bad >= 0) throw block.error(`${problem!.kind}: ${problem!.message}`, bad, column)
    all.push(...values)
  }
  return all
}

/** What reading gives, or the message of the `DataError` that it ends in. */
export function outcome<T>(read: () => T): T | string {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
}
