// Exponentials of lines, shifted by their largest value, as kernels: of rows one after the other, and of columns side by side.
import type { Assembler } from './assembler.js'
import type { V128 } from './expression.js'
import { expBelow0 } from './functions/exponential.js'
import * as i32 from './i32.js'
import { f64x2 } from './instructions.js'
import { float64, type Lanes } from './lanes.js'
import { firstLanes } from './sums.js'
import * as v128 from './v128.js'
import { Vector } from './vector.js'
import { narrowed, widened } from './wide.js'

/** Bytes over which float32 are added before the sum goes to float64. */
const STRETCH = 512

export interface RowsKernel {
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

export function writeRows(assembler: Assembler, lanes: Lanes, _variant: string, fma: boolean): void {
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

export interface ColumnsKernel {
  /** The same for columns of a block, whose rows are `width` bytes apart up to an end. */
  readonly powers: (from: number, end: number, width: number, tops: number, rests: number, to: number) => void
  /** (x − a)·b − c, with an a, a b and a c for each column. */
  readonly adjust: (
    from: number,
    end: number,
    width: number,
    a: number,
    b: number,
    c: number,
    to: number,
  ) => void
}

export function writeColumns(assembler: Assembler, lanes: Lanes, _variant: string, fma: boolean): void {
  assembler.define('adjust', (f, from, end, width, a, b, c, to) => {
    const at = f.local('i32')
    f.upTo(from, end, width, () => {
      f.set(at, i32.of(0))
      f.upTo(at, width, 16, () => {
        const [x, less, times, minus] = [from, a, b, c].map(start => v128.load(i32.add(start, at)))
        const value = lanes.sub(lanes.mul(lanes.sub(x!, less!), times!), minus!)
        f.run(v128.store(i32.add(to, at), value))
      })
      f.advance(to, width)
    })
  })
  assembler.define('powers', (f, from, end, width, tops, rests, to) => {
    const [p, q, stop, rowEnd] = f.locals('i32')
    const one = f.constant(lanes.of(1))
    const [top, rest, ties] = f.locals('v128')
    const totals = Array.from({ length: lanes.bytes === 4 ? 2 : 1 }, () => f.local('v128'))
    f.set(rowEnd, i32.add(from, width))
    f.upTo(from, rowEnd, 16, () => {
      f.set(top, lanes.of(Number.NEGATIVE_INFINITY))
      f.set(p, from)
      f.upTo(p, end, width, () => f.set(top, lanes.pmax(top, v128.load(p))))
      for (const total of totals) f.set(total, f64x2.of(0))
      f.set(ties, lanes.of(0))
      f.set(p, from)
      f.set(q, to)
      f.whileBelow(p, end, () => {
        f.set(rest, lanes.of(0))
        f.set(stop, i32.add(p, i32.mul(width, STRETCH / 16)))
        f.when(i32.gtS(stop, end), () => f.set(stop, end))
        f.upTo(p, stop, width, () => {
          const x = f.let(v128.load(p))
          const tie = f.let(lanes.eq(x, top))
          const power = expBelow0(new Vector({ f, lanes, fma }, lanes.sub(x, top))).value
          f.set(rest, lanes.add(rest, v128.andNot(power, tie)))
          f.set(ties, lanes.add(ties, v128.and(one, tie)))
          f.run(v128.store(q, power))
          f.advance(q, width)
        })
        for (const [i, part] of widened(f, lanes, rest).entries())
          f.set(totals[i]!, f64x2.add(totals[i]!, part))
      })
      const [low, high] = totals
      const sum = high === undefined ? low! : narrowed(low!, high)
      f.run(v128.store(tops, top))
      f.run(v128.store(rests, lanes.add(sum, lanes.sub(ties, one))))
      for (const at of [tops, rests, to]) f.advance(at, 16)
    })
  })
}
