// Exact medians of columns however long, in bounded memory: the table is read again, some times.
import type { Source } from '../../source.js'
import type { Mask } from './survey.js'

/** So many values of a column are sorted at once. */
const MOST_VALUES = 2 ** 14

/** The bits of a float64 as four digits of 16 bits, the highest first, such that digits are in the order of the numbers. */
const value = new Float64Array(1)
const words = new Uint16Array(value.buffer)
const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** Where digit 0 stands among the words, and which way the others follow. */
const [top, step] = isLittle ? [3, -1] : [0, 1]

function digit(x: number, place: number): number {
  value[0] = x
  const own = words[top + step * place]!
  if (words[top]! >= 0x8000) return 0xffff - own
  return place === 0 ? own + 0x8000 : own
}

/** The search for the value of a rank: the digits that are known of it, and its rank among the values that begin with them. */
interface Search {
  readonly column: number
  rank: number
  readonly known: number[]
  found?: number
}

function fits(x: number, known: readonly number[]): boolean {
  for (let place = 0; place < known.length; place++) if (digit(x, place) !== known[place]) return false
  return true
}

/**
 * The median of the numbers of each column: the middle one, or the mean of the middle two.
 *
 * columns : with the count of numbers in each; at most `most` values of one are sorted. Each pass settles a digit of 16 bits, until few enough values are left to sort.
 */
export function mediansOf(
  source: Source,
  columns: readonly { readonly column: number; readonly count: number }[],
  mask?: Mask,
  most: number = MOST_VALUES,
): readonly number[] {
  const searches = columns.flatMap(({ column, count }) =>
    [Math.floor((count - 1) / 2), Math.ceil((count - 1) / 2)].map(
      (rank): Search => ({ column, rank, known: [] }),
    ),
  )
  let left = new Map(searches.map((search, i) => [search, columns[i >> 1]!.count]))
  while (left.size > 0) {
    const work = [...left].map(([search, count]) => ({
      search,
      values: count <= most ? ([] as number[]) : undefined,
      counts: count <= most ? undefined : new Uint32Array(2 ** 16),
    }))
    for (const block of source.blocks(
      mask === undefined ? [...new Set(work.map(({ search }) => search.column))] : undefined,
    )) {
      const out = mask?.(block)
      const numbers = new Map<number, Float64Array>()
      for (const { search, values, counts } of work) {
        const cells = numbers.get(search.column) ?? block.numbers(search.column).values
        numbers.set(search.column, cells)
        const { known } = search
        for (let i = 0; i < cells.length; i++) {
          const x = cells[i]! + 0
          if (Number.isNaN(x) || out?.[i] === 1 || !fits(x, known)) continue
          if (counts !== undefined) counts[digit(x, known.length)]!++
          else values?.push(x)
        }
      }
    }
    const next = new Map<Search, number>()
    for (const { search, values, counts } of work) {
      if (values !== undefined) search.found = Float64Array.from(values).sort()[search.rank]!
      if (counts === undefined) continue
      let d = 0
      while (search.rank >= counts[d]!) search.rank -= counts[d++]!
      search.known.push(d)
      // Four digits are all bits: what is left is one value, however often.
      if (search.known.length === 4) search.found = numberOf(search.known)
      else next.set(search, counts[d]!)
    }
    left = next
  }
  return columns.map((_, i) => {
    const [a, b] = [searches[2 * i]!.found!, searches[2 * i + 1]!.found!]
    return a === b ? a : a / 2 + b / 2
  })
}

/** The number of four digits. */
function numberOf(digits: readonly number[]): number {
  const negative = digits[0]! < 0x8000
  digits.forEach((d, place) => {
    words[top + step * place] = negative ? 0xffff - d : place === 0 ? d - 0x8000 : d
  })
  return value[0]!
}
