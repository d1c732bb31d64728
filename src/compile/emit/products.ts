// Products with few columns: rows times a small matrix, and the sums over rows that are their derivative. The large factor is read once.
import { type Assembler, call } from '../../kernels/wasm/assembler.js'
import type { Int, V128 } from '../../kernels/wasm/expression.js'
import { storeTile } from '../../kernels/wasm/gemm.js'
import * as i32 from '../../kernels/wasm/i32.js'
import { multiplyAdd } from '../../kernels/wasm/lanes.js'
import { firstLanes } from '../../kernels/wasm/sums.js'
import * as v128 from '../../kernels/wasm/v128.js'
import type { Place, Plan } from '../plan.js'
import { DOTS, PARKED, UPDATES } from '../room.js'
import { addressOf, atOffset, loadLanes, rowsOf, type Scope, storeLanes, targetOf } from './scope.js'

/** Columns in groups: where each starts and how many it has. */
const groupsOf = (columns: number, most: number): readonly Group[] =>
  Array.from({ length: Math.ceil(columns / most) }, (_, i) => ({
    start: i * most,
    count: Math.min(most, columns - i * most),
  }))

interface Group {
  readonly start: number
  readonly count: number
}

/** Writes something for each number of columns that a group has, and gives it by that. */
function forCounts<T>(groups: readonly Group[], write: (count: number) => T): (count: number) => T {
  const written = new Map([...new Set(groups.map(({ count }) => count))].map(n => [n, write(n)]))
  return count => written.get(count)!
}

/** Packs B[depth, columns] for `dots`: group by group, vectors along the depth, those of a group beside one another. */
export function writePackDots(
  scope: Scope,
  b: Place,
  [down, across]: readonly [number, number],
  depth: number,
  columns: number,
  to: number,
): void {
  const { f, plan } = scope
  const { lanes } = plan
  const blocks = Math.ceil(depth / lanes.count)
  const rest = depth % lanes.count
  for (const { start, count } of groupsOf(columns, DOTS.columns)) {
    const [k, from, into] = f.locals('i32')
    f.set(from, i32.of(b.address + start * across * lanes.bytes))
    f.set(into, i32.of(to + start * blocks * 16))
    f.set(k, i32.of(0))
    const block = (valid: number) => {
      for (let j = 0; j < count; j++)
        f.run(v128.store(into, loadLanes(scope, b, from, j * across * lanes.bytes, down, valid), 16 * j))
    }
    f.upTo(k, Math.floor(depth / lanes.count), 1, () => {
      block(lanes.count)
      f.advance(from, down * lanes.count * lanes.bytes)
      f.advance(into, 16 * count)
    })
    if (rest > 0 && down !== 1) block(rest)
    else if (rest > 0)
      for (let j = 0; j < count; j++) {
        const x = loadLanes(scope, b, from, j * across * lanes.bytes, down)
        f.run(v128.store(into, v128.and(x, firstLanes(lanes, i32.of(rest))), 16 * j))
      }
  }
}

