// Exponentials of rows, shifted by their largest value: log-sum-exp, softmax, and the cross-entropy that is built on them.
import type { TypedArray } from '../../dtype.js'
import type { Around } from '../../shape.js'
import { reference } from '../reference.js'
import type { Assembler } from './assembler.js'
import { type Engine, lanesOf, region } from './engine.js'
import type { V128 } from './expression.js'
import { expBelow0 } from './functions.js'
import * as i32 from './i32.js'
import { f64x2 } from './instructions.js'
import { float64, type Lanes } from './lanes.js'
import { get, put, type View } from './stage.js'
import { firstLanes, widened } from './sums.js'
import * as v128 from './v128.js'
import { Vector } from './vector.js'

/** Bytes of a block; longer rows have a block to themselves, up to the bytes of a region. */
const BLOCK = 2 ** 15
const ROW_BYTES = 4 * 2 ** 20
const IN = region(0, 0)
const OUT = region(1, 5)
const RESULT = region(2, 10)
const TOPS = region(3, 15)
const SCALES = region(4, 15.25)
const RESTS = region(5, 15.5)

/** Bytes over which float32 are added before the sum goes to float64. */
const STRETCH = 512

interface RowsKernel {
  /**
   * For each row e^(x − largest), its largest value, and what the sum of these powers has beyond 1: the largest itself is
   * left out, so that a small rest keeps its digits. `extra` values lie behind the last whole vector.
   */
  readonly powers: (
    from: number,
    rows: number,
    width: number,
    extra: number,
    tops: number,
    rests: number,
    to: number,
  ) => void
  /** (x − a)·b − c, with an a, a b and a c for each row. */
  readonly adjust: (
    from: number,
    rows: number,
    width: number,
    a: number,
    b: number,
    c: number,
    to: number,
  ) => void
}

function writeRows(assembler: Assembler, lanes: Lanes, _variant: string, fma: boolean): void {
  assembler.define('adjust', (f, from, rows, width, aAt, bAt, cAt, to) => {
    const [row, p, q, end] = f.locals('i32')
    f.upTo(row, rows, 1, () => {
      const [a, b, c] = [aAt, bAt, cAt].map(at => f.let(lanes.loadSplat(at)))
      f.set(p, from)
      f.set(q, to)
      f.set(end, i32.add(from, width))
      f.upTo(p, end, 16, () => {
        f.run(v128.store(q, lanes.sub(lanes.mul(lanes.sub(v128.load(p), a!), b!), c!)))
        f.advance(q, 16)
      })
      for (const at of [aAt, bAt, cAt]) f.advance(at, lanes.bytes)
      for (const at of [from, to]) f.advance(at, width)
    })
  })
  assembler.define('powers', (f, from, rows, width, extra, tops, rests, to) => {
    const [row, p, q, end, stop] = f.locals('i32')
    const lowest = f.constant(lanes.of(Number.NEGATIVE_INFINITY))
    const one = f.constant(lanes.of(1))
    const mask = f.let(firstLanes(lanes, extra))
    const [top, rest, ties, total] = f.locals('v128')
    // Four at once: each waits for its own last comparison only.
    const largest = Array.from({ length: 4 }, () => f.local('v128'))
    /** Takes in a vector, those equal to the largest apart from the rest. */
    const gather = (loaded: V128) => {
      const x = f.let(loaded)
      const tie = f.let(lanes.eq(x, top))
      const power = expBelow0(new Vector({ f, lanes, fma }, lanes.sub(x, top))).value
      f.set(rest, lanes.add(rest, v128.andNot(power, tie)))
      f.set(ties, lanes.add(ties, v128.and(one, tie)))
      f.run(v128.store(q, power))
      f.advance(q, 16)
    }
    f.upTo(row, rows, 1, () => {
      f.set(end, i32.add(from, i32.sub(width, i32.mul(extra, lanes.bytes))))
      for (const one of largest) f.set(one, lowest)
      f.set(p, from)
      f.set(stop, i32.sub(end, i32.and(i32.sub(end, from), 63)))
      f.upTo(p, stop, 64, () => {
        for (const [i, one] of largest.entries()) f.set(one, lanes.pmax(one, v128.load(p, 16 * i)))
      })
      f.set(
        top,
        largest.reduce<V128>((a, b) => lanes.pmax(a, b), lowest),
      )
      f.upTo(p, end, 16, () => f.set(top, lanes.pmax(top, v128.load(p))))
      f.when(extra, () => f.set(top, lanes.pmax(top, v128.select(mask, v128.load(p), lowest))))
      f.set(top, lanes.across(lanes.pmax, top))
      f.set(total, float64.of(0))
      f.set(ties, lanes.of(0))
      f.set(p, from)
      f.set(q, to)
      const close = () => {
        for (const part of widened(f, lanes, rest)) f.set(total, f64x2.add(total, part))
        f.set(rest, lanes.of(0))
      }
      f.set(rest, lanes.of(0))
      f.whileBelow(p, end, () => {
        f.set(stop, i32.add(p, STRETCH))
        f.when(i32.gtS(stop, end), () => f.set(stop, end))
        f.upTo(p, stop, 16, () => gather(v128.load(p)))
        close()
      })
      f.when(extra, () => {
        gather(v128.select(mask, v128.load(p), lowest))
        close()
      })
      const count = f.let(lanes.across(lanes.add, ties))
      const sum = f.let(lanes.narrow(float64.across(f64x2.add, total)))
      f.run(lanes.storeFirst(tops, top))
      f.run(lanes.storeFirst(rests, lanes.add(sum, lanes.sub(count, one))))
      for (const at of [tops, rests]) f.advance(at, lanes.bytes)
      for (const at of [from, to]) f.advance(at, width)
    })
  })
}

