// Symmetric matrices from what stands below their diagonals.
import type { TypedArray } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { castResult, storage } from '../storage.js'
import { block, gathered, product, reading, turned } from './dense/view.js'
import { triangle, triangleOfProduct } from './triangle.js'

/** Both directions of a mirror: entries go to both sides of the diagonal, or those of both sides are added up below it. */
const MIRROR: Operation<{ readonly fold: boolean }> = {
  name: 'mirror',
  shape: ([x]) => x!.shape,
  forward([x], { fold }, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(x!)
    for (let start = 0; start < out.length; start += n * n) {
      // Tile by tile, so that both sides stay in the cache.
      for (let i = 0; i < n; i += TILE)
        for (let j = 0; j <= i; j += TILE) mirrorTile(values, out, start, n, i, j, fold)
      for (let i = 0; i < n; i++) out[start + i * (n + 1)] = values[start + i * (n + 1)]!
    }
    return castResult('mirror', dtype, out)
  },
  batch: params => params,
  differentials: (_, _y, { fold }) => [
    {
      jvp: dx => apply(MIRROR, [dx], { fold }),
      vjp: dy => apply(MIRROR, [dy], { fold: !fold }),
    },
  ],
}

const TILE = 32

/** The entries below the diagonal from row i0 and column j0 on. */
function mirrorTile(
  from: TypedArray,
  to: TypedArray,
  start: number,
  n: number,
  i0: number,
  j0: number,
  fold: boolean,
): void {
  for (let i = i0; i < Math.min(n, i0 + TILE); i++) {
    let above = start + j0 * n + i
    const end = start + i * n + Math.min(i, j0 + TILE)
    for (let below = start + i * n + j0; below < end; below++, above += n) {
      const value = from[below]!
      if (fold) to[below] = value + from[above]!
      else to[below] = to[above] = value
    }
  }
}

/** The symmetric matrices that the lower triangles say; nothing above is read. [..., n, n] → [..., n, n] */
export const mirrored = (x: Tensor): Tensor => apply(MIRROR, [x], { fold: false })

/** Lower triangular a and b → the lower triangle of aᵀ·b, mirrored. Sums begin at the row of the result. */
const MIRRORED_PRODUCT: Operation = {
  name: 'mirroredProduct',
  shape: ([a]) => a!.shape,
  forward([a, b], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    for (let start = 0; start < out.length; start += n * n)
      for (let top = 0; top < n; top += STRIP) {
        const height = Math.min(STRIP, n - top)
        const of = (x: Tensor, first: number, width: number) =>
          gathered(block(reading(valuesOf(x), start, n), top, first, n - top, width))
        const [left, right] = [of(a!, top, height), of(b!, 0, top + height)]
        // What stands above the diagonals is not read.
        for (let i = 0; i < height; i++) {
          left.data.fill(0, i * height + i + 1, (i + 1) * height)
          right.data.fill(0, i * right.columns + top + i + 1, (i + 1) * right.columns)
        }
        const whole = product(turned(left), right)
        for (let i = 0; i < height; i++) {
          const [from, to] = [i * right.columns, start + (top + i) * n]
          for (let j = 0; j <= top + i; j++) out[to + j] = whole[from + j]!
        }
        for (let j = 0; j < top + height; j++)
          for (let i = Math.max(0, j - top); i < height; i++)
            out[start + j * n + top + i] = whole[i * right.columns + j]!
      }
    return castResult('mirroredProduct', dtype, out)
  },
  batch: params => params,
  differentials([a, b]) {
    const read = (x: Tensor) => triangle(x, WHOLE)
    const fold = (dy: Tensor) => apply(MIRROR, [dy], { fold: true })
    return [
      {
        jvp: da => mirroredProduct(da, b!),
        vjp: dy => triangleOfProduct(read(b!), fold(dy), WHOLE, { transposeB: true }),
      },
      { jvp: db => mirroredProduct(a!, db), vjp: dy => triangleOfProduct(read(a!), fold(dy), WHOLE) },
    ]
  },
}

const WHOLE = { lower: true, diagonal: 1 } as const
const STRIP = 64

/** The symmetric matrix whose lower triangle is that of aᵀ·b, for lower triangles a and b. [..., n, n], [..., n, n] → [..., n, n] */
export const mirroredProduct = (a: Tensor, b: Tensor): Tensor => apply(MIRRORED_PRODUCT, [a, b], undefined)
