// Log-sum-exp, softmax and the cross-entropy that is built on them, over lines of any axis: block by block.
import type { TypedArray } from '../../dtype.js'
import type { Around } from '../../shape.js'
import * as plain from '../plain.js'
import { type Engine, lanesOf, region } from './engine.js'
import { type ColumnsKernel, type RowsKernel, writeColumns, writeRows } from './lines.js'
import { get, getBlock, put, putBlock, type View } from './stage.js'

/** Bytes of a block; longer rows have a block to themselves, up to the bytes of a region. Columns are copied row by row. */
const BLOCK = 2 ** 15
const COLUMNS_BLOCK = 2 ** 17
const ROW_BYTES = 4 * 2 ** 20
/** As many columns side by side are worth while. */
const LEAST_COLUMNS = 4
const IN = region(0, 0)
const OUT = region(1, 5)
const RESULT = region(2, 10)
const TOPS = region(3, 15)
const SCALES = region(4, 15.25)
const RESTS = region(5, 15.5)

/** What is known of a block's lines: their largest values a and rests c, to be replaced, with b, by what adjusts them. */
type Adjust = (i: number, line: number, a: View, b: View, c: View) => void

/** The work on lines along n. */
interface Work {
  readonly x: TypedArray
  readonly around: Around
  readonly out: TypedArray
  /** What is adjusted to the result: nothing, the values, or their powers. */
  readonly source: typeof IN | typeof OUT | undefined
  readonly adjust: Adjust
  /** Does some lines plainly: `part` cuts them out of an array with so many values a line. */
  readonly plainly: (part: Part, around: Around) => void
}

type Part = (x: TypedArray, each: number) => TypedArray

/**
 * Runs block by block; says whether it took the work. Lines with ∞ or NaN, or with −∞ alone, are done plainly, with their
 * neighbours.
 */
function blocks(engine: Engine, work: Work): boolean {
  const { x, around, out, source, adjust, plainly } = work
  const { outer, n, inner } = around
  const lanes = lanesOf(x, out)
  const isMany = x.length >= Math.max(1, engine.least.rows) && lanes !== undefined
  if (!isMany || n * lanes.bytes > ROW_BYTES) return false
  const view = engine[lanes.dtype]
  const { bytes, count } = lanes
  const [a, b, c] = [TOPS, SCALES, RESTS].map(at => view.subarray(at / bytes, at / bytes + BLOCK)) as [
    View,
    View,
    View,
  ]
  /** Adjusts lines from one on, if all of them are finite. */
  const adjusted = (line: number, lines: number): boolean => {
    for (let i = 0; i < lines; i++) if (!Number.isFinite(a[i]! + c[i]!)) return false
    for (let i = 0; i < lines; i++) adjust(i, line + i, a, b, c)
    return true
  }
  const leave = (line: number, lines: number, around: Around): void =>
    plainly((y, each) => y.subarray(line * each, (line + lines) * each), around)
  if (inner === 1) {
    const kernel = engine.family<RowsKernel>(writeRows)(lanes)
    const [width, extra] = [n * bytes, n % count]
    const most = Math.max(1, Math.floor(BLOCK / width))
    for (let start = 0; start * n < x.length; start += most) {
      const rows = Math.min(most, outer - start)
      put(view, x, start * n, rows * n, IN)
      kernel.powers(IN, rows, width, extra, TOPS, RESTS, OUT)
      if (!adjusted(start, rows)) leave(start, rows, { outer: rows, n, inner: 1 })
      else if (source !== undefined) {
        kernel.adjust(source, rows, width, TOPS, SCALES, RESTS, RESULT)
        get(view, RESULT, out, start * n, rows * n)
      }
    }
    return true
  }
  if (inner < LEAST_COLUMNS || 16 * n * bytes > ROW_BYTES) return false
  const kernel = engine.family<ColumnsKernel>(writeColumns)(lanes)
  const most = Math.max(16, Math.floor(COLUMNS_BLOCK / (n * bytes * count)) * count)
  for (let o = 0; o < outer; o++) {
    for (let column = 0; column < inner; column += most) {
      const columns = Math.min(most, inner - column, BLOCK)
      const apart = Math.ceil(columns / count) * count
      const [width, end] = [apart * bytes, IN + n * apart * bytes]
      const matrix = { start: o * n * inner, stride: inner }
      putBlock(view, { data: x, ...matrix }, [0, column], [n, columns], IN, apart)
      kernel.powers(IN, end, width, TOPS, RESTS, OUT)
      if (!adjusted(o * inner + column, columns)) {
        leave(o * inner, inner, { outer: 1, n, inner })
        break
      }
      if (source === undefined) continue
      kernel.adjust(source, source + n * width, width, TOPS, SCALES, RESTS, RESULT)
      getBlock(view, RESULT, apart, { data: out, ...matrix }, [0, column], [n, columns], false)
    }
  }
  return true
}

