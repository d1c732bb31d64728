// The matrix product: blocks of both factors packed into panels, and a small tile of the result kept in registers.
import { type Assembler, type Body, type Callable, call, type Local } from './assembler.js'
import { type Engine, region } from './engine.js'
import type { I32, V128 } from './expression.js'
import * as i32 from './i32.js'
import { type Lanes, multiplyAdd } from './lanes.js'
import { getBlock, type Matrix, putBlock } from './stage.js'
import * as v128 from './v128.js'

/** A factor or the result: [rows, columns], or stored as its transpose. */
export interface Factor extends Matrix {
  readonly transposed: boolean
}

/** C[m, n] = A[m, k] · B[k, n] */
export interface Product {
  readonly a: Factor
  readonly b: Factor
  readonly c: Matrix
  readonly m: number
  readonly k: number
  readonly n: number
}

// Blocks, in values. A panel of B, [KC, NR], and one of A, [KC, MR], meet in the first cache; a block of A, [MC, KC],
// stays in the second; B, [KMAX, NC], in the third, as many bytes for both dtypes. The wider B, the less often A is packed.
const KC = 256
const MC = 120
const NC_BYTES = 4096
const KMAX = 1024

/** So many products are added in float32; longer sums are made of such stretches, in float64. */
const STRETCH = 4 * KMAX

/** Vectors across a tile; its rows are 5, or 6 where a multiply-add leaves registers free. */
const VECTORS = 2
const tileRows = (fma: boolean): number => (fma ? 6 : 5)

// Addresses: each region has room for float64 and for a panel that is not full.
const PACKED_B = region(0, 0)
const STAGED_B = region(1, 5)
const PACKED_A = region(2, 8)
const STAGED_A = region(3, 9)
const RESULT = region(4, 10)

/**
 * Packs [count, depth] into panels of as many rows as a tile of A has, or of B columns: depth after depth the panel's
 * values. Strides are in bytes.
 */
type Pack = (to: number, from: number, count: number, depth: number, stride: number, step: number) => void

interface GemmKernel {
  readonly packA: Pack
  readonly packB: Pack
  /** [m, n] of the result in whole tiles, `width` bytes a row, from packed panels; added to what is there, or in its place. */
  readonly product: (
    m: number,
    n: number,
    depth: number,
    a: number,
    b: number,
    c: number,
    width: number,
    add: number,
  ) => void
}

/**
 * One tile: C (+)= A-panel · B-panel over the whole depth. Engines decide by what follows a loop where its variables live;
 * a leaf function whose loop is followed by plain stores keeps all accumulators in registers.
 */
function writeTile(assembler: Assembler, lanes: Lanes, rows: number, fma: boolean) {
  const madd = multiplyAdd(lanes, fma)
  return assembler.define('tile', (f, depth, a, b, c, width, add) => {
    const tile = Array.from({ length: rows }, () => Array.from({ length: VECTORS }, () => f.local('v128')))
    const right = Array.from({ length: VECTORS }, () => f.local('v128'))
    const left = f.local('v128')
    const end = f.let(i32.add(a, i32.mul(depth, rows * lanes.bytes)))
    f.whileBelow(a, end, () => {
      for (const [j, vector] of right.entries()) f.set(vector, v128.load(b, 16 * j))
      tile.forEach((row, i) => {
        f.set(left, lanes.loadSplat(a, i * lanes.bytes))
        row.forEach((sum, j) => {
          f.set(sum, madd(left, right[j]!, sum))
        })
      })
      f.advance(a, rows * lanes.bytes)
      f.advance(b, VECTORS * 16)
    })
    storeTile(f, lanes, tile, c, width, add)
  })
}

/** Rows of vectors to an address and `apart` bytes on each, added to what is there or in its place. */
export function storeTile(
  f: Body,
  lanes: Lanes,
  tile: readonly (readonly V128[])[],
  to: Local<'i32'>,
  apart: I32,
  add: I32,
): void {
  const store = (value: (sum: V128, offset: number) => V128) => {
    for (const [i, row] of tile.entries()) {
      for (const [j, sum] of row.entries()) f.run(v128.store(to, value(sum, 16 * j), 16 * j))
      if (i < tile.length - 1) f.advance(to, apart)
    }
  }
  f.when(
    add,
    () => store((sum, offset) => lanes.add(sum, v128.load(to, offset))),
    () => store(sum => sum),
  )
}

