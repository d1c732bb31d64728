// Products with few columns, which softmax regression makes all day: the large factor is read once, block by block.
import { type Assembler, call } from './assembler.js'
import { type Engine, type Family, region } from './engine.js'
import { type Factor, type Product, storeTile } from './gemm.js'
import * as i32 from './i32.js'
import { type Lanes, multiplyAdd } from './lanes.js'
import { get, getBlock, put, putBlock, type View } from './stage.js'
import { firstLanes } from './sums.js'
import * as v128 from './v128.js'

/** As many columns as count for few, and as many as one pass over a block takes along. */
const FEW = 16
const GROUP = 5

/** Bytes of a block of the large factor: it stays in the second cache while every group of columns passes over it. */
const BLOCK = 2 ** 16
/** Products that are added in a tensor's own dtype; longer sums are made of such stretches, in float64. */
const STRETCH = 4096

const LARGEST = 4 * 2 ** 20
const IN = region(0, 0)
const SMALL = region(1, 5)
const STAGED = region(2, 6)
const RESULT = region(3, 10.75)
const PARKED = region(4, 15.5)

/** How a group of columns is laid out: how many rows, or vectors of columns, of the large factor it meets at once. */
const ROWS = 2
const vectorsOf = (columns: number): number => (columns === 1 ? 8 : columns === 2 ? 4 : 2)

interface DotsKernel {
  /**
   * Z[row, column] = Σ X[row, ·]·W[column, ·] for rows `width` bytes long, with `extra` values behind the last vector. Rows
   * go in pairs: behind an odd last one, something is written for another.
   */
  readonly dots: (
    x: number,
    rows: number,
    width: number,
    extra: number,
    w: number,
    z: number,
    down: number,
    across: number,
  ) => void
}

/** Sums of products along rows. The variant is the number of columns. */
function writeDots(assembler: Assembler, lanes: Lanes, variant: string, fma: boolean): void {
  const columns = Number(variant)
  const { bytes } = lanes
  const madd = multiplyAdd(lanes, fma)

  // The hot loop stands alone, and is followed by nothing but stores: engines then keep its sums in registers.
  const tile = assembler.define('tile', (f, x0, x1, w, end) => {
    const sums = Array.from({ length: columns }, () => Array.from({ length: ROWS }, () => f.local('v128')))
    const [first, second, right] = f.locals('v128')
    f.whileBelow(w, end, () => {
      f.set(first, v128.load(x0))
      f.set(second, v128.load(x1))
      sums.forEach(([one, two], j) => {
        f.set(right, v128.load(w, 16 * j))
        f.set(one!, madd(right, first, one!))
        f.set(two!, madd(right, second, two!))
      })
      f.advance(x0, 16)
      f.advance(x1, 16)
      f.advance(w, 16 * columns)
    })
    for (const [i, sum] of sums.flat().entries()) f.run(v128.store(PARKED, sum, 16 * i))
  })

  assembler.define('dots', (f, x, rows, width, extra, w, z, down, across) => {
    const [row, tail, q] = f.locals('i32')
    const mask = f.let(firstLanes(lanes, extra))
    const vectors = f.let(i32.sub(width, i32.mul(extra, bytes)))
    const end = f.let(i32.add(w, i32.mul(vectors, columns)))
    const sum = f.local('v128')
    f.upTo(row, rows, ROWS, () => {
      f.run(call(tile, x, i32.add(x, width), w, end))
      for (let i = 0; i < ROWS; i++) {
        f.set(tail, i32.add(x, vectors))
        f.set(q, z)
        for (let j = 0; j < columns; j++) {
          f.set(sum, v128.load(PARKED, 16 * (ROWS * j + i)))
          f.when(extra, () => {
            const rest = v128.and(v128.load(tail), mask)
            f.set(sum, lanes.add(sum, lanes.mul(rest, v128.load(end, 16 * j))))
          })
          f.run(lanes.storeFirst(q, lanes.across(lanes.add, sum)))
          f.advance(q, across)
        }
        f.advance(x, width)
        f.advance(z, down)
      }
    })
  })
}

interface UpdatesKernel {
  /** The columns of G, `apart` bytes apart, as columns of rows that are `step` bytes apart. */
  readonly turn: (g: number, apart: number, outer: number, to: number, step: number) => void
  /** G[column, ·] (+)= Σ R[row, column]·X[row, ·] over rows `width` bytes long; G's rows lie `apart` bytes apart. */
  readonly updates: (
    x: number,
    rows: number,
    width: number,
    r: number,
    down: number,
    g: number,
    apart: number,
    add: number,
  ) => void
}