/** Z[row, column] = Σ X[row, ·]·B[·, column]. The hot loop stands alone, so that engines keep its sums in registers. */
export function writeDots(
  assembler: Assembler,
  { lanes }: Plan,
  name: string,
  [x, z]: readonly [Place, Place],
  [rows, depth, columns]: readonly [number, number, number],
  packed: number,
  fma: boolean,
): (scope: Scope) => void {
  const madd = multiplyAdd(lanes, fma)
  const blocks = Math.ceil(depth / lanes.count)
  const whole = Math.floor(depth / lanes.count)
  const width = x.strides[0]! * lanes.bytes
  const [down, across] = z.strides as readonly [number, number]
  const groups = groupsOf(columns, DOTS.columns)
  const tiles = forCounts(groups, count =>
    assembler.define(`${name}_${count}`, (f, x0, w, out) => {
      const left = Array.from({ length: DOTS.rows }, () => f.local('v128'))
      const sums = Array.from({ length: count }, () => left.map(() => f.local('v128')))
      const right = f.local('v128')
      const end = f.let(i32.add(w, whole * 16 * count))
      const step = (read: (at: number) => V128): void => {
        for (const [i, vector] of left.entries()) f.set(vector, read(i * width))
        for (const [j, column] of sums.entries()) {
          f.set(right, v128.load(w, 16 * j))
          for (const [i, sum] of column.entries()) f.set(sum, madd(right, left[i]!, sum))
        }
      }
      f.upTo(w, end, 16 * count, () => {
        step(at => atOffset(x0, at, v128.load))
        f.advance(x0, 16)
      })
      if (whole < blocks) {
        const mask = f.let(firstLanes(lanes, i32.of(depth % lanes.count)))
        step(at => v128.and(atOffset(x0, at, v128.load), mask))
      }
      for (const [i, sum] of sums.flat().entries()) f.run(v128.store(out, sum, 16 * i))
    }),
  )
  const folds = forCounts(groups, count =>
    assembler.define(`${name}_fold_${count}`, (f, from, to) => {
      for (let j = 0; j < count; j++)
        for (let i = 0; i < DOTS.rows; i++) {
          const sum = f.let(v128.load(from, 16 * (DOTS.rows * j + i)))
          f.run(lanes.storeFirst(to, lanes.across(lanes.add, sum), (i * down + j * across) * lanes.bytes))
        }
    }),
  )
  return scope => {
    const { f } = scope
    const [row, from, to] = f.locals('i32')
    f.set(from, i32.of(addressOf(scope, x)))
    f.set(to, i32.of(addressOf(scope, z)))
    f.set(row, i32.of(0))
    f.upTo(row, rowsOf(scope, rows), DOTS.rows, () => {
      for (const { start, count } of groups) {
        f.run(call(tiles(count), from, packed + start * blocks * 16, parked(scope)))
        f.run(call(folds(count), parked(scope), i32.add(to, start * across * lanes.bytes)))
      }
      f.advance(from, DOTS.rows * width)
      f.advance(to, DOTS.rows * down * lanes.bytes)
    })
  }
}

/** Where a tile leaves its sums: behind the part of whoever runs it. */
const parked = ({ part, plan }: Scope): Int =>
  part === undefined ? plan.base + PARKED : i32.add(part.part, plan.parked)

/** How many vectors of the wide factor a group of columns meets at once. */
const vectorsOf = (columns: number): number => (columns === 1 ? 8 : columns === 2 ? 4 : 2)

/** G[column, ·] += Σ R[row, column]·X[row, ·], with G's rows `apart` values apart. */
export function writeUpdates(
  assembler: Assembler,
  { lanes }: Plan,
  name: string,
  [x, r, g]: readonly [Place, Place, Place],
  [rows, wide, columns]: readonly [number, number, number],
  apart: number,
  fma: boolean,
): (scope: Scope) => void {
  const madd = multiplyAdd(lanes, fma)
  const groups = groupsOf(columns, UPDATES)
  const tiles = forCounts(groups, count => {
    const vectors = vectorsOf(count)
    return assembler.define(`${name}_${count}`, (f, from, end, left0, to, one) => {
      const sums = Array.from({ length: count }, () => Array.from({ length: vectors }, () => f.local('v128')))
      const block = Array.from({ length: vectors }, () => f.local('v128'))
      const left = f.local('v128')
      f.whileBelow(from, end, () => {
        for (const [i, vector] of block.entries()) f.set(vector, v128.load(from, 16 * i))
        sums.forEach((row, j) => {
          f.set(left, atOffset(left0, j * r.strides[1]! * lanes.bytes, lanes.loadSplat))
          for (const [i, sum] of row.entries()) f.set(sum, madd(left, block[i]!, sum))
        })
        f.advance(from, x.strides[0]! * lanes.bytes)
        f.advance(left0, r.strides[0]! * lanes.bytes)
      })
      storeTile(f, lanes, sums, to, i32.of(apart * lanes.bytes), one)
    })
  })
  return scope => {
    const { f, part } = scope
    for (const { start, count } of groups) {
      const step = 16 * vectorsOf(count)
      const [from, end, last, to] = f.locals('i32')
      f.set(from, i32.of(addressOf(scope, x)))
      f.set(end, i32.add(from, i32.mul(rowsOf(scope, rows), x.strides[0]! * lanes.bytes)))
      f.set(last, i32.add(from, Math.ceil((wide * lanes.bytes) / step) * step))
      f.set(to, i32.add(targetOf(scope, g), start * apart * lanes.bytes))
      const left = f.let(i32.add(addressOf(scope, r), start * r.strides[1]! * lanes.bytes))
      f.upTo(from, last, step, () => {
        f.run(call(tiles(count), from, end, left, to, part === undefined ? 0 : 1))
        f.advance(end, step)
        f.advance(to, step)
      })
    }
  }
}

