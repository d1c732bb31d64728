// The loop around a program: rows are gathered, the program runs, and what it gives is put where the next call finds it.
import { type Assembler, type Body, type Callable, call, type Local } from '../../kernels/wasm/assembler.js'
import type { Int } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import * as v128 from '../../kernels/wasm/v128.js'
import { type Shape, stridesOf } from '../../shape.js'
import type { Place } from '../plan.js'
import { addressOf, loadLanes, type Scope, storeLanes } from './scope.js'

/** What moves between calls: from where to where. */
export interface Track {
  /** All rows of what calls take parts of, where a call takes them, and the bytes of a row. */
  readonly gathered: readonly { readonly from: number; readonly to: number; readonly rowBytes: number }[]
  /** Numbers of rows, as many for each call. */
  readonly indices: number
  readonly rows: number
  /** Outputs that are copied to the place of an input. */
  readonly carried: readonly { readonly from: Place; readonly to: Place; readonly shape: Shape }[]
  /** Outputs that are copied one behind the other. */
  readonly logged: readonly { readonly from: Place; readonly to: number; readonly shape: Shape }[]
}

/** Defines `loop(count, indices)`: calls as often, and gives how many were right; after one that was not it stops. */
export function writeLoop(
  assembler: Assembler,
  scopeOf: (f: Body) => Scope,
  main: Callable<'i32'>,
  { gathered, indices, rows, carried, logged }: Track,
): void {
  assembler.defineInt('loop', (f, count) => {
    const scope = scopeOf(f)
    const { bytes } = scope.plan.lanes
    const done = f.let(i32.of(0))
    const at = f.let(i32.of(indices))
    const logs = logged.map(({ to }) => f.let(i32.of(to)))
    f.whileBelow(done, count, () => {
      for (const { from, to, rowBytes } of gathered) writeGather(f, from, to, rowBytes, at, rows)
      f.when(
        call(main),
        () => f.set(count, done),
        () => {
          for (const [i, { from, shape }] of logged.entries()) {
            const dense = stridesOf(shape)
            writeCopy(scope, from, { ...from, strides: dense }, shape, logs[i]!)
            f.advance(logs[i]!, shape.reduce((n, extent) => n * extent, 1) * bytes)
          }
          for (const { from, to, shape } of carried) writeCopy(scope, from, to, shape, to.address)
          f.advance(at, 4 * rows)
          f.advance(done, 1)
        },
      )
    })
    return done
  })
}

/** Copies the rows that are named. */
function writeGather(
  f: Body,
  from: number,
  to: number,
  rowBytes: number,
  indices: Local<'i32'>,
  rows: number,
): void {
  const [row, p, q, end, index] = f.locals('i32')
  f.set(row, i32.of(0))
  f.set(index, indices)
  f.set(q, i32.of(to))
  f.upTo(row, rows, 1, () => {
    f.set(p, i32.add(i32.mul(i32.load(index), rowBytes), from))
    if (rowBytes < 16) {
      for (let at = 0; at < rowBytes; at += 4) f.run(i32.store(q, i32.load(p, at), at))
      f.advance(q, rowBytes)
    } else {
      // The last vector ends where the row ends, and may overlap the one before.
      f.set(end, i32.add(q, rowBytes - (rowBytes % 16)))
      f.upTo(q, end, 16, () => {
        f.run(v128.store(q, v128.load(p)))
        f.advance(p, 16)
      })
      if (rowBytes % 16 > 0) {
        f.run(v128.store(i32.add(q, (rowBytes % 16) - 16), v128.load(i32.add(p, (rowBytes % 16) - 16))))
        f.advance(q, rowBytes % 16)
      }
    }
    f.advance(index, 4)
  })
}

/** Copies a value from one place to another of other strides, or to an address. */
function writeCopy(scope: Scope, from: Place, to: Place, shape: Shape, target: Int): void {
  const { f, plan } = scope
  const { lanes } = plan
  const along = (axis: number, p: Int, q: Int): void => {
    const n = shape[axis] ?? 1
    const [stepP, stepQ] = [from.strides[axis] ?? 0, to.strides[axis] ?? 0]
    if (axis >= shape.length - 1) {
      const whole = n - (n % lanes.count)
      const [i, source, goal] = f.locals('i32')
      f.set(source, i32.of(p))
      f.set(goal, i32.of(q))
      f.set(i, i32.of(0))
      f.upTo(i, whole, lanes.count, () => {
        storeLanes(scope, goal, 0, stepQ, loadLanes(scope, from, source, 0, stepP))
        f.advance(source, stepP * lanes.count * lanes.bytes)
        f.advance(goal, stepQ * lanes.count * lanes.bytes)
      })
      if (whole < n)
        storeLanes(scope, goal, 0, stepQ, loadLanes(scope, from, source, 0, stepP, n - whole), n - whole)
      return
    }
    const [i, source, goal] = f.locals('i32')
    f.set(source, i32.of(p))
    f.set(goal, i32.of(q))
    f.set(i, i32.of(0))
    f.upTo(i, n, 1, () => {
      along(axis + 1, source, goal)
      f.advance(source, stepP * lanes.bytes)
      f.advance(goal, stepQ * lanes.bytes)
    })
  }
  along(0, addressOf(scope, from), target)
}
