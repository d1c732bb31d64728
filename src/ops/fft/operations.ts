// The three transforms as ops. All are linear; the adjoint of each is one of them again.
import { allocate } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { around, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { type Line, lineOf, type Transform, transformOf } from './transform.js'

/** Along which axis, in which direction, and what all is multiplied by. */
export interface Complex {
  readonly axis: number
  readonly inverse: boolean
  readonly scale: number
}

/** yₖ = scale·Σⱼ xⱼ·e^(∓2πijk/n). The adjoint has the other sign. [..., n, ..., 2] → the same */
const COMPLEX: Operation<Complex> = {
  name: 'fft',
  shape: ([x]) => x!.shape,
  forward([x], { axis, inverse, scale }, shape, dtype) {
    const { outer, n, inner } = around(shape, axis)
    const [values, out] = [valuesOf(x!), allocate(dtype, sizeOf(shape))]
    const transform = directed(transformOf(n), inverse)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i += 2) {
        const first = o * n * inner + i
        const line = lineOf(n)
        read(values, first, inner, line, n)
        transform(line)
        for (let k = 0; k < n; k++) {
          out[first + k * inner] = scale * line.re[k]!
          out[first + k * inner + 1] = scale * line.im[k]!
        }
      }
    return out
  },
  batch: params => ({ ...params, axis: params.axis + 1 }),
  differentials: (_, _y, params) => [
    {
      jvp: dx => complex(dx, params),
      vjp: dy => complex(dy, { ...params, inverse: !params.inverse }),
    },
  ],
}

export const complex = (x: Tensor, params: Complex): Tensor => apply(COMPLEX, [x], params)

/** Along which axis real lines of n values lie, and what stands beside the sum. */
export interface Real {
  readonly axis: number
  readonly n: number
  readonly scale: number
  /** Whether what stands for two of the n frequencies, k and n − k, counts twice. */
  readonly doubled: boolean
}

const weightOf = ({ n, scale, doubled }: Real, k: number): number =>
  doubled && k > 0 && 2 * k < n ? 2 * scale : scale

/** yₖ = wₖ·Σⱼ xⱼ·e^(−2πijk/n) for k ≤ n/2. [..., n, ...] → [..., ⌊n/2⌋ + 1, ..., 2] */
const HALF: Operation<Real> = {
  name: 'rfft',
  shape: ([x], { axis, n }) => [...x!.shape.with(axis, halfOf(n)), 2],
  forward([x], params, shape, dtype) {
    const { outer, n, inner } = around(x!.shape, params.axis)
    const half = halfOf(n)
    const [values, out] = [valuesOf(x!), allocate(dtype, sizeOf(shape))]
    const transform = transformOf(n)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const line = lineOf(n)
        for (let j = 0; j < n; j++) line.re[j] = values[(o * n + j) * inner + i]!
        transform(line)
        for (let k = 0; k < half; k++) {
          const at = 2 * ((o * half + k) * inner + i)
          out[at] = weightOf(params, k) * line.re[k]!
          out[at + 1] = weightOf(params, k) * line.im[k]!
        }
      }
    return out
  },
  batch: params => ({ ...params, axis: params.axis + 1 }),
  differentials: (_, _y, params) => [
    { jvp: dx => apply(HALF, [dx], params), vjp: dy => apply(WHOLE, [dy], params) },
  ],
}

/** xⱼ = Σₖ wₖ·Re(yₖ·e^(2πijk/n)) over k ≤ n/2, the adjoint of the above. [..., ⌊n/2⌋ + 1, ..., 2] → [..., n, ...] */
const WHOLE: Operation<Real> = {
  name: 'irfft',
  shape: ([y], { axis, n }) => y!.shape.slice(0, -1).with(axis, n),
  forward([y], params, shape, dtype) {
    const { n } = params
    const { outer, inner } = around(shape, params.axis)
    const half = halfOf(n)
    const [values, out] = [valuesOf(y!), allocate(dtype, sizeOf(shape))]
    const transform = directed(transformOf(n), true)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const line = lineOf(n)
        read(values, 2 * (o * half * inner + i), 2 * inner, line, half)
        for (let k = 0; k < half; k++) {
          line.re[k]! *= weightOf(params, k)
          line.im[k]! *= weightOf(params, k)
        }
        transform(line)
        for (let j = 0; j < n; j++) out[(o * n + j) * inner + i] = line.re[j]!
      }
    return out
  },
  batch: params => ({ ...params, axis: params.axis + 1 }),
  differentials: (_, _y, params) => [
    { jvp: dy => apply(WHOLE, [dy], params), vjp: dx => apply(HALF, [dx], params) },
  ],
}

export const half = (x: Tensor, params: Real): Tensor => apply(HALF, [x], params)
export const whole = (y: Tensor, params: Real): Tensor => apply(WHOLE, [y], params)

/** How many frequencies of n real values are not the mirror of another. */
export const halfOf = (n: number): number => Math.floor(n / 2) + 1

function read(values: ArrayLike<number>, first: number, step: number, { re, im }: Line, count: number): void {
  for (let j = 0; j < count; j++) {
    re[j] = values[first + j * step]!
    im[j] = values[first + j * step + 1]!
  }
}

/** A transform, or with both parts changed for one another its inverse but for 1/n. */
const directed =
  (transform: Transform, inverse: boolean): Transform =>
  line => {
    if (inverse) [line.re, line.im] = [line.im, line.re]
    transform(line)
    if (inverse) [line.re, line.im] = [line.im, line.re]
  }