/** log Σ exp on an engine. */
export const logSumExp =
  (engine: Engine) =>
  (x: TypedArray, around: Around, out: TypedArray): boolean =>
    blocks(engine, {
      x,
      around,
      out,
      source: undefined,
      adjust: (i, line, a, _, c) => {
        out[line] = a[i]! + Math.log1p(c[i]!)
      },
      plainly: (part, own) => plain.logSumExp(part(x, own.n), own, part(out, 1)),
    })

/** Softmax on an engine. */
export const softmax =
  (engine: Engine) =>
  (x: TypedArray, around: Around, out: TypedArray): boolean =>
    blocks(engine, {
      x,
      around,
      out,
      source: OUT,
      adjust: (i, _, a, b, c) => {
        b[i] = 1 / (1 + c[i]!)
        a[i] = c[i] = 0
      },
      plainly: (part, own) => plain.softmax(part(x, own.n), own, part(out, own.n)),
    })

/** The logarithm of softmax on an engine. */
export const logSoftmax =
  (engine: Engine) =>
  (x: TypedArray, around: Around, out: TypedArray): boolean =>
    blocks(engine, {
      x,
      around,
      out,
      source: IN,
      adjust: (i, _line, _a, b, c) => {
        b[i] = 1
        c[i] = Math.log1p(c[i]!)
      },
      plainly: (part, own) => plain.logSoftmax(part(x, own.n), own, part(out, own.n)),
    })

/** Cross-entropy on an engine. */
export const crossEntropy =
  (engine: Engine) =>
  (x: TypedArray, labels: Int32Array, n: number, out: TypedArray): boolean =>
    blocks(engine, {
      x,
      around: { outer: labels.length, n, inner: 1 },
      out,
      source: undefined,
      adjust: (i, row, a, _, c) => {
        out[row] = Math.log1p(c[i]!) + (a[i]! - x[row * n + labels[row]!]!)
      },
      plainly: part => plain.crossEntropy(part(x, n), part(labels, 1) as Int32Array, n, part(out, 1)),
    })

/** The slopes of log-sum-exp and cross-entropy on an engine. */
export const softmaxTimes =
  (engine: Engine) =>
  (
    x: TypedArray,
    around: Around,
    dy: TypedArray,
    labels: Int32Array | undefined,
    out: TypedArray,
  ): boolean => {
    const { n, inner } = around
    // 0 times ∞ is for the reference, which knows what is masked.
    for (let i = 0; i < dy.length; i++) if (!Number.isFinite(dy[i])) return false
    const place = (line: number): number =>
      (Math.floor(line / inner) * n + labels![line]!) * inner + (line % inner)
    // At the label, its probability less 1; where it is the largest, from the rest, which has the digits.
    const own: number[] = []
    const taken = blocks(engine, {
      x,
      around,
      out,
      source: OUT,
      adjust: (i, line, a, b, c) => {
        const sum = 1 + c[i]!
        if (labels !== undefined) {
          const below = x[place(line)]! - a[i]!
          own[line] = dy[line]! * (below === 0 ? -c[i]! / sum : Math.exp(below) / sum - 1)
        }
        b[i] = dy[line]! / sum
        a[i] = c[i] = 0
      },
      plainly: (part, around) => {
        const those = labels && (part(labels, 1) as Int32Array)
        plain.softmaxTimes(part(x, n), around, part(dy, 1), those, part(out, n))
      },
    })
    // What the reference took has left holes, which are skipped.
    if (taken)
      own.forEach((value, line) => {
        out[place(line)] = value
      })
    return taken
  }
