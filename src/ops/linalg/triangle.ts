// What belongs to a triangle of square matrices: kept alone, or all of a product that is computed.
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { neg } from '../arithmetic.js'
import { matmul } from '../matmul.js'
import { castResult, storage } from '../storage.js'
import { block, inDType, product, reading, turned, type View, viewOf } from './dense/view.js'

/** What is kept: the lower or the upper triangle, and this much of the diagonal. */
export interface Kept {
  readonly lower: boolean
  readonly diagonal: 0 | 0.5 | 1
}

const TRIANGLE: Operation<Kept> = {
  name: 'triangle',
  shape: ([x]) => x!.shape,
  forward([x], { lower, diagonal }, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(x!)
    for (let row = 0; row < out.length / n; row++) {
      const i = row % n
      const [from, to] = lower ? [0, i] : [i + 1, n]
      for (let j = from; j < to; j++) out[row * n + j] = values[row * n + j]!
      if (diagonal > 0) out[row * n + i] = diagonal * values[row * n + i]!
    }
    return castResult('triangle', dtype, out)
  },
  batch: kept => kept,
  differentials: (_, _y, kept) => [{ jvp: dx => triangle(dx, kept), vjp: dy => triangle(dy, kept) }],
}

/** The matrices with all but a triangle set to 0, whatever stands there. [..., n, n] → [..., n, n] */
export const triangle = (x: Tensor, kept: Kept): Tensor => apply(TRIANGLE, [x], kept)

/** Which factors of a product are read as their transposes, what of it is kept, and with which sign. */
interface Part extends Kept {
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly sign: 1 | -1
}

/** a : [..., n, k] and b : [..., k, n], or their transposes, of one batch */
const TRIANGLE_OF_PRODUCT: Operation<Part> = {
  name: 'triangleOfProduct',
  shape([a], { transposeA }) {
    const n = a!.shape.at(transposeA ? -1 : -2)!
    return [...a!.shape.slice(0, -2), n, n]
  },
  forward([a, b], { lower, diagonal, transposeA, transposeB, sign }, shape, dtype) {
    const n = shape.at(-1)!
    const k = a!.shape.at(transposeA ? -2 : -1)!
    const out = new Float64Array(sizeOf(shape))
    for (let batch = 0; batch * n * n < out.length; batch++) {
      const side = (x: Tensor, rows: number, columns: number, turn: boolean) => {
        const at = batch * n * k
        return turn
          ? turned(reading(valuesOf(x), at, columns, rows))
          : reading(valuesOf(x), at, rows, columns)
      }
      const [left, right] = [side(a!, n, k, transposeA), side(b!, k, n, transposeB)]
      const whole = viewOf(out, n, n, batch * n * n)
      if (k <= FEW)
        writeFew(lower ? whole : turned(whole), lower ? left : turned(right), lower ? right : turned(left))
      else if (lower) writeLower(whole, left, right)
      else writeLower(turned(whole), turned(right), turned(left))
      for (let i = 0; i < n; i++)
        out[whole.start + i * (n + 1)] = diagonal && diagonal * out[whole.start + i * (n + 1)]!
    }
    if (sign < 0) for (let i = 0; i < out.length; i++) out[i] = -out[i]!
    return inDType(dtype, out)
  },
  batch: params => params,
  differentials([a, b], _, part) {
    const { transposeA, transposeB, sign } = part
    const of = (p: Tensor, q: Tensor) => apply(TRIANGLE_OF_PRODUCT, [p, q], part)
    const kept = (dy: Tensor) => {
      const { lower, diagonal } = part
      return sign < 0 ? neg(triangle(dy, { lower, diagonal })) : triangle(dy, { lower, diagonal })
    }
    return [
      {
        jvp: da => of(da, b!),
        vjp: dy =>
          transposeA
            ? matmul(b!, kept(dy), { transposeA: transposeB, transposeB: true })
            : matmul(kept(dy), b!, { transposeB: !transposeB }),
      },
      {
        jvp: db => of(a!, db),
        vjp: dy =>
          transposeB
            ? matmul(kept(dy), a!, { transposeA: true, transposeB: transposeA })
            : matmul(a!, kept(dy), { transposeA: !transposeA }),
      },
    ]
  },
}

const LEAF = 192
/** Sums of so few products cost less than the copies of a block. */
const FEW = 3

/** The lower triangle of A·B with its diagonal, entry by entry. */
function writeFew(c: View, a: View, b: View): void {
  for (let i = 0; i < c.rows; i++)
    for (let p = 0; p < a.columns; p++) {
      const left = a.data[a.start + i * a.row + p * a.column]!
      let at = b.start + p * b.row
      let to = c.start + i * c.row
      for (let j = 0; j <= i; j++, at += b.column, to += c.column) c.data[to]! += left * b.data[at]!
    }
}

/** The lower triangle of A·B with its diagonal: blocks beside the diagonal are whole products. */
function writeLower(c: View, a: View, b: View): void {
  const n = c.rows
  if (n <= LEAF) {
    const whole = product(a, b)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) c.data[c.start + i * c.row + j * c.column] = whole[i * n + j]!
    return
  }
  const half = n >> 1
  const [top, bottom] = [block(a, 0, 0, half, a.columns), block(a, half, 0, n - half, a.columns)]
  const [left, right] = [block(b, 0, 0, b.rows, half), block(b, 0, half, b.rows, n - half)]
  writeLower(block(c, 0, 0, half, half), top, left)
  const whole = product(bottom, left)
  for (let i = 0, at = 0; i < n - half; i++)
    for (let j = 0; j < half; j++) c.data[c.start + (half + i) * c.row + j * c.column] = whole[at++]!
  writeLower(block(c, half, half, n - half, n - half), bottom, right)
}

/** A triangle of a product, or of its negative, of which no more is computed. [..., n, k] · [..., k, n] → [..., n, n] */
export const triangleOfProduct = (
  a: Tensor,
  b: Tensor,
  kept: Kept,
  { transposeA = false, transposeB = false, sign = 1 }: Partial<Omit<Part, keyof Kept>> = {},
): Tensor => apply(TRIANGLE_OF_PRODUCT, [a, b], { ...kept, transposeA, transposeB, sign })