/** C[row, ·] = Σ A[row, k]·B[k, ·] for a short sum, or for one row: a vector runs along the columns. */
export function writeExpand(
  scope: Scope,
  [a, b, c]: readonly [Place, Place, Place],
  [depth, columns]: readonly [number, number],
  fma: boolean,
): void {
  const { f, plan, part } = scope
  const { lanes } = plan
  const madd = multiplyAdd(lanes, fma)
  const vectors = Math.ceil(columns / lanes.count)
  const block = Math.min(vectors, 8)
  const [row, from, to] = f.locals('i32')
  f.set(from, i32.of(addressOf(scope, a)))
  f.set(to, i32.of(addressOf(scope, c)))
  f.set(row, i32.of(0))
  const tile = (at: number, count: number): void => {
    const sets = count <= 4 && depth >= 8 ? 2 : 1
    const sums = Array.from({ length: sets }, () => Array.from({ length: count }, () => f.local('v128')))
    for (const sum of sums.flat()) f.set(sum, f.constant(lanes.of(0)))
    const [k, p, q] = f.locals('i32')
    const left = f.local('v128')
    f.set(p, from)
    f.set(q, i32.of(b.address + at * 16))
    const step = (set: number, i: number) => {
      f.set(left, loadLanes(scope, a, p, i * a.strides[1]! * lanes.bytes, 0))
      for (const [v, sum] of sums[set]!.entries())
        f.set(sum, madd(left, loadLanes(scope, b, q, i * b.strides[0]! * lanes.bytes + 16 * v, 1), sum))
    }
    f.set(k, i32.of(0))
    f.upTo(k, depth - (depth % sets), sets, () => {
      for (let i = 0; i < sets; i++) step(i, i)
      f.advance(p, sets * a.strides[1]! * lanes.bytes)
      f.advance(q, sets * b.strides[0]! * lanes.bytes)
    })
    if (depth % sets > 0) step(0, 0)
    for (let v = 0; v < count; v++) {
      const value = sets === 2 ? lanes.add(sums[0]![v]!, sums[1]![v]!) : sums[0]![v]!
      storeLanes(scope, to, (at + v) * 16, 1, value, Math.min(lanes.count, columns - (at + v) * lanes.count))
    }
  }
  f.upTo(row, rowsOf(scope, 1), 1, () => {
    for (let at = 0; at < vectors; at += block) tile(at, Math.min(block, vectors - at))
    if (part !== undefined) {
      f.advance(from, a.strides[0]! * lanes.bytes)
      f.advance(to, c.strides[0]! * lanes.bytes)
    }
  })
}

/** Copies a matrix so that its rows lie together. */
export function writeTurn(
  scope: Scope,
  b: Place,
  [down, across]: readonly [number, number],
  rows: number,
  columns: number,
  to: number,
): void {
  const { f, plan } = scope
  const { lanes } = plan
  const pitch = Math.ceil(columns / lanes.count) * 16
  const [i, j, from, into] = f.locals('i32')
  f.set(i, i32.of(0))
  f.upTo(i, rows, 1, () => {
    f.set(from, i32.add(i32.mul(i, down * lanes.bytes), b.address))
    f.set(into, i32.add(i32.mul(i, pitch), to))
    f.set(j, i32.of(0))
    f.upTo(j, Math.floor(columns / lanes.count), 1, () => {
      f.run(v128.store(into, loadLanes(scope, b, from, 0, across)))
      f.advance(from, lanes.count * across * lanes.bytes)
      f.advance(into, 16)
    })
    if (columns % lanes.count > 0)
      f.run(v128.store(into, loadLanes(scope, b, from, 0, across, columns % lanes.count)))
  })
}
