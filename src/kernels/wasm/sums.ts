// Sums and extrema along an axis. Sums run in float64 for both dtypes, block by block, so that no long sum is one chain.
import type { TypedArray } from '../../dtype.js'
import type { Around } from '../../shape.js'
import type { Fold } from '../kernels.js'
import type { Assembler, Body } from './assembler.js'
import { type Engine, lanesOf, region } from './engine.js'
import type { I32, V128 } from './expression.js'
import * as i32 from './i32.js'
import { f64x2, i32x4 } from './instructions.js'
import { float64, type Lanes } from './lanes.js'
import { put, putBlock } from './stage.js'
import * as v128 from './v128.js'
import { widened } from './wide.js'

/** Bytes of a block. */
const BLOCK = 2 ** 15
const IN = region(0, 0)
const OUT = region(1, 1)

/** What a fold starts from. */
const START = { sum: 0, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY }

/** Ones in the first `count` lanes. */
export function firstLanes(lanes: Lanes, count: I32): V128 {
  const places = lanes.bytes === 4 ? [0, 1, 2, 3] : [0, 0, 1, 1]
  return i32x4.gtS(i32x4.splat(count), v128.of(places.flatMap(place => [place, 0, 0, 0])))
}

interface FoldKernel {
  /** [rows, width in bytes] at an address → a value for each row, float64 for sums. `extra` values lie behind the last vector. */
  readonly rows: (from: number, rows: number, width: number, extra: number, to: number) => void
  /** [rows, width in bytes] → a value for each column; as many as vectors fill. */
  readonly columns: (from: number, end: number, width: number, to: number) => void
}

function writeFold(assembler: Assembler, lanes: Lanes, variant: string): void {
  const fold = variant as Fold
  const result = fold === 'sum' ? float64 : lanes
  const start = result.of(START[fold])
  const take = fold === 'sum' ? f64x2.add : lanes[fold]
  const parts = fold === 'sum' && lanes.bytes === 4 ? 2 : 1
  const parted = (f: Body, x: V128) => (fold === 'sum' ? widened(f, lanes, x) : [x])
  assembler.define('rows', (f, from, rows, width, extra, to) => {
    const [row, p, end, wide] = f.locals('i32')
    const mask = f.let(firstLanes(lanes, extra))
    const sums = Array.from({ length: 4 }, () => f.local('v128'))
    const gather = (at: number, x: V128) =>
      parted(f, x).forEach((part, i) => {
        const sum = sums[(at * parts + i) % 4]!
        f.set(sum, take(sum, part))
      })
    f.upTo(row, rows, 1, () => {
      for (const sum of sums) f.set(sum, start)
      f.set(p, from)
      f.set(end, i32.add(from, i32.sub(width, i32.mul(extra, lanes.bytes))))
      f.set(wide, i32.sub(end, i32.and(i32.sub(end, from), 63)))
      f.upTo(p, wide, 64, () => {
        for (let i = 0; i < 4; i++) gather(i, v128.load(p, 16 * i))
      })
      f.upTo(p, end, 16, () => gather(0, v128.load(p)))
      f.when(extra, () => {
        const rest = fold === 'sum' ? v128.and(v128.load(p), mask) : v128.select(mask, v128.load(p), start)
        gather(0, rest)
      })
      const pairs = [take(sums[0]!, sums[1]!), take(sums[2]!, sums[3]!)] as const
      const all = f.let(take(...pairs))
      f.run(result.storeFirst(to, result.across(take, all)))
      f.advance(to, result.bytes)
      f.advance(from, width)
    })
  })
  assembler.define('columns', (f, from, end, width, to) => {
    const [p, rowEnd] = f.locals('i32')
    f.set(rowEnd, i32.add(from, width))
    const sums = Array.from({ length: parts }, () => f.local('v128'))
    f.upTo(from, rowEnd, 16, () => {
      for (const sum of sums) f.set(sum, start)
      f.set(p, from)
      f.upTo(p, end, width, () => {
        for (const [i, part] of parted(f, v128.load(p)).entries()) f.set(sums[i]!, take(sums[i]!, part))
      })
      for (const [i, sum] of sums.entries()) f.run(v128.store(to, sum, 16 * i))
      f.advance(to, 16 * parts)
    })
  })
}

/** Reductions on an engine. Says whether it took the work. */
export function reduce(engine: Engine) {
  const family = engine.family<FoldKernel>(writeFold)
  return (fold: Fold, x: TypedArray, { outer, n, inner }: Around, out: TypedArray): boolean => {
    const lanes = lanesOf(x, out)
    if (x.length < engine.least.reduce || lanes === undefined) return false
    const { bytes, count, dtype } = lanes
    const kernel = family(lanes, fold)
    const view = engine[dtype]
    const [results, at] = fold === 'sum' ? [engine.float64, OUT / 8] : [view, OUT / bytes]
    const most = BLOCK / bytes
    const join = (totals: Float64Array): void => {
      for (let i = 0; i < totals.length; i++) {
        const [a, b] = [totals[i]!, results[at + i]!]
        totals[i] = fold === 'sum' ? a + b : Math[fold](a, b)
      }
    }
    if (inner === 1) {
      // Many short rows at a time, or one long row piece by piece.
      const length = Math.min(n, most)
      const step = Math.floor(most / length)
      for (let row = 0; row < outer; row += step) {
        const rows = Math.min(step, outer - row)
        const totals = new Float64Array(rows).fill(START[fold])
        for (let j = 0; j < n; j += length) {
          const width = Math.min(length, n - j)
          put(view, x, row * n + j, rows * width, IN)
          kernel.rows(IN, rows, width * bytes, width % count, OUT)
          join(totals)
        }
        out.set(totals, row)
      }
      return true
    }
    // Stripes of columns, and blocks of rows.
    const stripe = Math.min(inner, most / 16)
    for (let o = 0; o < outer; o++) {
      const matrix = { data: x, start: o * n * inner, stride: inner }
      for (let column = 0; column < inner; column += stripe) {
        const width = Math.min(stripe, inner - column)
        const step = Math.floor(most / width)
        const totals = new Float64Array(width).fill(START[fold])
        for (let row = 0; row < n; row += step) {
          const rows = Math.min(step, n - row)
          putBlock(view, matrix, [row, column], [rows, width], IN)
          kernel.columns(IN, IN + rows * width * bytes, width * bytes, OUT)
          join(totals)
        }
        out.set(totals, o * inner + column)
      }
    }
    return true
  }
}