/** Sums of rows, each times a value a column, and their transpose. The variant is the number of columns. */
function writeUpdates(assembler: Assembler, lanes: Lanes, variant: string, fma: boolean): void {
  const columns = Number(variant)
  const vectors = vectorsOf(columns)
  const madd = multiplyAdd(lanes, fma)
  const tile = assembler.define('tile', (f, x, end, width, r, down, g, apart, add) => {
    const sums = Array.from({ length: columns }, () => Array.from({ length: vectors }, () => f.local('v128')))
    const block = Array.from({ length: vectors }, () => f.local('v128'))
    const left = f.local('v128')
    f.whileBelow(x, end, () => {
      for (const [i, vector] of block.entries()) f.set(vector, v128.load(x, 16 * i))
      sums.forEach((row, j) => {
        f.set(left, lanes.loadSplat(r, j * lanes.bytes))
        for (const [i, sum] of row.entries()) f.set(sum, madd(left, block[i]!, sum))
      })
      f.advance(x, width)
      f.advance(r, down)
    })
    storeTile(f, lanes, sums, g, apart, add)
  })
  assembler.define('turn', (f, g, apart, outer, to, step) => {
    const [i, p] = f.locals('i32')
    f.upTo(i, outer, 1, () => {
      f.set(p, g)
      for (let j = 0; j < columns; j++) {
        f.run(lanes.storeFirst(to, lanes.loadSplat(p), j * lanes.bytes))
        f.advance(p, apart)
      }
      f.advance(g, lanes.bytes)
      f.advance(to, step)
    })
  })
  assembler.define('updates', (f, x, rows, width, r, down, g, apart, add) => {
    const rowEnd = f.let(i32.add(x, width))
    const end = f.let(i32.mul(rows, width))
    f.upTo(x, rowEnd, 16 * vectors, () => {
      f.run(call(tile, x, i32.add(x, end), width, r, down, g, apart, add))
      f.advance(g, 16 * vectors)
    })
  })
}

/** Columns in groups: where each starts, how many it has, and its kernel. */
function groupsOf<K>(columns: number, lanes: Lanes, family: Family<K>) {
  const groups: { readonly start: number; readonly count: number; readonly kernel: K }[] = []
  for (let start = 0; start < columns; start += GROUP) {
    const count = Math.min(GROUP, columns - start)
    groups.push({ start, count, kernel: family(lanes, String(count)) })
  }
  return groups
}

/** The large factor by rows of its storage, the small one as [inner, columns], and the result as [outer, columns], or turned. */
interface Skinny {
  readonly large: Factor
  readonly small: Factor
  readonly c: Product['c']
  readonly turned: boolean
  readonly inner: number
  readonly outer: number
  readonly columns: number
}

/** Which factor is the large one: Cᵀ = Bᵀ·Aᵀ makes rows of columns. */
function skinnyOf({ a, b, c, m, k, n }: Product): Skinny | undefined {
  if (Math.min(m, n) > FEW) return undefined
  if (n <= m) return { large: a, small: b, c, turned: false, inner: k, outer: m, columns: n }
  const flip = (x: Factor): Factor => ({ ...x, transposed: !x.transposed })
  return { large: flip(b), small: flip(a), c, turned: true, inner: k, outer: n, columns: m }
}

/** How far neighbours along the inner axis, and neighbouring columns, of the small factor lie apart. */
const stepsIn = ({ small, inner, columns }: Skinny) =>
  small.transposed ? ([1, inner] as const) : ([columns, 1] as const)

/** Columns of the small factor, vector by vector: the first of each column, then the second; zeros behind the end. */
function pack(
  view: View,
  to: number,
  lanes: number,
  parts: Skinny,
  [k0, column]: readonly [number, number],
  [depth, count]: readonly [number, number],
): void {
  const tail = to + (depth - (depth % lanes)) * count
  view.fill(0, tail, tail + lanes * count)
  const { data, start } = parts.small
  const [down, across] = stepsIn(parts)
  for (let j = 0; j < count; j++)
    for (let k = 0, at = start + k0 * down + (column + j) * across; k < depth; k++, at += down) {
      const lane = k & (lanes - 1)
      view[to + (k - lane) * count + j * lanes + lane] = data[at]!
    }
}