/** What is known of a block's rows: their largest values a and rests c, to be replaced, with b, by what adjusts them. */
type Adjust = (i: number, row: number, a: View, b: View, c: View) => void

/** The kernels of an engine over rows, [rows, n]. Each says whether it took the work. */
export function rows(engine: Engine) {
  const family = engine.family<RowsKernel>(writeRows)

  /**
   * Runs block by block, and adjusts what stands at an address, if one is given, to the result. Rows with ∞ or NaN, or
   * with −∞ alone, are for the reference, which gets their block: `part` cuts it out of an array with so many values a row.
   */
  function blocks(
    x: TypedArray,
    { n, inner }: Pick<Around, 'n' | 'inner'>,
    out: TypedArray,
    source: number | undefined,
    adjust: Adjust,
    plain: (part: (x: TypedArray, each: number) => TypedArray, around: Around) => void,
  ): boolean {
    const lanes = lanesOf(x, out)
    const kernel =
      inner === 1 &&
      x.length >= Math.max(1, engine.least.rows) &&
      lanes &&
      n * lanes.bytes <= ROW_BYTES &&
      family(lanes)
    if (!kernel) return false
    const view = engine[lanes.dtype]
    const [width, extra] = [n * lanes.bytes, n % lanes.count]
    const most = Math.max(1, Math.floor(BLOCK / width))
    const [a, b, c] = [TOPS, SCALES, RESTS].map(at =>
      view.subarray(at / lanes.bytes, at / lanes.bytes + most),
    )
    for (let start = 0; start * n < x.length; start += most) {
      const rows = Math.min(most, x.length / n - start)
      put(view, x, start * n, rows * n, IN)
      kernel.powers(IN, rows, width, extra, TOPS, RESTS, OUT)
      let finite = true
      for (let i = 0; i < rows; i++) finite &&= Number.isFinite(a![i]! + c![i]!)
      if (finite) {
        for (let i = 0; i < rows; i++) adjust(i, start + i, a!, b!, c!)
        if (source === undefined) continue
        kernel.adjust(source, rows, width, TOPS, SCALES, RESTS, RESULT)
        get(view, RESULT, out, start * n, rows * n)
      } else {
        const cut = (y: TypedArray, each: number) => y.subarray(start * each, (start + rows) * each)
        plain(cut, { outer: rows, n, inner: 1 })
      }
    }
    return true
  }

  return {
    logSumExp(x: TypedArray, shape: Around, out: TypedArray): boolean {
      const each: Adjust = (i, row, a, _, c) => {
        out[row] = a[i]! + Math.log1p(c[i]!)
      }
      return blocks(x, shape, out, undefined, each, (part, around) =>
        reference.logSumExp(part(x, around.n), around, part(out, 1)),
      )
    },

    softmax(x: TypedArray, shape: Around, out: TypedArray): boolean {
      const each: Adjust = (i, _, a, b, c) => {
        b[i] = 1 / (1 + c[i]!)
        a[i] = c[i] = 0
      }
      return blocks(x, shape, out, OUT, each, (part, around) =>
        reference.softmax(part(x, around.n), around, part(out, around.n)),
      )
    },

    logSoftmax(x: TypedArray, shape: Around, out: TypedArray): boolean {
      const each: Adjust = (i, _row, _a, b, c) => {
        b[i] = 1
        c[i] = Math.log1p(c[i]!)
      }
      return blocks(x, shape, out, IN, each, (part, around) =>
        reference.logSoftmax(part(x, around.n), around, part(out, around.n)),
      )
    },

    crossEntropy(x: TypedArray, labels: Int32Array, n: number, out: TypedArray): boolean {
      const each: Adjust = (i, row, a, _, c) => {
        out[row] = Math.log1p(c[i]!) + (a[i]! - x[row * n + labels[row]!]!)
      }
      return blocks(x, { n, inner: 1 }, out, undefined, each, part =>
        reference.crossEntropy(part(x, n), part(labels, 1) as Int32Array, n, part(out, 1)),
      )
    },

    softmaxTimes(
      x: TypedArray,
      shape: Around,
      dy: TypedArray,
      labels: Int32Array | undefined,
      out: TypedArray,
    ): boolean {
      const { n } = shape
      // 0 times ∞ is for the reference, which knows what is masked.
      for (let i = 0; i < dy.length; i++) if (!Number.isFinite(dy[i])) return false
      // At the label, its probability less 1; where it is the largest, from the rest, which has the digits.
      const own: number[] = []
      const each: Adjust = (i, row, a, b, c) => {
        const sum = 1 + c[i]!
        if (labels !== undefined) {
          const below = x[row * n + labels[row]!]! - a[i]!
          own[row] = dy[row]! * (below === 0 ? -c[i]! / sum : Math.exp(below) / sum - 1)
        }
        b[i] = dy[row]! / sum
        a[i] = c[i] = 0
      }
      const taken = blocks(x, shape, out, OUT, each, (part, around) => {
        const those = labels && (part(labels, 1) as Int32Array)
        reference.softmaxTimes(part(x, n), around, part(dy, 1), those, part(out, n))
      })
      // What the reference took has left holes, which are skipped.
      own.forEach((value, row) => {
        out[row * n + labels![row]!] = value
      })
      return taken
    },
  }
}
