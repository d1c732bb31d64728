// Rows and values by index: read, added up, and picked out of wide rows. An index outside raises the flag.
import type { Local } from '../../kernels/wasm/assembler.js'
import type { Int } from '../../kernels/wasm/expression.js'
import * as i32 from '../../kernels/wasm/i32.js'
import type { Place } from '../plan.js'
import { addressOf, loadLanes, raiseFlag, rowsOf, type Scope, storeLanes, targetOf } from './scope.js'

/** Goes over indices, each with a pointer to a row of its own; what is outside is left out and flagged. */
function eachIndex(
  scope: Scope,
  indices: Place,
  count: number,
  n: number,
  row: Place,
  body: (index: Local<'i32'>, at: Local<'i32'>) => void,
): void {
  const { f, plan } = scope
  const [i, from, at, index] = f.locals('i32')
  f.set(from, i32.of(addressOf(scope, indices)))
  f.set(at, i32.of(addressOf(scope, row)))
  f.set(i, i32.of(0))
  f.upTo(i, rowsOf(scope, count), 1, () => {
    f.set(index, i32.load(from))
    f.when(
      i32.ltU(index, n),
      () => body(index, at),
      () => raiseFlag(scope),
    )
    f.advance(from, (indices.strides.find(stride => stride !== 0) ?? 0) * indices.bytes)
    f.advance(at, row.strides[0]! * plan.lanes.bytes)
  })
}

/** For each vector of a row: where it is in both rows, in bytes, and how many of its values are there. */
function alongRow(
  scope: Scope,
  width: number,
  [from, to]: readonly [Local<'i32'>, Local<'i32'>],
  [stepFrom, stepTo]: readonly [number, number],
  body: (from: Int, to: Int, count: number) => void,
): void {
  const { f, plan } = scope
  const { lanes } = plan
  const whole = Math.floor(width / lanes.count)
  if (whole > 0) {
    const k = f.local('i32')
    f.set(k, i32.of(0))
    f.upTo(k, whole, 1, () => {
      body(from, to, lanes.count)
      f.advance(from, stepFrom * lanes.count * lanes.bytes)
      f.advance(to, stepTo * lanes.count * lanes.bytes)
    })
  }
  if (width % lanes.count > 0) body(from, to, width % lanes.count)
}

/** How far the values of a row lie apart. */
const acrossOf = ({ strides }: Place): number => strides[1] ?? 0

/** What is picked from: where it lies, how many rows it has, and how many values a row. */
interface Whole {
  readonly place: Place
  readonly n: number
  readonly width: number
}

/** Goes over the vectors of rows that are listed one after the other, each beside that of the row which its index names. */
function besideRows(
  scope: Scope,
  whole: Whole,
  named: Int,
  indices: Place,
  listed: Place,
  count: number,
  body: (named: Int, listed: Int, count: number) => void,
): void {
  const { f, plan } = scope
  const { place, n, width } = whole
  eachIndex(scope, indices, count, n, listed, (index, at) => {
    const p = f.let(i32.add(i32.mul(index, place.strides[0]! * plan.lanes.bytes), named))
    const q = f.let(i32.add(at, 0))
    alongRow(scope, width, [p, q], [acrossOf(place), acrossOf(listed)], body)
  })
}

/** Y[i, ·] = X[index i, ·] */
export function writeTake(scope: Scope, x: Whole, indices: Place, y: Place, count: number): void {
  besideRows(scope, x, addressOf(scope, x.place), indices, y, count, (from, to, some) =>
    storeLanes(scope, to, 0, acrossOf(y), loadLanes(scope, x.place, from, 0, acrossOf(x.place), some), some),
  )
}

/** Y[index i, ·] += X[i, ·] */
export function writeScatter(scope: Scope, x: Place, indices: Place, y: Whole, count: number): void {
  const across = acrossOf(y.place)
  besideRows(scope, y, targetOf(scope, y.place), indices, x, count, (to, from, some) => {
    const held = loadLanes(scope, y.place, to, 0, across, some)
    const sum = scope.plan.lanes.add(held, loadLanes(scope, x, from, 0, acrossOf(x), some))
    storeLanes(scope, to, 0, across, sum, some)
  })
}

/** y[i] = X[i, index i] */
export function writePick(scope: Scope, x: Place, indices: Place, y: Place, count: number, n: number): void {
  const { f, plan } = scope
  const { lanes } = plan
  const to = f.let(i32.of(addressOf(scope, y)))
  eachIndex(scope, indices, count, n, x, (index, at) => {
    const from = i32.add(at, i32.mul(index, acrossOf(x) * lanes.bytes))
    f.run(lanes.storeFirst(to, lanes.loadSplat(from)))
    f.advance(to, y.strides[0]! * lanes.bytes)
  })
}