/** Products with few columns, or few rows, of an engine. Says whether it took the work. */
export function skinny(engine: Engine) {
  const dots = engine.family<DotsKernel>(writeDots)
  const updates = engine.family<UpdatesKernel>(writeUpdates)
  return (lanes: Lanes, product: Product): boolean => {
    const parts = skinnyOf(product)
    if (parts === undefined) return false
    return parts.large.transposed ? byRows(parts, lanes) : byDots(parts, lanes)
  }

  /** The large factor is stored as [outer, inner]: sums of products along its rows, a stretch of them at a time. */
  function byDots(parts: Skinny, lanes: Lanes): boolean {
    const { large, c, turned, inner, outer, columns } = parts
    const { bytes } = lanes
    const groups = groupsOf(columns, lanes, dots)
    const view = engine[lanes.dtype]
    const target =
      inner > STRETCH ? { data: new Float64Array(outer * columns), start: 0, stride: c.stride } : c
    for (let k = 0; k < inner; k += STRETCH) {
      const depth = Math.min(STRETCH, inner - k)
      const width = depth * bytes
      const packed = (Math.floor(depth / lanes.count) + 1) * 16
      for (const { start, count } of groups)
        pack(view, (SMALL + start * packed) / bytes, lanes.count, parts, [k, start], [depth, count])
      const rows = blockRows(width)
      for (let row = 0; row < outer; row += rows) {
        const some = Math.min(rows, outer - row)
        putBlock(view, large, [row, k], [some, depth], IN)
        // The result by rows or by columns, with room for the row behind an odd last one.
        const apart = turned ? some + 1 : columns
        const [down, across] = turned ? [bytes, apart * bytes] : [apart * bytes, bytes]
        for (const { start, kernel } of groups)
          kernel.dots(
            IN,
            some,
            width,
            depth % lanes.count,
            SMALL + start * packed,
            RESULT + start * across,
            down,
            across,
          )
        const at = turned ? ([0, row] as const) : ([row, 0] as const)
        const size = turned ? ([columns, some] as const) : ([some, columns] as const)
        getBlock(view, RESULT, apart, target, at, size, target !== c)
      }
    }
    if (target !== c) c.data.set(target.data, c.start)
    return true
  }

  /** The large factor is stored as [inner, outer]: sums of its rows, each times a value a column. */
  function byRows(parts: Skinny, lanes: Lanes): boolean {
    const { large, small, c, turned, inner, outer, columns } = parts
    const { bytes } = lanes
    const width = outer * bytes
    const groups = groupsOf(columns, lanes, updates)
    const apart = Math.ceil(width / 128) * 128
    const rows = Math.min(blockRows(width), STRETCH / 4)
    if (rows * width > LARGEST || apart * columns > LARGEST) return false
    const view = engine[lanes.dtype]
    const [down, across] = stepsIn(parts)
    const values = apart / bytes
    // Few enough rows are added in the tensor's own dtype; what they give is added in float64.
    const stretch = rows * Math.ceil(STRETCH / 4 / rows)
    const totals = inner > stretch ? new Float64Array(values * columns) : undefined
    for (let row = 0; row < inner; row += rows) {
      const some = Math.min(rows, inner - row)
      put(view, large.data, large.start + row * outer, some * outer, IN)
      if (!small.transposed) put(view, small.data, small.start + row * columns, some * columns, STAGED)
      else
        for (let i = 0, at = STAGED / bytes; i < some; i++)
          for (let j = 0; j < columns; j++)
            view[at++] = small.data[small.start + (row + i) * down + j * across]!
      const add = row % stretch > 0 ? 1 : 0
      for (const { start, kernel } of groups)
        kernel.updates(
          IN,
          some,
          width,
          STAGED + start * bytes,
          columns * bytes,
          RESULT + start * apart,
          apart,
          add,
        )
      if (totals !== undefined && ((row + rows) % stretch === 0 || row + rows >= inner))
        for (let i = 0, at = RESULT / bytes; i < totals.length; i++) totals[i]! += view[at + i]!
    }
    if (totals !== undefined) view.set(totals, RESULT / bytes)
    if (turned) getBlock(view, RESULT, values, c, [0, 0], [columns, outer], false)
    else {
      for (const { start, kernel } of groups)
        kernel.turn(RESULT + start * apart, apart, outer, STAGED + start * bytes, columns * bytes)
      get(view, STAGED, c.data, c.start, outer * columns)
    }
    return true
  }
}

/** Rows of a block, an even number. */
const blockRows = (width: number): number => Math.max(ROWS, ROWS * Math.floor(BLOCK / width / ROWS))