/** The last panel may be filled from behind the block: what comes of it lies behind the result, where nobody looks. */
function writePack(assembler: Assembler, lanes: Lanes, name: string, panel: number): Callable {
  const size = panel * lanes.bytes
  return assembler.define(name, (f, to, from, count, depth, stride, step) => {
    const [i, k, p, q] = f.locals('i32')
    const alongDepth = (move: () => void) => {
      f.set(k, i32.of(0))
      f.upTo(k, depth, 1, () => {
        move()
        f.advance(to, size)
        f.advance(p, step)
      })
    }
    const strided = () =>
      alongDepth(() => {
        f.set(q, p)
        for (let at = 0; at < size; at += lanes.bytes) {
          f.run(lanes.storeFirst(to, lanes.loadSplat(q), at))
          f.advance(q, stride)
        }
      })
    const together = () =>
      alongDepth(() => {
        for (let at = 0; at < size; at += 16) f.run(v128.store(to, v128.load(p, at), at))
      })
    f.upTo(i, count, panel, () => {
      f.set(p, from)
      if (size % 16 === 0) f.when(i32.eq(stride, lanes.bytes), together, strided)
      else strided()
      f.advance(from, i32.mul(stride, panel))
    })
  })
}

/** The tiles of a block. */
function writeProduct(assembler: Assembler, lanes: Lanes, tile: Callable, rows: number): Callable {
  const columns = VECTORS * lanes.count
  return assembler.define('product', (f, m, n, depth, a, b, c, width, add) => {
    const [i, j, panelA, corner] = f.locals('i32')
    f.upTo(j, n, columns, () => {
      f.set(i, i32.of(0))
      f.set(panelA, a)
      f.set(corner, c)
      f.upTo(i, m, rows, () => {
        f.run(call(tile, depth, panelA, b, corner, width, add))
        f.advance(panelA, i32.mul(depth, rows * lanes.bytes))
        f.advance(corner, i32.mul(width, rows))
      })
      f.advance(b, i32.mul(depth, columns * lanes.bytes))
      f.advance(c, columns * lanes.bytes)
    })
  })
}

/** The functions of `GemmKernel`, to be called from others of the same module. */
export function writeGemm(assembler: Assembler, lanes: Lanes, _variant: string, fma: boolean) {
  const rows = tileRows(fma)
  const tile = writeTile(assembler, lanes, rows, fma)
  return {
    packA: writePack(assembler, lanes, 'packA', rows),
    packB: writePack(assembler, lanes, 'packB', VECTORS * lanes.count),
    product: writeProduct(assembler, lanes, tile, rows),
  }
}

/** The general matrix product of an engine. */
export function gemm(engine: Engine) {
  const family = engine.family<GemmKernel>(writeGemm)
  return (lanes: Lanes, { a, b, c, m, k, n }: Product): void => {
    const kernel = family(lanes)
    const { bytes } = lanes
    const view = engine[lanes.dtype]
    const NC = NC_BYTES / bytes
    const sums =
      k > STRETCH && bytes === 4 ? { data: new Float64Array(m * n), start: 0, stride: n } : undefined
    for (let k1 = 0; k1 < k; k1 += KMAX) {
      const deep = Math.min(KMAX, k - k1)
      const goesOn = k1 > 0 && !(sums && k1 % STRETCH === 0)
      const target = sums && (k1 + deep === k || (k1 + deep) % STRETCH === 0) ? sums : c
      for (let j = 0; j < n; j += NC) {
        const nc = Math.min(NC, n - j)
        const columns = VECTORS * lanes.count
        const panels = Math.ceil(nc / columns) * columns
        for (let k0 = 0; k0 < deep; k0 += KC) {
          const kc = Math.min(KC, deep - k0)
          // Staged as it is stored; packed from there by strides.
          putBlock(view, b, turn(b, [k1 + k0, j]), turn(b, [kc, nc]), STAGED_B)
          const [stride, step] = b.transposed ? [kc * bytes, bytes] : [bytes, nc * bytes]
          kernel.packB(PACKED_B + k0 * panels * bytes, STAGED_B, nc, kc, stride, step)
        }
        for (let i = 0; i < m; i += MC) {
          const mc = Math.min(MC, m - i)
          if (goesOn) putBlock(view, c, [i, j], [mc, nc], RESULT, panels)
          for (let k0 = 0; k0 < deep; k0 += KC) {
            const kc = Math.min(KC, deep - k0)
            putBlock(view, a, turn(a, [i, k1 + k0]), turn(a, [mc, kc]), STAGED_A)
            const [stride, step] = a.transposed ? [bytes, mc * bytes] : [kc * bytes, bytes]
            kernel.packA(PACKED_A, STAGED_A, mc, kc, stride, step)
            const add = goesOn || k0 > 0 ? 1 : 0
            kernel.product(mc, nc, kc, PACKED_A, PACKED_B + k0 * panels * bytes, RESULT, panels * bytes, add)
          }
          getBlock(view, RESULT, panels, target, [i, j], [mc, nc], target === sums)
        }
      }
    }
    if (sums) c.data.set(sums.data, c.start)
  }
}

/** Rows and columns as they are stored. */
export const turn = (
  { transposed }: Factor,
  [rows, columns]: readonly [number, number],
): readonly [number, number] => (transposed ? [columns, rows] : [rows, columns])
